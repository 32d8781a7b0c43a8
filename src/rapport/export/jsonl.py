"""The interchange format: one JSON object a line, articles and actors before what refers to them, in a stable order."""

from __future__ import annotations

import json
import re
from typing import Any, Final, TextIO

from rapport.ledger import Ledger, rows
from rapport.records import Actor, Article, Mention, Record

# Characters that JSON lets stand as they are but that a terminal obeys, or that cannot be encoded: C1 controls, bidi marks, lone surrogates.
_OBEYED: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """JSON in Unicode, in which whatever a terminal obeys is escaped: read back, it is the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def export_jsonl(ledger: Ledger, out: TextIO, *, mentions: bool = False, versions: bool = False, as_read: bool = False) -> int:
    """Write every article with its actors, contacts, statements and stances (and `mentions`); gives the number of lines.

    Records are written as people corrected them, without those they rejected; with `as_read`, as they were read. The current version of each article is
    written, or all `versions`. Articles come in order of id, each followed by its own actors and
    records, so that memory stays flat however large the ledger. All is as it stood when the export began, whatever is written meanwhile.
    """
    lines = 0
    with ledger.snapshot(as_read=as_read) as still:
        db = still.connection
        for article in still.articles(versions=versions):
            found: list[Article | Actor | Record | Mention] = [article, *rows.actors(db, article.id), *rows.records(db, article.id)]
            if mentions:
                found += rows.mentions(db, article.id)
            out.writelines(json_text(record.to_json()) + "\n" for record in found)
            lines += len(found)
    return lines
