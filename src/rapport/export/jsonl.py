"""The interchange format: one JSON object a line, articles and actors before what refers to them, in a stable order."""

from __future__ import annotations

import json
from typing import TextIO

from rapport.ledger import Ledger, rows
from rapport.records import Actor, Article, Contact, Mention, Statement


def export_jsonl(ledger: Ledger, out: TextIO, *, mentions: bool = False, versions: bool = False) -> int:
    """Write every article with its actors, contacts and statements (and `mentions`); gives the number of lines.

    The current version of each article is written, or all `versions`. Articles come in order of id, each followed by its own actors and
    records, so that memory stays flat however large the ledger. All is as it stood when the export began, whatever is written meanwhile.
    """
    lines = 0
    with ledger.snapshot() as still:
        db = still.connection
        for article in still.articles(versions=versions):
            found: list[Article | Actor | Contact | Statement | Mention] = [article, *rows.actors(db, article.id), *rows.records(db, article.id)]
            if mentions:
                found += rows.mentions(db, article.id)
            out.writelines(json.dumps(record.to_json(), ensure_ascii=False) + "\n" for record in found)
            lines += len(found)
    return lines
