"""Whether a ledger file is sound: SQLite's own checks, texts against hashes, every record's evidence against its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from rapport.ledger import rows
from rapport.ledger.runs_results import Problem

_EVIDENCE = (
    "SELECT 'record ' || r.id, e.role, e.start, e.\"end\", e.text FROM "
    "(SELECT id FROM contacts WHERE article = :a UNION ALL SELECT id FROM statements WHERE article = :a UNION ALL SELECT id FROM stances WHERE article = :a) AS r LEFT JOIN evidence AS e ON e.article = :a AND e.record = r.id "
    "UNION ALL SELECT 'actor ' || e.actor, e.role, e.start, e.\"end\", e.text FROM role_evidence AS e WHERE e.article = :a ORDER BY 1, 3, 4, 2"
)
# Rows that no foreign key can hold to their parents, since these are of three tables.
_ORPHANS = (
    "SELECT DISTINCT record FROM {} WHERE (article, record) NOT IN "
    "(SELECT article, id FROM contacts UNION ALL SELECT article, id FROM statements UNION ALL SELECT article, id FROM stances) ORDER BY record"
)
_FEW_PARTIES = "SELECT id FROM contacts WHERE (SELECT count(*) FROM contact_parties AS p WHERE p.article = contacts.article AND p.contact = contacts.id) < 2 ORDER BY id"


def problems(connection: sqlite3.Connection) -> list[Problem]:
    """All problems, in a stable order; an empty list is a sound ledger. A file too damaged to be read through gives what was found up to there."""
    found: list[Problem] = []
    try:
        found += (Problem("file", str(row[0])) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok")
        for row in connection.execute("PRAGMA foreign_key_check"):
            found.append(Problem(f"{row[0]} row {row[1]}", f"refers to a row of {row[2]} that is not there"))
        found += _index(connection)
        for article in connection.execute("SELECT * FROM articles ORDER BY id"):
            found += _article(connection, article)
        for table in ("evidence", "sources", "record_rulings"):
            found += (Problem(f"{table} of {row[0]}", "belongs to no record") for row in connection.execute(_ORPHANS.format(table)))
        found += (Problem(f"record {row[0]}", "is a contact of fewer than two parties") for row in connection.execute(_FEW_PARTIES))
    except sqlite3.DatabaseError as error:
        found.append(Problem("file", f"cannot be read through: {error}"))
    return found


def _index(connection: sqlite3.Connection) -> Iterator[Problem]:
    for table, key in (("articles", "article"), ("statements", "statement")):
        lost = connection.execute(f"SELECT count(*) FROM {table} WHERE id NOT IN (SELECT {key} FROM {table}_indexed)").fetchone()[0]
        if lost:
            yield Problem(f"search index of {table}", f"{lost} are not in it")
        try:
            # Rank 1 has the index compared with the words themselves, not only with its own parts.
            connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.OperationalError as error:
            # A file that cannot be written to, or that another process is writing to, cannot be asked; that is no fault in it.
            if "readonly" not in str(error) and "locked" not in str(error):
                raise
        except sqlite3.DatabaseError as error:
            yield Problem(f"search index of {table}", f"does not fit the {table} ({error})")


def _article(connection: sqlite3.Connection, row: sqlite3.Row) -> Iterator[Problem]:
    article = rows.article(row)
    if article.sha256 != row["sha256"]:
        yield Problem(f"article {row['id']}", "its text is not the one that was read (SHA-256 differs)")
    elif article.id != row["id"]:
        yield Problem(f"article {row['id']}", "its address, date or title is not the one that was read (the id differs)")
    for subject, role, start, end, words in connection.execute(_EVIDENCE, {"a": row["id"]}):
        if role is None:
            yield Problem(subject, "rests on no evidence")
        elif not 0 <= start < end or article.text[start:end] != words:
            yield Problem(subject, f"{role} [{start}, {end}) does not hold “{words[:60]}”")
    beyond = 'SELECT start, "end" FROM mentions WHERE article = ? AND ("end" > ? OR start >= "end" OR start < 0) ORDER BY start, "end"'
    for start, end in connection.execute(beyond, (row["id"], len(article.text))):
        yield Problem(f"article {row['id']}", f"a mention [{start}, {end}) lies outside its text")
