"""Single records by id, full-text search, and counts."""

from __future__ import annotations

import re
import sqlite3
from typing import Any, Final

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger import rows
from rapport.ledger.people import People
from rapport.ledger.results import Entry, Hit
from rapport.records import actors_of

_SUPERSEDED: Final = "NOT IN (SELECT id FROM superseded_articles)"


def show(db: sqlite3.Connection, key: str) -> Entry:
    """The record with this id, or the only one whose id begins so, of whatever version of its article. Raises UnknownRecord."""
    key = key.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{1,16}", key):
        raise UnknownRecord(f"“{key}” is no record id: ids are 16 hexadecimal digits, of which the first few will do")
    found = [
        (table, row)
        for table in ("contacts", "statements")
        for row in db.execute(f"SELECT * FROM {table} WHERE id >= ? AND id < ? LIMIT 2", (key, key + "g"))
    ]
    if not found:
        article = db.execute("SELECT title FROM articles WHERE id >= ? AND id < ?", (key, key + "g")).fetchone()
        hint = f"; it is an article’s (“{article[0] or 'untitled'}”), and only contacts and statements can be shown" if article else ""
        raise UnknownRecord(f"no record’s id begins with {key}{hint}")
    if len(found) > 1:
        raise UnknownRecord(f"several records’ ids begin with {key}: give more digits")
    table, row = found[0]
    record = rows.contact(db, row) if table == "contacts" else rows.statement(db, row)
    article = rows.article(db.execute("SELECT * FROM articles WHERE id = ?", (record.article,)).fetchone())
    ids = actors_of(record)
    marks = ", ".join("?" * len(ids))
    names = {r["id"]: r["name"] for r in db.execute(f"SELECT id, name FROM actors WHERE article = ? AND id IN ({marks})", (article.id, *ids))}
    return Entry(record, article, names)


def terms(words: str) -> str:
    """What a person typed as an FTS5 query: every word is a quoted string, so that nothing in it is taken for syntax; "words in quotes" are a phrase."""
    plain = re.sub(r"[“”„]", '"', words.encode("utf-8", "ignore").decode("utf-8"))
    # What the index sees as letters and digits; a term without any would match nothing.
    found = [part for quoted, bare in re.findall(r'"([^"]+)"|([^\s"]+)', plain) for part in [quoted or bare] if any(c.isalnum() for c in part)]
    return " ".join('"' + re.sub(r"[\x00\"]", " ", term) + '"' for term in found)


def search(db: sqlite3.Connection, words: str, limit: int) -> list[Hit]:
    """Statements, then articles, that hold all the words; best first. Raises UsageError where there is no word, or `limit` is under 1."""
    match = terms(words)
    if not match:
        raise UsageError("give at least one word to search for")
    if limit < 1:
        raise UsageError("--limit is at least 1")
    statements = db.execute(
        "SELECT s.id, substr(a.published, 1, 10), a.outlet, a.title, snippet(statements_fts, -1, '[', ']', '…', 24) FROM statements_fts "
        "JOIN statements_indexed AS n ON n.number = statements_fts.rowid JOIN statements AS s ON s.article = n.article AND s.id = n.statement JOIN articles AS a ON a.id = s.article "
        f"WHERE statements_fts MATCH ? AND s.article {_SUPERSEDED} ORDER BY bm25(statements_fts), s.id LIMIT ?",
        (match, limit),
    ).fetchall()
    # A word in the title weighs as much as five in the text.
    articles = db.execute(
        "SELECT a.id, substr(a.published, 1, 10), a.outlet, a.title, snippet(articles_fts, -1, '[', ']', '…', 24) FROM articles_fts "
        "JOIN articles_indexed AS n ON n.number = articles_fts.rowid JOIN articles AS a ON a.id = n.article "
        f"WHERE articles_fts MATCH ? AND a.id {_SUPERSEDED} ORDER BY bm25(articles_fts, 5.0, 1.0), a.id LIMIT ?",
        (match, limit),
    ).fetchall()
    # Where both overflow, each gets half; what one leaves free the other takes.
    told = min(len(statements), max(limit - len(articles), (limit + 1) // 2))
    return [Hit("statement", *row) for row in statements[:told]] + [Hit("article", *row) for row in articles[: limit - told]]


def stats(db: sqlite3.Connection, people: People) -> dict[str, Any]:
    """Counts of what the current versions hold, by channel, status, act and outlet, and the span of dates."""

    def count(query: str) -> int:
        return int(db.execute(query).fetchone()[0])

    def tally(column: str, table: str, more: str = "") -> dict[str, int]:
        current = f"article {_SUPERSEDED}" if table != "current_articles" else "1"
        query = f"SELECT {column}, count(*) FROM {table} WHERE {current} AND {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 {more}"
        return {str(key): int(number) for key, number in db.execute(query)}

    first, last = db.execute("SELECT min(substr(published, 1, 10)), max(substr(published, 1, 10)) FROM current_articles").fetchone()
    current = count("SELECT count(*) FROM current_articles")
    return {
        "articles": current,
        "superseded_versions": count("SELECT count(*) FROM articles") - current,
        "undated": count("SELECT count(*) FROM current_articles WHERE published IS NULL"),
        "words": count("SELECT coalesce(sum(words), 0) FROM current_articles"),
        "first_published": first,
        "last_published": last,
        "actors": len(people.groups()),
        "contacts": count(f"SELECT count(*) FROM contacts WHERE article {_SUPERSEDED}"),
        "statements": count(f"SELECT count(*) FROM statements WHERE article {_SUPERSEDED}"),
        "contacts_by_channel": tally("channel", "contacts"),
        "contacts_by_status": tally("status", "contacts"),
        "statements_by_act": tally("act", "statements"),
        "outlets": tally("outlet", "current_articles", "LIMIT 20"),
        "runs": count("SELECT count(*) FROM runs"),
    }
