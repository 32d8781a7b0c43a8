"""What people said, as the ledger gives it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rapport.ledger.results import Jsonable


@dataclass(frozen=True)
class Correction(Jsonable):
    """One line of the log. `action` is merge, split, rename, reject, confirm or correct; `subject` says of what, `value` holds what it says.

    `state`: applied; overruled (a later one says otherwise); waiting (the record that it means is not in the ledger: it is applied when it comes);
    undone. `record` is the id of the record that it is attached to now. Times are UTC.
    """

    id: str
    made: str
    author: str
    reason: str
    action: str
    subject: dict[str, Any]
    value: Any
    undone: str | None
    undone_by: str | None
    state: str
    record: str | None

    def line(self) -> dict[str, Any]:
        """What the file of corrections holds of it."""
        own = ("id", "made", "author", "reason", "action", "subject", "value", "undone", "undone_by")
        return {"type": "correction", **{name: getattr(self, name) for name in own}}


@dataclass(frozen=True)
class Clash(Jsonable):
    """Two corrections that say different things of the same: the later one, which holds, and the earlier."""

    about: str
    holds: Correction
    overruled: Correction


@dataclass(frozen=True)
class Imported(Jsonable):
    """What importing a file did: how many corrections were `added`, `known` before, and `undone` because the file says so; how many of the added ones
    wait for their article, and where they clash with those of this ledger."""

    added: int
    known: int
    undone: int
    waiting: int
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class ReviewItem(Jsonable):
    """A record worth a look: `score` is what hangs on it times how unsure it is, less where others of its article and kind come before it."""

    kind: str
    id: str
    article: str
    confidence: float
    score: float
