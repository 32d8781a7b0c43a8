"""What the parts of a ledger's face share: the open file, and the names in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rapport.ledger import resolving
from rapport.ledger.people import People
from rapport.ledger.writing import guarded


class Opened:
    """An open ledger file."""

    path: Path
    connection: sqlite3.Connection
    read_only: bool
    _people: People

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """A question to what is known across articles: errors name the file, and what a run that was cut off has left is taken in first."""
        with guarded(self.path):
            self._take_in()
            yield

    def _take_in(self) -> None:
        if not self.read_only and resolving.waits(self.connection):
            resolving.resolve(self.connection)
