"""Conflicts between articles, both sentences side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import ConflictRow, ReportRow, Side
from rapport.report.canvas import STATUS_STYLES, Page, Ruled, Section, joined
from rapport.report.words import chain_words, clean, count, duration_words, marked

# Reports shown of each side; the rest are counted.
_SHOWN: Final = 2
_ASKED: Final = {
    "happened": "happened or not", "initiator": "who made the approach", "channel": "how", "when": "when", "duration": "how long",
    "cadence": "how often", "place": "where",
}  # fmt: skip


def conflicts_table(rows: Iterable[ConflictRow]) -> Iterator[RenderableType]:
    """A conflict: what of, and each side's value with its words, outlet and day."""
    for row in rows:
        when = (row.date or "undated")[:10]
        head = joined([when, Text(row.channel), ", ".join(clean(name) for name in row.parties), (row.entry[:8], "bright_black")])
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        sides = row.sides[:2]
        for _ in sides:
            grid.add_column(ratio=1)
        grid.add_row(*(Text(_value(row, side), style=STATUS_STYLES.get(side.value, "bold")) for side in sides))
        grid.add_row(*(Group(*_told(side)) for side in sides))
        more = [_also(row, side) for side in row.sides[2:]]
        yield Page(Section(_ASKED[row.field]), head, Text(""), grid, *more)


def _value(row: ConflictRow, side: Side) -> str:
    return duration_words(side.value) if row.field == "duration" else clean(side.value)


def _told(side: Side) -> Iterator[RenderableType]:
    """The first reports of a side."""
    for report in side.reports[:_SHOWN]:
        yield from _report(report)
    if len(side.reports) > _SHOWN:
        yield Text(f"… and {count(len(side.reports) - _SHOWN, 'report')} more", style="bright_black")


def _report(report: ReportRow) -> Iterator[RenderableType]:
    where = ", ".join([clean(report.outlet) or "outlet unknown", (report.published or "undated")[:10]])
    chain = chain_words(report.sources)
    yield Ruled(marked(report.sentence, report.trigger))
    yield Text(" · ".join(filter(None, (chain, where, report.id[:8]))), style="bright_black")


def _also(row: ConflictRow, side: Side) -> Text:
    """A third value, and those after it, in a line."""
    outlets = ", ".join(dict.fromkeys(clean(report.outlet) or "outlet unknown" for report in side.reports))
    return joined([("also " + _value(row, side), "bold"), outlets, (" ".join(report.id[:8] for report in side.reports[:_SHOWN]), "bright_black")])
