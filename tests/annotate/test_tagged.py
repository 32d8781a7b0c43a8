"""Names that the tagger cut are made whole, and only they."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.annotate.tagged import rejoined


def names(text: str, *tagged: tuple[str, str]) -> list[tuple[str, str]]:
    found, at = [], 0
    for words, kind in tagged:
        start = text.index(words, at)
        at = start + len(words)
        found.append((start, at, kind, 0.9))
    return [(text[start:end], kind) for start, end, kind, _ in rejoined(text, found)]


@pytest.mark.parametrize(
    ("text", "tagged", "whole"),
    [
        ("He asked the Justice Department.", [("Department", "organization")], "Justice Department"),
        ("He asked the Port House.", [("Port", "place"), ("House", "organization")], "Port House"),
        ("She met Ada Quill there.", [("Ada", "person"), ("Quill", "person")], "Ada Quill"),
        ("She taught at Quill University.", [("Quill", "person"), ("University", "organization")], "Quill University"),
        ("He left North Ferris.", [("Ferris", "place")], "North Ferris"),
        ("He runs the Centers for Tide Control and Prevention now.", [("Centers", "organization")], "Centers for Tide Control and Prevention"),
        ("He runs the Office of Management and Budget.", [("Office", "organization")], "Office of Management and Budget"),
    ],
)
def test_a_name_is_whole(text: str, tagged: list[tuple[str, str]], whole: str) -> None:
    assert names(text, *tagged) == [(whole, tagged[-1][1])]


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("The Senate met.", [("Senate", "organization")]),
        ("Many Ferris voters left.", [("Ferris", "place")]),
        ("He said Mayor Quill left.", [("Quill", "person")]),
        ("He left the Quill House.", [("Quill", "person"), ("House", "organization")]),
        ("He left the Reyes-led Council.", [("Council", "organization")]),
        ("He left the Department of Trade Monday.", [("Department of Trade", "organization"), ("Monday", "other")]),
        ("He met Department of Trade Secretary Ada Quill.", [("Department of Trade", "organization"), ("Ada Quill", "person")]),
        ("PIKE SLAMS COUNCIL", [("COUNCIL", "organization")]),
        ("It hurt Ferris, Merriam.", [("Ferris,", "place"), ("Merriam", "place")]),
    ],
)
def test_what_is_whole_stays(text: str, tagged: list[tuple[str, str]]) -> None:
    assert names(text, *tagged) == tagged


def test_what_a_body_is_for_is_no_name_of_its_own() -> None:
    text = "He led the Department of Tides and Reyes."
    assert names(text, ("Department", "organization"), ("Tides", "other"), ("Reyes", "person")) == [
        ("Department of Tides", "organization"), ("Reyes", "person"),
    ]  # fmt: skip


def test_a_name_ends_with_its_line() -> None:
    text = "Photo: Ada Quill\nQuill left."
    assert names(text, ("Ada Quill\nQuill", "person")) == [("Ada Quill", "person"), ("Quill", "person")]


def test_what_goes_before_ends_where_the_last_name_does() -> None:
    text = "He left for Ferris Port House."
    assert names(text, ("Ferris", "place"), ("House", "organization")) == [("Ferris", "place"), ("Port House", "organization")]


WORDS = st.sampled_from("Department of Trade and Budget the Ferris Quill House said Ada Monday, \n REYES Office for".split(" "))
KINDS = st.sampled_from(["person", "organization", "place", "other"])


@given(st.lists(st.tuples(WORDS, st.none() | KINDS), min_size=1, max_size=12))
def test_names_stay_in_order_and_apart(words: list[tuple[str, str | None]]) -> None:
    text, tagged = "", []
    for word, kind in words:
        if kind and word.strip():
            tagged.append((len(text), len(text) + len(word), kind, 0.9))
        text += word + " "
    found = rejoined(text, tagged)
    assert all(0 <= start < end <= len(text) for start, end, _, _ in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    covered = {i for start, end, _, _ in found for i in range(start, end)}
    assert all(covered & set(range(start, end)) for start, end, _, _ in tagged)
