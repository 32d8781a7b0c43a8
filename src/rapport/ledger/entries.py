"""The same contact told by several articles: one entry with all its reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection


def update(db: sqlite3.Connection, articles: Collection[str], moved: Collection[tuple[str, str]]) -> None:
    """Bring the `entry…` tables in line after the records or the copies of `articles` changed and the actors `moved` are someone else."""
    del db, articles, moved
