"""How a relationship went: periods of one tone, and the turning points between them.

The signs that two actors give of what they hold of each other (stances, praise and criticism, the tone of their contacts) are a sequence
in time. It is cut where a change of sign explains more signs than it costs: the least costly path through the two tones, found by the
Viterbi algorithm (Viterbi 1967), with a fixed price for each change. One sign against many is friction, not a turn.

Single signs are often misread: of 125 turning points that the path alone gave over 1,346 real articles one was half right. So a stretch is told beside
another only where it is borne out (see `told`): a wrong turning point is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, Literal

Tone = Literal["friendly", "hostile"]
Kind = Literal["stance", "statement", "contact"]

# What a change of tone costs, where a sign costs up to 1 that the tone does not explain: one sure sign at the end of the sequence is a turn
# (it has lasted as long as anyone knows), one in the middle would need two changes and is friction.
SWITCH: Final = 0.7
# What bears out a stretch of one tone beside the other: so many signs, where one that is only told counts half, of so many days, articles and outlets,
# which weigh so many times as much as those that speak against it.
SEVERAL: Final = 3.0
INDEPENDENT: Final = 2
_CLEARLY: Final = 3.0
_TOLD: Final = 0.5


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """One sign of what `holder` holds of the other (0 and 1; None where it is of both): `date` an ISO day, `weight` in (0, 1], `id` of the record.

    `own` ones are the holder's own words, of nobody else too; others are only told: an act, an accusation, the tone of a contact.
    """

    date: str
    id: str
    article: str
    holder: int | None
    friendly: bool
    weight: float
    kind: Kind
    outlet: str = ""
    own: bool = True


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
    for sign in sorted(signs):
        key = (sign.article, sign.date, sign.holder, sign.friendly)
        if key not in best or sign.weight > best[key].weight:
            best[key] = sign
    return sorted(best.values())


def periods(signs: Iterable[Sign]) -> list[Period]:
    """The stretches of one tone in order of time. Signs of one day are weighed together. Does not depend on the order of `signs`."""
    ordered = one_voice(signs)
    days = [list(group) for _, group in groupby(ordered, key=lambda sign: sign.date)]
    if not days:
        return []
    tones = _tones([(_weight(day, friendly=False), _weight(day, friendly=True)) for day in days])
    found = []
    for friendly, run in groupby(zip(tones, days, strict=True), key=lambda pair: pair[0]):
        found.append(_period("friendly" if friendly else "hostile", [sign for _, day in run for sign in day]))
    return found


def _period(tone: Tone, within: Sequence[Sign]) -> Period:
    """The stretch of a tone that these signs, in order of time, make."""
    own = tuple(sign for sign in within if sign.friendly == (tone == "friendly"))
    against = tuple(sign for sign in within if sign.friendly != (tone == "friendly"))
    shown = own or within
    return Period(tone, shown[0].date, shown[-1].date, own, against)


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


def told(signs: Iterable[Sign]) -> list[Period]:
    """The stretches that may be told: each of them borne out, where there are several. One that is not is joined to its neighbours, the least first.

    Nothing where neither tone has clearly more signs than the other. Does not depend on the order of `signs`.
    """
    found = periods(signs)
    while len(found) > 1 and not all(borne_out(period) for period in found):
        weakest = min((p for p in found if not borne_out(p)), key=lambda p: (sum(sign.weight for sign in p.signs), p.since))
        found = _joined(found, found.index(weakest))
    return found if all(_clear(period) for period in found) else []


def borne_out(period: Period) -> bool:
    """Whether a stretch rests on several signs of several days, told by several articles of several outlets, and on clearly more than speaks against it."""
    days, articles = {sign.date for sign in period.signs}, {sign.article for sign in period.signs}
    outlets = {sign.outlet for sign in period.signs if sign.outlet}
    several = min(len(days), len(articles), len(outlets)) >= INDEPENDENT and sum(1.0 if sign.own else _TOLD for sign in period.signs) >= SEVERAL
    return several and _clear(period)


def _clear(period: Period) -> bool:
    friendly = period.tone == "friendly"
    return _weight(period.signs, friendly=friendly) >= _CLEARLY * _weight(period.against, friendly=not friendly)


def _joined(found: Sequence[Period], at: int) -> list[Period]:
    """The stretches without the one at `at`, which is taken into those beside it."""
    first, last = max(0, at - 1), min(len(found) - 1, at + 1)
    within = sorted(sign for period in found[first : last + 1] for sign in (*period.signs, *period.against))
    tone: Tone = "friendly" if found[at].tone == "hostile" else "hostile"
    return [*found[:first], _period(tone, within), *found[last + 1 :]]


def turns(found: Sequence[Period], shown: int = 3) -> list[Turn]:
    """The turning points between periods, each with the last `shown` signs before it and the first ones after."""
    return [Turn(later.tone, earlier.until, later.since, earlier.signs[-shown:], later.signs[:shown]) for earlier, later in pairwise(found)]
