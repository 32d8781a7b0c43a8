"""Pages over all relationships: who deals with whom, what is open, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from rapport.ledger import Change, OpenEnd, Tie
from rapport.records import TOOK_PLACE
from rapport.report.canvas import Page, Ruled, Section, entry, joined
from rapport.report.tables import KEY, pieces
from rapport.report.words import clean, count, marked, the

_CHANGES: Final = {
    "contradicted": ("Contradicted", "red"), "settled": ("Settled", "green"), "turned": ("Turned", "magenta"),
    "confirmed": ("Confirmed", "cyan"), "added": ("New", ""),
}  # fmt: skip
_SHORT: Final = 8


def network_table(rows: Iterable[Tie]) -> Iterator[RenderableType]:
    """A tie: the two, how many contacts, of which took place, by channel, and from when to when."""

    def cells(tie: Tie) -> tuple[Text, ...]:
        channels = ", ".join(f"{channel} {number:,}" for channel, number in tie.channels.items())
        others = {status: number for status, number in tie.statuses.items() if status not in TOOK_PLACE}
        more = ", ".join(f"{number:,} {status}" for status, number in others.items())
        took = f"{tie.took_place:,}" + (f"\n{more}" if more else "")
        days = tie.first or "undated"
        return (
            Text(clean(tie.a)),
            Text(clean(tie.b)),
            Text(took),
            Text(channels),
            Text(days if tie.last in (None, tie.first) else f"{days}\n{tie.last}"),
        )

    columns = (
        ("one", {"ratio": 3}),
        ("other", {"ratio": 3}),
        ("took place", {"width": 12}),
        ("by channel", {"ratio": 3}),
        ("from, to", {"width": 10}),
    )
    return pieces(columns, rows, cells)


def open_table(rows: Iterable[OpenEnd]) -> Iterator[RenderableType]:
    """An open end: when it was first told, what it is, whose, its words, and how old it is."""

    def cells(row: OpenEnd) -> tuple[Text, ...]:
        age = f"{count(row.age, 'day')} old" if row.age is not None else ""
        due = (f"overdue since {row.due}" if row.overdue else f"due by {row.due}") if row.due else ""
        told = Text.assemble(
            marked(row.words, None), "\n", joined([(part, "bright_black") for part in (the(row.outlet), age)]), (f" · {due}" if due else "", "yellow")
        )
        return Text(row.date or "undated"), Text(row.kind), Text(", ".join(clean(name) for name in row.who)), told, Text(row.id[:_SHORT])

    columns = (("told", {"width": 10, "no_wrap": True}), ("what", {"width": 10}), ("who", {"ratio": 3}), ("words", {"ratio": 6}), KEY)
    return pieces(columns, rows, cells)


def changes_page(rows: Sequence[Change]) -> RenderableType:
    """What changed, by kind: contradictions first, what is merely new last."""
    parts: list[RenderableType] = []
    for what, of in groupby(rows, key=lambda change: change.what):
        group = list(of)
        title, style = _CHANGES[what]
        parts.append(Section(title, count(len(group), "entry", "entries")))
        for change in group:
            detail = f"{change.detail} ({change.other[:_SHORT]})" if change.other else change.detail
            head = Text.assemble((", ".join(clean(name) for name in change.who), "bold"), "  ", (detail, style))
            foot = Text(", ".join(clean(outlet) for outlet in change.outlets), style="bright_black")
            parts.append(entry((change.date or "undated",), [head, Ruled(marked(change.words, None)), foot], (change.id[:_SHORT],)))
    return Page(*parts)
