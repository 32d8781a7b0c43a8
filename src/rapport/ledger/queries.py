"""Lists of contacts and statements, in order of time; what has no date comes last. Rows come in a stream, made some hundreds at a time."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger.conditions import CONTACT_DAYS, STATEMENT_DAYS, Where, of_contacts, of_statements
from rapport.ledger.people import People
from rapport.ledger.results import ContactRow, Filters, Link, Relationship, StatementRow

# Rows made at a time: their names, sources and words are fetched by one query each.
_CHUNK: Final = 400
_KEYS: Final = "(SELECT value FROM json_each(?))"
_LINKS: Final = (
    'SELECT s.record, x.name, s.kind, y.name, s.via FROM sources AS s LEFT JOIN actors AS x ON x.id = s.actor LEFT JOIN actors AS y ON y.id = s."for" '
    f"WHERE s.record IN {_KEYS} ORDER BY s.record, s.position"
)
_ARTICLE: Final = "a.outlet, a.published, a.title, a.url"


def contacts(db: sqlite3.Connection, people: People, filters: Filters) -> Iterator[ContactRow]:
    """Contacts that answer to the filters. Raises UnknownName, AmbiguousName, UsageError."""
    where = of_contacts(people, filters)
    query = (
        f"SELECT c.*, {_ARTICLE}, {CONTACT_DAYS[0]} AS date FROM contacts AS c JOIN articles AS a ON a.id = c.article WHERE {where} "
        "ORDER BY date IS NULL, date, a.published IS NULL, a.published, c.article, "
        "(SELECT min(start) FROM evidence WHERE record = c.id AND role = 'trigger'), c.id LIMIT :limit"
    )
    return (row for chunk in _chunks(db, query, where, filters) for row in _contact_rows(db, chunk))


def quotes(db: sqlite3.Connection, people: People, filters: Filters, *, mutual: bool = False) -> Iterator[StatementRow]:
    """Statements that answer to the filters: of `actor`, about or to `with_` (`mutual`: of either about the other)."""
    if filters.channel or filters.status:
        raise UsageError("--channel and --status are of contacts: ask “rapport contacts”")
    where = of_statements(people, filters, mutual=mutual)
    # What is shown of a statement in its article runs from the first to the last word of its evidence.
    spans = 'SELECT min(start) AS first, max("end") AS last FROM evidence WHERE record = s.id'
    query = (
        f"SELECT s.*, {_ARTICLE}, {STATEMENT_DAYS[0]} AS date, (SELECT substr(a.text, first + 1, last - first) FROM ({spans})) AS sentence "
        f"FROM statements AS s JOIN articles AS a ON a.id = s.article WHERE {where} "
        "ORDER BY date IS NULL, date, a.published IS NULL, a.published, s.article, (SELECT min(start) FROM evidence WHERE record = s.id), s.id LIMIT :limit"
    )
    return (row for chunk in _chunks(db, query, where, filters) for row in _statement_rows(db, chunk))


def between(db: sqlite3.Connection, people: People, a: str, b: str, filters: Filters) -> Relationship:
    """Contacts of two actors and what each said about or to the other. Raises UnknownName, AmbiguousName, UsageError where both are one."""
    one, other = people.called(a), people.called(b)
    pair = replace(filters, actor=a, with_=b)
    said = quotes(db, people, replace(pair, channel=None, status=None), mutual=True)
    return Relationship(one.name, other.name, tuple(contacts(db, people, pair)), tuple(said))


def _chunks(db: sqlite3.Connection, query: str, where: Where, filters: Filters) -> Iterator[list[sqlite3.Row]]:
    # Asked at once, so that a wrong name or filter raises where the question is put, not where its rows are read.
    cursor = db.execute(query, where.values | {"limit": filters.limit or -1})

    def rows() -> Iterator[list[sqlite3.Row]]:
        while chunk := cursor.fetchmany(_CHUNK):
            yield chunk

    return rows()


def _grouped(db: sqlite3.Connection, query: str, keys: str) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in db.execute(query, (keys,)):
        found[row[0]].append(tuple(row)[1:])
    return found


def _links(db: sqlite3.Connection, keys: str) -> dict[str, tuple[Link, ...]]:
    return {key: tuple(Link(*link) for link in links) for key, links in _grouped(db, _LINKS, keys).items()}


def _names(db: sqlite3.Connection, ids: set[str]) -> dict[str, str]:
    return {r[0]: r[1] for r in db.execute(f"SELECT id, name FROM actors WHERE id IN {_KEYS}", (json.dumps(sorted(ids)),))}


def _contact_rows(db: sqlite3.Connection, chunk: list[sqlite3.Row]) -> Iterator[ContactRow]:
    keys = json.dumps([row["id"] for row in chunk])
    parties = _grouped(
        db,
        f"SELECT p.contact, x.name FROM contact_parties AS p JOIN actors AS x ON x.id = p.actor WHERE p.contact IN {_KEYS} ORDER BY 1, p.position",
        keys,
    )
    topics = _grouped(db, f"SELECT contact, topic FROM contact_topics WHERE contact IN {_KEYS} ORDER BY 1, position", keys)
    words = _grouped(
        db, f"SELECT record, role, text FROM evidence WHERE record IN {_KEYS} AND role IN ('sentence', 'trigger') ORDER BY 1, position", keys
    )
    links = _links(db, keys)
    names = _names(db, {row["initiator"] for row in chunk if row["initiator"]})
    for row in chunk:
        key = row["id"]
        shown = dict(reversed(words.get(key, [])))
        yield ContactRow(
            id=key, date=row["date"], dated=row["when_start"] is not None or row["when_end"] is not None, channel=row["channel"], status=row["status"],
            parties=tuple(name for (name,) in parties.get(key, [])), initiator=names.get(row["initiator"]), when=row["when_text"],
            start=row["when_start"], end=row["when_end"], duration=row["duration"], duration_text=row["duration_text"], cadence=row["cadence_text"],
            place=row["place"], topics=tuple(topic for (topic,) in topics.get(key, [])), sources=links.get(key, ()), outlet=row["outlet"],
            published=row["published"], title=row["title"], url=row["url"], sentence=shown.get("sentence", ""), trigger=shown.get("trigger"),
            confidence=row["confidence"], article=row["article"],
        )  # fmt: skip


def _statement_rows(db: sqlite3.Connection, chunk: list[sqlite3.Row]) -> Iterator[StatementRow]:
    keys = json.dumps([row["id"] for row in chunk])
    about = _grouped(
        db,
        f"SELECT t.statement, x.name FROM statement_about AS t JOIN actors AS x ON x.id = t.actor WHERE t.statement IN {_KEYS} ORDER BY 1, t.position",
        keys,
    )
    links = _links(db, keys)
    names = _names(db, {actor for row in chunk for actor in (row["speaker"], row["audience"]) if actor})
    for row in chunk:
        key = row["id"]
        yield StatementRow(
            id=key, date=row["date"], speaker=names.get(row["speaker"]), cue=row["cue"], act=row["act"], form=row["form"], content=row["content"],
            audience=names.get(row["audience"]), about=tuple(name for (name,) in about.get(key, [])), sources=links.get(key, ()), outlet=row["outlet"],
            published=row["published"], title=row["title"], url=row["url"], confidence=row["confidence"], article=row["article"],
            dated=row["when_start"] is not None or row["when_end"] is not None, when=row["when_text"], start=row["when_start"], end=row["when_end"],
            sentence=row["sentence"] or "",
        )  # fmt: skip
