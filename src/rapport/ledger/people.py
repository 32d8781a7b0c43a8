"""Who a name means in this ledger: its entities, looked up by all names that their actors go by."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from rapport.errors import AmbiguousName, UnknownName
from rapport.ledger.results import ActorRow
from rapport.records import ACTOR_KINDS
from rapport.resolve.names import OTHERS, NameGroup, find, labels, name_words, with_id

# A JSON list of (article, id) pairs, the value of the name put in, as a table.
PAIRS = "(SELECT json_extract(value, '$[0]') AS article, json_extract(value, '$[1]') AS id FROM json_each({}))"
# The actors of the entities of a JSON list, the value of the name put in, as a table.
MEMBERS = "(SELECT m.article, m.actor AS id FROM members AS m WHERE m.entity IN (SELECT value FROM json_each({})))"
# Whether a name holds a word, which is folded: names of plain letters, nearly all, which have no more bytes than characters, are looked at without a call to Python.
_HOLDS: Final = "CASE WHEN length(CAST({0} AS BLOB)) > length({0}) THEN instr(fold({0}), {1}) ELSE instr(lower({0}), {1}) END > 0"
# The same of a word of plain letters, in a quarter of the time.
_LIKE: Final = "{0} LIKE '%' || {1} || '%' ESCAPE '\\'"
_SHOWN: Final = 12
_KEPT: Final = 1000  # names of which it is known whom they mean
_ID: Final = re.compile("[0-9a-f]{16}")
_OTHERS: Final = " OR ".join(
    f"EXISTS (SELECT 1 FROM identity_signatures AS s WHERE s.key = e.key AND s.kind = '{kind}' AND s.entity {than} e.id)"
    for kind in ACTOR_KINDS
    for than in "<>"
)
# Whether someone else goes by the very name, found in the index from both sides: a president is in it by the thousands.
_NAMESAKES: Final = f"SELECT e.id, e.name, e.kind, e.key, {_OTHERS} FROM json_each(?) AS k CROSS JOIN entities AS e ON e.id = k.value"

_NAMES_OF: Final = "SELECT DISTINCT entity, key, kind FROM identity_signatures WHERE entity = ? AND entity <> ''"
# Who goes by the very name: an index leads from each to the next.
_EXACT: Final = (
    "WITH RECURSIVE x (entity) AS (SELECT min(entity) FROM identity_signatures WHERE key = :key AND kind = :kind UNION ALL "
    "SELECT (SELECT min(entity) FROM identity_signatures WHERE key = :key AND kind = :kind AND entity > x.entity) FROM x WHERE x.entity IS NOT NULL) "
    "SELECT entity, :key, :kind FROM x WHERE entity IS NOT NULL"
)


@dataclass(frozen=True)
class Someone:
    """Whom a name means, and the ids of the entities as JSON (for `MEMBERS`): one, or all whose bearers of a bare surname may be anyone."""

    group: NameGroup
    entities: str

    @property
    def name(self) -> str:
        return self.group.name

    @property
    def id(self) -> str:
        """The id of the entity; empty where these are several."""
        known = json.loads(self.entities)
        return str(known[0]) if len(known) == 1 else ""


def outlets_named(db: sqlite3.Connection, words: str) -> str:
    """The outlets whose names hold the words, as a JSON list: their names are gone through in an index that leads from each to the next."""
    query = (
        "WITH RECURSIVE o (name) AS (SELECT min(outlet) FROM articles UNION ALL SELECT (SELECT min(outlet) FROM articles WHERE outlet > o.name) FROM o "
        "WHERE o.name IS NOT NULL) SELECT json_group_array(name) FROM o WHERE name IS NOT NULL AND instr(fold(name), fold(?)) > 0"
    )
    return str(db.execute(query, (words,)).fetchone()[0])


def holds(column: str, name: str, words: str) -> tuple[str, str]:
    """A condition that names hold words, in whatever case, and the value of its parameter `name`."""
    folded = words.casefold()
    if words.isascii() and "ss" not in folded:  # which “ß” is folded to
        return _LIKE.format(column, name), re.sub(r"([\\%_])", r"\\\1", folded)
    return _HOLDS.format(column, name), folded


class People:
    """The named entities of a ledger. Articles that wait to be taken in (`Ledger.resolve`) are not known to it."""

    def __init__(self, db: sqlite3.Connection, *, read_only: bool = False) -> None:
        self._db = db
        self._read_only = read_only
        self._version = 0
        self._known: dict[str, Someone | AmbiguousName | UnknownName] = {}

    def called(self, name: str) -> Someone:
        """Whom a name means, or an id, alone or in brackets after the name. Where an id is gone, since who is who is known better now, the name counts.

        Raises UnknownName, AmbiguousName.
        """
        # What is written here is not seen by the number of the file's version.
        if not self._read_only:
            return self._called(name)
        # A page asks for the same few names again and again; what was found holds until somebody writes into the file.
        version = int(self._db.execute("PRAGMA data_version").fetchone()[0])
        if version != self._version or len(self._known) >= _KEPT:
            self._version = version
            self._known.clear()
        if (found := self._known.get(name)) is None:
            try:
                found = self._called(name)
            except (AmbiguousName, UnknownName) as error:
                found = error
            self._known[name] = found
        if isinstance(found, Someone):
            return found
        raise found.with_traceback(None)

    def _called(self, name: str) -> Someone:
        bare, _, key = name.strip().removesuffix(")").rpartition("(")
        if someone := self._with_id(key, bare.strip()):
            return someone
        if key == OTHERS or _ID.fullmatch(key):
            name = bare.strip() or name
        words = [form for kind in ("organization", "person") if (form := name_words(name, kind))]
        if exact := self._exact(words):
            return self._found(name, exact)
        try:
            return self._found(name, self._groups(self._ending({_last(form) for form in words})))
        except UnknownName:
            by_alias = self._groups(self._by_alias({" ".join(form) for form in words}))
        if len(by_alias) == 1:
            return self._someone(next(iter(by_alias)), by_alias)
        if by_alias:
            ranked = sorted(by_alias, key=lambda g: (-g.count, g.key, g.kind))
            raise AmbiguousName(name, labels(ranked[:_SHOWN]))
        # For names spelled much like it all must be looked at.
        return self._found(
            name, self._groups(self._db.execute("SELECT DISTINCT entity, key, kind FROM identity_signatures WHERE key <> ''").fetchall())
        )

    def _with_id(self, key: str, name: str) -> Someone | None:
        """The entity with an id; or, of a name that several have, those who are none of these and stay of their articles."""
        if key == OTHERS:
            words = {_last(form) for kind in ("organization", "person") if (form := name_words(name, kind))}
            groups = self._groups(self._ending(words))
            others = [group for group in groups if not group.id and group.name.casefold() == name.casefold()]
            return self._someone(max(others, key=lambda group: (group.count, group.kind)), groups) if others else None
        if not _ID.fullmatch(key):
            return None
        if groups := self._groups([tuple(row) for row in self._db.execute(_NAMES_OF, (key,))]):
            return self._someone(next(iter(groups)), groups)
        # Who stays of an article has no signature to itself.
        row = self._db.execute("SELECT key, name, kind, articles FROM entities WHERE id = ? AND key IS NOT NULL", (key,)).fetchone()
        return Someone(NameGroup(row[0], row[1], row[2], frozenset({(row[0], row[2])}), row[3], key), json.dumps([key])) if row else None

    def addressed(self, entities: Collection[str], *, sparing: bool = True) -> dict[str, str]:
        """By what to ask for each of some entities and no other: its name, with the id where the name alone fits several. Whom a person's single name fits
        takes a look at all who have it: where not `sparing` with ids, these get one unseen."""
        rows = self._db.execute(_NAMESAKES, (json.dumps(sorted(entities)),)).fetchall()
        return {
            key: with_id(name, key) if shared or not self._alone(key, name, kind, form or "", sparing) else name
            for key, name, kind, form, shared in rows
        }

    def _alone(self, entity: str, name: str, kind: str, key: str, sparing: bool) -> bool:
        """Whether a name that nobody else has means this one: a surname may mean those who are named in full."""
        if kind != "person" or " " in key:
            return True
        if not sparing:
            return False
        try:
            return self.called(name).id == entity
        except (AmbiguousName, UnknownName):
            return False

    def listed(self, words: str, limit: int) -> list[ActorRow]:
        """The actors whose name holds the words, in most articles first; those who stay of their article are none."""
        held, value = holds("name", ":words", words)
        query = (
            f"SELECT name, kind, articles, id FROM entities WHERE key IS NOT NULL AND {held} "
            "AND id IN (SELECT entity FROM identity_signatures WHERE entity <> '') ORDER BY articles DESC, name, id LIMIT :limit"
        )
        return [ActorRow(*row) for row in self._db.execute(query, {"words": value, "limit": limit})]

    def outlets(self, words: str) -> str:
        """The outlets whose names hold the words, as a JSON list."""
        return outlets_named(self._db, words)

    def _found(self, name: str, groups: dict[NameGroup, str]) -> Someone:
        return self._someone(find(name, sorted(groups, key=lambda g: (g.key, g.kind))), groups)

    def _someone(self, group: NameGroup, groups: dict[NameGroup, str]) -> Someone:
        if groups[group]:
            return Someone(group, json.dumps([groups[group]]))
        query = (
            "SELECT x.actor FROM identity_signatures AS s JOIN identity_actors AS x ON x.signature = s.id "
            "WHERE s.key = ? AND s.kind = ? AND s.entity = '' ORDER BY 1"
        )
        return Someone(group, json.dumps([row[0] for member in sorted(group.members) for row in self._db.execute(query, member)]))

    def _exact(self, forms: Sequence[tuple[str, ...]]) -> dict[NameGroup, str]:
        """Of what `_ending` finds those who go by the very name, where nobody else can be meant: it has several words, or is that of one body or place.
        Thousands may bear its last word."""
        words = {f" {_last(form)} " for form in forms}
        for form in forms:
            found = {tuple(row) for kind in ACTOR_KINDS for row in self._db.execute(_EXACT, {"key": " ".join(form), "kind": kind})}
            for entity in {entity for entity, _, _ in found} - {""}:
                named = (tuple(row) for row in self._db.execute(_NAMES_OF, (entity,)))
                found.update(row for row in named if any(word in f" {row[1].replace('-', ' ')} " for word in words))
            groups = self._groups(sorted(found))
            if groups:
                alone = len(groups) == 1 and next(iter(groups)).kind != "person"
                return groups if len(form) > 1 or alone else {}
        return {}

    def _ending(self, words: Collection[str]) -> list[tuple[str, str, str]]:
        """(entity, key, kind) of all names that hold one of the words."""
        found: set[tuple[str, str, str]] = set()
        for word in words:
            # The index of words parts names where we part them and at other signs too: what it finds is looked at again.
            known = any(c.isalnum() for c in word)
            source = "identity_words AS w CROSS JOIN identity_signatures AS s ON s.id = w.rowid" if known else "identity_signatures AS s"
            match = "w.identity_words MATCH :match AND " if known else ""
            query = f"SELECT DISTINCT s.entity, s.key, s.kind FROM {source} WHERE {match}instr(' ' || replace(s.key, '-', ' ') || ' ', :word) > 0"
            values = {"word": f" {word} ", "match": '"' + re.sub(r'["\x00]', " ", word) + '"'}
            found.update(tuple(row) for row in self._db.execute(query, values))
        return sorted(found)

    def _by_alias(self, keys: Collection[str]) -> list[tuple[str, str, str]]:
        """Names with an actor that its article also calls so (“H.B.A.” for the Harbor Boat Authority)."""
        query = (
            "SELECT DISTINCT s.entity, s.key, s.kind FROM actor_aliases AS x JOIN identity_actors AS a ON a.article = x.article AND a.actor = x.actor "
            "JOIN identity_signatures AS s ON s.id = a.signature WHERE x.alias_key IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3"
        )
        return [tuple(row) for row in self._db.execute(query, (json.dumps(sorted(keys)),))]

    def _groups(self, rows: Collection[tuple[str, str, str]]) -> dict[NameGroup, str]:
        """What goes by the names, each with the id of its entity; those who stay of their articles are together by name, with none."""
        names: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
        for entity, key, kind in rows:
            names[(entity, "", "") if entity else ("", key, kind)].add((key, kind))
        listed = json.dumps(sorted({entity for entity, _, _ in names} - {""}))
        known = {
            row[0]: row
            for row in self._db.execute("SELECT id, name, kind, key, articles FROM entities WHERE id IN (SELECT value FROM json_each(?))", (listed,))
        }
        found: dict[NameGroup, str] = {}
        for (entity, key, kind), members in sorted(names.items()):
            if not entity:
                called = self._db.execute(
                    "SELECT name, sum(count) FROM identity_signatures WHERE key = ? AND kind = ? AND entity = '' GROUP BY name", (key, kind)
                ).fetchall()
                usual = min(called, key=lambda row: (-row[1], len(row[0].split()), row[0].isupper(), row[0]))[0]
                found[NameGroup(key, usual, kind, frozenset(members), sum(row[1] for row in called))] = ""
            elif entity in known:
                _, name, its_kind, its_key, articles = known[entity]
                found[NameGroup(its_key or "", name, its_kind, frozenset(members), articles, entity)] = entity
        return found


def _last(form: tuple[str, ...]) -> str:
    return form[-1].split("-")[-1]
