"""What a search found, with who said it to whom."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

from rapport.ledger import lookup, queries
from rapport.ledger.results import Hit

_KEYS = "SELECT s.article, s.id FROM json_each(?) AS k CROSS JOIN statements AS s ON s.id = k.value"


def search(db: sqlite3.Connection, words: str, limit: int) -> list[Hit]:
    """The hits of `lookup.search`, those of statements with the statement. Raises UsageError."""
    hits = lookup.search(db, words, limit)
    ids = [hit.id for hit in hits if hit.kind == "statement"]
    said = queries.statements(db, [(article, key) for article, key in db.execute(_KEYS, (json.dumps(ids),))])
    return [replace(hit, said=said.get(hit.id)) for hit in hits]
