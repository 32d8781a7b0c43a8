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


class Alike:
    """The buckets of one kind of things. `same` says of two ids whether they are the same; it must not depend on which comes first. `ahead` is told
    which ids most likely come up in an update, so that they can be loaded at once."""

    def __init__(
        self, db: sqlite3.Connection, kind: str, same: Callable[[str, str], bool], ahead: Callable[[Collection[str]], None] | None = None
    ) -> None:
        self._db, self._kind, self._same, self._ahead = db, kind, same, ahead
        self._compared: dict[Link, bool] = {}

    def update(self, items: Mapping[str, Collection[Bucket]]) -> list[set[str]]:
        """Put things into these buckets instead of those where they were (into none: they are gone); gives all groups that may be others now.

        A group of one is a thing by itself. Things that are gone are in no group.
        """
        self._compared.clear()
        given = json.dumps(sorted(items))
        seen = {*items, *(key for link in self._links(items) for key in link)}
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS alike_touched (bucket INTEGER PRIMARY KEY)")
        self._db.execute("DELETE FROM temp.alike_touched")
        self._db.execute(f"INSERT OR IGNORE INTO temp.alike_touched SELECT x.bucket {_OF.format('alike_buckets', 'item')}", (self._kind, given))
        self._db.executemany("INSERT OR IGNORE INTO temp.alike_touched VALUES (?)", [(bucket,) for of in items.values() for bucket in of])
        before = dict(self._touched())
        keys = [(self._kind, item) for item in items]
        self._db.executemany("DELETE FROM alike_links WHERE kind = ? AND item = ?", keys)
        self._db.executemany("DELETE FROM alike_buckets WHERE kind = ? AND item = ?", keys)
        rows = [(self._kind, bucket, item) for item, buckets in items.items() for bucket in set(buckets)]
        self._db.executemany("INSERT INTO alike_buckets VALUES (?, ?, ?)", sorted(rows))
        fresh: dict[Bucket, list[str]] = defaultdict(list)
        for _, bucket, item in rows:
            fresh[bucket].append(item)
        # What stands alone in a bucket, and did before, is linked to nothing there.
        after = dict(self._touched(2))
        alone = {bucket: self._least(bucket) for bucket in before.keys() - after.keys()}
        if self._ahead:
            self._ahead({least for bucket, least in after.items() if fresh[bucket]})
        for bucket, least in sorted((after | {b: least for b, least in alone.items() if least != before[b]}).items()):
            seen |= self._relink(bucket, before.get(bucket), least, items, fresh[bucket])
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

    def _least(self, bucket: Bucket) -> str | None:
        found = self._db.execute("SELECT min(item) FROM alike_buckets WHERE kind = ? AND bucket = ?", (self._kind, bucket)).fetchone()[0]
        return None if found is None else str(found)

    def _relink(self, bucket: Bucket, before: str | None, least: str | None, items: Collection[str], fresh: list[str]) -> set[str]:
        """Compare what is new in a bucket to the least of it; all where that is another now. Gives what was or is linked there."""
        changed: set[str] = set()
        asked = fresh
        if least != before or least in items:
            changed = {row[0] for row in self._db.execute("SELECT item FROM alike_links WHERE kind = ? AND bucket = ?", (self._kind, bucket))}
            changed |= {key for key in (before, least) if key}
            self._db.execute("DELETE FROM alike_links WHERE kind = ? AND bucket = ?", (self._kind, bucket))
            asked = [row[0] for row in self._db.execute("SELECT item FROM alike_buckets WHERE kind = ? AND bucket = ?", (self._kind, bucket))]
        linked = [item for item in asked if least is not None and item != least and self._are_same(least, item)]
        if linked:
            self._db.executemany("INSERT INTO alike_links VALUES (?, ?, ?, ?)", [(self._kind, bucket, item, least) for item in linked])
        return changed | set(linked) | ({least} if least and linked else set())

    def _are_same(self, least: str, item: str) -> bool:
        """Compare two things once, however many buckets they share."""
        link = (least, item)
        if link not in self._compared:
            self._compared[link] = self._same(least, item)
        return self._compared[link]

    def _links(self, items: Collection[str]) -> set[Link]:
        """What is linked to any of these, in whatever bucket."""
        given = (self._kind, json.dumps(sorted(items)))
        return {
            (row[0], row[1])
            for column in ("item", "least")
            for row in self._db.execute(f"SELECT DISTINCT x.item, x.least {_OF.format('alike_links', column)}", given)
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
