"""Corpora of single sentences (stance, sentiment, factuality): several a document, each a window of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from rapport.annotate.windows import WINDOW, pieces
from training.docs import ARGUMENTS, PredicateLabel, StanceLabel, TrainDoc, anchor_piece

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


_LONGEST = 8  # words of an argument whose head the house's rule finds; longer ones are mostly clauses


def propbank(tokenizer: Tokenizer, rows: Rows, group: int = 24) -> list[TrainDoc]:
    """Predicates and the heads of their arguments. Of clauses, relative pronouns and parts that go on elsewhere nothing is learnt."""
    docs = []
    once = {text: items[:1] for text, items in rows.items()}
    for doc, records in _documents(tokenizer, "propbank", once, group):
        for base, item in records:
            spans = token_spans(item["text"], item["tokens"])
            for predicate in item["predicates"]:
                doc.predicates.append(_predicate(doc, base, spans, predicate))
        docs.append(doc)
    return docs


def token_spans(text: str, tokens: list[str]) -> list[tuple[int, int]]:
    """Where each token stands in its sentence; raises ValueError for one that does not."""
    found, at = [], 0
    for token in tokens:
        start = text.index(token, at)
        at = start + len(token)
        found.append((start, at))
    return found


def _predicate(doc: TrainDoc, base: int, spans: list[tuple[int, int]], item: dict[str, Any]) -> PredicateLabel:
    heads, unknown = [], []
    for argument in item["args"]:
        start, end = base + spans[argument["start"]][0], base + spans[argument["end"] - 1][1]
        role = argument["role"]
        unknown.append(doc.pieces.inside(start, end))
        if role[:2] not in ("R-", "C-") and argument["end"] - argument["start"] <= _LONGEST:
            heads.append((anchor_piece(doc.pieces, start, end), kind_of(role)))
            if argument["end"] - argument["start"] == 1:
                unknown.pop()
    return PredicateLabel(doc.pieces.at(base + spans[item["index"]][0]), tuple(heads), tuple(unknown))


def kind_of(role: str) -> int:
    """The number of a role of PropBank: the first three, times and places by themselves, the others together."""
    if role in ARGUMENTS:
        return ARGUMENTS.index(role)
    return ARGUMENTS.index("ARGM" if role.startswith("ARGM") else "ARG3")
