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

from rapport.annotations import Annotations, ContactTrigger, Span
from rapport.extract.actors import Cast, Entity
from rapport.extract.confidence import Features, log_odds, probability
from rapport.extract.dating import TELLS, sentence_of

_UNLIKELY: Final = 0.5  # a place or a thing as a party
_SURE: Final = 0.5
_JOINED: Final = 0.8
_RELATIVE: Final = re.compile(r"\b(?:who|that|which|about)\b")
# “made plans to meet (in person) in Dover”: nobody follows whom they would meet, so that those of whom it is said meet each other.
_TO: Final = re.compile(r"\bto\s+$")
_EACH_OTHER: Final = re.compile(r"(?:meet|talk|speak|confer|negotiate)\b", re.IGNORECASE)
_WITH: Final = re.compile(r"\s+(?:[\w-]+\s+){0,3}?(?:with|to|about)\b")
_AND: Final = re.compile(r"\b(?:and|between)\s+$")
# “their talks in Dover between Quill and Reyes”: these two, nobody of whom the sentence speaks before.
_BETWEEN: Final = re.compile(r"\s*(?:[\w’'-]+\s+){0,6}?between\b")
_FIRST: Final = re.compile(r"\bfirst(?:-ever)?\s(?:[\w-]+\s+){1,4}?(?P<between>between)\s+an?\s")
_INDEFINITE: Final = re.compile(r"an?\s")
_KIND_BEFORE: Final = 30
# From an owner to what is theirs (“Quill’s senior staff”): adjectives at most.
_OWNED: Final = re.compile(r"(?:['’]s?)?\s+(?:(?!(?:and|or|with|to|from|by|at|in|of|on|for|about|who|that|which)\b)[\w-]+\s+){0,3}")
_OWNERS: Final = frozenset({"his", "her", "their", "its", "my", "our", "your"})


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


def _meeting_each_other(cast: Cast, annotations: Annotations, span: Span) -> tuple[int, ...]:
    """The two named people, joined by “and”, of whom an infinitive without an object says that they meet (“Quill and Reyes agreed to meet in Dover”)."""
    text = cast.article.text
    if not (_EACH_OTHER.match(text, span.start, span.end) and _TO.search(text, max(0, span.start - 4), span.start)) or _WITH.match(text, span.end):
        return ()
    mentions = annotations.mentions
    if any(0 <= mention.span.start - span.end <= 1 for mention in mentions):
        return ()
    begin = sentence_of(annotations, span).start
    named = [i for i, m in enumerate(mentions) if begin <= m.span.start < span.start and m.form == "name" and m.kind == "person"]
    last = max(named, key=lambda i: mentions[i].span.end, default=None)
    pair = (*cast.conjuncts(last), last) if last is not None else ()
    return pair if len(pair) == 2 else ()


def _owner(text: str, annotations: Annotations, trigger: ContactTrigger, mention: int, linked: dict[int, float]) -> bool:
    """Whether a mention only says whose another party is (“Quill’s staff talked to Reyes”, “his campaign’s contacts”)."""
    owner = annotations.mentions[mention]
    end = owner.head.end
    if not (text[owner.span.start : owner.span.end].lower() in _OWNERS or text.startswith(("'", "’"), end)):
        return False
    owned = (annotations.mentions[i].head for i, score in linked.items() if i != mention and score >= TELLS)
    return any(end < head.start and not end <= trigger.trigger.start <= head.start and _OWNED.fullmatch(text, end, head.start) for head in owned)


def _outside(text: str, annotations: Annotations, trigger: ContactTrigger, linked: dict[int, float]) -> set[int]:
    """The mentions before a trigger that goes on with two others (“Pike welcomed the talks between Quill and Reyes”)."""
    spans = {i: annotations.mentions[i].span for i, score in linked.items() if score >= TELLS}
    between = _BETWEEN.match(text, trigger.trigger.end, sentence_of(annotations, trigger.trigger).end)
    if not between or sum(span.start >= between.end() for span in spans.values()) < 2:
        return set()
    return {i for i in linked if annotations.mentions[i].span.end <= trigger.trigger.start}


def _generic(text: str, annotations: Annotations, trigger: ContactTrigger, linked: dict[int, float]) -> set[int]:
    """The mentions that only say of what kind an encounter is the first (“the first meeting between a sitting mayor and a governor”)."""
    told = _FIRST.search(text, max(0, trigger.trigger.start - _KIND_BEFORE), sentence_of(annotations, trigger.trigger).end)
    if told is None or told.end() < trigger.trigger.end:
        return set()
    return {i for i in linked if told.end("between") <= (span := annotations.mentions[i].span).start and _INDEFINITE.match(text, span.start)}


def _linked(cast: Cast, annotations: Annotations, trigger: ContactTrigger) -> Iterable[tuple[int, float]]:
    """Linked mentions, the names that stand joined to a sure one (“Reyes and Quill talked”: both did), and those of whom a verb says that they meet;
    without those whom the words around them shut out."""
    found = dict(trigger.parties)
    for mention in _meeting_each_other(cast, annotations, trigger.trigger):
        found[mention] = max(found.get(mention, 0.0), _JOINED)
    for mention, score in trigger.parties:
        for other in cast.conjuncts(mention) if score >= _SURE else ():
            if found.get(other) == 0.0:
                continue  # another encounter's (`apart`)
            found[other] = max(found.get(other, 0.0), _JOINED * score)
    outside = _outside(cast.article.text, annotations, trigger, found) | _generic(cast.article.text, annotations, trigger, found)
    return sorted(
        (i, score) for i, score in found.items() if score and i not in outside and not _owner(cast.article.text, annotations, trigger, i, found)
    )


def weight(entity: Entity) -> float:
    """Places and things are seldom parties; where they are, the reader is sure of it."""
    return _UNLIKELY if entity.actor.kind == "place" or not entity.acts else 1.0


def parties(cast: Cast, annotations: Annotations, members: list[ContactTrigger]) -> list[Party]:
    """Everyone linked to the triggers of one contact, those who most likely take part first."""
    links: dict[str, list[Link]] = defaultdict(list)
    entities: dict[str, Entity] = {}
    for number, trigger in enumerate(members):
        for mention, score in _linked(cast, annotations, trigger):
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
            sum(score >= TELLS for score in best) / len(best),
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
