"""Words of pages: text that cannot mislead, and addresses that hold any name."""

from __future__ import annotations

from dataclasses import replace

from rapport.ledger import ReportRow, StatementRow
from rapport.report.english import named
from rapport.web import parts
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


def test_names_and_papers_of_rows_are_escaped_and_lead_to_whom_is_meant() -> None:
    at = Addresses("/l/-/rapport")
    assert parts.people(["Ada <Q>", "Tom Reyes", "two aides"], at, {"Tom Reyes": "Tom Reyes (1f)"}) == (
        '<a class="person" href="/l/-/rapport/actor?name=Ada+%3CQ%3E"><bdi>Ada &lt;Q&gt;</bdi></a>, '
        '<a class="person" href="/l/-/rapport/actor?name=Tom+Reyes+%281f%29"><bdi>Tom Reyes</bdi></a> and <bdi>two aides</bdi>'
    )
    assert parts.people([], at) == ""
    assert parts.person("Ada Quill", at) == parts.people(["Ada Quill"], at)
    report = ReportRow("ab", "cd", "Bay & Co", "2031-02-16T08:00", None, None, "", None, (), (), "call", "happened")
    assert (
        parts.paper(report, at)
        == '<a href="/l/-/rapport/article/cd#r-ab"><bdi>Bay &amp; Co</bdi></a>, <time datetime="2031-02-16">16 February 2031</time>'
    )
    assert (
        parts.paper(replace(report, outlet=None, published=None), at)
        == '<a href="/l/-/rapport/article/cd#r-ab"><bdi>outlet unknown</bdi></a>, undated'
    )


def test_names_of_scripts_without_capitals_have_pages() -> None:
    assert all(map(named, ("Ada Quill", "山田太郎", "דוד לוי", "ليلى", "41st Ferry Guard")))
    assert not any(map(named, ("a crowd", "two aides", "", "“someone”")))


def test_what_was_said_reads_as_a_sentence_and_how_sure_that_is() -> None:
    at = Addresses("/l/-/rapport")
    row = StatementRow(
        "ab", "2031-02-16", "Ada Quill", "said", "assert", "indirect", "it rained", "the <crowd>", ("ferries", "fares"), (),
        None, None, None, None, 0.87, "cd",
    )  # fmt: skip
    assert parts.did(row, at) == "told <bdi>the &lt;crowd&gt;</bdi> about <bdi>ferries</bdi> and <bdi>fares</bdi>"
    assert parts.did(replace(row, about=()), at) == "told <bdi>the &lt;crowd&gt;</bdi>"
    assert parts.did(replace(row, act="request"), at).startswith("asked <bdi>the &lt;crowd&gt;</bdi> for something about ")
    assert parts.did(replace(row, act="promise", audience=None), at).startswith("promised something about <bdi>ferries</bdi>")
    assert parts.did(replace(row, act="praise", about=("fares",)), at) == "praised <bdi>fares</bdi> to <bdi>the &lt;crowd&gt;</bdi>"
    assert parts.did(replace(row, act="praise", about=(), audience=None), at) == "praised"
    assert parts.sure(row) == '&ensp;<span class="sure" title="How sure Rapport is that it read this right">87 % sure</span>'
