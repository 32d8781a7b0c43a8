"""Stances of one article: what its actors hold of each other, in what they say and in what is told of them. The article's own slant is none."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.extract.actors import Cast, Entity
from rapport.extract.confidence import Features, confidence
from rapport.extract.dating import sentence_of
from rapport.extract.sources import chain
from rapport.records import Evidence, EvidenceRole, Polarity, Source, Stance, Statement, When, content_id

_LEAST: Final = 0.3  # probability below which nothing is gathered
# “called her “a wrecking ball””, “dubbed him a communist”, “described the plan as a disaster”: the words by which someone is named.
_NAMING: Final = re.compile(
    r"\b(?:call|brand|label|labell|dubb?|nicknam|deem|mock|derid|denounc|describ|depict|portray|prais|hail|laud|dismiss|slamm?|blast|referr?|condemn|attack)"
    r"(?:e|es|ed|s|ing)?(?:\s+to)?\s+$",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"\s+(?:as\s+)?(?P<words>“[^“”\n]{2,80}”|\"[^\"\n]{2,80}\"|(?:an?|the)\s+[^\W_][^,.;:()“”\"\n]{1,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """One place that shows a stance."""

    holder: Entity
    target: Entity
    polarity: Polarity
    score: float
    spoken: bool  # whether the holder says it
    evidence: tuple[tuple[Span, EvidenceRole], ...]
    when: When | None
    according_to: tuple[Source, ...]


def stances(cast: Cast, annotations: Annotations, said: Sequence[tuple[Statement, Attribution]]) -> list[Stance]:
    """All stances in order of their first evidence; `said` are the article's statements with what they were made from."""
    found = [replace(stance, confidence=confidence("stance", features)) for stance, features in candidates(cast, annotations, said)]
    return sorted(found, key=lambda stance: (min(e.start for e in stance.evidence), stance.id))


def candidates(cast: Cast, annotations: Annotations, said: Sequence[tuple[Statement, Attribution]]) -> list[tuple[Stance, Features]]:
    """The stances with what their confidence is calibrated on. One holder is of one mind about a target at one time: the surer polarity stays."""
    return [of_places(cast, best, places) for best, places in seen(cast, annotations, said)]


def seen(cast: Cast, annotations: Annotations, said: Sequence[tuple[Statement, Attribution]]) -> list[tuple[Seen, list[Seen]]]:
    """For each stance the place that shows it best and all that show it."""
    groups: dict[tuple[str, str, str | None, str | None], list[Seen]] = defaultdict(list)
    for place in (*_spoken(cast, annotations, said), *_told(cast, annotations)):
        when = place.when or When("")
        groups[place.holder.actor.id, place.target.actor.id, when.start, when.end].append(place)
    result = []
    for places in groups.values():
        best = max(places, key=lambda place: (place.score, place.polarity))
        result.append((best, [place for place in places if place.polarity == best.polarity]))
    return result


def _spoken(cast: Cast, annotations: Annotations, said: Sequence[tuple[Statement, Attribution]]) -> Iterator[Seen]:
    """What speakers hold of those whom their statements name."""
    by_id = {entity.actor.id: entity for entity in (*cast.entities, *cast.extra.values())}
    for statement, item in said:
        holder = by_id.get(statement.speaker or "")
        if holder is None:
            continue
        best: dict[str, tuple[float, Polarity, int, Entity]] = {}
        for mention, positive, negative in item.stances:
            for target in cast.all_of(mention):
                polarity: Polarity = "positive" if positive >= negative else "negative"
                score = max(positive, negative)
                if target is not holder and _can_be(target) and score > best.get(target.actor.id, (_LEAST,))[0]:
                    best[target.actor.id] = (score, polarity, mention, target)
        for score, polarity, mention, target in best.values():
            spans: list[tuple[Span, EvidenceRole]] = [(span, "content") for span in item.content]
            spans += [*((span, "holder") for span in item.source), (annotations.mentions[mention].span, "target")]
            yield Seen(holder, target, polarity, score, True, (*spans, *_label(cast, annotations, mention)), statement.when, statement.according_to)


def _told(cast: Cast, annotations: Annotations) -> Iterator[Seen]:
    """What a sentence tells that one actor holds of another."""
    for item in annotations.attitudes:
        holder, target = cast.of(item.holder), cast.of(item.target)
        if holder is None or target is None or holder is target or not (_can_be(holder) and _can_be(target)) or item.score <= _LEAST:
            continue
        place, aim = annotations.mentions[item.holder].span, annotations.mentions[item.target].span
        sources = tuple(link for link in chain(cast, annotations, place, annotations.attributions) if link.actor != holder.actor.id)
        spans: tuple[tuple[Span, EvidenceRole], ...] = ((sentence_of(annotations, aim), "sentence"), (place, "holder"), (aim, "target"))
        yield Seen(holder, target, item.polarity, item.score, False, (*spans, *_label(cast, annotations, item.target)), None, sources)


def _can_be(entity: Entity) -> bool:
    """Whether someone can hold a stance or be its target: not a day, an event or a thing."""
    return entity.acts and (entity.named or entity.actor.kind in ("unnamed", "group"))


def _label(cast: Cast, annotations: Annotations, target: int) -> tuple[tuple[Span, EvidenceRole], ...]:
    """The words by which a target is named, where a verb of naming stands before its mention."""
    text, span = cast.article.text, annotations.mentions[target].span
    if not _NAMING.search(text, max(0, span.start - 30), span.start):
        return ()
    found = _LABEL.match(text, span.end)
    if not found:
        return ()
    start, end = found.span("words")
    end = start + len(text[start:end].rstrip())
    return ((Span(start, end), "label"),)


def of_places(cast: Cast, best: Seen, places: list[Seen]) -> tuple[Stance, Features]:
    text = cast.article.text
    unique = dict.fromkeys((span.start, span.end, role) for place in places for span, role in place.evidence)
    evidence = tuple(Evidence(start, end, role, text[start:end]) for start, end, role in sorted(unique))
    label = next((text[span.start : span.end].strip('“”" ') for span, role in best.evidence if role == "label"), None)
    holder, target, article = best.holder.actor.id, best.target.actor.id, cast.article.id
    stance = Stance(
        id=content_id("stance", article, holder, target, best.polarity, [(e.role, e.start, e.end) for e in evidence]),
        article=article, holder=holder, target=target, polarity=best.polarity, confidence=0.0, evidence=evidence,
        label=label, when=best.when, according_to=best.according_to,
    )  # fmt: skip
    score = min(max(best.score, 1e-4), 1 - 1e-4)
    return stance, (math.log(score / (1 - score)), float(best.spoken), math.log(len(places)), float(label is not None))
