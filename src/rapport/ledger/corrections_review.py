"""What to look at first: the records on which most hangs and of which the reader was least sure, that nobody has judged yet."""

from __future__ import annotations

import heapq
import math
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger.conditions import CONTACT_DAYS, STANCE_DAYS, STATEMENT_DAYS, of_contacts, of_stances, of_statements
from rapport.ledger.corrections_apply import TABLES
from rapport.ledger.corrections_results import ReviewItem
from rapport.ledger.people import People
from rapport.ledger.results import Filters

# Below these the reader leaves records out, so that there it is in most doubt; where it was sure, a little doubt stays: it is sure of some errors.
_LEAST: Final = {"contact": 0.63, "statement": 0.4, "stance": 0.8}
_SURE: Final = 0.1
# What is so many days older than the newest article weighs half, and so does what has no date.
_HALF: Final = 365.0
# So many of a kind, the newest, are looked at, and of these so many, the most doubtful and recent, are weighed in full: nobody reviews more, and half a
# million statements take seconds.
_LOOKED: Final = 8000
_WEIGHED: Final = 1000
# In how many articles the best known of its actors is, and how many of them have a name.
_KNOWN: Final = (
    "(SELECT max(e.articles) FROM members AS m JOIN entities AS e ON e.id = m.entity WHERE m.article = q.article AND m.actor IN ({0})), "
    "(SELECT count(*) FROM actors AS x WHERE x.article = q.article AND x.id IN ({0}) AND x.name_key IS NOT NULL)"
)
# By kind: the actors of a record q, and in how many reports what it tells is told.
_ACTORS: Final = {
    "contact": "SELECT p.actor FROM contact_parties_now AS p WHERE p.article = q.article AND p.contact = q.id",
    "statement": "SELECT s.speaker FROM statements_now AS s WHERE s.article = q.article AND s.id = q.id",
    "stance": "SELECT h.actor FROM (SELECT article, id, holder AS actor FROM stances_ruled UNION ALL SELECT article, id, target FROM stances_ruled) AS h "
    "WHERE h.article = q.article AND h.id = q.id",
}
_REPORTS: Final = {
    "contact": "(SELECT e.reports FROM entry_reports AS r JOIN entries AS e ON e.id = r.entry WHERE r.article = q.article AND r.contact = q.id)",
    "statement": "(SELECT t.reports FROM quotation_reports AS r JOIN quotations AS t ON t.id = r.quotation WHERE r.article = q.article AND r.statement = q.id)",
    "stance": "1",
}


def queue(db: sqlite3.Connection, people: People, actor: str | None, kind: str | None, limit: int) -> list[ReviewItem]:
    """The `limit` records with most to gain from a look, first things first; of one `actor`, of one `kind` (contact, statement, stance).

    Raises UnknownName, AmbiguousName, UsageError.
    """
    if kind is not None and kind not in TABLES:
        raise UsageError(f"--kind is one of {', '.join(TABLES)}, not “{kind}”")
    if limit < 1:
        raise UsageError("--limit is at least 1")
    items = (_item(found, row) for found in TABLES if kind in (None, found) for row in _rows(db, people, found, actor))
    return heapq.nsmallest(limit, items, key=lambda item: (-item.score, item.kind, item.id))


def _rows(db: sqlite3.Connection, people: People, kind: str, actor: str | None) -> Iterator[Any]:
    """(id, article, confidence, doubt times recency, articles of the best known actor, named actors, reports) of those that are weighed in full."""
    who = (people.called(actor),) if actor else ()
    record = "c" if kind == "contact" else "s"
    where = {"contact": of_contacts, "statement": of_statements, "stance": of_stances}[kind](people, Filters(), who)
    day = {"contact": CONTACT_DAYS, "statement": STATEMENT_DAYS}.get(kind, STANCE_DAYS)[1]
    age = f"max(0, coalesce(julianday((SELECT substr(max(published), 1, 10) FROM articles)) - julianday(substr({day}, 1, 10)), {_HALF}))"
    doubt = f"({_SURE} + min(1.0, (1 - {record}.confidence) / {1 - _LEAST[kind]}))"
    known = _KNOWN.format(_ACTORS[kind])
    # Of someone all are looked at.
    first = (
        None
        if actor
        else db.execute("SELECT day FROM record_days WHERE kind = ? ORDER BY day DESC LIMIT 1 OFFSET ?", (TABLES[kind], _LOOKED)).fetchone()
    )
    source = where.source
    if first:
        source = f"(SELECT article, record FROM record_days WHERE kind = :table AND day >= :first) AS d CROSS JOIN {source} ON {record}.article = d.article AND {record}.id = d.record"
        where.values |= {"table": TABLES[kind], "first": first[0]}
    yield from db.execute(
        f"SELECT q.id, q.article, q.confidence, q.rough, {known}, {_REPORTS[kind]} FROM ("
        f"SELECT {record}.id, {record}.article, {record}.confidence, {doubt} * {_HALF} / ({_HALF} + {age}) AS rough "
        f"FROM {source} JOIN articles AS a ON a.id = {record}.article WHERE {where} "
        f"AND NOT EXISTS (SELECT 1 FROM record_rulings AS u WHERE u.article = {record}.article AND u.record = {record}.id) "
        f"ORDER BY rough DESC, {record}.id LIMIT {_WEIGHED}) AS q",
        where.values,
    )


def _item(kind: str, row: Any) -> ReviewItem:
    key, article, confidence, rough, articles, named, reports = row
    hangs = (1 + math.log1p(articles or 0)) * (1 + named) * (1 + math.log(reports or 1))
    return ReviewItem(kind, key, article, confidence, round(hangs * rough, 4))
