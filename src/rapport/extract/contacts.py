"""Contacts of one article: groups of triggers with the actors, phrases and sources that belong to them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Final

from rapport.annotations import Annotations, ContactTrigger, Span
from rapport.extract.actors import Cast
from rapport.extract.apart import apart
from rapport.extract.confidence import Features, confidence, log_odds
from rapport.extract.dating import dated, next_sentence, phrases, sentence_of
from rapport.extract.encounters import GroupRules, encounters
from rapport.extract.initiative import initiator
from rapport.extract.outcome import channel, demands, is_denied, outcome
from rapport.extract.parties import Party, parties
from rapport.extract.phrases import goes_on, length_in, rhythm_in
from rapport.extract.sources import chain, witnesses
from rapport.extract.times import cadence, duration
from rapport.extract.words import FRIENDLY, HOSTILE, PRIVATE
from rapport.records import (
    TOOK_PLACE,
    Cadence,
    Channel,
    Contact,
    Duration,
    Evidence,
    EvidenceRole,
    Setting,
    Status,
    Tone,
    When,
    content_id,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContactRules:
    """Thresholds chosen on the development articles, for precision before recall."""

    party: float = 0.3  # the two that surest take part, and whoever else does, by the regression of `parties`
    further: float = 0.4
    mention: float = 0.25  # a linked mention of a party from this probability on is shown as evidence
    lent: float = 0.7  # what a party counts that is taken from another trigger of the sentence
    initiator: float = 0.35
    trigger: float = 0.4  # a contact whose triggers are all less likely is none
    alike: float = 0.1  # two records of the same parties are joined where the reader gives their surest triggers this much
    max_parties: int = 8
    confidence: float = 0.62  # precision 0.75 on the development articles, 0.86 on those kept from the training
    groups: GroupRules = field(default_factory=GroupRules)


_NEAR_WORDS: Final = 60
_DANGLING: Final = re.compile(
    r"(?:\s+(?:a|an|the|of|in|on|at|to|for|from|by|with|about|over|and|or|as|his|her|their|its|is|was|are|were))+\s*\Z", re.IGNORECASE
)
_SUM: Final = re.compile(r"(?<=\d)(?:(?:[.,]\d+)+(?:\s(?:thousand|million|billion|trillion))?|\s(?:thousand|million|billion|trillion))\b")
_PRONOUN: Final = re.compile(r"he|him|she|her|they|them|it|we|us|i|me|you|this|that|who|what|which", re.IGNORECASE)
_BEYOND_DOUBT: Final = 0.9


def contacts(cast: Cast, annotations: Annotations, rules: ContactRules) -> list[Contact]:
    """All contacts with at least two parties, in order of their first trigger."""
    return [replace(contact, confidence=confidence("contact", found)) for contact, found, _ in candidates(cast, annotations, rules)]


def _settled(cast: Cast, annotations: Annotations, trigger: ContactTrigger) -> ContactTrigger:
    """A trigger with the status and the channel that its words settle, where the reader takes what did not happen for done or names no channel."""
    text, span = cast.article.text, trigger.trigger
    if demands(text, span):
        return replace(trigger, score=0.0, parties=(), initiator=())
    sentence = sentence_of(annotations, span)
    found = outcome(text, sentence, span) if trigger.status in TOOK_PLACE else None
    if trigger.status in ("absent", "denied") and not is_denied(text, sentence, span):
        found = outcome(text, sentence, span) or "happened"
    how = channel(text[span.start : span.end]) if trigger.channel == "unspecified" else None
    trigger = replace(trigger, status=found, status_score=max(trigger.status_score, 0.5)) if found else trigger
    return replace(trigger, channel=how, channel_score=max(trigger.channel_score, 0.5)) if how else trigger


def groups(cast: Cast, annotations: Annotations, rules: ContactRules) -> tuple[Annotations, list[list[ContactTrigger]]]:
    """The triggers with what their words settle, and which of them tell of one encounter."""
    annotations = replace(annotations, contacts=tuple(_settled(cast, annotations, trigger) for trigger in annotations.contacts))
    return annotations, encounters(cast, annotations, rules.groups)


def candidates(cast: Cast, annotations: Annotations, rules: ContactRules) -> list[tuple[Contact, Features, list[ContactTrigger]]]:
    """The contacts with what their confidence is calibrated on and the triggers that tell of each."""
    found: list[tuple[list[ContactTrigger], Contact, Features]] = []
    annotations, encountered = groups(cast, annotations, rules)
    numbers = {trigger.trigger: number for number, trigger in enumerate(annotations.contacts)}
    for members in (part for group in encountered for part in apart(cast, annotations, group)):
        pair = _contact(cast, annotations, members, rules)
        if pair is None:
            members = [_borrowing(annotations, trigger, rules) for trigger in members]
            pair = _contact(cast, annotations, members, rules)
        if pair is None:
            continue
        twin = next(
            (
                i
                for i, (others, other, _) in enumerate(found)
                if _one_encounter(other, pair[0]) and _likeness(numbers, others, members) >= rules.alike
            ),
            None,
        )
        if twin is None:
            found.append((members, *pair))
        else:
            both = sorted([*found[twin][0], *members], key=lambda t: t.trigger)
            joined = _contact(cast, annotations, both, rules)
            found[twin] = (both, *(joined or pair))
    return [(contact, features, members) for members, contact, features in found]


def _borrowing(annotations: Annotations, trigger: ContactTrigger, rules: ContactRules) -> ContactTrigger:
    """A trigger with the parties of the nearest one before it in its sentence (“Quill and Reyes talked and made plans to meet”)."""
    sentence = sentence_of(annotations, trigger.trigger)
    before = [t for t in annotations.contacts if sentence.start <= t.trigger.start < trigger.trigger.start]
    if not before:
        return trigger
    own = dict(trigger.parties)
    lent = {mention: score * rules.lent for mention, score in before[-1].parties}
    return replace(trigger, parties=tuple(sorted((m, max(own.get(m, 0.0), lent.get(m, 0.0))) for m in own.keys() | lent.keys())))


def _likeness(numbers: dict[Span, int], a: list[ContactTrigger], b: list[ContactTrigger]) -> float:
    """How likely two groups tell of one encounter: the best pair probability that the surest trigger of each has with any of the other, the lower of the two.

    A vague one beside them (“their engagement”) is like both and joins neither.
    """

    def pair(t: ContactTrigger, u: ContactTrigger) -> float:
        return max(dict(t.same).get(numbers[u.trigger], 0.0), dict(u.same).get(numbers[t.trigger], 0.0))

    first, second = (max(group, key=lambda t: t.score) for group in (a, b))
    return min(max(pair(first, u) for u in b), max(pair(t, second) for t in a))


def _one_encounter(a: Contact, b: Contact) -> bool:
    """Whether two records of one article tell of one contact: the same parties, channel and outcome, and no dates that exclude each other.

    In the annotated articles 1 contact in 50 has such a twin that is another encounter; among groups of triggers every fifth is a double.
    """
    parties = set(a.parties) <= set(b.parties) or set(b.parties) <= set(a.parties)
    channel = a.channel == b.channel or "unspecified" in (a.channel, b.channel)
    status = a.status == b.status or {a.status, b.status} == TOOK_PLACE
    return parties and channel and status and not _apart(a.when, b.when)


def _apart(a: When | None, b: When | None) -> bool:
    if not (a and b and a.start and b.start and a.end and b.end):
        return False
    return a.start > b.end or b.start > a.end


def _taking_part(cast: Cast, annotations: Annotations, members: list[ContactTrigger], rules: ContactRules) -> list[Party]:
    """Who takes part, the surest first: two above one threshold, the others above a higher one."""
    found = parties(cast, annotations, members)
    return [party for i, party in enumerate(found) if party.probability >= (rules.party if i < 2 else rules.further)][: rules.max_parties]


def _vote(members: list[ContactTrigger], field: str) -> str:
    votes: dict[str, float] = defaultdict(float)
    for trigger in members:
        value = getattr(trigger, field)
        votes[value] += trigger.score * getattr(trigger, field + "_score") * (0.6 if value == "unspecified" else 1.0)
    return max(sorted(votes), key=lambda v: votes[v])


def _continuing(cast: Cast, annotations: Annotations, members: list[ContactTrigger]) -> list[Span]:
    """Sentences right after one that reports the contact which open with it (“The discussion, which lasted …”) and have no trigger of their own."""
    taken = {sentence_of(annotations, t.trigger) for t in annotations.contacts}
    found = (next_sentence(annotations, t.trigger) for t in members)
    return sorted({s for s in found if s and s not in taken and goes_on(cast.article.text, s)})


def _told_about(annotations: Annotations, members: list[ContactTrigger]) -> list[Span]:
    """The sentences of the triggers, and the next one after each that is the surest of its sentence: that goes on about the main thing said."""
    own = [sentence_of(annotations, t.trigger) for t in members]
    surest: dict[Span, ContactTrigger] = {}
    for trigger in annotations.contacts:
        sentence = sentence_of(annotations, trigger.trigger)
        if sentence not in surest or trigger.score > surest[sentence].score:
            surest[sentence] = trigger
    main = [t for t, sentence in zip(members, own, strict=True) if sentence in surest and surest[sentence].trigger == t.trigger]
    return own + [s for t in main if (s := next_sentence(annotations, t.trigger))]


def _length(cast: Cast, annotations: Annotations, members: list[ContactTrigger], further: list[Span]) -> tuple[Duration, Span] | None:
    """How long it lasted: the reader's phrase where it has a value, else the only such phrase of a sentence that reports it or goes on about it."""
    text = cast.article.text
    found = [(Duration(p, duration(p)), s) for t in members for p, s in phrases(text, list(t.duration))]
    valued = [pair for pair in found if pair[0].value]
    if not valued:
        spans = [length_in(text, s) for s in (*(sentence_of(annotations, t.trigger) for t in members), *further)]
        valued = [(Duration(text[s.start : s.end], duration(text[s.start : s.end])), s) for s in spans if s]
    best = valued or found
    return best[0] if best else None


def _rhythm(cast: Cast, annotations: Annotations, members: list[ContactTrigger]) -> tuple[Cadence, Span] | None:
    """How often a recurring contact takes place, found likewise."""
    text = cast.article.text
    found = [(cadence(p), s) for t in members for p, s in phrases(text, list(t.cadence))]
    counted = [pair for pair in found if pair[0].count is not None]
    wider = [s for t in members if (s := rhythm_in(text, sentence_of(annotations, t.trigger)))]
    # The reader's phrase may break off (“weekly” of “at least twice weekly”).
    if not counted or any(s != counted[0][1] and s.start <= counted[0][1].start and counted[0][1].end <= s.end for s in wider):
        counted = [(cadence(text[s.start : s.end]), s) for s in wider] or counted
    best = counted or found
    return best[0] if best else None


def _evidence(cast: Cast, annotations: Annotations, members: list[ContactTrigger], extra: list[tuple[Span, EvidenceRole]]) -> tuple[Evidence, ...]:
    text = cast.article.text
    spans: list[tuple[Span, EvidenceRole]] = []
    for trigger in members:
        spans += [(sentence_of(annotations, trigger.trigger), "sentence"), (trigger.trigger, "trigger")]
    unique = dict.fromkeys((span.start, span.end, role) for span, role in [*spans, *extra])
    return tuple(Evidence(s, e, role, text[s:e]) for s, e, role in sorted(unique))


def _whole_name(annotations: Annotations, span: Span) -> Span:
    """A phrase with the rest of a name of which it is the end (“Office” of “the Harbor Office”)."""
    return next((Span(n.span.start, span.end) for n in annotations.names if n.span.start < span.start < n.span.end <= span.end), span)


def _whole_topic(text: str, span: Span) -> Span | None:
    """A topic without words at its end that lead to more, and with the rest of a sum (“a bill with the $5|.7 billion”); none where it is a pronoun."""
    end = span.end
    if rest := _SUM.match(text, end):
        end = rest.end()
    elif dangling := _DANGLING.search(text, span.start, end):
        end = dangling.start()
    return None if _PRONOUN.fullmatch(text, span.start, end) else Span(span.start, end)


def _nearby(text: str, members: list[ContactTrigger], pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text[max(0, t.trigger.start - _NEAR_WORDS) : t.trigger.end + 30].split("\n")[-1]) for t in members)


def _contact(cast: Cast, annotations: Annotations, members: list[ContactTrigger], rules: ContactRules) -> tuple[Contact, Features] | None:
    if max(t.score for t in members) < rules.trigger:
        return None
    taking = _taking_part(cast, annotations, members, rules)
    if len(taking) < 2:
        return None
    who = tuple(party.entity.actor.id for party in taking)
    text = cast.article.text
    how: Channel = _vote(members, "channel")  # type: ignore[assignment]
    status: Status = _vote(members, "status")  # type: ignore[assignment]
    further = _continuing(cast, annotations, members)
    opening = [about for t in members if goes_on(text, about := sentence_of(annotations, t.trigger))]
    held = dated(cast, annotations, members, status, [*further, *opening])
    lasting = _length(cast, annotations, members, further)
    repeated = _rhythm(cast, annotations, members) if status == "recurring" else None
    places = phrases(text, [_whole_name(annotations, s) for t in members for s in t.place])
    topics = phrases(text, [s for t in members for cut in t.topics if (s := _whole_topic(text, cut))])
    extra: list[tuple[Span, EvidenceRole]] = [(s, "topic") for _, s in topics] + [(s, "sentence") for s in further]
    for found, role in ((held, "when"), (lasting, "duration"), (repeated, "cadence")):
        if found:
            extra.append((found[1], role))  # type: ignore[arg-type]
    if places:
        extra.append((places[0][1], "place"))
    mentions = {i for t in members for i, score in t.parties if score >= rules.mention and any(e.actor.id in who for e in cast.all_of(i))}
    extra += [(annotations.mentions[i].span, "party") for i in sorted(mentions)]
    strongest = max(members, key=lambda t: t.score)
    sources = chain(cast, annotations, strongest.trigger, annotations.attributions)
    if not sources:
        sources = witnesses(cast, annotations, _told_about(annotations, members))
    setting: Setting | None = "private" if _nearby(text, members, PRIVATE) else None
    tone: Tone | None = "hostile" if _nearby(text, members, HOSTILE) else "friendly" if _nearby(text, members, FRIENDLY) else None
    contact = Contact(
        id=content_id("contact", cast.article.id, members[0].trigger.start, sorted(who)),
        article=cast.article.id, channel=how, status=status, parties=who,
        confidence=0.0, evidence=_evidence(cast, annotations, members, extra),
        initiator=initiator(cast, members, who, rules.initiator), setting=setting, tone=tone if status in TOOK_PLACE else None,
        when=held[0] if held else None, duration=lasting[0] if lasting else None, cadence=repeated[0] if repeated else None,
        place=places[0][0] if places else None, topics=tuple(p for p, _ in topics), according_to=sources,
    )  # fmt: skip
    return contact, _features(members, taking)


def _features(members: list[ContactTrigger], taking: list[Party]) -> Features:
    """Best trigger, how likely the two surest parties take part and by the best link of the less sure, how many triggers, whether those two are named, how sure the
    status is, and whether the best trigger is beyond doubt (the network's own probabilities bend there)."""
    strongest = max(members, key=lambda t: t.score)
    first, second = taking[:2]
    return (
        log_odds(strongest.score), second.likely, log_odds(first.probability), log_odds(second.probability), math.log(len(members)),
        float(first.entity.named and second.entity.named), strongest.status_score * strongest.channel_score, float(strongest.score >= _BEYOND_DOUBT),
    )  # fmt: skip
