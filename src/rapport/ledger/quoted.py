"""Questions about the same words and the same texts in several articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapport.errors import UsageError
from rapport.ledger.conditions import last_day
from rapport.ledger.people import People
from rapport.ledger.results import Filters, Jsonable


@dataclass(frozen=True)
class VariantRow(Jsonable):
    """One report of a quotation: `variant` says how its words differ from the fullest (same, shortened, spliced, altered)."""

    id: str
    variant: str
    content: str
    outlet: str | None
    published: str | None
    title: str | None
    article: str


@dataclass(frozen=True)
class QuotationRow(Jsonable):
    """A quotation that several reports give: its fullest words, and the reports, the earliest first. `date` is that of the first report."""

    id: str
    date: str | None
    speaker: str | None
    text: str
    outlets: int
    reports: tuple[VariantRow, ...]


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
    """Quotations of several reports, those of most reports first; `actor` is the speaker. Raises UnknownName, AmbiguousName, UsageError."""
    if filters.channel or filters.status or filters.source_kind or filters.with_:
        raise UsageError("quotations are asked for by --actor, --since, --until, --outlet, --min-confidence and --limit")
    parts: list[str] = ["1"]
    values: dict[str, Any] = {"limit": filters.limit or -1}
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
    query = (
        "SELECT q.id, q.date, e.name, q.text, q.outlets FROM quotations AS q LEFT JOIN entities AS e ON e.id = q.speaker "
        f"WHERE {' AND '.join(parts)} ORDER BY q.reports DESC, q.date IS NULL, q.date, q.id LIMIT :limit"
    )
    found = db.execute(query, values).fetchall()
    return (QuotationRow(row[0], row[1], row[2], row[3], row[4], _reports(db, row[0])) for row in found)


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
