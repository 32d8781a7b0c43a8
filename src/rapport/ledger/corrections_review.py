"""What to look at first: the records on which most hangs and of which the reader was least sure, that nobody has judged yet."""

from __future__ import annotations

import heapq
import math
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger.conditions import CONTACT_DAYS, STATEMENT_DAYS, of_contacts, of_stances, of_statements
from rapport.ledger.corrections_apply import TABLES
from rapport.ledger.corrections_results import ReviewItem
from rapport.ledger.people import People
from rapport.ledger.results import Filters

# A doubt weighs this much even where the reader was sure: it is sure of some errors.
_SURE: Final = 0.1
# What is so many days older than the newest article weighs half.
_HALF_LIFE: Final = 365.0
# In how many articles the best known of its actors is, and how many of them have a name.
_KNOWN: Final = (
    "(SELECT max(e.articles) FROM members AS m JOIN entities AS e ON e.id = m.entity WHERE m.article = {0}.article AND m.actor IN ({1})), "
    "(SELECT count(*) FROM actors AS x WHERE x.article = {0}.article AND x.id IN ({1}) AND x.name_key IS NOT NULL)"
)
_PARTIES: Final = "SELECT p.actor FROM contact_parties_now AS p WHERE p.article = c.article AND p.contact = c.id"
_REPORTS: Final = "(SELECT e.reports FROM entry_reports AS r JOIN entries AS e ON e.id = r.entry WHERE r.article = c.article AND r.contact = c.id)"
_VARIANTS: Final = (
    "(SELECT q.reports FROM quotation_reports AS r JOIN quotations AS q ON q.id = r.quotation WHERE r.article = s.article AND r.statement = s.id)"
)
_UNJUDGED: Final = "NOT EXISTS (SELECT 1 FROM record_rulings AS u WHERE u.article = {0}.article AND u.record = {0}.id)"


def queue(db: sqlite3.Connection, people: People, actor: str | None, kind: str | None, limit: int) -> list[ReviewItem]:
    """The `limit` records with most to gain from a look, first things first; of one `actor`, of one `kind` (contact, statement, stance).

    Raises UnknownName, AmbiguousName, UsageError.
    """
    if kind is not None and kind not in TABLES:
        raise UsageError(f"--kind is one of {', '.join(TABLES)}, not “{kind}”")
    if limit < 1:
        raise UsageError("--limit is at least 1")
    newest = db.execute("SELECT max(substr(published, 1, 10)) FROM articles").fetchone()[0]
    items = (_item(found, row, newest) for found in TABLES if kind in (None, found) for row in _rows(db, people, found, actor))
    return heapq.nsmallest(limit, items, key=lambda item: (-item.score, item.kind, item.id))


def _rows(db: sqlite3.Connection, people: People, kind: str, actor: str | None) -> Iterator[Any]:
    """(id, article, confidence, day, articles of the best known actor, named actors, reports)."""
    who = (people.called(actor),) if actor else ()
    if kind == "contact":
        where, known = of_contacts(people, Filters(), who), _KNOWN.format("c", _PARTIES)
        query = f"SELECT c.id, c.article, c.confidence, {CONTACT_DAYS[1]}, {known}, {_REPORTS} FROM contacts_now AS c"
    elif kind == "statement":
        where, known = of_statements(people, Filters(), who), _KNOWN.format("s", "s.speaker")
        query = f"SELECT s.id, s.article, s.confidence, {STATEMENT_DAYS[1]}, {known}, {_VARIANTS} FROM statements_now AS s"
    else:
        where, known = of_stances(people, Filters(), who), _KNOWN.format("s", "s.holder, s.target")
        query = f"SELECT s.id, s.article, s.confidence, {STATEMENT_DAYS[1]}, {known}, 1 FROM stances_now AS s"
    record = "c" if kind == "contact" else "s"
    yield from db.execute(f"{query} JOIN articles AS a ON a.id = {record}.article WHERE {where} AND {_UNJUDGED.format(record)}", where.values)


def _item(kind: str, row: Any, newest: str | None) -> ReviewItem:
    key, article, confidence, day, articles, named, reports = row
    hangs = (1 + math.log1p(articles or 0)) * (1 + named) * (1 + math.log(reports or 1)) * _recency(day, newest)
    doubt = _SURE + 1 - abs(2 * confidence - 1)
    return ReviewItem(kind, key, article, confidence, round(hangs * doubt, 4))


def _recency(day: str | None, newest: str | None) -> float:
    """1 for what is as new as the newest article, half for what is a year older, and half for what has no date."""
    if not day or not newest:
        return 0.5
    try:
        age = (date.fromisoformat(newest) - date.fromisoformat(day[:10])).days
    except ValueError:
        return 0.5
    return math.pow(0.5, max(0, age) / _HALF_LIFE)
