"""Spreadsheets: one CSV file a kind of record, safe to open (nothing that a cell holds is taken for a formula)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from rapport.ledger import ContactRow, Ledger, Link, StanceRow, StatementRow

# A cell that begins with one of these, wide forms included, is a formula to one spreadsheet or another.
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_CONTACTS: Final = (
    "id", "date", "channel", "status", "parties", "initiator", "when", "start", "end", "duration", "cadence", "place", "topics", "according_to",
    "outlet", "published", "title", "url", "sentence", "confidence", "article",
)  # fmt: skip
_STATEMENTS: Final = (
    "id", "date", "speaker", "act", "form", "cue", "content", "sentence", "audience", "about", "when", "start", "end", "according_to", "outlet", "published",
    "title", "url", "confidence", "article",
)  # fmt: skip
_STANCES: Final = (
    "id", "date", "holder", "polarity", "target", "label", "sentence", "when", "start", "end", "according_to", "outlet", "published", "title", "url",
    "confidence", "article",
)  # fmt: skip
_ARTICLES: Final = ("id", "outlet", "published", "title", "authors", "url", "words", "language", "source_id", "sha256")
_ACTORS: Final = ("id", "name", "kind", "aliases", "roles", "confidence", "article")
_ACTORS_QUERY: Final = """
    SELECT p.id, p.name, p.kind,
        (SELECT group_concat(alias, '; ') FROM (SELECT alias FROM actor_aliases WHERE article = p.article AND actor = p.id ORDER BY position)),
        (SELECT group_concat(role, '; ') FROM (
            SELECT coalesce(organization || ' ', '') || title AS role FROM roles WHERE article = p.article AND actor = p.id ORDER BY position)),
        p.confidence, p.article
    FROM actors AS p WHERE p.article NOT IN (SELECT id FROM superseded_articles) ORDER BY p.name, p.id
"""


def safe(value: Any) -> Any:
    """A cell that no spreadsheet runs: text that begins like a formula, be it after blanks, gets an apostrophe before it."""
    if isinstance(value, str):
        plain = value.replace("\0", "")
        return "'" + plain if plain.startswith(_FORMULA) or plain.lstrip().startswith(_FORMULA) else plain
    return value


def chain_text(links: Sequence[Link]) -> str:
    """A source chain on one line: “three aides (unnamed, via Harbor Ledger)”."""
    parts = []
    for link in links:
        notes = [link.kind, *([f"for {link.for_}"] if link.for_ else []), *([f"via {link.via}"] if link.via else [])]
        parts.append(f"{link.actor or link.via or '?'} ({', '.join(notes)})")
    return "; ".join(parts)


def _cells(row: ContactRow | StatementRow | StanceRow, columns: Sequence[str]) -> list[Any]:
    cells = (chain_text(row.sources) if column == "according_to" else getattr(row, column) for column in columns)
    return ["; ".join(cell) if isinstance(cell, tuple) else cell for cell in cells]


def _contacts(ledger: Ledger) -> Iterator[Sequence[Any]]:
    return (_cells(row, _CONTACTS) for row in ledger.iter_contacts())


def _statements(ledger: Ledger) -> Iterator[Sequence[Any]]:
    return (_cells(row, _STATEMENTS) for row in ledger.iter_quotes())


def _stances(ledger: Ledger) -> Iterator[Sequence[Any]]:
    return (_cells(row, _STANCES) for row in ledger.iter_stances())


def _articles(ledger: Ledger) -> Iterator[Sequence[Any]]:
    query = f"SELECT {', '.join(_ARTICLES)} FROM current_articles ORDER BY published IS NULL, published, id"
    authors = _ARTICLES.index("authors")
    for row in ledger.connection.execute(query):
        yield [*row[:authors], "; ".join(json.loads(row[authors])), *row[authors + 1 :]]


def _actors(ledger: Ledger) -> Iterator[Sequence[Any]]:
    return (tuple(row) for row in ledger.connection.execute(_ACTORS_QUERY))


TABLES: Final[dict[str, tuple[Sequence[str], Callable[[Ledger], Iterator[Sequence[Any]]]]]] = {
    "contacts": (_CONTACTS, _contacts),
    "statements": (_STATEMENTS, _statements),
    "stances": (_STANCES, _stances),
    "articles": (_ARTICLES, _articles),
    "actors": (_ACTORS, _actors),
}


def _write(path: Path, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    # Never a half-written table under its name; the byte order mark makes spreadsheets read it as UTF-8.
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8-sig", newline="") as out:
        # All text is quoted, so that a spreadsheet that parts cells at semicolons finds none inside a cell.
        writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(columns)
        writer.writerows([safe("" if cell is None else cell) for cell in line] for line in lines)
    part.replace(path)


def export_csv(ledger: Ledger, folder_or_file: str | Path, *, as_read: bool = False) -> list[Path]:
    """Write contacts.csv, statements.csv, stances.csv, articles.csv and actors.csv into a folder, made where it is missing; gives their paths.

    A name that ends in .csv is one file: the table it is named after, or else the contacts. Current versions only, as people corrected
    them or, with `as_read`, as they were read; rows stand in order of time (actors of name), several names in one cell are parted by “; ”. All is as it stood when the export began.
    """
    target = Path(folder_or_file)
    if target.suffix.lower() == ".csv" and not target.is_dir():
        wanted = {target: target.stem.lower() if target.stem.lower() in TABLES else "contacts"}
    else:
        target.mkdir(parents=True, exist_ok=True)
        wanted = {target / f"{name}.csv": name for name in TABLES}
    with ledger.snapshot(as_read=as_read) as still:
        for path, name in wanted.items():
            columns, lines = TABLES[name]
            _write(path, columns, lines(still))
    return list(wanted)
