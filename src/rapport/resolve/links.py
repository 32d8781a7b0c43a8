"""What became of a plan, and what a denial denies: links between entries, which stay two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapport.resolve.places import apart
from rapport.resolve.values import same_place

PLANS: Final = frozenset({"planned", "proposed"})
OUTCOMES: Final = frozenset({"happened", "declined"})
DENIED: Final = frozenset({"happened", "recurring", "planned"})
# Days: how far a meeting may lie from the day it was planned for; how soon it must be told of; how long a plan without a day is waited for.
SLACK: Final = 1
TOLD: Final = 14
_WAITED: Final = 45
# Days: a denial without a day may be of any time, but how far back is looked for what it denies.
LONG_AGO: Final = 400
# Points that a link needs (see `settles`, `denies`).
_SETTLED: Final = 4.0
_DENIED: Final = 4.5
# Words that a denial of what was said shares with the report of it.
_CONTENT: Final = 3
# Words that topics must share to be of the same, and the points that it gives.
_SHARED: Final = 2
_ABOUT: Final = 1.5


@dataclass(frozen=True)
class Encounter:
    """An entry as links see it. `first` and `last` are the interval of days it may have been on, `told` when it was first told of, `told_last` when last: ordinals."""

    id: str
    status: str
    channel: str
    parties: frozenset[str]
    heads: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    first: int | None = None
    last: int | None = None
    told: int | None = None
    told_last: int | None = None
    place: str | None = None
    words: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    origins: frozenset[tuple[str | None, ...]] = frozenset()
    of_content: bool = False
    negated: bool = False
    unheard: bool = False
    invited: bool = False
    topics: frozenset[str] = frozenset()
    kin: bool = False
    family: bool = False


def linkable(status: str, channel: str, other: str, other_channel: str) -> bool:
    """Whether a plan or a denial of this status and channel may lead to an entry of others, whatever else they tell."""
    led = OUTCOMES if status in PLANS else DENIED
    return other in led and (channel == other_channel or "unspecified" in (channel, other_channel))


def outcome(plan: Encounter, others: Iterable[Encounter]) -> str | None:
    """The entry that settles a plan: the meeting that came of it, or its refusal; the likeliest, then the one held, then the one first told of."""
    found = [(points, other) for other in others if (points := settles(plan, other)) is not None and points >= _SETTLED]
    best = min(found, key=lambda pair: (-pair[0], pair[1].status != "happened", pair[1].told or 0, pair[1].id), default=None)
    return best[1].id if best else None


def denied(denial: Encounter, others: Iterable[Encounter]) -> str | None:
    """The entry that a denial denies: the likeliest, then the one first told of."""
    found = [(points, other) for other in others if (points := denies(denial, other)) is not None and points >= _DENIED]
    best = min(found, key=lambda pair: (-pair[0], pair[1].told or 0, pair[1].id), default=None)
    return best[1].id if best else None


def settles(plan: Encounter, later: Encounter) -> float | None:
    """Points for an entry being what came of a plan; none where it cannot be."""
    if plan.status not in PLANS or later.status not in OUTCOMES or plan.told is None or later.told is None or later.told < plan.told:
        return None
    if later.invited or plan.articles & later.articles:
        return None  # an article that speaks of the plan as ahead has not told how it ended
    if later.status == "declined" and plan.told_last is not None and later.told + SLACK < plan.told_last:
        return None  # what is still planned after a refusal outlived it
    together = _together(plan, later)
    day = _kept(plan, later)
    if together is None or day is None or not _channels(plan, later):
        return None
    return together + day + _likeness(plan, later)


def _kept(plan: Encounter, later: Encounter) -> float | None:
    """How well the days of a plan and of what is told later go together."""
    assert plan.told is not None
    assert later.told is not None
    if later.first is not None and later.last is not None:
        if later.last < plan.told - SLACK or later.last - later.first > _WAITED:
            return None
        if plan.first is not None and plan.last is not None:
            gap = max(plan.first, later.first) - min(plan.last, later.last)
            return None if gap > SLACK else 2.5 if plan.last - plan.first < 8 else 1.5
        return 0.5 if later.first - plan.told <= _WAITED else None
    if plan.first is not None and plan.last is not None:
        # A refusal comes before the day, a report of the meeting after it.
        early = plan.told if later.status == "declined" else plan.first
        return 1.5 if early <= later.told <= plan.last + TOLD else None
    return 0.0 if later.told - plan.told <= _WAITED else None


def denies(denial: Encounter, other: Encounter) -> float | None:
    """Points for an entry being what another denies; none where it cannot be. The two who are denied to have dealt with each other are at the heart of it."""
    if denial.status != "denied" or other.status not in DENIED:
        return None
    if denial.unheard or other.negated:
        return None  # it says the same, or is only asked about, whatever it was read as
    about = len(denial.topics & other.topics) >= _SHARED
    akin = about and (_akin(denial, other) or _akin(other, denial))
    together = 2.0 if akin else _together(denial, other)
    if together is None or not _channels(denial, other):
        return None
    if len(denial.parties & other.parties) > 1 and denial.parties != other.parties:
        together -= 0.5
        if not about and not same_place(denial.place or "", other.place or "") and len(denial.words & other.words) < _CONTENT:
            return None  # with somebody else there, too, it is another contact unless it is told alike
    points = together + _likeness(denial, other) + _ABOUT * about
    told_once = denial.articles & other.articles and denial.words and denial.words == other.words
    if told_once and denial.origins and denial.origins == other.origins:
        return None  # one source in one sentence denies the one to say the other (“they had not spoken since, and wrote only”)
    if denial.articles & other.articles:
        # Both accounts stand side by side; in one sentence, they are of two things.
        points += -2.0 if told_once else 1.5
    if denial.of_content:
        # What was said is denied, not that they spoke: a report that tells of what they spoke is of that.
        if not other.of_content and not about:
            return None
        points -= 1.5 * (not about and len(denial.words & other.words) < _CONTENT)
    if denial.origins and denial.origins == other.origins:
        # Nobody denies what they say themselves.
        points -= 1.5
    if denial.first is not None and denial.last is not None and other.first is not None and other.last is not None:
        gap = max(denial.first, other.first) - min(denial.last, other.last)
        return points + 2.0 if gap <= 0 else None
    if denial.told is not None and other.first is not None and other.first > denial.told and other.status != "planned":
        return None
    if denial.told is not None and other.told is not None:
        apart = abs(denial.told - other.told)
        points += 1.0 if apart < 4 else 0.0 if apart <= TOLD or about else -1.0
    return points


def _akin(a: Encounter, b: Encounter) -> bool:
    """Whether one is of somebody and “his son”, the other of the same one and a namesake."""
    return a.kin and b.family and len(a.parties) == 1 and len(b.parties) == 2 and a.parties < b.parties


def _together(a: Encounter, b: Encounter) -> float | None:
    """Whether the parties of two entries are the same ones, but for an odd one."""
    common = a.parties & b.parties
    if len(common) > 1:
        return 2.0 if a.parties == b.parties else 1.0 if 2 * len(common) >= len(a.parties | b.parties) else None
    return 1.0 if common and a.heads & b.heads and len(a.parties | b.parties) == 1 and not apart(a.countries, b.countries) else None


def _channels(a: Encounter, b: Encounter) -> bool:
    return a.channel == b.channel or "unspecified" in (a.channel, b.channel)


def _likeness(a: Encounter, b: Encounter) -> float:
    channel = 0.5 if a.channel == b.channel and a.channel != "unspecified" else 0.0
    place = 1.0 if a.place and b.place and same_place(a.place, b.place) else 0.0
    return channel + place + min(2.0, 0.5 * len(a.words & b.words))
