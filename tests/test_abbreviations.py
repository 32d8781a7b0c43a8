"""Short forms that a text defines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.abbreviations import defined, spelled_out


@pytest.mark.parametrize(
    ("text", "name", "short"),
    [
        ("the organizer Alliance to Mend Our Ferries (AMOF). They met.", "Alliance to Mend Our Ferries", "AMOF"),
        ("the Department of Ferries (DOF) said", "Department of Ferries", "DOF"),
        ("the Department of Tides (DT) said", "Department of Tides", "DT"),
        ("the Harbor Rifle Association, or the HRA, said", "Harbor Rifle Association", "HRA"),
        ("the M.S. Agency for Inland Ferries (“MSAIF”) said", "M.S. Agency for Inland Ferries", "MSAIF"),
        ("the Parent-Teacher Alliance (P.T.A.) said", "Parent-Teacher Alliance", "P.T.A."),
        ("Alcohol, Tobacco and Tides (ATT) said", "Alcohol, Tobacco and Tides", "ATT"),
    ],
)
def test_a_short_form_stands_behind_its_name(text: str, name: str, short: str) -> None:
    (found,) = defined(text)
    assert (text[found.start : found.end], text[found.short_start : found.short_end]) == (name, short)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill (D-Merriam) said",
        "PORT CALDER (AP) — Ada Quill said",
        "he was in Hollis (HOL) then",  # one word
        "the Harbor Board was closed (THBWC)",
        "the harbor board (HB) met",  # no name
        "the Tide Board. Harbor Office (TBHO) met",  # of two sentences
        "the Tide\nBoard (TB) met",
    ],
)
def test_what_stands_in_brackets_otherwise_is_none(text: str) -> None:
    assert defined(text) == []


def test_a_tagger_that_cut_the_name_is_put_right() -> None:
    text = "It asked the Tide Protection Agency (TPA) and Ada Quill."
    tag = text.index("Protection Agency"), text.index(" (TPA"), "organization", 0.8
    ada = text.index("Ada"), text.index("Ada") + 9, "person", 0.9
    found = [(text[start:end], kind) for start, end, kind, _ in spelled_out(text, [tag, ada])]
    assert found == [("Tide Protection Agency", "organization"), ("TPA", "organization"), ("Ada Quill", "person")]


def test_a_name_that_nobody_tagged_stays_untagged() -> None:
    assert spelled_out("A Tide Protection Agency (TPA) met.", []) == []


PARTS = st.sampled_from(["Tide", "Harbor", "of", "the", "Board", "U.S.", "(THB)", "(TB)", "(B", "), or TB,", "\n", ".", "Ada", "a-b"])


@given(st.lists(PARTS, max_size=14).map(" ".join))
def test_spans_are_in_order_and_inside(text: str) -> None:
    found = defined(text)
    for one in found:
        assert 0 <= one.start < one.end < one.short_start < one.short_end <= len(text)
        assert "\n" not in text[one.start : one.short_end]
    assert all(one.short_end <= other.start for one, other in pairwise(found))
    tags = [(one.end - 1, one.end, "organization", 0.5) for one in found]
    assert all(left[1] <= right[0] for left, right in pairwise(spelled_out(text, tags)))
