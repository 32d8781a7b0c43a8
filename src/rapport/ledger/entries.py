"""The same contact told by several articles: one entry with all its reports, linked to what it settles or denies.

An update makes anew the components that its articles touch, and the links of plans and denials near them; what it leaves is what all articles at once
would have given.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

from rapport.ledger import entry_links, entry_reports
from rapport.ledger.entry_nodes import Neighbours, Part
from rapport.ledger.entry_reports import Key
from rapport.ledger.entry_retold import Group, Retellings
from rapport.records import content_id
from rapport.resolve import agreement
from rapport.resolve.clusters import clusters
from rapport.resolve.origins import origins
from rapport.resolve.outlets import Outlets
from rapport.resolve.reports import Report

# Components of so many nodes are loaded at once: of larger ones a few nodes speak for the others.
_FEW: Final = 100
_TABLES: Final = ("entries", "entry_parties", "entry_reports", "entry_origins", "entry_values")


def update(db: sqlite3.Connection, articles: Collection[str], moved: Collection[tuple[str, str]]) -> None:
    """Bring the `entry…` tables in line after the records or the copies of `articles` changed and the actors `moved` are someone else."""
    touched = {*articles, *_copies(db, articles), *(article for article, _ in entry_reports.of_actors(db, moved))}
    touched |= _waiting(db)
    near = Neighbours(db)
    change = near.replace(touched)
    db.executemany("DELETE FROM entry_waiting WHERE article = ?", [(article,) for article in sorted(touched)])
    groups = Retellings(db, near, change, _encounters).groups()
    fresh, removed = _changed(db, groups, change.keys, touched)
    _remove(db, removed)
    reports = near.reports([key for group in fresh for key in group.keys])
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
    made = {_entry(known, group.sure, rows) for group in fresh if (known := [reports[key] for key in group.keys if key in reports])}
    for table, found in rows.items():
        if found:
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)
    entry_links.update(db, made, removed, near.reports)


def _copies(db: sqlite3.Connection, articles: Collection[str]) -> set[str]:
    """Articles that are copies of these: their voice is an article whose outlet may have changed."""
    query = "SELECT c.article FROM json_each(?) AS k CROSS JOIN copies AS c ON c.original = k.value"
    return {row[0] for row in db.execute(query, (json.dumps(sorted(articles)),))}


def _waiting(db: sqlite3.Connection) -> set[str]:
    """Articles whose contacts are known as they were before a change: their turn may come in a later batch, but what is compared must be as it is now."""
    query = "SELECT w.article FROM entry_waiting AS w WHERE EXISTS (SELECT 1 FROM entry_nodes AS n WHERE n.article = w.article)"
    return {row[0] for row in db.execute(query)}


def _changed(db: sqlite3.Connection, groups: list[Group], keys: Collection[Key], touched: Collection[str]) -> tuple[list[Group], set[str]]:
    """Of the contacts that articles tell of those whose entry is another now, and the entries that are no more.

    An entry with the same reports as before, none of an article that changed, stays as it is.
    """
    query = (
        f"SELECT o.* FROM (SELECT DISTINCT r.entry AS entry FROM {entry_reports.KEYS} AS k CROSS JOIN entry_reports AS r ON r.article = k.article "
        "AND r.contact = k.contact) AS d CROSS JOIN entry_reports AS o ON o.entry = d.entry"
    )
    before: dict[str, set[Key]] = defaultdict(set)
    for chunk in entry_reports.chunks({*keys, *(key for group in groups for key in group.keys)}):
        for entry, article, contact in db.execute(query, (entry_reports.packed(chunk),)):
            before[entry].add((article, contact))
    held = {frozenset(found): entry for entry, found in before.items() if not any(article in touched for article, _ in found)}
    kept = {entry for group in groups if (entry := held.get(frozenset(group.keys)))}
    return [group for group in groups if held.get(frozenset(group.keys)) is None], before.keys() - kept


def _remove(db: sqlite3.Connection, removed: Collection[str]) -> None:
    for table in _TABLES:
        column = "id" if table == "entries" else "entry"
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(entry,) for entry in sorted(removed)])


def _encounters(part: Part, near: Neighbours) -> Iterator[list[Key]]:
    """The reports of each contact of a component."""
    scores: dict[tuple[str, str], float | None] = {(one, other): score for score, one, other in part.edges}

    def score(a: str, b: str) -> float | None:
        pair = (min(a, b), max(a, b))
        if pair not in scores:
            near.know(part.nodes if len(part.nodes) <= _FEW else pair)
            alike = near.likeness(*pair)
            scores[pair] = alike.score if alike else None
        return scores[pair]

    apart = {node: [article for article, _ in keys] for node, keys in part.nodes.items()}
    for cluster in clusters(part.nodes, part.edges, apart, score):
        yield [key for node in cluster for key in part.nodes[node]]


def _entry(reports: list[Report], sure: Collection[Key], rows: dict[str, list[tuple[Any, ...]]]) -> str:
    """Add the rows of an entry; gives its id. `sure` are the reports that are one whatever the others are: they say who took part, and when."""
    ranked = agreement.ranked(reports)
    own = [report for report in ranked if report.key in sure]
    shown = own[0]
    # Its earliest id stays while reports come and go, but for that report itself; no two entries share one.
    entry = content_id("entry", min(report.contact for report in reports))
    ends = origins(reports)
    (initiator,), (setting,), (place,) = (agreement.given(ranked, name) for name in ("caller", "setting", "place"))
    tone = agreement.tone(ranked)
    words, start, end = agreement.when(own)
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
    present = [party.entity for party in agreement.parties(own)]
    rows["entry_parties"] += [(entry, i, entity) for i, entity in enumerate(present)]
    rows["entry_reports"] += [(entry, *report.key) for report in reports]
    rows["entry_origins"] += [(entry, i, end.entity, end.name, end.kind, end.via) for i, end in enumerate(ends)]
    rows["entry_values"] += [(entry, said.field, said.article, said.contact, said.value) for said in agreement.differences(reports, present)]
    return entry
