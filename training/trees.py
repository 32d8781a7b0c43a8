"""Dependency trees to mentions: which words are the head of one, and how far it reaches. Their kinds stay open."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from rapport.annotate.labels import ANCHOR_TAGS, FORMS
from rapport.annotate.windows import pieces
from training.docs import TrainDoc, anchor_piece

GROUP: Final = 12  # sentences that make a document
# Parts of speech that head no mention; of the others only some words do.
_NEVER: Final = frozenset("ADP AUX CCONJ SCONJ PART PUNCT INTJ ADV VERB".split())
_FORM: Final = {"PROPN": "name", "NOUN": "nominal", "PRON": "pronoun"}
# A noun that stands in such a relation is a part of its head's mention.
_WITHIN: Final = frozenset("compound flat fixed goeswith reparandum expl".split())
# What hangs on a noun and is not of its mention.
_OUTSIDE: Final = frozenset("case cc conj appos punct parataxis cop nsubj csubj mark aux advcl advmod discourse vocative list orphan dep".split())


class Word(NamedTuple):
    """One word of a tree: its span in code points of the sentence, part of speech, head (-1 for the root), relation without its subtype."""

    start: int
    end: int
    pos: str
    head: int
    relation: str


def sentences(path: Path) -> Iterator[tuple[str, list[Word]]]:
    """The sentences of a gzipped CoNLL-U file with their words; text is put together by SpaceAfter."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows: list[list[str]] = []
        for line in stream:
            if line.startswith("#"):
                continue
            if line.strip():
                rows.append(line.rstrip("\n").split("\t"))
            elif rows:
                yield _joined(rows)
                rows = []
        if rows:
            yield _joined(rows)


def _joined(rows: list[list[str]]) -> tuple[str, list[Word]]:
    text, words = "", []
    glued_to, space = 0, True  # within a word of several (“don't”) nothing stands between the parts
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            glued_to, space = int(row[0].split("-")[1]), "SpaceAfter=No" not in row[9]
            continue
        start = len(text)
        text += row[1]
        words.append(Word(start, len(text), row[3], int(row[6]) - 1, row[7].split(":")[0]))
        number = int(row[0])
        after = "SpaceAfter=No" not in row[9] if number > glued_to else space and number == glued_to
        text += " " if after else ""
    return text.rstrip(), words


def extent(words: list[Word], at: int) -> tuple[int, int]:
    """First and last word of the mention whose head is word `at`: its subtree without what is not of it."""
    children: dict[int, list[int]] = {}
    for i, word in enumerate(words):
        children.setdefault(word.head, []).append(i)
    reached, waiting = [at], [at]
    while waiting:
        parent = waiting.pop()
        kept = [c for c in children.get(parent, []) if not (parent == at and words[c].relation in _OUTSIDE)]
        reached += kept
        waiting += kept
    return min(reached), max(reached)


def trees(tokenizer: Tokenizer, path: Path, corpus: str) -> list[TrainDoc]:
    """Runs of sentences as documents whose heads of mentions are known, with their form and span, and whose other words are known to be none."""
    rows, docs = list(sentences(path)), []
    for begin in range(0, len(rows), GROUP):
        part = rows[begin : begin + GROUP]
        doc = TrainDoc(corpus, f"{corpus}-{begin}", pieces(tokenizer, "\n".join(text for text, _ in part)))
        doc.anchors = np.zeros((len(doc.pieces), len(ANCHOR_TAGS)), dtype=bool)
        doc.anchors[:, 0] = True
        base = 0
        for text, words in part:
            for at, word in enumerate(words):
                _mark(doc, base, words, at, word)
            base += len(text) + 1
        docs.append(doc)
    return docs


def _mark(doc: TrainDoc, base: int, words: list[Word], at: int, word: Word) -> None:
    assert doc.anchors is not None
    if word.pos in _NEVER or word.relation in _WITHIN:
        return
    first, last = doc.pieces.inside(base + word.start, base + word.end)
    form = _FORM.get(word.pos)
    if form is None or (word.relation in ("advmod", "obl", "amod", "nummod", "det") and word.pos != "NOUN"):
        doc.anchors[first:last] = True  # “the poor”, “both”, “7”: either
        return
    begin, end = extent(words, at)
    left, right = doc.pieces.inside(base + words[begin].start, base + words[end].end)
    anchor = anchor_piece(doc.pieces, base + words[begin].start, base + words[end].end)
    if not first <= anchor < last and not _same_name(words, at, doc, base, anchor):
        doc.anchors[left:right] = True  # the house's rule of heads sees another word: nothing is learnt of it
        return
    doc.anchors[anchor] = [i > 0 and FORMS[(i - 1) % len(FORMS)] == form for i in range(len(ANCHOR_TAGS))]
    doc.spans.append((anchor, left, right - 1))


def _same_name(words: list[Word], at: int, doc: TrainDoc, base: int, anchor: int) -> bool:
    """Whether a piece stands in a word that is of one name with word `at`: trees hang a name on its first word, anchors stand at the last."""
    return any(
        word.head == at
        and word.relation in ("flat", "compound")
        and doc.pieces.at(base + word.start) <= anchor < doc.pieces.inside(base + word.start, base + word.end)[1]
        for word in words
    )
