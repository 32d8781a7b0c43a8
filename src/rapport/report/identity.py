"""Who is who, for people: why two names are one or are not, and lists of actors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import ActorRow, Meant, Weight, Why
from rapport.report.canvas import Page, Section
from rapport.report.words import clean, count


def identity_page(found: Why) -> RenderableType:
    """The page of two names: who their actors are, and the evidence with its log-weights."""
    verdict = ("one and the same", "green") if found.same else ("not the same", "red")
    head = Text.assemble((clean(found.a), "bold"), "  and  ", (clean(found.b), "bold"), ": ", verdict)
    parts: list[RenderableType] = [head, _means(found.a, found.a_means), _means(found.b, found.b_means)]
    if found.rulings:
        parts += [Section("Corrections"), *(Text(clean(line)) for line in found.rulings)]
    if found.weights:
        total = sum(weight.weight for weight in found.weights)
        parts += [Section("Evidence", f"{total:+.1f} in all; one from {found.needed:+.1f} on"), _weights(found.weights)]
    for candidate in found.candidates:
        name = clean(candidate.name) or "someone unknown"
        parts += [Section(name, f"{candidate.share:.1%} likely; it takes {found.needed:.0%}"), _weights(candidate.weights)]
    return Page(*parts)


def _means(name: str, meant: Sequence[Meant]) -> Text:
    told = "; ".join(f"{clean(m.name) or 'of their article only'} ({count(m.actors, 'time')})" for m in meant)
    return Text.assemble((f"“{clean(name)}” is ", "bright_black"), told or "nobody")


def _weights(weights: Iterable[Weight]) -> Table:
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    grid.add_column()
    for weight in weights:
        values = " · ".join(clean(value) for value in (weight.one, weight.other) if value)
        grid.add_row(Text(f"{weight.weight:+.1f}"), Text(weight.about), Text(values, style="bright_black"))
    return grid


def actors_table(rows: Sequence[ActorRow]) -> RenderableType:
    """One line an actor: name, kind, in how many articles, and the beginning of its id."""
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(max_width=60)
    grid.add_column()
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    for row in rows:
        grid.add_row(
            Text(clean(row.name)), Text(row.kind, style="bright_black"), count(row.articles, "article"), Text(row.id[:8], style="bright_black")
        )
    return Page(grid)
