"""Questions about the same words and the same texts in several articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapport.errors import UsageError
from rapport.ledger.conditions import last_day
from rapport.ledger.filters import Filters
from rapport.ledger.people import People
from rapport.ledger.results import Jsonable


@dataclass(frozen=True)
class VariantRow(Jsonable):
    """One report of a quotation: `variant` says how its words differ from the fullest (same, shortened, spliced, altered; further: what it
    has beyond the fullest is quoted so by others, or nothing speaks against it)."""

    id: str
    variant: str
    content: str
    outlet: str | None
    published: str | None
    title: str | None
    article: str


@dataclass(frozen=True)
class QuotationRow(Jsonable):
    """A quotation that several articles give: its fullest words, and the reports, the earliest first. `date` is that of the first report.

    An article may give it in pieces, each of which is a report; of `articles` that are copies of one text, `voices` counts one.
    """

    id: str
    date: str | None
    speaker: str | None
    text: str
    outlets: int
    reports: tuple[VariantRow, ...]
    articles: int
    voices: int


@dataclass(frozen=True)
class CopyRow(Jsonable):
    """One article of several that have the same text."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    words: int


@dataclass(frozen=True)
class CopiesRow(Jsonable):
    """The same text in several articles, the earliest first."""

    articles: tuple[CopyRow, ...]


def quotations(db: sqlite3.Connection, people: People, filters: Filters) -> Iterator[QuotationRow]:
    """Quotations of several articles, those of most voices first; `actor` is the speaker. Raises UnknownName, AmbiguousName, UsageError."""
    if filters.channel or filters.status or filters.source_kind or filters.with_:
        raise UsageError("quotations are asked for by --actor, --since, --until, --outlet, --min-confidence and --limit")
    parts: list[str] = ["1"]
    values: dict[str, Any] = {"limit": filters.limit or -1, "offset": filters.offset}
    told = "q.id IN (SELECT r.quotation FROM quotation_reports AS r JOIN articles AS a ON a.id = r.article WHERE instr(fold(a.outlet), fold(:outlet)) > 0)"
    sure = "q.id IN (SELECT r.quotation FROM quotation_reports AS r JOIN statements AS s ON s.article = r.article AND s.id = r.statement WHERE s.confidence >= :sure)"
    for name, value, condition in (
        ("who", people.called(filters.actor).entities if filters.actor else None, "q.speaker IN (SELECT value FROM json_each(:who))"),
        ("since", filters.since, "q.date >= :since"),
        ("until", last_day(filters.until) if filters.until else None, "q.date <= :until"),
        ("outlet", filters.outlet, told),
        ("sure", filters.min_confidence or None, sure),
    ):
        if value is not None:
            parts.append(condition)
            values[name] = value
    counts = (
        "SELECT r.quotation AS id, count(DISTINCT r.article) AS articles, count(DISTINCT coalesce(c.original, r.article)) AS voices "
        "FROM quotation_reports AS r LEFT JOIN copies AS c ON c.article = r.article GROUP BY r.quotation HAVING articles > 1"
    )
    query = (
        f"SELECT q.id, q.date, e.name, q.text, q.outlets, n.articles, n.voices FROM ({counts}) AS n JOIN quotations AS q ON q.id = n.id "
        f"LEFT JOIN entities AS e ON e.id = q.speaker WHERE {' AND '.join(parts)} "
        "ORDER BY n.voices DESC, n.articles DESC, q.date IS NULL, q.date, q.id LIMIT :limit OFFSET :offset"
    )
    found = db.execute(query, values).fetchall()
    return (
        QuotationRow(key, date, name, text, outlets, _reports(db, key), articles, voices)
        for key, date, name, text, outlets, articles, voices in found
    )


def _reports(db: sqlite3.Connection, key: str) -> tuple[VariantRow, ...]:
    query = (
        "SELECT r.statement, r.variant, s.content, a.outlet, a.published, a.title, a.id FROM quotation_reports AS r "
        "JOIN statements AS s ON s.article = r.article AND s.id = r.statement JOIN articles AS a ON a.id = r.article WHERE r.quotation = ? ORDER BY r.earliest"
    )
    return tuple(VariantRow(*row) for row in db.execute(query, (key,)))


def copies(db: sqlite3.Connection, limit: int | None = None) -> Iterator[CopiesRow]:
    """Texts that several articles have, those of most articles first."""
    groups = db.execute("SELECT original FROM copies GROUP BY original ORDER BY count(*) DESC, original LIMIT ?", (limit or -1,)).fetchall()
    query = (
        "SELECT a.id, a.title, a.outlet, a.published, a.words FROM copies AS c JOIN articles AS a ON a.id = c.article WHERE c.original = ?1 "
        "ORDER BY a.id <> ?1, a.published IS NULL, a.published, a.id"
    )
    return (CopiesRow(tuple(CopyRow(*row) for row in db.execute(query, (key,)))) for (key,) in groups)
