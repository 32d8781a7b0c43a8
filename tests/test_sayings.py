"""Whether a time expression dates a contact or what was said of it."""

from __future__ import annotations

import pytest

from rapport.sayings import of_saying


@pytest.mark.parametrize(
    ("sentence", "time", "trigger", "expected"),
    [
        ("Reyes asked Quill for a favor, according to the account released on Wednesday.", "Wednesday", "asked", True),
        ("Reyes admitted that he phoned Quill while speaking with reporters en route to Dover on Sunday morning.", "Sunday morning", "phoned", True),
        ("The council announced a formal inquiry Tuesday because Reyes phoned Quill.", "Tuesday", "phoned", True),
        ("Quill met Reyes, Pike said Monday.", "Monday", "met", True),
        ("On Sunday, Reyes told reporters that he had called Quill.", "Sunday", "called", True),
        ("Reyes on Monday revealed that he had called Quill.", "Monday", "called", True),
        ("Since the May 25 release of notes of a call, Reyes is silent.", "May 25", "call", True),
        ("He said in an interview with the Bay Courier on Friday that he called her.", "Friday", "called", True),
        ("They met Sunday, Pike said.", "Sunday", "met", False),
        ("Aides who met on Sunday said they agreed.", "Sunday", "met", False),
        ("On Sunday, Reyes told Quill that it was over.", "Sunday", "told", False),
        ("The call, which he said took place on Sunday, was short.", "Sunday", "call", False),
        ("Quill said she met Reyes on Sunday.", "Sunday", "met", False),
        ("Quill wrote in a May 16 letter to Reyes that she would stay.", "May 16", "letter", False),
    ],
)
def test_whose_day_it_is(sentence: str, time: str, trigger: str, expected: bool) -> None:
    start, told = sentence.index(time), sentence.index(trigger)
    assert of_saying(sentence, start, start + len(time), [(told, told + len(trigger))]) is expected
