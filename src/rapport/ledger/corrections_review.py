"""What to look at first: the records on which most hangs and of which the reader was least sure, that nobody has judged yet."""

from __future__ import annotations

import heapq
import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger.conditions import of_contacts, of_stances, of_statements
from rapport.ledger.corrections_apply import TABLES
from rapport.ledger.corrections_results import ReviewItem
from rapport.ledger.filters import Filters
from rapport.ledger.lists_tables import LISTED
from rapport.ledger.people import PAIRS, People

# Where the reader was sure, a little doubt stays: it is sure of some errors.
_SURE: Final = 0.1
# What an entry is to a ledger of who deals with whom: of 40 entries that were put first over 10,000 articles 35 were stances, which only show a tone, while all weighed the same.
_WEIGHS: Final = {"contact": 3.0, "statement": 1.0, "stance": 1.0}
# What is so many days older than the newest article weighs half, and so does what has no date.
_HALF: Final = 365.0
# So many of a kind, the newest, are looked at, and of these so many, the most doubtful and recent, are weighed in full: nobody reviews more, and half a
# million statements take seconds.
_LOOKED: Final = 4000
_WEIGHED: Final = 500
# By kind: the actors of records k, and in how many reports what a record tells is told.
_ACTORS: Final = {
    "contact": "contact_parties_now AS r ON r.article = k.article AND r.contact = k.id CROSS JOIN actors AS x ON x.article = k.article AND x.id = r.actor",
    "statement": "statements_now AS r ON r.article = k.article AND r.id = k.id CROSS JOIN actors AS x ON x.article = k.article AND x.id = r.speaker",
    "stance": "stances_now AS r ON r.article = k.article AND r.id = k.id CROSS JOIN actors AS x ON x.article = k.article AND x.id IN (r.holder, r.target)",
}
_REPORTS: Final = {
    "contact": "(SELECT e.reports FROM entry_reports AS r JOIN entries AS e ON e.id = r.entry WHERE r.article = k.article AND r.contact = k.id)",
    "statement": "(SELECT t.reports FROM quotation_reports AS r JOIN quotations AS t ON t.id = r.quotation WHERE r.article = k.article AND r.statement = k.id)",
    "stance": "1",
}
# In how many articles the best known of its actors is, how many of them have a name, and the reports.
_WEIGHT: Final = (
    f"SELECT k.id, max(e.articles), count(x.name_key), {{1}} FROM {PAIRS.format('?')} AS k CROSS JOIN {{0}} LEFT JOIN members AS m ON m.article = x.article AND m.actor = x.id "
    "LEFT JOIN entities AS e ON e.id = m.entity GROUP BY k.article, k.id"
)


def queue(db: sqlite3.Connection, people: People, actor: str | None, kind: str | None, limit: int) -> list[ReviewItem]:
    """The `limit` records with most to gain from a look, first things first; of one `actor`, of one `kind` (contact, statement, stance). Of each
    kind the newest are looked at (`_LOOKED`), of an actor as of all.

    Raises UnknownName, AmbiguousName, UsageError.
    """
    if kind is not None and kind not in TABLES:
        raise UsageError(f"--kind is one of {', '.join(TABLES)}, not “{kind}”")
    if limit < 1:
        raise UsageError("--limit is at least 1")
    who = people.called(actor).entities if actor else None
    items = [_item(found, row) for found in TABLES if kind in (None, found) for row in _rows(db, people, found, who)]
    return heapq.nsmallest(limit, _spread(items), key=_first)


def _first(item: ReviewItem) -> tuple[float, str, str]:
    return -item.score, item.kind, item.id


def _spread(items: list[ReviewItem]) -> Iterator[ReviewItem]:
    """The second of a kind in one article weighs half, the third a third: one sentence that names many gives as many records, and all are read by one look."""
    before: Counter[tuple[str, str]] = Counter()
    for item in sorted(items, key=_first):
        before[item.kind, item.article] += 1
        yield replace(item, score=round(item.score / before[item.kind, item.article], 4))


@cache
def _least(kind: str) -> float:
    """Below this the reader leaves records of a kind out, so that there it is in most doubt."""
    from rapport.extract import CERTAIN, HELD  # here, since the reader's rules are many and no other question needs them
    from rapport.extract.contacts import ContactRules

    return {"contact": ContactRules().confidence, "statement": CERTAIN, "stance": HELD}[kind]


def _rows(db: sqlite3.Connection, people: People, kind: str, who: str | None) -> Iterator[Any]:
    """(id, article, confidence, doubt times recency, articles of the best known actor, named actors, reports) of those that are weighed in full."""
    record, table = "c" if kind == "contact" else "s", TABLES[kind]
    where = {"contact": of_contacts, "statement": of_statements, "stance": of_stances}[kind](people, Filters())
    # The last day that a record may be of: its own, else that on which it is listed, which for what is promised is that of publication.
    day = f"coalesce({record}.when_end, {record}.when_start, nullif(d.day, ''))"
    if kind == "statement":
        day = f"CASE WHEN s.act IN ('promise', 'predict') THEN nullif(d.day, '') ELSE {day} END"
    age = f"max(0, coalesce(julianday((SELECT substr(max(published), 1, 10) FROM articles)) - julianday(substr({day}, 1, 10)), {_HALF}))"
    doubt = f"({_SURE} + min(1.0, (1 - {record}.confidence) / {1 - _least(kind)}))"
    days = "record_days WHERE kind = :kind"
    where.values |= {"kind": table, "looked": _LOOKED}
    if who:
        known = json.loads(who)
        # Of one they stand in order of time already; of several whom a name may mean, a record may be of two.
        days = "records_of WHERE entity = :who AND other = '' AND kind = :kind"
        if len(known) > 1:
            days = "json_each(:who) AS k CROSS JOIN records_of AS r ON r.entity = k.value AND r.other = '' AND r.kind = :kind GROUP BY day, article, record"
        where.values |= {"kind": LISTED[table], "who": who if len(known) > 1 else known[0]}
    newest = f"SELECT day, article, record FROM {days} ORDER BY day DESC, article DESC, record DESC LIMIT :looked"
    source = f"({newest}) AS d CROSS JOIN {where.source} ON {record}.article = d.article AND {record}.id = d.record"
    rough = db.execute(
        f"SELECT {record}.id, {record}.article, {record}.confidence, {doubt} * {_HALF} / ({_HALF} + {age}) AS rough FROM {source} WHERE {where} "
        f"AND NOT EXISTS (SELECT 1 FROM record_rulings AS u WHERE u.article = {record}.article AND u.record = {record}.id) "
        f"ORDER BY rough DESC, {record}.id LIMIT {_WEIGHED}",
        where.values,
    ).fetchall()
    keys = json.dumps([[article, key] for key, article, _, _ in rough])
    weight = {row[0]: tuple(row)[1:] for row in db.execute(_WEIGHT.format(_ACTORS[kind], _REPORTS[kind]), (keys,))}
    yield from ((*row, *weight.get(row[0], (0, 0, 1))) for row in rough)


def _item(kind: str, row: Any) -> ReviewItem:
    key, article, confidence, rough, articles, named, reports = row
    hangs = _WEIGHS[kind] * (1 + math.log1p(articles or 0)) * (1 + named) * (1 + math.log(reports or 1))
    return ReviewItem(kind, key, article, confidence, round(hangs * rough, 4))
