"""Encounters told at once: one contact with each counterpart, where the words set them apart."""

import pytest

from rapport.extract import extract
from tests.extract.builder import Page
from tests.extract.test_contacts import names


@pytest.mark.parametrize(
    ("text", "trigger", "parted"),
    [
        ("Ada Quill had meetings with Tom Reyes and Ben Oduya.", "meetings", True),
        ("Ada Quill had phone calls with Gov. Tom Reyes and Senator Ben Oduya.", "phone calls", True),
        ("Ada Quill met separately with Tom Reyes and Ben Oduya.", "met", True),
        ("Ada Quill met with Tom Reyes and then separately with Ben Oduya.", "met", True),
        ("Ada Quill spoke to Tom Reyes and Ben Oduya in separate rooms.", "spoke", True),
        ("Ada Quill had a meeting with Tom Reyes and Ben Oduya.", "meeting", False),
        ("Ada Quill held talks with Tom Reyes and Ben Oduya.", "talks", False),
        ("Ada Quill met with Tom Reyes, whose meetings with Ben Oduya were long.", "met", False),
    ],
)
def test_each_counterpart_of_separate_encounters_has_a_contact(text: str, trigger: str, parted: bool) -> None:
    page = Page(text)
    everyone = [page.mention(name, number) for number, name in enumerate(("Ada Quill", "Tom Reyes", "Ben Oduya"))]
    page.trigger(trigger, everyone, channel="meeting")
    reading = extract(page.article, page.annotations(), 0.0)
    found = sorted(names(reading, contact.parties) for contact in reading.contacts)
    assert found == ([["Ada Quill", "Ben Oduya"], ["Ada Quill", "Tom Reyes"]] if parted else [["Ada Quill", "Ben Oduya", "Tom Reyes"]])


def test_a_group_is_not_set_apart() -> None:
    page = Page("Ada Quill had meetings with labor and union leaders.")
    quill, labor = page.mention("Ada Quill", 0), page.mention("labor", 1, kind="group", form="nominal")
    page.trigger("meetings", [quill, labor, page.mention("union leaders", 2, kind="group", form="nominal")], channel="meeting")
    assert len(extract(page.article, page.annotations(), 0.0).contacts) == 1
