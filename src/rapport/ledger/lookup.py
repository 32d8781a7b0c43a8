"""Single records by id, full-text search, and counts."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger import rows
from rapport.ledger.corrections_said import rulings
from rapport.ledger.results import Entry, Hit, Reported
from rapport.records import Record, actors_of

_SUPERSEDED: Final = "NOT IN (SELECT id FROM superseded_articles)"
_WEIGHED: Final = 5000  # hits of a search
_TAKEN: Final = 5  # times as many of the best are looked at as are wanted: some are superseded, some as good as others
# FTS5 puts these around the words found: no characters of Unicode, where brackets are frequent in quotations (“[the governor] lied”).
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_FOUND: Final = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True)
class _Index:
    """A full-text index: of what, how a hit weighs (SQL), the column of n that is its id, and a query for the numbers and ids of those among some that are current."""

    kind: str
    weight: str
    key: str
    current: str


_STATEMENTS: Final = _Index(
    "statement",
    "bm25(statements_fts)",
    "n.statement",
    "SELECT n.number AS a, s.id AS b FROM json_each(:numbers) AS k CROSS JOIN statements_indexed AS n ON n.number = k.value "
    "CROSS JOIN statements_now AS s ON s.article = n.article AND s.id = n.statement",
)
_ARTICLES: Final = _Index(
    "article",
    "bm25(articles_fts, 5.0, 1.0)",  # a word in the title weighs as much as five in the text
    "n.article",
    f"SELECT n.number AS a, n.article AS b FROM json_each(:numbers) AS k CROSS JOIN articles_indexed AS n ON n.number = k.value WHERE n.article {_SUPERSEDED}",
)


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
    statements, articles = (_best(db, index, match, limit) for index in (_STATEMENTS, _ARTICLES))
    # Where both overflow, each gets half; what one leaves free the other takes.
    told = min(len(statements), max(limit - len(articles), (limit + 1) // 2))
    return _hits(db, _STATEMENTS, match, statements[:told]) + _hits(db, _ARTICLES, match, articles[: limit - told])


def _best(db: sqlite3.Connection, index: _Index, match: str, limit: int) -> list[int]:
    """The numbers of the best hits that are current, best first; of those that are as good, in order of id."""
    found = f"FROM {index.kind}s_fts WHERE {index.kind}s_fts MATCH :match"
    values: dict[str, Any] = {"match": match, "skipped": _WEIGHED}
    # Of words that nearly all have, the latest read are weighed: a weight for each of 300,000 takes seconds.
    latest = db.execute(f"SELECT rowid {found} ORDER BY rowid DESC LIMIT 1 OFFSET :skipped", values).fetchone()
    values |= {"from": latest[0] if latest else 0, "taken": _TAKEN * limit}
    while True:
        # Whether a hit is current takes as long to see as to weigh it: of few it is asked.
        rank = dict(_pairs(db, f"SELECT rowid AS a, {index.weight} AS b {found} AND rowid >= :from ORDER BY b LIMIT :taken", values))
        current = _pairs(db, index.current, {"numbers": json.dumps(list(rank))})
        best = sorted((rank[number], key, number) for number, key in current)
        # Others may be as good as the last that was looked at.
        if len(rank) < values["taken"] or (len(best) >= limit and best[limit - 1][0] < max(rank.values())):
            return [number for _, _, number in best[:limit]]
        values["taken"] *= _TAKEN


def _pairs(db: sqlite3.Connection, query: str, values: Mapping[str, Any]) -> list[list[Any]]:
    """What a query for `a` and `b` finds, as one row: for each of hundreds a reader would wait until the interpreter is free again."""
    found: list[list[Any]] = json.loads(db.execute(f"SELECT json_group_array(json_array(a, b)) FROM ({query})", values).fetchone()[0])
    return found


def _hits(db: sqlite3.Connection, index: _Index, match: str, numbers: Sequence[int]) -> list[Hit]:
    """Hits with snippets, which take longer to cut than hits to weigh, in the order of `numbers`."""
    table = f"{index.kind}s_fts"
    query = (
        f"SELECT {table}.rowid, {index.key}, substr(a.published, 1, 10), a.outlet, a.title, snippet({table}, -1, :open, :close, '…', 24) FROM json_each(:numbers) AS k "
        f"CROSS JOIN {table} ON {table}.rowid = k.value CROSS JOIN {index.kind}s_indexed AS n ON n.number = k.value JOIN articles AS a ON a.id = n.article WHERE {table} MATCH :match"
    )
    rows = db.execute(query, {"match": match, "numbers": json.dumps(numbers), "open": _OPEN, "close": _CLOSE})
    found = {number: _hit(index.kind, *row) for number, *row in rows}
    return [found[number] for number in numbers]


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
