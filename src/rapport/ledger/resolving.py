"""From the records of single articles to what is known across them: batches of unresolved articles, each taken in by one transaction.

What it gives is a function of what the ledger holds: the same whatever the order of reading, and whether articles came one by one or all at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Final

from rapport.ledger import copies, entries, identities, known, lists, quotations
from rapport.resolve.known_people import KnownPerson

# Articles a transaction: the file is locked for other writers meanwhile.
_BATCH: Final = 2000


def pending(db: sqlite3.Connection) -> int:
    """How many articles have records that are not taken in yet."""
    return int(db.execute("SELECT count(*) FROM unresolved").fetchone()[0])


def waits(db: sqlite3.Connection) -> bool:
    """Whether an article waits to be taken in, and this connection may do it."""
    return (
        bool(db.execute("SELECT EXISTS (SELECT 1 FROM unresolved) OR EXISTS (SELECT 1 FROM ties_waiting)").fetchone()[0])
        and not db.in_transaction
        and not db.execute("PRAGMA query_only").fetchone()[0]
    )


def resolve(db: sqlite3.Connection, progress: Callable[[int, int], None] | None = None) -> int:
    """Take in all articles that wait; gives how many. `progress` is told how many are done, of how many."""
    done = 0
    while True:
        db.execute("BEGIN IMMEDIATE")
        try:
            batch = [row[0] for row in db.execute("SELECT article FROM unresolved ORDER BY article LIMIT ?", (_BATCH,))]
            if batch:
                moved = identities.update(db, batch)
                # What an entry's independent sources are depends on which articles are copies.
                entries.update(db, {*batch, *copies.update(db, batch)}, moved)
                quotations.update(db, batch, moved)
                db.executemany("DELETE FROM unresolved WHERE article = ?", [(article,) for article in batch])
            lists.update(db, batch)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        if not batch:
            return done
        done += len(batch)
        if progress:
            progress(done, done + pending(db))


def know(db: sqlite3.Connection, people: Sequence[KnownPerson]) -> int:
    """Put a list of known people in the place of the one before, and all that follows from it; gives how many actors are someone else now."""
    db.execute("BEGIN IMMEDIATE")
    try:
        moved = known.replace(db, people)
        articles = {article for article, _ in moved}
        entries.update(db, articles, moved)
        quotations.update(db, articles, moved)
        lists.update(db, articles)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return len(moved)
