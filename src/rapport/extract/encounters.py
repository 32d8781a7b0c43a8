"""Which triggers of an article tell of one encounter: the reader's pairwise probabilities, corrected by who takes part, how, and whether it took place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from rapport.annotations import Annotations, ContactTrigger
from rapport.extract.actors import Cast
from rapport.records import TOOK_PLACE


@dataclass(frozen=True, slots=True)
class GroupRules:
    """Weights on the probability scale, chosen on the development articles.

    The reader's pair score alone joins at precision 0.58 and recall 0.58; that two triggers have the same two parties, or other ones, says more.
    """

    join: float = 0.35
    same_parties: float = 0.5
    other_parties: float = 0.2
    absent_party: float = 0.0
    other_channel: float = 0.25
    other_status: float = 0.28
    sure: float = 0.7
    least: float = 0.06  # below this pair probability nothing joins, whoever takes part


@dataclass
class Group:
    """Triggers of one encounter so far, and the actors that any of them surely has."""

    members: list[int]
    triggers: list[ContactTrigger]
    parties: dict[str, float] = field(default_factory=dict)

    def add(self, number: int, trigger: ContactTrigger, parties: dict[str, float]) -> None:
        self.members.append(number)
        self.triggers.append(trigger)
        for actor, score in parties.items():
            self.parties[actor] = max(score, self.parties.get(actor, 0.0))


def sure_parties(cast: Cast, trigger: ContactTrigger, least: float) -> dict[str, float]:
    """The actors that a trigger has with at least this probability."""
    found: dict[str, float] = defaultdict(float)
    for mention, score in trigger.parties:
        for entity in cast.all_of(mention) if score >= least else ():
            found[entity.actor.id] = max(found[entity.actor.id], score)
    return dict(found)


def encounters(cast: Cast, annotations: Annotations, rules: GroupRules) -> list[list[ContactTrigger]]:
    """Triggers grouped in order of position: each joins the earlier group that it fits best, above `join`."""
    groups: list[Group] = []
    for number, trigger in enumerate(annotations.contacts):
        parties = sure_parties(cast, trigger, rules.sure)
        fits = [_fit(group, trigger, parties, rules) for group in groups]
        best = max(range(len(groups)), key=lambda i: (fits[i], -i), default=-1)
        if best >= 0 and fits[best] > rules.join:
            groups[best].add(number, trigger, parties)
        else:
            fresh = Group([], [])
            fresh.add(number, trigger, parties)
            groups.append(fresh)
    return [group.triggers for group in groups]


def _fit(group: Group, trigger: ContactTrigger, parties: dict[str, float], rules: GroupRules) -> float:
    """How well a trigger fits a group: the mean pair probability, and what parties, channel and status add or take."""
    same = dict(trigger.same)
    score = sum(same.get(i, 0.0) for i in group.members) / len(group.members)
    if score < rules.least:
        return 0.0
    common = len(parties.keys() & group.parties.keys())
    if len(parties) >= 2 and len(group.parties) >= 2:
        score += rules.same_parties if common >= 2 else -rules.other_parties
    elif parties and group.parties and not common:
        score -= rules.absent_party
    channels = {t.channel for t in group.triggers} - {"unspecified"}
    if channels and trigger.channel not in (*channels, "unspecified"):
        score -= rules.other_channel * trigger.channel_score
    if all((t.status in TOOK_PLACE) != (trigger.status in TOOK_PLACE) for t in group.triggers):
        score -= rules.other_status
    return score
