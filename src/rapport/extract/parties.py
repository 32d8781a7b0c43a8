"""Who takes part in a contact: everyone whom the reader links to its triggers, weighed by how often, how surely and beside whom.

One logistic regression (`calibration.json`, fitted by `training.parties`) sees what a single link cannot: that one trigger of many tells of an actor, that two others
are surer, that the article hardly speaks of them again, or that they are only described (“his counterpart” is mostly one of those named).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapport.annotations import Annotations, ContactTrigger
from rapport.extract.actors import Cast, Entity
from rapport.extract.confidence import Features, log_odds, probability

_UNLIKELY: Final = 0.5  # a place or a thing as a party
_SURE: Final = 0.5
_JOINED: Final = 0.8
_TELLS: Final = 0.25  # a trigger tells of an actor from this probability on
_RELATIVE: Final = re.compile(r"\b(?:who|that|which|about)\b")
_AND: Final = re.compile(r"\b(?:and|between)\s+$")


@dataclass(frozen=True, slots=True)
class Link:
    """One trigger's link to one mention of an actor: the reader's probability."""

    trigger: int  # number among the contact's triggers
    mention: int
    score: float


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who may take part: `mention` is that of their best link, `likely` its probability weighed by its trigger's, `probability` that they take part."""

    entity: Entity
    mention: int
    likely: float
    probability: float
    features: Features


def _linked(cast: Cast, trigger: ContactTrigger) -> Iterable[tuple[int, float]]:
    """Linked mentions, and the names that stand joined to a sure one (“Reyes and Quill talked”: both did)."""
    found = dict(trigger.parties)
    for mention, score in trigger.parties:
        for other in cast.conjuncts(mention) if score >= _SURE else ():
            found[other] = max(found.get(other, 0.0), _JOINED * score)
    return sorted(found.items())


def weight(entity: Entity) -> float:
    """Places and things are seldom parties; where they are, the reader is sure of it."""
    return _UNLIKELY if entity.actor.kind == "place" or not entity.acts else 1.0


def parties(cast: Cast, annotations: Annotations, members: list[ContactTrigger]) -> list[Party]:
    """Everyone linked to the triggers of one contact, those who most likely take part first."""
    links: dict[str, list[Link]] = defaultdict(list)
    entities: dict[str, Entity] = {}
    for number, trigger in enumerate(members):
        for mention, score in _linked(cast, trigger):
            for entity in cast.all_of(mention):
                entities[entity.actor.id] = entity
                links[entity.actor.id].append(Link(number, mention, score))
    surest = {key: max(found, key=lambda link: (link.score * members[link.trigger].score, -link.mention)) for key, found in links.items()}
    likely = {key: link.score * members[link.trigger].score * weight(entities[key]) for key, link in surest.items()}
    seen = _Seen(cast, annotations, members, sorted(likely.values(), reverse=True))
    found = []
    for key, entity in entities.items():
        features = seen.features(entity, links[key], surest[key], likely[key])
        found.append(Party(entity, surest[key].mention, likely[key], probability("party", features), features))
    return sorted(found, key=lambda party: (-party.probability, party.entity.actor.id))


class _Seen:
    """One contact's triggers, and how likely its parties are, the likeliest first."""

    def __init__(self, cast: Cast, annotations: Annotations, members: list[ContactTrigger], ranked: list[float]) -> None:
        self.cast, self.annotations, self.members, self.ranked = cast, annotations, members, ranked
        self.strongest = max(range(len(members)), key=lambda i: members[i].score)
        self.total = sum(trigger.score for trigger in members)

    def features(self, entity: Entity, links: list[Link], surest: Link, likely: float) -> Features:
        """What decides whether someone takes part; probabilities as log odds."""
        best = [0.0] * len(self.members)
        for link in links:
            best[link.trigger] = max(best[link.trigger], link.score)
        told = sum(score * trigger.score for score, trigger in zip(best, self.members, strict=True)) * weight(entity) / self.total
        named = max((link.score for link in links if self.annotations.mentions[link.mention].form == "name"), default=0.0)
        second, third = (self.ranked[i] if i < len(self.ranked) else 0.0 for i in (1, 2))
        return (
            log_odds(likely),
            log_odds(likely) - log_odds(second),
            log_odds(likely) - log_odds(third),
            told,
            sum(score >= _TELLS for score in best) / len(best),
            log_odds(best[self.strongest]),
            float(likely <= third),
            float(entity.named),
            float(entity.actor.kind == "unnamed"),
            math.log1p(len(entity.members)),
            named,
            float(self.members[surest.trigger].channel == "meeting"),
            *self._beside(surest),
        )

    def _beside(self, link: Link) -> Features:
        """The words around a link: “and” before the mention; “that”, “who” or “about” between it and its trigger."""
        text, span, trigger = self.cast.article.text, self.annotations.mentions[link.mention].span, self.members[link.trigger].trigger
        between = text[min(span.end, trigger.end) : max(span.start, trigger.start)]
        return float(_AND.search(text, max(0, span.start - 12), span.start) is not None), float(_RELATIVE.search(between) is not None)
