"""Which reports stand near which: nodes, blocks and components, kept in the file so that new articles cost what they touch.

In a block each node is compared with the `_WINDOW` that follow it in order of time, so that a pair with thousands of contacts stays linear. What an
update changes is known exactly: pairs with a new node, pairs that came into a window, and those that fell out of one, which need not be compared:
where they were likely one, they are of one component.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from rapport.ledger import entry_reports
from rapport.ledger.entry_links import open_as
from rapport.ledger.entry_reports import Key
from rapport.resolve.clusters import Edge, components
from rapport.resolve.reports import Report, blocks
from rapport.resolve.sameness import likeness

# Within so many neighbours to either side lie the reports of one contact, but for the busiest pairs on their busiest days: there others link them.
_WINDOW: Final = 60
Pair = tuple[str, str]
Place = tuple[int, str]


@dataclass(frozen=True)
class Part:
    """A component: its nodes, each with its reports in order of key, and the pairs that are likely one."""

    nodes: dict[str, list[Report]]
    edges: list[Edge]


@dataclass
class Change:
    """What an update found: the contacts that it makes anew, and the nodes that are no more."""

    parts: list[Part] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


def numbered(reports: Iterable[Report]) -> dict[Key, str]:
    """The node of each report; those of one article that look alike are of different nodes."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for report in sorted(reports, key=lambda report: report.key):
        bare = report.signature()
        number = seen[report.article, bare]
        seen[report.article, bare] += 1
        found[report.key] = report.signature(number) if number else bare
    return found


class Neighbours:
    """The nodes of a ledger under one update."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._reports: dict[Key, Report] = {}
        self._blocks: dict[str, list[Place]] = {}
        self._speaker: dict[str, Report] = {}
        self._scores: dict[Pair, float | None] = {}

    def replace(self, articles: Collection[str]) -> Change:
        """Take in the contacts of articles as they are now, in place of what is known of them; gives the components that this makes anew."""
        packed = json.dumps(sorted(articles))
        rows = self._db.execute("SELECT n.* FROM json_each(?) AS k CROSS JOIN entry_nodes AS n ON n.article = k.value", (packed,)).fetchall()
        old = {(r["article"], r["contact"]): r["node"] for r in rows}
        dirty = {r["component"] for r in rows}
        self._reports = entry_reports.load(self._db, entry_reports.of_articles(self._db, articles))
        now = numbered(self._reports.values())
        self._db.execute("DELETE FROM entry_nodes WHERE article IN (SELECT value FROM json_each(?))", (packed,))
        standing = self._components(set(old.values()) | set(now.values()))
        self._db.executemany("INSERT INTO entry_nodes VALUES (?, ?, ?, '')", [(*key, node) for key, node in now.items()])
        dirty |= set(standing.values())
        for key, node in now.items():
            self._speaker.setdefault(node, self._reports[key])
        gone = set(old.values()) - set(now.values()) - set(standing)
        born = set(now.values()) - set(old.values()) - set(standing)
        linked, parted = self._rearranged(gone, born)
        dirty |= set(self._components(linked).values()) | self._torn(parted)
        members = self._members(dirty) | now
        return Change(self._parts(members), set(members) | set(old), gone)

    def _components(self, nodes: Collection[str]) -> dict[str, str]:
        query = "SELECT n.node, n.component FROM json_each(?) AS k CROSS JOIN entry_nodes AS n ON n.node = k.value WHERE n.component <> ''"
        return {row[0]: row[1] for row in self._db.execute(query, (json.dumps(sorted(nodes)),))}

    def _members(self, dirty: set[str]) -> dict[Key, str]:
        query = "SELECT n.article, n.contact, n.node FROM json_each(?) AS k CROSS JOIN entry_nodes AS n ON n.component = k.value"
        return {(row[0], row[1]): row[2] for row in self._db.execute(query, (json.dumps(sorted(dirty - {""})),))}

    def _torn(self, parted: set[Pair]) -> set[str]:
        """The components that hold both nodes of a pair: those of pairs that are compared no longer, for it may have been an edge."""
        of = self._components({node for pair in parted for node in pair})
        return {of[one] for one, other in parted if of.get(one) is not None and of.get(one) == of.get(other)}

    def _rearranged(self, gone: set[str], born: set[str]) -> tuple[set[str], set[Pair]]:
        """Put new nodes into their blocks and take old ones out; gives all nodes with an edge that is new, and the pairs that are compared no longer."""
        query = "SELECT b.block, b.day, b.node FROM json_each(?) AS k CROSS JOIN entry_blocks AS b ON b.node = k.value"
        out, into = defaultdict(set), defaultdict(set)
        for block, day, node in self._db.execute(query, (json.dumps(sorted(gone)),)):
            out[block].add((day, node))
        for node in born:
            for block in blocks(self._speaker[node]):
                into[block].add((self._speaker[node].day, node))
        before = {block: self._block(block) for block in out.keys() | into.keys()}
        self._db.executemany("DELETE FROM entry_blocks WHERE node = ?", [(node,) for node in sorted(gone)])
        rows = [(block, *place, open_as(self._speaker[place[1]].status)) for block, places in into.items() for place in places]
        self._db.executemany("INSERT INTO entry_blocks VALUES (?, ?, ?, ?)", sorted(rows))
        pairs: set[Pair] = set()
        parted: set[Pair] = set()
        for block, places in before.items():
            self._blocks[block] = after = sorted({*places, *into[block]} - out[block])
            met, left = _changed(places, after, {node for _, node in out[block] | into[block]})
            pairs |= met
            parted |= left
            for place in into[block]:
                pairs |= _beside(after, place)
        return {node for edge in self._edges(pairs) for node in edge[1:]}, parted

    def _block(self, block: str) -> list[Place]:
        if block not in self._blocks:
            query = "SELECT day, node FROM entry_blocks WHERE block = ? ORDER BY day, node"
            self._blocks[block] = [(row[0], row[1]) for row in self._db.execute(query, (block,))]
        return self._blocks[block]

    def _edges(self, pairs: Collection[Pair]) -> list[Edge]:
        """The pairs that are likely one, with their scores."""
        self._know({node for pair in pairs for node in pair})
        found = []
        for pair in pairs:
            if pair not in self._scores:
                one, other = self._speaker.get(pair[0]), self._speaker.get(pair[1])
                alike = likeness(one, other) if one and other else None
                self._scores[pair] = alike.score if alike and alike.same else None
            score = self._scores[pair]
            if score is not None:
                found.append((score, *pair))
        return found

    def _know(self, nodes: set[str]) -> None:
        """Load one report of every node: for comparing, any will do."""
        query = "SELECT n.node, min(n.article), n.contact FROM json_each(?) AS k CROSS JOIN entry_nodes AS n ON n.node = k.value GROUP BY n.node"
        missing = json.dumps(sorted(node for node in nodes if node not in self._speaker))
        of = {row[0]: (row[1], row[2]) for row in self._db.execute(query, (missing,))}
        self._load(of.values())
        # A report may be gone by another process that writes between two batches: its turn comes.
        self._speaker |= {node: self._reports[key] for node, key in of.items() if key in self._reports}

    def _load(self, keys: Iterable[Key]) -> None:
        self._reports |= entry_reports.load(self._db, [key for key in keys if key not in self._reports])

    def _parts(self, members: dict[Key, str]) -> list[Part]:
        """The components of these contacts' nodes, written down."""
        self._load(members)
        members = {key: node for key, node in members.items() if key in self._reports}
        nodes: dict[str, list[Report]] = defaultdict(list)
        for key in sorted(members):
            nodes[members[key]].append(self._reports[key])
        self._speaker |= {node: reports[0] for node, reports in nodes.items()}
        pairs: set[Pair] = set()
        for node in nodes:
            report = self._speaker[node]
            for block in blocks(report):
                near = self._block(block)
                at = bisect_left(near, (report.day, node))
                pairs.update((min(node, other), max(node, other)) for _, other in near[at + 1 : at + 1 + _WINDOW] if other in nodes)
        edges = self._edges(pairs)
        found = []
        of: dict[str, int] = {}
        for number, part in enumerate(components(nodes, edges)):
            of |= dict.fromkeys(part, number)
            found.append(Part({node: nodes[node] for node in part}, []))
        for edge in edges:
            found[of[edge[1]]].edges.append(edge)
        names = [min(part.nodes) for part in found]
        rows = [(names[of[node]], *key) for key, node in sorted(members.items())]
        self._db.executemany("UPDATE entry_nodes SET component = ? WHERE article = ? AND contact = ?", rows)
        return found


def _beside(places: list[Place], place: Place) -> set[Pair]:
    """A node with those it is compared with."""
    at = bisect_left(places, place)
    return {(min(place[1], other), max(place[1], other)) for _, other in places[max(0, at - _WINDOW) : at + 1 + _WINDOW] if other != place[1]}


def _changed(before: list[Place], after: list[Place], changed: set[str]) -> tuple[set[Pair], set[Pair]]:
    """Pairs of nodes that were there before and still are, of which only the order after, and only the one before, compares them."""
    met: set[Pair] = set()
    left: set[Pair] = set()
    if max(len(before), len(after)) <= _WINDOW + 1:
        return met, left
    at = {place: i for i, place in enumerate(after)}
    for i, place in enumerate(before):
        j = at.get(place)
        if j is None:
            continue
        was, now = before[i + 1 : i + 1 + _WINDOW], after[j + 1 : j + 1 + _WINDOW]
        if was != now:
            for found, nodes in ((met, set(now) - set(was)), (left, set(was) - set(now))):
                found.update((min(place[1], node), max(place[1], node)) for _, node in nodes if node not in changed)
    return met, left
