"""Rapport reads political news and keeps a ledger of who deals with whom, with the words behind every entry.

    import rapport

    summary = rapport.read(["articles/"], "ledger.db")
    with rapport.Ledger("ledger.db") as ledger:
        for contact in ledger.between("Quill", "Reyes").contacts:
            print(contact.date, contact.channel, contact.status, contact.sentence)

Nothing heavy is loaded before it is asked for: `import rapport` costs milliseconds, the reader's runtime comes with `read`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rapport.errors import (
    AmbiguousName,
    CorruptLedger,
    IngestError,
    LedgerError,
    RapportError,
    SpanError,
    UnknownName,
    UnknownRecord,
    UsageError,
    WeightsError,
)  # fmt: skip
from rapport.records import Actor, Article, Contact, Evidence, Stance, Statement

if TYPE_CHECKING:
    from rapport.engines import read
    from rapport.ledger import Filters, Ledger, RunSummary
    from rapport.pipeline import ReadOptions
    from rapport.report.briefs import brief

    __version__: str

__all__ = [
    "Actor", "AmbiguousName", "Article", "Contact", "CorruptLedger", "Evidence", "Filters", "IngestError", "Ledger", "LedgerError", "RapportError",
    "ReadOptions", "RunSummary", "SpanError", "Stance", "Statement", "UnknownName", "UnknownRecord", "UsageError", "WeightsError", "brief", "read",
]  # fmt: skip

_LATER = {
    "brief": "rapport.report.briefs",
    "Filters": "rapport.ledger",
    "Ledger": "rapport.ledger",
    "ReadOptions": "rapport.pipeline",
    "RunSummary": "rapport.ledger",
    "read": "rapport.engines",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        value = getattr(import_module(_LATER[name]), name)
    elif name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            value = version("rapport-ledger")
        except PackageNotFoundError:  # run from a checkout that is not installed
            value = "unknown"
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
