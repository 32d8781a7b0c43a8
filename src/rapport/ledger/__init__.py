"""The ledger: one SQLite file of articles, actors, records and evidence, written by runs and asked by queries."""

from rapport.ledger.across_results import ConflictRow, EntryRow, FieldConflict, FieldValue, OriginRow, ReportRow, Side
from rapport.ledger.results import (
    ContactRow,
    Counterpart,
    Entry,
    Failure,
    Filters,
    Hit,
    Link,
    Problem,
    Profile,
    Relationship,
    Reported,
    RunRow,
    RunSummary,
    SourceRow,
    StanceRow,
    StatementRow,
)  # fmt: skip
from rapport.ledger.store import Ledger
from rapport.ledger.writing import Run

__all__ = [
    "ConflictRow", "ContactRow", "Counterpart", "Entry", "EntryRow", "Failure", "FieldConflict", "FieldValue", "Filters", "Hit", "Ledger", "Link",
    "OriginRow", "Problem", "Profile", "Relationship", "ReportRow", "Reported", "Run", "RunRow", "RunSummary", "Side", "SourceRow", "StanceRow",
    "StatementRow",
]  # fmt: skip
