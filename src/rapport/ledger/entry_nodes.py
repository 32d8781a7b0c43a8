"""Which reports stand near which: nodes, blocks and components, kept in the file so that new articles cost what they touch.

In a block each node is compared with the `_WINDOW` that follow it in order of time, so that a pair with thousands of contacts stays linear. What an
update changes is known exactly: pairs with a new node, pairs that came into a window, and those that fell out of one. What was found likely one stands
in `entry_edges`, so that nothing is compared again: at 14,000 articles, 100 more made 200,000 comparisons, nearly all of them of old nodes. Of dated nodes
those whose days exclude each other are not even loaded: all neighbours were, with every batch, and where 50,000 articles name one person that took a third.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from rapport.ledger import entry_reports
from rapport.ledger.entry_links import open_as
from rapport.ledger.entry_reports import Key
from rapport.resolve.clusters import Edge, components
from rapport.resolve.reports import Report, blocks
from rapport.resolve.sameness import Likeness, likeness, other_days

# Within so many neighbours to either side lie the reports of one contact, but for the busiest pairs on their busiest days: there others link them.
_WINDOW: Final = 60
Pair = tuple[str, str]
Place = tuple[int, str]


@dataclass(frozen=True)
class Part:
    """A component: its nodes, each with the keys of its reports in order, and the pairs that are likely one."""

    nodes: dict[str, list[Key]]
    edges: list[Edge]


@dataclass(frozen=True)
class Change:
    """What an update found: the components that may be others now, and the contacts that its articles told of or tell of."""

    parts: list[Part]
    keys: set[Key]


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
        # The first and the last day of nodes, where they are dated.
        self._days: dict[str, tuple[int, int] | None] = {}

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
        pairs, parted = self._rearranged(gone, born)
        dirty |= self._torn(gone, parted)
        dirty |= set(self._components(self._linked(pairs)).values())
        return Change(self._parts(self._members(dirty)), set(old) | set(now))

    def parts_of(self, keys: Collection[Key]) -> list[Part]:
        """The components of contacts, as they stand."""
        query = f"SELECT DISTINCT n.component FROM {entry_reports.KEYS} AS k CROSS JOIN entry_nodes AS n ON n.article = k.article AND n.contact = k.contact"
        found = {row[0] for row in self._db.execute(query, (entry_reports.packed(sorted(keys)),))}
        return self._parts(self._members(found)) if found else []

    def _components(self, nodes: Collection[str]) -> dict[str, str]:
        query = "SELECT n.node, n.component FROM json_each(?) AS k CROSS JOIN entry_nodes AS n ON n.node = k.value WHERE n.component <> ''"
        return {row[0]: row[1] for row in self._db.execute(query, (json.dumps(sorted(nodes)),))}

    def _members(self, dirty: set[str]) -> list[sqlite3.Row]:
        """The contacts of components, and those that are of none yet, with their nodes."""
        query = "SELECT n.* FROM json_each(?) AS k CROSS JOIN entry_nodes AS n ON n.component = k.value"
        return self._db.execute(query, (json.dumps(sorted(dirty | {""})),)).fetchall()

    def _torn(self, gone: set[str], parted: set[Pair]) -> set[str]:
        """Forget the edges of nodes that are gone and of pairs that are compared no longer; gives the components that these were in."""
        nodes = json.dumps(sorted(gone))
        for column in ("one", "other"):
            self._db.execute(f"DELETE FROM entry_edges WHERE {column} IN (SELECT value FROM json_each(?))", (nodes,))
        lost = [pair for pair in sorted(parted) if self._is_edge(pair) and not self._is_compared(pair)]
        self._db.executemany("DELETE FROM entry_edges WHERE one = ? AND other = ?", lost)
        return set(self._components({pair[0] for pair in lost}).values())

    def _is_edge(self, pair: Pair) -> bool:
        return self._db.execute("SELECT 1 FROM entry_edges WHERE one = ? AND other = ?", pair).fetchone() is not None

    def _is_compared(self, pair: Pair) -> bool:
        """Whether two nodes stand near each other in any block that both are in."""
        query = "SELECT a.block, a.day, b.day FROM entry_blocks AS a JOIN entry_blocks AS b ON b.block = a.block WHERE a.node = ? AND b.node = ?"
        for block, day, other_day in self._db.execute(query, pair).fetchall():
            places = self._block(block)
            if abs(bisect_left(places, (day, pair[0])) - bisect_left(places, (other_day, pair[1]))) <= _WINDOW:
                return True
        return False

    def _linked(self, pairs: Collection[Pair]) -> set[str]:
        """Write down which of these pairs are likely one; gives their nodes."""
        edges = self._edges(pairs)
        self._db.executemany("INSERT OR REPLACE INTO entry_edges VALUES (?, ?, ?)", sorted((one, other, score) for score, one, other in edges))
        return {node for edge in edges for node in edge[1:]}

    def _rearranged(self, gone: set[str], born: set[str]) -> tuple[set[Pair], set[Pair]]:
        """Put new nodes into their blocks and take old ones out; gives the pairs that are compared now and were not, and those that are no longer."""
        query = "SELECT b.block, b.day, b.node FROM json_each(?) AS k CROSS JOIN entry_blocks AS b ON b.node = k.value"
        out, into = defaultdict(set), defaultdict(set)
        for block, day, node in self._db.execute(query, (json.dumps(sorted(gone)),)):
            out[block].add((day, node))
        for node in born:
            self._days[node] = self._speaker[node].interval
            for block in blocks(self._speaker[node]):
                into[block].add((self._speaker[node].day, node))
        before = {block: self._block(block) for block in out.keys() | into.keys()}
        self._db.executemany("DELETE FROM entry_blocks WHERE node = ?", [(node,) for node in sorted(gone)])
        rows = [
            (block, *place, open_as(self._speaker[place[1]].status), *(self._days[place[1]] or (None, None)))
            for block, places in into.items()
            for place in places
        ]
        self._db.executemany("INSERT INTO entry_blocks VALUES (?, ?, ?, ?, ?, ?)", rows)
        pairs: set[Pair] = set()
        parted: set[Pair] = set()
        for block, places in before.items():
            self._blocks[block] = after = sorted({*places, *into[block]} - out[block])
            met, left = _changed(places, after, out[block] | into[block])
            pairs |= self._near(met)
            parted |= self._near(left)
            for place in into[block]:
                pairs |= self._near(_beside(after, place))
        return pairs, parted

    def _near(self, pairs: Collection[Pair]) -> set[Pair]:
        """These pairs without those whose days alone exclude that they are one."""
        return {pair for pair in pairs if not other_days(self._days[pair[0]], self._days[pair[1]])}

    def _block(self, block: str) -> list[Place]:
        if block not in self._blocks:
            query = "SELECT day, node, first, last FROM entry_blocks WHERE block = ? ORDER BY day, node"
            rows = self._db.execute(query, (block,)).fetchall()
            self._blocks[block] = [(row[0], row[1]) for row in rows]
            self._days |= {row[1]: None if row[2] is None else (row[2], row[3]) for row in rows}
        return self._blocks[block]

    def _edges(self, pairs: Collection[Pair]) -> list[Edge]:
        """Those of these pairs that are likely one, with their scores."""
        self.know({node for pair in pairs for node in pair})
        found = ((self._likeness(*pair), *pair) for pair in pairs)
        return [(alike.score, one, other) for alike, one, other in found if alike and alike.same]

    def likeness(self, one: str, other: str) -> Likeness | None:
        """How alike the reports of two nodes are; none where they exclude each other."""
        self.know({one, other})
        return self._likeness(one, other)

    def _likeness(self, one: str, other: str) -> Likeness | None:
        a, b = self._speaker.get(one), self._speaker.get(other)
        return likeness(a, b) if a and b else None

    def reports(self, keys: Collection[Key]) -> dict[Key, Report]:
        """The reports with these keys. One may be gone by another process that writes between two batches: its turn comes."""
        self._load(keys)
        return {key: self._reports[key] for key in keys if key in self._reports}

    def know(self, nodes: Collection[str]) -> None:
        """Load one report of every node: for comparing, any will do."""
        missing = sorted(node for node in nodes if node not in self._speaker)
        if not missing:
            return
        query = "SELECT n.node, min(n.article), n.contact FROM json_each(?) AS k CROSS JOIN entry_nodes AS n ON n.node = k.value GROUP BY n.node"
        of = {row[0]: (row[1], row[2]) for row in self._db.execute(query, (json.dumps(missing),))}
        self._load(of.values())
        # A report may be gone by another process that writes between two batches: its turn comes.
        self._speaker |= {node: self._reports[key] for node, key in of.items() if key in self._reports}

    def _load(self, keys: Iterable[Key]) -> None:
        if missing := [key for key in keys if key not in self._reports]:
            self._reports |= entry_reports.load(self._db, missing)

    def _parts(self, members: Collection[sqlite3.Row]) -> list[Part]:
        """The components of these contacts' nodes, written down."""
        nodes: dict[str, list[Key]] = defaultdict(list)
        for row in members:
            nodes[row["node"]].append((row["article"], row["contact"]))
        query = "SELECT e.score, e.one, e.other FROM json_each(?) AS k CROSS JOIN entry_edges AS e ON e.one = k.value"
        edges: list[Edge] = [tuple(row) for row in self._db.execute(query, (json.dumps(sorted(nodes)),))]
        found = []
        of: dict[str, int] = {}
        for number, part in enumerate(components(nodes, edges)):
            of |= dict.fromkeys(part, number)
            found.append(Part({node: sorted(nodes[node]) for node in part}, []))
        for edge in edges:
            found[of[edge[1]]].edges.append(edge)
        # Of most of them all reports are asked for, one component after the other: a query for each took most of the time.
        self._load((row["article"], row["contact"]) for row in members)
        for node, keys in nodes.items():
            if (key := min(keys)) in self._reports:
                self._speaker.setdefault(node, self._reports[key])
        names = [min(part.nodes) for part in found]
        rows = [(names[of[row["node"]]], row["article"], row["contact"]) for row in members if row["component"] != names[of[row["node"]]]]
        self._db.executemany("UPDATE entry_nodes SET component = ? WHERE article = ? AND contact = ?", rows)
        return found


def _beside(places: list[Place], place: Place) -> set[Pair]:
    """A node with those it is compared with."""
    at = bisect_left(places, place)
    return {(min(place[1], other), max(place[1], other)) for _, other in places[max(0, at - _WINDOW) : at + 1 + _WINDOW] if other != place[1]}


def _changed(before: list[Place], after: list[Place], changed: set[Place]) -> tuple[set[Pair], set[Pair]]:
    """Pairs of nodes that were there before and still are, of which only the order after, and only the one before, compares them."""
    met: set[Pair] = set()
    left: set[Pair] = set()
    if max(len(before), len(after)) <= _WINDOW + 1:
        return met, left
    nodes = {node for _, node in changed}
    # Only what stands within a window before something that came or went has another one now.
    ends = [bisect_left(before, place) for place in changed]
    for i in {i for end in ends for i in range(max(0, end - _WINDOW), min(end, len(before)))}:
        place = before[i]
        if place in changed:
            continue
        at = bisect_left(after, place)
        for found, others in ((met, _beyond(after, at, before, i)), (left, _beyond(before, i, after, at))):
            found.update((min(place[1], node), max(place[1], node)) for _, node in others if node not in nodes)
    return met, left


def _beyond(places: list[Place], at: int, others: list[Place], other: int) -> list[Place]:
    """What follows within a window in an order and lies beyond the window that begins at `other` in another order."""
    end = other + _WINDOW
    return places[bisect_right(places, others[end], at + 1) : at + 1 + _WINDOW] if end < len(others) else []
