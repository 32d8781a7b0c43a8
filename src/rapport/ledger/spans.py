"""From when to when contacts are told to have been, where a list has but a day to put them in order by."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

Span = tuple[str | None, str | None]

_OF: Final = (
    "SELECT e.id, e.when_start, e.when_end FROM json_each(?) AS k CROSS JOIN entries AS e ON e.id = k.value "
    "WHERE e.when_start IS NOT NULL OR e.when_end IS NOT NULL"
)
# Of several contacts that begin on the same day, the one of which is known most exactly when it was.
_BETWEEN: Final = (
    "SELECT k.key, e.when_start, e.when_end FROM json_each(?) AS k CROSS JOIN entries AS e ON e.id = (SELECT d.id FROM entries AS d "
    "WHERE d.date = json_extract(k.value, '$[2]') AND (d.when_start IS NOT NULL OR d.when_end IS NOT NULL) "
    "AND EXISTS (SELECT 1 FROM entry_parties AS p WHERE p.entry = d.id AND p.entity = json_extract(k.value, '$[0]')) "
    "AND EXISTS (SELECT 1 FROM entry_parties AS p WHERE p.entry = d.id AND p.entity = json_extract(k.value, '$[1]')) "
    "ORDER BY d.when_start IS NULL, d.when_end IS NULL, d.when_end, d.id LIMIT 1)"
)


def of(db: sqlite3.Connection, entries: Iterable[str]) -> dict[str, Span]:
    """The first and the last day that texts give of each of these entries; none of one that no text dates."""
    return {key: (start, end) for key, start, end in db.execute(_OF, (json.dumps(sorted(set(entries))),))}


def between(db: sqlite3.Connection, pairs: Iterable[tuple[str, str, str | None]]) -> dict[tuple[str, str], Span]:
    """By the ids of two actors, from when to when their contact of a day was; none where no text dates it."""
    asked = [(one, other, date) for one, other, date in pairs if date]
    return {asked[at][:2]: (start, end) for at, start, end in db.execute(_BETWEEN, (json.dumps(asked),))}
