"""Records to rows and back: the one place that knows both shapes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, Final

from rapport.errors import SpanError
from rapport.ledger.lists_tables import UNSURE
from rapport.records import (
    Actor,
    Article,
    Cadence,
    Contact,
    Duration,
    Evidence,
    Mention,
    Reading,
    Record,
    Role,
    Source,
    Stance,
    Statement,
    When,
    actors_of,
)  # fmt: skip
from rapport.resolve.names import is_name, name_key

Row = tuple[Any, ...]
# What each kind of record must have among its evidence: one of these.
_UNSURE: Final = f"SELECT {UNSURE.format('?', '?')}"
_NEEDED: Final = {Contact: ("sentence",), Statement: ("content",), Stance: ("sentence", "content")}


def verify(reading: Reading) -> None:
    """Raise SpanError unless a reading can be stored: all evidence stands in the article's text, every record has some (a contact its sentence
    among it), belongs to the article and names only its actors, and the text is one that UTF-8 can hold."""
    article = reading.article
    try:
        article.text.encode()
    except UnicodeEncodeError as error:
        raise SpanError(f"{article.id}: the text holds half a character at {error.start}") from error
    known = {actor.id for actor in reading.actors}
    for actor in reading.actors:
        _stands(article, f"actor {actor.id}", [piece for role in actor.roles for piece in role.evidence])
    for mention in reading.mentions:
        if not 0 <= mention.start < mention.end <= len(article.text) or mention.actor not in known:
            raise SpanError(
                f"{article.id}: mention [{mention.start}, {mention.end}) of {mention.actor} is not in the text, or of no actor of the article"
            )
    records: tuple[Record, ...] = (*reading.contacts, *reading.statements, *reading.stances)
    items: tuple[Actor | Mention | Record, ...] = (*reading.actors, *reading.mentions, *records)
    for item in items:
        if item.article != article.id:
            raise SpanError(f"{article.id}: a {type(item).__name__.lower()} of article {item.article} is among its records")
    for record in records:
        _stands(article, f"record {record.id}", record.evidence)
        needed = _NEEDED[type(record)]
        if not any(piece.role in needed for piece in record.evidence):
            raise SpanError(f"{article.id}: record {record.id} has no {' or '.join(needed)} among its evidence")
        missing = set(actors_of(record)) - known
        if missing:
            raise SpanError(f"{article.id}: record {record.id} names unknown actors {sorted(missing)}")


def _stands(article: Article, subject: str, evidence: Iterable[Evidence]) -> None:
    for piece in evidence:
        if not 0 <= piece.start < piece.end <= len(article.text) or article.text[piece.start : piece.end] != piece.text:
            raise SpanError(f"{article.id}: {subject}: [{piece.start}, {piece.end}) does not hold “{piece.text[:60]}”")


def authors_json(article: Article) -> str:
    return json.dumps(article.authors, ensure_ascii=False)


def article_row(article: Article) -> Row:
    return (
        article.id, article.key, article.source_id, article.url, article.outlet, article.title, authors_json(article),
        article.published, article.language, article.sha256, len(article.text.split()), article.text,
    )  # fmt: skip


def _when(when: When | None) -> Row:
    return (when.text, when.start, when.end) if when else (None, None, None)


def contact_row(c: Contact) -> Row:
    lasting = (c.duration.text, c.duration.value) if c.duration else (None, None)
    often = (c.cadence.text, c.cadence.count, c.cadence.period, c.cadence.bound) if c.cadence else (None, None, None, None)
    return (c.article, c.id, c.channel, c.status, c.initiator, c.setting, c.tone, *_when(c.when), *lasting, *often, c.place, c.confidence)


def statement_row(s: Statement) -> Row:
    return (s.article, s.id, s.speaker, s.form, s.act, s.cue, s.content, s.audience, *_when(s.when), s.confidence)


def stance_row(s: Stance) -> Row:
    return (s.article, s.id, s.holder, s.target, s.polarity, s.label, *_when(s.when), s.confidence)


def actor_key(name: str, kind: str) -> str | None:
    """What actors of several articles are matched by: none for descriptions, groups and unnamed ones."""
    return (name_key(name, kind) or None) if is_name(name, kind) else None


def tables(reading: Reading) -> dict[str, list[Row]]:
    """All rows of a reading but the article's own, by table in the order of their foreign keys. Of records with one id the first is kept."""
    actors = list({a.id: a for a in reversed(reading.actors)}.values())[::-1]
    contacts = list({c.id: c for c in reversed(reading.contacts)}.values())[::-1]
    statements = list({s.id: s for s in reversed(reading.statements)}.values())[::-1]
    stances = list({s.id: s for s in reversed(reading.stances)}.values())[::-1]
    records: tuple[Record, ...] = (*contacts, *statements, *stances)
    here = reading.article.id
    return {
        "actors": [(here, a.id, a.name, a.kind, actor_key(a.name, a.kind), a.confidence) for a in actors],
        "actor_aliases": [(here, a.id, i, alias, actor_key(alias, a.kind)) for a in actors for i, alias in enumerate(a.aliases)],
        "roles": [(here, a.id, i, r.title, r.organization, r.since, r.until) for a in actors for i, r in enumerate(a.roles)],
        "role_evidence": [
            (here, a.id, i, j, e.role, e.start, e.end, e.text) for a in actors for i, r in enumerate(a.roles) for j, e in enumerate(r.evidence)
        ],
        "mentions": list(dict.fromkeys((here, m.start, m.end, m.actor) for m in reading.mentions)),
        "contacts": [contact_row(c) for c in contacts],
        "contact_parties": [(here, c.id, i, actor) for c in contacts for i, actor in enumerate(c.parties)],
        "contact_topics": [(here, c.id, i, topic) for c in contacts for i, topic in enumerate(c.topics)],
        "statements": [statement_row(s) for s in statements],
        "statement_about": [(here, s.id, i, actor) for s in statements for i, actor in enumerate(s.about)],
        "unsure_acts": [(here, s.id) for s in statements if s.unsure],
        "stances": [stance_row(s) for s in stances],
        "sources": [(here, r.id, i, link.actor, link.kind, link.for_, link.via) for r in records for i, link in enumerate(r.according_to)],
        "evidence": [(here, r.id, i, e.role, e.start, e.end, e.text) for r in records for i, e in enumerate(r.evidence)],
    }


def article(row: sqlite3.Row) -> Article:
    authors = tuple(json.loads(row["authors"]))
    return Article(row["text"], row["title"], row["outlet"], row["url"], row["published"], authors, row["language"], row["source_id"])


def actors(connection: sqlite3.Connection, article_id: str) -> list[Actor]:
    """The actors of an article with aliases, roles and what these rest on, in order of id."""
    own = "WHERE article = ?"
    aliases = _grouped(connection, f"SELECT actor, alias FROM actor_aliases {own} ORDER BY actor, position", article_id)
    roles = _grouped(connection, f"SELECT actor, position, title, organization, since, until FROM roles {own} ORDER BY actor, position", article_id)
    pieces = _grouped(
        connection,
        f'SELECT actor, role_position, start, "end", role, text FROM role_evidence {own} ORDER BY actor, role_position, position',
        article_id,
    )
    found = []
    for row in connection.execute("SELECT id, article, name, kind, confidence FROM actors WHERE article = ? ORDER BY id", (article_id,)):
        key = row["id"]
        offices = tuple(
            Role(title, organization, since, until, tuple(Evidence(*piece) for at, *piece in pieces.get(key, []) if at == position))
            for position, title, organization, since, until in roles.get(key, [])
        )
        names = tuple(alias for (alias,) in aliases.get(key, []))
        found.append(Actor(key, row["article"], row["name"], row["kind"], names, offices, row["confidence"]))
    return found


def mentions(connection: sqlite3.Connection, article_id: str) -> list[Mention]:
    query = 'SELECT article, start, "end", actor FROM mentions WHERE article = ? ORDER BY start, "end", actor'
    return [Mention(*row) for row in connection.execute(query, (article_id,))]


def _grouped(connection: sqlite3.Connection, query: str, key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query, (key,)):
        found.setdefault(row[0], []).append(tuple(row)[1:])
    return found


def _evidence(connection: sqlite3.Connection, key: Row) -> tuple[Evidence, ...]:
    found = connection.execute('SELECT start, "end", role, text FROM evidence WHERE article = ? AND record = ? ORDER BY position', key)
    return tuple(Evidence(*row) for row in found)


def _sources(connection: sqlite3.Connection, key: Row) -> tuple[Source, ...]:
    found = connection.execute('SELECT actor, kind, "for", via FROM sources WHERE article = ? AND record = ? ORDER BY position', key)
    return tuple(Source(*row) for row in found)


def _column(connection: sqlite3.Connection, query: str, key: Row) -> tuple[str, ...]:
    return tuple(row[0] for row in connection.execute(query, key))


def dated(row: sqlite3.Row) -> bool:
    """Whether a text says when it was: else its date is but the day on which an article was printed."""
    return row["when_start"] is not None or row["when_end"] is not None


def _when_of(row: sqlite3.Row) -> When | None:
    return When(row["when_text"], row["when_start"], row["when_end"]) if row["when_text"] is not None else None


def contact(connection: sqlite3.Connection, row: sqlite3.Row) -> Contact:
    """The record of a row of `contacts_ruled`, lists as corrected."""
    key = (row["article"], row["id"])
    lasting = Duration(row["duration_text"], row["duration"]) if row["duration_text"] is not None else None
    often = row["cadence_text"] is not None
    return Contact(
        id=row["id"], article=row["article"], channel=row["channel"], status=row["status"],
        parties=_column(connection, "SELECT actor FROM contact_parties_now WHERE article = ? AND contact = ? ORDER BY position", key),
        confidence=row["confidence"], evidence=_evidence(connection, key), initiator=row["initiator"], setting=row["setting"], tone=row["tone"],
        when=_when_of(row), duration=lasting,
        cadence=Cadence(row["cadence_text"], row["cadence_count"], row["cadence_period"], row["cadence_bound"]) if often else None,
        place=row["place"], topics=_column(connection, "SELECT topic FROM contact_topics_now WHERE article = ? AND contact = ? ORDER BY position", key),
        according_to=_sources(connection, key),
    )  # fmt: skip


def statement(connection: sqlite3.Connection, row: sqlite3.Row) -> Statement:
    """The record of a row of `statements_ruled`, whom it is about as corrected."""
    key = (row["article"], row["id"])
    return Statement(
        id=row["id"], article=row["article"], speaker=row["speaker"], form=row["form"], act=row["act"], content=row["content"],
        confidence=row["confidence"], evidence=_evidence(connection, key), cue=row["cue"], audience=row["audience"],
        about=_column(connection, "SELECT actor FROM statement_about_now WHERE article = ? AND statement = ? ORDER BY position", key),
        when=_when_of(row), according_to=_sources(connection, key),
        unsure=bool(connection.execute(_UNSURE, key).fetchone()[0]),
    )  # fmt: skip


def stance(connection: sqlite3.Connection, row: sqlite3.Row) -> Stance:
    """The record of a row of `stances_ruled`."""
    key = (row["article"], row["id"])
    return Stance(
        id=row["id"], article=row["article"], holder=row["holder"], target=row["target"], polarity=row["polarity"], confidence=row["confidence"],
        evidence=_evidence(connection, key), label=row["label"], when=_when_of(row), according_to=_sources(connection, key),
    )  # fmt: skip


def records(connection: sqlite3.Connection, article_id: str) -> Iterable[Record]:
    """Contacts, then statements, then stances of an article that nobody has rejected, as corrected; each in order of id."""
    query = "SELECT * FROM {} WHERE article = ? AND NOT rejected ORDER BY id"
    for row in connection.execute(query.format("contacts_ruled"), (article_id,)).fetchall():
        yield contact(connection, row)
    for row in connection.execute(query.format("statements_ruled"), (article_id,)).fetchall():
        yield statement(connection, row)
    for row in connection.execute(query.format("stances_ruled"), (article_id,)).fetchall():
        yield stance(connection, row)
