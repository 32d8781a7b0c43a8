"""Where reports exclude each other, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rapport.ledger import ConflictRow, Ledger
from rapport.report.english import CHANNEL_NOUNS, interval
from rapport.report.words import duration_words
from rapport.web.addresses import filters
from rapport.web.memory import recall
from rapport.web.pages.page import Asked, Page, more

_LENGTH: Final = 25


def conflicts(ledger: Ledger, asked: Asked) -> Page:
    """All conflicts that answer to the filters, the latest first."""
    some = filters(asked.query, newest=True, limit=_LENGTH + 1, offset=(asked.number - 1) * _LENGTH)
    rows, at = more(recall(ledger, ("conflicts", some), lambda: ledger.conflicts(some)), asked.number, _LENGTH)
    shown = [(row, [(_value(row, side.value), side) for side in row.sides]) for row in rows]
    return Page(
        "conflicts.html",
        "Conflicts",
        {"rows": shown, "paging": at, "spans": ledger.spans(row.entry for row in rows)},
        lambda: [row.to_json() for row in rows],
        lambda: _table(_all(ledger, asked)),
    )


def _all(ledger: Ledger, asked: Asked) -> list[ConflictRow]:
    return ledger.conflicts(filters(asked.query, newest=True))


def _table(ordered: Sequence[ConflictRow]) -> list[dict[str, Any]]:
    return [
        {
            "entry": row.entry, "field": row.field, "date": row.date, "channel": row.channel, "parties": row.parties, "value": _value(row, side.value),
            "outlets": list(dict.fromkeys(report.outlet or "" for report in side.reports)), "sentence": side.reports[0].sentence if side.reports else "",
        }
        for row in ordered for side in row.sides
    ]  # fmt: skip


def _value(row: ConflictRow, value: str) -> str:
    if row.field == "when":
        first, _, last = value.partition(" – ")
        return interval(first, last or first)
    return duration_words(value) if row.field == "duration" else CHANNEL_NOUNS.get(value, value) if row.field == "channel" else value
