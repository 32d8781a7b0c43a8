"""The signatures of articles: read from the content tables, counted in `identity_signatures`."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from rapport.records import content_id
from rapport.resolve.identity import Counted
from rapport.resolve.signatures import Named, Signature, View, sign
from rapport.resolve.titles import PRONOUNS

Pair = tuple[str, str]
# Pronouns are short; everything else that stands for an actor need not be cut out of the text.
_PRONOUN: Final = (min(map(len, PRONOUNS)), max(map(len, PRONOUNS)))
COLUMNS: Final = "id, form, kind, key, name, more, pin"


@dataclass
class Changes:
    """What a batch changed: signatures that are new, gone or counted anew (as they were known), and whose signature each actor has now and had."""

    before: dict[Pair, str] = field(default_factory=dict)
    after: dict[Pair, str] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    # Every actor of the articles, named or not, with its name, kind and key.
    actors: dict[Pair, tuple[str, str, str | None]] = field(default_factory=dict)


def signature_id(signature: Signature) -> str:
    s = signature
    return content_id(s.form, s.kind, s.key, s.name, s.gender, s.titles, s.year, s.hints, s.sense, s.acronym, s.pin)


def _more(s: Signature) -> str:
    return json.dumps([s.gender, s.titles, s.year, s.hints, s.sense, s.acronym], ensure_ascii=False, separators=(",", ":"))


def signature_of(row: Any) -> Signature:
    """The signature of a row that begins with `COLUMNS`."""
    _, form, kind, key, name, more, pin = tuple(row)[:7]
    gender, titles, year, hints, sense, acronym = json.loads(more)
    return Signature(form, kind, key, name, gender, tuple(titles), year, tuple(hints), sense, acronym, pin)


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


def _year(published: str | None) -> int | None:
    return int(published[:4]) if published and published[:4].isdigit() else None


def changes(db: sqlite3.Connection, articles: Collection[str]) -> Changes:
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
    counts: Counter[str] = Counter()
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
        for actor, signed in sign(views(db, article, actors), _year(about[1]), pins.get(about[0], ()), about[0]).items():
            key = signature_id(signed)
            found.after[article, actor] = key
            found.signatures[key] = signed
            counts[key] += 1
    _count(db, found, counts)
    _note(db, found)
    return found


def _count(db: sqlite3.Connection, found: Changes, counts: Counter[str]) -> None:
    changed = sorted(key for key, number in counts.items() if number)
    for key in changed:
        if key not in found.signatures:
            row = db.execute(f"SELECT {COLUMNS} FROM identity_signatures WHERE id = ?", (key,)).fetchone()
            found.signatures[key] = signature_of(row)
    found.signatures = {key: found.signatures[key] for key in changed}
    fresh = ((key, s.form, s.kind, s.key, s.name, _more(s), s.pin, s.given) for key, s in found.signatures.items())
    db.executemany("INSERT OR IGNORE INTO identity_signatures VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 0, '', '')", fresh)
    db.executemany("UPDATE identity_signatures SET count = count + ? WHERE id = ?", [(counts[key], key) for key in changed])


def _note(db: sqlite3.Connection, found: Changes) -> None:
    gone = [pair for pair in found.before if found.after.get(pair) != found.before[pair]]
    fresh = [(*pair, key) for pair, key in found.after.items() if found.before.get(pair) != key]
    db.executemany("DELETE FROM identity_actors WHERE article = ? AND actor = ?", gone)
    db.executemany("INSERT INTO identity_actors VALUES (?, ?, ?)", fresh)


def block_rows(db: sqlite3.Connection, block: str) -> list[Counted]:
    """The signatures of a block with their counts, in order of id."""
    query = f"SELECT {COLUMNS}, count FROM identity_signatures WHERE block = ? AND count > 0 ORDER BY id"
    return [(row[0], signature_of(row), row[7]) for row in db.execute(query, (block,))]
