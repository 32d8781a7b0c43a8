"""Tags to spans: Viterbi finds the best sequence, and spans come back as they went in."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.annotate.mentions import whole
from rapport.annotate.tags import spans, viterbi, whole_words

NAMES = ("O", "B-x", "I-x", "B-y", "I-y")


@given(st.integers(0, 10_000))
def test_viterbi_is_the_best_of_all_sequences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, moves, start, end = (rng.normal(size=shape).astype(np.float32) for shape in ((5, 3), (3, 3), 3, 3))

    def value(path: tuple[int, ...]) -> float:
        steps = sum(scores[i, t] for i, t in enumerate(path)) + sum(moves[a, b] for a, b in itertools.pairwise(path))
        return float(start[path[0]] + end[path[-1]] + steps)

    best = max(itertools.product(range(3), repeat=5), key=value)
    found = viterbi(scores, [(0, 5)], moves, start, end)
    assert abs(value(tuple(found.tolist())) - value(best)) < 1e-4


def test_viterbi_decodes_windows_apart() -> None:
    scores = np.zeros((6, 2), dtype=np.float32)
    scores[:, 1] = [1, 1, 1, -1, -1, -1]
    zero = np.zeros(2, dtype=np.float32)
    assert viterbi(scores, [(0, 2), (2, 6)], np.zeros((2, 2), dtype=np.float32), zero, zero).tolist() == [1, 1, 1, 0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from("xy")), max_size=8))
def test_spans_come_back(gaps: list[tuple[int, int, str]]) -> None:
    tags, wanted = [], []
    for gap, length, label in gaps:
        tags += [0] * gap
        wanted.append((len(tags), len(tags) + length, label))
        begin = NAMES.index("B-" + label)
        tags += [begin, *[begin + 1] * (length - 1)]
    array = np.asarray(tags, dtype=np.int64)
    found = spans(array, NAMES, np.full((len(tags), len(NAMES)), 0.5, dtype=np.float32))
    assert [(a, b, label) for a, b, label, _ in found] == wanted


def test_a_word_is_tagged_whole() -> None:
    tags = np.asarray([1, 0, 4, 0, 3])
    assert whole_words(tags, np.asarray([False, True, False, True, True])).tolist() == [1, 2, 4, 4, 4]


@pytest.mark.parametrize(
    ("text", "part", "word"),
    [
        ("the U.S. Navy sailed", "S. Navy", "U.S. Navy"),
        ("Asim Ali Pirani met him", "im Ali Pirani", "Asim Ali Pirani"),
        ("He left. Navy men came", "Navy", "Navy"),
        ("He told the H.R.S. so", "H.R.S", "H.R.S."),
        ("He told the H.R.S.", "H.R.S", "H.R.S."),
        ("He told the H.R.S.", "H.R.S.", "H.R.S."),
        ("She met John Q. there", "John Q", "John Q"),
        ("Ada Quill, mayor", "Ada Qui", "Ada Quill"),
    ],
)
def test_spans_begin_and_end_with_words(text: str, part: str, word: str) -> None:
    at = text.index(part)
    begin, end = whole(text, at, at + len(part))
    assert text[begin:end] == word


@given(st.text(alphabet="US. aB-", min_size=1, max_size=12), st.data())
def test_a_whole_span_stays_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin, after = whole(text, start, end)
    assert 0 <= begin <= start
    assert end <= after <= len(text)
