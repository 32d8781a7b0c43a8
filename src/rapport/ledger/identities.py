"""Who is who: the actors of single articles as actors of the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from rapport.records import content_id
from rapport.resolve.names import group_names


def update(db: sqlite3.Connection, articles: Collection[str]) -> set[tuple[str, str]]:
    """Bring `entities` and `members` in line after the actors of `articles` changed; gives the (article, actor) pairs that are someone else now, or new, or gone."""
    del articles
    before = {(row[0], row[1]): row[2] for row in db.execute("SELECT article, actor, entity FROM members")}
    query = "SELECT name_key, name, kind, count(*) FROM actors WHERE name_key IS NOT NULL GROUP BY name_key, kind, name"
    groups = group_names((r[0], r[1], r[2], r[3]) for r in db.execute(query))
    of = {member: (content_id("entity", g.key, g.kind), g) for g in groups for member in g.members}
    db.execute("DELETE FROM entities")
    db.execute("DELETE FROM members")
    after: dict[tuple[str, str], str] = {}
    found: dict[str, tuple[str, str, str | None]] = {}
    for article, actor, name, kind, key in db.execute("SELECT article, id, name, kind, name_key FROM actors").fetchall():
        known = of.get((key, kind))
        entity = known[0] if known else actor
        found[entity] = (known[1].name, known[1].kind, known[1].key) if known else (name, kind, None)
        after[article, actor] = entity
    counts: dict[str, set[str]] = {}
    for (article, _), entity in after.items():
        counts.setdefault(entity, set()).add(article)
    db.executemany("INSERT INTO entities VALUES (?, ?, ?, ?, ?)", [(e, *values, len(counts[e])) for e, values in sorted(found.items())])
    db.executemany("INSERT INTO members VALUES (?, ?, ?)", [(*pair, entity) for pair, entity in after.items()])
    return {pair for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair)}
