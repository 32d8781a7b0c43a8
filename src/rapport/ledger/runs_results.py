"""What is told of a run and of the file itself: what failed, what was read, what a check found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rapport.ledger.results import Jsonable


@dataclass(frozen=True)
class Problem(Jsonable):
    """Something that `check` found wrong."""

    subject: str
    problem: str


@dataclass(frozen=True)
class Failure(Jsonable):
    item: str
    reason: str
    detail: str


@dataclass(frozen=True)
class RunSummary(Jsonable):
    """What a run did. `failed` counts the items that gave no article; `failures` names them."""

    run: int
    read: int
    known: int
    failed: int
    failures: tuple[Failure, ...]
    words: int
    contacts: int
    statements: int
    seconds: float

    @property
    def reasons(self) -> dict[str, int]:
        """How many items failed for each reason, most first."""
        return dict(sorted(Counter(f.reason for f in self.failures).items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def exit_code(self) -> int:
        """0 all read, 3 some failed, 1 nothing could be read."""
        if not self.failed:
            return 0 if self.read or self.known else 1
        return 3 if self.read or self.known else 1


@dataclass(frozen=True)
class RunRow(Jsonable):
    """A line of the run log. `finished` is null where the run was cut off."""

    id: int
    command: str
    started: str
    finished: str | None
    read: int
    known: int
    failed: int
    words: int = 0
    contacts: int = 0
    statements: int = 0
