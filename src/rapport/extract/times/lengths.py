"""Durations and cadences: “an hour and a half” → PT1H30M, “at least twice weekly” → twice per P1W, at the least."""

from __future__ import annotations

import re
from typing import Final, Literal

from rapport.extract.times import words as w
from rapport.records import Cadence

_LETTERS: Final = {"second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "month": "M", "year": "Y"}
_MULTIPLES: Final = {"fortnight": (2, "week"), "decade": (10, "year"), "century": (100, "year"), "quarter": (3, "month"), "weekend": (2, "day")}
_HALVES: Final = {"hour": (30, "minute"), "minute": (30, "second"), "day": (12, "hour"), "year": (6, "month"), "week": None, "month": None}
_LENGTH: Final = w.pattern(
    rf"\b(?:(?P<half>half(?:[ -]an?)?[ -](?:of an )?)(?P<half_unit>{w.UNIT})(?P<plural>s)?|(?P<fraction>(?:an? |one[ -]|three[ -])?quarters?)[ -]of[ -]an[ -]hour|"
    rf"(?P<vague>{w.VAGUE}|many) {w.UNIT}s?|"
    rf"(?P<count>{w.NUMBER})(?P<and_half> and (?:a|one)[ -]half|~½|-and-a-half)?(?:~|-| full | long | straight | whole )(?P<unit>{w.UNIT})s?\b"
    rf"(?P<unit_half> and (?:a|one)[ -]half)?(?P<unit_quarter> and (?P<q>a|three) quarters?)?)"
)
_CLOCKED: Final = w.pattern(r"\b(?P<h>\d+)~h(?:r|rs|ours?)?~(?P<m>\d+)~m(?:in|ins|inutes)?\b")
_LONG: Final = w.pattern(
    r"\b(?:all |(?:the )?(?:whole|entire|full) )(?P<all>day|night|week|weekend|month|year)\b|\b(?P<long>hour|day|night|week|weekend|month|year|decade)(?:-~)?long\b"
)
_RANGE: Final = w.pattern(rf"\b{w.NOT_COMPOUND}{w.NUMBER}~(?:to|or|-)~{w.NUMBER}[ -]{w.UNIT}")


def duration(text: str) -> str | None:
    """The ISO 8601 duration of a phrase (“nearly two hours” → `PT2H`); None where the words give no number (“hours”, “a few days”).

    Hedges (“about”, “more than”) are left out; of a range (“20 to 30 minutes”) no one value stands, so None.
    """
    folded = " ".join(w.fold(text[:200]).split())
    if _RANGE.search(folded):
        return None
    if clocked := _CLOCKED.search(folded):
        return _iso({"h": float(clocked["h"]), "m": float(clocked["m"])})
    total: dict[str, float] = {}
    end = -1
    for found in _LENGTH.finditer(folded):
        if end >= 0 and folded[end : found.start()].strip(" ,") not in ("", "and"):
            break
        piece = _piece(found)
        if piece is None:
            return None
        for key, count in piece.items():
            total[key] = total.get(key, 0) + count
        end = found.end()
    if not total and (long := _LONG.search(folded)):  # “all day”, “weeklong”
        total = _parts(1.0, long["all"] or long["long"])
    return _iso(total)


def _piece(found: re.Match[str]) -> dict[str, float] | None:
    """One number and unit as ISO parts (h, m, s for times); None for “a few hours”."""
    if found["vague"]:
        return None
    if found["fraction"]:
        return {"m": 45.0 if "three" in found["fraction"] else 15.0}
    if found["half_unit"]:
        half = _HALVES.get(w.unit(found["half_unit"]))
        return _parts(float(half[0]), half[1]) if half and not found["plural"] else None
    count, unit = w.number(found["count"]), w.unit(found["unit"])
    if count is None:
        return None
    parts = _parts(count, unit)
    half = _HALVES.get(unit)
    if found["and_half"] or found["unit_half"]:
        if half is None:
            return None
        parts |= _parts(float(half[0]), half[1])
    if found["unit_quarter"]:
        if unit != "hour":
            return None
        parts["m"] = 45.0 if found["q"] == "three" else 15.0
    return parts


def _parts(count: float, unit: str) -> dict[str, float]:
    times, unit = _MULTIPLES.get(unit, (1, unit))
    count *= times
    whole, rest = int(count), count - int(count)
    smaller = {"hour": (60, "minute"), "minute": (60, "second")}.get(unit)
    key = _LETTERS[unit].lower() if unit in ("hour", "minute", "second") else _LETTERS[unit]
    if rest and smaller:
        return ({key: float(whole)} if whole else {}) | {_LETTERS[smaller[1]].lower(): float(round(rest * smaller[0]))}
    return {key: count}


def _plain(count: float) -> str:
    return str(int(count)) if count == int(count) else str(round(count, 3))


def _iso(parts: dict[str, float]) -> str | None:
    """Parts as ISO 8601; a whole hour in minutes stays in minutes, as the words had it."""
    days = "".join(f"{_plain(parts[k])}{k}" for k in "YMWD" if parts.get(k))
    times = "".join(f"{_plain(parts[k])}{k.upper()}" for k in "hms" if parts.get(k))
    return f"P{days}" + (f"T{times}" if times else "") if days or times else None


_PERIODS: Final = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W", "bi-weekly": "P2W", "fortnightly": "P2W", "monthly": "P1M",
    "bimonthly": "P2M", "bi-monthly": "P2M", "quarterly": "P3M", "yearly": "P1Y", "annually": "P1Y", "annual": "P1Y", "day-to-day": "P1D", "week-to-week": "P1W",
}  # fmt: skip
_ADVERB: Final = w.pattern(r"\b(?P<word>" + "|".join(sorted(_PERIODS, key=len, reverse=True)) + r")\b")
_TIMES: Final = w.pattern(
    rf"\b(?:(?P<adverb>once|twice|thrice)|(?P<count>{w.NUMBER})(?: (?:or more|separate|different|other|more))?"
    r"(?: (?:times|occasions|meetings|(?:phone |telephone )?calls|phonecalls|visits|trips|conversations|letters|emails|e-mails|texts|messages|talks|sessions|locations|dinners|lunches|summits|encounters|exchanges|contacts)|-time)\b)"
)
_PER: Final = w.pattern(
    rf"(?:\b(?:a|an|per|each|every|in a|in any given|in the same|in one|(?:in|during|over|within|for|of) the (?:last|past|next|first)|over|in|within|last|this|next|past)|/)~(?:(?P<n>{w.NUMBER}) )?(?P<unit>{w.UNIT})s?\b"
)
_EVERY: Final = w.pattern(
    rf"\b(?:every|each|once every|once in every) (?:(?P<other>other|second|alternate) |(?P<n>{w.NUMBER}|few|several) )?(?P<unit>{w.UNIT}|{w.FULL_WEEKDAY}|morning|afternoon|evening|(?:{w.MONTH}))s?\b"
)
_MINIMUM: Final = w.pattern(
    r"\b(?:at least|(?<!no[ ])(?<!not[ ])more than|no fewer than|no less than|over(?! the)|upwards of|well over|or more|not less than|in excess of|a minimum of|if not more)(?!\w)"
)
_MAXIMUM: Final = w.pattern(
    r"\b(?:up to|at most|no more than|as many as|(?<!no[ ])(?<!not[ ])(?:less|fewer) than|not more than|under|almost|nearly|a maximum of|as often as|as much as)\b"
)
_BETWEEN: Final = w.pattern(rf"\b{w.NOT_COMPOUND}(?P<least>{w.NUMBER}|once)~(?:to|or|-)~(?:{w.NUMBER}|twice)[ -](?:times?|calls|meetings|occasions)?")
_IN_YEAR: Final = w.pattern(rf" (?:in|during) {w.YEAR}")
_BARE: Final = w.pattern(rf"~{w.ROUGH}{{0,3}}(?P<count>\d+|(?!an?\b){w.NUMBER})~(?:times?|occasions)?~")


def cadence(text: str) -> Cadence:
    """How often: `count` times per `period` (ISO 8601), `bound` `min` or `max`; what the words leave open is None.

    “at least twice weekly” → (2, P1W, min); “six times” → (6, None, None); “regularly” → all None. Never raises.
    """
    folded = " ".join(w.fold(text[:200]).split())
    count, period = _counted(folded)
    bound: Literal["min", "max"] | None = None
    count = count or None  # “zero times” is no cadence
    if count is not None and (ranged := _BETWEEN.search(folded)):
        count, bound = (
            1.0 if ranged["least"] == "once" else w.number(ranged["least"]) or count,
            "min",
        )  # “two or three times a week”: twice at the least
    elif count is not None:
        bound = "min" if _MINIMUM.search(folded) else "max" if _MAXIMUM.search(folded) else None
    return Cadence(text, count, period, bound)


def _counted(folded: str) -> tuple[float | None, str | None]:
    every = _EVERY.search(folded)
    if every:
        times = _times(folded[: every.start()])
        return (1.0 if times is None else times), _every(every)
    adverb = _ADVERB.search(folded)
    rest = folded[: adverb.start()] + folded[adverb.end() :] if adverb else folded
    times = _times(rest)
    if adverb:
        if "semi" in folded or "irregular" in folded:
            return times, None
        return (1.0 if times is None else times), _PERIODS[adverb["word"]]
    found = _TIMES.search(folded)
    vague = re.search(rf"\b{w.VAGUE} times\b", folded)
    tail = folded[found.end() :] if found else folded[vague.end() :] if vague else ""
    per = _PER.search(tail)
    if per is None:
        return times, "P1Y" if _IN_YEAR.match(tail) else None
    return times, _period_of(w.number(per["n"]) if per["n"] else 1.0, per["unit"])


def _times(folded: str) -> float | None:
    found = _TIMES.search(folded)
    if found:
        return float({"once": 1, "twice": 2, "thrice": 3}[found["adverb"]]) if found["adverb"] else w.number(found["count"])
    bare = _BARE.fullmatch(folded)
    return w.number(bare["count"]) if bare else None


def _every(found: re.Match[str]) -> str | None:
    word = found["unit"]
    count: float | None = 2.0 if found["other"] else w.number(found["n"]) if found["n"] else 1.0
    if re.fullmatch(w.MONTH, word):
        return _period_of(count, "year")
    if re.fullmatch(w.FULL_WEEKDAY, word):
        return _period_of(count, "week")
    if word in ("morning", "afternoon", "evening"):
        return _period_of(count, "day")
    return _period_of(count, word)


def _period_of(count: float | None, word: str) -> str | None:
    unit = w.unit(word)
    if count is None:
        return None
    if unit == "hour" and count == 24:
        return "P1D"
    if unit in ("night", "weekend"):
        return f"P{_plain(count)}{'D' if unit == 'night' else 'W'}"
    return _iso(_parts(count, unit))
