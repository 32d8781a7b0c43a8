"""Statements of one article: attributions with their speaker, form, act, audience and whom they are about."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.extract.actors import Cast, Entity
from rapport.extract.acts import TAKEN_BACK, act_of
from rapport.extract.confidence import Features, confidence
from rapport.extract.fits import PRONOUNS
from rapport.extract.quotations import attributions, form_of
from rapport.extract.sources import chain, kind_of_phrase, source_entity, told_outlet
from rapport.extract.uttered import spoken_of, uttered
from rapport.extract.words import SAYING, SHOWING, UNDONE
from rapport.records import Act, Evidence, EvidenceRole, Source, Statement, content_id

_TELLING: Final = re.compile(
    r"\b(?:told|tells?|telling|asked|asks|asking|warned|warns|warning|reminded|assured|informed|urged|urges|urging)$", re.IGNORECASE
)
ABOUT: Final = 0.35  # how sure the reader must be that a statement is about someone whom it names
ABOUT_UNNAMED: Final = 0.5  # the same for those whom it only describes (“the voters”)
ABOUT_KINDS: Final = frozenset({"person", "organization", "place", "group"})
UNNAMED_KINDS: Final = frozenset({"organization", "group", "unnamed"})
_CALLED: Final = re.compile(r"(?:\w+ )?(?:call|brand|label|dubb)(?:s|ed|ing)?", re.IGNORECASE)
_TO: Final = re.compile(
    r"(?:(?<=said)|(?<=says)|(?<=wrote)|(?<=complained)|(?<=explained)|(?<=suggested))\s+to\s+(?!cheers|applause|laughter|boos|jeers)"
)
_FOR: Final = re.compile(r"\s+(?:for|on|upon)\b")
_ENDED: Final = re.compile(r"[.!?…]|,?[”\"’']|$")
_EVEN: Final = 0.5  # of those that praise or criticize by more, seven in ten do so, of all six (development statements)
_NAMED: Final = 0.3  # a stance less probable says nothing
_REACH: Final = 60  # code points from a cue to the head of whoever was told


def statements(cast: Cast, annotations: Annotations) -> list[tuple[Statement, Attribution]]:
    """All statements in order of their content, each with the attribution that it was made from."""
    found = candidates(cast, annotations)
    unique = {record.id: (replace(record, confidence=confidence("statement", features)), item) for record, features, item in found}
    return sorted(unique.values(), key=lambda pair: (min(e.start for e in pair[0].evidence if e.role == "content"), pair[0].id))


def candidates(cast: Cast, annotations: Annotations) -> list[tuple[Statement, Features, Attribution]]:
    """The statements with what their confidence is calibrated on and what they were made from."""
    text = cast.article.text
    spoken = [(item, source_entity(cast, annotations, item)) for item in attributions(text, annotations) if item.content]
    return [
        (_statement(cast, annotations, item, speaker), _features(text, item), item)
        for item, speaker in spoken
        if speaker is None or speaker.acts or _tells(text, item)
    ]


def _tells(text: str, item: Attribution) -> bool:
    """Whether a source that is no actor tells something: a document, poll or outlet does; another thing where the cue is a word of telling (“the evidence
    shows”, but not “the hearing focused on”)."""
    phrase = text[item.source[0].start : item.source[-1].end]
    return kind_of_phrase(phrase) is not None or any(SHOWING.search(text[cue.start : cue.end]) for cue in item.cue)


def _features(text: str, item: Attribution) -> Features:
    """The score of spans and links, whether a source is there, how long the content is, whether it is quoted, whether the cue is a word of saying,
    whether it says that nothing was said, whether the source is a bare pronoun."""
    length = sum(span.end - span.start for span in item.content)
    cue = " ".join(text[span.start : span.end] for span in item.cue)
    source = text[item.source[0].start : item.source[-1].end].lower() if item.source else ""
    return (
        item.score,
        float(bool(item.source)),
        math.log(length + 1) / 5,
        float(form_of(text, item.content) != "indirect"),
        float(SAYING.search(cue) is not None),
        float(UNDONE.search(cue) is not None),
        float(source in PRONOUNS),
    )


def _about(cast: Cast, annotations: Annotations, item: Attribution, speaker: Entity | None) -> tuple[str, ...]:
    """Actors that the content speaks of, in order of first mention, the speaker left out: of those whom it names or describes the ones whom the reader takes to be what it is about."""
    scores = dict(item.about)
    found: dict[str, bool] = {}
    for span in item.content:
        for i in cast.headed(span.start, span.end):
            for entity in cast.all_of(i) if annotations.mentions[i].head.end <= span.end else ():
                kinds, least = (ABOUT_KINDS, ABOUT) if entity.named else (UNNAMED_KINDS, ABOUT_UNNAMED)
                if entity is not speaker and entity.actor.kind in kinds:
                    # Of what a pattern found the reader says nothing: it is about whom it names.
                    found[entity.actor.id] = found.get(entity.actor.id, False) or scores.get(i, float(entity.named)) >= least
    return tuple(actor for actor, surely in found.items() if surely)


def _audience(cast: Cast, annotations: Annotations, item: Attribution, speaker: Entity | None) -> str | None:
    told = told_outlet(cast.article.text, item)
    after = None if told else _told(cast, annotations, item)
    if after is not None and after is not speaker:
        return after.actor.id
    scored = sorted(item.audience, key=lambda pair: -pair[1])
    for mention, score in scored:
        entity = cast.of(mention)
        if entity is not None and entity is not speaker and score >= 0.5:
            return entity.actor.id
    if told is None:
        return None
    return cast.add(told[1].start, told[1].end, "organization").actor.id


def _told(cast: Cast, annotations: Annotations, item: Attribution) -> Entity | None:
    """Whom the words right behind a cue of telling name: “told the crowd”, “asked Reyes”, “said to her aides”."""
    text = cast.article.text
    for cue in item.cue[:1]:
        to = _TO.match(text, cue.end)
        if not to and not _TELLING.search(text[cue.start : cue.end]):
            continue
        begin = to.end() if to else cue.end
        for i in cast.headed(begin, begin + _REACH):
            if annotations.mentions[i].span.start <= begin + 2 and not any(
                c.start <= annotations.mentions[i].span.start < c.end for c in item.content
            ):
                return cast.of(i)
    return None


def _nested(cast: Cast, annotations: Annotations, item: Attribution) -> tuple[Source, ...]:
    """Who reports the statement, where it stands inside another's content."""
    place = item.cue[0] if item.cue else item.content[0]
    others = [a for a in annotations.attributions if a is not item and a.cue != item.cue]
    return chain(cast, annotations, place, others)


def _naming(text: str, cue: str, item: Attribution) -> Act | None:
    """What someone does who calls somebody something (“called her a wrecking ball”): praises or criticizes, and requests nothing."""
    if not _CALLED.fullmatch(cue) or item.act not in ("request", "assert") or _FOR.match(text, item.cue[-1].end):
        return None
    liked, disliked = (max((stance[i] for stance in item.stances), default=0.0) for i in (1, 2))
    if max(liked, disliked) < _NAMED:
        return "assert"
    return "praise" if liked > disliked else "criticize"


def _statement(cast: Cast, annotations: Annotations, item: Attribution, speaker: Entity | None) -> Statement:
    text = cast.article.text
    speaker_id = speaker.actor.id if speaker else None
    cue = " … ".join(text[s.start : s.end] for s in item.cue) or None
    content = " … ".join(re.sub(r"\s+", " ", text[s.start : s.end]) for s in item.content)
    named = (act_of(cue) if cue else None) or _naming(text, cue or "", item)
    act = named or item.act
    if named is None and act == "criticize" and any(_ENDED.match(content, back.end()) for back in TAKEN_BACK.finditer(content)):
        act = "assert"  # “I called her a menace. I was wrong.”
    due = spoken_of(cast, annotations, item) if act in ("promise", "predict") else None
    roles: list[tuple[EvidenceRole, tuple[Span, ...]]] = [("source", item.source), ("cue", item.cue), ("content", item.content)]
    roles += [("when", (due[1],))] if due else []
    evidence = tuple(Evidence(s.start, s.end, role, text[s.start : s.end]) for role, spans in roles for s in spans)
    return Statement(
        id=content_id("statement", cast.article.id, [(e.role, e.start, e.end) for e in evidence]),
        article=cast.article.id, speaker=speaker_id, form=form_of(text, item.content), act=act, content=content,
        confidence=0.0, evidence=evidence,
        cue=cue,
        audience=_audience(cast, annotations, item, speaker), about=_about(cast, annotations, item, speaker),
        when=due[0] if due else uttered(cast, annotations, item), according_to=_nested(cast, annotations, item),
        unsure=named is None and act in ("praise", "criticize") and item.act_score < _EVEN,
    )  # fmt: skip
