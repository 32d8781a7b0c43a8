"""Spreadsheets: one CSV file a kind of record, safe to open (nothing that a cell holds is taken for a formula)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from rapport.ledger import ContactRow, Filters, Ledger, Link, StatementRow

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_CONTACTS: Final = (
    "id", "date", "channel", "status", "parties", "initiator", "when", "start", "end", "duration", "cadence", "place", "topics", "according_to",
    "outlet", "published", "title", "url", "sentence", "confidence", "article",
)  # fmt: skip
_STATEMENTS: Final = (
    "id", "date", "speaker", "act", "form", "cue", "content", "audience", "about", "according_to", "outlet", "published", "title", "url", "confidence", "article",
)  # fmt: skip


def safe(value: Any) -> Any:
    """A cell that no spreadsheet runs: text that begins like a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def chain_text(links: Sequence[Link]) -> str:
    """A source chain on one line: “three aides (unnamed, via Harbor Ledger)”."""
    parts = []
    for link in links:
        notes = [link.kind, *([f"for {link.for_}"] if link.for_ else []), *([f"via {link.via}"] if link.via else [])]
        parts.append(f"{link.actor or '?'} ({', '.join(notes)})")
    return "; ".join(parts)


def _cells(row: ContactRow | StatementRow, columns: Sequence[str]) -> list[Any]:
    values = {**row.__dict__, "according_to": chain_text(row.sources)}
    return [safe("; ".join(v) if isinstance(v, tuple) else v) for v in (values[c] for c in columns)]


def _write(path: Path, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    # The byte order mark makes spreadsheets read the file as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(lines)


def export_csv(ledger: Ledger, folder: Path) -> list[Path]:
    """Write contacts.csv, statements.csv, articles.csv and actors.csv into a folder, made where it is missing; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.csv" for name in ("contacts", "statements", "articles", "actors")]
    _write(paths[0], _CONTACTS, (_cells(row, _CONTACTS) for row in ledger.contacts(Filters())))
    _write(paths[1], _STATEMENTS, (_cells(row, _STATEMENTS) for row in ledger.quotes(Filters())))
    articles = ("id", "outlet", "published", "title", "authors", "url", "words", "source_id", "sha256")
    query = f"SELECT {', '.join(articles)} FROM articles ORDER BY id"
    _write(paths[2], articles, ([safe("; ".join(json.loads(v)) if c == "authors" else v) for c, v in zip(articles, row, strict=True)] for row in ledger.connection.execute(query)))
    query = (
        "SELECT id, name, kind, (SELECT group_concat(alias, '; ') FROM actor_aliases WHERE actor = actors.id), "
        "(SELECT group_concat(title, '; ') FROM roles WHERE actor = actors.id), article FROM actors ORDER BY name, id"
    )
    _write(paths[3], ("id", "name", "kind", "aliases", "roles", "article"), ([safe(v) for v in row] for row in ledger.connection.execute(query)))
    return paths
