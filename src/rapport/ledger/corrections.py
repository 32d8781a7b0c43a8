"""The last word: what people say of names and records, logged and applied over what is read. Nothing that was read is changed or lost.

Every act is one transaction: the log, what holds because of it, and the articles that resolution has to take in again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger import corrections_apply as applied
from rapport.ledger import corrections_chains
from rapport.ledger.corrections_fields import called, check, field_of, parsed
from rapport.ledger.corrections_names import forms_in, main_form, named, spelled
from rapport.ledger.corrections_results import Correction
from rapport.ledger.lookup import by_id
from rapport.ledger.people import People
from rapport.records import content_id

_KINDS: Final = {table: kind for kind, table in applied.TABLES.items()}
_STAMP: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_LOG: Final = (
    "SELECT c.id, c.made, c.author, c.reason, c.action, c.subject, c.value, c.undone, c.undone_by, CASE WHEN c.undone IS NOT NULL THEN 'undone' "
    "WHEN EXISTS (SELECT 1 FROM record_rulings AS r WHERE r.correction = c.id) OR EXISTS (SELECT 1 FROM identity_rulings AS r WHERE r.correction = c.id) "
    "OR EXISTS (SELECT 1 FROM record_rulings AS r JOIN corrections AS o ON o.id = r.correction WHERE o.record = c.record AND o.article_key = c.article_key "
    "AND o.action = c.action AND c.action IN ('reject', 'confirm')) THEN 'applied' WHEN c.article_key IS NOT NULL AND c.record IS NULL THEN 'waiting' ELSE 'overruled' END AS state, c.record FROM corrections AS c"
)


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction: all of it, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def log(db: sqlite3.Connection) -> list[Correction]:
    """All corrections, oldest first."""
    return [_correction(row) for row in db.execute(f"{_LOG} ORDER BY c.made, c.id")]


def one(db: sqlite3.Connection, key: str) -> Correction:
    """The correction with this id, or the only one whose id begins so. Raises UnknownRecord."""
    _, row = by_id(db, key, "correction", ("corrections",))
    return _correction(db.execute(f"{_LOG} WHERE c.id = ?", (row["id"],)).fetchone())


def _correction(row: sqlite3.Row) -> Correction:
    values = dict(row)
    return Correction(**{**values, "subject": json.loads(values["subject"]), "value": json.loads(values["value"])})


def merge(db: sqlite3.Connection, people: People, a: str, b: str, reason: str, author: str) -> Correction:
    """Two names are one. Raises UnknownName, AmbiguousName, and UsageError where they are one already."""
    one_, other = people.called(a), people.called(b)
    if one_.group == other.group:
        raise UsageError(f"“{a}” and “{b}” are one already: {one_.name}")
    return _said(db, "merge", {"forms": [main_form(one_), main_form(other)]}, None, reason, author)


def split(db: sqlite3.Connection, people: People, name: str, form: str | None, article: str | None, reason: str, author: str) -> Correction:
    """A spelling (`form`), whoever is called so in one `article` (its id), or that spelling there, is somebody else. Raises UnknownName, AmbiguousName,
    UnknownRecord, and UsageError where neither is given, or nobody of that name is there."""
    if form is None and article is None:
        raise UsageError("say which is somebody else: --form with a spelling, or --article with an article's id")
    someone = people.called(name)
    if article is None:
        part = [spelled(someone, form or "")]
        stays = main_form(someone, name, without=part[0])
    else:
        _, row = by_id(db, article, "article", ("articles",))
        part = forms_in(db, someone, row["id"], row["key"], form and spelled(someone, form))
        stays = main_form(someone, name)
    return _said(db, "split", {"forms": [stays, *part]}, None, reason, author)


def rename(db: sqlite3.Connection, people: People, name: str, new: str, reason: str, author: str) -> Correction:
    """What someone is called in answers. Raises UnknownName, AmbiguousName, and UsageError where they are called so already, or somebody else is."""
    someone, new = people.called(name), called(new)
    if new == someone.name:
        raise UsageError(f"{new} is called so already")
    own = json.loads(someone.entities)
    if any(row[0] not in own for row in db.execute("SELECT id FROM entities WHERE name = ? AND key IS NOT NULL", (new,))):
        raise UsageError(f"somebody else of this ledger is called {new}: where the two are one, say so with “rapport merge”")
    return _said(db, "rename", {"forms": [main_form(someone)]}, new, reason, author)


def judge(db: sqlite3.Connection, action: str, key: str, reason: str, author: str) -> Correction:
    """`reject` or `confirm` a record by its id. Raises UnknownRecord, and UsageError where it is so already."""
    kind, article, record = _record(db, key)
    verdict = "rejected" if action == "reject" else "confirmed"
    if db.execute("SELECT 1 FROM record_rulings WHERE article = ? AND record = ? AND field = ?", (article, record, verdict)).fetchone():
        raise UsageError(f"{kind} {record} is {verdict} already")
    return _said(db, action, _subject(db, kind, article, record), None, reason, author)


def correct(
    db: sqlite3.Connection, people: People, key: str, field: str, typed: Sequence[str] | None, reason: str, author: str, new: str | None = None
) -> Correction:
    """Say what stands in a field of a record, null (`typed` None) included. `new` is the kind of actors that neither article nor ledger names.

    Raises UnknownRecord, UnknownName, AmbiguousName, and UsageError for a field or a value that there is not.
    """
    kind, article, record = _record(db, key)
    value = parsed(kind, field, typed)
    shape = field_of(kind, field).shape
    if value is not None and shape == "actor":
        value = named(db, people, article, value, new)
    elif value and shape == "actors":
        value = [named(db, people, article, name, new) for name in value]
        if len({json.dumps(actor) for actor in value}) < len(value):
            raise UsageError(f"{field}: two of the names mean the same actor")
    elif value and shape == "chain":
        value = corrections_chains.called(db, people, article, value, new)
    if new is not None and shape not in ("actor", "actors", "chain"):
        raise UsageError(f"{field} holds no names: leave --new out")
    check(kind, field, value)
    _together(db, kind, article, record, field, value)
    return _said(db, "correct", _subject(db, kind, article, record), {"field": field, "value": value}, reason, author)


def _together(db: sqlite3.Connection, kind: str, article: str, record: str, field: str, value: Any) -> None:
    """Raise UsageError for a value that the others of the record exclude."""
    if field == "initiator" and value is not None:
        query = "SELECT a.name FROM contact_parties_now AS p JOIN actors AS a ON a.article = p.article AND a.id = p.actor WHERE p.article = ? AND p.contact = ? ORDER BY p.position"
        parties = [row[0] for row in db.execute(query, (article, record))]
        if value["name"] not in parties:
            raise UsageError(f"the initiator is one of the parties ({', '.join(parties)}): correct the parties first")
    if kind == "stance" and field in ("holder", "target"):
        other = "target" if field == "holder" else "holder"
        query = (
            f"SELECT a.name FROM stances_ruled AS s JOIN actors AS a ON a.article = s.article AND a.id = s.{other} WHERE s.article = ? AND s.id = ?"
        )
        if db.execute(query, (article, record)).fetchone()[0] == value["name"]:
            raise UsageError(f"{value['name']} is the {other} already")


def undo(db: sqlite3.Connection, key: str, author: str) -> Correction:
    """Take a correction back; what it had overruled holds again. Raises UnknownRecord, and UsageError where it is undone already."""
    found = one(db, key)
    if found.undone:
        raise UsageError(f"correction {found.id} is undone already, by {found.undone_by}")
    with writing(db):
        db.execute("UPDATE corrections SET undone = ?, undone_by = ? WHERE id = ?", (_stamp(db), _author(author), found.id))
        touch(db, [found.subject])
    return one(db, found.id)


def touch(db: sqlite3.Connection, subjects: Sequence[Mapping[str, Any]]) -> None:
    """Apply anew what people said of these subjects, and have resolution take in what it concerns; inside a transaction."""
    keys = sorted({s["article_key"] for s in subjects if "article_key" in s})
    forms = [form for s in subjects for form in s.get("forms", ())]
    applied.attach(db, keys)
    if forms:
        applied.stand(db)
    applied.waits(db, keys, forms)


def _said(db: sqlite3.Connection, action: str, subject: Mapping[str, Any], value: Any, reason: str, author: str) -> Correction:
    reason, author = reason.strip(), _author(author)
    if not reason:
        raise UsageError("give a reason with --reason: it is what others will go by")
    with writing(db):
        made = _stamp(db)
        key = identity(made, author, reason, action, subject, value)
        store(db, key, made, author, reason, action, subject, value)
        touch(db, [subject])
    return one(db, key)


def identity(made: str, author: str, reason: str, action: str, subject: Mapping[str, Any], value: Any) -> str:
    """The id of a correction: the same content has the same in every ledger."""
    return content_id("correction", made, author, reason, action, packed(subject), packed(value))


def packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def store(
    db: sqlite3.Connection, key: str, made: str, author: str, reason: str, action: str, subject: Mapping[str, Any], value: Any, undone: str | None = None, by: str | None = None
) -> None:  # fmt: skip
    """Write one line of the log."""
    row = (key, made, author, reason, action, packed(subject), packed(value), undone, by, subject.get("article_key"), None)
    db.execute(f"INSERT INTO corrections VALUES ({', '.join('?' * len(row))})", row)


def _author(author: str) -> str:
    return " ".join(author.encode("utf-8", "backslashreplace").decode().split()) or "unknown"


def _stamp(db: sqlite3.Connection) -> str:
    """Now, or just after the latest line of the log: a clock that goes wrong must not let what is said now stand below what was said before."""
    now = datetime.now(UTC).strftime(_STAMP)
    last = db.execute("SELECT max(m) FROM (SELECT max(made) AS m FROM corrections UNION ALL SELECT max(undone) FROM corrections)").fetchone()[0]
    if last is None or last < now:
        return now
    return (datetime.strptime(last, _STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1)).strftime(_STAMP)


def _record(db: sqlite3.Connection, key: str) -> tuple[str, str, str]:
    """(kind, article, id) of the record with this id; of the id of a contact as all articles tell it, of the report whose values are shown."""
    try:
        table, row = by_id(db, key, "record", tuple(applied.TABLES.values()))
    except UnknownRecord as unknown:
        try:
            shown = by_id(db, key, "entry", ("entries",))[1]["shown"]
        except UnknownRecord:
            raise unknown from None
        table, row = by_id(db, shown, "record", ("contacts",))
    kind = _KINDS[table]
    article_key = db.execute("SELECT key FROM articles WHERE id = ?", (row["article"],)).fetchone()[0]
    now = applied.current(db, article_key)
    if now != row["article"]:
        raise UsageError(f"{kind} {row['id']} is of a version of its article that is superseded: show article {now} for the current one")
    return kind, row["article"], row["id"]


def _subject(db: sqlite3.Connection, kind: str, article: str, record: str) -> dict[str, Any]:
    """By what a correction knows its record again, whatever reads the article next."""
    known = applied.trace(db, kind, article, record)
    key = db.execute("SELECT key FROM articles WHERE id = ?", (article,)).fetchone()[0]
    evidence = [dict(zip(("role", "start", "end", "text"), piece, strict=True)) for piece in known.evidence]
    return {
        "kind": kind,
        "record": record,
        "article": article,
        "article_key": key,
        "evidence": evidence,
        "names": list(known.names),
        "what": known.what,
    }
