"""Training documents: a text in pieces with whatever labels its corpus gives; what a corpus does not annotate stays masked."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from rapport.annotate.labels import ACT_PIECES, ANCHOR_TAGS, ATTRIBUTION_TAGS, CHANNEL_TAGS, FORMS, KINDS, NAME_TAGS, STATUS_TAGS, TIME_TAGS
from rapport.annotate.referents import Referent, referent
from rapport.annotate.windows import Pieces
from rapport.heads import head

IGNORE = -100
# What a predicate's arguments are told apart by (PropBank); 0 is none of them.
ARGUMENTS: Final = ("none", "ARG0", "ARG1", "ARG2", "ARG3", "ARGM-TMP", "ARGM-LOC", "ARGM")
# Words of a trigger phrase that carry no contact (“talks with”).
_FUNCTION = frozenset("with to the a an of by in on at his her their its and or from for has had have been be was were is are that s".split())


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


@dataclass
class TriggerLabels:
    """One contact trigger: pieces of it, its classes and, by role, the pieces that it links to."""

    pieces: list[int]
    channel: int
    status: int
    group: int
    anchors: dict[str, list[int]] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    sentence: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class ActLabel:
    """A statement's act; pieces [first, last) of its cue and of each stretch of its content."""

    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    act: int

    def told(self, begin: int, end: int) -> list[int]:
        """The first pieces of the content, of those in [begin, end), counted from there."""
        return [i - begin for first, last in self.content for i in range(max(first, begin), min(last, end))][:ACT_PIECES]


@dataclass(frozen=True)
class SaidLabel:
    """Whom a statement is about: pieces [first, last) of its cue, of all its content and of its source (empty where it has none).

    `about` are the pieces of mentions in the content whose actors are known: 0 it is not about them, 1 it is, and the speaker holds nothing of them, 2 is positive, 3 is negative to
    them, -1 it is about them and nothing is known of the rest. Any other name or description there is of nobody whom it is about.
    """

    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    source: tuple[int, int]
    about: dict[int, int]


@dataclass(frozen=True)
class StanceLabel:
    """Two mentions' pieces and what holds between them: 0 nothing, 1 `a` is positive to `b`, 2 `b` to `a`, 3 `a` is negative to `b`, 4 `b` to `a`.

    `known` are the classes that were asked for; a statement says nothing of what those spoken of hold of its speaker.
    """

    a: int
    b: int
    label: int
    known: tuple[int, ...] = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class PredicateLabel:
    """A predicate's piece; the piece at the head of each argument with its kind (`ARGUMENTS`); ranges of pieces [first, last) of which nothing is known."""

    piece: int
    heads: tuple[tuple[int, int], ...]
    unknown: tuple[tuple[int, int], ...]


@dataclass
class TrainDoc:
    """Labels are arrays over the pieces (IGNORE where unknown) or lists of piece indices; None where the corpus is silent."""

    corpus: str
    id: str
    pieces: Pieces
    attribution: np.ndarray | None = None
    content_cue: list[tuple[int, int, int]] = field(default_factory=list)  # first and last piece of the content, first piece of its cue
    cue_source: list[tuple[int, int, int]] = field(default_factory=list)  # first piece of the cue; first and last of its source, or -1, -1
    acts: list[ActLabel] = field(default_factory=list)
    said: list[SaidLabel] = field(default_factory=list)
    stances: list[StanceLabel] = field(default_factory=list)
    complete: bool = False  # whether all stances are known: any other two mentions of a sentence hold nothing
    sentiments: list[tuple[int, int, int]] = field(default_factory=list)  # first and last piece of a target, class
    predicates: list[PredicateLabel] = field(default_factory=list)
    events: list[tuple[int, float]] = field(default_factory=list)  # piece of an event, whether it took place: -3 to 3
    cuts: list[tuple[int, int]] = field(default_factory=list)  # windows that are fixed: a corpus of single sentences
    audiences: list[tuple[int, int]] = field(default_factory=list)
    names: np.ndarray | None = None
    times: np.ndarray | None = None
    anchors: np.ndarray | None = None
    spans: list[tuple[int, int, int]] = field(default_factory=list)  # anchor, first, last piece of a mention
    referents: list[Referent] = field(default_factory=list)  # in order of position
    clusters: list[int] = field(default_factory=list)  # cluster of each referent; -1 where it is alone
    partial: bool = False  # referents are only the known ones: an anaphor without a known antecedent says nothing
    whole: tuple[str, ...] = ()  # kinds of actor whose mentions are all known even so: their first one has no antecedent
    channels: np.ndarray | None = None
    triggers: list[TriggerLabels] = field(default_factory=list)


def tag(doc: Pieces, tags: np.ndarray, span: tuple[int, int], begin: int, inside: int) -> tuple[int, int]:
    """Write B- and I- tags over the pieces of a character span; gives the pieces' range [first, last)."""
    first, last = doc.inside(*span)
    if last > first:
        tags[first] = begin
        tags[first + 1 : last] = inside
    return first, last


def anchor_piece(doc: Pieces, start: int, end: int) -> int:
    """The first piece of the head word of a phrase."""
    at, _ = head(doc.text[start:end])
    return doc.at(start + at)


def attribution_labels(doc: TrainDoc, attributions: list[dict[str, Any]], discard: list[list[int]]) -> None:
    """PolNeAR-like attributions to tags and links; `discard` (never annotated) is masked."""
    pieces = doc.pieces
    tags = np.zeros(len(pieces), dtype=np.int64)
    index = {name: i for i, name in enumerate(ATTRIBUTION_TAGS)}
    for item in attributions:
        ranges = {
            role: [tag(pieces, tags, tuple(span), index["B-" + role], index["I-" + role]) for span in item.get(role) or []]
            for role in ("content", "source", "cue")
        }
        cue = ranges["cue"][0][0] if ranges["cue"] else -1
        doc.content_cue += [(first, last - 1, cue) for first, last in ranges["content"]]
        if cue >= 0:
            sources = ranges["source"] or [(-1, 0)]
            doc.cue_source += [(cue, first, last - 1) for first, last in sources]
    for start, end in discard:
        first, last = pieces.inside(start, end)
        tags[first:last] = IGNORE
    doc.attribution = tags


def bio(doc: Pieces, spans: list[tuple[int, int, str]], names: tuple[str, ...]) -> np.ndarray:
    """Character spans with classes to BIO tags over the pieces."""
    index = {name: i for i, name in enumerate(names)}
    tags = np.zeros(len(doc), dtype=np.int64)
    for start, end, label in spans:
        tag(doc, tags, (start, end), index["B-" + label], index["I-" + label])
    return tags


def find_phrase(sentence: str, phrase: str, near: int = 0) -> tuple[int, int] | None:
    """The occurrence of a phrase, as whole words, nearest to an offset of the sentence."""
    hits = [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(phrase) + r"(?!\w)", sentence)]
    if not hits:
        at = sentence.find(phrase)
        return (at, at + len(phrase)) if at >= 0 and phrase else None
    return min(hits, key=lambda span: abs(span[0] - near))


def trigger_label(doc: TrainDoc, span: tuple[int, int], channel: str, status: str, group: int) -> TriggerLabels | None:
    """Mark a trigger's words in `doc.channels` and give its label; None where it has only function words."""
    assert doc.channels is not None
    tag = CHANNEL_TAGS.index(channel)
    words = []
    for i in range(*doc.pieces.inside(*span)):
        word = doc.pieces.text[doc.pieces.starts[i] : doc.pieces.ends[i]].lower()
        if word in _FUNCTION or not word[0].isalnum():
            doc.channels[i] = IGNORE if doc.channels[i] == 0 else doc.channels[i]
        else:
            doc.channels[i] = tag
            words.append(i)
    return TriggerLabels(words, tag, STATUS_TAGS.index(status), group) if words else None


def add_referent(doc: TrainDoc, start: int, end: int, kind: str, form: str | None, cluster: int) -> None:
    """Append a mention for coreference; call in any order, `sort_referents` orders them."""
    at, after = head(doc.pieces.text[start:end])
    doc.referents.append(referent(doc.pieces, (start, end), (start + at, start + after), kind, form))
    doc.clusters.append(cluster)


def sort_referents(doc: TrainDoc, limit: int | None = None) -> None:
    """Order referents by position and drop double ones."""
    seen: dict[int, tuple[Referent, int]] = {}
    for ref, cluster in zip(doc.referents, doc.clusters, strict=True):
        if ref.piece not in seen or (seen[ref.piece][1] < 0 <= cluster):
            seen[ref.piece] = (ref, cluster)
    ordered = sorted(seen.values(), key=lambda pair: (pair[0].start, -pair[0].end))[:limit]
    doc.referents = [ref for ref, _ in ordered]
    doc.clusters = [cluster for _, cluster in ordered]


def known_anchors(doc: TrainDoc) -> None:
    """Where only some actors are known: their heads are mentions of their form, and nothing is said of other pieces."""
    doc.anchors = np.ones((len(doc.pieces), len(ANCHOR_TAGS)), dtype=bool)
    for ref in doc.referents:
        kinds = [ref.kind, KINDS.index("group")] if KINDS[ref.kind] == "person" else [ref.kind]
        doc.anchors[ref.piece] = False
        doc.anchors[ref.piece, [1 + kind * len(FORMS) + ref.form for kind in kinds]] = True
    _no_actors(doc, {ref.piece for ref in doc.referents})


def _no_actors(doc: TrainDoc, known: set[int]) -> None:
    """Punctuation heads no mention; a word of a cue or of a contact's trigger heads none of an actor (“said”, “met”, “the meeting”)."""
    assert doc.anchors is not None
    acting = [i for i in range(1, len(ANCHOR_TAGS)) if KINDS[(i - 1) // len(FORMS)] != "other"]
    cues = [ATTRIBUTION_TAGS.index(prefix + "cue") for prefix in ("B-", "I-")]
    for piece in range(len(doc.pieces)):
        if piece in known:
            continue
        triggers = doc.channels is not None and doc.channels[piece] > 0
        if triggers or (doc.attribution is not None and doc.attribution[piece] in cues):
            doc.anchors[piece, acting] = False
        if not any(c.isalnum() for c in doc.pieces.text[doc.pieces.starts[piece] : doc.pieces.ends[piece]]):
            doc.anchors[piece] = False
            doc.anchors[piece, 0] = True


__all__ = ["CHANNEL_TAGS", "IGNORE", "NAME_TAGS", "TIME_TAGS", "TrainDoc", "TriggerLabels"]


def alias_referents(doc: TrainDoc, actors: dict[int, tuple[list[str], str]]) -> None:
    """Places where an actor's names stand, longest first; a surname that two actors share is left out."""
    text = doc.pieces.text
    forms: dict[str, set[int]] = defaultdict(set)
    for number, (names, kind) in actors.items():
        for name in names:
            if name[:1].isupper():
                forms[name].add(number)
                if kind == "person" and " " in name:
                    forms[re.split(r"\s+", name)[-1]].add(number)
    taken = {i for ref in doc.referents for i in range(ref.start, ref.end)}
    for name in sorted(forms, key=lambda n: (-len(n), n)):
        if len(forms[name]) > 1 or len(name) < 3 or not name[:1].isupper():
            continue
        number = next(iter(forms[name]))
        for found in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text):
            if found.start() not in taken and found.end() - 1 not in taken:
                taken.update(range(*found.span()))
                add_referent(doc, *found.span(), actors[number][1], None, number)
