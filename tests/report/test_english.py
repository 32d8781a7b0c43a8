"""Plain English: dates, intervals, who told it, and which addresses become links."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rapport.ledger import EntryRow, OriginRow
from rapport.report.english import contact_words, cut, day, interval, outside, sourced

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


def test_text_is_cut_between_words() -> None:
    assert cut("one two three", 9) == "one two …"
    assert cut("one two three") == "one two three"
    assert cut("\u202eone\x1b[31m two", 20) == "one two"
