"""Source phrases that coreference links to whom they cannot denote."""

import pytest

from rapport.extract import extract
from rapport.records import Reading
from tests.extract.builder import Page


def speaker(reading: Reading) -> str | None:
    assert len(reading.statements) == 1
    return next((a.name for a in reading.actors if a.id == reading.statements[0].speaker), None)


def test_a_description_of_someone_is_no_place() -> None:
    page = Page("The spot ran in Dover. “It is late,” the voiceover says.")
    page.mention("Dover", 0, kind="place")
    page.mention("the voiceover", 0, kind="place", form="nominal")
    page.said("the voiceover", "says", "“It is late,”")
    assert speaker(extract(page.article, page.annotations())) == "the voiceover"


def test_a_place_may_be_described_as_one() -> None:
    page = Page("Ruritania wrote back. The port was closed, the country said.")
    page.mention("Ruritania", 0, kind="place")
    page.mention("the country", 0, kind="place", form="nominal")
    page.said("the country", "said", "The port was closed")
    assert speaker(extract(page.article, page.annotations())) == "Ruritania"


def test_a_report_is_not_whom_it_is_about() -> None:
    page = Page("Ada Quill was asked. Nobody was told, the report says.")
    page.mention("Ada Quill", 0)
    page.mention("the report", 0, form="nominal")
    page.said("the report", "says", "Nobody was told")
    assert speaker(extract(page.article, page.annotations())) == "the report"


def test_she_is_no_place_but_the_person_named_last() -> None:
    page = Page("Ada Quill came to Dover. She said the ferry was safe.")
    page.mention("Ada Quill", 0)
    page.mention("Dover", 1, kind="place")
    page.mention("She", 1, kind="place", form="pronoun")
    page.said("She", "said", "the ferry was safe")
    assert speaker(extract(page.article, page.annotations())) == "Ada Quill"


def test_which_is_what_stands_before_it() -> None:
    page = Page("Tom Reyes met the council, which praised the new ferry.")
    page.mention("Tom Reyes", 0)
    page.mention("the council", 1, kind="organization", form="nominal")
    page.mention("which", 0, form="pronoun")
    page.said("which", "praised", "the new ferry")
    assert speaker(extract(page.article, page.annotations())) == "the council"


@pytest.mark.parametrize("word", ["We", "You"])
def test_we_and_you_are_nobody_whom_the_story_names(word: str) -> None:
    page = Page(f"The council met. {word} know that the ferry was safe.")
    page.mention("The council", 0, kind="organization", form="nominal")
    page.mention(word, 0, form="pronoun", kind="organization")
    page.said(word, "know", "that the ferry was safe")
    assert speaker(extract(page.article, page.annotations())) is None


def test_who_i_am_in_a_turn_of_a_transcript() -> None:
    page = Page("ADA QUILL: The ferry was safe. I think Dover knows.")
    page.mention("ADA QUILL", 0)
    page.mention("I", 1, form="pronoun", after=page.text_at("I think"))
    page.said("ADA QUILL", ":", "The ferry was safe")
    page.said("I", "think", "Dover knows", after=page.text_at("I think"))
    reading = extract(page.article, page.annotations())
    assert {s.speaker for s in reading.statements} == {next(a.id for a in reading.actors if a.name == "Ada Quill")}
