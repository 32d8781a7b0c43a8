"""An article for reading, with who is mentioned where, and the versions it has; and the actors of a ledger by their names."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from rapport.ledger import lookup, rows
from rapport.ledger.people import holds
from rapport.ledger.results import ActorRow, Jsonable, Reported
from rapport.records import Article, Mention


@dataclass(frozen=True)
class ArticleText:
    """One version of an article and all that was read in it. `called` are its actors by the names that the ledger has for them (`named` where that is a
    name and no description); `versions` are all that were read of it, oldest first, the `current` one by its id."""

    reported: Reported
    mentions: tuple[Mention, ...]
    called: dict[str, str]
    named: frozenset[str]
    versions: tuple[Article, ...]
    current: str

    def to_json(self) -> dict[str, Any]:
        """The article as `Reported` gives it, with mentions, the names of the ledger, and the other versions by id."""
        return self.reported.to_json() | {
            "mentions": [mention.to_json() for mention in self.mentions],
            "called": self.called,
            "versions": [version.id for version in self.versions],
            "current": self.current,
        }


@dataclass(frozen=True)
class Size(Jsonable):
    """How much a ledger holds, and of which days; `waiting` articles are read but not taken into what is known across articles."""

    articles: int
    outlets: int
    first: str | None
    last: str | None
    contacts: int
    statements: int
    actors: int
    waiting: int


def size(db: sqlite3.Connection) -> Size:
    """The counts of a home page."""

    def one(query: str) -> Any:
        return db.execute(query).fetchone()[0]

    current = "FROM articles WHERE id NOT IN (SELECT id FROM superseded_articles)"
    first, last = (
        one(f"SELECT (SELECT substr(published, 1, 10) {current} AND published IS NOT NULL ORDER BY published {order} LIMIT 1)")
        for order in ("", "DESC")
    )
    return Size(
        one("SELECT count(*) FROM articles") - one("SELECT count(*) FROM superseded_articles"), one("SELECT count(DISTINCT outlet) FROM articles"), first, last, one("SELECT count(*) FROM entries"), one("SELECT count(*) FROM statements"),
        one("SELECT count(*) FROM entities WHERE key IS NOT NULL"), one("SELECT count(*) FROM unresolved"),
    )  # fmt: skip


def text(db: sqlite3.Connection, key: str) -> ArticleText:
    """The article with this id, or the only one whose id begins so. Raises UnknownRecord."""
    reported = lookup.article(db, key)
    here = reported.article
    query = (
        "SELECT x.id, coalesce(e.name, x.name), coalesce(e.key, x.name_key) FROM actors AS x LEFT JOIN members AS m ON m.article = x.article AND m.actor = x.id "
        "LEFT JOIN entities AS e ON e.id = m.entity WHERE x.article = ?"
    )
    found = db.execute(query, (here.id,)).fetchall()
    versions = tuple(rows.article(row) for row in db.execute("SELECT * FROM articles WHERE key = ? ORDER BY published, id", (here.key,)))
    gone = {row[0] for row in db.execute("SELECT id FROM superseded_articles WHERE id IN (SELECT id FROM articles WHERE key = ?)", (here.key,))}
    current = next((version.id for version in versions if version.id not in gone), here.id)
    called = {actor: name for actor, name, _ in found}
    return ArticleText(
        reported, tuple(rows.mentions(db, here.id)), called, frozenset(actor for actor, _, named in found if named is not None), versions, current
    )


def actors(db: sqlite3.Connection, words: str, limit: int, offset: int) -> list[ActorRow]:
    """Those whose names hold all the words, in most articles first."""
    wanted = [holds("name", f":word{i}", word) for i, word in enumerate(words.split())]
    held = "".join(f" AND {condition}" for condition, _ in wanted)
    query = f"SELECT id, name, kind, articles FROM entities WHERE key IS NOT NULL{held} ORDER BY articles DESC, name, id LIMIT :limit OFFSET :offset"
    values = {f"word{i}": value for i, (_, value) in enumerate(wanted)} | {"limit": limit, "offset": offset}
    return [ActorRow(name, kind, count, key) for key, name, kind, count in db.execute(query, values)]
