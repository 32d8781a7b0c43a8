"""Who is who: the actors of single articles as actors of the ledger.

`update` takes in what changed in some articles, and `rulings_changed` what people corrected; either leaves `entities` and `members` as they would
be from scratch. Only the blocks of names that changed are decided anew, and only actors that are someone else now are written.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from rapport.ledger import ruled
from rapport.ledger.signing import COLUMNS, Changes, Pair, block_rows, changes, signature_of
from rapport.resolve.forms import bears, core, surname_block
from rapport.resolve.identity import Bearer, Counted, Persons, as_person, decide_others, decide_person, entity_id, persons
from rapport.resolve.signatures import Signature

_PERSONS: Final = "kind = 'person' AND block >= 'p:' AND block < 'p;'"
_OTHERS: Final = "kind <> 'person' AND block >= 'o:' AND block < 'o;'"


def update(db: sqlite3.Connection, articles: Collection[str]) -> set[Pair]:
    """Bring `entities` and `members` in line after the actors of `articles` changed; gives the (article, actor) pairs that are someone else now, or new, or gone."""
    found = changes(db, articles)
    touched, words = _blocks(db, found)
    based = _decide(db, touched, words)
    held = {row[0] for key in found.signatures for row in db.execute("SELECT entity FROM identity_signatures WHERE id = ?", (key,))}
    elsewhere, names, renamed = ruled.apply(db, {*found.signatures, *based})
    moved, grown = _members(db, found, set(articles), elsewhere)
    held |= {row[0] for key in found.signatures for row in db.execute("SELECT entity FROM identity_signatures WHERE id = ?", (key,))}
    db.execute("DELETE FROM identity_signatures WHERE count = 0")
    _entities(db, grown, (held | renamed | grown.keys()) - {""}, names)
    return moved


def rulings_changed(db: sqlite3.Connection, forms: Iterable[tuple[str, str, str | None]]) -> set[Pair]:
    """Apply `identity_rulings` after rulings on these forms (name key, kind, key of an article or null) were added, changed or taken back.

    Call it once within the transaction that wrote them. Gives the (article, actor) pairs that are someone else now, which `entries.update` and
    `quotations.update` want as after `update`. Rulings whose correction is undone count as taken back.
    """
    keys = {article for _, _, article in forms if article is not None}
    return update(db, [row[0] for key in sorted(keys) for row in db.execute("SELECT id FROM articles WHERE key = ?", (key,))])


def _blocks(db: sqlite3.Connection, found: Changes) -> tuple[set[str], set[str]]:
    """Put the signatures of all forms that changed into their blocks; gives the blocks that have changed, and the words by which others look up
    what changed in them."""
    touched: set[str] = set()
    words = {s.given for s in found.signatures.values()}
    for form in sorted({s.form for s in found.signatures.values()} - {""}):
        query = f"SELECT {COLUMNS}, block, count FROM identity_signatures WHERE form = ?"
        rows = [(row[0], signature_of(row), row[7], row[8]) for row in db.execute(query, (form,))]
        votes: Counter[str] = Counter()
        for _, signature, _, count in rows:
            votes[signature.kind] += count
        votes = +votes
        for key, signature, old, _ in rows:
            person = as_person(signature, votes) if votes else signature.kind == "person"
            block = f"p:{surname_block(form)}" if person else f"o:{form}"
            touched |= {block, old}
            if block != old:
                words.add(signature.given)
                db.execute("UPDATE identity_signatures SET block = ? WHERE id = ?", (block, key))
    return touched - {""}, words - {""}


class _Blocks:
    """Blocks of the ledger, each loaded once; persons' full names are brought together as they are loaded."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._loaded: dict[str, tuple[list[Counted], Persons | None]] = {}

    def __getitem__(self, block: str) -> tuple[list[Counted], Persons | None]:
        if block not in self._loaded:
            rows = block_rows(self._db, block)
            self._loaded[block] = rows, persons(rows) if block.startswith("p:") else None
        return self._loaded[block]


def _decide(db: sqlite3.Connection, touched: set[str], words: set[str]) -> set[str]:
    """Decide the blocks anew; gives the ids of the signatures whose base is another now. Full names come first: names of one word look them up."""
    blocks = _Blocks(db)
    changed: dict[str, Signature] = {}
    for block in sorted(touched):
        rows, found = blocks[block]
        if found is not None:
            changed |= _base(db, {key: (s, decide_person(s, found, ())) for key, s, _ in rows if not s.single})
    words = words | {s.given for s in changed.values()} - {""}
    for word in sorted(words):
        if db.execute("SELECT 1 FROM identity_signatures WHERE form = ? LIMIT 1", (word,)).fetchone():
            touched = touched | {f"p:{surname_block(word)}", f"o:{word}"}
    for block in sorted(touched):
        rows, found = blocks[block]
        if found is None:
            if rows:
                decided = decide_others(rows, _bearers(db, block[2:], _OTHERS) if " " not in block[2:] else ())
                changed |= _base(db, {key: (s, decided[key]) for key, s, _ in rows})
            continue
        single = [(key, s) for key, s, _ in rows if s.single]
        bearers = {word: _bearers(db, word, _PERSONS) for word in {core(s.form)[0][0] for _, s in single}}
        changed |= _base(db, {key: (s, decide_person(s, found, bearers[core(s.form)[0][0]])) for key, s in single})
    return set(changed)


def _bearers(db: sqlite3.Connection, word: str, which: str) -> list[Bearer]:
    query = (
        f"SELECT form, block, base, sum(count) FROM identity_signatures WHERE given = ? AND given <> '' AND {which} AND count > 0 "
        "GROUP BY form, block, base ORDER BY form, block, base"
    )
    return [Bearer(*row) for row in db.execute(query, (word,))]


def _base(db: sqlite3.Connection, bases: Mapping[str, tuple[Signature, str]]) -> dict[str, Signature]:
    changed = {}
    for key, (signature, base) in bases.items():
        if db.execute("UPDATE identity_signatures SET base = ? WHERE id = ? AND base <> ?", (base, key, base)).rowcount:
            changed[key] = signature
    return changed


def _members(db: sqlite3.Connection, found: Changes, articles: set[str], elsewhere: set[str]) -> tuple[set[Pair], Counter[str]]:
    """Write who everyone is that may be someone else now; gives the pairs that are, and in how many more articles each entity is."""
    entity_of: dict[str, str] = {}

    def entity(signature: str) -> str:
        if signature not in entity_of:
            entity_of[signature] = db.execute("SELECT entity FROM identity_signatures WHERE id = ?", (signature,)).fetchone()[0]
        return entity_of[signature]

    meant: dict[str, dict[str, str]] = {article: {} for article in articles}
    for article, actor in found.actors:
        signature = found.after.get((article, actor))
        meant[article][actor] = (entity(signature) if signature else "") or actor
    others: dict[str, dict[str, str]] = {}
    for signature in elsewhere:
        for article, actor in db.execute("SELECT article, actor FROM identity_actors WHERE signature = ?", (signature,)):
            if article not in articles:
                others.setdefault(article, {})[actor] = entity(signature) or actor
    moved: set[Pair] = set()
    grown: Counter[str] = Counter()
    for article, now in (*meant.items(), *others.items()):
        before = dict(db.execute("SELECT actor, entity FROM members WHERE article = ?", (article,)).fetchall())
        after = now if article in articles else before | now
        moved |= {(article, actor) for actor in before.keys() | after.keys() if before.get(actor) != after.get(actor)}
        # Entities that are touched but did not grow are noted too, at 0: their names may change.
        for key in {*before.values()} ^ {*after.values()}:
            grown[key] += 1 if key in after.values() else -1
    _write(db, moved, meant, others)
    return moved, grown


def _write(db: sqlite3.Connection, moved: set[Pair], *meant: Mapping[str, Mapping[str, str]]) -> None:
    fresh = []
    for article, actor in sorted(moved):
        entity = next((m[article][actor] for m in meant if actor in m.get(article, ())), None)
        if entity is None:
            db.execute("DELETE FROM members WHERE article = ? AND actor = ?", (article, actor))
        else:
            fresh.append((article, actor, entity))
    db.executemany("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", fresh)


def _entities(db: sqlite3.Connection, grown: Counter[str], touched: set[str], names: Mapping[str, str]) -> None:
    """Write the rows of the entities touched: how many articles they are in, and what they are called."""
    for entity in sorted(touched):
        row = db.execute("SELECT articles FROM entities WHERE id = ?", (entity,)).fetchone()
        number = (row[0] if row else 0) + grown[entity]
        if number == 0:
            db.execute("DELETE FROM entities WHERE id = ?", (entity,))
            continue
        name, kind, key = _called(db, entity)
        values = (names.get(entity, name), kind, key, number, entity)
        if row:
            db.execute("UPDATE entities SET name = ?, kind = ?, key = ?, articles = ? WHERE id = ?", values)
        else:
            db.execute("INSERT INTO entities (name, kind, key, articles, id) VALUES (?, ?, ?, ?, ?)", values)


def _called(db: sqlite3.Connection, entity: str) -> tuple[str, str, str | None]:
    """The fullest usual name of an entity, its kind and the key of that name."""
    rows = db.execute(
        "SELECT form, kind, key, name, sum(count) FROM identity_signatures WHERE entity = ? GROUP BY form, kind, key, name", (entity,)
    ).fetchall()
    if not rows:
        # The actor of one article by itself: its id is the entity's.
        article, actor = db.execute("SELECT article, actor FROM members WHERE entity = ?", (entity,)).fetchone()
        name, kind, key = db.execute("SELECT name, kind, name_key FROM actors WHERE article = ? AND id = ?", (article, actor)).fetchone()
        return name, kind, key
    forms: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for form, kind, _, _, count in rows:
        forms[form] += count
        kinds[kind] += count
    canonical = min(forms, key=lambda f: (entity not in (entity_id(f, "person"), entity_id(f, "other")), not bears(f), -forms[f], f))
    called: Counter[tuple[str, str]] = Counter()
    for form, _, key, name, count in rows:
        if form == canonical:
            called[name, key] += count
    name, key = min(called, key=lambda pair: (pair[0].isupper(), -called[pair], pair))
    return name, min(kinds, key=lambda k: (-kinds[k], k)), key
