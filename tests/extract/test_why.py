"""Why: the steps that made a record, each with words that stand in the text."""

from __future__ import annotations

from rapport.extract import extract
from rapport.extract.why import why
from rapport.records import Record
from tests.extract.builder import Page


def page() -> Page:
    made = Page("Tom Reyes phoned Ada Quill on Sunday.\n\n“Tom Reyes is a disgrace,” Ada Quill said.")
    reyes, quill = made.mention("Tom Reyes", 0), made.mention("Ada Quill", 1)
    made.trigger("phoned", [(reyes, 0.8), (quill, 0.7)], initiator=((reyes, 0.6),))
    second = made.text_at("“Tom")
    target = made.mention("Tom Reyes", 0, after=second)
    made.mention("Ada Quill", 1, after=second)
    made.said("Ada Quill", "said", "“Tom Reyes is a disgrace,”", after=second, about=((target, 0.9),), stances=((target, 0.05, 0.85),))
    return made


def test_every_record_has_steps_and_their_words_stand_in_the_text() -> None:
    made = page()
    annotations = made.annotations()
    reading = extract(made.article, annotations, min_confidence=0.0)
    assert (len(reading.contacts), len(reading.statements), len(reading.stances)) == (1, 1, 1)
    records: tuple[Record, ...] = (*reading.contacts, *reading.statements, *reading.stances)
    for record in records:
        steps = why(made.article, annotations, record.id)
        assert steps
        assert all(made.article.text[step.start : step.end] == step.words and 0 <= step.score <= 1 for step in steps)


def test_a_contact_shows_its_trigger_and_whom_it_links() -> None:
    made = page()
    annotations = made.annotations()
    contact = extract(made.article, annotations, min_confidence=0.0).contacts[0]
    steps = [(step.what, step.words, step.score) for step in why(made.article, annotations, contact.id)]
    assert steps[0] == ("tells of a contact", "phoned", 0.95)
    assert ("party: Tom Reyes", "Tom Reyes", 0.8) in steps
    assert ("made the approach: Tom Reyes", "Tom Reyes", 0.6) in steps


def test_a_stance_shows_the_words_and_how_sure_the_reader_is() -> None:
    made = page()
    annotations = made.annotations()
    stance = extract(made.article, annotations, min_confidence=0.0).stances[0]
    assert [(step.what, step.score) for step in why(made.article, annotations, stance.id)] == [("negative toward Tom Reyes", stance.confidence)]


def test_an_unknown_id_has_none() -> None:
    made = page()
    assert why(made.article, made.annotations(), "0" * 16) == ()
