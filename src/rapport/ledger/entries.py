"""The same contact told by several articles: one entry with all its reports, linked to what it settles or denies.

An update makes anew the components that its articles touch, and the links of plans and denials near them; what it leaves is what all articles at once
would have given.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from typing import Any, Final

from rapport.ledger import entry_links, entry_reports
from rapport.ledger.entry_nodes import Neighbours, Part
from rapport.records import content_id
from rapport.resolve import agreement
from rapport.resolve.clusters import clusters
from rapport.resolve.origins import origins
from rapport.resolve.outlets import Outlets
from rapport.resolve.reports import Report
from rapport.resolve.sameness import likeness

_TABLES: Final = ("entries", "entry_parties", "entry_reports", "entry_origins", "entry_values")
_COLUMNS: Final = {"entry_values": "(entry, field, value, article, contact)"}


def update(db: sqlite3.Connection, articles: Collection[str], moved: Collection[tuple[str, str]]) -> None:
    """Bring the `entry…` tables in line after the records or the copies of `articles` changed and the actors `moved` are someone else."""
    touched = {*articles, *_copies(db, articles), *(article for article, _ in entry_reports.of_actors(db, moved))}
    touched |= _waiting(db)
    change = Neighbours(db).replace(touched)
    db.executemany("DELETE FROM entry_waiting WHERE article = ?", [(article,) for article in sorted(touched)])
    removed = _remove(db, change.keys)
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
    made = {_entry(reports, rows) for part in change.parts for reports in _encounters(part)}
    for table, found in rows.items():
        if found:
            db.executemany(f"INSERT INTO {table} {_COLUMNS.get(table, '')} VALUES ({', '.join('?' * len(found[0]))})", found)
    entry_links.update(db, made, removed)


def _copies(db: sqlite3.Connection, articles: Collection[str]) -> set[str]:
    """Articles that are copies of these: their voice is an article whose outlet may have changed."""
    query = "SELECT c.article FROM json_each(?) AS k CROSS JOIN copies AS c ON c.original = k.value"
    return {row[0] for row in db.execute(query, (json.dumps(sorted(articles)),))}


def _waiting(db: sqlite3.Connection) -> set[str]:
    """Articles whose contacts are known as they were before a change: their turn may come in a later batch, but what is compared must be as it is now."""
    query = "SELECT w.article FROM entry_waiting AS w WHERE EXISTS (SELECT 1 FROM entry_nodes AS n WHERE n.article = w.article)"
    return {row[0] for row in db.execute(query)}


def _remove(db: sqlite3.Connection, keys: Collection[entry_reports.Key]) -> set[str]:
    """Take out the entries of these contacts; gives their ids."""
    query = f"SELECT DISTINCT r.entry FROM {entry_reports.KEYS} AS k CROSS JOIN entry_reports AS r ON r.article = k.article AND r.contact = k.contact"
    removed = {row[0] for chunk in entry_reports.chunks(keys) for row in db.execute(query, (entry_reports.packed(chunk),))}
    for table in _TABLES:
        column = "id" if table == "entries" else "entry"
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(entry,) for entry in sorted(removed)])
    return removed


def _encounters(part: Part) -> Iterator[list[Report]]:
    """The reports of each contact of a component."""

    def score(a: str, b: str) -> float | None:
        alike = likeness(part.nodes[a][0], part.nodes[b][0])
        return alike.score if alike else None

    apart = {node: [report.article for report in reports] for node, reports in part.nodes.items()}
    for cluster in clusters(part.nodes, part.edges, apart, score):
        yield [report for node in cluster for report in part.nodes[node]]


def _entry(reports: list[Report], rows: dict[str, list[tuple[Any, ...]]]) -> str:
    """Add the rows of an entry; gives its id."""
    ranked = agreement.ranked(reports)
    shown = ranked[0]
    # Its earliest id stays while reports come and go, but for that report itself; no two entries share one.
    entry = content_id("entry", min(report.contact for report in reports))
    ends = origins(reports)
    (initiator,), (setting,), (tone,), (place,) = (agreement.given(ranked, name) for name in ("caller", "setting", "tone", "place"))
    words, start, end = agreement.when(ranked)
    lasting = agreement.given(ranked, "duration", "duration_text")
    lasting = lasting if lasting[0] else (None, *agreement.given(ranked, "duration_text"))
    often = agreement.given(ranked, "cadence_count", "cadence_text", "cadence_period", "cadence_bound")
    often = often if often[0] else (None, *agreement.given(ranked, "cadence_text"), None, None)
    date = start or end or min((report.published[:10] for report in reports if report.published), default=None)
    outlets = Outlets(report.outlet for report in reports if report.outlet)
    printed = {outlets.called(report.outlet) for report in reports if report.outlet}
    rows["entries"].append((
        entry, agreement.channel(ranked), shown.standing, initiator or shown.initiator, setting, tone, words, start, end, lasting[1], lasting[0], often[1], often[0],
        often[2], often[3], place, max(report.confidence for report in reports), date, len(reports), len({report.article for report in reports}),
        len(printed), len(ends), sum(end.named for end in ends), shown.article, shown.contact, None, None,
    ))  # fmt: skip
    present = [party.entity for party in agreement.parties(ranked)]
    rows["entry_parties"] += [(entry, i, entity) for i, entity in enumerate(present)]
    rows["entry_reports"] += [(entry, *report.key) for report in reports]
    rows["entry_origins"] += [(entry, i, end.entity, end.name, end.kind, end.via) for i, end in enumerate(ends)]
    rows["entry_values"] += [(entry, said.field, said.article, said.contact, said.value) for said in agreement.differences(reports, present)]
    return entry
