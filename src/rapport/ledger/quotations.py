"""The same quotation in several articles, and its variants."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from rapport.ledger.alike import Alike
from rapport.records import content_id
from rapport.resolve.marks import long_marks, salt_of, winnowed
from rapport.resolve.quoted import LEAST, NOBODY_ELSE, Quoted, Variant, Words, fullest, quoted, quoted_text, same_quotation, variant_of

# A report is looked for in the fullest so many: a quotation of thousands of wordings is one that everybody has.
_FULLEST: Final = 8
# A speaker of one article only (“the senator”) has no other entity than the actor.
_QUERY: Final = (
    "SELECT s.id, s.article, s.content, s.form, m.entity, m.entity <> m.actor, substr(a.published, 1, 10), a.outlet FROM statements_ruled AS s JOIN articles AS a ON a.id = s.article "
    "LEFT JOIN members AS m ON m.article = s.article AND m.actor = s.speaker WHERE NOT s.rejected AND s.form <> 'indirect' AND {0}"
)
_KEYS: Final = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class _Report:
    """A statement that quotes; `named` where its speaker is known by name."""

    id: str
    article: str
    content: str
    form: str
    speaker: str | None
    named: bool
    published: str | None
    outlet: str | None
    quoted: Quoted

    @property
    def words(self) -> Words:
        return self.quoted.words


def _report(row: sqlite3.Row) -> _Report:
    key, article, content, form, speaker, named, published, outlet = row
    return _Report(key, article, content, form, speaker, bool(named), published, outlet, quoted(content, form))


class _Reports:
    """The reports of statements that an update looks at, by id: those of its articles, and others as they are asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._of: dict[str, _Report | None] = {}

    def add(self, report: _Report) -> None:
        self._of[report.id] = report

    def fetch(self, keys: Collection[str]) -> None:
        """Load many at once."""
        missing = sorted(key for key in keys if key not in self._of)
        if not missing:
            return
        self._of |= dict.fromkeys(missing)
        self._of |= {row[0]: _report(row) for row in self._db.execute(_QUERY.format(f"s.id IN {_KEYS}"), (json.dumps(missing),))}

    def __getitem__(self, key: str) -> _Report | None:
        """Null for a statement of an article that was read again since, and whose turn comes."""
        if key not in self._of:
            self.fetch([key])
        return self._of[key]

    def same(self, one: str, other: str) -> bool:
        a, b = self[one], self[other]
        if a is None or b is None:
            return False
        days = abs((date.fromisoformat(a.published) - date.fromisoformat(b.published)).days) if a.published and b.published else None
        return same_quotation(a.words, b.words, days, a.speaker is not None and a.speaker == b.speaker)


def update(db: sqlite3.Connection, articles: Collection[str], moved: Collection[tuple[str, str]]) -> None:
    """Bring the `quotation…` tables in line after the statements of `articles` changed and the actors `moved` are someone else."""
    known = _Reports(db)
    items = _changed(db, sorted(set(articles)), known)
    given = set(articles)
    for article, actor in sorted(pair for pair in moved if pair[0] not in given):
        for report in map(_report, db.execute(_QUERY.format("s.article = ? AND s.speaker = ?"), (article, actor))):
            # What an article whose turn comes says now is not known yet.
            if db.execute("SELECT 1 FROM quotation_marks WHERE article = ? AND statement = ?", (article, report.id)).fetchone():
                known.add(report)
                items[report.id] = _buckets(report.words, report.speaker)
    groups = Alike(db, "quotation", known.same, known.fetch).update(items)
    known.fetch([key for group in groups if len(group) > 1 for key in group])
    made = _Rows([], [])
    for group in groups:
        told = [found for key in sorted(group) if (found := known[key])] if len(group) > 1 else []
        if len(told) > 1:
            _quotation(told, made)
    _write(db, _stored(db, {*items, *(key for group in groups for key in group)}), made)


def _changed(db: sqlite3.Connection, articles: Collection[str], known: _Reports) -> dict[str, frozenset[int]]:
    """The buckets of what articles quote now, and of what they quoted none, so that it is taken out; notes what they quote."""
    # Once, not once an article: it goes through the keys of all articles.
    superseded = {row[0] for row in db.execute("SELECT id FROM superseded_articles")}
    items: dict[str, frozenset[int]] = {}
    marks: list[tuple[str, str]] = []
    for article in articles:
        for (key,) in db.execute("SELECT statement FROM quotation_marks WHERE article = ?", (article,)):
            items[key] = frozenset()
        found = [] if article in superseded else [_report(row) for row in db.execute(_QUERY.format("s.article = ?"), (article,))]
        for report in found:
            if len(report.words) >= LEAST:
                known.add(report)
                items[report.id] = _buckets(report.words, report.speaker)
                marks.append((article, report.id))
    db.executemany("DELETE FROM quotation_marks WHERE article = ?", [(article,) for article in articles])
    db.executemany("INSERT INTO quotation_marks VALUES (?, ?)", marks)
    return items


@lru_cache(maxsize=1 << 12)  # copies of one text say the same
def _buckets(words: Words, speaker: str | None) -> frozenset[int]:
    """Marks that quotations of one speaker share, and those by which long runs of words are found, whoever said them."""
    found = winnowed(words, salt_of(speaker)) if speaker else set()
    return frozenset(found | (long_marks(words) if len(words) >= NOBODY_ELSE else set()))


class _Rows(NamedTuple):
    """Rows of `quotations` and of `quotation_reports`."""

    quotations: list[tuple[Any, ...]]
    reports: list[tuple[Any, ...]]


def _stored(db: sqlite3.Connection, keys: Collection[str]) -> _Rows:
    """The quotations that these statements are reports of, with all their reports."""
    query = f"SELECT DISTINCT quotation FROM quotation_reports WHERE statement IN {_KEYS}"
    found = json.dumps([row[0] for row in db.execute(query, (json.dumps(sorted(keys)),))])
    held = (
        db.execute(f"SELECT * FROM {table} WHERE {key} IN {_KEYS}", (found,))
        for table, key in (("quotations", "id"), ("quotation_reports", "quotation"))
    )
    return _Rows(*([tuple(row) for row in rows] for rows in held))


def _write(db: sqlite3.Connection, before: _Rows, after: _Rows) -> None:
    """Put rows in the place of others, where they differ: of a quotation that thousands have, a new report changes little."""
    was, now = ({row[0]: row for row in rows} for rows in (before.quotations, after.quotations))
    db.executemany("DELETE FROM quotations WHERE id = ?", [(key,) for key in was if was[key] != now.get(key)])
    db.executemany("INSERT INTO quotations VALUES (?, ?, ?, ?, ?, ?)", [row for key, row in now.items() if row != was.get(key)])
    was, now = ({row[:3]: row for row in rows} for rows in (before.reports, after.reports))
    db.executemany("DELETE FROM quotation_reports WHERE quotation = ? AND article = ? AND statement = ?", [key for key in was if key not in now])
    changed = [(row[3], row[4], *key) for key, row in now.items() if key in was and row != was[key]]
    db.executemany("UPDATE quotation_reports SET earliest = ?, variant = ? WHERE quotation = ? AND article = ? AND statement = ?", changed)
    db.executemany("INSERT INTO quotation_reports VALUES (?, ?, ?, ?, ?)", [row for key, row in now.items() if key not in was])


def _quotation(group: list[_Report], rows: _Rows) -> None:
    """Add the rows of a quotation of several reports, the earliest first; undated ones last."""
    ordered = sorted(group, key=lambda r: (r.published is None, r.published or "", r.article, r.id))
    printed: dict[Words, set[str]] = defaultdict(set)
    for r in ordered:
        printed[r.words].add(r.outlet or r.article)
    wordings = fullest(printed)[:_FULLEST]
    key = content_id("quotation", min(r.id for r in group))
    shown = next(r for r in ordered if r.words == wordings[0])
    text = quoted_text(shown.content, shown.form)
    outlets = len({r.outlet for r in group})
    rows.quotations.append((key, _speaker(ordered), text, ordered[0].published, len(group), outlets))
    variants: dict[tuple[Words, ...], Variant] = {}
    for place, r in enumerate(ordered):
        if r.quoted.pieces not in variants:
            variants[r.quoted.pieces] = variant_of(r.quoted, wordings)
        rows.reports.append((key, r.article, r.id, place, variants[r.quoted.pieces]))


def _speaker(ordered: list[_Report]) -> str | None:
    """Whom most articles have say it; of several, someone with a name, and of these the one who is met first."""
    tally = Counter(speaker for _, speaker in dict.fromkeys((r.article, r.speaker) for r in ordered) if speaker)
    named = {r.speaker for r in ordered if r.named}
    return max(tally, key=lambda speaker: (speaker in named, tally[speaker]), default=None)
