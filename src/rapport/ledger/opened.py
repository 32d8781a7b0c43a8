"""What the parts of a ledger's face share: the open file, and the names in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rapport.ledger import resolving
from rapport.ledger.people import People


class Opened:
    """An open ledger file."""

    path: Path
    connection: sqlite3.Connection
    _people: People

    def _take_in(self) -> None:
        """What a run that was cut off has left."""
        if resolving.waits(self.connection):
            resolving.resolve(self.connection)
