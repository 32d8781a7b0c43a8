"""What is known across articles, as lines of the interchange format: the actors of the whole ledger, entries, quotations, copies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from rapport.ledger import Ledger


def lines_across(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """One object a line, in order of id within each kind. Entries refer to contacts and actors that stand before them."""
    db = ledger.connection
    yield from _actors(db)
    yield from _entries(db)
    yield from _quotations(db)
    yield from _copies(db)


def entities(db: sqlite3.Connection, article: str) -> dict[str, str]:
    """Who each actor of an article is in the ledger."""
    return dict(db.execute("SELECT actor, entity FROM members WHERE article = ?", (article,)).fetchall())


def _column(db: sqlite3.Connection, query: str, key: str) -> list[Any]:
    return [row[0] for row in db.execute(query, (key,))]


def _actors(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Those that have a name of their own; all others are actors of their article only."""
    names = (
        "SELECT DISTINCT n FROM (SELECT x.name AS n FROM members AS m JOIN actors AS x ON x.article = m.article AND x.id = m.actor WHERE m.entity = ?1 "
        "UNION SELECT x.alias FROM members AS m JOIN actor_aliases AS x ON x.article = m.article AND x.actor = m.actor WHERE m.entity = ?1) ORDER BY n"
    )
    roles = (
        "SELECT DISTINCT r.title, r.organization, r.since, r.until FROM members AS m JOIN roles AS r ON r.article = m.article AND r.actor = m.actor "
        "WHERE m.entity = ? ORDER BY 1, 2, 3, 4"
    )
    for key, name, kind in db.execute("SELECT id, name, kind FROM entities WHERE key IS NOT NULL ORDER BY id").fetchall():
        held = [{"title": t, "organization": o, "since": s, "until": u} for t, o, s, u in db.execute(roles, (key,))]
        aliases = [alias for alias in _column(db, names, key) if alias != name]
        yield {"type": "actor", "id": key, "name": name, "kind": kind, "aliases": aliases, "roles": held}


def _entries(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for row in db.execute("SELECT * FROM entries ORDER BY id").fetchall():
        key = row["id"]
        origins = db.execute("SELECT entity, name, kind, via FROM entry_origins WHERE entry = ? ORDER BY position", (key,))
        when = {"text": row["when_text"], "start": row["when_start"], "end": row["when_end"]} if row["when_text"] is not None else None
        yield {
            "type": "entry", "id": key, "kind": "contact", "reports": _column(db, "SELECT contact FROM entry_reports WHERE entry = ? ORDER BY 1", key),
            "parties": _column(db, "SELECT entity FROM entry_parties WHERE entry = ? ORDER BY position", key), "channel": row["channel"],
            "status": row["status"], "initiator": row["initiator"], "when": when, "duration": row["duration"], "place": row["place"],
            "shown": row["shown"], "outlets": row["outlets"],
            "origins": [{"actor": e, "name": n, "kind": k, "via": v} for e, n, k, v in origins], "conflicts": _conflicts(db, key),
            "settled_by": row["settled_by"], "denies": row["denies"], "confidence": row["confidence"],
        }  # fmt: skip


def _conflicts(db: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    fields: dict[str, dict[str, list[str]]] = {}
    for field, value, contact in db.execute("SELECT field, value, contact FROM entry_values WHERE entry = ? ORDER BY field, value, contact", (key,)):
        fields.setdefault(field, {}).setdefault(value, []).append(contact)
    return [
        {"field": field, "values": [{"value": json.loads(value), "reports": told} for value, told in values.items()]}
        for field, values in fields.items()
    ]


def _quotations(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for key, speaker, text in db.execute("SELECT id, speaker, text FROM quotations ORDER BY id").fetchall():
        told = _column(db, "SELECT statement FROM quotation_reports WHERE quotation = ? ORDER BY earliest", key)
        yield {"type": "quotation", "id": key, "speaker": speaker, "text": text, "reports": told}


def _copies(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for (key,) in db.execute("SELECT DISTINCT original FROM copies ORDER BY 1").fetchall():
        others = _column(db, "SELECT article FROM copies WHERE original = ? ORDER BY 1", key)
        yield {"type": "copies", "articles": [key, *(article for article in others if article != key)]}
