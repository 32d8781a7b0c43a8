"""How a relationship went: periods of one tone, and the turning points between them.

The signs that two actors give of what they hold of each other (stances, praise and criticism, the tone of their contacts) are a sequence
in time. It is cut where a change of sign explains more signs than it costs: the least costly path through the two tones, found by the
Viterbi algorithm (Viterbi 1967), with a fixed price for each change. One sign against many is friction, not a turn.

Single signs are often misread: of 125 turning points that the path alone gave over 1,346 real articles one was half right. So a stretch is told beside
another only where it is borne out (see `told`), by evidence in proportion to how much is told: what is misread grows with what is read. While one firm sign
a side was enough where few articles tell, 33 relationships of 10,000 articles turned, four of them rightly; by what `_explained` and `one_voice` ask for three do, two rightly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby, pairwise
from math import ceil, inf, sqrt
from operator import attrgetter
from typing import Final, Literal

from rapport.resolve.reports import ordinal

Tone = Literal["friendly", "hostile"]
Kind = Literal["stance", "statement", "contact"]

# What a change of tone costs, where a sign costs up to 1 that the tone does not explain: one sure sign at the end of the sequence is a turn
# (it has lasted as long as anyone knows), one in the middle would need two changes and is friction.
SWITCH: Final = 0.7
# Where no more articles than so many show a tone, one firm sign bears out a stretch that several articles tell or that a contact parts from the next, so many days from it: what is said within a month is mostly of two matters.
FEW: Final = 4
_MONTH: Final = 30
# Where no more than so many do, two may bear it out, on two days and with a firm sign, again a month apart: of six relationships of 10,000 articles that turn by this, four were right, and three of four with the month.
SOME: Final = 8
# Where more do, the square root of their number must, where one that only tells of it counts half, on so many days and in so many outlets.
_TOLD: Final = 0.5
_INDEPENDENT: Final = 2
# So many times as much must weigh for a stretch as against it.
_CLEARLY: Final = 3.0
_SURELY: Final = 1e-6  # far more than sums of weights differ by the order in which they are added up


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """One sign of what `holder` holds of the other (0 and 1; None where it is of both): `date` an ISO day, `weight` in (0, 1], `id` of the record.

    `own` ones are the holder's own words, of nobody else too; others are only told: an act, an accusation, the tone of a contact. A `firm` one may bear out a side.
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
    firm: bool = True


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
    """Where the tone changed and stayed changed: after the day `after`, no later than the day `by`; the last signs before and the first ones after, and how many
    `articles` show the tone that was before and the one that is since."""

    tone: Tone
    after: str
    by: str
    before: tuple[Sign, ...]
    since: tuple[Sign, ...]
    articles: tuple[int, int]


def one_voice(signs: Iterable[Sign]) -> list[Sign]:
    """The signs in order of time, of several in one article by one holder on one day and of one sign only the surest.

    It is firm where one of them is, and where own words are read twice to the same end: as praise or criticism, and as a stance.
    """
    best: dict[tuple[str, str, int | None, bool], Sign] = {}
    firm: set[tuple[str, str, int | None, bool]] = set()
    twice: set[tuple[str, str, int | None, bool]] = set()
    # By tuples made once: the order of the class makes two for each comparison.
    for sign in sorted(signs, key=_ORDER):
        key = (sign.article, sign.date, sign.holder, sign.friendly)
        known = best.get(key)
        if sign.firm:
            firm.add(key)
        if known is not None and known.kind != sign.kind:
            twice.add(key)
        if known is None or sign.weight > known.weight:
            best[key] = sign
    for key in firm | twice:
        if not best[key].firm and (key in firm or best[key].own):
            best[key] = replace(best[key], firm=True)
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


def one_tone(days: Iterable[tuple[float, float]]) -> bool:
    """Whether the least costly path through days, as `_tones` has them, clearly never changes: where sums of another order might decide, it is not said."""
    kept, changed = [0.0, 0.0], [inf, inf]  # what the best paths to either tone cost that never changed, and that did
    for hostile, friendly in days:
        came = [min(changed[tone], min(kept[not tone], changed[not tone]) + SWITCH) for tone in (False, True)]
        changed = [came[False] + friendly, came[True] + hostile]
        kept = [kept[False] + friendly, kept[True] + hostile]
    return min(kept) < min(changed) - _SURELY


def least(articles: int) -> int:
    """How many articles must bear out a stretch where so many show a tone."""
    return 1 if articles <= FEW else _INDEPENDENT if articles <= SOME else _root(articles)


def _root(articles: int) -> int:
    return ceil(sqrt(articles))


def may_turn(articles: int, tones: Sequence[tuple[int, int, bool]]) -> bool:
    """Whether `told` may give several stretches where so many articles show a tone: of each tone, how many show it, how many of these in the holder's own
    words, and whether a sign of it may be firm. The tones of contacts, which are not counted here, add no more than all others do."""
    if articles <= FEW and all(firm for _, _, firm in tones):
        return True
    return min(shown + own for shown, own, _ in tones) * 2 * _TOLD >= least(max(articles, FEW + 1))


def told(signs: Iterable[Sign], met: Collection[str] = ()) -> list[Period]:
    """The stretches that may be told: each of them borne out, where there are several. One that is not is joined to its neighbours, the least first.

    `met` are the days of contacts that took place. Nothing where neither tone has clearly more signs than the other. Does not depend on
    the order of `signs`.
    """
    found = periods(signs)
    while len(found) > 1 and (loose := _not_borne_out(found, met)):
        weakest = min(loose, key=lambda p: (sum(sign.weight for sign in p.signs), p.since))
        found = _joined(found, found.index(weakest))
    return found if all(_clear(period) for period in found) else []


def _not_borne_out(found: Sequence[Period], met: Collection[str]) -> list[Period]:
    everything = [sign for period in found for sign in (*period.signs, *period.against)]
    loose = [period for period in found if not borne_out(period, everything)]
    articles = len({sign.article for sign in everything})
    if articles <= FEW:
        loose += [period for pair in pairwise(found) if not (_apart(*pair) and _explained(*pair, met)) for period in pair]
    elif articles <= SOME:
        loose += [period for pair in pairwise(found) if not (_apart(*pair) or all(_by_root(p, everything) for p in pair)) for period in pair]
    return loose


def _explained(earlier: Period, later: Period, met: Collection[str]) -> bool:
    """Whether several articles tell of either stretch, or a contact came between them."""
    several = min(_articles(earlier), _articles(later)) >= _INDEPENDENT
    return several or any(earlier.until <= day <= later.since for day in met)


def _apart(earlier: Period, later: Period) -> bool:
    return (ordinal(later.since) or 0) - (ordinal(earlier.until) or 0) >= _MONTH


def borne_out(period: Period, signs: Sequence[Sign]) -> bool:
    """Whether a stretch rests on enough for how much all `signs` of the course are, and clearly outweighs what speaks against it.

    Of a few articles one firm sign is enough (of two stretches `told` asks for more); of more, as many articles as the root of their number, of several days, and of several outlets where there are several; of some, two of
    several days, one sign firm (of two stretches `told` asks for more).
    """
    articles = len({sign.article for sign in signs})
    if not _clear(period):
        return False
    firm = any(sign.firm for sign in period.signs)
    if articles <= FEW:
        return firm
    two = articles <= SOME and firm and _of_days(period) and _voices(period.signs) >= _INDEPENDENT
    return two or _by_root(period, signs)


def _by_root(period: Period, signs: Sequence[Sign]) -> bool:
    """Whether as many articles show a stretch as the root of how many show any tone, on several days and in several outlets where there are several."""
    several = _of_days(period) and len(_outlets(period.signs)) >= min(_INDEPENDENT, len(_outlets(signs)))
    return several and _voices(period.signs) >= _root(len({sign.article for sign in signs}))


def _of_days(period: Period) -> bool:
    return len({sign.date for sign in period.signs}) >= _INDEPENDENT


def _outlets(signs: Iterable[Sign]) -> set[str]:
    return {sign.outlet for sign in signs if sign.outlet}


def _voices(signs: Sequence[Sign]) -> float:
    """How many articles show a tone, where one that only tells of it counts half; the tones of contacts add no more than all others do."""
    said, met = ({s.article: s for s in sorted(signs, key=lambda s: s.own) if (s.kind == "contact") == of_contact} for of_contact in (False, True))
    of_said = sum(1.0 if sign.own else _TOLD for sign in said.values())
    return of_said + min(of_said, _TOLD * len(met.keys() - said.keys()))


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
    return [
        Turn(later.tone, earlier.until, later.since, earlier.signs[-shown:], later.signs[:shown], (_articles(earlier), _articles(later)))
        for earlier, later in pairwise(found)
    ]


def _articles(period: Period) -> int:
    return len({sign.article for sign in period.signs})
