"""Who is who: the actors of single articles as actors of the ledger.

`update` takes in what changed in some articles, and `rulings_changed` what people corrected; either leaves `entities` and `members` as they would
be from scratch. Only the blocks of names that changed are decided anew, and only actors that are someone else now are written.
"""

from __future__ import annotations

import gc
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Final

from rapport.ledger import leaders, ruled
from rapport.ledger.signing import COLUMNS, Changes, Pair, block_rows, changes, known_people, rows_of, signature_of, usual_block
from rapport.resolve.forms import bears, core, surname_block
from rapport.resolve.identity import Bearer, Counted, Persons, as_person, decide_others, decide_person, entity_id, persons
from rapport.resolve.known_names import KNOWN_OTHERS
from rapport.resolve.known_people import KnownPeople
from rapport.resolve.signatures import Signature

_PERSONS: Final = "kind = 'person' AND block >= 'p:' AND block < 'p;'"
_OTHERS: Final = "kind <> 'person' AND block >= 'o:' AND block < 'o;'"
# A full name that one article in so many gives is not what someone is called: it is more often a word of a headline before the name (“TEARFUL RANGERS”).
_SELDOM: Final = 20


def update(db: sqlite3.Connection, articles: Collection[str], forms: Collection[str] = ()) -> set[Pair]:
    """Bring `entities` and `members` in line after the actors of `articles` changed; gives the (article, actor) pairs that are someone else now, or new, or gone.

    `forms` are names of which more is known now than was, or less: their blocks are decided anew too.
    """
    with _uncollected():
        return _update(db, articles, forms)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cyclic garbage meanwhile: a batch holds half a million small objects and no cycle, and looking for some takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _update(db: sqlite3.Connection, articles: Collection[str], forms: Collection[str]) -> set[Pair]:
    known = known_people(db)
    found = changes(db, articles, known)
    touched, words = _blocks(db, found)
    touched |= {usual_block(form, True) for form in forms}
    based = _decide(db, touched, words, found.signatures, known)
    held = {row[0] for row in rows_of(db, "entity", found.signatures)}
    elsewhere, names, renamed = ruled.apply(db, {*found.signatures, *based})
    moved, grown = _members(db, found, set(articles), elsewhere)
    led, told = leaders.update(db, articles, moved)
    moved |= led
    for entity, number in told.items():
        grown[entity] += number
    held |= {row[0] for row in rows_of(db, "entity", found.signatures)}
    db.executemany("DELETE FROM identity_signatures WHERE id = ? AND count = 0", [(key,) for key in found.signatures])
    _entities(db, grown, (held | renamed | grown.keys()) - {""}, names, {actor: values for (_, actor), values in found.actors.items()})
    return moved


def rulings_changed(db: sqlite3.Connection, forms: Iterable[tuple[str, str, str | None]]) -> set[Pair]:
    """Apply `identity_rulings` after rulings on these forms (name key, kind, key of an article or null) were added, changed or taken back.

    Call it once within the transaction that wrote them. Gives the (article, actor) pairs that are someone else now, which `entries.update` and
    `quotations.update` want as after `update`. Rulings whose correction is undone count as taken back. Articles that wait to be taken in go on waiting.
    """
    keys = {article for _, _, article in forms if article is not None}
    query = "SELECT id FROM articles WHERE key = ? AND id NOT IN (SELECT article FROM unresolved)"
    return update(db, [row[0] for key in sorted(keys) for row in db.execute(query, (key,))])


def _blocks(db: sqlite3.Connection, found: Changes) -> tuple[set[str], set[str]]:
    """Put the signatures of all forms that changed into their blocks; gives the blocks that have changed, and the words by which others look up
    what changed in them."""
    touched: set[str] = set()
    placed: list[tuple[str, int]] = []
    words = {s.given for s in found.signatures.values()}
    for form in sorted({s.form for s in found.signatures.values()} - {""}):
        # All in an index: the signatures themselves are looked at only where kinds are mixed.
        query = "SELECT kind, block, sum(count) FROM identity_signatures WHERE form = ? GROUP BY kind, block"
        rows = db.execute(query, (form,)).fetchall()
        votes: Counter[str] = Counter()
        for kind, block, count in rows:
            votes[kind] += count
            touched.add(block)
        usual = usual_block(form, rows[0][0] == "person")
        if form not in KNOWN_OTHERS and len(votes) == 1 and all(block == usual for _, block, _ in rows):
            continue
        votes = +votes
        query = f"SELECT {COLUMNS}, block FROM identity_signatures WHERE form = ?"
        for key, signature, old in [(row[0], found.signatures.get(row[0]) or signature_of(row), row[7]) for row in db.execute(query, (form,))]:
            block = usual_block(form, as_person(signature, votes) if votes else signature.kind == "person")
            touched.add(block)
            if block != old:
                words.add(signature.given)
                placed.append((block, key))
    db.executemany("UPDATE identity_signatures SET block = ? WHERE id = ?", placed)
    return touched - {""}, words - {""}


class _Blocks:
    """Blocks of the ledger, each loaded once; persons' full names are brought together as they are loaded."""

    def __init__(self, db: sqlite3.Connection, signatures: Mapping[int, Signature], known: KnownPeople) -> None:
        self._db = db
        self._signatures = signatures
        self._known = known
        self._loaded: dict[str, tuple[list[Counted], Persons | None]] = {}
        self._bases: dict[int, str] = {}
        self._waiting: set[int] = set()
        self.changed: dict[int, Signature] = {}

    def __getitem__(self, block: str) -> tuple[list[Counted], Persons | None]:
        if block not in self._loaded:
            rows, bases = block_rows(self._db, block, self._signatures)
            self._bases |= bases
            self._loaded[block] = rows, persons(rows, self._known) if block.startswith("p:") else None
        return self._loaded[block]

    def note(self, bases: Iterable[tuple[int, Signature, str]]) -> None:
        """Note the base of each signature, given as (id, signature, base), that is another now."""
        changed = [(key, signature, base) for key, signature, base in bases if self._bases[key] != base]
        for key, signature, base in changed:
            self._bases[key] = base
            self._waiting.add(key)
            self.changed[key] = signature

    def flush(self) -> None:
        """Store the bases that are noted, for what looks them up."""
        self._db.executemany("UPDATE identity_signatures SET base = ? WHERE id = ?", [(self._bases[key], key) for key in sorted(self._waiting)])
        self._waiting.clear()


def _decide(db: sqlite3.Connection, touched: set[str], words: set[str], signatures: Mapping[int, Signature], known: KnownPeople) -> set[int]:
    """Decide the blocks anew; gives the ids of the signatures whose base is another now. Full names come first: names of one word look them up."""
    blocks = _Blocks(db, signatures, known)
    for block in sorted(touched):
        rows, found = blocks[block]
        if found is not None:
            blocks.note((key, s, decide_person(s, found, ())) for key, s, _ in rows if not s.single)
    blocks.flush()
    words = (words | {s.given for s in blocks.changed.values()}) - {""}
    for word in sorted(words):
        if db.execute("SELECT 1 FROM identity_signatures WHERE form = ? LIMIT 1", (word,)).fetchone():
            touched = touched | {f"p:{surname_block(word)}", f"o:{word}"}
    for block in sorted(touched):
        rows, found = blocks[block]
        if found is None:
            if rows:
                decided = decide_others(rows, _bearers(db, block[2:], _OTHERS) if " " not in block[2:] else ())
                blocks.note((key, s, decided[key]) for key, s, _ in rows)
            continue
        single = [(key, s) for key, s, _ in rows if s.single]
        bearers = {word: _bearers(db, word, _PERSONS) for word in {core(s.form)[0][0] for _, s in single}}
        blocks.note((key, s, decide_person(s, found, bearers[core(s.form)[0][0]])) for key, s in single)
    blocks.flush()
    return set(blocks.changed)


def _bearers(db: sqlite3.Connection, word: str, which: str) -> list[Bearer]:
    query = (
        f"SELECT form, block, base, sum(count) FROM identity_signatures WHERE given = ? AND given <> '' AND {which} AND count > 0 "
        "GROUP BY form, block, base ORDER BY form, block, base"
    )
    return [Bearer(*row) for row in db.execute(query, (word,))]


def _members(db: sqlite3.Connection, found: Changes, articles: set[str], elsewhere: Mapping[int, str]) -> tuple[set[Pair], Counter[str]]:
    """Write who everyone is that may be someone else now; gives the pairs that are, and in how many more articles each entity is."""
    entity_of = dict(rows_of(db, "id, entity", {*found.after.values()})) | dict(elsewhere)
    meant: dict[str, dict[str, str]] = {article: {} for article in articles}
    for article, actor in found.actors:
        meant[article][actor] = entity_of.get(found.after.get((article, actor), 0), "") or actor
    others: dict[str, dict[str, str]] = {}
    for signature, entity in elsewhere.items():
        for article, actor in db.execute("SELECT article, actor FROM identity_actors WHERE signature = ?", (signature,)):
            if article not in articles:
                others.setdefault(article, {})[actor] = entity or actor
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


def _entities(
    db: sqlite3.Connection, grown: Counter[str], touched: set[str], names: Mapping[str, str], actors: Mapping[str, tuple[str, str, str | None]]
) -> None:
    """Write the rows of the entities touched: how many articles they are in, and what they are called. `actors` are those of the batch, by id:
    (name, kind, key) of the entities that are the actor of one article by itself."""
    known = dict(
        db.execute("SELECT id, articles FROM entities WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(touched)),)).fetchall()
    )
    numbers = {entity: known.get(entity, 0) + grown[entity] for entity in sorted(touched)}
    db.executemany("DELETE FROM entities WHERE id = ?", [(entity,) for entity in known if not numbers[entity]])
    called = _called(db, [entity for entity, number in numbers.items() if number and entity not in actors])
    rows = []
    for entity, number in numbers.items():
        if number:
            name, kind, key = actors.get(entity) or called.get(entity) or _alone(db, entity)
            rows.append((entity, names.get(entity, name), kind, key, number))
    put = "INSERT INTO entities VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, key = excluded.key, articles = excluded.articles"
    db.executemany(put, rows)


def _alone(db: sqlite3.Connection, entity: str) -> tuple[str, str, str | None]:
    """What the actor of one article by itself is called, whose id is the entity's."""
    query = "SELECT a.name, a.kind, a.name_key FROM members AS m JOIN actors AS a ON a.article = m.article AND a.id = m.actor WHERE m.entity = ?"
    name, kind, key = db.execute(query, (entity,)).fetchone()
    return name, kind, key


def _called(db: sqlite3.Connection, entities: Sequence[str]) -> dict[str, tuple[str, str, str | None]]:
    """The fullest usual name of each entity that has signatures, its kind, and the key of that name."""
    query = (
        "SELECT s.entity, s.form, s.kind, s.key, s.name, sum(s.count) FROM json_each(?) AS w CROSS JOIN identity_signatures AS s "
        "ON s.entity = w.value AND s.entity <> '' GROUP BY 1, 2, 3, 4, 5"
    )
    rows = db.execute(query, (json.dumps(sorted(entities)),))
    return {entity: _name(entity, [tuple(row)[1:] for row in found]) for entity, found in groupby(rows, key=lambda row: row[0])}


def _name(entity: str, rows: Sequence[tuple[str, str, str, str, int]]) -> tuple[str, str, str | None]:
    """The name, the kind and the key of an entity, from (form, kind, key, name, count) of its signatures."""
    forms: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for form, kind, _, _, count in rows:
        forms[form] += count
        kinds[kind] += count
    canonical = rows[0][0]
    if len(forms) > 1:
        canonical = min(forms, key=lambda f: (entity not in (entity_id(f, "person"), entity_id(f, "other")), not bears(f), -forms[f], f))
        usual = min(forms, key=lambda f: (-forms[f], f))
        if forms[canonical] * _SELDOM <= forms.total() and set(usual.split()) < set(canonical.split()):
            canonical = usual
    called: Counter[tuple[str, str]] = Counter()
    for form, _, key, name, count in rows:
        # A description that names someone is none of their names.
        if form == canonical and key:
            called[name, key] += count
    if not called:
        return min(row[3] for row in rows), "person", None
    name, key = min(called, key=lambda pair: (" " in canonical and " " not in pair[1], -called[pair], len(pair[0].split()), pair[0].isupper(), pair))
    return name, min(kinds, key=lambda k: (-kinds[k], k)), key
