"""Groups of things that are the same, kept up as things come and go: near-linear whatever there is, and the same whatever came first.

Things that share a bucket may be the same. In each bucket all are compared to the one with the least id only, so that ten thousand copies of one
text cost ten thousand comparisons and not fifty million; things that several buckets hold have several chances to meet. Groups are the connected
components over all buckets. A bucket is looked into anew when the least of it changes, which for ids that are hashes happens seldom.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Final

from rapport.resolve.clusters import components

Bucket = int
Link = tuple[str, str]
_OF: Final = "FROM json_each(?2) AS k CROSS JOIN {0} AS x ON x.kind = ?1 AND x.{1} = k.value"
# What shares with someone (?2) a bucket of which this one is the least.
_BELOW: Final = (
    "SELECT DISTINCT y.item FROM alike_buckets AS x CROSS JOIN alike_buckets AS y ON y.kind = x.kind AND y.bucket = x.bucket AND y.item > x.item "
    "WHERE x.kind = ?1 AND x.item = ?2 AND NOT EXISTS (SELECT 1 FROM alike_buckets AS z WHERE z.kind = x.kind AND z.bucket = x.bucket AND z.item < x.item)"
)


class Alike:
    """The buckets of one kind of things. `same` says of two ids whether they are the same; it must not depend on which comes first. `ahead` is told
    which ids come up in an update, so that they can be loaded at once."""

    def __init__(
        self, db: sqlite3.Connection, kind: str, same: Callable[[str, str], bool], ahead: Callable[[Collection[str]], None] | None = None
    ) -> None:
        self._db, self._kind, self._same, self._ahead = db, kind, same, ahead

    def update(self, items: Mapping[str, Collection[Bucket]]) -> list[set[str]]:
        """Put things into these buckets instead of those where they were (into none: they are gone); gives all groups that may be others now.

        A group of one is a thing by itself. Things that are gone are in no group.
        """
        given = json.dumps(sorted(items))
        seen = {*items, *(key for link in self._links(items) for key in link)}
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS alike_touched (bucket INTEGER PRIMARY KEY)")
        self._db.execute("DELETE FROM temp.alike_touched")
        self._db.execute(f"INSERT OR IGNORE INTO temp.alike_touched SELECT x.bucket {_OF.format('alike_buckets', 'item')}", (self._kind, given))
        self._db.executemany("INSERT OR IGNORE INTO temp.alike_touched VALUES (?)", [(bucket,) for of in items.values() for bucket in of])
        before = dict(self._touched())
        keys = [(self._kind, item) for item in items]
        for column in ("item", "least"):
            self._db.executemany(f"DELETE FROM alike_pairs WHERE kind = ? AND {column} = ?", keys)
        self._db.executemany("DELETE FROM alike_buckets WHERE kind = ? AND item = ?", keys)
        rows = [(self._kind, bucket, item) for item, buckets in items.items() for bucket in set(buckets)]
        self._db.executemany("INSERT INTO alike_buckets VALUES (?, ?, ?)", sorted(rows))
        # What stands alone in a bucket is linked to nothing there.
        after = dict(self._touched(2))
        for least in sorted({before[bucket] for bucket, least in after.items() if before.get(bucket, least) != least} - items.keys()):
            seen |= self._unlink(least)
        seen |= self._link(self._asked(rows, before, after, items))
        return self._groups(seen, gone={item for item, buckets in items.items() if not buckets})

    def _touched(self, count: int = 1) -> list[tuple[Bucket, str]]:
        """Each touched bucket that holds so many, with the least of what it holds."""
        # Without a pass over all that a bucket holds: that of a text with thousands of copies was counted again with every batch.
        held = "FROM alike_buckets AS b WHERE b.kind = ?1 AND b.bucket = t.bucket"
        query = (
            f"SELECT t.bucket, (SELECT min(b.item) {held}) FROM temp.alike_touched AS t "
            f"WHERE EXISTS (SELECT 1 {held} LIMIT 1 OFFSET ?2) ORDER BY t.bucket"
        )
        return [(row[0], row[1]) for row in self._db.execute(query, (self._kind, count - 1))]

    def _unlink(self, least: str) -> set[str]:
        """Part something from what shares no bucket with it any more of which it is the least; gives what was linked."""
        linked = {row[0] for row in self._db.execute("SELECT item FROM alike_pairs WHERE kind = ? AND least = ?", (self._kind, least))}
        if not linked:
            return set()
        parted = linked - {row[0] for row in self._db.execute(_BELOW, (self._kind, least))}
        self._db.executemany("DELETE FROM alike_pairs WHERE kind = ? AND item = ? AND least = ?", [(self._kind, item, least) for item in parted])
        return parted | {least}

    def _asked(
        self, rows: Collection[tuple[str, Bucket, str]], before: Mapping[Bucket, str], after: Mapping[Bucket, str], items: Collection[str]
    ) -> dict[str, set[str]]:
        """What is to be compared to what is the least: what is new in a bucket, and all where another is the least now, or is so anew."""
        asked: dict[str, set[str]] = defaultdict(set)
        whole: dict[str, list[Bucket]] = defaultdict(list)
        for bucket, least in after.items():
            if least != before.get(bucket) or least in items:
                whole[least].append(bucket)
        for _, bucket, item in rows:
            if bucket in after:
                asked[after[bucket]].add(item)
        # Once a thing, however many buckets it shares with the least: copies share all of theirs.
        query = f"SELECT DISTINCT x.item {_OF.format('alike_buckets', 'bucket')}"
        for least, buckets in whole.items():
            asked[least].update(row[0] for row in self._db.execute(query, (self._kind, json.dumps(buckets))))
        return {least: found - {least} for least, found in asked.items()}

    def _link(self, asked: Mapping[str, set[str]]) -> set[str]:
        """Link what is the same; gives all that is linked now."""
        if self._ahead:
            self._ahead({*asked, *(item for found in asked.values() for item in found)})
        links = [(item, least) for least, found in sorted(asked.items()) for item in sorted(found) if self._same(least, item)]
        self._db.executemany("INSERT OR IGNORE INTO alike_pairs VALUES (?, ?, ?)", [(self._kind, *link) for link in sorted(links)])
        return {key for link in links for key in link}

    def _links(self, items: Collection[str]) -> set[Link]:
        """What is linked to any of these."""
        given = (self._kind, json.dumps(sorted(items)))
        return {
            (row[0], row[1])
            for column in ("item", "least")
            for row in self._db.execute(f"SELECT x.item, x.least {_OF.format('alike_pairs', column)}", given)
        }

    def _groups(self, seen: set[str], gone: set[str]) -> list[set[str]]:
        links: set[Link] = set()
        nodes = waiting = seen - gone
        while waiting:
            found = self._links(waiting)
            links |= found
            waiting = {key for link in found for key in link} - nodes
            nodes = nodes | waiting
        return [set(group) for group in components(nodes, ((0.0, *link) for link in sorted(links)))]
