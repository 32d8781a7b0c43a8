"""Pieces and windows: nothing is lost, nothing is read twice, and what the vocabulary drops comes back as types."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from rapport.annotate.model import WEIGHTS
from rapport.annotate.windows import TOKEN_TYPES, batch, pieces, windows


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))


@given(st.lists(st.integers(1, 300), min_size=1, max_size=30), st.integers(10, 126), st.integers(1, 126))
def test_windows_cover_every_piece_once(lengths: list[int], limit: int, first: int) -> None:
    bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    cuts = windows(bounds, limit, min(first, limit))
    assert [begin for begin, _ in cuts] == [0, *(end for _, end in cuts[:-1])]
    assert cuts[-1][1] == bounds[-1]
    assert all(0 < end - begin <= limit for begin, end in cuts)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_offsets_stand_in_the_text(text: str) -> None:
    doc = pieces(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")), text)
    assert len(doc.ids) == len(doc.types) == len(doc.starts) == len(doc.ends) == len(doc.joined)
    assert all(0 <= s < e <= len(text) for s, e in zip(doc.starts, doc.ends, strict=True))
    assert ((doc.types >= 0) & (doc.types < TOKEN_TYPES)).all()


def test_types_tell_case_and_quotation(tokenizer: Tokenizer) -> None:
    text = 'Quill said “no” to NATO and a 3.\n\nReyes called her "late" again'
    doc = pieces(tokenizer, text)
    of = {text[s:e]: int(t) for s, e, t in zip(doc.starts, doc.ends, doc.types, strict=True)}
    assert of["said"] // 6 == 0
    assert of["NATO"] // 6 == 2
    assert of["3"] // 6 == 3
    assert [of[w] % 6 // 2 for w in ("said", "no", "late", "again")] == [0, 2, 2, 0]
    assert of["“"] % 6 // 2 == 1
    assert of["her"] % 2 == 0


def test_pieces_of_one_word_are_joined(tokenizer: Tokenizer) -> None:
    doc = pieces(tokenizer, "Quillington’s friend")
    words = [doc.text[s:e] for s, e, j in zip(doc.starts, doc.ends, doc.joined, strict=True) if not j]
    assert words[0] == doc.text[: len(words[0])]
    assert "friend" in words
    assert bool(doc.joined.any())


def test_batches_hold_the_windows(tokenizer: Tokenizer) -> None:
    doc = pieces(tokenizer, "Ada Quill met Tom Reyes. They talked.")
    cuts = windows(doc.bounds, 6)
    ids, types, mask = batch(doc, cuts, 8)
    assert ids.shape == types.shape == mask.shape == (len(cuts), 8)
    assert [int(row.sum()) for row in mask] == [end - begin + 2 for begin, end in cuts]
