"""Records to rows and back: the one place that knows both shapes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from rapport.errors import SpanError
from rapport.records import (
    Actor, Article, Cadence, Contact, Duration, Evidence, Mention, Reading, Role, Source, Statement, When,
)  # fmt: skip
from rapport.resolve.names import name_key

Row = tuple[Any, ...]


def verify(reading: Reading) -> None:
    """Raise SpanError unless every record's evidence stands in the article's text and every actor it names is there."""
    text = reading.article.text
    known = {actor.id for actor in reading.actors}
    for record in (*reading.contacts, *reading.statements):
        if not record.evidence:
            raise SpanError(f"{reading.article.id}: record {record.id} rests on no evidence")
        for piece in record.evidence:
            if not 0 <= piece.start < piece.end <= len(text) or text[piece.start : piece.end] != piece.text:
                raise SpanError(f"{reading.article.id}: record {record.id}: [{piece.start}, {piece.end}) does not hold “{piece.text[:60]}”")
        missing = set(actors_of(record)) - known
        if missing:
            raise SpanError(f"{reading.article.id}: record {record.id} names unknown actors {sorted(missing)}")


def actors_of(record: Contact | Statement) -> list[str]:
    """The ids of all actors that a record refers to."""
    links = [a for link in record.according_to for a in (link.actor, link.for_)]
    own = [*record.parties, record.initiator] if isinstance(record, Contact) else [record.speaker, record.audience, *record.about]
    return [a for a in (*own, *links) if a]


def article_row(article: Article) -> Row:
    return (
        article.id, article.key, article.source_id, article.url, article.outlet, article.title, json.dumps(article.authors, ensure_ascii=False),
        article.published, article.language, article.sha256, len(article.text.split()), article.text,
    )  # fmt: skip


def _when(when: When | None) -> Row:
    return (when.text, when.start, when.end) if when else (None, None, None)


def contact_row(c: Contact) -> Row:
    lasting, often = c.duration or Duration(None), c.cadence or Cadence(None)  # type: ignore[arg-type]
    return (
        c.id, c.article, c.channel, c.status, c.initiator, c.setting, c.tone, *_when(c.when), lasting.text, lasting.value,
        often.text, often.count, often.period, often.bound, c.place, c.confidence,
    )  # fmt: skip


def statement_row(s: Statement) -> Row:
    return (s.id, s.article, s.speaker, s.form, s.act, s.cue, s.content, s.audience, *_when(s.when), s.confidence)


def tables(reading: Reading) -> dict[str, list[Row]]:
    """All rows of a reading but the article's own, by table in the order of their foreign keys."""
    records: tuple[Contact | Statement, ...] = (*reading.contacts, *reading.statements)
    return {
        "actors": [(a.id, a.article, a.name, a.kind, name_key(a.name), a.confidence) for a in reading.actors],
        "actor_aliases": [(a.id, i, alias) for a in reading.actors for i, alias in enumerate(a.aliases)],
        "roles": [(a.id, i, r.title, r.organization, r.since, r.until) for a in reading.actors for i, r in enumerate(a.roles)],
        "mentions": [(m.article, m.start, m.end, m.actor) for m in reading.mentions],
        "contacts": [contact_row(c) for c in reading.contacts],
        "contact_parties": [(c.id, i, actor) for c in reading.contacts for i, actor in enumerate(c.parties)],
        "contact_topics": [(c.id, i, topic) for c in reading.contacts for i, topic in enumerate(c.topics)],
        "statements": [statement_row(s) for s in reading.statements],
        "statement_about": [(s.id, i, actor) for s in reading.statements for i, actor in enumerate(s.about)],
        "sources": [(r.id, i, link.actor, link.kind, link.for_, link.via) for r in records for i, link in enumerate(r.according_to)],
        "evidence": [(r.id, i, e.role, e.start, e.end, e.text) for r in records for i, e in enumerate(r.evidence)],
    }


def article(row: sqlite3.Row) -> Article:
    return Article(
        row["text"], row["title"], row["outlet"], row["url"], row["published"], tuple(json.loads(row["authors"])), row["language"], row["source_id"]
    )


def actors(connection: sqlite3.Connection, article_id: str) -> list[Actor]:
    """The actors of an article, in order of id."""
    aliases = _grouped(connection, "SELECT actor, alias FROM actor_aliases WHERE actor IN (SELECT id FROM actors WHERE article = ?) ORDER BY actor, position", article_id)
    roles = _grouped(
        connection,
        "SELECT actor, title, organization, since, until FROM roles WHERE actor IN (SELECT id FROM actors WHERE article = ?) ORDER BY actor, position",
        article_id,
    )
    return [
        Actor(r["id"], r["article"], r["name"], r["kind"], tuple(a for (a,) in aliases.get(r["id"], [])), tuple(Role(*x) for x in roles.get(r["id"], [])), r["confidence"])
        for r in connection.execute("SELECT * FROM actors WHERE article = ? ORDER BY id", (article_id,))
    ]


def mentions(connection: sqlite3.Connection, article_id: str) -> list[Mention]:
    return [Mention(*row) for row in connection.execute('SELECT article, start, "end", actor FROM mentions WHERE article = ? ORDER BY start, "end", actor', (article_id,))]


def _grouped(connection: sqlite3.Connection, query: str, key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query, (key,)):
        found.setdefault(row[0], []).append(tuple(row)[1:])
    return found


def _evidence(connection: sqlite3.Connection, record: str) -> tuple[Evidence, ...]:
    rows = connection.execute('SELECT start, "end", role, text FROM evidence WHERE record = ? ORDER BY position', (record,))
    return tuple(Evidence(*row) for row in rows)


def _sources(connection: sqlite3.Connection, record: str) -> tuple[Source, ...]:
    rows = connection.execute('SELECT actor, kind, "for", via FROM sources WHERE record = ? ORDER BY position', (record,))
    return tuple(Source(*row) for row in rows)


def _column(connection: sqlite3.Connection, query: str, key: str) -> tuple[str, ...]:
    return tuple(row[0] for row in connection.execute(query, (key,)))


def contact(connection: sqlite3.Connection, row: sqlite3.Row) -> Contact:
    key = row["id"]
    return Contact(
        id=key, article=row["article"], channel=row["channel"], status=row["status"],
        parties=_column(connection, "SELECT actor FROM contact_parties WHERE contact = ? ORDER BY position", key),
        confidence=row["confidence"], evidence=_evidence(connection, key), initiator=row["initiator"], setting=row["setting"], tone=row["tone"],
        when=When(row["when_text"], row["when_start"], row["when_end"]) if row["when_text"] else None,
        duration=Duration(row["duration_text"], row["duration"]) if row["duration_text"] else None,
        cadence=Cadence(row["cadence_text"], row["cadence_count"], row["cadence_period"], row["cadence_bound"]) if row["cadence_text"] else None,
        place=row["place"], topics=_column(connection, "SELECT topic FROM contact_topics WHERE contact = ? ORDER BY position", key),
        according_to=_sources(connection, key),
    )  # fmt: skip


def statement(connection: sqlite3.Connection, row: sqlite3.Row) -> Statement:
    key = row["id"]
    return Statement(
        id=key, article=row["article"], speaker=row["speaker"], form=row["form"], act=row["act"], content=row["content"], confidence=row["confidence"],
        evidence=_evidence(connection, key), cue=row["cue"], audience=row["audience"],
        about=_column(connection, "SELECT actor FROM statement_about WHERE statement = ? ORDER BY position", key),
        when=When(row["when_text"], row["when_start"], row["when_end"]) if row["when_text"] else None, according_to=_sources(connection, key),
    )  # fmt: skip


def records(connection: sqlite3.Connection, article_id: str) -> Iterable[Contact | Statement]:
    """Contacts, then statements of an article, each in order of id."""
    for row in connection.execute("SELECT * FROM contacts WHERE article = ? ORDER BY id", (article_id,)).fetchall():
        yield contact(connection, row)
    for row in connection.execute("SELECT * FROM statements WHERE article = ? ORDER BY id", (article_id,)).fetchall():
        yield statement(connection, row)
