"""Encounters told at once: “met separately with A and B”, “had meetings with A and B” are one contact with each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from rapport.annotations import Annotations, ContactTrigger
from rapport.extract.actors import Cast
from rapport.extract.dating import sentence_of

_TELLS: Final = 0.25  # a trigger tells of an actor from this probability on
_SEPARATE: Final = re.compile(r"\b(?:separate|separately|individual|individually|respectively)\b", re.IGNORECASE)
# Of several meetings each has its own people; “talks with A and B” may be one round.
_SEVERAL: Final = re.compile(r"\b(?:meetings|calls|conversations|visits|lunches|dinners|sit-downs|interviews|phone-calls)\b", re.IGNORECASE)
_WITH: Final = re.compile(r"(?:[\w’'-]+\s+){0,4}?(?:with|to)\s+", re.IGNORECASE)
_BESIDE: Final = 16  # code points before a trigger: “separate meetings”
_LISTED: Final = re.compile(r"['’]?s?\s*(?:,\s*and|,|and|as well as|,\s*as well as)\s+(?:(?:then|later|also|separately|with|to|the)\s+)*", re.IGNORECASE)


def apart(cast: Cast, annotations: Annotations, members: list[ContactTrigger]) -> list[list[ContactTrigger]]:
    """The triggers of one group once for each counterpart that their words set apart, with the other counterparts left out; as they are where nothing does."""
    listed = next((found for trigger in members if len(found := _counterparts(cast, annotations, trigger)) > 1), ())
    if not listed:
        return [members]
    return [[_without(cast, trigger, set(listed) - {kept}) for trigger in members] for kept in listed]


def _counterparts(cast: Cast, annotations: Annotations, trigger: ContactTrigger) -> Sequence[str]:
    """The actors, each a single one, in the list behind “with”, where a trigger tells of separate encounters; empty where it does not."""
    text, start, end = cast.article.text, trigger.trigger.start, trigger.trigger.end
    near = text[max(0, start - _BESIDE) : end].split("\n")[-1]
    stop = sentence_of(annotations, trigger.trigger).end
    opening = _WITH.search(text, start, min(stop, end + 40))
    if opening is None or opening.end() < end:
        return ()
    if not (_SEVERAL.search(text, start, end) or _SEPARATE.search(near) or _SEPARATE.search(text, end, opening.end())):
        return ()
    sure = {i for i, score in trigger.parties if score >= _TELLS}
    row = [i for i in cast.headed(opening.end(), stop) if i in sure]
    listed = row[:1] if row and annotations.mentions[row[0]].span.start <= opening.end() + 4 else []
    for left, right in pairwise(row):
        gap = text[annotations.mentions[left].span.end : annotations.mentions[right].span.start]
        if left not in listed or not _LISTED.fullmatch(gap):
            break
        listed.append(right)
    found = [cast.of(i) for i in listed]
    if any(entity is None or not entity.named or entity.actor.kind not in ("person", "organization") for entity in found):
        return ()
    return tuple(dict.fromkeys(entity.actor.id for entity in found if entity is not None))


def _without(cast: Cast, trigger: ContactTrigger, others: set[str]) -> ContactTrigger:
    """A trigger whose links to some actors have the probability 0, so that “and” does not bring them back."""

    def left(links: tuple[tuple[int, float], ...]) -> tuple[tuple[int, float], ...]:
        return tuple((i, 0.0 if any(e.actor.id in others for e in cast.all_of(i)) else score) for i, score in links)

    return replace(trigger, parties=left(trigger.parties), initiator=left(trigger.initiator))
