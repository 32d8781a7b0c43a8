"""The ledger: one SQLite file of articles, actors, records and evidence, written by runs and asked by queries."""

from rapport.ledger.corrections_results import Clash, Correction, Imported, ReviewItem
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
    Ruling,
    RunRow,
    RunSummary,
    SourceRow,
    StanceRow,
    StatementRow,
)  # fmt: skip
from rapport.ledger.store import Ledger
from rapport.ledger.writing import Run

__all__ = [
    "Clash", "ContactRow", "Correction", "Counterpart", "Entry", "Failure", "Filters", "Hit", "Imported", "Ledger", "Link", "Problem", "Profile", "Relationship",
    "Reported", "ReviewItem", "Ruling", "Run", "RunRow", "RunSummary", "SourceRow", "StanceRow", "StatementRow",
]  # fmt: skip
