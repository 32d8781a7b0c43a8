"""Questions to a ledger. Only the current version of each article answers; what was superseded stays stored."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from typing import Any, Final

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger import rows
from rapport.ledger.results import (
    ContactRow, Counterpart, Entry, Filters, Hit, Link, Profile, Relationship, SourceRow, StatementRow,
)  # fmt: skip
from rapport.resolve.names import NameGroup, find, group_names

_CURRENT: Final = "article IN (SELECT id FROM current_articles)"


def name_groups(db: sqlite3.Connection) -> list[NameGroup]:
    """The named actors of the ledger by name. Unnamed ones and groups stay in their articles."""
    query = "SELECT name_key, max(name), kind, count(*) FROM actors WHERE kind NOT IN ('unnamed', 'group') GROUP BY name_key, kind"
    return group_names((r[0], r[1], r[2], r[3]) for r in db.execute(query))


def actor_ids(db: sqlite3.Connection, name: str) -> tuple[NameGroup, set[str]]:
    """The actors of all articles that a name means. Raises UnknownName, AmbiguousName."""
    group = find(name, name_groups(db))
    marks = ", ".join("?" * len(group.keys))
    query = f"SELECT id FROM actors WHERE name_key IN ({marks}) AND kind NOT IN ('unnamed', 'group')"
    return group, {r[0] for r in db.execute(query, sorted(group.keys))}


def _temporary(db: sqlite3.Connection, table: str, ids: set[str]) -> None:
    db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY) WITHOUT ROWID")
    db.execute(f"DELETE FROM temp.{table}")
    db.executemany(f"INSERT INTO temp.{table} VALUES (?)", [(i,) for i in sorted(ids)])


def _upper(date: str) -> str:
    """The last day that a date prefix allows, for comparing as text."""
    return date + "-99-99"[: 10 - len(date)] if len(date) < 10 else date


class _Where:
    """Conditions and their values, gathered from filters."""

    def __init__(self, current: str) -> None:
        self.parts = [current]
        self.values: dict[str, Any] = {}

    def add(self, condition: str, **values: Any) -> None:
        self.parts.append(condition)
        self.values |= values

    def __str__(self) -> str:
        return " AND ".join(self.parts)


def _common(where: _Where, filters: Filters, record: str, date: tuple[str, str]) -> None:
    if filters.min_confidence:
        where.add(f"{record}.confidence >= :confidence", confidence=filters.min_confidence)
    if filters.since:
        where.add(f"{date[1]} >= :since", since=filters.since)
    if filters.until:
        where.add(f"{date[0]} <= :until", until=_upper(filters.until))
    if filters.outlet:
        where.add("instr(lower(a.outlet), lower(:outlet)) > 0", outlet=filters.outlet)
    if filters.source_kind:
        where.add(f"EXISTS (SELECT 1 FROM sources AS s WHERE s.record = {record}.id AND s.kind = :kind)", kind=filters.source_kind)


_CONTACT_DATE: Final = ("coalesce(c.when_start, c.when_end, substr(a.published, 1, 10))", "coalesce(c.when_end, c.when_start, substr(a.published, 1, 10))")
_STATEMENT_DATE: Final = ("coalesce(s.when_start, substr(a.published, 1, 10))", "coalesce(s.when_end, s.when_start, substr(a.published, 1, 10))")


def contacts(db: sqlite3.Connection, filters: Filters) -> list[ContactRow]:
    where = _Where(f"c.{_CURRENT}")
    for name, table in ((filters.actor, "wanted_a"), (filters.with_, "wanted_b")):
        if name:
            _temporary(db, table, actor_ids(db, name)[1])
            where.add(f"EXISTS (SELECT 1 FROM contact_parties AS p JOIN temp.{table} AS w ON w.id = p.actor WHERE p.contact = c.id)")
    if filters.actor and filters.with_:
        # One actor cannot fill both places.
        where.add("(SELECT count(*) FROM contact_parties AS p WHERE p.contact = c.id AND (p.actor IN temp.wanted_a OR p.actor IN temp.wanted_b)) >= 2")
    if filters.channel:
        where.add("c.channel = :channel", channel=filters.channel)
    if filters.status:
        where.add("c.status = :status", status=filters.status)
    _common(where, filters, "c", _CONTACT_DATE)
    query = (
        f"SELECT c.*, a.outlet, a.published, a.title, a.url, {_CONTACT_DATE[0]} AS date FROM contacts AS c JOIN articles AS a ON a.id = c.article "
        f"WHERE {where} ORDER BY date IS NULL, date, a.published IS NULL, a.published, c.id LIMIT :limit"
    )
    return [_contact_row(db, row) for row in db.execute(query, where.values | {"limit": filters.limit or -1}).fetchall()]


def _names(db: sqlite3.Connection, query: str, key: str) -> tuple[str, ...]:
    return tuple(row[0] for row in db.execute(query, (key,)))


def _links(db: sqlite3.Connection, key: str) -> tuple[Link, ...]:
    query = (
        'SELECT x.name, s.kind, y.name, s.via FROM sources AS s LEFT JOIN actors AS x ON x.id = s.actor LEFT JOIN actors AS y ON y.id = s."for" '
        "WHERE s.record = ? ORDER BY s.position"
    )
    return tuple(Link(*row) for row in db.execute(query, (key,)))


def _contact_row(db: sqlite3.Connection, row: sqlite3.Row) -> ContactRow:
    key = row["id"]
    places = {role: text for role, text in db.execute("SELECT role, text FROM evidence WHERE record = ? ORDER BY position DESC", (key,))}
    initiator = db.execute("SELECT name FROM actors WHERE id = ?", (row["initiator"],)).fetchone()
    return ContactRow(
        id=key, date=row["date"], dated=row["when_start"] is not None or row["when_end"] is not None, channel=row["channel"], status=row["status"],
        parties=_names(db, "SELECT name FROM contact_parties JOIN actors ON actors.id = actor WHERE contact = ? ORDER BY position", key),
        initiator=initiator[0] if initiator else None, when=row["when_text"], start=row["when_start"], end=row["when_end"],
        duration=row["duration"], duration_text=row["duration_text"], cadence=row["cadence_text"], place=row["place"],
        topics=_names(db, "SELECT topic FROM contact_topics WHERE contact = ? ORDER BY position", key), sources=_links(db, key),
        outlet=row["outlet"], published=row["published"], title=row["title"], url=row["url"],
        sentence=places.get("sentence", ""), trigger=places.get("trigger"), confidence=row["confidence"], article=row["article"],
    )  # fmt: skip


def quotes(db: sqlite3.Connection, filters: Filters) -> list[StatementRow]:
    where = _Where(f"s.{_CURRENT}")
    if filters.channel or filters.status:
        raise UsageError("--channel and --status are of contacts: ask “rapport contacts”")
    if filters.actor:
        _temporary(db, "wanted_a", actor_ids(db, filters.actor)[1])
        where.add("s.speaker IN temp.wanted_a")
    if filters.with_:
        _temporary(db, "wanted_b", actor_ids(db, filters.with_)[1])
        where.add("(s.audience IN temp.wanted_b OR EXISTS (SELECT 1 FROM statement_about AS t JOIN temp.wanted_b AS w ON w.id = t.actor WHERE t.statement = s.id))")
    _common(where, filters, "s", _STATEMENT_DATE)
    query = (
        f"SELECT s.*, a.outlet, a.published, a.title, a.url, {_STATEMENT_DATE[0]} AS date FROM statements AS s JOIN articles AS a ON a.id = s.article "
        f"WHERE {where} ORDER BY date IS NULL, date, a.published IS NULL, a.published, s.article, "
        "(SELECT min(start) FROM evidence WHERE record = s.id), s.id LIMIT :limit"
    )
    return [_statement_row(db, row) for row in db.execute(query, where.values | {"limit": filters.limit or -1}).fetchall()]


def _statement_row(db: sqlite3.Connection, row: sqlite3.Row) -> StatementRow:
    key = row["id"]
    people = {r["id"]: r["name"] for r in db.execute("SELECT id, name FROM actors WHERE id IN (?, ?)", (row["speaker"], row["audience"]))}
    return StatementRow(
        id=key, date=row["date"], speaker=people.get(row["speaker"]), cue=row["cue"], act=row["act"], form=row["form"], content=row["content"],
        audience=people.get(row["audience"]),
        about=_names(db, "SELECT name FROM statement_about JOIN actors ON actors.id = actor WHERE statement = ? ORDER BY position", key),
        sources=_links(db, key), outlet=row["outlet"], published=row["published"], title=row["title"], url=row["url"],
        confidence=row["confidence"], article=row["article"],
    )  # fmt: skip


def between(db: sqlite3.Connection, a: str, b: str, filters: Filters) -> Relationship:
    one, other = find(a, name_groups(db)), find(b, name_groups(db))
    if one.key == other.key:
        raise UsageError(f"“{a}” and “{b}” are the same: {one.name}")
    met = contacts(db, _with(filters, actor=one.name, with_=other.name))
    bare = _with(filters, channel=None, status=None)
    said = quotes(db, _with(bare, actor=one.name, with_=other.name)) + quotes(db, _with(bare, actor=other.name, with_=one.name))
    said.sort(key=lambda s: (s.date is None, s.date or "", s.article, s.id))
    return Relationship(one.name, other.name, tuple(met), tuple(said[: filters.limit]))


def _with(filters: Filters, **changes: Any) -> Filters:
    return Filters(**(filters.to_json() | changes))


def who(db: sqlite3.Connection, name: str, filters: Filters) -> Profile:
    group, ids = actor_ids(db, name)
    _temporary(db, "profile", ids)
    aliases = Counter(r[0] for r in db.execute("SELECT alias FROM actor_aliases WHERE actor IN temp.profile"))
    roles = Counter(r[0] for r in db.execute("SELECT coalesce(organization || ' ', '') || title FROM roles WHERE actor IN temp.profile"))
    articles = db.execute("SELECT count(DISTINCT article) FROM actors WHERE id IN temp.profile").fetchone()[0]
    met = contacts(db, _with(filters, actor=group.name))
    partners: Counter[str] = Counter()
    last: dict[str, str | None] = {}
    own = set(group.keys)
    by_key = {key: g.name for g in name_groups(db) for key in g.keys}
    for row in met:
        for party in row.parties:
            named = by_key.get(_key(party))
            if named is not None and _key(party) not in own:
                partners[named] += 1
                last[named] = max(last.get(named) or "", row.date or "") or None
    said = quotes(db, _with(filters, actor=group.name, channel=None, status=None))
    ranked = sorted(partners, key=lambda n: (-partners[n], n))
    recent = filters.limit or 10
    return Profile(
        group.name, group.kind, tuple(n for n, _ in sorted(aliases.items(), key=lambda p: (-p[1], p[0]))[:12]),
        tuple(n for n, _ in sorted(roles.items(), key=lambda p: (-p[1], p[0]))[:12]), articles,
        tuple(Counterpart(n, partners[n], last[n]) for n in ranked[:20]), tuple(met[-recent:]), tuple(said[-recent:]),
    )  # fmt: skip


def _key(name: str) -> str:
    from rapport.resolve.names import name_key

    return name_key(name)


def sources(db: sqlite3.Connection, filters: Filters) -> list[SourceRow]:
    """Ends of the chains of contacts, and the speakers of statements, by name, kind and outlet."""
    found: dict[tuple[str, str, str | None], tuple[int, set[str]]] = {}
    for row in (*contacts(db, _with(filters, limit=None)), *quotes(db, _with(filters, limit=None, channel=None, status=None))):
        links = [(link.actor or link.via or "", link.kind, link.via) for link in row.sources if not filters.source_kind or link.kind == filters.source_kind]
        for key in links:
            count, outlets = found.get(key, (0, set()))
            found[key] = (count + 1, outlets | ({row.outlet} if row.outlet else set()))
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0][0], item[0][1], item[0][2] or ""))
    return [SourceRow(name, kind, via, count, tuple(sorted(outlets))) for (name, kind, via), (count, outlets) in ranked[: filters.limit]]


def show(db: sqlite3.Connection, key: str) -> Entry:
    if not re.fullmatch(r"[0-9a-f]{4,16}", key):
        raise UnknownRecord(f"“{key}” is no record id: ids are 16 hexadecimal digits, of which the first 4 or more will do")
    found = [
        (table, row)
        for table in ("contacts", "statements")
        for row in db.execute(f"SELECT * FROM {table} WHERE id >= ? AND id < ? LIMIT 3", (key, key + "g"))
    ]
    if len(found) != 1:
        raise UnknownRecord(f"no record’s id begins with {key}" if not found else f"several records’ ids begin with {key}: give more digits")
    table, row = found[0]
    record = rows.contact(db, row) if table == "contacts" else rows.statement(db, row)
    article = rows.article(db.execute("SELECT * FROM articles WHERE id = ?", (record.article,)).fetchone())
    ids = rows.actors_of(record)
    marks = ", ".join("?" * len(ids))
    names = {r["id"]: r["name"] for r in db.execute(f"SELECT id, name FROM actors WHERE id IN ({marks})", ids)}
    return Entry(record, article, names)


def search(db: sqlite3.Connection, words: str, limit: int) -> list[Hit]:
    """Full-text search; whatever stands in `words` is taken as words, never as search syntax."""
    terms = [part for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', words) for part in [quoted or bare] if re.search(r"\w", part)]
    if not terms:
        raise UsageError("give at least one word to search for")
    match = " ".join('"' + term.replace('"', '""') + '"' for term in terms)
    statements = db.execute(
        "SELECT s.id, substr(a.published, 1, 10), a.outlet, a.title, snippet(statements_fts, 0, '[', ']', '…', 24) FROM statements_fts "
        f"JOIN statements AS s ON s.rowid = statements_fts.rowid JOIN articles AS a ON a.id = s.article WHERE statements_fts MATCH ? AND s.{_CURRENT} "
        "ORDER BY bm25(statements_fts), s.id LIMIT ?",
        (match, limit),
    ).fetchall()
    articles = db.execute(
        "SELECT a.id, substr(a.published, 1, 10), a.outlet, a.title, snippet(articles_fts, 1, '[', ']', '…', 24) FROM articles_fts "
        "JOIN articles AS a ON a.rowid = articles_fts.rowid WHERE articles_fts MATCH ? AND a.id IN (SELECT id FROM current_articles) "
        "ORDER BY bm25(articles_fts), a.id LIMIT ?",
        (match, limit),
    ).fetchall()
    return [Hit("statement", *row) for row in statements] + [Hit("article", *row) for row in articles][: max(0, limit - len(statements))]


def stats(db: sqlite3.Connection) -> dict[str, Any]:
    """Counts of everything, by channel, status, act and outlet, and the span of dates."""

    def count(query: str) -> int:
        return int(db.execute(query).fetchone()[0])

    def tally(query: str) -> dict[str, int]:
        return {str(k): int(n) for k, n in db.execute(query)}

    first, last = db.execute("SELECT min(substr(published, 1, 10)), max(substr(published, 1, 10)) FROM articles").fetchone()
    return {
        "articles": count("SELECT count(*) FROM current_articles"),
        "superseded_versions": count("SELECT count(*) FROM articles") - count("SELECT count(*) FROM current_articles"),
        "undated": count("SELECT count(*) FROM articles WHERE published IS NULL"),
        "words": count("SELECT coalesce(sum(words), 0) FROM articles"),
        "first_published": first,
        "last_published": last,
        "actors": count("SELECT count(DISTINCT name_key) FROM actors WHERE kind NOT IN ('unnamed', 'group')"),
        "contacts": count("SELECT count(*) FROM contacts"),
        "statements": count("SELECT count(*) FROM statements"),
        "contacts_by_channel": tally("SELECT channel, count(*) FROM contacts GROUP BY channel ORDER BY 2 DESC, 1"),
        "contacts_by_status": tally("SELECT status, count(*) FROM contacts GROUP BY status ORDER BY 2 DESC, 1"),
        "statements_by_act": tally("SELECT act, count(*) FROM statements GROUP BY act ORDER BY 2 DESC, 1"),
        "outlets": tally("SELECT outlet, count(*) FROM articles WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY 2 DESC, 1 LIMIT 20"),
        "runs": count("SELECT count(*) FROM runs"),
    }
