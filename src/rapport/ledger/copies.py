"""The same text in several articles: wire copy and reprints, whole or shortened."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from functools import lru_cache
from typing import Final

import numpy as np

from rapport.ledger.alike import Alike
from rapport.resolve.marks import Hashes, bands, hashed, resemblance, sampled, shingles, words_of

# Two texts are one where half of all their runs of words are shared, or four fifths of the shorter one's and a quarter of all: a newsletter that has
# ten articles in it is a copy of none.
_RESEMBLANCE: Final = 0.5
_CONTAINMENT: Final = 0.8
_PART: Final = 0.25
_LEAST: Final = 40  # words; shorter texts are stock phrases (“This story is being updated”)


def update(db: sqlite3.Connection, articles: Collection[str]) -> set[str]:
    """Bring `copies` in line after `articles` came, changed or were superseded; gives the articles whose group is another now."""

    @lru_cache(maxsize=1 << 16)
    def digest(article: str) -> str:
        return str(db.execute("SELECT sha256 FROM articles WHERE id = ?", (article,)).fetchone()[0])

    def words(article: str) -> Hashes:
        return hashed(words_of(db.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()[0]))

    @lru_cache(maxsize=4096)
    def shingled(article: str) -> Hashes:
        return np.unique(shingles(words(article)))

    def same(one: str, other: str) -> bool:
        if digest(one) == digest(other):
            return True
        alike, contained, _ = resemblance(shingled(one), shingled(other))
        return alike >= _RESEMBLANCE or (contained >= _CONTAINMENT and alike >= _PART)

    # Once, not once an article: it goes through the keys of all articles.
    superseded = {row[0] for row in db.execute("SELECT id FROM superseded_articles")}
    items: dict[str, list[int]] = {}
    known: dict[str, list[int]] = {}
    for article in sorted(articles):
        if article in superseded or not _is_read(db, article):
            items[article] = []
            continue
        text = digest(article)
        if text not in known:
            hashes = words(article)
            known[text] = [*bands(np.unique(shingles(hashes))), *sampled(hashes)] if len(hashes) > _LEAST else []
        items[article] = known[text]
    changed: set[str] = set()
    groups = Alike(db, "text", same).update(items)
    for article in (a for a, buckets in items.items() if not buckets):
        if db.execute("DELETE FROM copies WHERE article = ?", (article,)).rowcount:
            changed.add(article)
    for group in groups:
        changed |= _write(db, group)
    return changed


def _is_read(db: sqlite3.Connection, article: str) -> bool:
    return db.execute("SELECT 1 FROM readings WHERE article = ?", (article,)).fetchone() is not None


def _write(db: sqlite3.Connection, group: set[str]) -> set[str]:
    """Store a group of copies; gives those whose original is another now."""
    before = {a: row[0] for a in group for row in db.execute("SELECT original FROM copies WHERE article = ?", (a,))}
    after: dict[str, str] = {}
    if len(group) > 1:
        days = {a: db.execute("SELECT published FROM articles WHERE id = ?", (a,)).fetchone()[0] for a in group}
        # A day without a time is before its hours.
        original = min(group, key=lambda a: (days[a] is None, days[a] or "", a))
        after = dict.fromkeys(group, original)
    changed = {a for a in group if before.get(a) != after.get(a)}
    db.executemany("DELETE FROM copies WHERE article = ?", [(a,) for a in changed])
    db.executemany("INSERT INTO copies VALUES (?, ?)", [(a, after[a]) for a in sorted(changed) if a in after])
    return changed
