"""Encounters told at once: “met separately with A and B”, “had meetings with A and B” are one contact with each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from rapport.annotations import Annotations, ContactTrigger
from rapport.extract.actors import Cast
from rapport.extract.dating import TELLS, sentence_of
from rapport.extract.words import TITLE

_SEPARATE: Final = re.compile(r"\b(?:separate|separately|individual|individually|respectively)\b", re.IGNORECASE)
# Of several meetings each has its own people; “talks with A and B” may be one round.
_SEVERAL: Final = re.compile(r"\b(?:meetings|calls|conversations|visits|lunches|dinners|sit-downs|interviews|phone-calls)\b", re.IGNORECASE)
_WITH: Final = re.compile(r"(?:[\w’'-]+\s+){0,4}?(?:with|to)\s+", re.IGNORECASE)
_BESIDE: Final = 16  # code points before a trigger: “separate meetings”
_IN_SEPARATE: Final = re.compile(r"\s+(?:in|during|over|at)\s+(?:separate|individual)\b", re.IGNORECASE)
_SINGLE: Final = frozenset({"person", "organization"})
_NAMED: Final = rf"(?:(?:(?i:{TITLE.pattern})|the|[A-Z][\w.’'-]*)\s+){{0,6}}"  # titles and given names before a surname
_OPENS: Final = re.compile(_NAMED)
_LISTED: Final = re.compile(rf"['’]?s?\s*(?:,\s*and|,|and|,?\s*as well as)\s+(?:(?:then|later|also|separately|with|to)\s+)*{_NAMED}")


def apart(cast: Cast, annotations: Annotations, members: list[ContactTrigger]) -> list[list[ContactTrigger]]:
    """The triggers of one group once for each counterpart that their words set apart, with the other counterparts left out; as they are where nothing does."""
    listed = next((found for trigger in members if len(found := _counterparts(cast, annotations, trigger)) > 1), ())
    if not listed:
        return [members]
    return [[_without(cast, trigger, {i for i in listed if cast.of(i) is not cast.of(kept)}) for trigger in members] for kept in listed]


def _counterparts(cast: Cast, annotations: Annotations, trigger: ContactTrigger) -> Sequence[int]:
    """The mentions, each of another named actor, in the list behind “with” where a trigger tells of separate encounters; empty where it does not."""
    text, start, end = cast.article.text, trigger.trigger.start, trigger.trigger.end
    near = text[max(0, start - _BESIDE) : end].split("\n")[-1]
    stop = sentence_of(annotations, trigger.trigger).end
    opening = _WITH.search(text, start, min(stop, end + 40))
    if opening is None or opening.end() < end:
        return ()
    sure = {i for i, score in trigger.parties if score >= TELLS}
    sure |= {joined for i in sure for joined in cast.conjuncts(i)}
    heads = {i: annotations.mentions[i].head for i in cast.headed(opening.end(), stop) if i in sure}
    row = sorted(heads, key=lambda i: heads[i])
    listed = row[:1] if row and _OPENS.fullmatch(text, opening.end(), heads[row[0]].start) else []
    for left, right in pairwise(row):
        if left not in listed or not _LISTED.fullmatch(text, heads[left].end, heads[right].start):
            break
        listed.append(right)
    if not listed:
        return ()
    last = heads[listed[-1]].end
    if not (_SEVERAL.search(text, start, end) or _SEPARATE.search(near) or _SEPARATE.search(text, end, last) or _IN_SEPARATE.match(text, last)):
        return ()
    found = {entity.actor.id: i for i in listed if (entity := cast.of(i)) is not None and entity.named and entity.actor.kind in _SINGLE}
    return tuple(found.values()) if len(found) == len(listed) else ()


def _without(cast: Cast, trigger: ContactTrigger, others: set[int]) -> ContactTrigger:
    """A trigger whose links to the actors of some mentions have the probability 0, so that “and” does not bring them back."""
    out = {entity.actor.id for i in others if (entity := cast.of(i)) is not None}

    def left(links: tuple[tuple[int, float], ...]) -> dict[int, float]:
        return {i: 0.0 if any(e.actor.id in out for e in cast.all_of(i)) else score for i, score in links}

    taking = dict.fromkeys(others, 0.0) | left(trigger.parties)
    return replace(trigger, parties=tuple(sorted(taking.items())), initiator=tuple(left(trigger.initiator).items()))
