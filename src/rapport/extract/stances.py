"""Stances of one article: what its actors hold of each other, in what they say and in what is told of them. The article's own slant is none."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.extract.actors import Cast, Entity
from rapport.extract.acts import TAKEN_BACK
from rapport.extract.confidence import Features, confidence, log_odds
from rapport.extract.dating import sentence_of
from rapport.extract.sources import chain
from rapport.records import ACTS, Evidence, EvidenceRole, Polarity, Source, Stance, Statement, When, content_id

_BEFORE: Final = 40  # code points before a holder
_LEAST: Final = 0.1  # probability below which a place shows nothing beside a surer one
_NOTHING: Final = (0.0, 0.0)
_ABOUT: Final = 0.1  # how sure the reader must be that a statement is about someone before it is asked what its speaker holds of them
_EVEN: Final = 0.5  # how sure the less sure of two polarities must be to be told beside the other
Key = tuple[str, str, str | None, str | None]  # holder, target, and the interval
_POLARITIES: Final[tuple[Polarity, ...]] = ("positive", "negative")
_ACTS: Final = (ACTS.index("praise"), ACTS.index("criticize"))
# “called her “a wrecking ball””, “dubbed him a communist”, “described the plan as a disaster”: the words by which someone is named.
_NAMING: Final = re.compile(
    r"\b(?:call|brand|label|labell|dubb?|nicknam|deem|mock|derid|denounc|describ|depict|portray|prais|hail|laud|dismiss|slamm?|blast|referr?|condemn|attack)"
    r"(?:e|es|ed|s|ing)?(?:\s+to)?\s+$",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"\s+(?:as\s+)?(?P<words>“[^“”\n]{2,80}”|\"[^\"\n]{2,80}\"|(?:an?|the)\s+[^\W_][^,.;:()“”\"\n]{1,60})", re.IGNORECASE)


# Whom others only side with or against (“donors backing Quill attacked Reyes”) is not who holds what these hold.
_SIDED: Final = re.compile(
    r"\b(?:supporting|backing|endorsing|opposing|behind|(?:allied|aligned|affiliated) with|loyal to|close to|critical of|opposed to|hostile to)\s+(?:[A-Z][\w.’'-]*\s+)*$"
)
# Whom a speaker only addresses.
_ADDRESSED: Final = re.compile(
    r"(?:my )?(?:ladies(?: and gentlemen)?|gentlemen|folks|friends|guys|fellow \w+|dear \w+|everybody|everyone)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One place that shows a stance: `spoken` where the holder says it, else it is told at the holder's mention `at`. `features` are what its confidence rests on."""

    holder: Entity
    target: Entity
    polarity: Polarity
    features: Features
    spoken: bool
    evidence: tuple[tuple[Span, EvidenceRole], ...]
    when: When | None
    at: Span | None = None
    according_to: tuple[Source, ...] = ()

    @property
    def kind(self) -> str:
        return "stance" if self.spoken else "told"

    @property
    def score(self) -> float:
        """The probability that this place by itself shows what it is taken for."""
        return confidence(self.kind, (*self.features, 0.0))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What places make a stance of, the one that shows it best first; `features` are those of that place and how many agree."""

    places: tuple[Seen, ...]
    features: Features

    @property
    def confidence(self) -> float:
        return confidence(self.places[0].kind, self.features)


def stances(
    cast: Cast, annotations: Annotations, said: Sequence[tuple[Statement, Attribution]], least: float = 0.0, told: float = 0.0
) -> list[Stance]:
    """The stances that are at least so sure where the holder speaks, and where it is told of them, in order of their first evidence; `said` are the article's statements with what they
    were made from.

    One holder is of one mind about a target at one time: the surer polarity stays, the other beside it where both are more likely than not (“had called him a communist”, and warmth when they met).
    """
    best: dict[Key, list[Candidate]] = defaultdict(list)
    for key, candidate in candidates(cast, annotations, said):
        best[key].append(candidate)
    kept: list[Candidate] = []
    for both in best.values():
        surer, *other = sorted(both, key=lambda candidate: -candidate.confidence)
        kept += [surer, *(candidate for candidate in other if candidate.confidence >= _EVEN)]
    sure = (candidate for candidate in kept if candidate.confidence >= (least if candidate.places[0].spoken else told))
    found = [of_places(cast, annotations, candidate) for candidate in sure]
    return sorted(found, key=lambda stance: (min(e.start for e in stance.evidence), stance.id))


def candidates(cast: Cast, annotations: Annotations, said: Sequence[tuple[Statement, Attribution]]) -> list[tuple[Key, Candidate]]:
    """Both polarities of everyone toward everyone of whom a place says something: who, toward whom and when, with the places, the surest first."""
    groups: dict[tuple[Key, Polarity], list[Seen]] = defaultdict(list)
    taken_back = _taken_back(cast.article.text, annotations)
    for place in (*_spoken(cast, annotations, said), *_told(cast, annotations)):
        if taken_back and place.polarity == "negative":
            aims = [span for span, role in place.evidence if role == "target"]
            if any(back.start <= aim.start < back.end for aim in aims for back in taken_back):
                continue
        when = place.when or When("")
        groups[(place.holder.actor.id, place.target.actor.id, when.start, when.end), place.polarity].append(place)
    result = []
    for (key, _), places in groups.items():
        ranked = sorted(places, key=lambda place: (-place.score, place.evidence[0][0]))
        agreeing = [ranked[0], *(place for place in ranked[1:] if place.score > _LEAST)]
        result.append((key, Candidate(tuple(agreeing), (*ranked[0].features, math.log(len(agreeing))))))
    return result


def _spoken(cast: Cast, annotations: Annotations, said: Sequence[tuple[Statement, Attribution]]) -> Iterator[Seen]:
    """What speakers hold of those whom their statements name: of each target the mention about which the reader is surest.

    A statement that names many is about few of them: its confidence also rests on how many there are, and how far the target's score is below the highest.
    """
    by_id = {entity.actor.id: entity for entity in (*cast.entities, *cast.extra.values())}
    for statement, item in said:
        holder = by_id.get(statement.speaker or "")
        if holder is None:
            continue
        about, sentiments = dict(item.about), {mention: tuple(scores) for mention, *scores in item.sentiments}
        stances = {mention: tuple(scores) for mention, *scores in item.stances}
        surest = [max((scores[side] for _, *scores in item.stances), default=0.0) for side in range(len(_POLARITIES))]
        best: dict[tuple[str, Polarity], tuple[float, int, Entity]] = {}
        for mention, *held in item.held:
            for target in cast.all_of(mention):
                if target is holder or not _can_be(target) or about.get(mention, 0.0) < _ABOUT:
                    continue
                for polarity, *scores in zip(_POLARITIES, held, stances.get(mention, _NOTHING), strict=True):
                    if sum(scores) > best.get((target.actor.id, polarity), (-1.0,))[0]:
                        best[target.actor.id, polarity] = (sum(scores), mention, target)
        told = {mention: tuple(scores) for mention, *scores in item.held}
        for (_, polarity), (_, mention, target) in best.items():
            score = stances.get(mention, _NOTHING)[_POLARITIES.index(polarity)]
            spans: list[tuple[Span, EvidenceRole]] = [(span, "content") for span in item.content]
            spans += [*((span, "holder") for span in item.source), (annotations.mentions[mention].span, "target")]
            label = _label(cast, annotations, mention)
            features = (
                *_of_speech(
                    polarity,
                    score,
                    told[mention],
                    sentiments.get(mention, (1 / 3, 1 / 3)),
                    item.acts,
                    about.get(mention, 0.0),
                    label=bool(label),
                ),
                float(target.actor.kind == "person"),
                math.log(1 + len(best)),
                log_odds(score) - log_odds(surest[_POLARITIES.index(polarity)]),
            )
            yield Seen(holder, target, polarity, features, True, (*spans, *label), statement.when, according_to=statement.according_to)


def _taken_back(text: str, annotations: Annotations) -> list[Span]:
    """What speakers take back of what they said before, in the same paragraph: a quotation often goes on behind its cue."""
    found = []
    for item in annotations.attributions:
        for span in item.content:
            end = max((back.end() for back in TAKEN_BACK.finditer(text, span.start, (text.find("\n", span.end) + 1 or len(text) + 1) - 1)), default=0)
            if end:
                found.append(Span(span.start, end))
    return found


def _of_speech(
    polarity: Polarity, score: float, held: Sequence[float], sentiment: Sequence[float], acts: Sequence[float], about: float, *, label: bool
) -> Features:
    """What the confidence of a speaker's stance rests on: the stance itself, what the statement tells of it, how the words speak of the target, what the statement does, whether it
    is about the target, whether the target is named by a word, and the polarity."""
    own, other = (0, 1) if polarity == "positive" else (1, 0)
    done = [acts[i] for i in _ACTS] if acts else [0.0, 0.0]
    return (
        log_odds(score),
        log_odds(held[own]),
        _ratio(sentiment[own], sentiment[other]),
        _ratio(done[own], done[other]),
        math.log(done[own] + 0.01),
        log_odds(about),
        float(label),
        float(polarity == "negative"),
    )


def _ratio(one: float, other: float) -> float:
    return math.log((one + 0.02) / (other + 0.02))


def _told(cast: Cast, annotations: Annotations) -> Iterator[Seen]:
    """What a sentence tells that one actor holds of another."""
    for item in annotations.attitudes:
        holder, target = cast.of(item.holder), cast.of(item.target)
        if holder is None or target is None or holder is target or not (_can_be(holder) and _can_be(target)) or item.score <= _LEAST:
            continue
        place, aim = annotations.mentions[item.holder].span, annotations.mentions[item.target].span
        if _SIDED.search(cast.article.text, max(0, place.start - _BEFORE), place.start):
            continue
        label = _label(cast, annotations, item.target)
        spans: tuple[tuple[Span, EvidenceRole], ...] = ((sentence_of(annotations, aim), "sentence"), (place, "holder"), (aim, "target"), *label)
        features = (log_odds(item.score), float(bool(label)), float(item.polarity == "negative"))
        yield Seen(holder, target, item.polarity, features, False, spans, None, place)


def _can_be(entity: Entity) -> bool:
    """Whether someone can hold a stance or be its target: not a day, an event, a thing, or those whom a speaker only addresses."""
    return entity.acts and (entity.named or entity.actor.kind in ("unnamed", "group")) and not _ADDRESSED.fullmatch(entity.actor.name)


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


def _told_by(cast: Cast, annotations: Annotations, place: Seen) -> tuple[Source, ...]:
    """On whose word a place rests; nobody is a source of what they hold themselves."""
    if place.at is None:
        return place.according_to
    return tuple(link for link in chain(cast, annotations, place.at, annotations.attributions) if link.actor != place.holder.actor.id)


def of_places(cast: Cast, annotations: Annotations, candidate: Candidate) -> Stance:
    """The record of a candidate."""
    best, text = candidate.places[0], cast.article.text
    unique = dict.fromkeys((span.start, span.end, role) for place in candidate.places for span, role in place.evidence)
    evidence = tuple(Evidence(start, end, role, text[start:end]) for start, end, role in sorted(unique))
    label = next((text[span.start : span.end].strip('“”" ') for span, role in best.evidence if role == "label"), None)
    holder, target, article = best.holder.actor.id, best.target.actor.id, cast.article.id
    return Stance(
        id=content_id("stance", article, holder, target, best.polarity, [(e.role, e.start, e.end) for e in evidence]),
        article=article, holder=holder, target=target, polarity=best.polarity, confidence=candidate.confidence, evidence=evidence,
        label=label, when=best.when, according_to=_told_by(cast, annotations, best),
    )  # fmt: skip
