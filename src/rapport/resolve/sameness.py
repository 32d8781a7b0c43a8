"""Whether two articles tell of the same contact: points for what speaks for it, each with its reason.

The points are log-odds in spirit, set by hand and by reading what real articles gave; `SAME` is where precision held. A value that both lack,
or one of them, says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rapport.resolve.origins import Origin, end_of
from rapport.resolve.outlets import same_outlet
from rapport.resolve.places import apart
from rapport.resolve.reports import DATING, Report, alike_words
from rapport.resolve.values import other_place, same_place, seconds

SAME: Final = 6.0
# Statuses ahead of the contact: the article is older than what it tells of.
AHEAD: Final = frozenset({"planned", "proposed", "declined", "speculated"})
# Days between two dates that exclude each other beyond which nothing else makes them one.
_APART: Final = 7


@dataclass(frozen=True, slots=True)
class Likeness:
    """How strongly two reports are one contact; `reasons` are (what, points) pairs."""

    score: float
    reasons: tuple[tuple[str, float], ...]

    @property
    def same(self) -> bool:
        return self.score >= SAME


def likeness(a: Report, b: Report) -> Likeness | None:
    """Compare two reports of different articles; none where they cannot be one whatever else they share: status, channels, days or parties exclude it,
    or one voice tells them apart. Symmetric."""
    if a.standing != b.standing:
        return None
    time = _time(a, b)
    party = None if time is None else _parties(a, b)
    if party is None or time is None:
        return None
    shared = a.words & b.words
    near = alike_words(a.words, b.words)
    channel = _channel(a, b, near)
    if a.channel == b.channel == "message" and not near and _other_days(a, b):
        return None  # who writes on two days has written twice
    if channel is None or (a.voice == b.voice and a.voice and not near and a.words != b.words):
        return None
    words = 3.0 if near else min(3.0, 0.6 * len(shared)) if len(shared) >= 0.2 * min(len(a.words), len(b.words)) else 0.3 * len(shared)
    found = (("parties", party), ("time", time), ("channel", channel), ("words", words), *_details(a, b))
    return Likeness(sum(points for _, points in found), tuple((what, points) for what, points in found if points))


def other_days(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether the intervals of two reports alone say that `likeness` gives none."""
    return one is not None and other is not None and _gap(one, other) > _APART


def _parties(a: Report, b: Report) -> float | None:
    common = a.known & b.known
    more, other = len(a.known - common), len(b.known - common)
    if len(common) > 1:
        if not more or not other:
            # One name too many is a slip of reading, or a guest that the other did not care for.
            return 3.0 if more == other else max(0.0, 2.5 - 0.5 * max(more, other))
        aside = 1.5 if (a.persons - common) and (b.persons - common) else 0.5
        return (0.5 if 2 * len(common) >= len(a.known | b.known) else -0.5) - aside + (0.5 if len(common) > 2 else 0.0)
    if common and a.heads & b.heads and not apart(a.countries, b.countries):
        return 1.5 if not more and not other else 0.5
    return None


def _channel(a: Report, b: Report, near: bool) -> float | None:
    if a.channel == b.channel:
        # A letter and its answer are two.
        if a.channel == "message" and a.caller and b.caller and a.caller != b.caller and not near:
            return None
        return 0.5 if a.channel == "unspecified" else 1.0
    if "unspecified" in (a.channel, b.channel):
        return 0.0
    return -1.0 if near else None


def _other_days(a: Report, b: Report) -> bool:
    return a.interval is not None and b.interval is not None and _gap(a.interval, b.interval) > 0


def _time(a: Report, b: Report) -> float | None:
    one, other = a.interval, b.interval
    if one and other:
        return _intervals(one, other)
    if one or other:
        dated, undated = (a, b) if one else (b, a)
        assert dated.interval is not None
        return _beside(dated.interval, undated.told, ahead=a.status in AHEAD)
    if a.told is None or b.told is None:
        return -1.0
    apart = abs(a.told - b.told)
    return 0.5 if apart < 2 else 0.0 if apart < 5 else -1.0 if apart < 11 else -2.5 if apart <= DATING else None


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two intervals; 0 or less where they share a day."""
    return max(one[0], other[0]) - min(one[1], other[1])


def _intervals(one: tuple[int, int], other: tuple[int, int]) -> float | None:
    gap = _gap(one, other)
    if gap > 0:
        return -1.0 if gap == 1 else -3.0 if gap < 4 else -4.0 if gap <= _APART else None
    span = max(one[1] - one[0], other[1] - other[0])
    return 3.0 if span == 0 else 2.5 if span < 4 else 1.5 if span < 11 else 0.5 if span <= DATING else 0.0


def _beside(interval: tuple[int, int], told: int | None, *, ahead: bool) -> float | None:
    """A dated report beside an undated one that was published on the day `told`."""
    if told is None:
        return -1.0
    if ahead:
        lead = interval[1] - told
        return None if lead < -2 else 0.5 if lead < 15 else 0.0 if lead <= DATING else -1.0
    if interval[0] > told:
        return None
    lag = told - interval[1]
    if interval[1] - interval[0] > DATING:
        return -0.5
    return 1.0 if lag < 4 else 0.0 if lag < 8 else -1.0 if lag <= DATING else -2.0


def _details(a: Report, b: Report) -> list[tuple[str, float]]:
    found = []
    if a.place and b.place:
        found.append(("place", 1.5 if same_place(a.place, b.place) else -1.0 if other_place(a.place, b.place) else 0.0))
    lasting = seconds(a.duration), seconds(b.duration)
    if lasting[0] and lasting[1]:
        # Two outlets may time one call differently: that is a conflict, hardly a sign of two calls.
        found.append(("duration", 2.0 if lasting[0] == lasting[1] else 0.0))
    if a.caller and b.caller:
        found.append(("initiator", 0.5 if a.caller == b.caller else -1.0))
    if a.chain and b.chain:
        found.append(("source", _sources(end_of(a), end_of(b))))
    return found


def _sources(a: Origin, b: Origin) -> float:
    """What an end that both chains share is worth: who speaks of it to two outlets may do so of two contacts, what one outlet got and others relay is of one."""
    if a.kind != b.kind:
        return 0.0
    if a.entity or a.kind != "unnamed":
        return 1.0 if (a.entity, a.name) == (b.entity, b.name) else 0.0
    return 1.5 if a.via and b.via and same_outlet(a.via, b.via) else 0.0
