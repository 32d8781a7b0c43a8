"""Who made the approach: nobody of whom it is only said that they met or talked."""

import pytest

from rapport.extract import extract
from tests.extract.builder import Page
from tests.extract.test_contacts import names


@pytest.mark.parametrize(
    ("text", "trigger", "begun"),
    [
        ("Ada Quill met Tom Reyes.", "met", False),
        ("Ada Quill spoke with Tom Reyes.", "spoke", False),
        ("Ada Quill had phone calls with Tom Reyes.", "phone calls", False),
        ("Ada Quill was in touch with Tom Reyes.", "touch", False),
        ("Ada Quill called Tom Reyes.", "called", True),
        ("Ada Quill visited Tom Reyes.", "visited", True),
        ("Ada Quill spoke to Tom Reyes.", "spoke", True),
        ("Ada Quill hosted a dinner with Tom Reyes.", "dinner", True),
        ("Ada Quill placed a call to Tom Reyes.", "call", True),
        ("Ada Quill exchanged text messages with Tom Reyes.", "text messages", False),
    ],
)
def test_who_made_the_approach(text: str, trigger: str, begun: bool) -> None:
    page = Page(text)
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    page.trigger(trigger, [quill, reyes], initiator=((quill, 0.9),))
    reading = extract(page.article, page.annotations(), 0.0)
    (contact,) = reading.contacts
    assert [name for key in (contact.initiator,) if key for name in names(reading, (key,))] == (["Ada Quill"] if begun else [])
