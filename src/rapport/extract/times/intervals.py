"""Intervals of whole days and the arithmetic of weeks, months and years. Both ends belong to the interval; either may be open (None)."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date
from typing import Final, NamedTuple


class Interval(NamedTuple):
    """Days from `start` to `end`, both included; None is an open end."""

    start: date | None
    end: date | None


DAY, WEEK, MONTH, YEAR, DECADE = 1, 2, 3, 4, 5
"""Grains: how wide the thing named is. Seasons and quarters count as months: a year places them."""
CLOCK: Final = 0


def first(interval: Interval) -> date:
    return interval.start or date.min


def last(interval: Interval) -> date:
    return interval.end or date.max


def one(day: date) -> Interval:
    return Interval(day, day)


def shift(day: date, days: int) -> date:
    """The day so many days off, held within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def month(year: int, number: int) -> Interval:
    """A calendar month; `number` may lie outside 1–12 and then carries into the years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    year = min(max(year, 1), MAXYEAR)
    return Interval(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def months(year: int, opening: int, count: int) -> Interval:
    return Interval(month(year, opening).start, month(year, opening + count - 1).end)


def years(opening: int, closing: int | None = None) -> Interval:
    opening = min(max(opening, 1), MAXYEAR)
    return Interval(date(opening, 1, 1), date(min(max(closing or opening, opening), MAXYEAR), 12, 31))


def week(day: date) -> Interval:
    """Monday to Sunday around a day."""
    monday = shift(day, -day.weekday())
    return Interval(monday, shift(monday, 6))


def weekend(day: date) -> Interval:
    """Saturday and Sunday of the week (Monday to Sunday) of a day."""
    return Interval(shift(day, 5 - day.weekday()), shift(day, 6 - day.weekday()))


def season(year: int, first_month: int) -> Interval:
    """Three months; the winter of a year begins in the December before it."""
    return months(year - (first_month == 12), first_month, 3)


def back(day: date, count: int, unit: str) -> date:
    """The day `count` units earlier (later if negative); a month or year later has the same day, or its month's last."""
    if unit in ("month", "year", "decade", "quarter", "century"):
        number = day.month - count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        there = month(day.year, number)
        assert there.start is not None
        assert there.end is not None
        return there.start.replace(day=min(day.day, there.end.day))
    return shift(day, -count * {"week": 7, "weekend": 7, "fortnight": 14}.get(unit, 1))


def around(day: date, unit: str) -> Interval:
    """The calendar unit that a day lies in: its week, month, year …; the day itself for days and less."""
    if unit in ("week", "fortnight"):
        return week(day)
    if unit == "weekend":
        return weekend(day)
    if unit == "month":
        return month(day.year, day.month)
    if unit == "quarter":
        return months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    if unit == "year":
        return years(day.year)
    if unit == "decade":
        return years(day.year - day.year % 10, day.year - day.year % 10 + 9)
    if unit == "century":
        return years(max(day.year - (day.year - 1) % 100, 1), day.year - (day.year - 1) % 100 + 99)
    return one(day)


# Offsets of the first and last day (weeks, months), or first month and how many (seasons, years), or first and last year (decades).
_WEEK_PARTS: Final = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}
_MONTH_PARTS: Final = {"early": (0, 9), "mid": (10, 19), "late": (20, 30)}
_SEASON_PARTS: Final = {"early": (0, 1), "mid": (1, 1), "late": (2, 1)}
_YEAR_PARTS: Final = {
    "early": (0, 4), "mid": (4, 4), "late": (9, 3), "quarter 1": (0, 3), "quarter 2": (3, 3), "quarter 3": (6, 3), "quarter 4": (9, 3), "half 1": (0, 6), "half 2": (6, 6),
}  # fmt: skip
_DECADE_PARTS: Final = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def part(whole: Interval, grain: int, words: str | None) -> Interval:
    """The part of a whole that words such as “early”, “mid-”, “the end of”, “the first half of” name; the whole where they name none.

    Of a month the tens of days, of a season its months, of a year January to April, May to August, October to December.
    """
    if not words or whole.start is None or whole.end is None:
        return whole
    which, opening, closing = _part_named(words), whole.start, whole.end
    if grain == MONTH and (closing - opening).days < 31:
        if which.startswith("half"):
            middle = shift(opening, 14)
            return Interval(opening, middle) if which == "half 1" else Interval(shift(middle, 1), closing)
        days = _MONTH_PARTS.get(which)
    else:
        days = _WEEK_PARTS.get(which) if grain == WEEK else None
    if days:
        return Interval(shift(opening, days[0]), min(closing, shift(opening, days[1])))
    pieces = (_SEASON_PARTS if grain == MONTH else _YEAR_PARTS if grain == YEAR else {}).get(which)
    if pieces and (grain == YEAR or (closing - opening).days > 31):
        return months(opening.year, opening.month + pieces[0], pieces[1])
    span = _DECADE_PARTS.get(which) if grain == DECADE else None
    return years(opening.year + span[0], opening.year + span[1]) if span else whole


def _part_named(words: str) -> str:
    if "way through" in words:
        return "mid"
    if "quarter" in words:
        return "quarter " + next((n for word, n in (("first", "1"), ("second", "2"), ("third", "3")) if word in words), "4")
    if "half" in words:
        return "half 1" if "first" in words else "half 2"
    if "earlier" in words or "later" in words:
        return ""
    if "mid" in words:
        return "mid"
    return "late" if any(word in words for word in ("late", "end", "last", "closing", "final", "waning")) else "early"
