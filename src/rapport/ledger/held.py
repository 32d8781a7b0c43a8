"""Which sentence of a report a reader is shown for what it says: the one that holds the words by which it says so."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from rapport.ledger.across_results import ReportRow
from rapport.resolve.reporting import says_no

# Of the words of some roles, in some reports, the sentences that hold them, the first of a report last.
_HOLDING: Final = (
    "SELECT k.id, v.role, r.text FROM (SELECT json_extract(value, '$[0]') AS article, json_extract(value, '$[1]') AS id FROM json_each(?)) AS k "
    "CROSS JOIN evidence AS v ON v.article = k.article AND v.record = k.id AND v.role IN (SELECT value FROM json_each(?)) "
    'CROSS JOIN evidence AS r ON r.article = k.article AND r.record = k.id AND r.role = \'sentence\' AND r.start <= v.start AND v."end" <= r."end" '
    "ORDER BY k.id, r.position DESC"
)
_VALUES: Final = ("when", "duration", "cadence", "place", "initiator")


def sentences(db: sqlite3.Connection, reports: Iterable[ReportRow]) -> dict[tuple[str, str], str]:
    """By report and field, the sentence that holds the words by which the report gives its value."""
    return {(contact, role): sentence for contact, role, sentence in _holding(db, reports, _VALUES)}


def denying(db: sqlite3.Connection, reports: Sequence[ReportRow]) -> list[ReportRow]:
    """Reports of a denial, each with the first of its sentences that tells of the contact and says no; as it is where none does."""
    found = {contact: sentence for contact, _, sentence in _holding(db, reports, ("trigger",)) if says_no(sentence)}
    return [replace(report, sentence=found.get(report.id, report.sentence)) for report in reports]


def _holding(db: sqlite3.Connection, reports: Iterable[ReportRow], roles: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(contact, role, sentence) of the words of these roles."""
    return db.execute(_HOLDING, (json.dumps([[report.article, report.id] for report in reports]), json.dumps(roles)))
