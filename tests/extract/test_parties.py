"""Who takes part in a contact: two who are surely linked, and others only where the reports of it bear them out."""

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
