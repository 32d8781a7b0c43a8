"""Corpora of single sentences (stance, sentiment, factuality): several a document, each a window of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from rapport.annotate.windows import WINDOW, pieces
from training.docs import StanceLabel, TrainDoc, anchor_piece

Rows = dict[str, list[dict[str, Any]]]
PAIR_LABELS = {"neutral": 0, "p->q positive": 1, "q->p positive": 2, "p->q negative": 3, "q->p negative": 4}


def by_text(records: Iterable[dict[str, Any]]) -> Rows:
    """Records by their sentence, in the order of its first mention."""
    rows: Rows = {}
    for item in records:
        rows.setdefault(item["text"], []).append(item)
    return rows


def _documents(tokenizer: Tokenizer, corpus: str, rows: Rows, group: int) -> Iterator[tuple[TrainDoc, list[tuple[int, dict[str, Any]]]]]:
    """Documents of `group` sentences, shuffled so that neighbours are not of one source, with each record and the offset of its sentence."""
    texts = list(rows)
    texts = [texts[i] for i in np.random.default_rng(0).permutation(len(texts))]
    for begin in range(0, len(texts), group):
        part = texts[begin : begin + group]
        doc = TrainDoc(corpus, f"{corpus}-{begin}", pieces(tokenizer, "\n".join(part)))
        offsets = [0]
        for text in part:
            offsets.append(offsets[-1] + len(text) + 1)
        for start, end in pairwise(offsets):
            first, last = doc.pieces.inside(start, end - 1)
            doc.cuts += [(at, min(last, at + WINDOW)) for at in range(first, last, WINDOW)]
        yield doc, [(base, item) for base, text in zip(offsets, part, strict=False) for item in rows[text]]


def dse(tokenizer: Tokenizer, rows: Rows, group: int = 24) -> list[TrainDoc]:
    """Directed sentiment between two named actors of a sentence."""
    docs = []
    for doc, records in _documents(tokenizer, "dse", rows, group):
        for base, item in records:
            a, b = (anchor_piece(doc.pieces, base + s, base + e) for s, e in (item["p"], item["q"]))
            doc.stances.append(StanceLabel(a, b, PAIR_LABELS[item["label"]]))
        docs.append(doc)
    return docs


def newsmtsc(tokenizer: Tokenizer, rows: Rows, group: int = 24) -> list[TrainDoc]:
    """How a sentence speaks of a target."""
    docs = []
    for doc, records in _documents(tokenizer, "newsmtsc", rows, group):
        for base, target in ((base, target) for base, item in records for target in item["targets"]):
            first, last = doc.pieces.inside(base + target["s"], base + target["e"])
            if first < last:
                doc.sentiments.append((first, last - 1, target["polarity"] + 1))
        docs.append(doc)
    return docs


def uds(tokenizer: Tokenizer, rows: Rows, group: int = 30) -> list[TrainDoc]:
    """Whether events took place, -3 to 3."""
    docs = []
    for doc, records in _documents(tokenizer, "uds", rows, group):
        doc.events += [(doc.pieces.at(base + item["event"][0]), float(item["factuality"])) for base, item in records]
        docs.append(doc)
    return docs
