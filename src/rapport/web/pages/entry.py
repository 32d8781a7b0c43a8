"""One contact as all articles tell it: what is known, who told whom, every report beside the others, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rapport.ledger import EntryRow, FieldConflict, Ledger, Link, ReportRow
from rapport.report.english import contact_words, interval, when
from rapport.report.entries import value_words
from rapport.report.words import clean, duration_words, link_words
from rapport.web.pages.corrections import correctable
from rapport.web.pages.page import Asked, Page, entry_cells, part
from rapport.web.pages.passage import passage

_REPORTS: Final = 12  # side by side on one page


@dataclass(frozen=True)
class Told:
    """A report with its sentence in context, and what it says otherwise than the others."""

    report: ReportRow
    before: str
    its: str
    after: str
    apart: tuple[tuple[str, str], ...]


def entry(ledger: Ledger, asked: Asked) -> Page:
    """The page of an entry, by its id or that of one of its reports."""
    row = ledger.entry(asked.key)
    reports, at = part(row.reports, asked.number, _REPORTS)
    others = {key: ledger.entry(key) for key in (row.settled_by, row.denies, *row.denied_by[:6]) if key}
    data = {
        "row": row, "parties_by": ledger.parties_addressed([row]), "told": [_told(ledger, row, report) for report in reports], "paging": at, "known": _known(row), "chains": _chains(row),
        "others": others, "fields": correctable("contact"), "heading": contact_words(row.channel, row.status), "differ": {conflict.field: conflict for conflict in row.conflicts},
    }  # fmt: skip
    table = [{**_report_cells(report), "entry": row.id} for report in row.reports]
    title = f"{contact_words(row.channel, row.status)}: {', '.join(clean(name) for name in row.parties)}"
    return Page("entry.html", title, data, lambda: row.to_json() | {"line": entry_cells(row)}, lambda: table)


def _report_cells(report: ReportRow) -> dict[str, Any]:
    return {
        "id": report.id, "outlet": report.outlet, "published": report.published, "title": report.title, "url": report.url, "channel": report.channel, "status": report.status,
        "parties": report.parties, "sentence": report.sentence, "sources": "; ".join(link_words(link) for link in report.sources), "copy_of": report.copy_of,
    }  # fmt: skip


def _told(ledger: Ledger, row: EntryRow, report: ReportRow) -> Told:
    """A report and the words around its sentence."""
    found = ledger.show(report.id)
    apart = tuple((c.field, plain_value(c.field, v.value)) for c in row.conflicts for v in c.values if report.id in v.reports)
    return Told(report, *passage(found.article, found.record), apart)


def _known(row: EntryRow) -> list[tuple[str, str, list[tuple[str, list[str]]]]]:
    """What is known, field by field: the words, and the values on which reports differ with the outlets that give each."""
    differ = {conflict.field: conflict for conflict in row.conflicts}
    lasting = duration_words(row.duration) if row.duration else clean(row.duration_text)
    fields = [
        (
            "when",
            "When",
            when(row) + ("" if row.dated else ", the day of the first report") + (f" (“{clean(row.when)}”)" if row.when and row.dated else ""),
        ),
        ("initiator", "Who made the approach", clean(row.initiator)),
        ("duration", "How long", lasting),
        ("cadence", "How often", clean(row.cadence)),
        ("place", "Where", clean(row.place)),
        ("topics", "About", ", ".join(f"“{clean(topic)}”" for topic in row.topics[:8])),
        ("setting", "Setting", row.setting or ""),
        ("tone", "Tone", row.tone or ""),
    ]
    # Where reports differ, the values with their outlets stand in place of the one that is shown elsewhere.
    return [
        (label, *(("", _values(row, differ[name])) if name in differ else (words, []))) for name, label, words in fields if words or name in differ
    ]


def plain_value(field: str, value: Any) -> str:
    """A value on which reports differ, with its days in English."""
    return interval(value["start"], value["end"]) if field == "when" else value_words(field, value)


def _values(row: EntryRow, conflict: FieldConflict) -> list[tuple[str, list[str]]]:
    outlets = {report.id: clean(report.outlet) or "an outlet unknown" for report in row.reports}
    return [
        (plain_value(conflict.field, value.value), list(dict.fromkeys(outlets[key] for key in value.reports if key in outlets)))
        for value in conflict.values
    ]


def _chains(row: EntryRow) -> list[dict[str, Any]]:
    """Who told whom, from the origin to the outlets that print it; outlets with the same chain share a line."""
    lines: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for report in row.reports:
        outlet = clean(report.outlet) or "an outlet unknown"
        lines.setdefault(_steps(report.sources, outlet), []).append(outlet)
    told = [{"steps": steps, "outlets": list(dict.fromkeys(outlets))} for steps, outlets in lines.items()]
    return sorted(told, key=lambda chain: -len(chain["outlets"]))


def _steps(links: Sequence[Link], outlet: str) -> tuple[tuple[str, str], ...]:
    """(words, kind) from the farthest source to the nearest; an outlet that got it stands between its source and whoever repeats it."""
    steps: list[tuple[str, str]] = []
    for link in reversed(links):
        words = clean(link.actor) or {"document": "a document", "poll": "a poll", "unnamed": "an unnamed source"}.get(link.kind, "")
        if words:
            steps.append((words + (f", for {clean(link.for_)}" if link.for_ else ""), link.kind))
        if link.via and clean(link.via) not in (outlet, words):
            steps.append((clean(link.via), "outlet"))
    return tuple(dict.fromkeys(steps))
