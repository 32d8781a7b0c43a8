"""The list of known people that a ledger keeps, and the files that it is read from: CSV, or FollowTheMoney entities, one JSON object a line."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger import identities
from rapport.ledger.signing import Pair, listed_people
from rapport.records import content_id
from rapport.resolve.forms import form_of, person_form
from rapport.resolve.known_people import KnownPeople, KnownPerson, Office, names_of
from rapport.resolve.names import name_key

_COLUMNS: Final = ("name", "aliases", "title", "organization", "since", "until", "wikidata", "id")


def replace(db: sqlite3.Connection, people: Sequence[KnownPerson]) -> set[Pair]:
    """Put a list in the place of the one that the ledger has (an empty one removes it); gives the pairs that are someone else now, as
    `identities.update`. Within a transaction of the caller's."""
    before = listed_people(db)
    for table in ("known_people", "known_names", "known_offices"):
        db.execute(f"DELETE FROM {table}")
    db.executemany("INSERT INTO known_people VALUES (?, ?, ?)", [(p.id, p.name, p.wikidata) for p in people])
    db.executemany(
        "INSERT OR IGNORE INTO known_names VALUES (?, ?, ?)", [(person_form(name_key(name)), p.id, name) for p in people for name in names_of(p)]
    )
    offices = [(p.id, i, o.title, o.organization, o.since, o.until) for p in people for i, o in enumerate(p.offices)]
    db.executemany("INSERT INTO known_offices VALUES (?, ?, ?, ?, ?, ?)", offices)
    return _taken_in(db, before, people)


def _taken_in(db: sqlite3.Connection, before: Sequence[KnownPerson], after: Sequence[KnownPerson]) -> set[Pair]:
    forms = {person_form(name_key(name)) for person in (*before, *after) for name in names_of(person)} - {""}
    articles: set[str] = set()
    for form in forms:
        query = (
            "SELECT x.article FROM identity_signatures AS s JOIN identity_actors AS x ON x.signature = s.id WHERE s.form = ? "
            "UNION SELECT article FROM actors WHERE name_key = ? UNION SELECT x.article FROM actor_aliases AS x WHERE x.alias_key = ?"
        )
        articles.update(row[0] for row in db.execute(query, (form, form, form)))
    lists = [KnownPeople.of(people) for people in (before, after)]
    # Those whom a description names are of no form before.
    query = "SELECT a.article, a.name, r.published FROM actors AS a JOIN articles AS r ON r.id = a.article WHERE a.kind = 'person' AND instr(a.name, ' ') > 0"
    for article, name, published in db.execute(query):
        if published and published[:4].isdigit() and any(people.described(name, int(published[:4])) for people in lists):
            articles.add(article)
    waiting = {row[0] for row in db.execute("SELECT article FROM unresolved")}
    return identities.update(db, articles - waiting, forms | {form_of(form, "person") for form in forms})


def read(path: Path) -> list[KnownPerson]:
    """The people of a file: CSV with the columns name, aliases (parted by ;), title, organization, since, until, wikidata and id, of which only
    name must be there (a person of several offices has several lines), or FollowTheMoney entities (Person, Position, Occupancy), one a line.

    Raises UsageError where it is neither, and OSError where it cannot be read.
    """
    text = path.read_text(encoding="utf-8-sig")
    people = list(_from_entities(path, text) if text.lstrip().startswith("{") else _from_table(path, text))
    if not people:
        raise UsageError(f"{path}: it names nobody")
    return sorted(people, key=lambda p: p.id)


def _from_table(path: Path, text: str) -> Iterator[KnownPerson]:
    reader = csv.DictReader(text.splitlines())
    if "name" not in (reader.fieldnames or ()):
        raise UsageError(f"{path}: a CSV file of people has the column name, and may have {', '.join(_COLUMNS[1:])}")
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in reader:
        found = {key: (row.get(key) or "").strip() for key in _COLUMNS}
        if found["name"]:
            rows[found["id"] or found["wikidata"] or found["name"]].append(found)
    for key, same in rows.items():
        aliases = [alias.strip() for row in same for alias in (row["name"], *row["aliases"].split(";"))]
        offices = [Office(row["title"], *(row[k] or None for k in ("organization", "since", "until"))) for row in same if row["title"]]
        yield _person(key, same[0]["name"], aliases, offices, next((row["wikidata"] for row in same if row["wikidata"]), None))


def _person(key: str, name: str, names: Iterable[str], offices: Iterable[Office], wikidata: str | None) -> KnownPerson:
    others = tuple(sorted({n for n in names if n and n != name}))
    held = tuple(sorted(set(offices), key=lambda o: (o.since or "", o.until or "", o.title, o.organization or "")))
    return KnownPerson(content_id("known", key), name, others, held, wikidata)


def _from_entities(path: Path, text: str) -> Iterator[KnownPerson]:
    entities: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                entities.append(json.loads(line))
            except ValueError as error:
                raise UsageError(f"{path}:{number}: it is no JSON ({error})") from error
    posts = {e.get("id"): _first(e, "name") for e in entities if e.get("schema") == "Position"}
    offices: dict[Any, list[Office]] = defaultdict(list)
    for e in entities:
        if e.get("schema") == "Occupancy" and (title := posts.get(_first(e, "post"))):
            office, _, where = title.partition(" of ")
            offices[_first(e, "holder")].append(Office(office, where or None, _first(e, "startDate"), _first(e, "endDate")))
    for e in entities:
        if e.get("schema") == "Person" and (name := _first(e, "name")):
            properties = e.get("properties", {})
            names = [*properties.get("name", ()), *properties.get("alias", ())]
            held = [*offices[e.get("id")], *(Office(position) for position in properties.get("position", ()) if not offices[e.get("id")])]
            yield _person(str(e.get("id")), name, names, held, _first(e, "wikidataId"))


def _first(entity: Mapping[str, Any], key: str) -> str | None:
    values = entity.get("properties", {}).get(key) or ()
    return str(values[0]) if values else None
