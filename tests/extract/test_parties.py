"""Who takes part in a contact: two who are surely linked, and others only where the reports of it bear them out."""

import pytest

from rapport.extract.parties import parties
from rapport.extract.people import people
from tests.extract.builder import Page

STORY = "Ada Quill met Tom Reyes.\n\nQuill and Reyes talked for an hour.\n\nVera Stahl praised the meeting of Quill and Reyes."


def chances(page: Page) -> dict[str, float]:
    annotations = page.annotations()
    found = parties(people(page.article, annotations), annotations, list(annotations.contacts))
    return {party.entity.actor.name: party.probability for party in found}


def told_three_times(stahl: float) -> Page:
    page = Page(STORY)
    page.trigger("met", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)], channel="meeting")
    page.trigger("talked", [page.mention("Quill", 0, after=26), page.mention("Reyes", 1, after=26)], channel="meeting")
    other = page.mention("Vera Stahl", 2)
    page.trigger("meeting", [(other, stahl), page.mention("Quill", 0, after=90), page.mention("Reyes", 1, after=90)], channel="meeting")
    return page


def test_who_is_told_of_in_every_report_takes_part_more_surely_than_who_is_in_one() -> None:
    found = chances(told_three_times(0.6))
    assert list(found)[2] == "Vera Stahl"
    assert min(found["Ada Quill"], found["Tom Reyes"]) > 0.8
    assert found["Vera Stahl"] < 0.4


def test_probabilities_grow_with_the_link() -> None:
    assert chances(told_three_times(0.3))["Vera Stahl"] < chances(told_three_times(0.9))["Vera Stahl"]


def test_nobody_linked_is_no_party() -> None:
    page = Page("Ada Quill left.")
    page.trigger("left", [])
    assert chances(page) == {}


def test_a_description_counts_less_than_a_name() -> None:
    chance: dict[str, float] = {}
    for words in ("Vera Stahl", "his counterpart"):
        page = Page(f"Ada Quill met Tom Reyes and {words} in Port Ferris.")
        quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
        other = page.mention(words, 2, form="name" if words[0].isupper() else "nominal")
        page.trigger("met", [quill, reyes, (other, 0.7)], channel="meeting")
        chance |= chances(page)
    assert chance["his counterpart"] < chance["Vera Stahl"]


def told_of_a_plan(ending: str) -> dict[str, float]:
    page = Page(f"Ada Quill and Tom Reyes spoke of the ferries and made plans to {ending}.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    if "the unions" in ending:
        page.mention("the unions", 2, form="nominal")
    page.trigger("meet", [(quill, 0.15), (reyes, 0.15)], channel="meeting", status="planned")
    return chances(page)


@pytest.mark.parametrize("ending", ["meet the unions", "meet with the unions", "meet in Dover with the unions"])
def test_two_of_whom_it_is_said_that_they_will_meet_take_part(ending: str) -> None:
    assert min(told_of_a_plan("meet in Dover").values()) > max(told_of_a_plan(ending).values())


@pytest.mark.parametrize(
    ("before", "stands"),
    [
        ("Vera Stahl welcomed the talks between ", False),
        ("Vera Stahl welcomed the secret talks in Port Ferris between ", False),
        ("Vera Stahl had talks with ", True),
    ],
)
def test_talks_between_two_are_nobody_elses(before: str, stands: bool) -> None:
    page = Page(f"{before}Ada Quill and Tom Reyes.")
    page.trigger("talks", [page.mention("Vera Stahl", 0), page.mention("Ada Quill", 1), page.mention("Tom Reyes", 2)])
    assert ("Vera Stahl" in chances(page)) == stands


@pytest.mark.parametrize(
    ("owner", "owned", "stands"), [("Ada Quill", "’s senior staff", False), ("Her", " campaign", False), ("Ada Quill", " and her staff", True)]
)
def test_who_only_owns_a_party_is_none(owner: str, owned: str, stands: bool) -> None:
    page = Page(f"{owner}{owned} talked to Tom Reyes.")
    mentions = [
        page.mention(owner, 0, form="pronoun" if owner == "Her" else "name"),
        page.mention(owned.split()[-1], 1, form="nominal"),
        page.mention("Tom Reyes", 2),
    ]
    page.trigger("talked", mentions)
    assert (len(chances(page)) == 3) == stands


def test_an_owner_of_the_talks_takes_part() -> None:
    page = Page("Ada Quill’s talks with Tom Reyes went on.")
    page.trigger("talks", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)])
    assert set(chances(page)) == {"Ada Quill", "Tom Reyes"}


def test_of_what_kind_a_meeting_is_the_first_names_nobody() -> None:
    page = Page("Ada Quill and Tom Reyes will hold talks in Dover, the first-ever meeting between a sitting mayor and a Ferris leader.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    mayor = page.mention("a sitting mayor", 2, form="nominal")
    leader = page.mention("a Ferris leader", 3, form="nominal")
    page.trigger("talks", [quill, reyes], channel="meeting")
    page.trigger("meeting", [(quill, 0.4), (reyes, 0.4), mayor, leader], channel="meeting")
    assert set(chances(page)) == {"Ada Quill", "Tom Reyes"}
