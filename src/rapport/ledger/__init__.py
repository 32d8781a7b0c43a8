"""The ledger: one SQLite file of articles, actors, records and evidence, written by runs and asked by queries."""

from rapport.ledger.across import shown_value
from rapport.ledger.across_results import ConflictRow, EntryRow, FieldConflict, FieldValue, OriginRow, ReportRow, Side
from rapport.ledger.corrections_results import Clash, Correction, Imported, ReviewItem
from rapport.ledger.filters import Filters
from rapport.ledger.quoted import CopiesRow, CopyRow, QuotationRow, VariantRow
from rapport.ledger.relation_results import Change, Course, OpenEnd, Shown, Stretch, Tie, TurningPoint
from rapport.ledger.resolving import Found
from rapport.ledger.results import (
    ActorRow,
    ContactRow,
    Counterpart,
    Entry,
    Hit,
    Link,
    Profile,
    Relationship,
    Reported,
    RoleRow,
    Ruling,
    SourceRow,
    StanceRow,
    StatementRow,
)  # fmt: skip
from rapport.ledger.runs_results import Failure, Problem, RunRow, RunSummary
from rapport.ledger.store import Ledger
from rapport.ledger.texts import ArticleText, Size
from rapport.ledger.why import Candidate, Meant, Weight, Why
from rapport.ledger.writing import Run

__all__ = [
    "ActorRow", "ArticleText", "Candidate", "Change", "Clash", "ConflictRow", "ContactRow", "CopiesRow", "CopyRow", "Correction", "Counterpart",
    "Course", "Entry", "EntryRow", "Failure", "FieldConflict", "FieldValue", "Filters", "Found", "Hit", "Imported", "Ledger", "Link", "Meant", "OpenEnd",
    "OriginRow", "Problem", "Profile", "QuotationRow", "Relationship", "ReportRow", "Reported", "ReviewItem", "RoleRow", "Ruling", "Run", "RunRow", "RunSummary",
    "Shown", "Side", "Size", "SourceRow", "StanceRow", "StatementRow", "Stretch", "Tie", "TurningPoint", "VariantRow", "Weight", "Why", "shown_value",
]  # fmt: skip
