"""Statements of one article: attributions with their speaker, form, act, audience and whom they are about."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.extract.actors import Cast, Entity
from rapport.extract.acts import act_of
from rapport.extract.confidence import Features, confidence
from rapport.extract.fits import PRONOUNS
from rapport.extract.sources import chain, kind_of_phrase, source_entity, told_outlet
from rapport.extract.times import when
from rapport.extract.words import SAYING, SHOWING, UNDONE, trim
from rapport.records import Act, Evidence, EvidenceRole, Form, Source, Statement, When, content_id

_OPEN: Final = '“"'
_CLOSE: Final = '”"'
# “…” -X and “And from X: ‘…’”: quotations that no cue introduces.
_DASHED: Final = re.compile(r"(?P<quote>[“\"][^“”\"\n]{8,}[”\"])\s*(?P<dash>[-–—―]+)\s*(?P<source>(?:[A-Z][\w.’'-]*\s?){1,4})(?=$|\n|[.,;])")
_FROM: Final = re.compile(
    r"(?:^|(?<=[\n.]))\s*(?P<cue>(?:And )?[Ff]rom)\s+(?P<source>(?:[A-Z][\w.’'-]*\s?){1,4}):\s*(?P<quote>[“\"‘'][^\n]{8,}?[”\"’'])(?=\s|$)"
)
_DASH: Final = re.compile("[-–—―]+")
# Content wholly in marks that, one by one, may be an apostrophe or open elsewhere what they close here.
_WRAPPED: Final = re.compile(r"(?:«[^«»]+»|»[^«»]+«|„[^„]+[“”]|‹[^‹›]+›|``.+''|‘[^‘]+’|'.+')[.,;]?", re.DOTALL)
_MARK: Final = re.compile("[“”\"]|''")
_EVEN: Final = ('"', "''")  # marks that open and close alike
_WORDS: Final = re.compile(r"\w+")
_TELLING: Final = re.compile(
    r"\b(?:told|tells?|telling|asked|asks|asking|warned|warns|warning|reminded|assured|informed|urged|urges|urging)$", re.IGNORECASE
)
ABOUT: Final = 0.75  # how sure the reader must be that a statement is about someone whom it names
ABOUT_KINDS: Final = frozenset({"person", "organization", "place", "group"})
_CALLED: Final = re.compile(r"(?:\w+ )?(?:call|brand|label|dubb)(?:s|ed|ing)?", re.IGNORECASE)
_FOR: Final = re.compile(r"\s+(?:for|on|upon)\b")
_NAMED: Final = 0.3  # a stance less probable says nothing
_REACH: Final = 60  # code points from a cue to the head of whoever was told
_CONTINUES: Final = re.compile(r"\n+\s*(?=[“\"])")


def statements(cast: Cast, annotations: Annotations) -> list[tuple[Statement, Attribution]]:
    """All statements in order of their content, each with the attribution that it was made from."""
    found = candidates(cast, annotations)
    unique = {record.id: (replace(record, confidence=confidence("statement", features)), item) for record, features, item in found}
    return sorted(unique.values(), key=lambda pair: (min(e.start for e in pair[0].evidence if e.role == "content"), pair[0].id))


def candidates(cast: Cast, annotations: Annotations) -> list[tuple[Statement, Features, Attribution]]:
    """The statements with what their confidence is calibrated on and what they were made from."""
    text = cast.article.text
    dashed = list(_DASHED.finditer(text))
    read = (*_credited(text, annotations.attributions, dashed), *_uncued(annotations, [*dashed, *_FROM.finditer(text)]))
    found = [_continued(text, _near(text, item)) for item in read]
    spoken = [(item, source_entity(cast, annotations, item)) for item in found if item.content]
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


def _near(text: str, item: Attribution) -> Attribution:
    """Without what the reader links from another paragraph than the cue's: a source; and content that stands in no quotation marks, where something else
    is left (a heading, a caption, the story that goes on). A turn of a transcript (“QUILL: …”) runs over paragraphs.

    Of 5 such sources on development articles none was the speaker, of 21 such pieces one belonged to the statement.
    """
    if not item.cue or text[item.cue[0].start : item.cue[-1].end].rstrip().endswith(":"):
        return item
    begin = text.rfind("\n", 0, item.cue[0].start) + 1
    end = text.find("\n", item.cue[-1].end)
    end = len(text) if end < 0 else end
    if item.source and not begin <= item.source[0].start < end:
        item = replace(item, source=())
    kept = tuple(c for c in item.content if begin <= c.start < end or _is_quoted(text, c))
    return replace(item, content=kept) if any(begin <= c.start < end for c in kept) else item


def _is_quoted(text: str, piece: Span) -> bool:
    """Whether any of a piece of content stands in quotation marks."""
    inside = _quoted(text, text.rfind("\n", 0, piece.start) + 1, piece.end)
    return any(start < piece.end and piece.start < end for start, end in inside)


def _continued(text: str, item: Attribution) -> Attribution:
    """A quotation that goes on over paragraphs is one: each further paragraph opens with a quotation mark and the one before closed none."""
    pieces = list(item.content)
    if not pieces:
        return item
    last = pieces[-1]
    while True:
        end = text.find("\n", last.end)
        end = len(text) if end < 0 else end
        if text[last.end : end].strip(" .,") or not _open_quote(text[text.rfind("\n", 0, last.start) + 1 : end]):
            break
        gap = _CONTINUES.match(text, end)
        if not gap:
            break
        stop = text.find("\n", gap.end())
        stop = len(text) if stop < 0 else stop
        close = text.find("”" if text[gap.end()] == "“" else '"', gap.end() + 1)
        last = Span(gap.end(), min(stop, close + 1) if close >= 0 else stop)
        if not any(p.start < last.end and last.start < p.end for p in pieces):
            pieces.append(last)
    return replace(item, content=tuple(pieces))


def _open_quote(paragraph: str) -> bool:
    if "“" in paragraph or "”" in paragraph:
        return paragraph.rfind("“") > paragraph.rfind("”")
    return paragraph.count('"') % 2 == 1


def _credited(text: str, read: Sequence[Attribution], dashed: Sequence[re.Match[str]]) -> list[Attribution]:
    """Attributions by a dash are those of the name after it: in a row of such quotations the reader may take the name before."""
    if not dashed:
        return list(read)
    result = []
    for item in read:
        if item.cue and not _DASH.sub("", text[item.cue[0].start : item.cue[-1].end]).strip():
            own = next((m for m in dashed if _quotes(m, item.content)), None)
            item = replace(item, source=(_named(own),), cue=(Span(*own.span("dash")),)) if own else item
        result.append(item)
    return result


def _named(found: re.Match[str]) -> Span:
    """Where a pattern's source stands, without the space after it."""
    return Span(found.start("source"), found.start("source") + len(found.group("source").rstrip()))


def _quotes(found: re.Match[str], contents: Sequence[Span]) -> bool:
    """Whether a pattern's quotation has words of some contents."""
    start, end = found.span("quote")
    return any(c.start < end and start < c.end for c in contents)


def _uncued(annotations: Annotations, quoted: Sequence[re.Match[str]]) -> list[Attribution]:
    """The quotations that patterns found and that the reader did not."""
    taken = [c for a in annotations.attributions for c in a.content]
    result = []
    for found in quoted:
        if not _quotes(found, taken):
            cue = (Span(*found.span("cue")),) if "cue" in found.re.groupindex else ()
            result.append(Attribution((_named(found),), cue, (Span(*found.span("quote")),), 0.8))
    return result


def form_of(text: str, content: tuple[Span, ...]) -> Form:
    """`direct` where all words stand in quotation marks, `mixed` where some do, else `indirect`."""
    quoted = words = 0
    for span in content:
        inside = _quoted(text, text.rfind("\n", 0, span.start) + 1, span.end)
        starts = [found.start() for found in _WORDS.finditer(text, span.start, span.end)]
        words += len(starts)
        # What is quoted comes in order and does not overlap.
        quoted += sum(bisect_left(starts, end) - bisect_right(starts, begin) for begin, end in inside)
    if not quoted:
        return "direct" if words and all(_WRAPPED.fullmatch(text, span.start, span.end) for span in content) else "indirect"
    return "direct" if quoted >= 0.95 * words else "mixed"


def _quoted(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """What stands between quotation marks in a stretch of text; what is still open at its end is quoted to there."""
    found: list[tuple[int, int]] = []
    opened = -1
    for mark in _MARK.finditer(text, begin, end):
        if mark.group() == "“" or (mark.group() in _EVEN and opened < 0):
            opened = mark.start() if opened < 0 else opened
        elif opened >= 0:
            found.append((opened, mark.start()))
            opened = -1
    return [*found, (opened, end)] if opened >= 0 else found


def _about(cast: Cast, annotations: Annotations, item: Attribution, speaker: Entity | None) -> tuple[str, ...]:
    """Named actors that the content speaks of, in order of first mention, the speaker left out; of those whom the reader takes to be what it is about."""
    scores = dict(item.about)
    found: dict[str, float] = {}
    for span in item.content:
        for i in cast.headed(span.start, span.end):
            for entity in cast.all_of(i) if annotations.mentions[i].head.end <= span.end else ():
                if entity.named and entity is not speaker and entity.actor.kind in ABOUT_KINDS:
                    found[entity.actor.id] = max(found.get(entity.actor.id, 0.0), scores.get(i, 1.0))
    return tuple(actor for actor, score in found.items() if score >= ABOUT)


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
    """Whom the words right behind a cue of telling name: “told the crowd”, “asked Reyes”."""
    text = cast.article.text
    for cue in item.cue[:1]:
        if not _TELLING.search(text[cue.start : cue.end]):
            continue
        for i in cast.headed(cue.end, cue.end + _REACH):
            if annotations.mentions[i].span.start <= cue.end + 2 and not any(
                c.start <= annotations.mentions[i].span.start < c.end for c in item.content
            ):
                return cast.of(i)
    return None


def _when(cast: Cast, annotations: Annotations, item: Attribution) -> When | None:
    """A time expression beside the cue, outside the content."""
    if not item.cue:
        return None
    text = cast.article.text
    for time in annotations.times:
        near = item.cue[-1].end <= time.span.start <= item.cue[-1].end + 40 and "\n" not in text[item.cue[-1].end : time.span.start]
        if near and not any(c.start < time.span.end and time.span.start < c.end for c in item.content):
            between = text[item.cue[-1].end : time.span.start]
            if re.search(r"[.;“\"]", between):
                continue
            phrase = trim(text[time.span.start : time.span.end])
            return When(phrase, *when(phrase, cast.article.published, "past"))
    return None


def _spoken_of(cast: Cast, annotations: Annotations, item: Attribution) -> tuple[When, Span] | None:
    """The first time in the content of a promise or a prediction that does not lie wholly before the report: when it is to come true."""
    text, published = cast.article.text, cast.article.published
    if not published:
        return None
    for time in annotations.times:
        if any(c.start <= time.span.start and time.span.end <= c.end for c in item.content):
            phrase = trim(text[time.span.start : time.span.end])
            start, end = when(phrase, published, "future")
            if (end or start or "") >= published[:10]:
                return When(phrase, start, end), time.span
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
    act = (act_of(cue) if cue else None) or _naming(text, cue or "", item) or item.act
    due = _spoken_of(cast, annotations, item) if act in ("promise", "predict") else None
    roles: list[tuple[EvidenceRole, tuple[Span, ...]]] = [("source", item.source), ("cue", item.cue), ("content", item.content)]
    roles += [("when", (due[1],))] if due else []
    evidence = tuple(Evidence(s.start, s.end, role, text[s.start : s.end]) for role, spans in roles for s in spans)
    content = " … ".join(re.sub(r"\s+", " ", text[s.start : s.end]) for s in item.content)
    return Statement(
        id=content_id("statement", cast.article.id, [(e.role, e.start, e.end) for e in evidence]),
        article=cast.article.id, speaker=speaker_id, form=form_of(text, item.content), act=act, content=content,
        confidence=0.0, evidence=evidence,
        cue=cue,
        audience=_audience(cast, annotations, item, speaker), about=_about(cast, annotations, item, speaker),
        when=due[0] if due else _when(cast, annotations, item), according_to=_nested(cast, annotations, item),
    )  # fmt: skip
