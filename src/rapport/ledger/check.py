"""Whether a ledger file is sound: SQLite's own checks, texts against hashes, every record's evidence against its text."""

from __future__ import annotations

import hashlib
import sqlite3

from rapport.ledger.results import Problem


def problems(connection: sqlite3.Connection) -> list[Problem]:
    """All problems, in a stable order; an empty list is a sound ledger."""
    found = [Problem("file", str(row[0])) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    for row in connection.execute("PRAGMA foreign_key_check"):
        found.append(Problem(f"{row[0]} row {row[1]}", f"refers to a row of {row[2]} that is not there"))
    for article in connection.execute("SELECT id, sha256, text FROM articles ORDER BY id"):
        if hashlib.sha256(article["text"].encode("utf-8", "surrogatepass")).hexdigest() != article["sha256"]:
            found.append(Problem(f"article {article['id']}", "its text is not the one that was read (SHA-256 differs)"))
        found += _evidence(connection, article["id"], article["text"])
    orphans = "SELECT DISTINCT record FROM {} WHERE record NOT IN (SELECT id FROM contacts UNION ALL SELECT id FROM statements) ORDER BY record"
    for table in ("evidence", "sources"):
        found += [Problem(f"{table} of {row[0]}", "belongs to no record") for row in connection.execute(orphans.format(table))]
    return found


def _evidence(connection: sqlite3.Connection, article: str, text: str) -> list[Problem]:
    found = []
    query = (
        "SELECT r.id, e.role, e.start, e.\"end\", e.text FROM (SELECT id FROM contacts WHERE article = :a UNION ALL SELECT id FROM statements WHERE article = :a) AS r "
        "LEFT JOIN evidence AS e ON e.record = r.id ORDER BY r.id, e.position"
    )
    for key, role, start, end, words in connection.execute(query, {"a": article}):
        if role is None:
            found.append(Problem(f"record {key}", "rests on no evidence"))
        elif text[start:end] != words:
            found.append(Problem(f"record {key}", f"{role} [{start}, {end}) does not hold “{words[:60]}”"))
    return found
