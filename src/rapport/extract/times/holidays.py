"""Days with names: fixed, or the n-th weekday of a month, or counted from Easter; and the day of American elections."""

from __future__ import annotations

from datetime import date
from typing import Final

from rapport.extract.times.intervals import shift

_FIXED: Final = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "new year's": (1, 1), "valentine's day": (2, 14), "st. patrick's day": (3, 17), "saint patrick's day": (3, 17),
    "cinco de mayo": (5, 5), "juneteenth": (6, 19), "independence day": (7, 4), "the fourth of july": (7, 4), "fourth of july": (7, 4), "bastille day": (7, 14),
    "halloween": (10, 31), "veterans day": (11, 11), "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "inauguration day": (1, 20),
}  # fmt: skip
# Month, weekday (Monday 0), which one (-1: the last).
_NTH: Final = {
    "martin luther king jr. day": (1, 0, 3), "martin luther king day": (1, 0, 3), "mlk day": (1, 0, 3), "presidents' day": (2, 0, 3), "presidents day": (2, 0, 3),
    "memorial day": (5, 0, -1), "labor day": (9, 0, 1), "columbus day": (10, 0, 2), "indigenous peoples' day": (10, 0, 2), "thanksgiving day": (11, 3, 4), "thanksgiving": (11, 3, 4),
}  # fmt: skip
_EASTER: Final = {"good friday": -2, "easter sunday": 0, "easter monday": 1, "easter": 0, "ash wednesday": -46, "palm sunday": -7}

HOLIDAY: Final = (
    "(?:" + "|".join(sorted([*_FIXED, *_NTH, *_EASTER, "election day", "election night"], key=len, reverse=True)).replace(".", r"\.") + ")"
)


def easter(year: int) -> date:
    """Western Easter (Gregorian computus of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The n-th such weekday of a month; -1 is the last of a month of 31 days."""
    if nth < 0:
        last = date(year, month, 31)
        return shift(last, -((last.weekday() - weekday) % 7))
    first = date(year, month, 1)
    return shift(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def election_day(year: int) -> date:
    """The Tuesday after the first Monday of November."""
    return shift(nth_weekday(year, 11, 0, 1), 1)


def holiday(name: str, year: int) -> date:
    """The day of a holiday of `HOLIDAY` in a year; inaugurations and elections are given for any year."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _NTH:
        return nth_weekday(year, *_NTH[name])
    if name in _EASTER:
        return shift(easter(year), _EASTER[name])
    return election_day(year)
