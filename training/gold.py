"""Development files to what their scores are computed from: texts, and gold spans in code points of them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from rapport.records import Article
from training.corpora import join
from training.metrics import Span
from training.sentences import PAIR_LABELS, by_text

# What each corpus calls its classes -> the reader's kinds of name; everything else is "other".
NAME_KINDS: Final = {
    "politician": "person", "person": "person", "per": "person",
    "politicalparty": "organization", "organisation": "organization", "organization": "organization", "org": "organization",
    "corporation": "organization", "group": "organization",
    "country": "place", "location": "place", "loc": "place", "place": "place",
}  # fmt: skip


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped where its name ends in .gz."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution: the pieces of each part in order; source and cue may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AttributionDoc:
    """A text with its attributions and the stretches that nobody annotated."""

    text: str
    attributions: tuple[Attributed, ...]
    discard: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NameDoc:
    """A text with its names: (start, end, kind)."""

    text: str
    names: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class CorefDoc:
    """A text, the spans of its tokens, and clusters of token ranges [first, end)."""

    text: str
    tokens: tuple[Span, ...]
    clusters: tuple[frozenset[Span], ...]


@dataclass(frozen=True, slots=True)
class TimeDoc:
    """A text with its time expressions."""

    text: str
    times: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PairDoc:
    """A sentence with pairs of actors: two spans, and which of DIRECTED holds between them."""

    text: str
    pairs: tuple[tuple[Span, Span, int], ...]


@dataclass(frozen=True, slots=True)
class TargetDoc:
    """A sentence with targets and how it speaks of each: 0 negative, 1 neutral, 2 positive."""

    text: str
    targets: tuple[tuple[Span, int], ...]


@dataclass(frozen=True, slots=True)
class EventDoc:
    """A sentence with events and whether each took place, -3 to 3."""

    text: str
    events: tuple[tuple[Span, float], ...]


@dataclass(frozen=True, slots=True)
class ArticleDoc:
    """An article for the whole pipeline; its gold records stay with the scorer."""

    text: str
    article: Article


def _spans(rows: list[list[int]] | None) -> tuple[Span, ...]:
    return tuple(sorted((start, end) for start, end in rows or ()))


def attribution_docs(path: Path) -> list[AttributionDoc]:
    """Articles with the attributions of their first annotator."""
    return [
        AttributionDoc(
            item["text"],
            tuple(Attributed(_spans(a.get("source")), _spans(a.get("cue")), _spans(a.get("content"))) for a in item["attributions"]),
            _spans(item.get("discard")),
        )
        for item in read_lines(path)
    ]


def bio_spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """Token ranges [first, end) of BIO tags with their class. An I- that continues nothing of its class opens a span."""
    found: list[tuple[int, int, str]] = []
    start, label = 0, ""
    for at, tag in enumerate([*tags, "O"]):
        if label and tag != "I-" + label:
            found.append((start, at, label))
            label = ""
        if tag != "O" and not label:
            start, label = at, tag[2:]
    return found


def name_docs(path: Path) -> list[NameDoc]:
    """Running text where the file names documents (sentences of one are joined by spaces), else a document a sentence."""
    docs = []
    rows = list(read_lines(path))
    for _, group in groupby(rows, key=lambda row: row.get("doc") or row["id"]):
        part = list(group)
        text, spans = join([row["tokens"] for row in part])
        names = [
            (spans[i][first][0], spans[i][end - 1][1], NAME_KINDS.get(label.lower(), "other"))
            for i, row in enumerate(part)
            for first, end, label in bio_spans(row["tags"])
        ]
        docs.append(NameDoc(text, tuple(names)))
    return docs


def coref_docs(path: Path) -> list[CorefDoc]:
    """Documents rebuilt as text by plain spacing rules; a mention that stands in two clusters stays in the first."""
    docs = []
    for item in read_lines(path):
        text, spans = join(item["sentences"])
        offsets, total = [], 0
        for row in spans:
            offsets.append(total)
            total += len(row)
        seen: set[Span] = set()
        clusters = []
        for rows in item["clusters"]:
            cluster = frozenset((offsets[s] + first, offsets[s] + end) for s, first, end in rows) - seen
            seen |= cluster
            if len(cluster) > 1:
                clusters.append(cluster)
        docs.append(CorefDoc(text, tuple(span for row in spans for span in row), tuple(clusters)))
    return docs


def time_docs(path: Path) -> list[TimeDoc]:
    return [TimeDoc(item["text"], _spans(item["timex"])) for item in read_lines(path)]


def pair_docs(path: Path) -> list[PairDoc]:
    return [
        PairDoc(text, tuple(((i["p"][0], i["p"][1]), (i["q"][0], i["q"][1]), PAIR_LABELS[i["label"]]) for i in items))
        for text, items in by_text(read_lines(path)).items()
    ]


def target_docs(path: Path) -> list[TargetDoc]:
    return [
        TargetDoc(text, tuple(((t["s"], t["e"]), t["polarity"] + 1) for i in items for t in i["targets"]))
        for text, items in by_text(read_lines(path)).items()
    ]


def event_docs(path: Path) -> list[EventDoc]:
    return [
        EventDoc(text, tuple(((i["event"][0], i["event"][1]), i["factuality"]) for i in items)) for text, items in by_text(read_lines(path)).items()
    ]


def article_docs(path: Path) -> list[ArticleDoc]:
    """Articles as ingest would give them; `source_id` is what the scorers join on."""
    return [
        ArticleDoc(
            item["text"],
            Article(
                item["text"],
                title=item.get("title"),
                outlet=item.get("outlet"),
                url=item.get("url"),
                published=item.get("published"),
                source_id=item["id"],
            ),
        )
        for item in read_lines(path)
    ]
