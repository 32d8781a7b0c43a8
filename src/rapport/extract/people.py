"""Everyone in an article, and whom its plural words stand for: “the two”, “they” after a pair of names, “we” in somebody's mouth."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from rapport.annotations import Annotations
from rapport.extract.actors import Cast, Entity, cast
from rapport.extract.owned import name_owned
from rapport.records import Article

_TWO: Final = re.compile(
    r"(?:(?:the |these )?(?:two|pair|duo)|both)(?: (?:men|women|leaders|presidents|politicians|rivals|friends|officials))?|the (?:men|women)",
    re.IGNORECASE,
)
_THEY: Final = re.compile(r"they|them|their|each other|themselves", re.IGNORECASE)
_EVENT: Final = re.compile(r"\b(?:campaign|election|race|primary|summit|convention)$", re.IGNORECASE)
_WE: Final = re.compile(r"we|us|our", re.IGNORECASE)
_LINKED: Final = 0.3  # a party less sure is none
_RARER: Final = 3  # a third name is no rival where the article has it so many times more seldom
# Sentences before the word's own in which the pair is sought, nearest first.
_BACK: Final = (0, 1, 2, 4)


def people(article: Article, annotations: Annotations) -> Cast:
    """The cast of an article, with the pairs and speakers that its plural words stand for."""
    found = cast(article, annotations)
    name_owned(found, annotations)
    starts = [s.start for s in annotations.sentences]
    alone = _alone(found, annotations)
    for i, mention in enumerate(annotations.mentions):
        phrase = article.text[mention.span.start : mention.span.end]
        own = found.of(i)
        speaker = found.of(found.said[i]) if i in found.said and _WE.fullmatch(phrase) else None
        if speaker is not None and speaker.actor.kind in ("person", "unnamed"):
            found.stands_for[i] = (speaker,)
        elif (
            own is not None
            and own.named
            and not (_THEY.fullmatch(phrase) and (i in alone or _far(found, annotations, starts, own, mention.span.start)))
        ):
            continue
        elif _is_two(article.text, mention.span.start, phrase) or (
            _THEY.fullmatch(phrase) and (own is None or not own.acts or own.named or _TWO.fullmatch(own.actor.name) or _is_event(own))
        ):
            pair = _pair_before(found, annotations, starts, mention.span.start)
            if pair:
                found.stands_for[i] = pair
    for pronoun, other in _apart(found, annotations):
        found.stands_for[pronoun] = (other,)
    return found


def _alone(found: Cast, annotations: Annotations) -> set[int]:
    """Mentions of a body or a place that take part in an encounter with nobody else but it: “they” of “the Harbor Office said they discussed the ferry” are others."""
    result = set()
    for trigger in annotations.contacts:
        linked = [i for i, score in trigger.parties if score >= _LINKED]
        who = {entity.actor.id: entity for i in linked if (entity := found.of(i)) is not None}
        if len(who) == 1 and next(iter(who.values())).actor.kind in ("organization", "place"):
            result |= set(linked)
    return result


_AUXILIARY: Final = re.compile(
    r"\s*(?:(?:also|had|has|have|recently|then|later|once|again|personally|privately|briefly|first|even|would|will|did|never|not|often|with|to|by|from)\s*)*"
)
_PERSONAL: Final = re.compile(r"he|she|him|her", re.IGNORECASE)


def _apart(found: Cast, annotations: Annotations) -> list[tuple[int, Entity]]:
    """Pronouns on one side of a trigger whose cluster is the name on its other side (“he called Quill”), and who else they may be.

    Nobody meets himself: the subject and the object of one verb are two (Chomsky 1981, principles B and C). The other is the named person
    who was mentioned last before in that sentence or the one before it.
    """
    text = found.article.text
    starts = [s.start for s in annotations.sentences]
    result = []
    for trigger in annotations.contacts:
        linked = [(i, annotations.mentions[i]) for i, score in trigger.parties if score >= _LINKED]
        before = [(i, m) for i, m in linked if m.head.end <= trigger.trigger.start and _AUXILIARY.fullmatch(text, m.head.end, trigger.trigger.start)]
        after = [(i, m) for i, m in linked if m.span.start >= trigger.trigger.end and _AUXILIARY.fullmatch(text, trigger.trigger.end, m.span.start)]
        for i, left in before:
            for j, right in after:
                pair = found.of(i), found.of(j)
                if pair[0] is None or pair[0] is not pair[1]:
                    continue
                pronoun = next((n for n, m in ((i, left), (j, right)) if _PERSONAL.fullmatch(text[m.span.start : m.span.end])), None)
                if pronoun is None:
                    continue
                sentence = max(0, bisect_right(starts, left.span.start) - 1)
                earlier = (found.of(n) for n in reversed(found.headed(starts[max(0, sentence - 1)], annotations.mentions[pronoun].span.start)))
                other = next((e for e in earlier if e is not None and e is not pair[0] and e.named and e.actor.kind == "person"), None)
                if other is not None:
                    result.append((pronoun, other))
    return result


def _is_event(own: Entity) -> bool:
    """Whether “they” hardly are this description of a body that is as often an event (“the mayoral campaign”)."""
    return own.actor.kind == "organization" and _EVENT.search(own.actor.name) is not None


def _far(found: Cast, annotations: Annotations, starts: list[int], own: Entity, at: int) -> bool:
    """Whether “they” hardly are this place or body: it is not named in their sentence or the one before."""
    if own.actor.kind not in ("organization", "place"):
        return False
    begin = starts[max(0, bisect_right(starts, at) - 2)]
    names = (annotations.mentions[i] for i in found.headed(begin, at) if found.of(i) is own)
    return own.actor.kind == "place" or all(m.form == "pronoun" for m in names)


def _is_two(text: str, at: int, phrase: str) -> bool:
    """Whether a phrase speaks of two who are known: “the two”, whether or not the article belongs to it, but not “two men were held”."""
    return _TWO.fullmatch(phrase) is not None and (
        not phrase.lower().startswith(("two", "pair", "duo")) or text[:at].lower().endswith(("the ", "these "))
    )


def _pair_before(found: Cast, annotations: Annotations, starts: list[int], at: int) -> tuple[Entity, ...] | None:
    """The two named people of the nearest stretch of sentences before a place that has any two; null where it has more that the article often names.

    Among annotated contacts with such a phrase, exactly two names stand in that stretch in 43 of 63 cases, and are the parties in 35.
    """
    sentence = max(0, bisect_right(starts, at) - 1)
    for back in _BACK:
        inside = (found.of(i) for i in found.headed(starts[max(0, sentence - back)], at))
        named = {e.actor.id: e for e in inside if e is not None and e.named and e.actor.kind == "person"}
        ranked = sorted(named.values(), key=lambda e: -len(e.members))
        if len(ranked) >= 2:
            alone = len(ranked) == 2 or _RARER * len(ranked[2].members) <= len(ranked[1].members)
            return tuple(e for e in named.values() if e in ranked[:2]) if alone else None
    return None


__all__ = ["people"]
