"""Questions to what is known across articles: entries with all their reports, and where reports differ."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice
from operator import itemgetter
from typing import Any, Final

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger import held
from rapport.ledger.across_results import ConflictRow, EntryRow, FieldConflict, FieldValue, OriginRow, ReportRow, Side
from rapport.ledger.conditions import last_day
from rapport.ledger.filters import Filters
from rapport.ledger.lookup import by_id
from rapport.ledger.people import PAIRS, People, Someone
from rapport.ledger.results import Link
from rapport.resolve.agreement import MANY, exclude

# Rows made at a time: their parties, reports and words are fetched by one query each.
_CHUNK: Final = 200
# Of many reports a topic that no larger share gives is not the contact's.
_RARE: Final = 0.02
_EACH: Final = "FROM json_each(?) AS k CROSS JOIN"
# What stands in an entry's own row, in the order of `_bare`.
_BARE: Final = (
    "e.id, e.date, e.channel, e.status, e.setting, e.tone, e.when_text, e.when_start, e.when_end, e.duration, e.duration_text, e.cadence_text, e.place, e.confidence, "
    "e.outlets, e.articles, e.named, e.shown, e.settled_by, e.denies"
)
_ENTITY: Final = "(SELECT name FROM entities WHERE id = {0})"
# An actor of one article by the name it has in the ledger.
_ACTOR: Final = (
    "coalesce((SELECT e.name FROM members AS m JOIN entities AS e ON e.id = m.entity WHERE m.article = x.article AND m.actor = x.id), x.name)"
)
_PARTIES: Final = f"SELECT p.entry, coalesce(e.name, p.entity) {_EACH} entry_parties AS p ON p.entry = k.value LEFT JOIN entities AS e ON e.id = p.entity ORDER BY p.entry, p.position"
_ORIGINS: Final = f"SELECT o.entry, coalesce({_ENTITY.format('o.entity')}, o.name), o.kind, o.via {_EACH} entry_origins AS o ON o.entry = k.value ORDER BY o.entry, o.position"
_VALUES: Final = f"SELECT v.entry, v.field, v.value, v.contact {_EACH} entry_values AS v ON v.entry = k.value ORDER BY v.entry, v.field, v.value, v.article, v.contact"
_DENIED: Final = f"SELECT e.denies, e.id {_EACH} entries AS e ON e.denies = k.value ORDER BY e.id"
# The shown report first, then by day of publication.
_REPORTS: Final = (
    "SELECT r.entry, c.id, c.article, a.outlet, a.published, a.title, a.url, c.channel, c.status, v.original "
    f"{_EACH} entry_reports AS r ON r.entry = k.value JOIN entries AS e ON e.id = r.entry JOIN contacts_now AS c ON c.article = r.article AND c.id = r.contact "
    "JOIN articles AS a ON a.id = c.article LEFT JOIN copies AS v ON v.article = a.id "
    "ORDER BY r.entry, (c.id <> e.shown), a.published IS NULL, a.published, c.article, c.id"
)
_K: Final = f"{PAIRS.format('?')} AS k CROSS JOIN"
_WORDS: Final = f"SELECT k.id, r.role, r.text FROM {_K} evidence AS r ON r.article = k.article AND r.record = k.id WHERE r.role IN ('sentence', 'trigger') ORDER BY k.id, r.position"
_NAMES: Final = (
    f"SELECT k.id, {_ACTOR} FROM {_K} contact_parties_now AS r ON r.article = k.article AND r.contact = k.id JOIN actors AS x ON x.article = r.article AND x.id = r.actor "
    "ORDER BY k.id, r.position"
)
_TOPICS: Final = f"SELECT k.id, r.topic FROM {_K} contact_topics_now AS r ON r.article = k.article AND r.contact = k.id ORDER BY k.id, r.position"
_LINKS: Final = (
    f"SELECT k.id, {_ACTOR}, r.kind, y.name, r.via FROM {_K} sources AS r ON r.article = k.article AND r.record = k.id "
    "LEFT JOIN actors AS x ON x.article = r.article AND x.id = r.actor "
    'LEFT JOIN actors AS y ON y.article = r.article AND y.id = r."for" ORDER BY k.id, r.position'
)


def entries(
    db: sqlite3.Connection,
    people: People,
    filters: Filters,
    who: Sequence[Someone] = (),
    *,
    bare: bool = False,
    apart: bool = False,
    lean: bool = False,
) -> Iterator[EntryRow]:
    """Contacts as all articles tell them, in order of time, undated ones last: those of all of `who` that answer to the filters.

    Where a text gives no day, that of publication stands for it in the order; with `apart` these come after all others.

    A filter by outlet or kind of source is met by one report or origin; all of an entry's reports are given. `bare` ones have no reports and no other
    lists, nor who made the approach (see `whole`); of `lean` ones, reports that are not shown have neither words, parties nor sources. Raises UnknownName, AmbiguousName, UsageError.
    """
    where, values = _conditions(people, filters, who)
    first = "e.when_start IS NULL AND e.when_end IS NULL, " if apart else ""
    query = f"SELECT {_BARE if bare else 'e.*'} FROM entries AS e WHERE {where} ORDER BY {first}e.date IS NULL, e.date{' DESC' if filters.newest else ''}, e.id LIMIT :limit OFFSET :offset"
    cursor = db.execute(query, values | {"limit": filters.limit or -1, "offset": filters.offset})

    def rows() -> Iterator[EntryRow]:
        while chunk := cursor.fetchmany(_CHUNK):
            yield from (_bare(*row) for row in chunk) if bare else _rows(db, chunk, lean=lean)

    return rows()


def whole(db: sqlite3.Connection, rows: Sequence[EntryRow], *, lean: bool = False) -> list[EntryRow]:
    """Entries with all that `bare` ones lack, in the order given; `lean` as of `entries`."""
    found = db.execute(f"SELECT e.* {_EACH} entries AS e ON e.id = k.value", (json.dumps([row.id for row in rows]),)).fetchall()
    made = {row.id: row for row in _rows(db, found, lean=lean)}
    return [made[row.id] for row in rows if row.id in made]


def parties(db: sqlite3.Connection, rows: Sequence[EntryRow]) -> dict[str, dict[str, str]]:
    """By entry, the ids of its parties by their names."""
    query = f"SELECT p.entry, e.name, e.id {_EACH} entry_parties AS p ON p.entry = k.value CROSS JOIN entities AS e ON e.id = p.entity WHERE e.key IS NOT NULL"
    return {entry: dict(found) for entry, found in _grouped(db, query, json.dumps([row.id for row in rows])).items()}


def outlets(db: sqlite3.Connection, rows: Sequence[EntryRow]) -> dict[str, int]:
    """Which outlets tell of how many of some entries."""
    query = (
        f"SELECT a.outlet, count(DISTINCT r.entry) {_EACH} entry_reports AS r ON r.entry = k.value CROSS JOIN articles AS a ON a.id = r.article "
        "WHERE a.outlet IS NOT NULL GROUP BY 1"
    )
    return {str(outlet): int(number) for outlet, number in db.execute(query, (json.dumps([row.id for row in rows]),))}


def counted(db: sqlite3.Connection, people: People, filters: Filters, who: Sequence[Someone]) -> tuple[int, int]:
    """How many entries of all of `who` answer to the filters, and how many reports these have."""
    where, values = _conditions(people, filters, who)
    entries, told = db.execute(f"SELECT count(*), coalesce(sum(e.reports), 0) FROM entries AS e WHERE {where}", values).fetchone()
    return int(entries), int(told)


def entry(db: sqlite3.Connection, key: str) -> EntryRow:
    """The entry with this id, or the only one whose id begins so; of the id of a contact, the entry that it is a report of. Raises UnknownRecord."""
    try:
        _, row = by_id(db, key, "entry", ("entries",))
    except UnknownRecord as unknown:
        try:
            _, contact = by_id(db, key, "contact", ("contacts",))
        except UnknownRecord:
            raise unknown from None
        query = "SELECT e.* FROM entry_reports AS r JOIN entries AS e ON e.id = r.entry WHERE r.article = ? AND r.contact = ?"
        row = db.execute(query, (contact["article"], contact["id"])).fetchone()
        if row is None:
            raise unknown from None
    return next(_rows(db, [row]))


def conflicts(db: sqlite3.Connection, people: People, filters: Filters) -> Iterator[ConflictRow]:
    """Where reports exclude each other on what matters, in order of time: whether it happened, who called, when, how long, how often, where.

    The filters hold for the entry; `limit` and `offset` are of conflicts. Raises UnknownName, AmbiguousName, UsageError.
    """
    where, values = _conditions(people, filters, ())
    query = (
        f"SELECT e.* FROM entries AS e WHERE {where} AND (e.id IN (SELECT entry FROM entry_values) OR e.id IN (SELECT denies FROM entries WHERE denies IS NOT NULL)) "
        f"ORDER BY e.date IS NULL, e.date{' DESC' if filters.newest else ''}, e.id"
    )
    cursor = db.execute(query, values)
    # A contact of which hundreds of articles tell takes long: of a part no more are made than it needs.
    size = min(_CHUNK, filters.limit or _CHUNK)

    def rows() -> Iterator[ConflictRow]:
        while chunk := cursor.fetchmany(size):
            for row in _rows(db, chunk):
                yield from _conflicts(db, row)

    return islice(rows(), filters.offset, None if filters.limit is None else filters.offset + filters.limit)


def _conflicts(db: sqlite3.Connection, row: EntryRow) -> Iterator[ConflictRow]:
    of = {report.id: report for report in row.reports}
    if row.denied_by:
        asked = db.execute("SELECT e.* FROM json_each(?) AS k CROSS JOIN entries AS e ON e.id = k.value", (json.dumps(row.denied_by),)).fetchall()
        denials = held.denying(db, [report for denial in _rows(db, asked) for report in denial.reports])
        yield ConflictRow(
            "happened", row.id, row.date, row.channel, row.parties, (Side(row.status, row.reports), Side("denied", tuple(denials))), row.denied_by
        )
    holding = held.sentences(db, row.reports) if row.conflicts else {}
    for conflict in row.conflicts:
        sides = tuple(
            Side(
                shown_value(conflict.field, v.value),
                tuple(replace(of[key], sentence=holding.get((key, conflict.field), of[key].sentence)) for key in v.reports),
            )
            for v in conflict.values
        )
        yield ConflictRow(conflict.field, row.id, row.date, row.channel, row.parties, sides)


def shown_value(field: str, value: Any) -> str:
    """A value of a field in one line."""
    if field == "when":
        return " – ".join(dict.fromkeys((value["start"][:10], value["end"][:10])))
    if field == "cadence":
        return str(value["text"])
    return str(value)


_OF_ONE: Final = "e.id IN (SELECT p.entry FROM json_each(:who{0}) AS k CROSS JOIN entry_parties AS p ON p.entity = k.value)"
_OF_ANOTHER: Final = "EXISTS (SELECT 1 FROM entry_parties AS p WHERE p.entry = e.id AND p.entity IN (SELECT value FROM json_each(:who{0})))"


def _conditions(people: People, filters: Filters, who: Sequence[Someone]) -> tuple[str, dict[str, Any]]:
    """Conditions on entries AS e, and their values."""
    parts = ["1"]
    values: dict[str, Any] = {}
    asked = [people.called(name) for name in (filters.actor, filters.with_) if name]
    if len(asked) == 2 and asked[0].group == asked[1].group:
        raise UsageError(f"“{filters.actor}” and “{filters.with_}” are the same: {asked[0].name}")
    # From the contacts of the one who is in fewest articles, of which those of the others are kept.
    for i, someone in enumerate(sorted((*who, *asked), key=lambda someone: someone.group.count)):
        parts.append(_OF_ONE.format(i) if i == 0 else _OF_ANOTHER.format(i))
        values[f"who{i}"] = someone.entities
    simple = (("channel", "e.channel = :channel"), ("status", "e.status = :status"), ("since", "coalesce(e.when_end, e.date) >= :since"))
    for name, condition in simple:
        if value := getattr(filters, name):
            parts.append(condition)
            values[name] = value
    if filters.until:
        parts.append("e.date <= :until")
        values["until"] = last_day(filters.until)
    if filters.min_confidence:
        parts.append("e.confidence >= :confidence")
        values["confidence"] = filters.min_confidence
    if filters.source_kind:
        parts.append("EXISTS (SELECT 1 FROM entry_origins AS o WHERE o.entry = e.id AND o.kind = :kind)")
        values["kind"] = filters.source_kind
    if filters.outlet:
        parts.append(
            "e.id IN (SELECT r.entry FROM json_each(:outlet) AS k CROSS JOIN articles AS a ON a.outlet = k.value CROSS JOIN entry_reports AS r ON r.article = a.id)"
        )
        values["outlet"] = people.outlets(filters.outlet)
    return " AND ".join(parts), values


def _grouped(db: sqlite3.Connection, query: str, keys: str) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples: nothing is asked by name
    for row in cursor.execute(query, (keys,)):
        found[row[0]].append(row[1:])
    return found


def _rows(db: sqlite3.Connection, chunk: Sequence[sqlite3.Row], *, lean: bool = False) -> Iterator[EntryRow]:
    keys = json.dumps([row["id"] for row in chunk])
    parties, origins, values, denied, told = (_grouped(db, query, keys) for query in (_PARTIES, _ORIGINS, _VALUES, _DENIED, _REPORTS))
    contacts = json.dumps([[article, contact] for found in told.values() for contact, article, *_ in found])
    # The shown report is the first.
    shown = json.dumps([[article, contact] for found in told.values() for contact, article, *_ in found[:1]]) if lean else contacts
    words, names, links = (_grouped(db, query, shown) for query in (_WORDS, _NAMES, _LINKS))
    topics = _grouped(db, _TOPICS, contacts)
    callers = _names(
        db,
        {row["initiator"] for row in chunk if row["initiator"]}
        | {json.loads(v) for found in values.values() for f, v, _ in found if f == "initiator"},
    )
    for row in chunk:
        key = row["id"]
        reports = tuple(_report(report, words, names, links, topics) for report in told.get(key, ()))
        yield _bare(
            *_COLUMNS(row), parties=tuple(name for (name,) in parties.get(key, ())), initiator=callers.get(row["initiator"]), topics=_shared_topics(reports),
            origins=tuple(OriginRow(*origin) for origin in origins.get(key, ())), reports=reports,
            conflicts=_fields(values.get(key, ()), callers, [report.id for report in reports]), denied_by=tuple(other for (other,) in denied.get(key, ())),
        )  # fmt: skip


def _shared_topics(reports: Sequence[ReportRow]) -> tuple[str, ...]:
    """What a contact was about; of many reports what several of them say, and no tiny share: each gives some phrase that is of another sentence."""
    voices: dict[str, set[str]] = defaultdict(set)
    written: dict[str, str] = {}
    for report in reports:
        for topic in report.topics:
            voices[topic.casefold()].add(report.copy_of or report.article)
            written.setdefault(topic.casefold(), topic)
    total = len({report.copy_of or report.article for report in reports})
    if total < MANY:
        return tuple(written.values())
    shared = [topic for topic in written if len(voices[topic]) > max(1, _RARE * total)]
    return tuple(written[topic] for topic in sorted(shared, key=lambda topic: -len(voices[topic])))


_COLUMNS: Final = itemgetter(*(name.removeprefix("e.") for name in _BARE.split(", ")))


def _bare(
    key: str, date: str | None, channel: str, status: str, setting: str | None, tone: str | None, when: str | None, start: str | None, end: str | None,
    duration: str | None, duration_text: str | None, cadence: str | None, place: str | None, confidence: float, outlets: int, articles: int, named: int, shown: str,
    settled_by: str | None, denies: str | None, *, parties: tuple[str, ...] = (), initiator: str | None = None, topics: tuple[str, ...] = (),
    origins: tuple[OriginRow, ...] = (), reports: tuple[ReportRow, ...] = (), conflicts: tuple[FieldConflict, ...] = (), denied_by: tuple[str, ...] = (),
) -> EntryRow:  # fmt: skip
    """An entry with what stands in its own row, and what is known of it beside."""
    dated = start is not None or end is not None
    return EntryRow(
        key, date, dated, channel, status, parties, initiator, setting, tone, when, start, end, duration, duration_text, cadence, place, topics, confidence, outlets,
        articles, named, origins, reports, shown, conflicts, settled_by, denies, denied_by,
    )  # fmt: skip


_Lists = dict[str, list[tuple[Any, ...]]]


def _report(found: tuple[Any, ...], words: _Lists, names: _Lists, links: _Lists, topics: _Lists) -> ReportRow:
    key, article, outlet, published, title, url, channel, status, original = found
    shown: dict[str, str] = dict(reversed(words.get(key, [])))
    return ReportRow(
        key, article, outlet, published, title, url, shown.get("sentence", ""), shown.get("trigger"), tuple(Link(*link) for link in links.get(key, ())),
        tuple(name for (name,) in names.get(key, ())), channel, status, original if original != article else None, tuple(topic for (topic,) in topics.get(key, ())),
    )  # fmt: skip


def _fields(found: Sequence[tuple[Any, ...]], callers: dict[str, str], order: Sequence[str]) -> tuple[FieldConflict, ...]:
    """The fields that differ; of each the best-sourced value, the next that excludes it, and the others in the order of their first reports."""
    rank = {key: i for i, key in enumerate(order)}
    by_field: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for field, value, contact in found:
        by_field[field][value].append(contact)
    conflicts = []
    for field, values in sorted(by_field.items()):
        given = [(sorted(reports, key=rank.__getitem__), json.loads(value)) for value, reports in values.items()]
        given.sort(key=lambda pair: rank[pair[0][0]])
        plain = [(value, tuple(reports)) for reports, value in given]
        at = next(((i, j) for i, j in combinations(range(len(plain)), 2) if exclude(field, plain[i][0], plain[j][0])), (0, 1))
        plain = [plain[at[0]], plain[at[1]], *(pair for i, pair in enumerate(plain) if i not in at)]
        conflicts.append(FieldConflict(field, tuple(FieldValue(callers.get(v, v) if field == "initiator" else v, reports) for v, reports in plain)))
    return tuple(conflicts)


def _names(db: sqlite3.Connection, entities: set[str]) -> dict[str, str]:
    found = {row[0]: row[1] for row in db.execute(f"SELECT e.id, e.name {_EACH} entities AS e ON e.id = k.value", (json.dumps(sorted(entities)),))}
    return {entity: found.get(entity, entity) for entity in entities}
