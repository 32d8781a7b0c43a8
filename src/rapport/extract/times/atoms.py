"""What a rule makes of the words it matches: an atom of time, fixed, still to be placed in a year or week, or lost without its context."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, Literal, NamedTuple

from rapport.extract.times.intervals import CLOCK, Interval, first, last

Kind = Literal["fixed", "floating", "relative", "context", "joined"]
Placing = Callable[[Interval], Interval | None]

# A date without a year lies on the side of the publication that the tense says, unless it is so near on the other side and so far
# on this one that the tense must be another's (“cancelled the talks of Sept. 2”, written in August).
NEAR_DAYS: Final = 21
FAR_DAYS: Final = 270


class Anchor(NamedTuple):
    """What relative words are counted from: the day of publication (None if undated), its hour where known, and the tense."""

    day: date | None
    hour: int | None
    future: bool


class Atom(NamedTuple):
    """`at` and `to` bound the words; `within` places a floating atom in a wider interval (“March” + “last year”)."""

    at: int
    to: int
    interval: Interval | None
    grain: int
    kind: Kind
    within: Placing | None = None


Maker = Callable[[re.Match[str], Anchor], Atom | None]


class Rule(NamedTuple):
    pattern: str
    make: Maker


def fixed(found: re.Match[str], interval: Interval | None, grain: int) -> Atom:
    return Atom(found.start(), found.end(), interval, grain, "fixed")


def relative(found: re.Match[str], interval: Interval | None, grain: int) -> Atom:
    return Atom(found.start(), found.end(), interval, grain, "relative")


def context(found: re.Match[str], grain: int) -> Atom:
    """Words that point into the story (“that month”, “the next day”)."""
    return Atom(found.start(), found.end(), None, grain, "context")


def clock(found: re.Match[str], anchor: Anchor) -> Atom:
    """A time of day: the day of publication, unless other words give the day."""
    return Atom(found.start(), found.end(), Interval(anchor.day, anchor.day) if anchor.day else None, CLOCK, "relative")


def floating(found: re.Match[str], of_year: Callable[[int], Interval | None], grain: int, anchor: Anchor) -> Atom:
    """Something that comes once a year; `of_year` gives it, or None for a year that has none (29 February, a wrong weekday)."""

    def within(wide: Interval) -> Interval | None:
        if wide.start is None or wide.end is None or wide.end.year - wide.start.year > 1:
            return None
        options = (of_year(year) for year in range(wide.start.year, wide.end.year + 1))
        return next((o for o in options if o and o.start and o.end and o.start <= wide.end and o.end >= wide.start), None)

    return Atom(found.start(), found.end(), nearest(of_year, anchor), grain, "floating", within)


def nearest(of_year: Callable[[int], Interval | None], anchor: Anchor) -> Interval | None:
    """The year's instance nearest to publication on the side of the tense, cut off at publication where it is under way in the past tense."""
    if anchor.day is None:
        return None
    year, today = anchor.day.year, anchor.day
    # Eight years reach the leap day and, mostly, the same weekday on both sides.
    known = [o for y in range(max(year - 8, 1), min(year + 9, 9999)) if (o := of_year(y))]
    before = max((o for o in known if first(o) <= today), default=None)
    after = min((o for o in known if last(o) >= today), default=None)
    if before is None or after is None:
        return before or after
    gone, ahead = (today - last(before)).days, (first(after) - today).days
    if anchor.future:
        return before if 0 < gone <= NEAR_DAYS and ahead >= FAR_DAYS else after
    if 0 < ahead <= NEAR_DAYS and gone >= FAR_DAYS:
        return after
    return clip(before, anchor)


def clip(interval: Interval, anchor: Anchor) -> Interval:
    """What is past ends with the publication."""
    if anchor.day and not anchor.future and interval.start and interval.end and interval.start <= anchor.day < interval.end:
        return Interval(interval.start, anchor.day)
    return interval


def safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


__all__ = ["Anchor", "Atom", "Rule", "clip", "clock", "context", "fixed", "floating", "nearest", "relative", "safe_date"]
