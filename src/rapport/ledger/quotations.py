"""The same quotation in several articles, and its variants."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from rapport.ledger.alike import Alike
from rapport.records import content_id
from rapport.resolve.marks import salt_of, winnowed
from rapport.resolve.quoted import LEAST, quoted_words, same_quotation, variant_of

# So many words in a row are nobody else's, whoever is said to have said them.
_NOBODY_ELSE: Final = 12
_QUERY: Final = (
    "SELECT s.id, s.article, s.content, m.entity, substr(a.published, 1, 10), a.outlet FROM statements_ruled AS s JOIN articles AS a ON a.id = s.article "
    "LEFT JOIN members AS m ON m.article = s.article AND m.actor = s.speaker WHERE NOT s.rejected AND s.form <> 'indirect' AND {0}"
)


@dataclass(frozen=True, slots=True)
class _Quoted:
    id: str
    article: str
    content: str
    speaker: str | None
    published: str | None
    outlet: str | None
    words: tuple[str, ...]


def _quoted(row: sqlite3.Row) -> _Quoted:
    key, article, content, speaker, published, outlet = row
    return _Quoted(key, article, content, speaker, published, outlet, quoted_words(content))


def update(db: sqlite3.Connection, articles: Collection[str], moved: Collection[tuple[str, str]]) -> None:
    """Bring the `quotation…` tables in line after the statements of `articles` changed and the actors `moved` are someone else."""
    asked = sorted({*articles, *(article for article, _ in moved)})
    # Once, not once an article: it goes through the keys of all articles.
    superseded = {row[0] for row in db.execute("SELECT id FROM superseded_articles")}
    items: dict[str, set[int]] = {}
    for article in asked:
        # What was known of the article, so that what is gone is taken out.
        for (key,) in db.execute("SELECT statement FROM quotation_marks WHERE article = ?", (article,)):
            items[key] = set()
        found = [] if article in superseded else [_quoted(row) for row in db.execute(_QUERY.format("s.article = ?"), (article,))]
        db.execute("DELETE FROM quotation_marks WHERE article = ?", (article,))
        for quoted in found:
            if len(quoted.words) >= LEAST:
                items[quoted.id] = _buckets(quoted)
                db.execute("INSERT INTO quotation_marks VALUES (?, ?)", (article, quoted.id))

    @lru_cache(maxsize=1 << 14)
    def known(key: str) -> _Quoted:
        return _quoted(db.execute(_QUERY.format("s.id = ?"), (key,)).fetchone())

    groups = Alike(db, "quotation", lambda one, other: _same(known(one), known(other))).update(items)
    for key in items:
        _forget(db, key)
    for group in groups:
        for key in group:
            _forget(db, key)
        if len(group) > 1:
            _write(db, [known(key) for key in sorted(group)])


def _buckets(quoted: _Quoted) -> set[int]:
    """Marks that quotations of one speaker share, and for long ones a mark of all their words, whoever said them."""
    words = list(quoted.words)
    found = winnowed(words, salt_of(quoted.speaker)) if quoted.speaker else set()
    return found | (winnowed([" ".join(words)]) if len(words) >= _NOBODY_ELSE else set())


def _same(one: _Quoted, other: _Quoted) -> bool:
    if len(one.words) >= _NOBODY_ELSE and one.words == other.words:
        return True
    if one.speaker is None or one.speaker != other.speaker:
        return False
    days = abs((date.fromisoformat(one.published) - date.fromisoformat(other.published)).days) if one.published and other.published else None
    return same_quotation(one.words, other.words, days)


def _forget(db: sqlite3.Connection, key: str) -> None:
    row = db.execute("SELECT quotation FROM quotation_reports WHERE statement = ?", (key,)).fetchone()
    if row is not None:
        db.execute("DELETE FROM quotations WHERE id = ?", (row[0],))
        db.execute("DELETE FROM quotation_reports WHERE quotation = ?", (row[0],))


def _write(db: sqlite3.Connection, group: list[_Quoted]) -> None:
    """Store a quotation of several reports, the earliest first; undated ones last."""
    ordered = sorted(group, key=lambda q: (q.published is None, q.published or "", q.article, q.id))
    fullest = min(ordered, key=lambda q: -len(q.words))
    speaker = next((q.speaker for q in ordered if q.speaker), None)
    key = content_id("quotation", min(q.id for q in group))
    outlets = len({q.outlet for q in group})
    db.execute("INSERT INTO quotations VALUES (?, ?, ?, ?, ?, ?)", (key, speaker, fullest.content, ordered[0].published, len(group), outlets))
    rows = [(key, q.article, q.id, place, variant_of(q.words, fullest.words)) for place, q in enumerate(ordered)]
    db.executemany("INSERT INTO quotation_reports VALUES (?, ?, ?, ?, ?)", rows)
