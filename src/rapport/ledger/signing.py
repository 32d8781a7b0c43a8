"""The signatures of articles: read from the content tables, counted in `identity_signatures`."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from rapport.resolve.forms import surname_block
from rapport.resolve.identity import Counted
from rapport.resolve.known_people import KnownPeople, KnownPerson, Office
from rapport.resolve.signatures import Named, Signature, View, sign
from rapport.resolve.titles import PRONOUNS

Pair = tuple[str, str]
# Pronouns are short; everything else that stands for an actor need not be cut out of the text.
_PRONOUN: Final = (min(map(len, PRONOUNS)), max(map(len, PRONOUNS)))
COLUMNS: Final = "id, form, kind, key, name, more, pin"


@dataclass
class Changes:
    """What a batch changed: signatures that are new, gone or counted anew (as they were known), and whose signature each actor has now and had."""

    before: dict[Pair, int] = field(default_factory=dict)
    after: dict[Pair, int] = field(default_factory=dict)
    signatures: dict[int, Signature] = field(default_factory=dict)
    # Every actor of the articles, named or not, with its name, kind and key.
    actors: dict[Pair, tuple[str, str, str | None]] = field(default_factory=dict)


def signature_id(signature: Signature) -> int:
    s = signature
    return (
        int(hashlib.sha256("\x1f".join((s.form, s.kind, s.key, s.name, s.pin, _more(s))).encode("utf-8", "surrogatepass")).hexdigest()[:16], 16) >> 1
    )


def _more(s: Signature) -> str:
    if not (s.gender or s.titles or s.hints or s.crowded or s.sense or s.acronym):
        return f'["",[],{s.year or "null"},[],0,"",""]'
    return json.dumps([s.gender, s.titles, s.year, s.hints, int(s.crowded), s.sense, s.acronym], ensure_ascii=False, separators=(",", ":"))


def signature_of(row: Any) -> Signature:
    """The signature of a row that begins with `COLUMNS`."""
    _, form, kind, key, name, more, pin = tuple(row)[:7]
    return Signature(form, kind, key, name, *_unpacked(more), pin)


@lru_cache(maxsize=65536)
def _unpacked(more: str) -> tuple[str, tuple[str, ...], int | None, tuple[str, ...], bool, str, str]:
    gender, titles, year, hints, crowded, sense, acronym = json.loads(more)
    return gender, tuple(titles), year, tuple(hints), bool(crowded), sense, acronym


def views(db: sqlite3.Connection, article: str, actors: Iterable[Any]) -> list[View]:
    """What an article says of its actors, given as (id, name, kind, name_key) rows."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for actor, alias in db.execute("SELECT actor, alias FROM actor_aliases WHERE article = ?", (article,)):
        aliases[actor].append(alias)
    titles: dict[str, list[str]] = defaultdict(list)
    for actor, title in db.execute("SELECT actor, title FROM roles WHERE article = ?", (article,)):
        titles[actor].append(title)
    called: Counter[tuple[str, str]] = Counter()
    short = db.execute(
        'SELECT actor, start, "end" FROM mentions WHERE article = ? AND "end" - start BETWEEN ? AND ?', (article, *_PRONOUN)
    ).fetchall()
    if short:
        text = db.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()[0]
        for actor, start, end in short:
            if gender := PRONOUNS.get(text[start:end].lower()):
                called[actor, gender] += 1
    return [View(a, name, kind, key, aliases.get(a, ()), titles.get(a, ()), called[a, "m"], called[a, "f"]) for a, name, kind, key in actors]


def listed_people(db: sqlite3.Connection) -> list[KnownPerson]:
    """The known people, in order of id."""
    names: dict[str, list[str]] = defaultdict(list)
    for person, name in db.execute("SELECT person, name FROM known_names ORDER BY person, form, name"):
        names[person].append(name)
    offices: dict[str, list[Office]] = defaultdict(list)
    for person, *fields in db.execute("SELECT person, title, organization, since, until FROM known_offices ORDER BY person, position"):
        offices[person].append(Office(*fields))
    query = "SELECT id, name, wikidata FROM known_people ORDER BY id"
    return [
        KnownPerson(key, name, tuple(n for n in names[key] if n != name), tuple(offices[key]), wikidata) for key, name, wikidata in db.execute(query)
    ]


def known_people(db: sqlite3.Connection) -> KnownPeople:
    return KnownPeople.of(listed_people(db))


def _year(published: str | None) -> int | None:
    return int(published[:4]) if published and published[:4].isdigit() else None


def changes(db: sqlite3.Connection, articles: Collection[str], known: KnownPeople) -> Changes:
    """Sign the articles anew and write what changed: `identity_actors`, and the counts of `identity_signatures`. Articles that are gone have no actors."""
    pins: dict[str, set[Named]] = defaultdict(set)
    for side in ("one", "other"):
        query = (
            f"SELECT {side}_article, {side}_key, {side}_kind FROM identity_rulings AS r JOIN corrections AS c ON c.id = r.correction "
            f"WHERE c.undone IS NULL AND {side}_article IS NOT NULL"
        )
        for article, key, kind in db.execute(query):
            pins[article].add((key, kind))
    found = Changes()
    counts: Counter[int] = Counter()
    for article in sorted(articles):
        for actor, signature in db.execute("SELECT actor, signature FROM identity_actors WHERE article = ?", (article,)):
            found.before[article, actor] = signature
            counts[signature] -= 1
        about = db.execute("SELECT key, published FROM articles WHERE id = ?", (article,)).fetchone()
        actors = db.execute("SELECT id, name, kind, name_key FROM actors WHERE article = ?", (article,)).fetchall()
        for row in actors:
            found.actors[article, row[0]] = (row[1], row[2], row[3])
        if about is None:
            continue
        for actor, signed in sign(views(db, article, actors), _year(about[1]), pins.get(about[0], ()), about[0], known).items():
            key = signature_id(signed)
            found.after[article, actor] = key
            found.signatures[key] = signed
            counts[key] += 1
    _count(db, found, counts)
    _note(db, found)
    return found


def usual_block(form: str, person: bool) -> str:
    """The block of a form that is a person's, or not; none for an actor without a name."""
    return (f"p:{surname_block(form)}" if person else f"o:{form}") if form else ""


def _count(db: sqlite3.Connection, found: Changes, counts: Counter[int]) -> None:
    changed = sorted(key for key, number in counts.items() if number)
    found.signatures |= {row[0]: signature_of(row) for row in rows_of(db, COLUMNS, [key for key in changed if key not in found.signatures])}
    found.signatures = {key: found.signatures[key] for key in changed}
    fresh = (
        (key, s.form, s.kind, s.key, s.name, _more(s), s.pin, s.given, usual_block(s.form, s.kind == "person"), counts[key])
        for key, s in found.signatures.items()
    )
    put = (
        "INSERT INTO identity_signatures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '') ON CONFLICT (id) DO UPDATE SET count = count + excluded.count"
    )
    db.executemany(put, fresh)


def _note(db: sqlite3.Connection, found: Changes) -> None:
    gone = [pair for pair in found.before if found.after.get(pair) != found.before[pair]]
    fresh = [(*pair, key) for pair, key in found.after.items() if found.before.get(pair) != key]
    db.executemany("DELETE FROM identity_actors WHERE article = ? AND actor = ?", gone)
    db.executemany("INSERT INTO identity_actors VALUES (?, ?, ?)", fresh)


def block_rows(db: sqlite3.Connection, block: str, known: Mapping[int, Signature]) -> tuple[list[Counted], dict[int, str]]:
    """The signatures of a block with their counts, in order of id, and their base entities. Those `known` need not be made from their rows."""
    query = f"SELECT {COLUMNS}, count, base FROM identity_signatures WHERE block = ? AND count > 0 ORDER BY id"
    rows = db.execute(query, (block,)).fetchall()
    return [(row[0], known.get(row[0]) or signature_of(row), row[7]) for row in rows], {row[0]: row[8] for row in rows}


def rows_of(db: sqlite3.Connection, columns: str, keys: Collection[int], where: str = "1") -> list[Any]:
    """Columns of the signatures with these ids that answer to a condition, in order of id."""
    query = f"SELECT {columns} FROM identity_signatures WHERE id IN (SELECT value FROM json_each(?)) AND {where} ORDER BY id"
    return db.execute(query, (json.dumps(sorted(keys)),)).fetchall()
