"""Sentences: every word is in one, in order, and abbreviations do not end any."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.annotate.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quill met Reyes. They talked.", ["Quill met Reyes.", "They talked."]),
        ("Gov. Tom Reyes called Sen. Ada B. Quill on Jan. 3. She answered.", ["Gov. Tom Reyes called Sen. Ada B. Quill on Jan. 3.", "She answered."]),
        ("“We met.” She left.", ["“We met.”", "She left."]),
        ("He asked, “Why?” Then he left!", ["He asked, “Why?”", "Then he left!"]),
        ("He works for the U.S. Senate. He left.", ["He works for the U.S. Senate.", "He left."]),
        ("They met at 5 p.m. The call was short.", ["They met at 5 p.m.", "The call was short."]),
        ("One line\n\nAnother line", ["One line", "Another line"]),
        ("", []),
        (" \n \n ", []),
    ],
)
def test_cuts_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(alphabet=st.sampled_from("ab A.B!?\n “”\"'’ 1,"), max_size=80))
def test_every_visible_character_is_in_one_sentence(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert {i for i, char in enumerate(text) if not char.isspace()} <= covered
