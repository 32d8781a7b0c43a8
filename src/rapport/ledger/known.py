"""The list of known people that a ledger keeps, and whom it makes someone else."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from rapport.ledger import identities
from rapport.ledger.signing import Pair, listed_people
from rapport.resolve.forms import form_of, person_form
from rapport.resolve.known_people import KnownPeople, KnownPerson, names_of
from rapport.resolve.names import name_key


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
