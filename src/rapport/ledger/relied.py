"""Who is relied on, by sums that are kept as articles are taken in."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from typing import Any, Final

from rapport.ledger.conditions import last_day
from rapport.ledger.filters import Filters
from rapport.ledger.people import outlets_named
from rapport.ledger.results import SourceRow

# How many there are is counted once all are summed: a window over them, and lists of distinct ids, take a quarter longer.
_ROWS: Final = (
    "WITH g AS MATERIALIZED (SELECT coalesce(x.name, r.name) AS called, r.kind AS kind, r.via AS via, sum(r.contacts) AS met, sum(r.statements) AS said, "
    "json_group_array(r.entity), json_group_array(r.name) FROM {0} LEFT JOIN entities AS x ON x.id = r.entity WHERE {1} GROUP BY 1, 2, 3) "
    "SELECT *, (SELECT count(*) FROM g) FROM g ORDER BY met + said DESC, called, kind, via LIMIT :limit OFFSET :offset"
)
_SUMS: Final = "relied_sums AS r"
_OUTLETS: Final = (
    "SELECT k.key, r.outlet, sum(r.contacts + r.statements) FROM json_each(:keys) AS k CROSS JOIN json_each(k.value, '$[0]') AS e CROSS JOIN json_each(k.value, '$[1]') AS n "
    "CROSS JOIN {0} WHERE {1} AND r.entity = e.value AND r.name = n.value AND r.kind = json_extract(k.value, '$[2]') AND r.via = json_extract(k.value, '$[3]') "
    "AND r.outlet <> '' GROUP BY 1, 2"
)


def _source(db: sqlite3.Connection, filters: Filters) -> tuple[str, str, dict[str, Any]]:
    """Where the sums are: of the whole ledger, or made of the articles of a time."""
    parts, values = ["1"], dict[str, Any]()
    if filters.source_kind is not None:
        parts.append("r.kind = :kind")
        values["kind"] = filters.source_kind
    if filters.outlet is not None:
        parts.append("r.outlet IN (SELECT value FROM json_each(:outlet))")
        values["outlet"] = outlets_named(db, filters.outlet)
    if not (filters.since or filters.until):
        return _SUMS, " AND ".join(parts), values
    values |= {"since": filters.since or "", "until": last_day(filters.until) if filters.until else "9999"}
    return (
        "articles AS a CROSS JOIN relied AS r ON r.article = a.id",
        " AND ".join([*parts, "a.published >= :since", "a.published <= :until"]),
        values,
    )


def rows(db: sqlite3.Connection, filters: Filters, limit: int | None, offset: int) -> tuple[int, list[SourceRow]]:
    """How many sources there are, and some of them, most relied on first."""
    source, where, values = _source(db, filters)
    found = db.execute(_ROWS.format(source, where), values | {"limit": -1 if limit is None else limit, "offset": offset}).fetchall()
    outlets: dict[int, dict[str, int]] = defaultdict(dict)
    if limit is not None and len(found) <= limit:
        keys = json.dumps([[sorted(set(json.loads(row[5]))), sorted(set(json.loads(row[6]))), row[1], row[2]] for row in found])
        for number, outlet, count in db.execute(_OUTLETS.format(source, where), values | {"keys": keys}):
            outlets[number][outlet] = count
    else:
        outlets = _every_outlet(db, source, where, values, found)
    made = []
    for i, (name, kind, via, met, said, *_) in enumerate(found):
        by_outlet = dict(sorted(outlets[i].items(), key=lambda pair: (-pair[1], pair[0])))
        made.append(SourceRow(name, kind, via or None, met + said, tuple(by_outlet), met, said, by_outlet))
    return (found[0][7] if found else 0), made


def _every_outlet(db: sqlite3.Connection, source: str, where: str, values: dict[str, Any], found: list[sqlite3.Row]) -> dict[int, dict[str, int]]:
    at = {(row[0], row[1], row[2]): i for i, row in enumerate(found)}
    query = (
        f"SELECT coalesce(x.name, r.name), r.kind, r.via, r.outlet, sum(r.contacts + r.statements) FROM {source} LEFT JOIN entities AS x ON x.id = r.entity "
        f"WHERE {where} AND r.outlet <> '' GROUP BY 1, 2, 3, 4"
    )
    outlets: dict[int, dict[str, int]] = defaultdict(dict)
    for name, kind, via, outlet, count in db.execute(query, values):
        if (name, kind, via) in at:
            outlets[at[name, kind, via]][outlet] = count
    return outlets


def by_outlet(db: sqlite3.Connection, filters: Filters, limit: int) -> list[tuple[str, int, int]]:
    """The outlets that cite most sources: how many, and how many without a name."""
    source, where, values = _source(db, filters)
    if source == _SUMS:
        source = "relied_outlets AS r"
    query = (
        f"SELECT r.outlet, sum(r.contacts + r.statements), sum(iif(r.kind = 'unnamed', r.contacts + r.statements, 0)) FROM {source} WHERE {where} AND r.outlet <> '' "
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit"
    )
    return [tuple(row) for row in db.execute(query, values | {"limit": limit})]
