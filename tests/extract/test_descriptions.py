"""Descriptions without a name as sources, and those that go by whose they are."""

import pytest

from rapport.extract import extract
from tests.extract.builder import Page


def speakers(page: Page) -> list[str | None]:
    """Who speaks in each statement, in order."""
    reading = extract(page.article, page.annotations())
    return [next((a.name for a in reading.actors if a.id == s.speaker), None) for s in reading.statements]


def after_quill(said: str, description: str, quill: str = "Ada Quill") -> Page:
    """What Quill said, and in the next paragraph what a description says."""
    page = Page(f"{quill} said the ferry was safe.\n\n{said}")
    page.mention(quill, 0, name="Ada Quill")
    page.said(quill, "said", "the ferry was safe")
    page.mention(description, 1, form="nominal")
    page.said(description, "promised", "a new pier")
    return page


@pytest.mark.parametrize("description", ["The retired surgeon", "the Republican candidate", "The Dover senator"])
def test_a_description_is_who_spoke_last(description: str) -> None:
    assert speakers(after_quill(f"{description} promised a new pier.", description)) == ["Ada Quill", "Ada Quill"]


@pytest.mark.parametrize(
    ("description", "quill"),
    [
        ("The Dover senator", "Governor Ada Quill"),  # she holds another office
        ("The president", "Ada Quill"),  # of whom everyone knows who it is
        ("The spokesman", "Ada Quill"),  # of whom that is not told
        ("The crowd", "Ada Quill"),
        ("A senator", "Ada Quill"),
    ],
)
def test_whom_nobody_may_call_so_is_not_meant(description: str, quill: str) -> None:
    assert speakers(after_quill(f"{description} promised a new pier.", description, quill))[1] != "Ada Quill"


def test_the_only_one_who_holds_an_office_is_meant_by_it() -> None:
    page = Page("Senator Tom Reyes came. Ada Quill said the ferry was safe.\n\nThe embattled senator promised a new pier.")
    page.mention("Senator Tom Reyes", 0, name="Tom Reyes")
    page.mention("Ada Quill", 1)
    page.said("Ada Quill", "said", "the ferry was safe")
    page.mention("The embattled senator", 2, form="nominal")
    page.said("The embattled senator", "promised", "a new pier")
    assert speakers(page) == ["Ada Quill", "Tom Reyes"]


def test_a_poll_is_called_by_its_whole_phrase() -> None:
    page = Page("A new poll from Dover College found support for the pier.")
    page.mention("A new poll", 0, kind="organization", form="nominal")
    page.mention("Dover College", 1, kind="organization")
    page.said("A new poll from Dover College", "found", "support for the pier")
    assert speakers(page) == ["A new poll from Dover College"]


def test_a_complaint_is_not_the_court() -> None:
    page = Page("It went to a federal court. The complaint says that Quill lied.")
    page.mention("a federal court", 0, kind="organization", form="nominal")
    page.mention("The complaint", 0, kind="organization", form="nominal")
    page.said("The complaint", "says", "that Quill lied")
    assert speakers(page) == ["The complaint"]


def test_a_name_beside_a_description_is_the_same_one() -> None:
    page = Page("Dover was full. “It is late,” the guard, Tom Reyes, said.")
    page.mention("Dover", 0)
    page.mention("the guard", 0, form="nominal")
    page.mention("Tom Reyes", 1)
    page.said("the guard, Tom Reyes,", "said", "“It is late,”")
    assert speakers(page) == ["Tom Reyes"]


def test_everyone_is_nobody_in_particular() -> None:
    page = Page("Ada Quill came. Everyone knows that the ferry was safe.")
    page.mention("Ada Quill", 0)
    page.mention("Everyone", 0, form="pronoun")
    page.said("Everyone", "knows", "that the ferry was safe")
    assert speakers(page) == ["Everyone"]


def test_his_campaign_is_called_by_whose_it_is() -> None:
    page = Page("Tom Reyes left. His campaign said the ferry was safe.")
    page.mention("Tom Reyes", 0)
    page.mention("His", 0, form="pronoun")
    page.mention("His campaign", 1, kind="organization", form="nominal")
    page.said("His campaign", "said", "the ferry was safe")
    assert speakers(page) == ["Reyes campaign"]
