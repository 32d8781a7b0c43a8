"""Which reports retell a contact that is far better told: found anew for what an update touched, and for what depends on it.

A retelling depends on the contacts that several articles told of one of its parties in the weeks before it (see `resolve.retold`). What is looked at are
the contacts that were made anew and what stood in their entries, and where a well-told one was made anew, all that may retell it and was told soon after
it was; all others stay as they are. Without a look at the days, 120 new articles found 1,800 reports of 14,000 again, since all deal with one president.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapport.ledger import entry_reports
from rapport.ledger.entry_nodes import Change, Neighbours, Part
from rapport.ledger.entry_reports import KEYS, Key
from rapport.resolve.reports import Report, ordinal
from rapport.resolve.retold import drawn, stands_for
from rapport.resolve.told import FAMOUS, Told, lately, soon, span_around, weeks_before

# The reports of a party's contacts by a channel that took place and of which so many articles tell, and when they were published: between two days.
_OF_PARTY: Final = (
    "SELECT r.article, r.contact, a.published FROM entry_parties AS p CROSS JOIN entries AS e ON e.id = p.entry "
    "CROSS JOIN entry_reports AS r ON r.entry = e.id CROSS JOIN articles AS a ON a.id = r.article "
    "WHERE p.entity = ? AND e.channel = ? AND e.status = 'happened' AND e.articles >= ? AND substr(a.published, 1, 10) BETWEEN ? AND ?"
)
# Parties, channels and reports of entries that several articles tell of.
_TOLD_BEFORE: Final = (
    "SELECT p.entity, e.channel, r.article, r.contact, a.published FROM json_each(?) AS k CROSS JOIN entries AS e ON e.id = k.value "
    "CROSS JOIN entry_parties AS p ON p.entry = e.id CROSS JOIN entry_reports AS r ON r.entry = e.id CROSS JOIN articles AS a ON a.id = r.article WHERE e.status = 'happened' AND e.channel <> 'unspecified' AND e.articles >= ?"
)
_SHOWN: Final = "SELECT e.shown_article, e.shown, e.id FROM json_each(?) AS k CROSS JOIN entries AS e ON e.id = k.value"
_HELD: Final = "SELECT r.entry, r.article, r.contact FROM json_each(?) AS k CROSS JOIN entry_reports AS r ON r.entry = k.value"
_ENTRY_OF: Final = f"SELECT DISTINCT r.entry FROM {KEYS} AS k CROSS JOIN entry_reports AS r ON r.article = k.article AND r.contact = k.contact"
_LINKED: Final = (
    f"SELECT n.article, n.contact FROM {KEYS} AS k CROSS JOIN entry_nodes AS n ON n.article = k.article AND n.contact = k.contact "
    "WHERE EXISTS (SELECT 1 FROM entry_nodes AS m WHERE m.component = n.component AND m.article <> n.article)"
)
# A contact that so many tell of may be meant instead of a better-told one.
_RIVAL: Final = 2

Encounters = Callable[[Part, Neighbours], Iterator[list[Key]]]
Cluster = tuple[Key, ...]
# Someone, and a channel.
Side = tuple[str, str]


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
        self._tellers: dict[Side, dict[int, list[Told]]] = defaultdict(lambda: defaultdict(list))
        self._reports_of: dict[Side, list[tuple[Key, int]]] = {}
        self._famous_of: dict[Side, list[int]] = {}
        self._famous_now: dict[Side, list[int]] = defaultdict(list)
        for told in self._fresh.values():
            for entity in told.core if told.famous else ():
                self._famous_now[entity, told.channel] += told.told

    def groups(self) -> list[Group]:
        """The entries that may be others now."""
        beside = self._entries_of(self._changed)
        held = self._held(self._made_anew(beside)) | self._dependents(beside)
        self._recall(held)
        inside = held | self._changed
        loose = {keys: told for keys, told in self._found.items() if not told.famous and not inside.isdisjoint(keys)}
        self._prepare(loose.values())
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
        # Of a famous contact the report that is shown is no retelling: by it the contact is found.
        self._recall(self._shown(former))
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

    def _made_anew(self, entries: Collection[str]) -> list[str]:
        """Those of some entries whose own contact was made anew, not only what retells it."""
        return [entry for key, entry in self._shown(entries).items() if key in self._changed]

    def _shown(self, entries: Collection[str]) -> dict[Key, str]:
        return {(article, contact): entry for article, contact, entry in self._db.execute(_SHOWN, (json.dumps(sorted(entries)),))}

    def _dependents(self, beside: Collection[str]) -> set[Key]:
        """Reports of all that may retell a well-told contact that was made anew, or is no more: those told in the weeks after it was."""
        found: set[Key] = set()
        now, before = self._told_now(), self._told_before(beside)
        for side in sorted(now.keys() | before.keys()):
            famous = self._famous_days(side)
            for key, day in self._of_party(side):
                # Fewer tell of none that draws, nor of one that may be meant instead; of what was told before some may stand alone now.
                again = lately(now[side], day) >= _RIVAL or lately(before[side], day) > 0
                if again and lately(famous, day) >= FAMOUS:
                    found.add(key)
        return found

    def _told_now(self) -> dict[Side, list[int]]:
        """When the well-told contacts that were made anew were told, in order, by their parties and channels."""
        found: dict[Side, list[int]] = defaultdict(list)
        for told in self._fresh.values():
            for entity in told.core if told.teller else ():
                found[entity, told.channel] += told.told
        return defaultdict(list, {side: sorted(days) for side, days in found.items()})

    def _told_before(self, beside: Collection[str]) -> dict[Side, list[int]]:
        """The same of what they were before."""
        found: dict[Side, list[int]] = defaultdict(list)
        for entity, channel, *key, published in self._db.execute(_TOLD_BEFORE, (json.dumps(sorted(beside)), _RIVAL)):
            if (key[0], key[1]) in self._changed and (day := ordinal(published)) is not None:
                found[entity, channel].append(day)
        return defaultdict(list, {side: sorted(days) for side, days in found.items()})

    def _of_party(self, side: Side) -> list[tuple[Key, int]]:
        """The reports of someone's contacts by a channel that took place, with the day of publication, in the weeks around the famous ones."""
        if side not in self._reports_of:
            famous = self._famous_days(side)
            self._reports_of[side] = self._told_by(side, 1, span_around(famous)) if famous else []
        return self._reports_of[side]

    def _told_by(self, side: Side, articles: int, between: tuple[str, str] = ("", "~")) -> list[tuple[Key, int]]:
        """The reports of contacts of which so many articles tell, published between two days."""
        rows = self._db.execute(_OF_PARTY, (*side, articles, *between))
        return [((row[0], row[1]), day) for row in rows if (day := ordinal(row[2])) is not None]

    def _famous_days(self, side: Side) -> list[int]:
        """The days on which contacts of someone by a channel were told that are famous, or were; in order."""
        if side not in self._famous_of:
            self._famous_of[side] = sorted([*self._famous_now.get(side, ()), *(day for _, day in self._told_by(side, FAMOUS))])
        return self._famous_of[side]

    def _prepare(self, loose: Iterable[Told]) -> None:
        """Find again what these may retell, and what else may be meant."""
        asked: dict[Side, set[int]] = defaultdict(set)
        for told in loose:
            for side in _sides(told):
                if told.told and lately(self._famous_days(side), told.told[0]) >= FAMOUS:
                    asked[side].add(told.told[0])
        near: set[Key] = set()
        for side, found in asked.items():
            days = sorted(found)
            near |= {key for key, day in self._of_party(side) if soon(days, day)}
        self._recall(self._linked(near))
        for told in self._found.values():
            for entity in told.core if told.teller else ():
                for day in set(told.told):
                    self._tellers[entity, told.channel][day].append(told)

    def _linked(self, keys: Collection[Key]) -> set[Key]:
        """Those of some reports that may be one with a report of another article."""
        return {(row[0], row[1]) for chunk in entry_reports.chunks(keys) for row in self._db.execute(_LINKED, (entry_reports.packed(chunk),))}

    def _told_of(self, told: Told) -> list[Told]:
        """The contacts that several articles told of a party of this one, by its channel, in the weeks before it."""
        found: dict[Key, Told] = {}
        for tellers in (self._tellers[side] for side in _sides(told) if side in self._tellers):
            for day in weeks_before(told.told[0]) if told.told else ():
                found |= {other.known_as: other for other in tellers.get(day, ())}
        return list(found.values())

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


def _sides(told: Told) -> list[Side]:
    """By whom what a contact may retell is looked up; by nobody where it retells none."""
    return [(entity, told.channel) for entity in sorted(told.core)] if told.once and told.channel != "unspecified" else []
