"""Names that the tagger cut are made whole, and only they."""

import pytest

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
