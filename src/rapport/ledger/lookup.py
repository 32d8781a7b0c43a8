"""Single records by id, full-text search, and counts."""

from __future__ import annotations

import re
import sqlite3
from typing import Any, Final

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger import rows
from rapport.ledger.corrections_said import rulings
from rapport.ledger.results import Entry, Hit, Reported
from rapport.records import Record, actors_of

_SUPERSEDED: Final = "NOT IN (SELECT id FROM superseded_articles)"
_WEIGHED: Final = 5000  # hits of a search
# FTS5 puts these around the words found: no characters of Unicode, where brackets are frequent in quotations (“[the governor] lied”).
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_FOUND: Final = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


def show(db: sqlite3.Connection, key: str) -> Entry:
    """The record with this id, or the only one whose id begins so, of whatever version of its article, as corrected, and rejected ones too; with what
    people said of it. Raises UnknownRecord."""
    table, row = by_id(db, key, "record", ("contacts", "statements", "stances"))
    row = db.execute(f"SELECT * FROM {table}_ruled WHERE article = ? AND id = ?", (row["article"], row["id"])).fetchone()
    record: Record = rows.contact(db, row) if table == "contacts" else rows.statement(db, row) if table == "statements" else rows.stance(db, row)
    article = rows.article(db.execute("SELECT * FROM articles WHERE id = ?", (record.article,)).fetchone())
    ids = actors_of(record)
    marks = ", ".join("?" * len(ids))
    names = {r["id"]: r["name"] for r in db.execute(f"SELECT id, name FROM actors WHERE article = ? AND id IN ({marks})", (article.id, *ids))}
    return Entry(record, article, names, rulings(db, table, article.id, record.id))


def article(db: sqlite3.Connection, key: str) -> Reported:
    """The article with this id, or the only one whose id begins so, and all that was read in it. Raises UnknownRecord."""
    _, row = by_id(db, key, "article", ("articles",))
    records = sorted(rows.records(db, row["id"]), key=lambda record: (min(e.start for e in record.evidence), record.id))
    names = dict(tuple(r) for r in db.execute("SELECT id, name FROM actors WHERE article = ? ORDER BY id", (row["id"],)))
    used = {key for record in records for key in actors_of(record)}
    return Reported(rows.article(row), tuple(records), {key: name for key, name in names.items() if key in used})


def by_id(db: sqlite3.Connection, key: str, noun: str, tables: tuple[str, ...]) -> tuple[str, sqlite3.Row]:
    key = key.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{1,16}", key):
        raise UnknownRecord(f"“{key}” is no id: ids are 16 hexadecimal digits, of which the first few will do")
    query = "SELECT * FROM {} WHERE id >= ? AND id < ? LIMIT 2"
    found = [(table, row) for table in tables for row in db.execute(query.format(table), (key, key + "g"))]
    if len(found) != 1:
        raise UnknownRecord(f"several {noun}s’ ids begin with {key}: give more digits" if found else f"no {noun}’s id begins with {key}")
    return found[0]


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
    values = {"match": match, "limit": limit, "open": _OPEN, "close": _CLOSE}
    # Of words that nearly all have, the latest read are weighed: a weight for each of 300,000 takes seconds.
    for table in ("statements", "articles"):
        latest = db.execute(
            f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?", (match, _WEIGHED)
        ).fetchone()
        values[table] = latest[0] if latest else 0
    # The best are chosen first: to cut a snippet takes longer than to weigh.
    statements = db.execute(
        "SELECT q.id, substr(a.published, 1, 10), a.outlet, a.title, snippet(statements_fts, -1, :open, :close, '…', 24) FROM ("
        "SELECT n.number, s.id, s.article, bm25(statements_fts) AS rank FROM statements_fts JOIN statements_indexed AS n ON n.number = statements_fts.rowid "
        f"JOIN statements_now AS s ON s.article = n.article AND s.id = n.statement WHERE statements_fts MATCH :match AND statements_fts.rowid >= :statements AND s.article {_SUPERSEDED} "
        "ORDER BY rank, s.id LIMIT :limit) AS q CROSS JOIN statements_fts ON statements_fts.rowid = q.number JOIN articles AS a ON a.id = q.article "
        "WHERE statements_fts MATCH :match ORDER BY q.rank, q.id",
        values,
    ).fetchall()
    # A word in the title weighs as much as five in the text.
    articles = db.execute(
        "SELECT q.article, substr(a.published, 1, 10), a.outlet, a.title, snippet(articles_fts, -1, :open, :close, '…', 24) FROM ("
        "SELECT n.number, n.article, bm25(articles_fts, 5.0, 1.0) AS rank FROM articles_fts JOIN articles_indexed AS n ON n.number = articles_fts.rowid "
        f"WHERE articles_fts MATCH :match AND articles_fts.rowid >= :articles AND n.article {_SUPERSEDED} ORDER BY rank, n.article LIMIT :limit"
        ") AS q CROSS JOIN articles_fts ON articles_fts.rowid = q.number JOIN articles AS a ON a.id = q.article WHERE articles_fts MATCH :match ORDER BY q.rank, q.article",
        values,
    ).fetchall()
    # Where both overflow, each gets half; what one leaves free the other takes.
    told = min(len(statements), max(limit - len(articles), (limit + 1) // 2))
    return [_hit("statement", *row) for row in statements[:told]] + [_hit("article", *row) for row in articles[: limit - told]]


def _hit(kind: str, key: str, date: str | None, outlet: str | None, title: str | None, marked: str) -> Hit:
    """A hit, from a snippet with marks around the words found."""
    snippet, found, at = "", [], 0
    for place in _FOUND.finditer(marked):
        snippet += marked[at : place.start()]
        found.append((len(snippet), len(snippet) + len(place[1])))
        snippet += place[1]
        at = place.end()
    return Hit(kind, key, date, outlet, title, snippet + marked[at:], tuple(found))


def stats(db: sqlite3.Connection) -> dict[str, Any]:
    """Counts of what the current versions hold, by channel, status, act, polarity and outlet, and the span of dates."""

    def count(query: str) -> int:
        return int(db.execute(query).fetchone()[0])

    def tally(column: str, table: str, more: str = "") -> dict[str, int]:
        query = f"SELECT {column}, count(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 {more}"
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
        "actors": count("SELECT count(*) FROM entities WHERE key IS NOT NULL"),
        "contacts": count("SELECT count(*) FROM contacts_now"),
        "statements": count("SELECT count(*) FROM statements_now"),
        "stances": count("SELECT count(*) FROM stances_now"),
        "contacts_by_channel": tally("channel", "contacts_now"),
        "contacts_by_status": tally("status", "contacts_now"),
        "statements_by_act": tally("act", "statements_now"),
        "stances_by_polarity": tally("polarity", "stances_now"),
        "outlets": tally("outlet", "current_articles", "LIMIT 20"),
        "runs": count("SELECT count(*) FROM runs"),
    }
