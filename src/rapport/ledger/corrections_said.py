"""What people said of one record, beside what was read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from rapport.ledger import corrections_chains
from rapport.ledger.corrections_apply import TABLES, VERDICTS
from rapport.ledger.corrections_fields import FIELDS
from rapport.ledger.results import Ruling

_LISTS: Final = {
    "parties": "SELECT a.name FROM contact_parties AS x JOIN actors AS a ON a.article = x.article AND a.id = x.actor WHERE x.article = ? AND x.contact = ? ORDER BY x.position",
    "topics": "SELECT topic FROM contact_topics WHERE article = ? AND contact = ? ORDER BY position",
    "about": "SELECT a.name FROM statement_about AS x JOIN actors AS a ON a.article = x.article AND a.id = x.actor WHERE x.article = ? AND x.statement = ? ORDER BY x.position",
}


def rulings(db: sqlite3.Connection, table: str, article: str, record: str) -> tuple[Ruling, ...]:
    """All that holds of a record because people said so: that it is rejected or confirmed first, then its fields."""
    kind = next(kind for kind, name in TABLES.items() if name == table)
    query = "SELECT r.field, r.value, c.id, c.author, c.made, c.reason FROM record_rulings AS r JOIN corrections AS c ON c.id = r.correction WHERE r.article = ? AND r.record = ?"
    found = db.execute(query, (article, record)).fetchall()
    order = [*VERDICTS, *FIELDS[kind]]
    return tuple(
        Ruling(
            field,
            None if field in VERDICTS else _shown(kind, field, json.loads(value)),
            None if field in VERDICTS else _read(db, kind, field, article, record),
            *who,
        )
        for field, value, *who in sorted(found, key=lambda row: order.index(row[0]))
    )


def _shown(kind: str, field: str, value: Any) -> Any:
    """A value of the log, actors by their names."""
    if FIELDS[kind][field].shape == "actors":
        return [one["name"] for one in value]
    return value["name"] if FIELDS[kind][field].shape == "actor" and value is not None else value


def _read(db: sqlite3.Connection, kind: str, field: str, article: str, record: str) -> Any:
    """What was read of a field, in the same shape."""
    if field in _LISTS:
        return [row[0] for row in db.execute(_LISTS[field], (article, record))]
    if FIELDS[kind][field].shape == "chain":
        return corrections_chains.read(db, article, record)
    row: Mapping[str, Any] = db.execute(f"SELECT * FROM {TABLES[kind]} WHERE article = ? AND id = ?", (article, record)).fetchone()
    shape = FIELDS[kind][field].shape
    if shape == "when":
        return {"text": row["when_text"], "start": row["when_start"], "end": row["when_end"]} if row["when_text"] is not None else None
    if shape == "duration":
        return {"text": row["duration_text"], "value": row["duration"]} if row["duration_text"] is not None else None
    if shape == "cadence":
        return {name: row[f"cadence_{name}"] for name in ("text", "count", "period", "bound")} if row["cadence_text"] is not None else None
    if shape == "actor" and row[field] is not None:
        return db.execute("SELECT name FROM actors WHERE article = ? AND id = ?", (article, row[field])).fetchone()[0]
    return row[field]
