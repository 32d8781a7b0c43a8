"""Words of pages: text that cannot mislead, and addresses that hold any name."""

from __future__ import annotations

from rapport.report.english import named
from rapport.web.addresses import Addresses
from rapport.web.words import show, snippet


def test_untrusted_text_is_cleaned_escaped_cut_and_isolated() -> None:
    assert show("<b>\u202egnorw\u202c & \x1b[31mred") == "<bdi>&lt;b&gt;gnorw &amp; red</bdi>"
    assert show("a" * 50 + " " + "b" * 50, 60) == "<bdi>" + "a" * 50 + " …</bdi>"
    assert show(None) == ""


def test_addresses_quote_names() -> None:
    at = Addresses("/ledger/-/rapport")
    assert at.actor('A&B "x"#') == "/ledger/-/rapport/actor?name=A%26B+%22x%22%23"
    assert at.asking("contacts", {"page": "3", "outlet": "Wire"}, page="") == "/ledger/-/rapport/contacts?outlet=Wire"


def test_a_snippet_is_marked_where_it_was_found() -> None:
    assert snippet("the ferry strike", [(4, 9)]) == [("the ", False), ("ferry", True), (" strike", False)]


def test_names_of_scripts_without_capitals_have_pages() -> None:
    assert all(map(named, ("Ada Quill", "山田太郎", "דוד לוי", "ليلى", "41st Ferry Guard")))
    assert not any(map(named, ("a crowd", "two aides", "", "“someone”")))
