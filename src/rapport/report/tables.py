"""Lists as tables: contacts, statements, sources, search hits, runs, counts. Columns give way to the width there is.

Long lists come as pieces that make one table when printed one after the other: laying out takes 2 ms a row, and ten thousand of them as one
table would show nothing for twenty seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeVar

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import ContactRow, EntryRow, Failure, Hit, Problem, RunRow, SourceRow, StanceRow, StatementRow
from rapport.report.brief import dates, dates_note, party_words
from rapport.report.canvas import ACT_STYLES, POLARITY_STYLES, STATUS_STYLES, Page, Section, joined
from rapport.report.english import did, join
from rapport.report.entries import entry_words
from rapport.report.words import TRIGGER, chain_words, clean, clean_piece, count, marked, printed_in

_ID: Final = 8
# Rows of a piece.
_PIECE: Final = 100
_Column = tuple[str, dict[str, Any]]
_Row = TypeVar("_Row")
_Dated = TypeVar("_Dated", ContactRow, EntryRow, StatementRow, StanceRow)


def _table(*columns: _Column, header: bool = True) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, header_style="bold", show_edge=False, show_header=header)
    for name, options in columns:
        # A word longer than its column goes on in the next line; cut short, part of an article's words would be lost.
        table.add_column(name, overflow="fold", **options)
    return table


def pieces(columns: Sequence[_Column], rows: Iterable[_Row], cells: Callable[[_Row], Sequence[Text]]) -> Iterator[RenderableType]:
    """A table piece by piece. Every column has a width or a ratio, so that pieces stand in line whatever they hold."""
    stream = iter(rows)
    header = True
    while piece := list(islice(stream, _PIECE)):
        table = _table(*columns, header=header)
        for row in piece:
            table.add_row(*cells(row))
        yield Page(table)
        header = False


_DATE: Final = ("date", {"width": 12, "no_wrap": True})
KEY: Final = ("id", {"width": _ID, "no_wrap": True, "style": "bright_black"})


def contacts_table(rows: Iterable[ContactRow]) -> Iterator[RenderableType]:
    """One line or two a contact: when, what, between whom, and its sentence with where it stands."""
    bracketed: list[ContactRow] = []

    def cells(row: ContactRow) -> tuple[Text, ...]:
        what = Text.assemble(row.channel, "\n", (row.status, STATUS_STYLES.get(row.status, "")))
        said = Text.assemble(marked(row.sentence, row.trigger), "\n", (_where(row), "bright_black"))
        return _day(row, bracketed), what, Text(party_words(row)), said, Text(row.id[:_ID])

    yield from pieces((_DATE, ("what", {"width": 11}), ("between", {"ratio": 3}), ("reported", {"ratio": 6}), KEY), rows, cells)
    yield from dates_note(bracketed)


def entries_table(rows: Iterable[EntryRow]) -> Iterator[RenderableType]:
    """A contact as all articles tell it: when, what, between whom, the sentence of its best-sourced report, and how many tell it."""
    bracketed: list[EntryRow] = []

    def cells(row: EntryRow) -> tuple[Text, ...]:
        what = Text.assemble(row.channel, "\n", (row.status, STATUS_STYLES.get(row.status, "")))
        first = row.first
        chain = chain_words(first.sources)
        told = [f"{chain} · {printed_in(first)}" if chain else printed_in(first)] + ([entry_words(row)] if len(row.reports) > 1 else [])
        said = Text.assemble(marked(first.sentence, first.trigger), "\n", ("\n".join(told), "bright_black"))
        return _day(row, bracketed), what, Text(party_words(row)), said, Text(row.id[:_ID])

    yield from pieces((_DATE, ("what", {"width": 11}), ("between", {"ratio": 3}), ("reported", {"ratio": 6}), KEY), rows, cells)
    yield from dates_note(bracketed)


def quotes_table(rows: Iterable[StatementRow]) -> Iterator[RenderableType]:
    """A statement: when, who said it, what it does, and its words with whom they are about and where they stand."""
    bracketed: list[StatementRow] = []

    def cells(row: StatementRow) -> tuple[Text, ...]:
        about = f"about {', '.join(clean(n) for n in dict.fromkeys(row.about))}" if row.about else ""
        told = f"to {clean(row.audience)}" if row.audience else ""
        said = Text.assemble(clean(row.content), "\n", joined([(part, "bright_black") for part in (told, about, _where(row))]))
        act = Text(row.act, style=ACT_STYLES.get(row.act, ""))
        return _day(row, bracketed), Text(clean(row.speaker) or "–"), act, said, Text(row.id[:_ID])

    yield from pieces((_DATE, ("speaker", {"ratio": 2}), ("act", {"width": 9}), ("statement", {"ratio": 6}), KEY), rows, cells)
    yield from dates_note(bracketed)


def stances_table(rows: Iterable[StanceRow]) -> Iterator[RenderableType]:
    """A stance: when, who holds what of whom, and the words that show it."""
    bracketed: list[StanceRow] = []

    def cells(row: StanceRow) -> tuple[Text, ...]:
        shown = Text.assemble(marked(row.sentence, row.label), "\n", (_where(row), "bright_black"))
        polarity = Text(row.polarity, style=POLARITY_STYLES[row.polarity])
        return _day(row, bracketed), Text(clean(row.holder)), polarity, Text(clean(row.target)), shown, Text(row.id[:_ID])

    columns = (_DATE, ("holder", {"ratio": 2}), ("stance", {"width": 8}), ("toward", {"ratio": 2}), ("shown by", {"ratio": 6}), KEY)
    yield from pieces(columns, rows, cells)
    yield from dates_note(bracketed)


def _day(row: _Dated, bracketed: list[_Dated]) -> Text:
    """The date of a row; the first that stands in brackets is kept, since these are explained below the table."""
    if row.date and not row.dated and not bracketed:
        bracketed.append(row)
    return Text("\n".join(dates(row)), style="" if row.dated else "bright_black")


def _where(row: ContactRow | StatementRow | StanceRow) -> str:
    chain = chain_words(row.sources)
    return f"{chain} · {printed_in(row)}" if chain else printed_in(row)


def sources_table(rows: Iterable[SourceRow]) -> Iterator[RenderableType]:
    """A source: how many entries rest on it, what kind it is, which outlet got it, and which rely on it."""

    def cells(row: SourceRow) -> tuple[Text, ...]:
        return Text(f"{row.entries:,}"), Text(clean(row.name)), Text(row.kind), Text(clean(row.via) or "–"), Text(_outlets(row))

    entries = ("entries", {"justify": "right", "no_wrap": True, "width": 7})
    return pieces((entries, ("source", {"ratio": 4}), ("kind", {"width": 12}), ("got by", {"ratio": 2}), ("relied on by", {"ratio": 3})), rows, cells)


def _outlets(row: SourceRow) -> str:
    """“Harbor Ledger 12, Bay Courier 3”; the number is left out where there is one outlet."""
    if len(row.by_outlet) < 2:
        return ", ".join(clean(outlet) for outlet in row.outlets) or "–"
    return ", ".join(f"{clean(outlet)} {number:,}" for outlet, number in row.by_outlet.items())


def hits_table(rows: Iterable[Hit]) -> Iterator[RenderableType]:
    """A hit of a search: of what day and article, who said what to whom where it is a statement, the words found with those around them, and the id by
    which it is shown."""

    def cells(row: Hit) -> tuple[Text, ...]:
        outlet = "\n" + clean(row.outlet) if row.title and row.outlet else ""
        place = Text.assemble(clean(row.title) or clean(row.outlet) or row.kind, (outlet, "bright_black"))
        who = (said_words(row.said) + "\n", "bright_black") if row.said else ""
        return Text((row.date or "undated")[:10]), place, Text.assemble(who, _snippet(row)), Text(row.id[:_ID])

    return pieces((_DATE, ("found in", {"ratio": 2}), ("words", {"ratio": 5}), KEY), rows, cells)


def said_words(row: StatementRow) -> str:
    """“Ada Quill told reporters about Tom Reyes”."""
    return f"{clean(row.speaker) or 'Someone'} {did(row, join(row.about[:4]), clean(row.audience))}"


def _snippet(hit: Hit) -> Text:
    """A search's snippet with the words found highlighted. It is cut before cleaning, which changes lengths."""
    text, at = Text(), 0
    for start, end in hit.found:
        text.append(clean_piece(hit.snippet[at:start])).append(clean_piece(hit.snippet[start:end]), style=TRIGGER)
        at = end
    return text.append(clean_piece(hit.snippet[at:]))


def runs_table(rows: Sequence[RunRow], failures: Mapping[int, Sequence[Failure]], shown: int = 10) -> RenderableType:
    """The run log; `failures` by run, of which the first `shown` are named."""
    number = {"justify": "right", "no_wrap": True}
    table = _table(
        ("run", number),
        ("started", {"width": 16}),
        ("took", number),
        ("read", number),
        ("known", number),
        ("failed", number),
        ("command", {"ratio": 1}),
    )
    for row in rows:
        failed = Text(f"{row.failed:,}", style="red" if row.failed else "")
        table.add_row(
            str(row.id), clean(row.started)[:16].replace("T", " "), _took(row), f"{row.read:,}", f"{row.known:,}", failed, clean(row.command)
        )
    parts: list[RenderableType] = [table]
    for row in rows:
        named = failures.get(row.id, ())
        if named:
            parts += [Section(f"run {row.id}", count(len(named), "item") + " failed"), *(failure_line(f) for f in named[:shown])]
            parts += [Text(f"  … and {len(named) - shown:,} more: --json names them all", style="bright_black")] if len(named) > shown else []
    return Page(*parts)


def failure_line(failure: Failure) -> Text:
    """“  notes.pdf: binary (not text)”."""
    detail = f" ({clean(failure.detail)})" if failure.detail else ""
    return Text.assemble("  ", clean(failure.item), ": ", (failure.reason, "red"), (detail, "bright_black"))


def _took(row: RunRow) -> str:
    if not row.finished:
        return "cut off"
    seconds = (datetime.fromisoformat(row.finished) - datetime.fromisoformat(row.started)).total_seconds()
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def problems_list(problems: Sequence[Problem]) -> RenderableType:
    return Page(*(Text.assemble((clean(p.subject), "bold"), ": ", clean(p.problem)) for p in problems))


def stats_page(stats: Mapping[str, Any]) -> RenderableType:
    """Counts of everything: single numbers first, then each tally with bars."""
    grid = Table.grid(padding=(0, 3, 0, 0))
    for key, value in stats.items():
        if not isinstance(value, dict):
            shown = f"{value:,}" if isinstance(value, int) else clean(str(value)) if value is not None else "–"
            grid.add_row(Text(key.replace("_", " "), style="bright_black"), Text(shown, style="bold"))
    parts: list[RenderableType] = [grid]
    for key, value in stats.items():
        if isinstance(value, dict) and value:
            parts += [Section(key.replace("_", " ")), _bars(value)]
    return Page(*parts)


def _bars(tally: Mapping[str, int], width: int = 30) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=28)
    grid.add_column(justify="right")
    most = max(tally.values()) or 1
    for name, number in tally.items():
        grid.add_row(Text(clean(name)), f"{number:,}", Text("▇" * max(1, round(width * number / most)), style="cyan"))
    return grid
