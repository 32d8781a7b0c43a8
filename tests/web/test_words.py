"""Plain words: dates, intervals, who told it, and text that cannot mislead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rapport.ledger import EntryRow, OriginRow
from rapport.web.addresses import Addresses, outside
from rapport.web.words import contact_words, day, interval, show, snippet, sourced

UNNAMED = OriginRow("two aides", "unnamed", None)
OWN = OriginRow("Bay Courier", "outlet", None)
QUILL = OriginRow("Ada Quill", "named", None)
ROW = EntryRow(
    "e", "2031-02-16", True, "call", "happened", ("Tom Reyes", "Ada Quill"), None, None, None, None, None, None, None, None, None, None, (), 0.9, 4, 4, 0, (UNNAMED,), (), "r"
)  # fmt: skip


@pytest.mark.parametrize(
    ("date", "words"),
    [("2031-02-16", "16 February 2031"), ("2031-02", "February 2031"), ("2031", "2031"), (None, ""), ("soon", "soon"), ("2031-13-01", "2031-13-01")],
)
def test_day(date: str | None, words: str) -> None:
    assert day(date) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2031-02-16", "2031-02-16", "16 February 2031"),
        ("2031-05-01", "2031-05-31", "May 2031"),
        ("2030-01-01", "2030-12-31", "2030"),
        ("2031-05-01", "2031-06-12", "1 May to 12 June 2031"),
        ("2031-02-16", "2031-02-18", "16 to 18 February 2031"),
        ("2030-11-01", "2031-02-28", "November 2030 to February 2031"),
        ("2031-05-01", None, "since 1 May 2031"),
        (None, "2031-05-01", "until 1 May 2031"),
        (None, None, ""),
    ],
)
def test_interval(start: str | None, end: str | None, words: str) -> None:
    assert interval(start, end) == words


@pytest.mark.parametrize(
    ("outlets", "named", "origins", "words"),
    [
        (4, 0, (UNNAMED,), "told by four outlets, all citing one unnamed source"),
        (1, 0, (UNNAMED,), "told by one outlet, citing one unnamed source"),
        (1, 0, (OWN,), "told by one outlet on its own account"),
        (3, 0, (OWN,), "told by three outlets, all going back to the Bay Courier"),
        (2, 1, (QUILL,), "told by two outlets, all citing Ada Quill"),
        (2, 1, (QUILL, UNNAMED), "told by two outlets, from two independent sources, one of them named"),
        (2, 0, (OWN, UNNAMED), "told by two outlets, from two independent sources, none of them named"),
    ],
)
def test_who_told_it(outlets: int, named: int, origins: tuple[OriginRow, ...], words: str) -> None:
    assert sourced(replace(ROW, outlets=outlets, named=named, origins=origins)) == words


def test_contacts_in_words() -> None:
    assert contact_words("call", "happened") == "Call"
    assert contact_words("meeting", "planned") == "Planned meeting"
    assert contact_words("message", "recurring") == "Repeated messages"
    assert contact_words("unspecified", "absent") == "No contact"


def test_untrusted_text_is_cleaned_escaped_cut_and_isolated() -> None:
    assert show("<b>\u202egnorw\u202c & \x1b[31mred") == "<bdi>&lt;b&gt;gnorw &amp; red</bdi>"
    assert show("a" * 50 + " " + "b" * 50, 60) == "<bdi>" + "a" * 50 + " …</bdi>"
    assert show(None) == ""


def test_only_addresses_of_the_web_become_links() -> None:
    assert outside("https://courier.example/a?b=c") == "https://courier.example/a?b=c"
    for wrong in (
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "https://",
        "http://[",
        "",
        None,
    ):
        assert outside(wrong) is None


def test_addresses_quote_names() -> None:
    at = Addresses("/ledger/-/rapport")
    assert at.actor('A&B "x"#') == "/ledger/-/rapport/actor?name=A%26B+%22x%22%23"
    assert at.asking("contacts", {"page": "3", "outlet": "Wire"}, page="") == "/ledger/-/rapport/contacts?outlet=Wire"


def test_a_snippet_is_marked_where_it_was_found() -> None:
    assert snippet("the ferry strike", [(4, 9)]) == [("the ", False), ("ferry", True), (" strike", False)]
