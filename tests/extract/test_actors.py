"""Actors: the fullest name, the kind, roles; what names and offices of the article itself join."""

from dataclasses import replace

import pytest

from rapport.extract import extract
from rapport.extract.actors import cast
from rapport.extract.naming import lowered
from rapport.extract.sources import kind_of_phrase
from rapport.extract.words import trim
from rapport.heads import head
from rapport.records import Actor, Reading
from tests.extract.builder import Page


def by_name(reading: Reading) -> dict[str, Actor]:
    return {a.name: a for a in reading.actors}


def test_the_fullest_name_with_its_aliases_and_role() -> None:
    page = Page("Port City Mayor Ada Quill spoke. Quill left.")
    page.mention("Port City Mayor Ada Quill", 0, name="Ada Quill")
    page.mention("Quill", 0, after=30)
    actor = by_name(extract(page.article, page.annotations()))["Ada Quill"]
    assert actor.kind == "person"
    assert "Quill" in actor.aliases
    assert [(role.title, role.organization) for role in actor.roles] == [("Mayor", "Port City")]


def test_a_surname_joins_its_only_bearer() -> None:
    page = Page("Ada Quill spoke. Quill left.")
    page.mention("Ada Quill", 0)
    page.mention("Quill", 1, after=15)
    assert list(by_name(extract(page.article, page.annotations()))) == ["Ada Quill"]


def test_a_name_that_lost_its_space_is_the_name() -> None:
    page = Page("Ada Quill spoke. Photo: AdaQuill/Harbor Ledger.")
    page.mention("Ada Quill", 0)
    page.mention("AdaQuill", 1)
    assert list(by_name(extract(page.article, page.annotations()))) == ["Ada Quill"]


def test_a_surname_of_two_joins_neither() -> None:
    page = Page("Ada Quill and Ben Quill spoke. Quill left.")
    for number, words in enumerate(("Ada Quill", "Ben Quill")):
        page.mention(words, number)
    page.mention("Quill", 2, after=30)
    assert sorted(by_name(extract(page.article, page.annotations()))) == ["Ada Quill", "Ben Quill", "Quill"]


def test_the_office_is_its_only_holders() -> None:
    page = Page("Governor Tom Reyes arrived. The governor left with Ada Quill.")
    page.mention("Governor Tom Reyes", 0, name="Tom Reyes")
    governor = page.mention("The governor", 1, form="nominal")
    quill = page.mention("Ada Quill", 2)
    page.trigger("left with", [governor, quill], channel="meeting")
    reading = extract(page.article, page.annotations())
    people = {a.id: a.name for a in reading.actors}
    assert sorted(people[p] for p in reading.contacts[0].parties) == ["Ada Quill", "Tom Reyes"]


def test_an_office_with_a_place_keeps_it_and_is_none_before_it() -> None:
    page = Page("They ran for president. Quill met the Ruritanian president. Then the president left.")
    page.mention("president", 0, form="nominal")
    quill = page.mention("Quill", 1)
    page.mention("the Ruritanian president", 0, form="nominal")
    last = page.mention("the president", 0, after=60, form="nominal")
    page.trigger("met", [last, quill], channel="meeting")
    reading = extract(page.article, page.annotations())
    people = {a.id: a.name for a in reading.actors}
    assert sorted(people[p] for p in reading.contacts[0].parties) == ["Quill", "the Ruritanian president"]


def test_a_title_before_another_persons_full_name_is_not_theirs() -> None:
    page = Page("President Quill left. First lady Ada Quill stayed.")
    page.mention("President Quill", 0, name="Quill")
    page.mention("First lady Ada Quill", 1, name="Ada Quill")
    assert sorted(by_name(extract(page.article, page.annotations()))) == ["Ada Quill", "Quill"]


def test_days_and_events_are_no_actors() -> None:
    page = Page("Monday came.")
    page.mention("Monday", 0, kind="other")
    assert extract(page.article, page.annotations()).actors == ()


def test_phrases_are_trimmed() -> None:
    assert trim(" “Ada Quill’s ") == "Ada Quill"
    assert trim("Ada\nQuill,") == "Ada Quill"


def test_kinds_of_sources_by_their_words() -> None:
    kinds = {
        "Sources familiar with the call": "unnamed",
        "two aides": "unnamed",
        "a senior official in the governor’s office": "unnamed",
        "A spokesman for Reyes": "spokesperson",
        "a Reyes spokeswoman": "spokesperson",
        "the letter": "document",
        "a copy of the memo": None,
        "a new poll of voters": "poll",
        "Ada Quill": None,
        "reporters": "outlet",
    }
    assert {phrase: kind_of_phrase(phrase) for phrase in kinds} == kinds


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("a person briefed on the call", "unnamed"),
        ("the indictment unsealed on Monday", "document"),
        ("a memo obtained by the Harbor Ledger", "document"),
        ("a survey conducted in May", "poll"),
    ],
)
def test_what_is_added_to_a_source_does_not_change_its_kind(phrase: str, kind: str) -> None:
    assert kind_of_phrase(phrase) == kind


def test_what_a_name_ends_in_says_what_it_is() -> None:
    page = Page("Port Oversight Committee wrote to Hollis Democrats and the Department of Harbors.")
    page.mention("Port Oversight Committee", 0)
    page.mention("Hollis Democrats", 1)
    page.mention("Department of Harbors", 2)
    page.trigger("wrote", [0, 1, 2], channel="message")
    kinds = {actor.name: actor.kind for actor in extract(page.article, page.annotations(), 0.0).actors}
    assert kinds == {"Port Oversight Committee": "organization", "Hollis Democrats": "group", "Department of Harbors": "organization"}


def test_a_party_and_state_tag_is_nobody() -> None:
    page = Page("Ada Quill (D-Hollis) met Tom Reyes.")
    page.mention("Ada Quill", 0)
    page.mention("D-Hollis", 1)
    page.mention("Tom Reyes", 2)
    page.trigger("met", [0, 1, 2], channel="meeting")
    assert sorted(by_name(extract(page.article, page.annotations(), 0.0))) == ["Ada Quill", "Tom Reyes"]


def test_pronouns_that_are_taken_for_a_things_make_it_nobody() -> None:
    page = Page("Ada Quill called Tom Reyes. The words of support for their ferries and their crews meant much.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    words = page.mention("The words of support", 2, kind="other", form="nominal", head="words")
    page.mention("their", 2, form="pronoun")
    page.mention("their", 2, form="pronoun", after=page.at("and their").start)
    page.trigger("called", [quill, reyes, (words, 0.7)])
    reading = extract(page.article, page.annotations())
    names = {a.id: a.name for a in reading.actors}
    assert [names[p] for p in reading.contacts[0].parties] == ["Ada Quill", "Tom Reyes"]


def test_initials_are_the_body_that_has_them() -> None:
    page = Page("The Alliance to Reclaim Our Ferries spoke. AROF left, and so did BNPT.")
    page.mention("Alliance to Reclaim Our Ferries", 0, kind="organization")
    page.mention("AROF", 1, kind="organization")
    page.mention("BNPT", 2, kind="organization")
    found = by_name(extract(page.article, page.annotations()))
    assert sorted(found) == ["Alliance to Reclaim Our Ferries", "BNPT"]
    assert "AROF" in found["Alliance to Reclaim Our Ferries"].aliases


def test_a_short_form_that_the_article_gives_is_its_name() -> None:
    page = Page("The Tide and Harbor Board (TNHB) met. So did the Harbor Rail Union (HRU).\n\nThen HRU said TNHB left.")
    page.mention("Tide and Harbor Board", 0, kind="organization")
    page.mention("Harbor Rail Union", 1, kind="organization")
    page.mention("HRU", 2, kind="person")
    page.mention("HRU", 3, kind="person", after=75)
    page.mention("TNHB", 4, kind="organization", after=75)
    found = by_name(extract(page.article, page.annotations()))
    # The letters of the one are not those that its words begin with.
    assert sorted(found) == ["Harbor Rail Union", "TNHB", "Tide and Harbor Board"]
    assert found["Harbor Rail Union"].aliases == ("HRU",)


def test_letters_of_a_person_are_a_person() -> None:
    page = Page("F.D.R. met Reyes. Later the president left.")
    page.mention("F.D.R.", 0, name="F.D.R.", head="F.D.R.")
    page.mention("Reyes", 1)
    page.mention("the president", 0, form="nominal")
    assert by_name(extract(page.article, page.annotations()))["F.D.R."].kind == "person"


def test_a_state_that_has_a_persons_initials_is_not_the_person() -> None:
    page = Page("Sen. Nadia Yorke (NY) spoke. Voters in NY listened.")
    page.mention("Nadia Yorke", 0)
    page.mention("NY", 1, kind="place")
    page.mention("NY", 1, kind="place", after=25)
    found = by_name(extract(page.article, page.annotations()))
    assert sorted(found) == ["NY", "Nadia Yorke"]


def test_letters_with_an_article_are_a_body() -> None:
    page = Page("The Harbor Review Service met. They told the H.R.S. on Monday.")
    page.mention("Harbor Review Service", 0, kind="organization")
    page.mention("the H.R.S.", 1, kind="person", name="H.R.S.", head="H.R.S.")
    found = by_name(extract(page.article, page.annotations()))
    assert sorted(found) == ["Harbor Review Service"]


@pytest.mark.parametrize("name", ["GOP Sen", "Ohio Gov", "Reform-era"])
def test_a_name_cut_behind_a_title_is_none(name: str) -> None:
    page = Page(f"{name} spoke. Ada Quill left.")
    page.mention(name, 0)
    page.mention("Ada Quill", 1)
    assert [entity.actor.name for entity in cast(page.article, page.annotations()).entities if entity.named] == ["Ada Quill"]


def test_the_head_comes_before_an_apposition_with_an_office() -> None:
    phrase = "Rep. Ada Quill of Dover, the chair of the House Harbor and Reform Committee"
    assert phrase[slice(*head(phrase))] == "Quill"


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("IRMA VALE", "person", "Irma Vale"),
        ("JB O’MALLEY-MCVALE III", "person", "JB O’Malley-McVale III"),
        ("AL MCVALE", "person", "Al McVale"),
        ("VALE", "person", "VALE"),
        ("PORT CALDER", "place", "Port Calder"),
        ("HOLLIS", "place", "Hollis"),
        ("U.S.", "place", "U.S."),
        ("HARBOR RADIO", "organization", "HARBOR RADIO"),
        ("Irma Vale", "person", "Irma Vale"),
    ],
)
def test_names_in_capitals_are_written_as_elsewhere(name: str, kind: str, shown: str) -> None:
    assert lowered(name, kind) == shown


def test_a_transcripts_speaker_is_called_by_name_and_keeps_the_capitals_as_an_alias() -> None:
    page = Page("IRMA VALE: The ferries will run, I say.")
    page.mention("IRMA VALE", 0)
    (actor,) = extract(page.article, page.annotations()).actors
    assert (actor.name, actor.aliases) == ("Irma Vale", ("IRMA VALE",))


def test_a_headline_that_was_left_in_the_text_names_nobody() -> None:
    page = Page("Irma Vale met the rangers.\n\nVALE HEARS TEARFUL RANGERS\n\nThe Rangers left.")
    page.mention("Irma Vale", 0)
    page.mention("VALE", 0)
    page.mention("TEARFUL RANGERS", 1)
    page.mention("Rangers", 1)
    found = by_name(extract(page.article, page.annotations()))
    assert list(found) == ["Irma Vale", "Rangers"]
    assert found["Irma Vale"].aliases == ("VALE",)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Vale Hears Tearful Rangers Over Clean Harbor Plan", ["Irma Vale"]),  # a headline
        ("Vale Hears Tearful Rangers and leaves with a promise", ["Irma Vale", "Tearful Rangers"]),  # a sentence
        ("Vale, Tearful Rangers", ["Irma Vale", "Tearful Rangers"]),  # too short to tell
    ],
)
def test_a_headline_with_capitals_names_whom_the_text_names(line: str, named: list[str]) -> None:
    page = Page(f"Irma Vale met the crews.\n\n{line}\n\nIt was late.")
    page.mention("Irma Vale", 0)
    page.mention("Tearful Rangers", 1)
    assert list(by_name(extract(page.article, page.annotations()))) == named


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("PORT CALDER — ", "place"),
        ("PORT CALDER, Merriam (Capitol Wire) - ", "place"),
        ("By Lena Moss\n\nPORT CALDER – ", "place"),
        ("PORT CALDER said: ", "person"),
    ],
)
def test_where_an_article_was_written_is_a_place(opening: str, kind: str) -> None:
    page = Page(f"{opening}The ferries ran on Sunday.")
    page.mention("PORT CALDER", 0)
    (actor,) = extract(page.article, page.annotations()).actors
    assert (actor.name, actor.kind) == ("Port Calder", kind)


def test_what_stands_before_a_dash_further_down_is_no_dateline() -> None:
    page = Page(f"{'The ferries ran. ' * 20}\n\nIRMA VALE — who knows — said no.")
    page.mention("IRMA VALE", 0)
    assert [actor.kind for actor in extract(page.article, page.annotations()).actors] == ["person"]


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("Rep. Beth O’Malley spoke.", "Malley", "Beth O’Malley"),
        ("Mayor O'Malley spoke.", "Malley", "O'Malley"),
        ("Rep. Irma Denby-Vale spoke.", "Vale", "Irma Denby-Vale"),
        ("The Quill-Vale feud went on.", "Vale", "Vale"),
        ("Mayor Quill-Vale spoke.", "Vale", "Vale"),
    ],
)
def test_a_surname_that_the_reader_cut_is_whole(text: str, cut: str, whole: str) -> None:
    page = Page(text)
    page.mention(cut, 0)
    assert list(by_name(extract(page.article, page.annotations()))) == [whole]


@pytest.mark.parametrize("name", ["Sens", "CEO", "Gov"])
def test_a_title_alone_is_no_name(name: str) -> None:
    page = Page(f"They asked the {name}. Then they left.")
    page.mention(name, 0)
    assert name not in by_name(extract(page.article, page.annotations()))


def test_a_thing_called_after_someone_is_not_their_name() -> None:
    page = Page("Quill built the Quill World Tower. Critics of the Do Nothing Quillites like Quill.")
    page.mention("Quill", 0)
    page.mention("the Quill World Tower", 0, kind="place", name="Quill World Tower")
    page.mention("the Do Nothing Quillites", 0, name="Do Nothing Quillites")
    page.mention("Quill", 0, after=70)
    found = by_name(extract(page.article, page.annotations()))
    assert found["Quill"].kind == "person"
    assert not {"Quill World Tower", "Do Nothing Quillites"} & set(found["Quill"].aliases)


def test_a_surname_does_not_begin_its_bearers_name() -> None:
    page = Page("Ada Quill spoke of Quill Harbor. Quill left.")
    page.mention("Ada Quill", 0)
    page.mention("Quill Harbor", 0)
    page.mention("Quill", 0, after=33)
    assert "Ada Quill" in by_name(extract(page.article, page.annotations()))
    assert "Quill Harbor" not in by_name(extract(page.article, page.annotations()))["Ada Quill"].aliases


@pytest.mark.parametrize(
    ("text", "mention", "tagged", "name"),
    [
        ("It rained. But Ada Quill left.", "But Ada Quill", "But Ada Quill", "Ada Quill"),
        ("It was Ada B. Quill who left.", "Ada B. Quill", "B. Quill", "Ada B. Quill"),
        ("It was Secretary of State Ada Quill who left.", "Secretary of State Ada Quill", "State Ada Quill", "Ada Quill"),
    ],
)
def test_a_name_is_whole_and_nothing_but_a_name(text: str, mention: str, tagged: str, name: str) -> None:
    page = Page(text)
    page.mention(mention, 0, name=tagged)
    assert list(by_name(extract(page.article, page.annotations()))) == [name]


def test_an_adjective_is_nobody() -> None:
    page = Page("The Quill-appointed judge and the then-freshman left.")
    page.mention("Quill-appointed", 0)
    page.mention("then-freshman", 1)
    assert extract(page.article, page.annotations()).actors == ()


def test_a_body_is_not_anothers() -> None:
    page = Page("The Quill administration left. The Reyes administration said no. It waited. The administration said no more.")
    for words in ("The Quill administration", "The Reyes administration", "The administration"):
        page.mention(words, 0, kind="organization", form="nominal")
    found = cast(page.article, page.annotations())
    assert [entity.actor.name for entity in found.entities] == ["The Quill administration", "The Reyes administration"]
    assert found.of(2) is found.of(1)


def gendered(page: Page, number: int, gender: str) -> None:
    page.mentions[number] = replace(page.mentions[number], gender=gender)


def test_a_surname_of_another_gender_is_anothers() -> None:
    page = Page("Mr. Quill spoke. Ada Quill sang.")
    gendered(page, page.mention("Mr. Quill", 0, name="Quill"), "he")
    gendered(page, page.mention("Ada Quill", 1), "she")
    assert list(by_name(extract(page.article, page.annotations()))) == ["Quill", "Ada Quill"]


def test_whom_a_title_names_first_and_often_is_not_a_relative_named_in_full_once() -> None:
    page = Page("President Quill spoke. Quill left. Quill rose. Quill fell. His niece is Orsola Quill.")
    page.mention("President Quill", 0, name="Quill")
    for words in ("Quill left", "Quill rose", "Quill fell"):
        page.mention(words, 0, head="Quill", name="Quill")
    page.mention("Orsola Quill", 1)
    assert list(by_name(extract(page.article, page.annotations()))) == ["Quill", "Orsola Quill"]
    page.mention("Orsola Quill", 1)
    assert list(by_name(extract(page.article, page.annotations()))) == ["Orsola Quill"]


def test_a_body_called_after_someone_with_a_title_is_not_they() -> None:
    page = Page("Mr. Quill spoke. Mr. Quill left. The Quill Organization paid.")
    page.mention("Mr. Quill", 0, name="Quill")
    page.mention("Mr. Quill left", 0, head="Quill", name="Quill")
    page.mention("Quill Organization", 0, head="Organization", name="Quill Organization")
    page.names[-1] = replace(page.names[-1], kind="organization")
    assert set(by_name(extract(page.article, page.annotations()))) == {"Quill", "Quill Organization"}


@pytest.mark.parametrize(
    ("text", "mention", "tagged", "name"),
    [
        ("He met Ferrisian Crown Prince Basim bin Halil.", "Ferrisian Crown Prince Basim bin Halil", "Halil", "Basim bin Halil"),
        ("He met Minister Ilka van der Pike.", "Minister Ilka van der Pike", "Pike", "Ilka van der Pike"),
    ],
)
def test_a_given_name_with_its_particles_belongs_to_the_name(text: str, mention: str, tagged: str, name: str) -> None:
    page = Page(text)
    page.mention(mention, 0, name=tagged)
    assert list(by_name(extract(page.article, page.annotations()))) == [name]


def test_a_department_is_no_title() -> None:
    page = Page("The Justice Department sued.")
    page.mention("The Justice Department", 0, kind="organization", name="Justice Department")
    assert list(by_name(extract(page.article, page.annotations()))) == ["Justice Department"]


def test_who_is_joined_to_a_description_is_no_part_of_it() -> None:
    page = Page("Tom Reyes met Governor Ada Quill and Ferris officials.")
    reyes, quill = page.mention("Tom Reyes", 0), page.mention("Governor Ada Quill", 1, name="Ada Quill")
    officials = page.mention("Governor Ada Quill and Ferris officials", 2, kind="group", form="nominal")
    page.trigger("met", [reyes, quill, officials], channel="meeting")
    reading = extract(page.article, page.annotations())
    assert {actor.name for actor in reading.actors if actor.id in reading.contacts[0].parties} == {"Tom Reyes", "Ada Quill", "Ferris officials"}


@pytest.mark.parametrize(
    ("name", "shown"), [("Ada Quill Memos", "Ada Quill"), ("Ada Quill Jr.", "Ada Quill Jr."), ("Ada Maria Quill", "Ada Maria Quill")]
)
def test_a_name_ends_with_the_surname(name: str, shown: str) -> None:
    page = Page(f"{name} came. Quill left. Quill spoke.")
    page.mention(name, 0)
    page.mention("Quill left", 0, head="Quill", name="Quill")
    page.mention("Quill spoke", 0, head="Quill", name="Quill")
    assert list(by_name(extract(page.article, page.annotations()))) == [shown]
