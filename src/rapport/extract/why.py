"""Why an entry stands in the ledger: the words that the reader marked, and how sure it was of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapport.annotations import Annotations, Attribution, ContactTrigger, Span
from rapport.extract.actors import Cast
from rapport.extract.contacts import ContactRules
from rapport.extract.contacts import candidates as contact_candidates
from rapport.extract.parties import Party, parties
from rapport.extract.people import people
from rapport.extract.stances import candidates as stance_candidates
from rapport.extract.stances import of_places
from rapport.extract.statements import candidates as statement_candidates
from rapport.records import Article


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the reader saw: what it took it for, the words, where they stand, and the probability (0–1) it gave."""

    what: str
    words: str
    start: int
    end: int
    score: float


def why(article: Article, annotations: Annotations, key: str, rules: ContactRules | None = None) -> tuple[Step, ...]:
    """What the record with this id was made from, in order of the text; nothing where these annotations give no such record."""
    cast = people(article, annotations)
    for contact, _, members in contact_candidates(cast, annotations, rules or ContactRules()):
        if contact.id == key:
            steps = [step for trigger in members for step in _trigger(cast, annotations, trigger)]
            return (*steps, *(_taking(cast, annotations, party) for party in parties(cast, annotations, members)))
    said = statement_candidates(cast, annotations)
    for statement, _, item in said:
        if statement.id == key:
            return tuple(_attribution(cast, annotations, item))
    for _, candidate in stance_candidates(cast, annotations, [(statement, item) for statement, _, item in said]):
        if of_places(cast, annotations, candidate).id == key:
            return tuple(
                _step(article.text, f"{place.polarity} toward {place.target.actor.name}", span, place.score)
                for place in candidate.places
                for span, role in place.evidence
                if role in ("sentence", "content")
            )
    return ()


def _step(text: str, what: str, span: Span, score: float) -> Step:
    return Step(what, text[span.start : span.end], span.start, span.end, round(score, 4))


def _trigger(cast: Cast, annotations: Annotations, trigger: ContactTrigger) -> Iterator[Step]:
    text = cast.article.text
    yield _step(text, "tells of a contact", trigger.trigger, trigger.score)
    yield _step(text, f"channel: {trigger.channel}", trigger.trigger, trigger.channel_score)
    yield _step(text, f"status: {trigger.status}", trigger.trigger, trigger.status_score)
    for role, linked in (("party", trigger.parties), ("made the approach", trigger.initiator)):
        for mention, score in sorted(linked, key=lambda pair: annotations.mentions[pair[0]].span):
            names = ", ".join(entity.actor.name for entity in cast.all_of(mention))
            yield _step(text, f"{role}: {names}" if names else role, annotations.mentions[mention].span, score)


def _taking(cast: Cast, annotations: Annotations, party: Party) -> Step:
    """How likely an actor takes part, from all that was read of the contact."""
    return _step(cast.article.text, f"takes part: {party.entity.actor.name}", annotations.mentions[party.mention].span, party.probability)


def _attribution(cast: Cast, annotations: Annotations, item: Attribution) -> Iterator[Step]:
    text = cast.article.text
    for role, spans in (("source", item.source), ("cue", item.cue), ("content", item.content)):
        for span in spans:
            yield _step(text, role, span, item.score)
    for span in item.cue[:1]:
        yield _step(text, f"act: {item.act}", span, item.act_score)
    for role, linked in (("told", item.audience), ("about", item.about)):
        for mention, score in linked:
            names = ", ".join(entity.actor.name for entity in cast.all_of(mention))
            if names:
                yield _step(text, f"{role}: {names}", annotations.mentions[mention].span, score)
