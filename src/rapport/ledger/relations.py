"""How a relationship went, who deals with whom, and what nothing has settled: questions over what is known across articles."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from rapport.ledger.conditions import last_day
from rapport.ledger.relation_results import Course, OpenEnd, Shown, Stretch, Tie, TurningPoint
from rapport.ledger.results import Filters
from rapport.records import TOOK_PLACE
from rapport.resolve.relations import Period, Sign, Turn, one_voice, periods, turns

# What a sign weighs beside a stance: praise and criticism are acts toward someone, the tone of a contact is of both and only told.
_OF_STATEMENT: Final = 0.8
_OF_CONTACT: Final = 0.6
_SHARED: Final = 12  # topics and third parties shown
_DAY: Final = "substr(coalesce({0}.when_start, {0}.when_end, a.published), 1, 10)"

_STANCES: Final = (
    f"SELECT {_DAY.format('s')} AS day, s.id, s.article, s.polarity = 'positive', s.confidence FROM members AS h "
    "CROSS JOIN stances_now AS s ON s.article = h.article AND s.holder = h.actor JOIN members AS t ON t.article = s.article AND t.actor = s.target "
    "JOIN articles AS a ON a.id = s.article WHERE h.entity = :holder AND t.entity = :target AND day IS NOT NULL"
)
_STATEMENTS: Final = (
    f"SELECT {_DAY.format('s')} AS day, s.id, s.article, s.act = 'praise', s.confidence FROM members AS h "
    "CROSS JOIN statements_now AS s ON s.article = h.article AND s.speaker = h.actor JOIN statement_about AS x ON x.article = s.article AND x.statement = s.id "
    "JOIN members AS t ON t.article = x.article AND t.actor = x.actor "
    "JOIN articles AS a ON a.id = s.article WHERE h.entity = :holder AND t.entity = :target AND s.act IN ('praise', 'criticize') AND day IS NOT NULL"
)
_ENTRIES: Final = (
    "SELECT e.* FROM entry_parties AS p CROSS JOIN entry_parties AS q ON q.entry = p.entry AND q.entity = :other JOIN entries AS e ON e.id = p.entry "
    "WHERE p.entity = :one ORDER BY e.date IS NULL, e.date, e.id"
)


def signs(db: sqlite3.Connection, a: str, b: str) -> list[Sign]:
    """What two entities hold of each other, as signs with a date; copies of one text are one voice."""
    found = []
    for number, (holder, target) in enumerate(((a, b), (b, a))):
        values = {"holder": holder, "target": target}
        for day, key, article, friendly, weight in db.execute(_STANCES, values):
            found.append(Sign(day, key, article, number, bool(friendly), weight, "stance"))
        for day, key, article, friendly, weight in db.execute(_STATEMENTS, values):
            found.append(Sign(day, key, article, number, bool(friendly), weight * _OF_STATEMENT, "statement"))
    toned = (row for row in db.execute(_ENTRIES, {"one": a, "other": b}) if row["tone"] and row["date"])
    found += [Sign(r["date"], r["id"], r["shown_article"], None, r["tone"] == "friendly", r["confidence"] * _OF_CONTACT, "contact") for r in toned]
    voice = {row[0]: row[1] for row in db.execute("SELECT article, original FROM copies")} if found else {}
    return one_voice(Sign(s.date, s.id, voice.get(s.article, s.article), s.holder, s.friendly, s.weight, s.kind) for s in found)


def course(db: sqlite3.Connection, a: str, b: str, names: tuple[str, str], only: Collection[str] | None = None) -> Course:
    """How the relationship of two entities went; `names` are how the two are called. `only` are the ids of the entries that it may rest on, null for all."""
    found = [sign for sign in signs(db, a, b) if only is None or sign.id in only]
    entries = [row for row in db.execute(_ENTRIES, {"one": a, "other": b}) if only is None or row["id"] in only]
    together = periods(found)
    each = [periods(sign for sign in found if sign.holder == number) for number in (0, 1)]
    points = [_point(db, turn, None, entries) for turn in turns(together)]
    points += [_point(db, turn, name, entries) for name, of in zip(names, each, strict=True) for turn in turns(of)]
    took_place = [entry for entry in entries if entry["status"] in TOOK_PLACE]
    of_a, of_b = (tuple(_stretch(db, p) for p in of) for of in each)
    months = Counter(entry["date"][:7] for entry in took_place if entry["date"])
    return Course(
        stretches=tuple(_stretch(db, p) for p in together),
        of_a=of_a,
        of_b=of_b,
        turning_points=tuple(_distinct(points)),
        channels=_ranked(entry["channel"] for entry in took_place),
        months=dict(sorted(months.items())),
        topics=_topics(db, entries),
        others=_others(db, a, b),
    )


def _ranked(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))


def _distinct(points: list[TurningPoint]) -> list[TurningPoint]:
    """In order of time; a turn of one of them that is the turn of both is told once."""
    both = {(point.tone, point.by) for point in points if point.of is None}
    return sorted((p for p in points if p.of is None or (p.tone, p.by) not in both), key=lambda p: (p.by, p.of or ""))


def _stretch(db: sqlite3.Connection, period: Period) -> Stretch:
    return Stretch(
        period.tone,
        period.since,
        period.until,
        len(period.signs),
        tuple(_shown(db, sign) for sign in period.against),
        tuple(s.id for s in period.signs),
    )


def _point(db: sqlite3.Connection, turn: Turn, of: str | None, entries: Sequence[sqlite3.Row]) -> TurningPoint:
    between = [e for e in entries if e["status"] in TOOK_PLACE and e["date"] and turn.after <= e["date"] <= turn.by]
    contact = _entry_shown(db, between[0]) if between else None
    before, since = (tuple(_shown(db, sign) for sign in part) for part in (turn.before, turn.since))
    return TurningPoint(of, turn.tone, turn.after, turn.by, before, since, contact, len({sign.article for sign in turn.since}))


def evidence_words(db: sqlite3.Connection, article: str, record: str) -> str:
    """The first sentence, or what was said, that a record rests on."""
    query = "SELECT text FROM evidence WHERE article = ? AND record = ? AND role IN ('sentence', 'content') ORDER BY role DESC, position LIMIT 1"
    row = db.execute(query, (article, record)).fetchone()
    return str(row[0]) if row else ""


def _shown(db: sqlite3.Connection, sign: Sign) -> Shown:
    if sign.kind == "contact":
        return _entry_shown(db, db.execute("SELECT * FROM entries WHERE id = ?", (sign.id,)).fetchone())
    table = "stances" if sign.kind == "stance" else "statements"
    article, outlet = db.execute(
        f"SELECT s.article, a.outlet FROM {table} AS s JOIN articles AS a ON a.id = s.article WHERE s.id = ?", (sign.id,)
    ).fetchone()
    return Shown(sign.id, sign.kind, sign.date, outlet, evidence_words(db, article, sign.id))


def _entry_shown(db: sqlite3.Connection, entry: sqlite3.Row) -> Shown:
    outlet = db.execute("SELECT outlet FROM articles WHERE id = ?", (entry["shown_article"],)).fetchone()[0]
    return Shown(entry["id"], "contact", entry["date"], outlet, evidence_words(db, entry["shown_article"], entry["shown"]))


def _topics(db: sqlite3.Connection, entries: Sequence[sqlite3.Row]) -> dict[str, int]:
    """What the contacts were about, each topic once an entry, as most often written."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    query = "SELECT DISTINCT t.topic FROM entry_reports AS r JOIN contact_topics AS t ON t.article = r.article AND t.contact = r.contact WHERE r.entry = ?"
    for entry in entries:
        for (topic,) in db.execute(query, (entry["id"],)):
            found[topic.casefold()][topic] += 1
    ranked = sorted(found, key=lambda key: (-found[key].total(), key))[:_SHARED]
    return {min(found[key], key=lambda t: (-found[key][t], t)): found[key].total() for key in ranked}


def _others(db: sqlite3.Connection, a: str, b: str) -> dict[str, int]:
    """Who deals with both, by the smaller number of contacts with either; those that took part in contacts of the two first."""
    query = (
        "SELECT x.name, count(DISTINCT CASE WHEN p.entity = :one THEN p.entry END) AS one, count(DISTINCT CASE WHEN p.entity = :other THEN p.entry END) AS other "
        "FROM entry_parties AS p JOIN entry_parties AS q ON q.entry = p.entry JOIN entities AS x ON x.id = q.entity JOIN entries AS e ON e.id = p.entry "
        "WHERE p.entity IN (:one, :other) AND q.entity NOT IN (:one, :other) AND x.key IS NOT NULL AND e.status IN ('happened', 'recurring') "
        "GROUP BY q.entity HAVING one > 0 AND other > 0 ORDER BY min(one, other) DESC, x.name LIMIT :limit"
    )
    return {name: min(one, other) for name, one, other in db.execute(query, {"one": a, "other": b, "limit": _SHARED})}


def network(db: sqlite3.Connection, filters: Filters, of: str | None = None) -> list[Tie]:
    """Who deals with whom, the strongest ties first; only actors that have a name. `of` keeps the ties of one entity, `filters.limit` the first so many."""
    parts, values = _entry_conditions(filters)
    if of is not None:
        parts.append("(p.entity = :of OR q.entity = :of)")
        values["of"] = of
    query = (
        "SELECT x.name, y.name, x.kind, y.kind, p.entity, q.entity, e.channel, e.status, e.date, e.confidence FROM entries AS e "
        "JOIN entry_parties AS p ON p.entry = e.id JOIN entry_parties AS q ON q.entry = e.id AND q.entity > p.entity "
        "JOIN entities AS x ON x.id = p.entity AND x.key IS NOT NULL JOIN entities AS y ON y.id = q.entity AND y.key IS NOT NULL "
        f"WHERE {' AND '.join(parts)}"
    )
    ties: dict[tuple[str, str], list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute(query, values):
        ties[row[4], row[5]].append(row)
    found = [_tie(rows) for rows in ties.values()]
    return sorted(found, key=lambda tie: (-tie.weight, -tie.contacts, tie.a, tie.b))[: filters.limit]


def _entry_conditions(filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """Conditions on entries AS e."""
    parts, values = ["1"], {}
    for name, value, condition in (
        ("channel", filters.channel, "e.channel = :channel"),
        ("status", filters.status, "e.status = :status"),
        ("since", filters.since, "e.date >= :since"),
        ("until", last_day(filters.until) if filters.until else None, "e.date <= :until"),
        ("confidence", filters.min_confidence or None, "e.confidence >= :confidence"),
        ("outlet", filters.outlet, _REPORTED.format("instr(fold(a.outlet), fold(:outlet)) > 0")),
        ("kind", filters.source_kind, _REPORTED.format(_LINKED)),
    ):
        if value is not None:
            parts.append(condition)
            values[name] = value
    return parts, values


_REPORTED: Final = "EXISTS (SELECT 1 FROM entry_reports AS r JOIN articles AS a ON a.id = r.article WHERE r.entry = e.id AND {0})"
_LINKED: Final = "EXISTS (SELECT 1 FROM sources AS k WHERE k.article = r.article AND k.record = r.contact AND k.kind = :kind)"


def _tie(rows: list[sqlite3.Row]) -> Tie:
    (a, a_kind, a_id), (b, b_kind, b_id) = sorted(((rows[0][0], rows[0][2], rows[0][4]), (rows[0][1], rows[0][3], rows[0][5])))
    done = [row for row in rows if row[7] in TOOK_PLACE]
    days = sorted(row[8] for row in rows if row[8])
    return Tie(
        a, b, a_kind, b_kind, len(rows), len(done), round(sum(row[9] for row in done), 3), _ranked(row[6] for row in rows), _ranked(row[7] for row in rows),
        days[0] if days else None, days[-1] if days else None, a_id, b_id,
    )  # fmt: skip


def open_ends(db: sqlite3.Connection, filters: Filters, of: str | None = None) -> list[OpenEnd]:
    """Planned and proposed contacts, promises and predictions that nothing settles, the newest first; `of` keeps those of one entity."""
    newest = db.execute("SELECT max(substr(published, 1, 10)) FROM current_articles").fetchone()[0]
    found = [*_open_contacts(db, filters, of, newest), *_open_statements(db, filters, of, newest)]
    found.sort(key=lambda end: (end.date is None, [-ord(c) for c in end.date or ""], end.kind, end.id))
    return found[: filters.limit]


def _open_contacts(db: sqlite3.Connection, filters: Filters, of: str | None, newest: str | None) -> Iterable[OpenEnd]:
    parts, values = _entry_conditions(filters)
    if of is not None:
        parts.append("EXISTS (SELECT 1 FROM entry_parties AS p WHERE p.entry = e.id AND p.entity = :of)")
        values["of"] = of
    query = (
        "SELECT e.*, a.outlet AS outlet, (SELECT min(substr(published, 1, 10)) FROM entry_reports AS r JOIN articles ON articles.id = r.article WHERE r.entry = e.id) AS told "
        f"FROM entries AS e JOIN articles AS a ON a.id = e.shown_article WHERE e.status IN ('planned', 'proposed') AND e.settled_by IS NULL AND {' AND '.join(parts)}"
    )
    for row in db.execute(query, values).fetchall():
        who = tuple(
            r[0]
            for r in db.execute(
                "SELECT x.name FROM entry_parties AS p JOIN entities AS x ON x.id = p.entity WHERE p.entry = ? ORDER BY p.position", (row["id"],)
            )
        )
        due = row["when_end"] or row["when_start"]
        words = evidence_words(db, row["shown_article"], row["shown"])
        yield OpenEnd(
            row["id"], row["status"], row["told"], _days(row["told"], newest), due, _passed(due, newest), who, words, row["outlet"], row["confidence"]
        )


# What a promise or a prediction says of a contact is told by the contact.
_TOLD_BY_CONTACT: Final = (
    'EXISTS (SELECT 1 FROM evidence AS c JOIN evidence AS t ON t.article = c.article AND t.role = \'trigger\' AND t.start >= c.start AND t."end" <= c."end" '
    "WHERE c.article = s.article AND c.record = s.id AND c.role = 'content')"
)


def _open_statements(db: sqlite3.Connection, filters: Filters, of: str | None, newest: str | None) -> Iterable[OpenEnd]:
    if filters.channel or filters.status:
        return
    parts, values = ["s.act IN ('promise', 'predict')", f"NOT {_TOLD_BY_CONTACT}"], dict[str, Any]()
    for name, value, condition in (
        ("since", filters.since, "substr(a.published, 1, 10) >= :since"),
        ("until", last_day(filters.until) if filters.until else None, "substr(a.published, 1, 10) <= :until"),
        ("confidence", filters.min_confidence or None, "s.confidence >= :confidence"),
        ("outlet", filters.outlet, "instr(fold(a.outlet), fold(:outlet)) > 0"),
        ("of", of, "m.entity = :of"),
    ):
        if value is not None:
            parts.append(condition)
            values[name] = value
    # A promise that several articles quote is one: the earliest stands for it.
    query = (
        "SELECT s.*, x.name AS speaker_name, a.outlet, substr(a.published, 1, 10) AS told FROM statements_now AS s JOIN articles AS a ON a.id = s.article "
        "JOIN members AS m ON m.article = s.article AND m.actor = s.speaker JOIN entities AS x ON x.id = m.entity AND x.key IS NOT NULL "
        "LEFT JOIN quotation_reports AS q ON q.article = s.article AND q.statement = s.id "
        f"WHERE coalesce(q.earliest, 0) = 0 AND {' AND '.join(parts)}"
    )
    for row in db.execute(query, values).fetchall():
        kind = "promise" if row["act"] == "promise" else "prediction"
        due = row["when_end"] or row["when_start"]
        due = due if due and row["told"] and due >= row["told"] else None  # a time before the report is when it was said
        yield OpenEnd(
            row["id"],
            kind,
            row["told"],
            _days(row["told"], newest),
            due,
            _passed(due, newest),
            (row["speaker_name"],),
            row["content"],
            row["outlet"],
            row["confidence"],
        )


def _days(first: str | None, last: str | None) -> int | None:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days if first and last else None


def _passed(due: str | None, newest: str | None) -> bool:
    return bool(due and newest and due[:10] < newest)
