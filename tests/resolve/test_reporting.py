"""Words that report a contact, and words that only refer to one."""

from __future__ import annotations

import pytest

from rapport.resolve.reporting import Told, reports


def told(sentence: str) -> Told:
    """The words in brackets, with what stands around them."""
    before, rest = sentence.split("[")
    words, after = rest.split("]")
    return Told(len(before), len(before) + len(words), words, before, after)


@pytest.mark.parametrize(
    ("sentence", "refers"),
    [
        ("Bell defended the governor’s March 3 [phone call] with Quill", True),
        ("a memo of a [call] between Reyes and Quill", True),
        ("They disliked a March [call] to Quill", True),
        ("the much-discussed [call] was a mistake", True),
        ("The leaders [call] each other often", False),
        ("Reyes had a [call] with Quill", False),
        ("Reyes [called] Quill on Sunday", False),
        ("The [call] with Quill lasted an hour", False),
        ("The [meeting], which Bell disliked, lasted an hour", True),
        ("His [phone conversation] with Quill took place on Sunday", False),
    ],
)
def test_a_noun_that_is_taken_as_known_refers(sentence: str, refers: bool) -> None:
    assert told(sentence).refers is refers


def test_a_source_reports_by_any_of_its_words() -> None:
    known, new = told("Bell regretted the [call]"), told("Bell said Reyes [asked] Quill for boats")
    assert not reports([known], [(0, 40)])
    assert reports([known, new], [(0, 40)])
    # Who stands beside the words knows of the contact.
    assert reports([known], [(60, 90)])
