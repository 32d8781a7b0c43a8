"""What was planned, proposed, promised or foreseen and nothing has settled: the newest first, a part at a time."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, Final

from rapport.ledger.conditions import last_day
from rapport.ledger.filters import Filters
from rapport.ledger.relation_results import OPEN_KINDS, OpenEnd
from rapport.ledger.relations import entry_conditions
from rapport.resolve.links import SLACK

_SAID: Final = ("promise", "prediction")
_MANY: Final = 2000  # contacts of one
_WORDS: Final = "(SELECT text FROM evidence AS v WHERE v.article = e.shown_article AND v.record = e.shown AND v.role IN ('sentence', 'content') ORDER BY v.role DESC, v.position LIMIT 1)"
_RULED: Final = "EXISTS (SELECT 1 FROM corrected_contacts AS o WHERE o.article = e.shown_article AND o.id = e.shown)"
_TOLD: Final = "(SELECT min(substr(a.published, 1, 10)) FROM entry_reports AS r JOIN articles AS a ON a.id = r.article WHERE r.entry = e.id)"
_PARTIES: Final = "SELECT p.entry, x.name FROM json_each(?) AS k CROSS JOIN entry_parties AS p ON p.entry = k.value JOIN entities AS x ON x.id = p.entity ORDER BY p.entry, p.position"
_EVIDENCE: Final = "FROM evidence AS v WHERE v.article = s.article AND v.record = s.id"
_SENTENCE: Final = f'substr(a.text, (SELECT min(start) {_EVIDENCE}) + 1, (SELECT max("end") - min(start) {_EVIDENCE}))'
# By what open ends are put in order: what has no day comes last.
_Key = tuple[bool, list[int], str, str]


def newest_day(db: sqlite3.Connection) -> str | None:
    """The day on which the latest article came out."""
    query = "SELECT published FROM articles WHERE published IS NOT NULL AND id NOT IN (SELECT id FROM superseded_articles) ORDER BY published DESC LIMIT 1"
    row = db.execute(query).fetchone()
    return str(row[0])[:10] if row else None


def counts(db: sqlite3.Connection, filters: Filters, of: str | None = None) -> dict[str, int]:
    """How many there are of each kind."""
    found = Counter(key[2] for key in _contacts(db, filters, of))
    source, parts, values = _statements(filters, of)
    if source:
        query = f"SELECT f.kind, count(*) FROM {source} WHERE {' AND '.join(parts)} GROUP BY 1"
        found.update(dict(tuple(row) for row in db.execute(query, values)))
    return {kind: found[kind] for kind in OPEN_KINDS}


def open_ends(db: sqlite3.Connection, filters: Filters, of: str | None = None, kind: str | None = None) -> list[OpenEnd]:
    """Planned and proposed contacts, promises and predictions that nothing settles, the newest first; `of` keeps those of one entity, `kind` those of a kind."""
    wanted = None if filters.limit is None else filters.offset + filters.limit
    parts: list[Iterable[_Key]] = []
    if kind not in _SAID:
        parts.append(sorted(_contacts(db, filters, of, kind)))
    parts += [_newest(db, filters, of, said, wanted) for said in _SAID if kind in (None, said)]
    keys = list(islice(merge(*parts), filters.offset, wanted))
    newest = newest_day(db)
    rows = _contact_rows(db, [key[3] for key in keys if key[2] not in _SAID], newest) | _statement_rows(
        db, [key[3] for key in keys if key[2] in _SAID], newest
    )
    return [rows[key[3]] for key in keys if key[3] in rows]


def _key(told: str | None, kind: str, record: str) -> _Key:
    return (not told, [-ord(c) for c in told or ""], kind, record)


def _contacts(db: sqlite3.Connection, filters: Filters, of: str | None, kind: str | None = None) -> list[_Key]:
    parts, values = entry_conditions(filters)
    source = "entries AS e"
    if of is not None:
        values |= {"of": of, "many": _MANY}
        # From the contacts of the one, where these are not more than what is open.
        if db.execute("SELECT 1 FROM entry_parties WHERE entity = :of LIMIT 1 OFFSET :many", values).fetchone():
            parts.append("EXISTS (SELECT 1 FROM entry_parties AS p WHERE p.entry = e.id AND p.entity = :of)")
        else:
            source = "(SELECT DISTINCT entry FROM entry_parties WHERE entity = :of) AS p CROSS JOIN entries AS e ON e.id = p.entry"
    if kind is not None:
        parts.append("e.status = :open")
        values["open"] = kind
    query = (
        f"SELECT {_TOLD} AS told, e.status, e.id, coalesce(e.when_end, e.when_start) AS due, {_WORDS} AS words, {_RULED} AS ruled FROM {source} "
        f"WHERE e.status IN ('planned', 'proposed') AND e.settled_by IS NULL AND {' AND '.join(parts)}"
    )
    # What was over when it was told, or is told as overtaken, has been settled by something that nobody tells.
    still = (
        f"SELECT told, status, id FROM ({query}) WHERE (told IS NULL OR due IS NULL OR date(due, '+{SLACK} day') >= told) AND NOT overtaken(words)"
    )
    return [_key(*row) for row in db.execute(still, values)]


def _statements(filters: Filters, of: str | None) -> tuple[str, list[str], dict[str, Any]]:
    """Tables, conditions and values; no table where contacts alone are asked for."""
    if filters.channel or filters.status:
        return "", [], {}
    source, parts, values = "forward AS f", ["1"], dict[str, Any]()
    for name, value, condition in (
        ("since", filters.since, "f.told >= :since"),
        ("until", last_day(filters.until) if filters.until else None, "f.told <= :until AND f.told <> ''"),
        ("confidence", filters.min_confidence or None, "s.confidence >= :confidence"),
        ("outlet", filters.outlet, "instr(fold(a.outlet), fold(:outlet)) > 0"),
        ("of", of, "f.entity = :of"),
    ):
        if value is not None:
            parts.append(condition)
            values[name] = value
    if filters.min_confidence:
        source += " CROSS JOIN statements_now AS s ON s.article = f.article AND s.id = f.statement"
    if filters.outlet:
        source += " CROSS JOIN articles AS a ON a.id = f.article"
    return source, parts, values


def _newest(db: sqlite3.Connection, filters: Filters, of: str | None, kind: str, wanted: int | None) -> list[_Key]:
    source, parts, values = _statements(filters, of)
    if not source:
        return []
    query = f"SELECT f.told, f.kind, f.statement FROM {source} WHERE f.kind = :kind AND {' AND '.join(parts)} ORDER BY f.told DESC, f.statement LIMIT :wanted"
    return [_key(*row) for row in db.execute(query, values | {"kind": kind, "wanted": -1 if wanted is None else wanted})]


def _contact_rows(db: sqlite3.Connection, ids: Sequence[str], newest: str | None) -> dict[str, OpenEnd]:
    listed, who = json.dumps(ids), defaultdict(list)
    for entry, name in db.execute(_PARTIES, (listed,)):
        who[entry].append(name)
    query = (
        f"SELECT e.id, e.status, {_TOLD} AS told, coalesce(e.when_end, e.when_start) AS due, {_WORDS} AS words, a.outlet, e.confidence FROM json_each(?) AS k "
        "CROSS JOIN entries AS e ON e.id = k.value JOIN articles AS a ON a.id = e.shown_article"
    )
    return {
        key: OpenEnd(key, status, told, _days(told, newest), due, _passed(due, newest), tuple(who[key]), words or "", outlet, confidence)
        for key, status, told, due, words, outlet, confidence in db.execute(query, (listed,)).fetchall()
    }


def _statement_rows(db: sqlite3.Connection, ids: Sequence[str], newest: str | None) -> dict[str, OpenEnd]:
    query = (
        "SELECT s.id, f.kind, substr(a.published, 1, 10), coalesce(s.when_end, s.when_start), x.name, s.content, a.outlet, s.confidence, "
        f"{_SENTENCE} FROM json_each(?) AS k "
        "CROSS JOIN statements AS b ON b.id = k.value CROSS JOIN forward AS f ON f.article = b.article AND f.statement = b.id "
        "CROSS JOIN statements_now AS s ON s.article = b.article AND s.id = b.id CROSS JOIN articles AS a ON a.id = s.article CROSS JOIN entities AS x ON x.id = f.entity"
    )
    found = {}
    for key, kind, told, due, speaker, content, outlet, confidence, sentence in db.execute(query, (json.dumps(ids),)).fetchall():
        due = due if due and told and due >= told else None  # a time before the report is when it was said
        found[key] = OpenEnd(key, kind, told, _days(told, newest), due, _passed(due, newest), (speaker,), content, outlet, confidence, sentence or "")
    return found


def _days(first: str | None, last: str | None) -> int | None:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days if first and last else None


def _passed(due: str | None, newest: str | None) -> bool:
    return bool(due and newest and due[:10] < newest)
