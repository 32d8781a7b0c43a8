"""What a ledger knows across the examples, in the terms of across.json; and a ledger with what a careful reader finds in each of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from rapport.ledger import EntryRow, Ledger, ReportRow
from rapport.records import Actor, Article, Cadence, Contact, Duration, Evidence, Reading, Source, When, content_id
from tests.golden.score import GOLDEN, same_name

WANTED: Final = Path(__file__).with_name("across.json")
Fact = tuple[Any, ...]


def wanted() -> dict[str, set[Fact]]:
    """The facts of across.json, by kind."""
    golden = json.loads(WANTED.read_text("utf-8"))
    return {
        "same": {tuple(sorted(one["reports"])) for one in golden["same"]},
        "sourced": {(min(one["reports"]), one["outlets"], *one["origins"]) for one in golden["same"]},
        "conflicts": {(one["field"], one["of"], *one["values"]) for one in golden["conflicts"]},
        "settled": {(one["plan"], one["by"], one["status"]) for one in golden["settled"]},
        "open": {(plan,) for plan in golden["open"]},
        "denials": {(one["denial"], one["of"]) for one in golden["denials"]},
    }


def found(ledger: Ledger) -> dict[str, set[Fact]]:
    """The same facts as a ledger has them. A contact that no careful reader finds is called by its id."""
    rows = ledger.entries()
    gold = json.loads(GOLDEN.read_text("utf-8"))["articles"]
    called = {report.id: _called(report, gold) for row in rows for report in row.reports}
    of = {row.id: row for row in rows}

    def first(entry: str) -> str:
        return min(called[report.id] for report in of[entry].reports)

    several = [row for row in rows if len(row.reports) > 1]
    return {
        "same": {tuple(sorted(called[report.id] for report in row.reports)) for row in several},
        "sourced": {(first(row.id), row.outlets, *_origins(row)) for row in several},
        "conflicts": {(c.field, first(c.entry), *sorted(side.value for side in c.sides)) for c in ledger.conflicts()},
        "settled": {(first(row.id), first(row.settled_by), of[row.settled_by].status) for row in rows if row.settled_by},
        "open": {(first(row.id),) for row in rows if row.status in ("planned", "proposed") and not row.settled_by},
        "denials": {(first(row.id), first(row.denies)) for row in rows if row.denies},
    }


def _origins(row: EntryRow) -> list[str]:
    return [f"{origin.kind}: {origin.via if origin.kind == 'unnamed' else origin.name}" for origin in row.origins]


def _called(report: ReportRow, gold: list[dict[str, Any]]) -> str:
    """The evidence of the golden contact that a report is of: of its article, in its sentence, between its parties; its status tells two apart."""
    fits = [
        (report.status in contact["status"], contact["evidence"])
        for item in gold
        if item["title"] == report.title
        for contact in item["contacts"]
        if contact["evidence"] in " ".join(report.sentence.split())
        and sum(any(same_name(name, party) for party in report.parties) for name in contact["parties"]) > 1
    ]
    return str(max(fits)[1]) if fits else report.id


def careful(path: Path, texts: dict[tuple[str, str | None], str]) -> Ledger:
    """A ledger of the golden contacts, as if read without a fault; `texts` by file and source id."""
    ledger = Ledger(path)
    with ledger.run("read") as run:
        for item in json.loads(GOLDEN.read_text("utf-8"))["articles"]:
            run.add(_reading(item, texts[item["file"], item["source_id"]]), item["file"], "careful")
    ledger.resolve()
    return ledger


def _reading(item: dict[str, Any], text: str) -> Reading:
    article = Article(text, item["title"], item["outlet"], None, item["published"], source_id=item["source_id"] or item["file"])
    actors: dict[str, Actor] = {}

    def actor(name: str | None, kind: Any) -> str | None:
        if not name:
            return None
        return actors.setdefault(name, Actor(content_id("actor", article.id, name), article.id, name, kind)).id

    def party(name: str) -> str:
        kind = "organization" if "Local" in name else "group" if " for " in name or name[0].islower() else "person"
        return str(actor(name, kind))

    contacts = []
    for told in item["contacts"]:
        start = text.rfind("\n", 0, text.index(told["evidence"])) + 1
        end = (text + "\n").index("\n", start)
        when, source, often = told["when"], told["source"], told["cadence"]
        chain = (
            (
                Source(
                    actor(source["name"], "unnamed" if source["kind"] == "unnamed" else "person"),
                    source["kind"],
                    actor(source["for"], "person"),
                    source["via"],
                ),
            )
            if source
            else ()
        )
        contacts.append(
            Contact(
                content_id("contact", article.id, told["evidence"]), article.id, told["channel"], told["status"][0], tuple(party(name) for name in told["parties"]), 0.9,
                (Evidence(start, end, "sentence", text[start:end]),), initiator=party(told["initiator"]) if told["initiator"] else None,
                when=When("then", when["start"], when["end"]) if when else None, duration=Duration(text[start:end], _length(told)) if told["duration"] else None,
                cadence=Cadence("as often", often["count"], often["period"], often["bound"]) if often else None, place=told["place"], according_to=chain,
            )
        )  # fmt: skip
    return Reading(article, tuple(actors.values()), (), tuple(contacts))


def _length(told: dict[str, Any]) -> str:
    duration = told["duration"]
    return str(duration["value"] if isinstance(duration, dict) else duration)
