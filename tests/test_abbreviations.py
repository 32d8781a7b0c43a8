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
        ("the Office of Management and Boats (OMB) said", "Office of Management and Boats", "OMB"),
        ("the Organization of Allied States (OAS) said", "Organization of Allied States", "OAS"),
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


def test_a_longer_name_that_was_tagged_stays_as_long() -> None:
    text = "Quill asked the New Ferris Tide Protection Agency (TPA) twice."
    start, end = text.index("New"), text.index(" (TPA")
    found = spelled_out(text, [(0, 5, "person", 0.9), (start, end, "organization", 0.8)])
    assert [text[a:b] for a, b, _, _ in found] == ["Quill", "New Ferris Tide Protection Agency", "TPA"]


def test_a_state_behind_a_person_is_no_short_form() -> None:
    text = "Sen. Nadia Yorke (NY) spoke."
    tag = (text.index("Nadia"), text.index(" (NY"), "person", 0.9)
    assert spelled_out(text, [tag]) == [tag]


def test_many_short_forms_take_no_time() -> None:
    text = "Harbor Rail Union (HRU) met. " * 5000
    tags = [(one.start, one.end, "organization", 0.9) for one in defined(text)]
    assert len(spelled_out(text, tags)) == 10000


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
