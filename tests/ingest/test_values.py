"""Dates, addresses, languages and boilerplate: the small decisions, one by one."""

from __future__ import annotations

import datetime

import pytest

from rapport.ingest.addresses import host_of, normalize_url
from rapport.ingest.boilerplate import is_boilerplate, is_clutter
from rapport.ingest.dates import date_in_address, iso_date
from rapport.ingest.language import is_english
from tests.ingest.conftest import PARAGRAPHS


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("2031-06-18", "2031-06-18"), ("20310618", "2031-06-18"), (" 2031-06-18T06:30:00Z ", "2031-06-18T06:30:00+00:00"), ("2031-06-18 06:30", "2031-06-18T06:30:00"),
        ("2031-06-18T06:30:00.123-0500", "2031-06-18T06:30:00-05:00"), ("2031-06-18 06:30:00 +02:00", "2031-06-18T06:30:00+02:00"), ("2031-06-18 06:30:00 UTC", "2031-06-18T06:30:00+00:00"),
        ("Wed, 18 Jun 2031 06:30:00 GMT", "2031-06-18T06:30:00+00:00"), ("Wednesday, June 18, 2031, 6:30 PM", "2031-06-18"), ("Jun. 18th, 2031", "2031-06-18"),
        ("Published 18 June 2031", "2031-06-18"), ("2031/6/18", "2031-06-18"), ("6/18/2031", "2031-06-18"), ("18/6/2031", "2031-06-18"), ("5/5/2031", "2031-05-05"),
        (datetime.date(2031, 6, 18), "2031-06-18"), (datetime.datetime(2031, 6, 18, 6, 30, tzinfo=datetime.UTC), "2031-06-18T06:30:00+00:00"),
        ("6/7/2031", None), ("2031-02-30", None), ("31 February 2031", None), ("2031-06", None), ("2031", None), ("Tuesday", None), ("today", None), ("", None), (None, None), (20310618, None),
        ("0001-01-01T00:00:00", None), ("1970-01-01T00:00:00Z", None), ("June 2031", None), ("x" * 500, None),
    ],
)  # fmt: skip
def test_dates(given: object, iso: str | None) -> None:
    assert iso_date(given) == iso


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.example/2031/06/18/a", "2031-06-18"),
        ("https://x.example/news/2031-06-18-a", "2031-06-18"),
        ("https://x.example/2031/13/18/a", None),
        ("https://x.example/20310618123/a", None),
        ("https://x.example/2031/06/a", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url: str | None, day: str | None) -> None:
    assert date_in_address(url) == day


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("HTTP://User:pw@X.Example:80/A?b=1&utm_source=t&fbclid=3&a=2#part", "http://x.example/A?b=1&a=2"),
        ("https://x.example", "https://x.example/"),
        ("https://x.example:8443/a?", "https://x.example:8443/a"),
        ("https://x.example/#!/story/1", "https://x.example/#!/story/1"),
        ("https://x.example/a?sid=1&partnership=2", "https://x.example/a?sid=1&partnership=2"),
        ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
        ("urn:x:1", "urn:x:1"),
        ("http://[bad", "http://[bad"),
        ("  ", None),
        (None, None),
    ],
)
def test_addresses(given: str | None, normal: str | None) -> None:
    assert normalize_url(given) == normal
    assert normalize_url(normal) == normal


def test_hosts() -> None:
    assert host_of("https://www.baycourier.example/a") == "baycourier.example"
    assert host_of("baycourier.example") is None


@pytest.mark.parametrize(
    "text",
    [
        PARAGRAPHS[0], "Ada Quill, Tom Reyes, Walter Pike, June Halloran", "Hugo Denby-Schneider (Oren Tate/Bay Courier)", "Quill!", "2031: 14%", "So long, farewell, auf Wiedersehen, adieu.",
        "“C'est la vie,” said Reyes, who then sang “La vie en rose” in the rotunda and left for dinner with Quill.",
        "View all the posts: 州長は市長に会った。" + "The governor met the mayor on Sunday, and they spoke about the ferries, the strike and the money that would be needed to end it.",
        "Gouverneur und Bürgermeisterin sprachen am Sonntag. " * 22 + "The mayor said on Monday that she had spoken to the governor, and that he had promised to help with the ferries. " * 30,
    ],
)  # fmt: skip
def test_english_passes(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "El presidente se reunió con el gobernador el lunes.", "Le maire a rencontré le gouverneur lundi à propos des ferries, selon trois personnes.", "市长周一会见了州长，讨论渡轮罢工。",
        "Мэр встретился с губернатором в понедельник.", "التقى العمدة بالحاكم يوم الاثنين لمناقشة الإضراب.", "De burgemeester sprak maandag met de gouverneur over de staking.",
        "Die Bürgermeisterin und der Gouverneur haben am Sonntag telefoniert. " * 30, "O prefeito e o governador falaram ao telefone no domingo sobre a greve das barcas.",
    ],
)  # fmt: skip
def test_other_languages_are_refused(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Advertisement", "ADVERTISEMENT - CONTINUE READING BELOW", "Story continues below advertisement", "Share", "Facebook | Twitter | Email", "12 comments", "* * *", "___", "Loading...",
        "Sign up for The Morning Tide, our free newsletter.", "Subscribe to our newsletter and get the news in your inbox every morning", "Get the Bay Courier delivered to your inbox.", "By signing up, you agree to our terms.",
        "Follow us on Twitter @baycourier", "Log in to join the conversation", "© 2031 Bay Courier. All rights reserved.", "Copyright 2031 Bay Courier", "Privacy Policy | Terms of Use", "Share this article",
        "Published 18 November 2031", "posted on April 21, 2031, at 11:29 a.m.", "Updated: Tuesday, April 21, 2031 at 4 p.m.", "Follow along with the latest updates below.",
        "Get the latest news of the bay. Subscribe to our daily newsletter.", "Want more politics in your inbox? Sign up for our newsletter here.",
        "Sorry, the page you were looking for does not exist. Try our search, or go back to the home page.", "Subscribe to continue reading.",
        "You have read all your free articles this month. Subscribe today for unlimited access, cancel anytime.", "Please turn on JavaScript and cookies to go on.",
        "Checking your browser before you reach baycourier.example. This process is automatic.", "Press and hold to confirm you are a human, and not a bot.",
        "Were you on the boat? Get in touch at newsdesk@baycourier.example", "Enjoying our latest content? Log in or create an account to continue",
        "Thank you for visiting baycourier.example. You are using a browser version with limited support for CSS. To obtain the best experience, use another.",
    ],
)  # fmt: skip
def test_clutter(paragraph: str) -> None:
    assert is_clutter(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Read more: Ten chowders, ranked", "RELATED: Governor jumps into race", "See also:", "More: Who is running for mayor?", "Most read", "Read more",
        "FILE PHOTO: Mayor Ada Quill speaks in Port Calder, October 3, 2030. REUTERS/Oren Tate", "Mayor Ada Quill at the pier. (Photo by Oren Tate/Getty Images)", "Photo: Oren Tate",
        "Gov. Tom Reyes on Monday. | Oren Tate/AP Photo", "Oren Tate/AFP via Getty Images", "Gov. Tom Reyes (Oren Tate/Reuters)",
    ],
)  # fmt: skip
def test_pointers_and_captions(paragraph: str) -> None:
    assert is_boilerplate(paragraph)
    assert not is_clutter(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        *PARAGRAPHS, "PORT CALDER (Reuters) - Mayor Ada Quill is tied with Gov. Tom Reyes, according to a Reuters/Ipsos poll.", "“Sign up for the draft,” he told them, and they did.", "Quill signed up for the race.", "“No comment,” she said.",
        "The governor watched the video.", "More people met with Reyes than with Quill.", "Share prices fell after the call.", "More from his address, according to the outlet:", "He was there. (Reuters)", "Follow the money, he said.",
        "Subscribers to the paper met with the mayor.", "The copyright case was settled in 2031 after the two had met.", "Related charges were dropped.", "Photographers met with the mayor.", "Support our troops, Reyes said at the rally.", "The page that she tore out of the book was the one they were looking for.", "Subscribe to no one's theory, Quill said.", "February 18, 2031", "Published in 2031, the book tells of the two.", "Quill said that she would get in touch at once.",
        "Updated figures of May 3, 2031, show that the two met.", "Watch what he does, Quill said.",
    ],
)  # fmt: skip
def test_sentences_of_articles_stay(paragraph: str) -> None:
    assert not is_boilerplate(paragraph)
