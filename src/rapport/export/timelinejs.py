"""Contacts as the JSON of TimelineJS (timeline.knightlab.com/docs/json-format.html): one event a contact as all articles tell it.

TimelineJS puts what it is given into a page as HTML: every word of an article is escaped, and links lead to web addresses only.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final, TextIO
from urllib.parse import urlsplit

from rapport.export.jsonl import json_text
from rapport.ledger import EntryRow, Filters, Ledger, ReportRow

_SHOWN: Final = 5  # reports of an event; the others are counted


def export_timelinejs(ledger: Ledger, out: TextIO, filters: Filters | None = None) -> int:
    """Write the contacts that answer to the filters and have a date; gives how many. Raises UnknownName, AmbiguousName, UsageError."""
    filters = filters or Filters()
    with ledger.snapshot() as still:
        events = [event(entry) for entry in still.iter_entries(filters) if entry.date]
    title = " and ".join(name for name in (filters.actor, filters.with_) if name) or "Contacts"
    page = {"title": {"text": {"headline": escape(title), "text": ""}, "autolink": False}, "events": events}
    out.write(json_text(page, indent=1) + "\n")
    return len(events)


def event(entry: EntryRow) -> dict[str, Any]:
    """The slide of an entry that has a date: that of the contact, or else of its first report."""
    first = entry.start or entry.date or ""
    found: dict[str, Any] = {
        "unique_id": f"entry-{entry.id}", "start_date": _date(first), "group": entry.channel, "autolink": False,
        "text": {"headline": escape(_headline(entry)), "text": "".join(_paragraphs(entry))},
    }  # fmt: skip
    if entry.start and entry.end and entry.end[:10] > entry.start[:10]:
        found["end_date"] = _date(entry.end)
    if not entry.dated:
        found["display_date"] = f"reported {first[:10]}"
    return found


def _date(day: str) -> dict[str, int]:
    return dict(zip(("year", "month", "day"), (int(part) for part in day[:10].split("-")), strict=False))


def _headline(entry: EntryRow) -> str:
    """“Ada Quill, Tom Reyes: call (denied)”."""
    status = "" if entry.status == "happened" else f" ({entry.status})"
    return f"{', '.join(entry.parties)}: {'contact' if entry.channel == 'unspecified' else entry.channel}{status}"


def _paragraphs(entry: EntryRow) -> list[str]:
    facts = [("place", entry.place), ("duration", entry.duration_text), ("how often", entry.cadence), ("about", "; ".join(entry.topics))]
    lines = [f"<p>{escape('. '.join(f'{name}: {value}' for name, value in facts if value))}</p>"] if any(value for _, value in facts) else []
    lines += [f"<p>{escape(report.sentence)} <em>{_place(report)}</em></p>" for report in entry.reports[:_SHOWN]]
    more = len(entry.reports) - _SHOWN
    return [*lines, f"<p>… and {more} more</p>"] if more > 0 else lines


def _place(report: ReportRow) -> str:
    words = escape(", ".join(part for part in (report.outlet or "outlet unknown", (report.published or "undated")[:10])))
    return f'<a href="{escape(report.url)}">{words}</a>' if report.url and urlsplit(report.url).scheme in ("http", "https") else words
