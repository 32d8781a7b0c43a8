"""When something was said: times behind a cue, at the head of a sentence, behind a quotation."""

from __future__ import annotations

import pytest

from rapport.annotations import TimeExpression
from rapport.extract import extract
from rapport.records import Statement
from tests.extract.builder import Page

SEPTEMBER = ("2030-09-01", "2030-09-30")


def said_by(name: str, page: Page) -> Statement:
    reading = extract(page.article, page.annotations(), min_confidence=0.0)
    (actor,) = (a.id for a in reading.actors if a.name == name)
    (found,) = (s for s in reading.statements if s.speaker == actor)
    return found


def interval(statement: Statement) -> tuple[str | None, str | None] | None:
    return (statement.when.start, statement.when.end) if statement.when else None


@pytest.mark.parametrize(
    ("words", "cue", "content", "time", "expected"),
    [
        ("Reyes said on Monday that the boats would run.", "said", "that the boats would run", "Monday", ("2031-02-17", "2031-02-17")),
        ("In September, Reyes called her “a demolition crew.”", "called", "“a demolition crew.”", "September", SEPTEMBER),
        ("Back in September Reyes called her “a demolition crew.”", "called", "“a demolition crew.”", "September", SEPTEMBER),
        ("A rival, Reyes, called her “a demolition crew” in September.", "called", "“a demolition crew”", "September", SEPTEMBER),
        ("Reyes called her “a demolition crew” in September, and later phoned.", "called", "“a demolition crew”", "September", SEPTEMBER),
        # The reader takes the time for the last words of what was said.
        ("Reyes labeled her “a crew” in September and left.", "labeled", "her “a crew” in September", "September", SEPTEMBER),
        ("Reyes said “a crew” had left in September.", "said", "“a crew” had left in September", "September", None),
        ("Reyes said the crew had left in September.", "said", "the crew had left in September", "September", None),
        # A sentence that ends in a quotation: what follows is the time of the next one.
        ("Reyes called her “a demolition crew.” In September the boats stopped.", "called", "“a demolition crew.”", "September", None),
        ("Reyes called her “a demolition crew”\n\nSeptember was cold.", "called", "“a demolition crew”", "September", None),
        ("Reyes called her “a demolition crew” one day after she won.", "called", "“a demolition crew”", "one day", None),
        # The speaker stands aside in what he says of that time.
        ("In September, Reyes said, the city had no money.", "said", "the city had no money", "September", None),
        ("In September, the port closed and Reyes said that it had no money.", "said", "that it had no money", "September", None),
        ("For 22 months Reyes said that it had no money.", "said", "that it had no money", "22 months", None),
    ],
)
def test_a_statement_has_the_time_of_its_saying(words: str, cue: str, content: str, time: str, expected: tuple[str, str] | None) -> None:
    page = Page(words, published="2031-02-18")
    page.mention("Reyes", 0)
    page.said("Reyes", cue, content)
    page.times.append(TimeExpression(page.at(time), 0.9))
    found = said_by("Reyes", page)
    assert interval(found) == expected
    assert found.when is None or found.when.text == time


def test_a_statement_joined_to_a_dated_one_is_of_the_same_time() -> None:
    page = Page("In September, Reyes called the mayor “a demolition crew,” and Quill called him a bully.", published="2031-02-18")
    page.mention("Reyes", 0)
    page.mention("Quill", 1)
    page.said("Reyes", "called", "“a demolition crew,”")
    page.said("Quill", "called", "him a bully", after=50)
    page.times.append(TimeExpression(page.at("September"), 0.9))
    assert interval(said_by("Reyes", page)) == interval(said_by("Quill", page)) == SEPTEMBER


def test_a_sentence_of_endless_statements_is_read() -> None:
    page = Page("In May, Reyes called her “a crook”" + " and Quill called her “a crook”" * 400 + ".", published="2031-02-18")
    at = 0
    for who in ("Reyes", *["Quill"] * 400):
        page.mention(who, 0 if who == "Reyes" else 1, after=at)
        page.said(who, "called", "her “a crook”", after=at)
        at = page.at("her “a crook”", at).end
    page.times.append(TimeExpression(page.at("May"), 0.9))
    dated = [s for s in extract(page.article, page.annotations(), min_confidence=0.0).statements if s.when]
    assert len(dated) == 4
