"""The page of one article: what was read in it, and its text with the evidence of all that highlighted."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import Reported
from rapport.records import Contact, Record, Stance, Statement
from rapport.report.canvas import ACT_STYLES, POLARITY_STYLES, STATUS_STYLES, Page, Ruled, Section
from rapport.report.record import article_head, highlighted
from rapport.report.words import clean, count, percent


def article_page(reported: Reported) -> RenderableType:
    """The page of an article, for a rich console of any width."""
    article, records = reported.article, reported.records
    contacts = sum(isinstance(record, Contact) for record in records)
    stances = sum(isinstance(record, Stance) for record in records)
    told = [count(contacts, "contact"), count(len(records) - contacts - stances, "statement"), *([count(stances, "stance")] if stances else [])]
    note = ", ".join(told)
    evidence = tuple(piece for record in records for piece in record.evidence)
    text: list[RenderableType] = []
    for start, end in _paragraphs(article.text):
        text += [Text(""), Ruled(highlighted(article.text, start, end, evidence, rest=""))]
    return Page(*article_head(article), Section("Read in it", note), _entries(reported), Section("The text"), *text[1:])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for paragraph in text.split("\n\n"):
        yield start, start + len(paragraph)
        start += len(paragraph) + 2


def _entries(reported: Reported) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(3):
        grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    names = {key: clean(name) for key, name in reported.names.items()}
    for record in reported.records:
        what, style, who = _line(record, names)
        grid.add_row(
            Text(record.id[:8], style="bright_black"), Text(percent(record.confidence), style="bright_black"), Text(what, style=style), Text(who)
        )
    return grid


def _line(record: Record, names: dict[str, str]) -> tuple[str, str, str]:
    if isinstance(record, Contact):
        return _contact(record, names)
    return _statement(record, names) if isinstance(record, Statement) else _stance(record, names)


def _stance(record: Stance, names: dict[str, str]) -> tuple[str, str, str]:
    label = f": “{clean(record.label)}”" if record.label else ""
    return record.polarity, POLARITY_STYLES[record.polarity], f"{names[record.holder]} → {names[record.target]}{label}"


def _contact(record: Contact, names: dict[str, str]) -> tuple[str, str, str]:
    return f"{record.channel} {record.status}", STATUS_STYLES.get(record.status, ""), ", ".join(names[key] for key in record.parties)


def _statement(record: Statement, names: dict[str, str]) -> tuple[str, str, str]:
    return record.act, ACT_STYLES.get(record.act, ""), f"{names.get(record.speaker or '', 'Someone')}: {clean(record.content)}"
