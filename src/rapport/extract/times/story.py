"""Phrases that point into the story (“the next day”, “two weeks later”, “that month”): counted from the last day or month named before them."""

from __future__ import annotations

from datetime import date
from typing import Final

from rapport.extract.times import words as w
from rapport.extract.times.find import find_times
from rapport.extract.times.intervals import Interval, around, back, shift, weekend
from rapport.extract.times.resolve import Tense, when

# How far before the phrase (characters, some two sentences) the story's last date may stand: of 18 annotated “the next day”, “that year” …
# 11 have theirs within it, all as annotated; the dates found farther off belonged to other events.
REACH: Final = 300
_UNIT: Final = "(?P<{}>day|night|morning|afternoon|evening|weekend|week|month|year)"
_POINTING: Final = w.pattern(
    rf"(?:(?:on|in|during|just|only|later|early|late) )?(?:(?:that(?: very)?(?: same)?|the(?: very)? same) {_UNIT.format('same')}|"
    rf"the (?:next|following) {_UNIT.format('next')}|the (?:previous|prior|preceding) {_UNIT.format('last')}|the {_UNIT.format('before')} (?:before|prior)|"
    rf"(?P<count>{w.NUMBER}) (?P<unit>day|week|month|year)s? (?:(?P<later>later|afterwards?)|earlier|before))"
)


def when_in_story(phrase: str, before: str, published: str | None, tense: Tense | None = None) -> tuple[str | None, str | None]:
    """The interval that a phrase such as “the next day” names after the text `before`; (None, None) for other phrases, and without a date near.

    As `when`: ISO dates, `published` anchors the date before. In the past nothing lies after publication: there it points elsewhere. Never raises.
    """
    found = _POINTING.fullmatch(" ".join(w.fold(phrase[:60]).split()))
    base = _last_named(before[-REACH:], published, tense) if found else None
    if found is None or base is None:
        return None, None
    count = w.number(found["count"]) if found["count"] else 1.0
    if count is None or count > 2000:
        return None, None
    way = 0 if found["same"] else 1 if found["next"] or found["later"] else -1
    there = _moved(base, found["same"] or found["next"] or found["last"] or found["before"] or found["unit"], way * round(count))
    if there is None or there.start is None or there.end is None:
        return None, None
    if tense != "future" and published and there.start.isoformat() > published[:10]:
        return None, None
    return there.start.isoformat(), there.end.isoformat()


def _last_named(before: str, published: str | None, tense: Tense | None) -> Interval | None:
    for start, end in reversed(find_times(before)):
        opening, closing = when(before[start:end], published, tense)
        if opening and closing:
            return Interval(date.fromisoformat(opening), date.fromisoformat(closing))
    return None


def _moved(base: Interval, unit: str, steps: int) -> Interval | None:
    """The unit so many steps from that of the base; None where the base is wider than the unit."""
    assert base.start is not None
    whole = around(base.start, "week" if unit == "weekend" else unit)
    if whole.end is None or base.end is None or base.end > whole.end:
        return None
    if unit != "weekend":
        return around(back(base.start, -steps, unit), unit)
    # The weekend following a Tuesday is that of its week; following a Saturday, that of the next.
    return weekend(shift(base.start, 7 * (steps if steps < 1 else base.start.weekday() // 5)))
