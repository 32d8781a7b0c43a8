"""The interchange format: one JSON object a line, articles and actors before what refers to them, in a stable order."""

from __future__ import annotations

import json
import re
from typing import Any, Final, TextIO

from rapport.export.across import entities, lines_across
from rapport.ledger import Ledger, rows
from rapport.records import Actor, Article, Mention, Record

# Characters that JSON lets stand as they are but that a terminal obeys, or that cannot be encoded: C1 controls, bidi marks, lone surrogates.
OBEYED: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """JSON in Unicode, in which whatever a terminal obeys is escaped: read back, it is the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def export_jsonl(ledger: Ledger, out: TextIO, *, mentions: bool = False, versions: bool = False, as_read: bool = False) -> int:
    """Write every article with its actors, contacts, statements and stances (and `mentions`), then what is known across them; gives the number of lines.

    Records are written as people corrected them, without those they rejected; with `as_read`, as they were read. The current version of each article is
    written, or all `versions`; what is known across them is not part of what was read. Articles come in order of id, each followed by its own actors and
    records, so that memory stays flat however large the ledger. All is as it stood when the export began, whatever is written meanwhile.
    """
    lines = 0
    with ledger.snapshot(as_read=as_read) as still:
        db = still.connection
        for article in still.articles(versions=versions):
            found: list[Article | Actor | Record | Mention] = [article, *rows.actors(db, article.id), *rows.records(db, article.id)]
            if mentions:
                found += rows.mentions(db, article.id)
            known = {} if as_read else entities(db, article.id)
            for record in found:
                # Who an actor of an article is in the whole ledger.
                more = {"entity": known.get(record.id)} if isinstance(record, Actor) and not as_read else {}
                out.write(json_text(record.to_json() | more) + "\n")
            lines += len(found)
        for line in () if as_read else lines_across(still):
            out.write(json_text(line) + "\n")
            lines += 1
    return lines
