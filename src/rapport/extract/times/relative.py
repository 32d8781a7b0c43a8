"""Rules for what is counted from the day of publication: weekdays, “last week”, “three days ago”, “the past two years”, “this morning”."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from rapport.extract.times import words as w
from rapport.extract.times.atoms import Anchor, Atom, Rule, clock, context, relative
from rapport.extract.times.intervals import CLOCK, DAY, MONTH, WEEK, YEAR, Interval, around, back, one, part, shift, week, weekend

_GRAINS: Final = {
    "week": WEEK,
    "weekend": WEEK,
    "fortnight": WEEK,
    "month": MONTH,
    "quarter": MONTH,
    "year": YEAR,
    "decade": YEAR + 1,
    "century": YEAR + 1,
}
_TIME_OF_DAY: Final = r"(?:(?:early |late |mid-?)?(?:morning|afternoon|evening|night))"


def _grain(unit: str) -> int:
    return _GRAINS.get(unit, DAY)


def weekday_near(today: date, number: int, which: str | None, future: bool) -> date:
    """The weekday meant: by tense, or as “last” (strictly before), “next” (of the next calendar week), “this”, “this past”, “this coming” say."""
    since = (today.weekday() - number) % 7
    until = (number - today.weekday()) % 7
    if which == "last":
        return shift(today, -(since or 7))
    if which in ("this past", "the past", "past"):
        return shift(today, -(since or 7))
    if which == "next":
        return shift(week(today).start or today, 7 + number)
    if which in ("this", "this coming", "the coming", "coming", "upcoming"):
        return shift(today, until)
    # News of a plan comes out up to two days after its day has passed; nobody calls next week's Tuesday “Tuesday” on a Wednesday.
    return shift(today, until if future and since not in (1, 2) else -since)


def _weekday(found: re.Match[str], anchor: Anchor) -> Atom | None:
    which, number = found["which"], w.weekday_number(found["weekday"])
    if which and (which in _INTO_STORY or which in _ANY_ONE):
        return context(found, DAY)

    def within(wide: Interval) -> Interval | None:
        if wide.start is None or wide.end is None or not 6 <= (wide.end - wide.start).days + (wide.end == anchor.day) * 7 <= 13:
            return None
        day = shift(wide.start, (number - wide.start.weekday()) % 7)
        return one(day)

    interval = one(weekday_near(anchor.day, number, which, anchor.future)) if anchor.day else None
    return Atom(found.start(), found.end(), interval, DAY, "relative" if which else "floating", within)


def _dayword(found: re.Match[str], anchor: Anchor) -> Atom | None:
    if anchor.day is None:
        return relative(found, None, DAY)
    text = found[0]
    if "overnight" in text:
        return relative(found, Interval(shift(anchor.day, -1), anchor.day), DAY)
    days = 0
    if "yesterday" in text or "last night" in text or "last evening" in text:
        days = -1
    elif "tomorrow" in text:
        days = 1
    if "before yesterday" in text or "after tomorrow" in text:
        days *= 2
    return relative(found, one(shift(anchor.day, days)), DAY)


def _clock(found: re.Match[str], anchor: Anchor) -> Atom | None:
    return clock(found, anchor)


def _period(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """“last week”, “this month”, “late next year”, “earlier in the week”, “the past year”, “over the weekend”."""
    groups = found.groupdict()
    unit, which, how = w.unit(groups["unit"]), groups.get("which"), groups.get("part") or ""
    if which in _INTO_STORY or (which == "the last" and _OF_SOMETHING.match(found.string, found.end())):
        return context(found, _grain(unit))
    if anchor.day is None:
        return relative(found, None, _grain(unit))
    today = anchor.day
    if which in ("the past", "this past", "past", "the last", "the preceding") and unit != "weekend":
        return relative(found, Interval(None if groups.get("more") else back(today, 1, unit), today), _grain(unit))
    if which in ("the past", "this past", "past", "last", "the last", "the preceding"):
        return relative(found, _cut(_last(today, unit), how, unit, today, False), _grain(unit))
    if which in ("next", "coming", "upcoming", "the coming", "this coming", "the upcoming"):
        return relative(found, _cut(around(back(today, -1, unit), unit), how, unit, today, True), _grain(unit))
    whole = around(today, unit)
    future = (anchor.future or "later" in how) and "earlier" not in how
    if unit == "weekend" and not future and whole.start and whole.start > today and (which != "this" or not anchor.future):
        whole = weekend(shift(today, -7))
    # On a Sunday “this week”, of what is to come, is the week about to begin.
    if unit == "week" and future and today.weekday() == 6 and "later" not in how:
        whole = week(shift(today, 1))
    return relative(found, _cut(whole, how, unit, today, future), _grain(unit))


def _but_one(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """“the week before last”, “the month after next”."""
    unit, steps = w.unit(found["unit"]), 2 if found["way"] == "before last" else -2
    return relative(found, around(back(anchor.day, steps, unit), unit) if anchor.day else None, _grain(unit))


def _last(today: date, unit: str) -> Interval:
    """The last whole unit before today."""
    if unit == "weekend":
        this = weekend(today)
        return this if this.end and this.end < today else weekend(shift(today, -7))
    return around(back(around(today, unit).start or today, 1, unit), unit)


def _cut(whole: Interval, how: str, unit: str, today: date, future: bool) -> Interval:
    """The part of a period that “early”, “late”, “earlier” or “later” names; what runs is cut off at publication."""
    running = whole.start is not None and whole.end is not None and whole.start <= today <= whole.end
    if "later" in how or ("end of" in how and unit == "week"):
        return Interval(today, whole.end) if running else part(whole, WEEK, "late") if unit == "week" else whole
    if how and "earlier" not in how:
        cut = part(whole, _grain(unit), how)
        if running and not future and cut.start and cut.end and cut.start <= today < cut.end:
            return Interval(cut.start, today)
        return cut
    return Interval(whole.start, today) if running and not future else whole


def _rolling(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """“the last three months”, “the past few years”, “the next two weeks”, “recent days”, “the weeks ahead”."""
    groups = found.groupdict()
    unit, count = w.unit(groups["unit"] or groups["later"]), w.number(groups.get("count"))
    ahead = any(word in found[0] for word in ("next", "coming", "ahead", "to come"))
    if anchor.day is None:
        return relative(found, None, _grain(unit))
    today = anchor.day
    # Of eight annotated “recent weeks” and “coming days” three end or begin with publication, as the words allow, and five have no dates.
    if count is None or count > 20000:
        return relative(found, Interval(today, None) if ahead else Interval(None, today), _grain(unit))
    if unit in ("second", "minute", "hour"):
        count, unit = max(1, round(count / 24)) if unit == "hour" else 0, "day"
    other = back(today, round(-count if ahead else count), unit)
    if ahead:
        return relative(found, Interval(today, other), _grain(unit))
    if groups.get("more"):
        return relative(found, Interval(None, today), _grain(unit))
    # “the past two days” are the two before the day of publication.
    last = shift(today, -1) if unit in ("day", "night") and "hour" not in found[0] and count > 1 else today
    return relative(found, Interval(other, last), _grain(unit))


def _ago(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """“two weeks ago”: the calendar week, month or year that it falls in; “an hour ago”: by the clock where the hour is known."""
    unit, count = w.unit(found["unit"]), w.number(found["count"])
    if anchor.day is None or count is None or count > 20000:
        return relative(found, None, _grain(unit))
    if unit in ("second", "minute", "hour"):
        return relative(found, _hours_off(anchor, -count if unit == "hour" else 0), DAY)
    there = back(anchor.day, round(count), unit)
    if bound := _BOUND.search(found.string, max(0, found.start() - 20), found.start()):
        return relative(found, Interval(there, anchor.day) if bound["less"] else Interval(None, there), _grain(unit))
    interval = around(there, unit)
    if least := _LEAST.search(found.string, max(0, found.start() - 20), found.start()):  # “two or three weeks ago”
        nearest = min(w.number(least[1]) or count, count)
        interval = Interval(interval.start, around(back(anchor.day, round(nearest), unit), unit).end)
    return relative(found, interval, _grain(unit))


def _the_next(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """“over the next month”, of what is to come; in a story of the past it counts from another day."""
    unit = w.unit(found["unit"])
    if anchor.day is None or not anchor.future:
        return context(found, _grain(unit))
    return relative(found, Interval(anchor.day, back(anchor.day, -1, unit)), _grain(unit))


def _hours_off(anchor: Anchor, hours: float) -> Interval | None:
    assert anchor.day is not None
    if anchor.hour is not None:
        return one(shift(anchor.day, int((anchor.hour + hours) // 24)))
    if abs(hours) <= 6:
        return one(anchor.day)
    days = -int(-abs(hours) // 24)
    return Interval(shift(anchor.day, -days), anchor.day) if hours < 0 else Interval(anchor.day, shift(anchor.day, days))


def _ahead(found: re.Match[str], anchor: Anchor) -> Atom | None:
    """“in two weeks”, “within 30 days”, “ten days from now”; in the past tense “in two weeks” looks back (“has not called in two weeks”)."""
    unit, count, today = w.unit(found["unit"]), w.number(found["count"]), anchor.day
    within = found[0].startswith("within")
    future = anchor.future or bool(found["now"])
    if today is None or (count is None and not future) or (within and not future) or (count or 0) > 20000:
        return relative(found, None, _grain(unit))
    if count is None:
        return relative(found, None, _grain(unit))
    if unit in ("second", "minute", "hour"):
        return relative(found, _hours_off(anchor, count if unit == "hour" else 0) if future else None, DAY)
    there = back(today, round(-count if future else count), unit)
    if not future:
        return relative(found, Interval(there, today), _grain(unit))
    return relative(found, Interval(today, there) if within else around(there, unit), _grain(unit))


def _the_day(found: re.Match[str], anchor: Anchor) -> Atom | None:
    return clock(found, anchor)


def _pointing(found: re.Match[str], anchor: Anchor) -> Atom | None:
    unit = w.unit(found["unit"])
    return context(found, CLOCK if unit in ("hour", "minute", "moment") else _grain(unit))


_THAT: Final = r"that same|that|the following|the previous|the next|the same|previous|prior|the prior|the preceding"
_INTO_STORY: Final = frozenset(_THAT.split("|"))
_ANY: Final = "every other|every|each|most|a recent|any"
_ANY_ONE: Final = frozenset((*_ANY.split("|"), "one"))
# “the last week of the campaign” is not the week before publication.
_OF_SOMETHING: Final = w.pattern(r" of ")
_LEAST: Final = w.pattern(rf"\b({w.NUMBER})~(?:or|to|-)~$")
_BOUND: Final = w.pattern(r"\b(?:(?:(?<!no[ ])more than|over|at least|upwards of)|(?P<less>less than|under|within|no more than|at most))~$")
_WHICH: Final = (
    rf"(?P<which>{_THAT}|last|this past|the past|past|the last|this coming|the coming|coming|the upcoming|upcoming|this|next|the current|current)"
)
_COUNT: Final = rf"(?P<count>{w.NUMBER}|{w.VAGUE})"
_UNITS: Final = rf"(?P<unit>{w.UNIT})s?\b"

# Days of the calendar or of history that are no day of this week.
_NAMED: Final = r"(?<!super[ ])(?<!black[ ])(?<!bloody[ ])(?<!giving[ ])(?<!cyber[ ])(?<!maundy[ ])"
_PERIODS: Final = r"(?P<unit>weekend|week|fortnight|month|quarter|year|decade|century)\b(?:'s)?"
_LONG: Final = r"(?P<unit>days|weeks|months|years)\b"

RULES: Final = (
    Rule(rf"\b{_COUNT}[ -]{_UNITS} (?:ago|back)\b", _ago),
    Rule(rf"\b(?P<which>(?:the |these |this )?(?:very )?(?:last|past|next|coming|upcoming|preceding)) {w.ROUGH}?{_COUNT} {_UNITS}(?P<more> or (?:more|longer)\b)?", _rolling),
    Rule(rf"\b(?P<which>(?:the )?(?:last|past|recent|next|coming)) {_LONG}|\b{_LONG.replace('unit', 'later')} (?:ahead|to come)\b", _rolling),
    Rule(r"\b(?:over|within|during|in|for) the next (?P<unit>week|month|year|decade)\b", _the_next),
    Rule(r"\bthe (?P<unit>week|weekend|month|year) (?P<way>before last|after next)\b", _but_one),
    Rule(rf"\b(?:with)?in {w.ROUGH}{{0,3}}?{_COUNT} {_UNITS}(?!'| (?:of|later|after|before|earlier|since|and)\b)(?P<now> from now| time)?", _ahead),
    Rule(rf"\b{_COUNT} {_UNITS}(?P<now> (?:from now|hence))\b", _ahead),
    Rule(
        r"\b(?:the )?day (?:before yesterday|after tomorrow)\b|\b(?:late |early |earlier |later )?(?:yesterday|tomorrow|today|tonight|overnight|"
        r"last (?:night|evening)|this (?:very )?(?:morning|afternoon|evening))\b(?:'s)?(?: (?:morning|afternoon|evening|night)\b)?",
        _dayword,
    ),
    Rule(r"\b(?:earlier|later|late|early)(?: on)? in the (?:day|morning|afternoon|evening)\b|\bthe day's\b", _the_day),
    Rule(r"\b(?:a (?:little |short )?while|a (?:few )?moments?|(?:a few )?(?:moments|minutes)) ago\b", _the_day),
    Rule(r"\bthe present(?:[ -]day)?\b(?! (?:of|administration|government|crisis))|\bpresent[ -]day\b|(?<=\bto[ ])(?:present|now)\b|(?<=\buntil[ ])now\b", _dayword),
    Rule(rf"(?<![\w-]){w.PART}{_WHICH} {_PERIODS}(?P<more> or more\b)?", _period),
    Rule(r"\b(?P<part>earlier|later|late|early|sometime)(?: on)? in the (?P<unit>week|month|year|decade)\b", _period),
    Rule(r"\b(?:the )?(?:very )?(?P<part>(?:start|beginning|middle|end) of) the (?P<unit>week|month|year|decade)\b", _period),
    Rule(r"\bthe (?P<unit>weekend)\b(?:'s)?(?! (?:of|before|after)\b)", _period),
    Rule(
        rf"\b(?:(?P<which>{_THAT}|{_ANY}|(?<!force[ ])one|last|this past|the past|past|this coming|the coming|coming|upcoming|this|next) )?"
        rf"{_NAMED}(?P<weekday>{w.FULL_WEEKDAY})(?!s?\w)(?! (?:morning|afternoon|evening|night)s\b)(?:'s)?(?:,? {_TIME_OF_DAY}\b)?",
        _weekday,
    ),
    Rule(
        r"\b(?:(?:at|around|about|after|before|shortly) ){0,3}(?:approximately )?(?:(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?~(?:a\.?m\b\.?|p\.?m\b\.?|o'clock)|"
        r"(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]))(?: (?:et|est|edt|pt|gmt|local time)\b)?|"
        r"\bin the (?:early |late )?(?:morning|afternoon|evening)\b|\b(?:(?:at|around|about|after|before|until|by) )?(?:noon|midday|midnight|mid-afternoon|mid-morning|dawn|daybreak|sunrise|sunset|dusk)\b",
        _clock,
    ),
    Rule(rf"\b(?:{_THAT}) (?P<unit>moment|hour|day|night|morning|afternoon|evening|weekend|week|month|season|spring|summer|fall|autumn|winter|quarter|year|decade)\b", _pointing),
)  # fmt: skip
