"""The interchange format: one JSON object a line, articles and actors before what refers to them, in a stable order."""

from __future__ import annotations

import json
from typing import TextIO

from rapport.ledger import Ledger
from rapport.ledger import rows


def export_jsonl(ledger: Ledger, out: TextIO, *, mentions: bool = False) -> int:
    """Write every article with its actors, contacts and statements (and `mentions`); gives the number of lines.

    Articles come in order of id, each followed by its own actors and records, so that memory stays flat however large the ledger.
    """
    lines = 0
    for article in ledger.articles():
        found: list[object] = [article, *rows.actors(ledger.connection, article.id), *rows.records(ledger.connection, article.id)]
        if mentions:
            found += rows.mentions(ledger.connection, article.id)
        for record in found:
            out.write(json.dumps(record.to_json(), ensure_ascii=False) + "\n")  # type: ignore[attr-defined]
            lines += 1
    return lines
