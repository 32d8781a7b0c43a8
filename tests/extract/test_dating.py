"""When a contact took place, by the phrases linked to it or the time expression beside it."""

import pytest

from rapport.annotations import TimeExpression
from rapport.extract import extract
from rapport.records import Contact
from tests.extract.builder import Page


def met(text: str, *times: str, **linked: tuple[str, ...]) -> Contact:
    page = Page(text)
    parties = [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)]
    page.times = [TimeExpression(page.at(words), 0.9) for words in times]
    page.trigger("met", parties, channel="meeting", when=tuple(page.at(words) for words in linked.get("when", ())))
    (contact,) = extract(page.article, page.annotations()).contacts
    return contact


def dates(contact: Contact) -> tuple[str | None, str | None]:
    return (contact.when.start, contact.when.end) if contact.when else (None, None)


def test_the_time_beside_the_trigger_counts_where_none_is_linked() -> None:
    assert dates(met("Ada Quill met Tom Reyes on Sunday.", "Sunday")) == ("2031-06-15", "2031-06-15")


def test_the_day_of_the_saying_is_not_the_day_of_the_meeting() -> None:
    page = Page("Ada Quill met Tom Reyes, Pike said Monday.")
    parties = [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)]
    page.mention("Pike", 2)
    page.times = [TimeExpression(page.at("Monday"), 0.9)]
    page.said("Pike", "said", "Ada Quill met Tom Reyes")
    page.trigger("met", parties, channel="meeting")
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.when is None


def test_a_phrase_that_breaks_off_is_read_to_its_end() -> None:
    contact = met("Ada Quill met Tom Reyes for an hour on Sunday night.", "an hour on", "Sunday night", when=("on",))
    assert dates(contact) == ("2031-06-15", "2031-06-15")


def test_the_narrowest_of_the_linked_phrases_wins() -> None:
    assert dates(met("Ada Quill met Tom Reyes in June, on June 3.", when=("in June", "June 3"))) == ("2031-06-03", "2031-06-03")


def test_a_day_counted_from_another_day_of_the_story() -> None:
    text = "Voters chose on June 3. The next day Ada Quill met Tom Reyes."
    assert dates(met(text, "June 3", "The next day", when=("The next day",))) == ("2031-06-04", "2031-06-04")


def test_words_that_say_nothing_are_no_date() -> None:
    assert met("Ada Quill met Tom Reyes on the boat.", when=("on the",)).when is None


def test_a_length_is_no_time() -> None:
    assert met("Ada Quill met Tom Reyes for two hours.", when=("two hours",)).when is None


def test_what_took_place_is_not_dated_after_it_was_reported() -> None:
    contact = met("Ada Quill met Tom Reyes about the lease that runs until 2033.", "2033", when=("until 2033",))
    assert dates(contact) == (None, None)


def test_words_that_speak_of_no_time_are_no_date() -> None:
    assert met("Ada Quill expressed thanks when she met Tom Reyes.", when=("expressed",)).when is None
    held = met("Ada Quill met Tom Reyes before the vote.", when=("before the vote",)).when
    assert held is not None
    assert (held.text, held.start) == ("before the vote", None)


@pytest.mark.parametrize(
    ("status", "phrase", "interval"),
    [
        ("planned", "July 28", ("2031-07-28", "2031-07-28")),
        ("planned", "last year", (None, None)),
        ("declined", "July 28", ("2031-07-28", "2031-07-28")),
        ("declined", "Tuesday", ("2031-06-17", "2031-06-17")),
        ("declined", "May 2", ("2031-05-02", "2031-05-02")),
        ("speculated", "Aug. 3", ("2031-08-03", "2031-08-03")),
        ("happened", "July 28", ("2030-07-28", "2030-07-28")),
    ],
)
def test_what_is_to_come_lies_ahead_and_what_is_done_behind(status: str, phrase: str, interval: tuple[str | None, str | None]) -> None:
    page = Page(f"The meeting of Ada Quill and Tom Reyes: {phrase}.")
    parties = [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)]
    page.trigger("meeting", parties, channel="meeting", status=status, when=(page.at(phrase),))
    (contact,) = extract(page.article, page.annotations(), 0.0).contacts
    assert dates(contact) == interval


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [
        # Beside a later word for the meeting a year is mostly that of another one.
        ("Ada Quill met Tom Reyes.\n\nPike recalled the 2019 dinner.", "2019", (None, None)),
        ("In 2019, Ada Quill met Tom Reyes.\n\nPike recalled the dinner.", "In 2019", ("2019-01-01", "2019-12-31")),
        # A month of it is told for its own sake, and this year is the story's.
        ("Ada Quill met Tom Reyes.\n\nPike recalled the June 2019 dinner.", "June 2019", ("2019-06-01", "2019-06-30")),
        ("Ada Quill met Tom Reyes.\n\nPike recalled the 2031 dinner.", "2031", ("2031-01-01", "2031-12-31")),
    ],
)
def test_a_bare_year_long_over_counts_where_the_news_is_told(text: str, when: str, expected: tuple[str | None, str | None]) -> None:
    page = Page(text)
    parties = [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)]
    time = (page.at(when),)
    first = text.startswith("In")
    page.trigger("met", parties, channel="meeting", when=time if first else ())
    page.trigger("dinner", parties, channel="meeting", other=0.04, when=() if first else time)
    (contact,) = extract(page.article, page.annotations()).contacts
    assert dates(contact) == expected


def test_what_a_day_owns_has_that_day_for_itself() -> None:
    text = "After Saturday’s attack on the pier Ada Quill met Tom Reyes."
    assert met(text, "Saturday", when=("Saturday",)).when is None
    page = Page("Ada Quill and Tom Reyes spoke at Saturday’s long meeting.")
    parties = [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)]
    page.times = [TimeExpression(page.at("Saturday"), 0.9)]
    page.trigger("meeting", parties, channel="meeting")
    (contact,) = extract(page.article, page.annotations()).contacts
    assert dates(contact) == ("2031-06-14", "2031-06-14")


def test_a_day_in_what_describes_a_party_is_another_events() -> None:
    page = Page("Ada Quill dined with a guest who attended the gala on Sunday.")
    quill = page.mention("Ada Quill", 0)
    guest = page.mention("a guest who attended the gala on Sunday", 1, form="nominal", head="guest")
    page.times = [TimeExpression(page.at("Sunday"), 0.9)]
    page.trigger("dined", [quill, guest], channel="meeting")
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.when is None
