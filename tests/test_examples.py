"""The invented articles hold the story that the documentation tells, and the golden records stand in their words."""

from __future__ import annotations

import datetime
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import pytest

from rapport.records import ACTS, CHANNELS, SOURCE_KINDS, STATUSES

ROOT: Final = Path(__file__).parents[1]
EXAMPLES: Final = ROOT / "examples"
OUTLETS: Final = {"Harbor Ledger", "Bay Courier", "Capitol Wire"}
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Example:
    """One article as its file gives it, before any cleaning of ours."""

    file: str
    source_id: str | None
    title: str
    outlet: str
    published: str | None
    url: str
    text: str


def with_header(path: Path) -> Example:
    block, text = path.read_text(encoding="utf-8").split("\n\n", 1)
    header = {key: value for key, _, value in (line.partition(": ") for line in block.splitlines())}
    return Example(path.name, None, header["Title"], header["Outlet"], header.get("Published"), header["Url"], text)


def saved_page(path: Path) -> Example:
    page = path.read_text(encoding="utf-8")
    meta = dict(re.findall(r'<meta property="([^"]+)" content="([^"]+)"', page))
    body = re.search(r"<article>(.*)</article>", page, re.DOTALL)
    assert body is not None
    text = html.unescape(re.sub(r"<[^>]+>", "", body.group(1)))
    return Example(path.name, None, meta["og:title"], meta["og:site_name"], meta["article:published_time"][:10], meta["og:url"], text)


def lines_of(path: Path) -> list[Example]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Example(path.name, row["id"], row["title"], row["outlet"], row["published"], row["url"], row["text"]) for row in rows]


def all_examples() -> list[Example]:
    found: list[Example] = []
    for path in sorted(EXAMPLES.iterdir()):
        if path.suffix == ".jsonl":
            found += lines_of(path)
        else:
            found.append(saved_page(path) if path.suffix == ".html" else with_header(path))
    return found


ARTICLES: Final = {(example.file, example.source_id): example for example in all_examples()}
GOLDEN: Final = cast("list[dict[str, Any]]", json.loads((ROOT / "tests/golden/examples.json").read_text(encoding="utf-8"))["articles"])
CONTACTS: Final = [(entry, contact) for entry in GOLDEN for contact in entry["contacts"]]
STATEMENTS: Final = [(entry, statement) for entry in GOLDEN for statement in entry["statements"]]


def text_of(entry: dict[str, Any]) -> str:
    return ARTICLES[entry["file"], entry["source_id"]].text


def sentence_around(text: str, words: str) -> str:
    start = text.index(words)
    return re.split(r"(?<=[.”\"])\s", text[:start])[-1] + re.split(r"(?<=[a-z0-9][.”\"])\s", text[start:])[0]


def test_a_dozen_to_a_score_of_articles_by_three_outlets_in_every_format() -> None:
    assert 12 <= len(ARTICLES) <= 20
    assert {example.outlet for example in ARTICLES.values()} == OUTLETS
    assert {Path(example.file).suffix for example in ARTICLES.values()} == {".txt", ".md", ".html", ".jsonl"}
    assert len({example.url for example in ARTICLES.values()}) == len(ARTICLES)
    assert all(".example/" in example.url for example in ARTICLES.values()), "invented outlets live under the reserved domain"


def test_articles_are_short() -> None:
    lengths = {key: len(example.text.split()) for key, example in ARTICLES.items()}
    assert all(60 <= length <= 350 for length in lengths.values()), lengths


def test_every_article_has_golden_records_and_the_same_header() -> None:
    described = [(entry["file"], entry["source_id"]) for entry in GOLDEN]
    assert sorted(map(str, described)) == sorted(map(str, ARTICLES))
    for entry in GOLDEN:
        example = ARTICLES[entry["file"], entry["source_id"]]
        assert (entry["title"], entry["outlet"], entry["published"]) == (example.title, example.outlet, example.published)


def test_one_article_stays_undated_and_its_contacts_with_it() -> None:
    undated = [entry for entry in GOLDEN if entry["published"] is None]
    assert len(undated) == 1
    assert all(contact["when"] is None for contact in undated[0]["contacts"])


@pytest.mark.parametrize(("entry", "contact"), CONTACTS, ids=lambda value: value.get("evidence", value.get("file")))
def test_golden_contact_stands_in_its_article(entry: dict[str, Any], contact: dict[str, Any]) -> None:
    text = text_of(entry)
    assert text.count(contact["evidence"]) == 1
    assert contact["channel"] in CHANNELS
    assert contact["status"]
    assert set(contact["status"]) <= set(STATUSES)
    assert len(contact["parties"]) >= 2
    assert contact["initiator"] in {None, *contact["parties"]}
    names = [*contact["parties"], *([contact["place"]] if contact["place"] else [])]
    assert all(name.split()[-1] in text for name in names)
    if contact["source"]:
        assert contact["source"]["kind"] in SOURCE_KINDS
        assert contact["source"]["name"].split()[-1] in text
        assert contact["source"]["via"] in {None, *OUTLETS}
    assert contact["duration"] is None or re.fullmatch(r"PT\d+[HM]", contact["duration"])


@pytest.mark.parametrize(
    ("entry", "contact"), [pair for pair in CONTACTS if pair[1]["when"]], ids=lambda value: value.get("evidence", value.get("file"))
)
def test_golden_dates_agree_with_the_weekday_that_is_named(entry: dict[str, Any], contact: dict[str, Any]) -> None:
    start, end = (datetime.date.fromisoformat(contact["when"][edge]) for edge in ("start", "end"))
    assert start <= end
    reported = sentence_around(text_of(entry), contact["evidence"])
    named = {day for day in WEEKDAYS if day in reported}
    if named and start == end and not re.search(r"\b(Jan|Feb|Dec|April|July)\b", reported):
        assert WEEKDAYS[start.weekday()] in named


@pytest.mark.parametrize(("entry", "statement"), STATEMENTS, ids=lambda value: value.get("content", value.get("file")))
def test_golden_statement_stands_in_its_article(entry: dict[str, Any], statement: dict[str, Any]) -> None:
    text = text_of(entry)
    assert statement["content"] in text
    assert statement["act"]
    assert set(statement["act"]) <= set(ACTS)
    assert statement["kind"] in SOURCE_KINDS
    assert (statement["kind"] == "spokesperson") == (statement["for"] is not None)
    people = [statement["speaker"], *statement["about"], *([statement["for"]] if statement["for"] else [])]
    assert all(name.split()[-1] in text for name in people)


def test_the_cast_is_a_dozen_people() -> None:
    acting = {name for _, contact in CONTACTS for name in contact["parties"]}
    speaking = {statement["speaker"] for _, statement in STATEMENTS if statement["kind"] in {"named", "spokesperson"}}
    people = {name for name in acting | speaking if re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", name)}
    assert len(people) >= 12, sorted(people)


def held(channel: str, status: str, parties: set[str]) -> list[dict[str, Any]]:
    """Golden contacts of that channel and status whose parties include all of these, each with its article's outlet."""
    rows = [contact | {"outlet": entry["outlet"]} for entry, contact in CONTACTS if contact["channel"] == channel and status in contact["status"]]
    return [row for row in rows if parties <= set(row["parties"])]


def test_one_call_is_told_with_different_durations() -> None:
    calls = [row for row in held("call", "happened", {"Ada Quill", "Tom Reyes"}) if row["when"]["start"] == "2031-02-16"]
    assert {(row["outlet"], row["duration"]) for row in calls} == {("Harbor Ledger", "PT30M"), ("Bay Courier", "PT1H"), ("Capitol Wire", "PT30M")}
    relayed = [row["source"] for row in calls if row["outlet"] == "Capitol Wire"]
    assert [(link["kind"], link["via"]) for link in relayed] == [("unnamed", "Harbor Ledger")]


def test_one_meeting_is_planned_and_held_and_another_planned_and_dropped() -> None:
    def days(status: str, *parties: str) -> set[str]:
        return {row["when"]["start"] for row in held("meeting", status, set(parties))}

    assert {"2030-12-11", "2031-07-08"} <= days("planned", "Ada Quill", "Tom Reyes") & days("happened", "Ada Quill", "Tom Reyes")
    assert days("planned", "Ada Quill", "Walter Pike") == days("declined", "Ada Quill", "Walter Pike") == {"2031-01-22"}


def test_a_claim_is_denied_and_texts_recur() -> None:
    assert held("meeting", "denied", {"Ada Quill", "Tom Reyes"})
    assert [row["cadence"] for row in held("message", "recurring", {"Ada Quill", "Tom Reyes"})] == [{"count": 3, "period": "P1W", "bound": "min"}]


def test_campaign_insults_come_before_praise() -> None:
    def dates(act: str) -> list[str]:
        said = [(e["published"], s) for e, s in STATEMENTS if {s["speaker"], *s["about"]} == {"Ada Quill", "Tom Reyes"} and s["act"][0] == act]
        return sorted(published for published, _ in said)

    assert dates("criticize")[0].startswith("2030")
    assert min(dates("praise")) > "2030-11-05"
    assert len(dates("praise")) >= 4


def test_the_saved_page_carries_junk_that_must_not_be_read() -> None:
    page = (EXAMPLES / "2031-02-18-bay-courier-hour-on-the-phone.html").read_text(encoding="utf-8")
    for junk in ("Most read", "Sign up for The Morning Tide", "Tide tables", "figcaption", "All rights reserved", "14 comments"):
        assert junk in page


def test_every_style_of_quotation_is_there() -> None:
    texts = "\n\n".join(example.text for example in ARTICLES.values())
    styles = {
        "curly": r"“[^”\n]+”",
        "straight": r'"[^"\n]+"',
        "continued over paragraphs": r"“[^”\n]+\n\n“",
        "a doctor, said": r"Hugh Denby, a doctor, said",
        "And from": r"And from [^:\n]+: [“']",
        "dash and name": r'" -[A-Z]',
        "nested": r"\"[^\"\n]*'[^'\n]+'",
        "speaker after": r",” said [A-Z]",
    }
    assert not [name for name, pattern in styles.items() if not re.search(pattern, texts)]


def test_the_table_in_the_docs_is_the_golden_file() -> None:
    assert contact_table() in (ROOT / "docs/examples.md").read_text(encoding="utf-8")


def contact_table() -> str:
    """The contacts as the Markdown table of docs/examples.md, one row a contact, in order of publication."""
    rows = [
        "| published | outlet | channel | status | parties | when | how long or how often | according to |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for entry, contact in sorted(CONTACTS, key=lambda pair: pair[0]["published"] or "9999"):
        when, source, cadence = contact["when"], contact["source"], contact["cadence"]
        dates = "" if when is None else when["start"] if when["start"] == when["end"] else f"{when['start']} to {when['end']}"
        often = f"{cadence['bound'] or ''} {cadence['count']} per {cadence['period']}".strip() if cadence else ""
        told = "" if source is None else f"{source['name']} ({source['kind']})" + (f", via {source['via']}" if source["via"] else "")
        cells = [entry["published"] or "undated", entry["outlet"], contact["channel"], contact["status"][0], ", ".join(contact["parties"]), dates]
        rows.append("| " + " | ".join([*cells, contact["duration"] or often, told]) + " |")
    return "\n".join(rows)
