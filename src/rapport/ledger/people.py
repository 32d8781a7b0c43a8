"""Who a name means in this ledger: actors of all articles, grouped by name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from rapport.errors import AmbiguousName, UnknownName
from rapport.resolve.names import NameGroup, find, group_names, name_words

# A JSON list of (article, id) pairs, the value of the name put in, as a table.
PAIRS = "(SELECT json_extract(value, '$[0]') AS article, json_extract(value, '$[1]') AS id FROM json_each({}))"


@dataclass(frozen=True)
class Someone:
    """A group of actors that go by one name, and their (article, id) pairs as JSON (for `PAIRS`)."""

    group: NameGroup
    pairs: str

    @property
    def name(self) -> str:
        return self.group.name


class People:
    """The named actors of a ledger. Groups are made once, and again after the file has changed."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._at: tuple[int, int] | None = None
        self._groups: list[NameGroup] = []
        self._of: dict[tuple[str, str], NameGroup] = {}

    def groups(self) -> list[NameGroup]:
        """All groups in order of key; actors without a name of their own (descriptions, groups, unnamed ones) are in none."""
        at = (int(self._db.execute("PRAGMA data_version").fetchone()[0]), self._db.total_changes)
        if at != self._at:
            query = "SELECT name_key, name, kind, count(*) FROM actors WHERE name_key IS NOT NULL GROUP BY name_key, kind, name"
            self._groups = group_names((r[0], r[1], r[2], r[3]) for r in self._db.execute(query))
            self._of = {member: group for group in self._groups for member in group.members}
            self._at = at
        return self._groups

    def members(self) -> Mapping[tuple[str, str], NameGroup]:
        """The group of every named actor, by `name_key` and kind."""
        self.groups()
        return self._of

    def called(self, name: str) -> Someone:
        """Whom a name means. Raises UnknownName, AmbiguousName."""
        try:
            group = find(name, self.groups())
        except UnknownName:
            by_alias = self._by_alias(name)
            if not by_alias:
                raise
            if len(by_alias) > 1:
                raise AmbiguousName(name, [g.name for g in by_alias[:12]]) from None
            group = by_alias[0]
        query = "SELECT article, id FROM actors WHERE name_key = ? AND kind = ?"
        pairs = [list(row) for member in sorted(group.members) for row in self._db.execute(query, member)]
        return Someone(group, json.dumps(pairs))

    def _by_alias(self, name: str) -> list[NameGroup]:
        """Groups with an actor that its article also calls so (“H.B.A.” for the Harbor Boat Authority), most often first."""
        keys = sorted({" ".join(name_words(name, kind)) for kind in ("person", "organization")} - {""})
        marks = ", ".join("?" * len(keys))
        query = (
            f"SELECT p.name_key, p.kind, count(*) FROM actor_aliases AS x JOIN actors AS p ON p.article = x.article AND p.id = x.actor WHERE x.alias_key IN ({marks}) "
            "AND p.name_key IS NOT NULL GROUP BY p.name_key, p.kind ORDER BY 3 DESC, 1, 2"
        )
        members = self.members()
        found = (members.get((key, kind)) for key, kind, _ in self._db.execute(query, keys).fetchall())
        return list(dict.fromkeys(group for group in found if group is not None))
