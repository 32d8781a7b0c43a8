"""Lists of contacts, statements and stances, in order of time; what has no date comes last. Rows come in a stream, made some hundreds at a time."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger import across
from rapport.ledger.across_results import EntryRow
from rapport.ledger.conditions import CONTACT_DAYS, FORWARD, STANCE_DAYS, STATEMENT_DAYS, Where, last_day, of_contacts, of_stances, of_statements
from rapport.ledger.filters import Filters
from rapport.ledger.lists_tables import LISTED
from rapport.ledger.people import PAIRS, People, Someone
from rapport.ledger.results import ContactRow, Link, Relationship, StanceRow, StatementRow
from rapport.ledger.rows import dated

# Rows made at a time: their names, sources and words are fetched by one query each.
_CHUNK: Final = 400
# Where an index finds fewer, all of them are looked at for the newest; else, what was said of late.
_FEW: Final = 2000
_KEYS: Final = f"{PAIRS.format('?')} AS k CROSS JOIN"
_PARTIES: Final = (
    f"SELECT k.id, x.name FROM {_KEYS} contact_parties_now AS r ON r.article = k.article AND r.contact = k.id "
    "JOIN actors AS x ON x.article = r.article AND x.id = r.actor ORDER BY k.id, r.position"
)
_TOPICS: Final = f"SELECT k.id, r.topic FROM {_KEYS} contact_topics_now AS r ON r.article = k.article AND r.contact = k.id ORDER BY k.id, r.position"
_WORDS: Final = (
    f"SELECT k.id, r.role, r.text FROM {_KEYS} evidence AS r ON r.article = k.article AND r.record = k.id "
    "WHERE r.role IN ('sentence', 'trigger', 'content') ORDER BY k.id, r.position"
)
_ABOUT: Final = (
    f"SELECT k.id, x.name FROM {_KEYS} statement_about_now AS r ON r.article = k.article AND r.statement = k.id "
    "JOIN actors AS x ON x.article = r.article AND x.id = r.actor ORDER BY k.id, r.position"
)
_LINKS: Final = (
    f"SELECT k.id, x.name, r.kind, y.name, r.via FROM {_KEYS} sources AS r ON r.article = k.article AND r.record = k.id "
    "LEFT JOIN actors AS x ON x.article = r.article AND x.id = r.actor "
    'LEFT JOIN actors AS y ON y.article = r.article AND y.id = r."for" ORDER BY k.id, r.position'
)
# What people say of a record: the fields they corrected, and whether they confirmed it.
_SAID: Final = f"SELECT k.id, r.field FROM {_KEYS} record_rulings AS r ON r.article = k.article AND r.record = k.id ORDER BY k.id, r.field"
_NAME: Final = "(SELECT name FROM actors AS x WHERE x.article = {0}.article AND x.id = {0}.{1})"
_SPEAKER: Final = f"{_NAME.format('q', 'speaker')} AS speaker_name, {_NAME.format('q', 'audience')} AS told"
_HOLDER: Final = f"{_NAME.format('s', 'holder')} AS holder_name, {_NAME.format('s', 'target')} AS target_name"
_IN_TIME: Final = (
    "date IS NULL, date{0}, a.published IS NULL, a.published, c.article, "
    "(SELECT min(start) FROM evidence WHERE article = c.article AND record = c.id AND role = 'trigger'), c.id"
)
_ARTICLE: Final = "a.outlet, a.published, a.title, a.url"
_MET: Final = f"c.*, {_ARTICLE}, {CONTACT_DAYS[0]} AS date, {_NAME.format('c', 'initiator')} AS first"
_HELD: Final = f"s.*, {_ARTICLE}, {STANCE_DAYS[0]} AS date, {_HOLDER}"
_SAID_WHOLE: Final = f"s.*, {_ARTICLE}"
# What bare rows are made of, in this order.
_SAID_BARE: Final = (
    "s.id, s.article, s.act, s.form, s.when_start, s.when_end, s.confidence, a.outlet, a.published, "
    "(SELECT name FROM actors AS x WHERE x.article = s.article AND x.id = s.speaker) AS speaker_name"
)
_HELD_BARE: Final = f"s.id, s.article, s.polarity, s.when_start, s.when_end, s.confidence, a.outlet, a.published, {STANCE_DAYS[0]} AS date, {_HOLDER}"


# What is shown of a statement, from the first to the last word of its evidence.
_SENTENCE: Final = 'substr((SELECT text FROM articles WHERE id = q.article), q.first + 1, (SELECT max("end") FROM evidence AS e WHERE e.article = q.article AND e.record = q.id) - q.first)'


def whole(db: sqlite3.Connection, rows: Sequence[StatementRow | StanceRow]) -> list[StatementRow | StanceRow]:
    """Statements and stances with all that `bare` ones lack, in the order given."""
    held = json.dumps([[row.article, row.id] for row in rows if isinstance(row, StanceRow)])
    query = f"SELECT {_HELD} FROM {_KEYS} stances_now AS s ON s.article = k.article AND s.id = k.id JOIN articles AS a ON a.id = s.article"
    found: dict[str, StatementRow | StanceRow] = dict(statements(db, [(row.article, row.id) for row in rows if isinstance(row, StatementRow)]))
    found |= {row.id: row for row in _stance_rows(db, db.execute(query, (held,)).fetchall())}
    return [found[row.id] for row in rows if row.id in found]


def statements(db: sqlite3.Connection, keys: Sequence[tuple[str, str]]) -> dict[str, StatementRow]:
    """Statements by id, each asked for by its article and id."""
    first = "(SELECT min(start) FROM evidence AS e WHERE e.article = s.article AND e.record = s.id) AS first"
    found = db.execute(
        f"SELECT q.*, {_SPEAKER}, {_SENTENCE} AS sentence FROM (SELECT s.*, {_ARTICLE}, {STATEMENT_DAYS[0]} AS date, {first} FROM {_KEYS} statements_now AS s "
        "ON s.article = k.article AND s.id = k.id JOIN articles AS a ON a.id = s.article) AS q",
        (json.dumps(keys),),
    ).fetchall()
    return {row.id: row for row in _statement_rows(db, found)}


def contacts(db: sqlite3.Connection, people: People, filters: Filters, who: Sequence[Someone] = ()) -> Iterator[ContactRow]:
    """Contacts of all of `who` that answer to the filters. Raises UnknownName, AmbiguousName, UsageError."""
    where = of_contacts(people, filters, who)
    query = (
        f"SELECT {_MET} FROM contacts_now AS c JOIN articles AS a ON a.id = c.article WHERE {where} "
        f"ORDER BY {_IN_TIME.format(_order(filters))} LIMIT :limit OFFSET :offset"
    )
    return (row for chunk in _chunks(db, query, where, filters) for row in _contact_rows(db, chunk))


def reported(db: sqlite3.Connection, entries: Sequence[EntryRow]) -> list[ContactRow]:
    """The contacts that entries are told by, in the order of `contacts`."""
    query = (
        f"SELECT {_MET} FROM json_each(?) AS k CROSS JOIN entry_reports AS r ON r.entry = k.value "
        f"CROSS JOIN contacts_now AS c ON c.article = r.article AND c.id = r.contact JOIN articles AS a ON a.id = c.article ORDER BY {_IN_TIME.format('')}"
    )
    return list(_contact_rows(db, db.execute(query, (json.dumps([row.id for row in entries]),)).fetchall()))


def quotes(db: sqlite3.Connection, people: People, filters: Filters, who: Sequence[Someone] = (), *, bare: bool = False) -> Iterator[StatementRow]:
    """Statements that answer to the filters: of `actor`, about or to `with_`; of one `who`, or of two about or to each other.

    `bare` ones have their speaker, act, days and outlet alone (see `whole`); those of one article are not in the order of its text.
    """
    if filters.channel or filters.status:
        raise UsageError("--channel and --status are of contacts: ask “rapport contacts”")
    where, source = _source(db, "statements", people, filters, who)
    found = f"FROM {source} JOIN articles AS a ON a.id = s.article WHERE {where} "
    order = f"ORDER BY date IS NULL, date{_order(filters)}, a.published IS NULL, a.published, s.article"
    if bare:
        query = f"SELECT {_SAID_BARE}, {STATEMENT_DAYS[0]} AS date {found}{order}, s.id LIMIT :limit OFFSET :offset"
        return (_bare_statement(*row) for chunk in _chunks(db, query, where, filters) for row in chunk)
    first = "(SELECT min(start) FROM evidence AS e WHERE e.article = s.article AND e.record = s.id)"
    # The words are cut out after sorting, as are names.
    query = (
        f"SELECT q.*, {_SPEAKER}, {_SENTENCE} AS sentence FROM (SELECT {_SAID_WHOLE}, {STATEMENT_DAYS[0]} AS date, {first} AS first "
        f"{found}{order}, first, s.id LIMIT :limit OFFSET :offset) AS q"
    )
    return (row for chunk in _chunks(db, query, where, filters) for row in _statement_rows(db, chunk))


def stances(db: sqlite3.Connection, people: People, filters: Filters, who: Sequence[Someone] = (), *, bare: bool = False) -> Iterator[StanceRow]:
    """Stances that answer to the filters: of `actor` toward `with_`; of or toward one `who`, or of two toward each other. `bare` as of `quotes`."""
    if filters.channel or filters.status:
        raise UsageError("--channel and --status are of contacts: ask “rapport contacts”")
    where, source = _source(db, "stances", people, filters, who)
    query = (
        f"SELECT {_HELD_BARE if bare else _HELD} "
        f"FROM {source} JOIN articles AS a ON a.id = s.article WHERE {where} "
        f"ORDER BY date IS NULL, date{_order(filters)}, a.published IS NULL, a.published, s.article, "
        "(SELECT min(start) FROM evidence WHERE article = s.article AND record = s.id), s.id LIMIT :limit OFFSET :offset"
    )
    if bare:
        return (_bare_stance(*row) for chunk in _chunks(db, query, where, filters) for row in chunk)
    return (row for chunk in _chunks(db, query, where, filters) for row in _stance_rows(db, chunk))


def _source(db: sqlite3.Connection, table: str, people: People, filters: Filters, who: Sequence[Someone]) -> tuple[Where, str]:
    """Where to look for statements or stances AS s, and the conditions that hold for them.

    The newest few are found by walking back day by day, for as long as it takes to have them; all others by the actors or the articles of the question.
    """
    of = of_statements if table == "statements" else of_stances
    where = of(people, filters, who)
    if not filters.newest or not filters.limit or len(who) > 1:
        return where, where.source
    if not filters.outlet and (days := _days_of(table, where)):
        return where, _walked(db, table, where, filters, days)
    if where.found and (source := _newest_of(db, table, where, filters)):
        return where, source
    if table == "statements":
        where = of_statements(people, filters, who, walk=True)
    if filters.outlet:
        near = of(people, filters, who) if table == "stances" else where
        near.find(
            f"SELECT r.article, r.id FROM json_each(:outlet) AS k CROSS JOIN articles AS o ON o.outlet = k.value CROSS JOIN {table} AS r ON r.article = o.id",
            table,
        )
        if source := _newest_of(db, table, near, filters):
            return near, source
    where.values["table"] = table
    return where, _walked(db, table, where, filters, "record_days WHERE kind = :table")


def _days_of(table: str, where: Where) -> str:
    """The days of the one actor whose statements or stances are asked for, as a list keeps them; empty where it is none, or are several."""
    asked = [name for name in ("who0", "one", "other") if name in where.values]
    if len(asked) != 1 or (asked == ["other"] and table == "statements"):
        return ""
    known = json.loads(where.values[asked[0]])
    if len(known) != 1:
        return ""
    where.values |= {"entity": known[0], "kind": LISTED[table]}
    return "records_of WHERE entity = :entity AND other = '' AND kind = :kind"


def _walked(db: sqlite3.Connection, table: str, where: Where, filters: Filters, days: str) -> str:
    """Where the newest are that answer to the conditions: from the day of the last of those that are wanted, so that what is older is not looked at again."""
    until = " AND day <= :until" if filters.until else ""
    walked = f"(SELECT article, record, day FROM {days} AND day >= :from{until}) AS d CROSS JOIN {table}_now AS s ON s.article = d.article AND s.id = d.record"
    where.values |= {"from": "", "until": last_day(filters.until) if filters.until else None}
    query = f"SELECT d.day FROM {walked} JOIN articles AS a ON a.id = s.article WHERE {where} ORDER BY d.day DESC LIMIT 1 OFFSET :wanted"
    last = db.execute(query, where.values | {"wanted": (filters.limit or 0) + filters.offset - 1}).fetchone()
    where.values["from"] = last[0] if last else ""
    return walked


def _newest_of(db: sqlite3.Connection, table: str, where: Where, filters: Filters) -> str | None:
    """Where the newest are that an index finds: by their days, so that of hundreds only those that are wanted are looked at whole. None where there are so
    many that it takes less to walk back through the days."""
    query = (
        f"SELECT found.article, found.id, d.day FROM (SELECT DISTINCT * FROM ({where.found}) LIMIT :few) AS found "
        "CROSS JOIN record_days AS d ON d.article = found.article AND d.record = found.id AND d.kind = :table"
    )
    found = db.execute(query, where.values | {"few": _FEW, "table": table}).fetchall()
    if len(found) == _FEW:
        return None
    found.sort(key=lambda row: row[2], reverse=True)
    source = f"{PAIRS.format(':near')} AS d CROSS JOIN {table}_now AS s ON s.article = d.article AND s.id = d.id"
    wanted = (filters.limit or 0) + filters.offset
    # Some are not of the filters: then more are taken. All of one day are, since they have an order of their own.
    taken = wanted
    while True:
        last = found[taken][2] if taken < len(found) else ""
        where.values["near"] = json.dumps([[article, key] for article, key, day in found if day >= last])
        kept = db.execute(f"SELECT count(*) FROM {source} JOIN articles AS a ON a.id = s.article WHERE {where}", where.values).fetchone()[0]
        if kept >= wanted or taken >= len(found):
            return source
        taken *= 4


def _order(filters: Filters) -> str:
    return " DESC" if filters.newest else ""


def between(db: sqlite3.Connection, people: People, a: str, b: str, filters: Filters, *, reports: bool = True) -> Relationship:
    """Contacts of two actors, what each said about or to the other, and the stances of either toward the other: contacts that no text dates after those that one does.
    Raises UnknownName, AmbiguousName, UsageError where both are one."""
    one, other = pair = people.called(a), people.called(b)
    if one.group == other.group:
        raise UsageError(f"“{a}” and “{b}” are the same: {one.name}")
    met, told, stood = (
        contacts(db, people, filters, pair) if reports else (),
        said(db, people, filters, pair, bare=not reports),
        held(db, people, filters, pair, bare=not reports),
    )
    entries = tuple(across.entries(db, people, filters, pair, bare=not reports, apart=True))
    return Relationship(one.name, other.name, tuple(met), tuple(told), tuple(stood), entries, a_id=one.id, b_id=other.id)


def said(db: sqlite3.Connection, people: People, filters: Filters, who: Sequence[Someone], *, bare: bool = False) -> Iterator[StatementRow]:
    """`quotes` beside contacts: none where a channel or a status is asked for, which statements do not have."""
    return iter(()) if filters.channel or filters.status else quotes(db, people, filters, who, bare=bare)


def held(db: sqlite3.Connection, people: People, filters: Filters, who: Sequence[Someone], *, bare: bool = False) -> Iterator[StanceRow]:
    """`stances` beside contacts: none where a channel or a status is asked for, which stances do not have."""
    return iter(()) if filters.channel or filters.status else stances(db, people, filters, who, bare=bare)


def counted(db: sqlite3.Connection, table: str, people: People, filters: Filters, someone: Someone) -> int:
    """How many contacts, statements or stances of someone answer to the filters."""
    if table != "contacts" and (filters.channel or filters.status):
        return 0
    if filters == Filters() and someone.id:
        query = "SELECT count(*) FROM records_of WHERE entity = ? AND other = '' AND kind = ?"
        return int(db.execute(query, (someone.id, LISTED[table])).fetchone()[0])
    where = {"contacts": of_contacts, "statements": of_statements, "stances": of_stances}[table](people, filters, (someone,))
    record = "c" if table == "contacts" else "s"
    query = f"SELECT count(*) FROM {where.source} JOIN articles AS a ON a.id = {record}.article WHERE {where}"
    return int(db.execute(query, where.values).fetchone()[0])


def _chunks(db: sqlite3.Connection, query: str, where: Where, filters: Filters) -> Iterator[list[sqlite3.Row]]:
    # Asked at once, so that a wrong name or filter raises where the question is put, not where its rows are read.
    cursor = db.execute(query, where.values | {"limit": filters.limit or -1, "offset": filters.offset})

    def rows() -> Iterator[list[sqlite3.Row]]:
        while chunk := cursor.fetchmany(_CHUNK):
            yield chunk

    return rows()


def _grouped(db: sqlite3.Connection, query: str, keys: str) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in db.execute(query, (keys,)):
        found[row[0]].append(tuple(row)[1:])
    return found


def _keys(chunk: list[sqlite3.Row]) -> str:
    return json.dumps([[row["article"], row["id"]] for row in chunk])


def _contact_rows(db: sqlite3.Connection, chunk: list[sqlite3.Row]) -> Iterator[ContactRow]:
    keys = _keys(chunk)
    parties, topics, words, links, ruled = (_grouped(db, query, keys) for query in (_PARTIES, _TOPICS, _WORDS, _LINKS, _SAID))
    for row in chunk:
        key = row["id"]
        shown = dict(reversed(words.get(key, [])))
        yield ContactRow(
            id=key, date=row["date"], dated=dated(row), channel=row["channel"], status=row["status"],
            parties=tuple(name for (name,) in parties.get(key, [])), initiator=row["first"], when=row["when_text"],
            start=row["when_start"], end=row["when_end"], duration=row["duration"], duration_text=row["duration_text"], cadence=row["cadence_text"],
            place=row["place"], topics=tuple(topic for (topic,) in topics.get(key, [])), sources=tuple(Link(*link) for link in links.get(key, [])),
            outlet=row["outlet"], published=row["published"], title=row["title"], url=row["url"], sentence=shown.get("sentence", ""),
            trigger=shown.get("trigger"), confidence=row["confidence"], article=row["article"], corrected=tuple(field for (field,) in ruled.get(key, [])),
        )  # fmt: skip


def _statement_rows(db: sqlite3.Connection, chunk: list[sqlite3.Row]) -> Iterator[StatementRow]:
    keys = _keys(chunk)
    about, links, ruled = (_grouped(db, query, keys) for query in (_ABOUT, _LINKS, _SAID))
    for row in chunk:
        key = row["id"]
        yield StatementRow(
            id=key, date=row["date"], speaker=row["speaker_name"], cue=row["cue"], act=row["act"], form=row["form"], content=row["content"],
            audience=row["told"], about=tuple(name for (name,) in about.get(key, [])), sources=tuple(Link(*link) for link in links.get(key, [])),
            outlet=row["outlet"], published=row["published"], title=row["title"], url=row["url"], confidence=row["confidence"], article=row["article"],
            dated=row["act"] not in FORWARD and dated(row), when=row["when_text"], start=row["when_start"], end=row["when_end"],
            sentence=row["sentence"] or "", corrected=tuple(field for (field,) in ruled.get(key, [])),
        )  # fmt: skip


def _stance_rows(db: sqlite3.Connection, chunk: list[sqlite3.Row]) -> Iterator[StanceRow]:
    keys = _keys(chunk)
    words, links, ruled = (_grouped(db, query, keys) for query in (_WORDS, _LINKS, _SAID))
    for row in chunk:
        key, shown = row["id"], [text for _, text in words.get(row["id"], [])]
        # Of several places the one where the naming words stand.
        sentence = next((text for text in shown if row["label"] and row["label"] in text), shown[0] if shown else "")
        yield StanceRow(
            id=key, date=row["date"], dated=dated(row), holder=row["holder_name"],
            polarity=row["polarity"], target=row["target_name"], label=row["label"], when=row["when_text"], start=row["when_start"], end=row["when_end"],
            sources=tuple(Link(*link) for link in links.get(key, [])), outlet=row["outlet"], published=row["published"], title=row["title"],
            url=row["url"], sentence=sentence, confidence=row["confidence"], article=row["article"],
            corrected=tuple(field for (field,) in ruled.get(key, [])),
        )  # fmt: skip


def _bare_statement(
    key: str, article: str, act: str, form: str, start: str | None, end: str | None, confidence: float, outlet: str | None, published: str | None,
    speaker: str | None, date: str | None,
) -> StatementRow:  # fmt: skip
    """A statement of `_SAID_BARE`: the two who deal most with each other have thousands, and to look up each value by its name takes longer than the question."""
    dated = act not in FORWARD and (start is not None or end is not None)
    return StatementRow(
        key, date, speaker, None, act, form, "", None, (), (), outlet, published, None, None, confidence, article, dated, None, start, end,
    )  # fmt: skip


def _bare_stance(
    key: str, article: str, polarity: str, start: str | None, end: str | None, confidence: float, outlet: str | None, published: str | None,
    date: str | None, holder: str, target: str,
) -> StanceRow:  # fmt: skip
    """A stance of `_HELD_BARE`."""
    dated = start is not None or end is not None
    return StanceRow(key, date, dated, holder, polarity, target, None, None, start, end, (), outlet, published, None, None, "", confidence, article)
