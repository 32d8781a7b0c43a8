"""Rules for what the calendar names: dates, months, years, decades, seasons, holidays, elections."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from rapport.extract.times import words as w
from rapport.extract.times.atoms import Anchor, Atom, Rule, clip, context, fixed, floating, relative, safe_date
from rapport.extract.times.holidays import HOLIDAY, election_day, holiday
from rapport.extract.times.intervals import DAY, DECADE, MONTH, WEEK, YEAR, Interval, first, last, month, months, one, part, season, shift, years

_WHICH: Final = r"(?P<which>last|this past|the past|this coming|this|next|the coming|the previous|the following|that)"
_LIST: Final = rf"(?P<list>(?:~(?:,|,? and|,? or|to|through|thru|until|-|&)~(?:the )?{w.DAY}(?!~(?:a\.?m|p\.?m|o'clock|:))){{0,8}})"
_OF_YEAR: Final = rf"(?:,?~(?:of |in )?(?P<year>{w.YEAR}|'\d\d\b))"


def _year(word: str | None) -> int | None:
    if not word:
        return None
    if word.startswith("'"):
        return (1900 if int(word[1:]) > 60 else 2000) + int(word[1:])
    return int(word)


def _days(year: int, number: int, days: list[int]) -> Interval | None:
    known = [found for day in days if (found := safe_date(year, number, day))]
    return Interval(min(known), max(known)) if known and len(known) == len(days) else None


def _iso(found: re.Match[str], anchor: Anchor) -> Atom | None:
    day = safe_date(int(found["y"]), int(found["m"]), int(found["d"]))
    return fixed(found, one(day), DAY) if day else None


def _slashed(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """12/31/2030 as Americans write it; the other order where only that is a date."""
    one_part, other, year = int(found["a"]), int(found["b"]), int(found["y"])
    year += 2000 if year < 61 else 1900 if year < 100 else 0
    day = safe_date(year, one_part, other) or safe_date(year, other, one_part)
    return fixed(found, one(day), DAY) if day else None


def _date(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """“Nov. 3”, “July 16-18, 2030”, “Wednesday, May 8”, “the 9th of April”; without a year a weekday helps to find it."""
    number = w.month_number(found["month"])
    days = [int(re.sub(r"\D", "", found["day"])), *(int(d) for d in re.findall(r"\d+", found["list"] or ""))]
    year = _year(found["year"])
    if year is not None:
        interval = _days(year, number, days)
        return fixed(found, interval, DAY)  # “Feb. 30, 2030” names no day, and no other time either
    weekday = w.weekday_number(found["weekday"]) if found["weekday"] else None

    def agreeing(of: int) -> Interval | None:
        interval = _days(of, number, days)
        return interval if interval and interval.start and interval.start.weekday() == weekday else None

    if weekday is not None:
        atom = floating(found, agreeing, DAY, anchor)
        if atom.interval or anchor.day is None:
            return atom
    atom = floating(found, lambda of: _days(of, number, days), DAY, anchor)
    return atom if atom.interval or _days(2024, number, days) else None


_MONTH_BEFORE: Final = w.pattern(
    rf"(?:\b(?:in|of|(?:early|late|recently) as|since|last|this|next|until|till|by|early|mid|late|through|from|between|during|before|after|past|dated|{w.MONTH}~(?:and|or|to|through|,))|-|\()~(?:the )?$"
)
_MONTH_AFTER: Final = w.pattern(
    rf"(?:'s\b|~\)?$|~(?:-|/|and|or|to|through|until)~(?:early |late |mid-?~)?{w.MONTH}|,?~(?:of )?{w.YEAR}|~(?:of )?(?:last|this|next|that) year)"
)


_DAY_AFTER: Final = w.pattern(rf" {w.DAY}")
_ARTICLE: Final = w.pattern(r"\b(?:the|a|its|his|her) $")
_MODAL: Final = w.pattern(r" (?:or may|not|be|have|well|also|still|never|yet|want|need)\b")


def _is_month(found: re.Match[str], group: str) -> bool:
    """“may” and “march” are months only in the company of words that dates keep."""
    if found[group].rstrip(".") not in ("may", "march", "mar"):
        return True
    if found["part"] or found.groupdict().get("which") or found.groupdict().get("year"):
        return True
    if _MODAL.match(found.string, found.end(group)):
        return False
    if found[group] == "may" and _ARTICLE.search(found.string, max(0, found.start() - 6), found.start()):
        return True
    before = _MONTH_BEFORE.search(found.string, max(0, found.start() - 20), found.start())
    after = _MONTH_AFTER.match(found.string, found.end(group))
    alone = not found.string[: found.start()].strip()
    return bool(before or (after and (alone or found.string[found.end(group) :].strip(" )"))))


def _month(found: re.Match[str], anchor: Anchor) -> Atom | None:
    if not _is_month(found, "month") or (found["which"] and _DAY_AFTER.match(found.string, found.end("month"))):
        return None  # “last January 6” is a day
    number, year = w.month_number(found["month"]), _year(found["year"])

    def of_year(of: int) -> Interval:
        return part(month(of, number), MONTH, found["part"])

    if year is not None:
        return fixed(found, of_year(year), MONTH)
    atom = _which(found, of_year, anchor)
    if atom and atom.interval and "later" in (found["part"] or "") and anchor.future and anchor.day:
        return atom._replace(interval=Interval(min(max(first(atom.interval), anchor.day), last(atom.interval)), atom.interval.end))
    return atom


def _which(found: re.Match[str], of_year: Callable[[int], Interval], anchor: Anchor) -> Atom | None:
    """A month or season with “last”, “this”, “next”, “that” before it, or bare."""
    which, today = found["which"], anchor.day
    if which in ("that", "the previous", "the following"):
        return context(found, MONTH)
    if today is None or which is None:
        return floating(found, of_year, MONTH, anchor)
    near = [of_year(year) for year in range(max(today.year - 2, 1), min(today.year + 3, 9999))]
    if which in ("last", "this past", "the past"):
        return relative(found, max((o for o in near if last(o) < today), default=None), MONTH)
    if which == "next":
        return relative(found, min((o for o in near if first(o) > today), default=None), MONTH)
    if which in ("this coming", "the coming"):
        return relative(found, min((o for o in near if last(o) >= today), default=None), MONTH)
    # “this winter” may have begun last year; otherwise it is this year's.
    running = next((o for o in near if first(o) <= today <= last(o)), None)
    return relative(found, clip(running or of_year(today.year + (first(of_year(today.year)).year < today.year)), anchor), MONTH)


_SEASON_BEFORE: Final = w.pattern(r"\b(?:in|over|during|since|by|until|till|through|throughout|all|from|after|before|of|and|or|between)(?: the)?~$")


def _season(found: re.Match[str], anchor: Anchor) -> Atom | None:
    opening, year = w.SEASONS[found["season"]], _year(found["year"])

    def of_year(of: int) -> Interval:
        return part(season(of, opening), MONTH, found["part"])

    if year is not None:
        return fixed(found, of_year(year), MONTH)
    if not found["which"] and not found["part"]:
        before = found.string[: found.start()]
        if before.strip() and not _SEASON_BEFORE.search(before):
            return None
    return _which(found, of_year, anchor)


_NOT_A_YEAR: Final = w.pattern(r"~(?:people|votes?|voters|members|dollars|miles|points|jobs|pages|employees|troops|delegates|km|feet|acres)\b")


def _of_the_year(found: re.Match[str], anchor: Anchor) -> Atom | None:
    opening = _year(found["year"])
    if opening is None or _NOT_A_YEAR.match(found.string, found.end()):
        return None
    if found["to"]:
        closing = int(str(opening)[: 4 - len(found["to"])] + found["to"])
        # “2031-06” is the number of a bill or a file.
        return fixed(found, years(opening, closing), YEAR) if closing > opening else None
    return fixed(found, part(years(opening), YEAR, found["part"]), YEAR)


def _decade(found: re.Match[str], anchor: Anchor) -> Atom | None:
    if "0'" in found[0] and found["century"] and not (found["part"] or found["the"]):
        return None  # “2030's winner”
    ten = found["ten"] or str(int(w.NUMBERS[found["word"].removesuffix("ies") + "y"]) // 10)
    # “the '00s” are of this century; “the '80s” of the last.
    opening = (int(found["century"]) * 10 if found["century"] else 190 + (10 if ten in "01" else 0)) * 10 + int(ten) * 10
    return fixed(found, part(years(opening, opening + 9), DECADE, found["part"]), DECADE)


def _week_of(found: re.Match[str], anchor: Anchor) -> Atom:
    """“the first week of June”: its first seven days; “the last weekend in May”: that of its last Saturday."""
    number, year, which = w.month_number(found["month"]), _year(found["year"]), w.ORDINALS[found["nth"]]

    def of_year(of: int) -> Interval:
        whole, saturdays = month(of, number), found["unit"] == "weekend"
        opening = shift(first(whole), (5 - first(whole).weekday()) % 7 if saturdays else 0)
        if found["nth"] in ("last", "final"):
            opening = shift(last(whole), -((last(whole).weekday() - 5) % 7) if saturdays else -6)
        else:
            opening = shift(opening, 7 * (which - 1))
        return Interval(opening, shift(opening, 1 if saturdays else 6))

    return fixed(found, of_year(year), WEEK) if year is not None else floating(found, of_year, WEEK, anchor)


def _quarter(found: re.Match[str], anchor: Anchor) -> Atom | None:
    return fixed(found, months(int(found["year"]), int(found["q"]) * 3 - 2, 3), MONTH)


def _campaign(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """“the 2028 campaign”: to election day in the even years of American elections, else the whole year; “the 2028 election”: after
    “before”, “after” and “since” its day, which `within` gives."""
    year = int(found["year"])
    whole = part(years(year), YEAR, found["part"])
    if year % 2 or year < 1848:
        return fixed(found, whole, YEAR)
    day = one(election_day(year))
    if found["what"].startswith(("campaign", "race")) or found["part"]:
        return Atom(found.start(), found.end(), Interval(whole.start, min(last(whole), last(day))), YEAR, "fixed")
    return Atom(found.start(), found.end(), whole, YEAR, "fixed", lambda _: day)


def _holiday(found: re.Match[str], anchor: Anchor) -> Atom | None:
    name, year = found["name"], _year(found["year"])

    def of_year(of: int) -> Interval | None:
        if not 1583 <= of <= 9990:
            return None
        day: date = holiday(name, of)
        if not found["weekend"]:
            return one(day)
        # A holiday of Monday or Tuesday ends its weekend, one of Thursday or Friday opens it.
        saturday = shift(day, (5 - day.weekday()) % 7 if 2 <= day.weekday() <= 5 else -((day.weekday() - 5) % 7))
        return Interval(min(saturday, day) if day.weekday() == 4 else saturday, shift(saturday, 2 if day.weekday() == 0 else 1))

    if year is not None:
        interval = of_year(year)
        return fixed(found, interval, DAY) if interval else None
    return floating(found, of_year, DAY, anchor)


RULES: Final = (
    Rule(r"(?<![\d-])(?P<y>(?:1[789]|20)\d\d)[-/](?P<m>[01]\d)[-/](?P<d>[0-3]\d)(?!\d|-\d)", _iso),
    Rule(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>(?:1[789]|20)\d\d|\d\d)(?![\d/])", _slashed),
    Rule(rf"\b(?:(?P<weekday>{w.WEEKDAY}),?~(?:the )?)?(?P<month>{w.MONTH})~(?:the )?(?P<day>{w.DAY}){_LIST}{_OF_YEAR}?", _date),
    Rule(rf"\b(?:(?P<weekday>{w.WEEKDAY}),?~)?(?:the )?(?P<day>{w.DAY}){_LIST} (?:of )?(?P<month>{w.MONTH}){_OF_YEAR}?", _date),
    Rule(rf"(?<![\w-]){w.PART}(?:{_WHICH} )?(?P<month>{w.MONTH})(?![\w])(?!-[a-z]){_OF_YEAR}?", _month),
    Rule(rf"\b(?:the )?(?P<nth>first|second|third|fourth|last|final) (?:full )?(?P<unit>week|weekend) (?:of|in) (?P<month>{w.MONTH}){_OF_YEAR}?", _week_of),
    Rule(r"\bq(?P<q>[1-4])~(?:of )?(?P<year>(?:19|20)\d\d)\b", _quarter),
    Rule(
        rf"(?<![\w-]){w.PART}(?:the )?(?P<year>{w.YEAR}) (?:(?!and\b|or\b|in\b|to\b|the\b)[a-z][\w.'-]* ){{0,3}}?(?P<what>campaigns?\b(?: (?:season|trail|cycle))?|race|elections?\b(?! (?:campaign|cycle|season|commission))|midterms?\b(?! election))",
        _campaign,
    ),
    Rule(rf"(?<![\w-]){w.PART}(?:{_WHICH} |the )?(?P<season>{w.SEASON})\b(?!-)(?! of (?!{w.YEAR}|last|this|next|that|')){_OF_YEAR}?", _season),
    Rule(rf"(?<![\w-]){w.PART}(?P<the>the )?(?:(?:(?P<century>1[789]|20)|')(?P<ten>\d)0'?s\b|(?P<word>(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies)\b)", _decade),
    Rule(rf"\b(?P<name>{HOLIDAY})\b(?P<weekend> (?:holiday )?weekend)?{_OF_YEAR}?", _holiday),
    Rule(rf"(?<![\w$€£.,-]){w.PART}(?P<year>{w.YEAR})(?:-(?P<to>(?:1[789]|20)\d\d|\d\d)(?![\d-]))?(?! ?%)", _of_the_year),
    Rule(rf"(?<![\w$€£]){w.PART}(?P<year>'\d\d)(?![\w'])(?P<to>(?!))?", _of_the_year),
)  # fmt: skip
