"""Who someone is and with whom they deal, and who is relied on as a source."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeVar

from rapport.ledger import across, queries, relied
from rapport.ledger.across_results import EntryRow
from rapport.ledger.conditions import CONTACT_DAYS, SPEAKER_KIND, Where, of_contacts, of_statements
from rapport.ledger.filters import Filters
from rapport.ledger.people import MEMBERS, People, Someone
from rapport.ledger.results import ContactRow, Counterpart, Profile, RoleRow, SourceRow, StanceRow, StatementRow
from rapport.records import STATUSES, TOOK_PLACE

_Row = TypeVar("_Row", ContactRow, StatementRow, StanceRow, EntryRow)
_SHOWN: Final = 12
_PARTNERS: Final = 20
RECENT: Final = 10
# Of whom thousands of articles tell, names and titles are those that a thousand of them use, whichever.
_SOME: Final = "(SELECT m.article, m.actor AS id FROM members AS m WHERE m.entity IN (SELECT value FROM json_each({})) ORDER BY m.entity, m.article, m.actor LIMIT 1000)"
_TIED: Final = (
    "SELECT t.id, t.name, t.contacts, t.statuses, d.last FROM (SELECT x.id, x.name, t.contacts, t.statuses FROM ("
    "SELECT other AS id, contacts, statuses FROM ties WHERE one = :entity UNION ALL SELECT one, contacts, statuses FROM ties WHERE other = :entity"
    ") AS t CROSS JOIN entities AS x ON x.id = t.id AND x.key IS NOT NULL ORDER BY t.contacts DESC, x.name LIMIT :limit) AS t "
    # The last day with each, from the contacts of this one: to go through those of each of the others took two to four times as long.
    "LEFT JOIN (SELECT q.entity, max(e.date) AS last FROM entry_parties AS p CROSS JOIN entries AS e ON e.id = p.entry AND e.status IN ('happened', 'recurring') "
    "CROSS JOIN entry_parties AS q ON q.entry = e.id WHERE p.entity = :entity GROUP BY 1) AS d ON d.entity = t.id ORDER BY t.contacts DESC, t.name"
)


def who(db: sqlite3.Connection, people: People, name: str, filters: Filters, *, reports: bool = True) -> Profile:
    """One actor, of all articles. `filters.limit` is how many of the newest entries are given (10). Raises UnknownName, AmbiguousName."""
    someone = people.called(name)
    mine = f"{_SOME.format('?')} AS w CROSS JOIN"
    aliases = db.execute(
        f"SELECT alias, count(*) FROM (SELECT alias FROM {mine} actor_aliases AS r ON r.article = w.article AND r.actor = w.id "
        f"UNION ALL SELECT name FROM {mine} actors AS r ON r.article = w.article AND r.id = w.id) WHERE alias <> ? GROUP BY alias ORDER BY 2 DESC, 1 LIMIT ?",
        (someone.entities, someone.entities, someone.name, _SHOWN),
    )
    # Organization first (“Harbor City mayor”), and titles that differ in case as one.
    roles = db.execute(
        f"SELECT min(title) FROM (SELECT coalesce(organization || ' ', '') || title AS title FROM {mine} roles AS r ON r.article = w.article AND r.actor = w.id) "
        "GROUP BY fold(title) ORDER BY count(*) DESC, 1 LIMIT ?",
        (someone.entities, _SHOWN),
    )
    whole = replace(filters, limit=None)
    known = json.loads(someone.entities)
    # Of one, the index has the articles in order.
    source = ("members WHERE entity = ?", known[0]) if len(known) == 1 else (f"{MEMBERS.format('?')} WHERE 1", someone.entities)
    articles = db.execute(f"SELECT count(DISTINCT article) FROM {source[0]} AND article NOT IN (SELECT id FROM superseded_articles)", source[1:])
    latest = replace(filters, limit=filters.limit or RECENT, newest=True)
    said = newest(queries.said(db, people, latest, (someone,)))
    held = newest(queries.held(db, people, latest, (someone,)))
    met = newest(across.entries(db, people, latest, (someone,)))
    told = newest(queries.contacts(db, people, latest, (someone,))) if reports else ()
    entries_total, reports_total = across.counted(db, people, whole, (someone,))
    return Profile(
        someone.name, someone.group.kind, tuple(r[0] for r in aliases), tuple(r[0] for r in roles), articles.fetchone()[0],
        _counterparts(db, people, whole, someone) if reports or len(known) > 1 or whole != Filters() else _tied(db, known[0]), told, said, queries.counted(db, "contacts", people, whole, someone) if reports else reports_total,
        queries.counted(db, "statements", people, whole, someone), held, queries.counted(db, "stances", people, whole, someone),
        met, entries_total, someone.id,
    )  # fmt: skip


def _tied(db: sqlite3.Connection, entity: str) -> tuple[Counterpart, ...]:
    """With whom an entity has contacts, as all articles tell them, and not by report."""
    rows = db.execute(_TIED, {"entity": entity, "limit": _PARTNERS})
    return tuple(Counterpart(name, contacts, last, _in_order(json.loads(statuses)), key) for key, name, contacts, statuses, last in rows)


def _in_order(statuses: dict[str, int]) -> dict[str, int]:
    return {status: statuses[status] for status in STATUSES if status in statuses}


def roles(db: sqlite3.Connection, people: People, name: str) -> list[RoleRow]:
    """What articles call an actor, in order of the first that does; titles that differ in case are one. Raises UnknownName, AmbiguousName."""
    query = (
        "SELECT r.title, r.organization, r.since, r.until, substr(a.published, 1, 10), a.outlet, a.url, a.id, r.actor, r.position "
        f"FROM {MEMBERS.format('?')} AS w CROSS JOIN roles AS r ON r.article = w.article AND r.actor = w.id JOIN articles AS a ON a.id = r.article "
        "WHERE a.id NOT IN (SELECT id FROM superseded_articles) ORDER BY a.published IS NULL, a.published, a.id, r.position"
    )
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for row in db.execute(query, (people.called(name).entities,)):
        found[row[0].casefold(), (row[1] or "").casefold()].append(tuple(row))
    return [_role(db, rows) for rows in found.values()]


def _role(db: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> RoleRow:
    days = [row[4] for row in rows if row[4]]
    title, organization, _, _, _, outlet, url, *first = rows[0]
    words = db.execute(
        "SELECT text FROM role_evidence WHERE article = ? AND actor = ? AND role_position = ? ORDER BY position LIMIT 1", first
    ).fetchone()
    since, until = ({row[at] for row in rows if row[at]} for at in (2, 3))
    return RoleRow(
        title, organization, since.pop() if len(since) == 1 else None, until.pop() if len(until) == 1 else None, len({row[7] for row in rows}),
        days[0] if days else None, days[-1] if days else None, outlet, url, (words and words[0]) or "",
    )  # fmt: skip


def newest(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    """Those that have a date in order of time, undated ones after them, of rows the newest first."""
    return tuple(sorted(rows, key=lambda row: row.date or "9999"))


def _counterparts(db: sqlite3.Connection, people: People, filters: Filters, someone: Someone) -> tuple[Counterpart, ...]:
    """With whom contacts are reported, by name; nobody is counted by a description alone, and each once a contact."""
    where = of_contacts(people, filters, (someone,))
    # The last day of what goes on (“this year”) may lie after the day on which that was written: no contact is reported of later days.
    query = (
        f"SELECT DISTINCT c.id, c.status, coalesce(min({CONTACT_DAYS[1]}, substr(a.published, 1, 10)), {CONTACT_DAYS[1]}), e.name "
        "FROM contacts_now AS c JOIN articles AS a ON a.id = c.article JOIN contact_parties_now AS p ON p.article = c.article AND p.contact = c.id "
        "JOIN members AS x ON x.article = p.article AND x.actor = p.actor JOIN entities AS e ON e.id = x.entity "
        f"WHERE {where} AND x.entity NOT IN (SELECT value FROM json_each(:who0)) AND e.key IS NOT NULL"
    )
    met: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    for contact, status, date, name in db.execute(query, where.values).fetchall():
        met[name][contact] = (status, date)
    ranked = sorted(met, key=lambda name: (-len(met[name]), name))
    return tuple(_counterpart(name, list(met[name].values())) for name in ranked[:_PARTNERS])


def _counterpart(name: str, met: list[tuple[str, str | None]]) -> Counterpart:
    tally = Counter(status for status, _ in met)
    last = max((date for status, date in met if date and status in TOOK_PLACE), default=None)
    return Counterpart(name, len(met), last, {status: tally[status] for status in STATUSES if tally[status]})


def summed(filters: Filters) -> bool:
    """Whether sources are known by sums that are kept."""
    return not (filters.actor or filters.with_ or filters.channel or filters.status or filters.min_confidence)


def sources(db: sqlite3.Connection, people: People, filters: Filters) -> list[SourceRow]:
    """Who is relied on, most first: the links of the chains of contacts and statements, and who made the statements.

    Named ones are gathered over all articles. Others are tallied by their words (“two aides”), which are not one person. `since` and `until` are days of
    publication, unless an actor, a channel, a status or a confidence is asked for as well: then of the records.
    """
    if summed(filters):
        return relied.rows(db, filters, filters.limit, 0)[1]
    records: dict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    outlets: dict[tuple[str, str, str | None], Counter[str]] = defaultdict(Counter)
    contacts: Counter[tuple[str, str, str | None]] = Counter()
    for record, is_contact, outlet, name, kind, via in _relied(db, people, filters):
        entry = (name, kind, via)
        if (filters.source_kind and kind != filters.source_kind) or record in records[entry]:
            continue
        records[entry].add(record)
        contacts[entry] += is_contact
        if outlet:
            outlets[entry][outlet] += 1
    ranked = sorted((e for e in records if records[e]), key=lambda e: (-len(records[e]), e[0], e[1], e[2] or ""))
    found = []
    for entry in ranked[: filters.limit]:
        by_outlet = dict(sorted(outlets[entry].items(), key=lambda pair: (-pair[1], pair[0])))
        total = len(records[entry])
        found.append(SourceRow(*entry, total, tuple(by_outlet), contacts[entry], total - contacts[entry], by_outlet))
    return found


def _chained(record: str, is_contact: int, where: Where) -> str:
    return (
        f"SELECT {record}.id, {is_contact}, a.outlet, e.name, k.kind, k.via FROM {where.source} "
        f"JOIN articles AS a ON a.id = {record}.article JOIN sources AS k ON k.article = {record}.article AND k.record = {record}.id "
        f"LEFT JOIN members AS x ON x.article = k.article AND x.actor = k.actor LEFT JOIN entities AS e ON e.id = x.entity WHERE {where}"
    )


def _relied(db: sqlite3.Connection, people: People, filters: Filters) -> Iterator[tuple[str, bool, str | None, str, str, str | None]]:
    """(record, whether it is a contact, outlet, name, kind, via) of every link that the filters allow."""
    plain = replace(filters, limit=None, source_kind=None)
    parts = []
    where = of_contacts(people, plain)
    parts.append((_chained("c", 1, where), where.values))
    # Statements have no channel and no status: where these are asked for, only contacts count.
    if not (filters.channel or filters.status):
        where = of_statements(people, plain)
        parts.append((_chained("s", 0, where), where.values))
        speaker = f"e.name, {SPEAKER_KIND}, NULL"
        tables = (
            f"{where.source} JOIN articles AS a ON a.id = s.article JOIN members AS x ON x.article = s.article AND x.actor = s.speaker "
            "JOIN entities AS e ON e.id = x.entity"
        )
        parts.append((f"SELECT s.id, 0, a.outlet, {speaker} FROM {tables} WHERE {where}", where.values))
    for query, values in parts:
        for record, is_contact, outlet, name, kind, via in db.execute(query, values):
            yield record, bool(is_contact), outlet, name or via or "", kind, via
