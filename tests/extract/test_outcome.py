"""What the words before a trigger settle."""

import pytest

from rapport.annotations import Span
from rapport.extract import extract
from rapport.extract.outcome import channel, outcome
from tests.extract.builder import Page


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Quill did not meet Reyes.", "meet", "denied"),
        ("Quill never actually spoke with Reyes.", "spoke", "denied"),
        ("Quill hasn’t met Reyes.", "met", "denied"),
        ("There was no phone call between them.", "phone call", "denied"),
        ("She had not met with him.", "not met", "denied"),
        ("The delegates left; none of them met Reyes.", "met", "denied"),
        ("Quill wants to meet Reyes.", "meet", "proposed"),
        ("Quill will meet Reyes on Friday.", "meet", "planned"),
        ("The two are scheduled to hold talks.", "talks", "planned"),
        ("They’ll also be meeting in Dover.", "meeting", "planned"),
        ("Quill met Reyes, who will not run again.", "met", None),
        ("Not everyone knew that Quill met Reyes.", "met", None),
        ("It was not over. Quill met Reyes.", "met", None),
        ("Quill has been privately meeting with Reyes.", "meeting", "recurring"),
        ("It would be worse had I not met Reyes.", "met", None),
        ("Pike asked if Quill had spoken with Reyes.", "spoken", "speculated"),
        ("Quill would not say whether she met Reyes.", "met", "speculated"),
        ("Pike wanted to know if anybody had called him.", "called", "speculated"),
        ("“Did you ever meet Reyes?” Pike asked.", "meet", "speculated"),
        ("Pike asked whether the meeting was long.", "meeting", None),
        ("Pike asked whether they agreed when they met.", "met", None),
        ("It matters not whether Quill met Reyes but when.", "met", None),
        ("Asked if he would stay, Reyes called Quill.", "called", None),
        ("If she knew, Quill met Reyes.", "met", None),
    ],
)
def test_words_before_a_trigger(text: str, trigger: str, status: str | None) -> None:
    at = text.index(trigger)
    begin = text.index("Quill met") if text.startswith("It was") else 0
    assert outcome(text, Span(begin, len(text)), Span(at, at + len(trigger))) == status


def test_what_did_not_happen_is_not_counted_as_done() -> None:
    page = Page("Ada Quill has never met Tom Reyes.")
    page.trigger("met", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)], channel="meeting", status="happened")
    assert [c.status for c in extract(page.article, page.annotations()).contacts] == ["denied"]


def test_a_surer_reading_than_happened_is_left_alone() -> None:
    page = Page("Ada Quill will not meet Tom Reyes.")
    page.trigger("meet", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)], channel="meeting", status="declined")
    assert [c.status for c in extract(page.article, page.annotations()).contacts] == ["declined"]


@pytest.mark.parametrize(
    ("words", "how"),
    [("texted each other", "message"), ("a letter", "message"), ("talked by phone", "call"), ("met", "meeting"), ("spoke", None), ("context", None)],
)
def test_words_that_name_a_channel(words: str, how: str | None) -> None:
    assert channel(words) == how


def test_calling_for_something_calls_nobody() -> None:
    page = Page("Ada Quill called for Tom Reyes to resign.")
    page.trigger("called", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)])
    assert extract(page.article, page.annotations(), 0.0).contacts == ()


def test_nothing_is_denied_by_a_sentence_without_such_a_word() -> None:
    page = Page("Ada Quill will have met Tom Reyes by Friday.")
    page.trigger("met", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)], channel="meeting", status="absent")
    assert [c.status for c in extract(page.article, page.annotations()).contacts] == ["planned"]
