"""Whom plural words and first persons stand for."""

import pytest

from rapport.extract import extract
from rapport.extract.people import people
from rapport.records import Reading
from tests.extract.builder import Page


def parties(reading: Reading) -> list[set[str]]:
    names = {actor.id: actor.name for actor in reading.actors}
    return [{names[party] for party in contact.parties} for contact in reading.contacts]


@pytest.mark.parametrize("words", ["The two", "They", "Both men", "The pair", "The two leaders"])
def test_a_plural_stands_for_the_pair_named_before_it(words: str) -> None:
    page = Page(f"Ada Quill praised Tom Reyes.\n\n{words} met on Monday.")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    plural = page.mention(words, 2, kind="group", form="pronoun" if words == "They" else "nominal")
    page.trigger("met", [plural], channel="meeting")
    assert parties(extract(page.article, page.annotations())) == [{"Ada Quill", "Tom Reyes"}]


def test_among_three_nobody_knows_which_two() -> None:
    page = Page("Ada Quill praised Tom Reyes and Walter Pike.\n\nThe two met on Monday.")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    page.mention("Walter Pike", 2)
    plural = page.mention("The two", 3, kind="group", form="nominal")
    page.trigger("met", [plural], channel="meeting")
    assert extract(page.article, page.annotations()).contacts == ()


def test_they_of_a_described_group_stays_that_group() -> None:
    page = Page("Ada Quill praised Tom Reyes. Aides left. They met on Monday.")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    page.mention("Aides", 2, kind="group", form="nominal")
    they = page.mention("They", 2, kind="group", form="pronoun")
    assert [entity.actor.name for entity in people(page.article, page.annotations()).all_of(they)] == ["Aides"]


@pytest.mark.parametrize(("body", "whom"), [("the mayoral campaign", ["Ada Quill", "Tom Reyes"]), ("the ferry board", ["the ferry board"])])
def test_they_of_what_is_as_often_an_event_are_the_pair(body: str, whom: list[str]) -> None:
    page = Page(f"Ada Quill fought Tom Reyes during {body}. They met on Monday.")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    page.mention(body, 2, kind="organization", form="nominal")
    they = page.mention("They", 2, kind="organization", form="pronoun")
    assert [entity.actor.name for entity in people(page.article, page.annotations()).all_of(they)] == whom


def test_i_is_who_speaks_and_not_whom_coreference_guessed() -> None:
    page = Page("Walter Pike listened. “I called Tom Reyes on Sunday,” Ada Quill said.")
    page.mention("Walter Pike", 0)
    i = page.mention("I", 0, form="pronoun")
    reyes = page.mention("Tom Reyes", 1)
    page.mention("Ada Quill", 2)
    page.said("Ada Quill", "said", "“I called Tom Reyes on Sunday,”")
    page.trigger("called", [i, reyes])
    assert parties(extract(page.article, page.annotations())) == [{"Ada Quill", "Tom Reyes"}]


def test_we_in_a_quotation_is_its_speaker_among_the_parties() -> None:
    page = Page("“We met with Tom Reyes,” Ada Quill said.")
    we = page.mention("We", 0, kind="group", form="pronoun")
    reyes = page.mention("Tom Reyes", 1)
    page.mention("Ada Quill", 2)
    page.said("Ada Quill", "said", "“We met with Tom Reyes,”")
    page.trigger("met", [we, reyes], channel="meeting")
    assert parties(extract(page.article, page.annotations())) == [{"Ada Quill", "Tom Reyes"}]


def test_i_outside_quotation_marks_is_left_alone() -> None:
    page = Page("Ada Quill said that I called Tom Reyes.")
    page.mention("Ada Quill", 0)
    i = page.mention("I", 3, form="pronoun")
    page.mention("Tom Reyes", 1)
    page.said("Ada Quill", "said", "that I called Tom Reyes")
    assert people(page.article, page.annotations()).all_of(i) == ()


def test_nobody_calls_himself() -> None:
    page = Page("Ada Quill waited, and she called Reyes. Tom Reyes left.")
    quill = page.mention("Ada Quill", 0)
    she = page.mention("she", 1, form="pronoun")  # coreference went wrong: she is Reyes
    reyes = page.mention("Reyes", 1)
    page.mention("Tom Reyes", 1)
    page.trigger("called", [she, reyes])
    reading = extract(page.article, page.annotations())
    assert parties(reading) == [{"Ada Quill", "Tom Reyes"}]
    assert quill == 0


def test_they_of_a_place_are_the_pair() -> None:
    page = Page("Ada Quill praised Tom Reyes in Hollis. They met on Monday.")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    page.mention("Hollis", 2, kind="place")
    plural = page.mention("They", 2, kind="place", form="pronoun")
    page.trigger("met", [plural], channel="meeting")
    assert parties(extract(page.article, page.annotations())) == [{"Ada Quill", "Tom Reyes"}]


def test_they_beside_nobody_else_are_not_the_body_that_speaks() -> None:
    page = Page("Ada Quill spoke with Tom Reyes.\n\nThe Harbor Office said they discussed the ferry.")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    office = page.mention("The Harbor Office", 2, kind="organization", name="Harbor Office")
    they = page.mention("they", 2, kind="group", form="pronoun")
    page.trigger("discussed", [they, (office, 0.3)], channel="meeting")
    assert parties(extract(page.article, page.annotations())) == [{"Ada Quill", "Tom Reyes"}]


def test_who_only_his_and_her_describe_first_goes_by_a_later_name() -> None:
    page = Page("Tom Reyes called. His team asked Walter Pike, but the Quill team did not.")
    page.mention("Tom Reyes", 0)
    page.mention("His", 0, form="pronoun")
    team = page.mention("His team", 1, kind="organization", form="nominal")
    pike = page.mention("Walter Pike", 2)
    page.mention("the Quill team", 1, kind="organization", form="nominal")
    page.trigger("asked", [team, pike])
    assert parties(extract(page.article, page.annotations())) == [{"the Quill team", "Walter Pike"}]
