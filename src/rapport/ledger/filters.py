"""What a question to the ledger asks for: filters, checked as they are made."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from rapport.errors import UsageError
from rapport.records import CHANNELS, SOURCE_KINDS, STATUSES


@dataclass(frozen=True)
class Filters:
    """What to keep. Dates are ISO dates or their beginnings (“2031”, “2031-05”); `actor` and `with_` are names, matched forgivingly.

    Lists leave out their first `offset` rows, and begin with the `newest` where that is asked for; what has no date comes last.
    """

    actor: str | None = None
    with_: str | None = None
    channel: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    source_kind: str | None = None
    min_confidence: float = 0.0
    limit: int | None = None
    offset: int = 0
    newest: bool = False

    def __post_init__(self) -> None:
        closed: Final = (("channel", self.channel, CHANNELS), ("status", self.status, STATUSES), ("source-kind", self.source_kind, SOURCE_KINDS))
        for name, value, allowed in closed:
            if value is not None and value not in allowed:
                raise UsageError(f"--{name} is one of {', '.join(allowed)}, not “{value}”")
        for name, value in (("since", self.since), ("until", self.until)):
            if value is not None and not _date_like(value):
                raise UsageError(f"--{name} takes a date such as 2031, 2031-05 or 2031-05-17, not “{value}”")
        if self.since and self.until and self.since[: len(self.until)] > self.until[: len(self.since)]:
            raise UsageError(f"--since {self.since} lies after --until {self.until}")
        if self.limit is not None and self.limit < 1:
            raise UsageError("--limit is at least 1")
        if self.offset < 0:
            raise UsageError("the offset is at least 0")
        if not 0 <= self.min_confidence <= 1:
            raise UsageError("--min-confidence lies between 0 and 1")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def _date_like(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True
