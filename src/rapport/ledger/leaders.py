"""Leaders without a name, as actors of the ledger: whom the articles of about that time say to hold the office.

`identity_leaders` keeps who is said to hold an office, and who is called by one; an update decides those anew near whose place and day something changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapport.ledger.signing import Pair
from rapport.resolve.leaders import NEAR, SHARE, Holder, Office, Told, described_office, held_office, holder, of_another_year
from rapport.resolve.reports import ordinal

# Code points before a description in which its sentence may name a year.
_BEFORE: Final = 200
_ROWS: Final = "SELECT l.article, l.actor, l.place, l.day FROM identity_leaders AS l WHERE l.article IN (SELECT value FROM json_each(?))"

_DESCRIBED: Final = "l.article, l.actor, l.title, l.place, l.day"
# Of whom people have said who it is, nothing else is asked.
_FREE: Final = "NOT EXISTS (SELECT 1 FROM identity_actors AS i WHERE i.article = l.article AND i.actor = l.actor)"


@dataclass(frozen=True, slots=True)
class Described:
    """An actor whom an article calls by an office and a place, and the day of publication."""

    article: str
    actor: str
    office: Office
    day: int


def update(db: sqlite3.Connection, articles: Collection[str], moved: Collection[Pair]) -> tuple[set[Pair], Counter[str]]:
    """Say anew who is meant by descriptions after `articles` changed and the actors `moved` are someone else; gives the pairs that are someone else by that,
    and in how many more articles each entity is."""
    touched = _replace(db, articles)
    around = {*articles, *(article for article, _ in moved)}
    pairs = set(moved)
    for article, actor, place, day in db.execute(_ROWS, (json.dumps(sorted(around)),)):
        if (article, actor) in pairs:
            touched[place].add(day)
    asked = {*_described(db, touched), *_of_articles(db, around)}
    known: dict[tuple[Office, int], str] = {}
    meant: dict[str, dict[str, str]] = defaultdict(dict)
    for item in asked:
        key = item.office, item.day
        if key not in known:
            known[key] = told(db, *key).entity
        found = known[key]
        meant[item.article][item.actor] = found if found and not _names(db, item.article, found) else item.actor
    return _write(db, meant)


def told(db: sqlite3.Connection, office: Office, day: int) -> Told:
    """Who held an office about a day, by what the articles taken in say."""
    query = (
        "SELECT m.entity, l.title, l.article, l.day FROM identity_leaders AS l JOIN members AS m ON m.article = l.article AND m.actor = l.actor "
        "WHERE l.place = ? AND NOT l.described AND l.day BETWEEN ? AND ? AND m.entity <> m.actor"
    )
    return holder(office, day, (Holder(*row) for row in db.execute(query, (office.place, day - NEAR, day + NEAR))))


def described(db: sqlite3.Connection, office: Office) -> list[Described]:
    """Everyone whom articles call by an office, in order of time."""
    query = "SELECT article, actor, title, place, day FROM identity_leaders WHERE place = ? AND described AND title = ? ORDER BY day, article, actor"
    return [_row(row) for row in db.execute(query, (office.place, office.title))]


def _row(row: sqlite3.Row | tuple[str, str, str, str, int]) -> Described:
    article, actor, title, place, day = row
    return Described(article, actor, Office(title, place), day)


def _replace(db: sqlite3.Connection, articles: Collection[str]) -> dict[str, set[int]]:
    """Note what articles say of offices now; gives the places with the days of which something else is said than was."""
    touched: dict[str, set[int]] = defaultdict(set)
    packed = (json.dumps(sorted(articles)),)
    for _, _, place, day in db.execute(_ROWS, packed):
        touched[place].add(day)
    db.execute("DELETE FROM identity_leaders WHERE article IN (SELECT value FROM json_each(?))", packed)
    query = (
        "SELECT a.id, x.id, x.name, r.title, r.organization, r.until, a.published FROM json_each(?) AS k CROSS JOIN articles AS a ON a.id = k.value "
        "CROSS JOIN actors AS x ON x.article = a.id LEFT JOIN roles AS r ON r.article = x.article AND r.actor = x.id WHERE x.kind = 'person'"
    )
    found: set[tuple[str, str, str, str, bool, int]] = set()
    for article, actor, name, title, organization, until, published in db.execute(query, packed):
        day = ordinal(published)
        held = held_office(title, organization) if title and not until else None
        called = described_office(name)
        if day is not None and held:
            found.add((article, actor, *held, False, day))
        if day is not None and called and not of_another_year(_before(db, article, actor), int(published[:4])):
            found.add((article, actor, *called, True, day))
    db.executemany("INSERT INTO identity_leaders VALUES (?, ?, ?, ?, ?, ?)", sorted(found))
    for _, _, _, place, _, day in found:
        touched[place].add(day)
    return touched


def _before(db: sqlite3.Connection, article: str, actor: str) -> str:
    """What stands in the text before the first mention of an actor."""
    query = (
        f"SELECT substr(a.text, max(1, m.start - {_BEFORE - 1}), min({_BEFORE}, m.start)) FROM mentions AS m JOIN articles AS a ON a.id = m.article "
        'WHERE m.article = ? AND m.actor = ? ORDER BY m.start, m."end" LIMIT 1'
    )
    row = db.execute(query, (article, actor)).fetchone()
    return str(row[0]) if row else ""


def _described(db: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> Iterable[Described]:
    query = f"SELECT {_DESCRIBED} FROM identity_leaders AS l WHERE l.place = ? AND l.described AND l.day BETWEEN ? AND ? AND {_FREE}"
    for place, days in sorted(touched.items()):
        yield from map(_row, db.execute(query, (place, min(days) - NEAR, max(days) + NEAR)))


def _of_articles(db: sqlite3.Connection, articles: Collection[str]) -> Iterable[Described]:
    query = f"SELECT {_DESCRIBED} FROM json_each(?) AS k CROSS JOIN identity_leaders AS l ON l.article = k.value WHERE l.described AND {_FREE}"
    return map(_row, db.execute(query, (json.dumps(sorted(articles)),)))


def _names(db: sqlite3.Connection, article: str, entity: str) -> bool:
    """Whether an article has someone as an actor by more than such descriptions."""
    query = (
        "SELECT 1 FROM members AS m WHERE m.article = ? AND m.entity = ? AND NOT EXISTS "
        "(SELECT 1 FROM identity_leaders AS l WHERE l.article = m.article AND l.actor = m.actor AND l.described)"
    )
    return db.execute(query, (article, entity)).fetchone() is not None


def _write(db: sqlite3.Connection, meant: Mapping[str, Mapping[str, str]]) -> tuple[set[Pair], Counter[str]]:
    moved: set[Pair] = set()
    grown: Counter[str] = Counter()
    for article, now in sorted(meant.items()):
        before = dict(db.execute("SELECT actor, entity FROM members WHERE article = ?", (article,)).fetchall())
        after = before | {actor: entity for actor, entity in now.items() if actor in before}
        fresh = [(article, actor, entity) for actor, entity in sorted(after.items()) if before[actor] != entity]
        db.executemany("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", fresh)
        moved |= {(article, actor) for article, actor, _ in fresh}
        for key in {*before.values()} ^ {*after.values()}:
            grown[key] += 1 if key in after.values() else -1
    return moved, grown


__all__ = ["NEAR", "SHARE", "Described", "Told", "described", "told", "update"]
