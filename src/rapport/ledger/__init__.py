"""The ledger: one SQLite file of articles, actors, records and evidence, written by runs and asked by queries."""

from rapport.ledger.results import (
    ActorRow,
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
from rapport.ledger.why import Candidate, Meant, Weight, Why
from rapport.ledger.writing import Run

__all__ = [
    "ActorRow", "Candidate", "ContactRow", "Counterpart", "Entry", "Failure", "Filters", "Hit", "Ledger", "Link", "Meant", "Problem", "Profile",
    "Relationship", "Reported", "Run", "RunRow", "RunSummary", "SourceRow", "StanceRow", "StatementRow", "Weight", "Why",
]  # fmt: skip
