"""Conflicts between articles, both sentences side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import ConflictRow, ReportRow, Side
from rapport.report.canvas import STATUS_STYLES, Page, Section, joined
from rapport.report.words import chain_words, clean, count, marked

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
        grid.add_row(*(Text(clean(side.value), style=STATUS_STYLES.get(side.value, "bold")) for side in sides))
        grid.add_row(*(Group(*_told(side)) for side in sides))
        more = [_also(side) for side in row.sides[2:]]
        yield Page(Section(_ASKED[row.field]), head, Text(""), grid, *more)


def _told(side: Side) -> list[Text]:
    """The first reports of a side."""
    cells = [_report(report) for report in side.reports[:_SHOWN]]
    rest = len(side.reports) - _SHOWN
    return cells + ([Text(f"… and {count(rest, 'report')} more", style="bright_black")] if rest > 0 else [])


def _report(report: ReportRow) -> Text:
    where = ", ".join([clean(report.outlet) or "outlet unknown", (report.published or "undated")[:10]])
    chain = chain_words(report.sources)
    return Text.assemble(marked(report.sentence, report.trigger), "\n", (" · ".join(filter(None, (chain, where, report.id[:8]))), "bright_black"))


def _also(side: Side) -> Text:
    """A third value, and those after it, in a line."""
    outlets = ", ".join(dict.fromkeys(clean(report.outlet) or "outlet unknown" for report in side.reports))
    return joined([("also " + clean(side.value), "bold"), outlets, (" ".join(report.id[:8] for report in side.reports[:_SHOWN]), "bright_black")])
