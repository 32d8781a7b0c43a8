"""Which reports retell a contact that is far better told: found anew for what an update touched, and for what depends on it.

A retelling depends on the contacts that several articles tell of one of its parties (see `resolve.retold`). What is looked at are the contacts that were
made anew, those that stood in one entry with them, and where a well-told one was made anew, all that may retell it; all others stay as they are.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapport.ledger import entry_reports
from rapport.ledger.entry_nodes import Change, Neighbours, Part
from rapport.ledger.entry_reports import KEYS, Key
from rapport.resolve.reports import Report
from rapport.resolve.retold import FAMOUS, Told, drawn, stands_for

# Entries of a party and a channel that several articles tell of, or any number of them.
_OF_PARTY: Final = (
    "SELECT e.id FROM json_each(?) AS k CROSS JOIN entry_parties AS p ON p.entity = k.value CROSS JOIN entries AS e ON e.id = p.entry "
    "WHERE e.channel = ? AND e.status = 'happened' AND e.articles >= ?"
)
# Parties and channels of entries that several articles tell of.
_TOLD_BEFORE: Final = (
    "SELECT DISTINCT p.entity, e.channel FROM json_each(?) AS k CROSS JOIN entries AS e ON e.id = k.value CROSS JOIN entry_parties AS p ON p.entry = e.id "
    "WHERE e.status = 'happened' AND e.channel <> 'unspecified' AND e.articles >= ?"
)
_HELD: Final = "SELECT r.entry, r.article, r.contact FROM json_each(?) AS k CROSS JOIN entry_reports AS r ON r.entry = k.value"
_ENTRY_OF: Final = f"SELECT DISTINCT r.entry FROM {KEYS} AS k CROSS JOIN entry_reports AS r ON r.article = k.article AND r.contact = k.contact"
# A contact that so many tell of may be meant instead of a better-told one.
_RIVAL: Final = 2

Encounters = Callable[[Part, Neighbours], Iterator[list[Key]]]
Cluster = tuple[Key, ...]


@dataclass(frozen=True)
class Group:
    """The reports of an entry, and of these those that are one whatever the others are."""

    keys: list[Key]
    sure: frozenset[Key]


class Retellings:
    """The contacts of one update. `change` has what it made anew; `encounters` says which reports of a component are surely one."""

    def __init__(self, db: sqlite3.Connection, near: Neighbours, change: Change, encounters: Encounters) -> None:
        self._db = db
        self._near = near
        self._encounters = encounters
        self._fresh = {tuple(keys): self._told(keys) for part in change.parts for keys in encounters(part, near)}
        self._changed = set(change.keys) | {key for keys in self._fresh for key in keys}
        self._found: dict[Cluster, Told] = dict(self._fresh)
        self._seen = set(self._changed)
        self._tellers: dict[tuple[str, str], list[Told]] = {}

    def groups(self) -> list[Group]:
        """The entries that may be others now."""
        beside = self._entries_of(self._changed)
        held = self._held(beside | self._dependents(beside))
        self._recall(held)
        inside = held | self._changed
        loose = {keys: told for keys, told in self._found.items() if not told.famous and not inside.isdisjoint(keys)}
        drawn_to: dict[Key, set[Key]] = defaultdict(set)
        left: list[list[Key]] = []
        for keys, told in loose.items():
            best = drawn(told, self._told_of(told))
            moved = self._one_of_each(told, best) if best else set()
            if best:
                drawn_to[best.known_as] |= moved
            if rest := [key for key in keys if key not in moved]:
                left.append(rest)
        decided = {key for keys in loose for key in keys}
        return [Group(keys, frozenset(keys)) for keys in left] + self._famous(drawn_to, decided)

    def _famous(self, drawn_to: Mapping[Key, set[Key]], decided: set[Key]) -> list[Group]:
        """The famous contacts that were made anew, or gained or lost what retells them."""
        former = self._entries_of(decided | self._changed | drawn_to.keys())
        self._recall(self._held(former))
        rows = self._db.execute(_HELD, (json.dumps(sorted(former)),)).fetchall()
        entry_of = {(article, contact): entry for entry, article, contact in rows}
        stayed: dict[str, set[Key]] = defaultdict(set)
        for entry, *key in rows:
            if tuple(key) not in decided and tuple(key) not in self._changed:
                stayed[entry].add((key[0], key[1]))
        found = []
        for keys, told in self._found.items():
            entry = entry_of.get(keys[0])
            if told.famous and (keys in self._fresh or entry):
                stay = set() if keys in self._fresh or entry is None else stayed[entry]
                found.append(Group(sorted({*keys, *stay, *drawn_to.get(told.known_as, ())}), frozenset(keys)))
        return found

    def _one_of_each(self, told: Told, best: Told) -> set[Key]:
        """The reports of a retelling, but for those of articles of which another report is, or may rather be, one of the same contact."""
        of = entry_reports.of_articles(self._db, {report.article for report in told.reports})
        beside: dict[str, list[Report]] = defaultdict(list)
        for key, report in self._near.reports(sorted(of)).items():
            beside[key[0]].append(report)
        return {report.key for report in told.reports if stands_for(report, beside[report.article], best)}

    def _dependents(self, beside: Collection[str]) -> set[str]:
        """The entries of all that may retell a well-told contact that was made anew, or is no more."""
        asked = {(entity, told.channel) for told in self._fresh.values() if told.teller for entity in told.core}
        asked |= {(row[0], row[1]) for row in self._db.execute(_TOLD_BEFORE, (json.dumps(sorted(beside)), _RIVAL))}
        found: set[str] = set()
        for entity, channel in sorted(asked):
            if self._is_told(entity, channel):
                found |= {row[0] for row in self._db.execute(_OF_PARTY, (json.dumps([entity]), channel, 1))}
        return found

    def _is_told(self, entity: str, channel: str) -> bool:
        """Whether a famous contact of someone by a channel is known, or was."""
        fresh = any(told.famous and told.channel == channel and entity in told.core for told in self._fresh.values())
        return fresh or self._db.execute(_OF_PARTY + " LIMIT 1", (json.dumps([entity]), channel, FAMOUS)).fetchone() is not None

    def _told_of(self, told: Told) -> list[Told]:
        """The contacts that several articles tell of a party of this one, by its channel."""
        found: dict[Key, Told] = {}
        if told.once and told.channel != "unspecified":
            for entity in sorted(told.core):
                found |= {other.known_as: other for other in self._of_party(entity, told.channel)}
        return list(found.values())

    def _of_party(self, entity: str, channel: str) -> list[Told]:
        if (entity, channel) not in self._tellers:
            if known := self._is_told(entity, channel):
                self._recall(self._held({row[0] for row in self._db.execute(_OF_PARTY, (json.dumps([entity]), channel, _RIVAL))}))
            tellers = [told for told in self._found.values() if told.teller and told.channel == channel and entity in told.core]
            self._tellers[entity, channel] = tellers if known else []
        return self._tellers[entity, channel]

    def _entries_of(self, keys: Collection[Key]) -> set[str]:
        return {row[0] for chunk in entry_reports.chunks(keys) for row in self._db.execute(_ENTRY_OF, (entry_reports.packed(chunk),))}

    def _held(self, entries: Collection[str]) -> set[Key]:
        """The reports of entries."""
        return {(article, contact) for _, article, contact in self._db.execute(_HELD, (json.dumps(sorted(entries)),))}

    def _recall(self, keys: Collection[Key]) -> None:
        """Find again which reports are surely one, of the components that were not made anew."""
        for part in self._near.parts_of(set(keys) - self._seen):
            for found in self._encounters(part, self._near):
                if self._seen.isdisjoint(found):
                    self._found[tuple(found)] = self._told(found)
                self._seen.update(found)

    def _told(self, keys: Collection[Key]) -> Told:
        reports = self._near.reports(keys)
        return Told(tuple(reports[key] for key in sorted(keys) if key in reports))
