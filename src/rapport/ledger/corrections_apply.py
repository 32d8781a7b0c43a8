"""From the log to what holds: each correction of a record attached to the record that it means now, and the corrected rows made of what stands.

All of it is a function of the log and of what was read, made anew for an article whenever either changes, in the same transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, Literal

from rapport.ledger import corrections_chains, rows
from rapport.ledger.corrections_fields import FIELDS
from rapport.ledger.corrections_tables import CORRECTED
from rapport.records import content_id
from rapport.resolve.rulings import Parting, Trace, meant, standing

TABLES: Final = {"contact": "contacts", "statement": "statements", "stance": "stances"}
VERDICTS: Final = ("rejected", "confirmed")
# The one that is current, as `superseded_articles` has it.
_CURRENT: Final = (
    "SELECT id FROM articles AS a WHERE key = ? ORDER BY (SELECT max(run) FROM sightings WHERE article = a.id) DESC, published DESC, id DESC LIMIT 1"
)
_NAMES: Final = {
    "contacts": "SELECT actor FROM contact_parties WHERE article = ?1 AND contact = ?2 ORDER BY position",
    "statements": "SELECT speaker FROM statements WHERE article = ?1 AND id = ?2 AND speaker IS NOT NULL",
    "stances": "SELECT holder FROM stances WHERE article = ?1 AND id = ?2 UNION ALL SELECT target FROM stances WHERE article = ?1 AND id = ?2",
}
_WHAT: Final = {"contacts": "channel || ' ' || status", "statements": "act || ' ' || form", "stances": "polarity"}


def current(db: sqlite3.Connection, key: str) -> str | None:
    """The id of the current version of the article with this key; null where the ledger has none."""
    row = db.execute(_CURRENT, (key,)).fetchone()
    return None if row is None else str(row[0])


def trace(db: sqlite3.Connection, kind: str, article: str, record: str) -> Trace:
    """By what a record is known again, as it was read."""
    table = TABLES[kind]
    query = 'SELECT role, start, "end", text FROM evidence WHERE article = ? AND record = ? ORDER BY position'
    evidence = tuple(tuple(row) for row in db.execute(query, (article, record)))
    actors = [row[0] for row in db.execute(_NAMES[table], (article, record))]
    names = [db.execute("SELECT name FROM actors WHERE article = ? AND id = ?", (article, actor)).fetchone()[0] for actor in actors]
    what = db.execute(f"SELECT {_WHAT[table]} FROM {table} WHERE article = ? AND id = ?", (article, record)).fetchone()[0]
    return Trace(record, kind, evidence, tuple(names), what)


def attach(db: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Apply anew all that people said of the records of these articles (by key). Called by whoever writes articles or corrections, in the same transaction."""
    known = "SELECT DISTINCT article_key FROM corrections WHERE article_key IN (SELECT value FROM json_each(?)) ORDER BY 1"
    for (key,) in db.execute(known, (json.dumps(sorted(set(keys))),)).fetchall():
        _clear(db, key)
        article = current(db, key)
        if article is not None:
            _attach(db, key, article)


def _clear(db: sqlite3.Connection, key: str) -> None:
    versions = "(SELECT id FROM articles WHERE key = ?)"
    for table in ("record_rulings", "corrected_contacts", "corrected_statements", "corrected_stances", "corrected_lists"):
        db.execute(f"DELETE FROM {table} WHERE article IN {versions}", (key,))
    corrections_chains.restore(db, key)
    db.execute(f"DELETE FROM actors WHERE (article, id) IN (SELECT article, actor FROM added_actors WHERE article IN {versions})", (key,))
    db.execute(f"DELETE FROM added_actors WHERE article IN {versions}", (key,))
    db.execute("UPDATE corrections SET record = NULL WHERE article_key = ?", (key,))


def _attach(db: sqlite3.Connection, key: str, article: str) -> None:
    """What each correction says of which record, the later over the earlier."""
    query = "SELECT id, action, subject, value FROM corrections WHERE article_key = ? AND undone IS NULL ORDER BY made, id"
    ids: dict[str, list[str]] = {}
    traces: dict[str, list[Trace]] = {}
    said: dict[tuple[str, str], dict[str, tuple[str, Any]]] = defaultdict(dict)
    for correction, action, packed, value in db.execute(query, (key,)).fetchall():
        subject = json.loads(packed)
        kind, record = subject["kind"], subject["record"]
        if kind not in ids:
            ids[kind] = [row[0] for row in db.execute(f"SELECT id FROM {TABLES[kind]} WHERE article = ? ORDER BY id", (article,))]
        if record not in ids[kind]:
            if kind not in traces:
                traces[kind] = [trace(db, kind, article, other) for other in ids[kind]]
            record = meant(wanted(subject), traces[kind], same_text=subject["article"] == article, judged=action != "correct")
        if record is None:
            continue
        db.execute("UPDATE corrections SET record = ? WHERE id = ?", (record, correction))
        rulings = said[kind, record]
        if action == "correct":
            found = json.loads(value)
            rulings[found["field"]] = (correction, found["value"])
        else:
            for verdict in VERDICTS:
                rulings.pop(verdict, None)
            rulings["rejected" if action == "reject" else "confirmed"] = (correction, None)
    for (kind, record), rulings in sorted(said.items()):
        for field, (correction, value) in sorted(rulings.items()):
            db.execute(
                "INSERT INTO record_rulings VALUES (?, ?, ?, ?, ?)", (article, record, field, json.dumps(value, ensure_ascii=False), correction)
            )
        _write(db, kind, article, record, {field: value for field, (_, value) in rulings.items()})


def wanted(subject: Mapping[str, Any]) -> Trace:
    """The record that a correction was made of, from its `subject`."""
    evidence = tuple((str(p["role"]), int(p["start"]), int(p["end"]), str(p["text"])) for p in subject["evidence"])
    return Trace(subject["record"], subject["kind"], evidence, tuple(subject["names"]), subject["what"])


def _write(db: sqlite3.Connection, kind: str, article: str, record: str, rulings: Mapping[str, Any]) -> None:
    """The row of a record as corrected, and its lists."""
    table = TABLES[kind]
    read = db.execute(f"SELECT {', '.join(CORRECTED[table])} FROM {table} WHERE article = ? AND id = ?", (article, record)).fetchone()
    row = dict(zip(CORRECTED[table], tuple(read), strict=True))
    lists: dict[str, list[str]] = {}
    for field, value in rulings.items():
        if field in VERDICTS:
            continue
        shape = FIELDS[kind][field].shape
        if shape == "actors":
            lists[field] = list(dict.fromkeys(_actor(db, article, one) for one in value))
        elif shape == "list":
            lists[field] = value
        elif shape == "chain":
            corrections_chains.write(db, article, record, value, lambda one: _actor(db, article, one))
        elif shape == "actor":
            row[field] = None if value is None else _actor(db, article, value)
        elif shape == "when":
            row |= _when(value, row["when_text"])
        elif shape == "duration":
            row |= {"duration_text": value and (value["text"] or value["value"]), "duration": value and value["value"]}
        elif shape == "cadence":
            row |= {f"cadence_{name}": value and value[name] for name in ("text", "count", "period", "bound")}
        else:
            row[field] = value
    if "confirmed" in rulings:
        row["confidence"] = 1.0
    if kind == "contact" and row["initiator"] is not None and "parties" in lists:
        # Who made the approach took part.
        row["initiator"] = row["initiator"] if row["initiator"] in lists["parties"] else None
    columns, marks = ", ".join(row), ", ".join("?" * (len(row) + 3))
    db.execute(
        f"INSERT INTO corrected_{table} (article, id, rejected, {columns}) VALUES ({marks})",
        (article, record, int("rejected" in rulings), *row.values()),
    )
    for field, values in lists.items():
        for position, value in enumerate(values):
            db.execute("INSERT INTO corrected_lists VALUES (?, ?, ?, ?, ?)", (article, record, field, position, value))
        if not values:
            db.execute("INSERT INTO corrected_lists VALUES (?, ?, ?, -1, NULL)", (article, record, field))


def _when(value: Mapping[str, str | None] | None, words: str | None) -> dict[str, str | None]:
    """The words of the text stay beside corrected days; where it has none, the days are the words."""
    if value is None:
        return {"when_text": None, "when_start": None, "when_end": None}
    days = " to ".join(dict.fromkeys(day for day in (value["start"], value["end"]) if day))
    return {"when_text": value["text"] or words or days, "when_start": value["start"], "when_end": value["end"]}


def _actor(db: sqlite3.Connection, article: str, one: Mapping[str, str]) -> str:
    """The actor of the article that is called so; where it has none, one is put beside them, which goes when nothing names it any more."""
    name, kind = one["name"], one["kind"]
    key = rows.actor_key(name, kind)
    for condition, values in (("name = ? AND kind = ?", (name, kind)), ("name_key = ? AND kind = ?", (key, kind)), ("name = ?", (name,))):
        row = db.execute(f"SELECT id FROM actors WHERE article = ? AND {condition} ORDER BY id LIMIT 1", (article, *values)).fetchone()
        if row is not None:
            return str(row[0])
    actor = content_id("added", article, name, kind)
    db.execute("INSERT INTO actors VALUES (?, ?, ?, ?, ?, 1.0)", (article, actor, name, kind, key))
    db.execute("INSERT INTO added_actors VALUES (?, ?)", (article, actor))
    return actor


def stand(db: sqlite3.Connection) -> None:
    """Make `identity_rulings` anew from the log: what stands of it. Called by whoever writes corrections of names, in the same transaction."""
    query = "SELECT id, action, subject, value FROM corrections WHERE article_key IS NULL AND undone IS NULL ORDER BY made, id"
    pairs: list[tuple[str, Parting, dict[str, Any], dict[str, Any]]] = []
    named: dict[str, tuple[str, dict[str, Any], str]] = {}
    for correction, action, subject, value in db.execute(query).fetchall():
        first, *others = json.loads(subject)["forms"]
        if action == "rename":
            named[_node(first)] = (correction, first, json.loads(value))
        ruling: Literal["same", "apart"] = "same" if action == "merge" else "apart"
        pairs += ((correction, Parting(ruling, _node(first), _node(other)), first, other) for other in others)
    db.execute("DELETE FROM identity_rulings")
    kept = standing([parting for _, parting, _, _ in pairs])
    for (correction, parting, first, other), stands in zip(pairs, kept, strict=True):
        if stands:
            # A split names first the one that stays, a ruling the one that goes.
            one, two = (first, other) if parting.ruling == "same" else (other, first)
            db.execute("INSERT INTO identity_rulings VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", (correction, parting.ruling, *_form(one), *_form(two)))
    for correction, first, name in named.values():
        db.execute("INSERT INTO identity_rulings VALUES (?, 'name', ?, ?, ?, NULL, NULL, NULL, ?)", (correction, *_form(first), name))


def _form(form: Mapping[str, Any]) -> tuple[str, str, str | None]:
    return form["key"], form["kind"], form["article"]


def _node(form: Mapping[str, Any]) -> str:
    return json.dumps(_form(form), ensure_ascii=False)


def waits(db: sqlite3.Connection, keys: Collection[str], forms: Iterable[Mapping[str, Any]]) -> None:
    """Have the next resolution take in the articles with these keys, and all that have an actor with one of the forms."""
    for key in keys:
        db.execute(
            "INSERT OR IGNORE INTO unresolved SELECT r.article FROM readings AS r JOIN articles AS a ON a.id = r.article WHERE a.key = ?", (key,)
        )
    for form in forms:
        if form["article"] is None:
            query = "INSERT OR IGNORE INTO unresolved SELECT article FROM actors WHERE name_key = ? AND kind = ?"
            db.execute(query, (form["key"], form["kind"]))
        else:
            waits(db, [form["article"]], ())
