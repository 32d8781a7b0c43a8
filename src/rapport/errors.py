"""The error tree: every error names what it is about and says what to do next.

RapportError
├── IngestError        one item (file, page, line, archive member) gave no article
├── SpanError          offsets that do not stand in the text they are about
├── WeightsError       the reader's weights are missing or damaged
├── LedgerError        the ledger file cannot be used
│   └── CorruptLedger  the file fails its integrity check
├── UnknownName        no actor of the ledger has such a name
├── AmbiguousName      several actors have it; the candidates are listed
├── UnknownRecord      no record has such an id
└── UsageError         arguments that contradict each other
"""

from __future__ import annotations

from collections.abc import Sequence


class RapportError(Exception):
    """Base of every error that Rapport raises on purpose."""


class IngestError(RapportError):
    """One item gave no article; the run goes on.

    `item` names it (path, address, or path:line); `reason` is a short code such as
    `unreadable`, `empty`, `not-english`, `binary`, `truncated`, `malformed`, `no-article`,
    `too-large`, `refused`, `timeout`, `http-status`; `detail` says more for a person.
    """

    def __init__(self, item: str, reason: str, detail: str = "") -> None:
        self.item = item
        self.reason = reason
        self.detail = detail
        super().__init__(f"{item}: {reason}" + (f" ({detail})" if detail else ""))

    def __reduce__(self) -> tuple[type[IngestError], tuple[object, ...]]:
        return type(self), (self.item, self.reason, self.detail)  # else a copy sent between processes is made from the message alone, and fails


class SpanError(RapportError):
    """Evidence whose offsets or words do not stand in the article's text."""


class WeightsError(RapportError):
    """The reader's weights are missing, damaged, or of another version."""


class LedgerError(RapportError):
    """The ledger file cannot be opened, written or migrated."""


class CorruptLedger(LedgerError):
    """The ledger file fails SQLite's integrity check."""


class UnknownName(RapportError):
    """No actor of the ledger is called so; `suggestions` holds the nearest names."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        hint = f"; did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"no one called “{name}” in this ledger{hint}")

    def __reduce__(self) -> tuple[type[UnknownName], tuple[object, ...]]:
        return type(self), (self.name, self.suggestions)  # else a copy sent between processes is made from the message alone, and fails


class AmbiguousName(RapportError):
    """Several actors of the ledger answer to the name; `candidates` holds their full names."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f"“{name}” fits several: {', '.join(self.candidates)}; give a fuller name, or one in “quotation marks” exactly as written")

    def __reduce__(self) -> tuple[type[AmbiguousName], tuple[object, ...]]:
        return type(self), (self.name, self.candidates)  # else a copy sent between processes is made from the message alone, and fails


class UnknownRecord(RapportError):
    """No record of the ledger has this id."""


class UsageError(RapportError):
    """Arguments that contradict each other or lie outside their range."""
