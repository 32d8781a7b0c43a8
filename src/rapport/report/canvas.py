"""The few shapes that pages are made of: an entry beside its date, a ruled quotation, a titled section."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rapport.report.words import TRIGGER

# Lines longer than this are tiring to read; wider terminals keep the rest empty.
WIDEST: Final = 112
MARGIN: Final = 12
STATUS_STYLES: Final = {
    "happened": "green", "recurring": "cyan", "planned": "blue", "proposed": "yellow",
    "declined": "red", "denied": "red", "absent": "bright_black", "speculated": "magenta",
}  # fmt: skip
STATUS_SIGNS: Final = {
    "happened": "●", "recurring": "◉", "planned": "○", "proposed": "◌", "declined": "✕", "denied": "✕", "absent": "–", "speculated": "?",
}  # fmt: skip
POLARITY_STYLES: Final = {"positive": "green", "negative": "red"}
ACT_STYLES: Final = {
    "praise": "green",
    "criticize": "red",
    "deny": "red",
    "promise": "blue",
    "predict": "magenta",
    "request": "yellow",
    "ask": "yellow",
}


class Ruled:
    """Text with a thin rule along its left side, as the words of others."""

    def __init__(self, text: Text, style: str = "bright_black") -> None:
        self.text, self.style = text, style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = self.text
        if not console.is_terminal:
            text = starred(text)
        for line in text.wrap(console, max(20, options.max_width - 2)):
            line.rstrip()
            yield Text.assemble(("│ ", self.style), line)


class Page:
    """A page no wider than is good to read."""

    def __init__(self, *parts: RenderableType) -> None:
        self.parts = parts

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from console.render(Group(*self.parts), options.update_width(min(options.max_width, WIDEST)))


def starred(text: Text) -> Text:
    """The highlighted words between asterisks, for where there is no highlighting."""
    shown = text.copy()
    spans = sorted((span for span in text.spans if span.style == TRIGGER), reverse=True)
    for span in spans:
        before, inside, after = shown.divide([span.start, span.end])
        shown = Text.assemble(before, "*", inside, "*", after)
    return shown


class Section:
    """A title with a line to the right edge."""

    def __init__(self, title: str, note: str | Text = "") -> None:
        self.title, self.note = title, note

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        note = self.note if isinstance(self.note, Text) else Text(self.note, style="bright_black")
        head = Text.assemble((self.title.upper(), "bold"), "  " if note else "", note, " ")
        yield Text("")
        yield head.append("─" * max(0, options.max_width - head.cell_len), style="bright_black")


def entry(dates: Iterable[str], body: Iterable[RenderableType], notes: Iterable[str] = (), *, faint: bool = False) -> RenderableType:
    """A body beside its date and, below that, small notes; a `faint` date is one that the text does not give (day of publication)."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=MARGIN, no_wrap=True)
    grid.add_column(ratio=1)
    margin = Text("\n".join(dates), style="bright_black" if faint else "bold")
    grid.add_row(Group(margin, *(Text(note, style="bright_black") for note in notes)), Group(*body))
    return Padding(grid, (1, 0, 0, 0), expand=True)


def joined(parts: Iterable[str | tuple[str, str] | Text], separator: str = " · ") -> Text:
    """Non-empty parts with dots between them."""
    text = Text()
    for part in parts:
        piece = part if isinstance(part, Text) else Text(*part) if isinstance(part, tuple) else Text(part)
        if piece.plain:
            if text.plain:
                text.append(separator, style="bright_black")
            text.append_text(piece)
    return text


def plain(page: RenderableType, width: int = 80) -> str:
    """A page as plain text: no colours or other codes, no trailing spaces."""
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=False, no_color=True, highlight=False, markup=False, emoji=False).print(page)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
