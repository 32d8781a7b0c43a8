"""How a relationship went: periods of one tone, and the turning points between them.

The signs that two actors give of what they hold of each other (stances, praise and criticism, the tone of their contacts) are a sequence
in time. It is cut where a change of sign explains more signs than it costs: the least costly path through the two tones, found by the
Viterbi algorithm (Viterbi 1967), with a fixed price for each change. One sign against many is friction, not a turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final, Literal

Tone = Literal["friendly", "hostile"]
Kind = Literal["stance", "statement", "contact"]

# What a change of tone costs, where a sign costs up to 1 that the tone does not explain: one sure sign at the end of the sequence is a turn
# (it has lasted as long as anyone knows), one in the middle would need two changes and is friction.
SWITCH: Final = 0.7
_NEARLY: Final = 1e-6


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """One sign of what `holder` holds of the other (0 and 1; None where it is of both): `date` an ISO day, `weight` in (0, 1], `id` of the record."""

    date: str
    id: str
    article: str
    holder: int | None
    friendly: bool
    weight: float
    kind: Kind


_ORDER: Final = attrgetter(*(field.name for field in fields(Sign)))


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of one tone: the first and the last day on which a sign shows it, the records that show it, and those that speak against it."""

    tone: Tone
    since: str
    until: str
    signs: tuple[Sign, ...]
    against: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the tone changed and stayed changed: after the day `after`, no later than the day `by`; the last signs before and the first ones after."""

    tone: Tone
    after: str
    by: str
    before: tuple[Sign, ...]
    since: tuple[Sign, ...]


def one_voice(signs: Iterable[Sign]) -> list[Sign]:
    """The signs in order of time, of several in one article by one holder on one day and of one sign only the surest."""
    best: dict[tuple[str, str, int | None, bool], Sign] = {}
    # By tuples made once: the order of the class makes two for each comparison.
    for sign in sorted(signs, key=_ORDER):
        key = (sign.article, sign.date, sign.holder, sign.friendly)
        if key not in best or sign.weight > best[key].weight:
            best[key] = sign
    return sorted(best.values(), key=_ORDER)


def periods(signs: Iterable[Sign]) -> list[Period]:
    """The stretches of one tone in order of time. Signs of one day are weighed together. Does not depend on the order of `signs`."""
    ordered = one_voice(signs)
    days = [list(group) for _, group in groupby(ordered, key=lambda sign: sign.date)]
    if not days:
        return []
    tones = _tones([(_weight(day, friendly=False), _weight(day, friendly=True)) for day in days])
    found = []
    for friendly, run in groupby(zip(tones, days, strict=True), key=lambda pair: pair[0]):
        within = [sign for _, day in run for sign in day]
        own = tuple(sign for sign in within if sign.friendly == friendly)
        against = tuple(sign for sign in within if sign.friendly != friendly)
        shown = own or within
        found.append(Period("friendly" if friendly else "hostile", shown[0].date, shown[-1].date, own, against))
    return found


def _weight(day: Sequence[Sign], *, friendly: bool) -> float:
    return sum(sign.weight for sign in day if sign.friendly == friendly)


def _tones(days: Sequence[tuple[float, float]]) -> list[bool]:
    """Whether each day is friendly, on the least costly path; `days` are the weights (hostile, friendly). Ties keep the tone as it is."""
    cost = [days[0][1], days[0][0]]  # of being hostile, of being friendly
    back: list[tuple[bool, bool]] = []
    for hostile, friendly in days[1:]:
        came = (cost[1] + SWITCH < cost[0], cost[0] + SWITCH >= cost[1])
        cost = [min(cost[0], cost[1] + SWITCH) + friendly, min(cost[1], cost[0] + SWITCH) + hostile]
        back.append(came)
    tone = cost[1] < cost[0] if cost[1] != cost[0] else days[-1][1] >= days[-1][0]
    path = [tone]
    for came in reversed(back):
        tone = came[tone]
        path.append(tone)
    return path[::-1]


def leanings(newest: Iterable[Sign]) -> Iterator[float]:
    """How much more hostile than friendly the signs of each day are; they come, and are given, the newest day first."""
    for _, of_day in groupby(newest, key=lambda sign: sign.date):
        day = list(of_day)
        day = one_voice(day) if len(day) > 1 else day
        yield _weight(day, friendly=False) - _weight(day, friendly=True)


def tone_now(leanings: Iterable[float]) -> Tone | None:
    """The tone of the last of `periods`, from how much more hostile than friendly the signs of each day are, the newest day first. No more days are looked
    at than it takes: what a long past can still add to the cost of either tone is bounded by the price of a change. None where both cost the same, or nearly."""
    low, high, told = -SWITCH, SWITCH, 0.0
    for leaning in leanings:
        low, high = (min(max(edge, low - leaning), high - leaning) for edge in (-SWITCH, SWITCH))
        told += leaning
        if low == high:
            break
    hostile = min(max(0.0, low), high) + told
    return None if abs(hostile) < _NEARLY else "hostile" if hostile > 0 else "friendly"


def turns(found: Sequence[Period], shown: int = 3) -> list[Turn]:
    """The turning points between periods, each with the last `shown` signs before it and the first ones after."""
    return [Turn(later.tone, earlier.until, later.since, earlier.signs[-shown:], later.signs[:shown]) for earlier, later in pairwise(found)]
