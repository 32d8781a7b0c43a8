"""From the records of single articles to what is known across them: batches of unresolved articles, each taken in by one transaction.

What it gives is a function of what the ledger holds: the same whatever the order of reading, and whether articles came one by one or all at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapport.ledger import copies, entries, identities, known, lists, quotations
from rapport.ledger.corrections import writing
from rapport.ledger.results import Jsonable
from rapport.resolve.known_people import KnownPerson

Progress = Callable[[int, int], None]
# Articles a transaction: the file is locked for other writers meanwhile. What is the same, or of one name, is decided anew with every batch: they grow
# to twice what the ledger holds, so that a fresh one costs no more than twice or three times what it would at once.
_BATCH: Final = 2000
_SHARE: Final = 1
_LARGEST: Final = 8000
# How far a batch has come after each of its steps, of the whole: who is who, copies, entries, quotations, lists.
_STEPS: Final = (0.4, 0.6, 0.7, 0.9, 1.0)
# Everything that `resolve` makes; what people corrected, and whom they know, stays.
_DERIVED: Final = (
    "entities", "members", "copies", "entries", "entry_parties", "entry_reports", "entry_origins", "entry_values", "entry_nodes", "entry_blocks", "entry_edges",
    "entry_waiting", "quotations", "quotation_reports", "quotation_marks", "alike_pairs", "alike_buckets", "identity_signatures", "identity_actors",
    "identity_ruled", "identity_leaders",
    # What stands beside them by triggers comes last.
    "signs", "forward", "relied", "relied_sums", "relied_outlets", "records_of", "ties", "lists_waiting", "ties_waiting",
)  # fmt: skip


@dataclass(frozen=True)
class Found(Jsonable):
    """What is known across articles: `taken` articles were taken in just now, in `seconds`, of the `articles` that the ledger holds. `actors` have a
    name; of the `contacts`, `shared` are told by several articles; `quotations` are in several; `copies` are articles that share their text with others."""

    taken: int
    seconds: float
    articles: int
    actors: int
    contacts: int
    shared: int
    quotations: int
    copies: int


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


def forget(db: sqlite3.Connection) -> None:
    """Remove all that `resolve` made, so that every article waits; corrections stay, and hold again when it is made anew."""
    with writing(db):
        for table in _DERIVED:
            db.execute(f"DELETE FROM {table}")
        db.execute("INSERT OR IGNORE INTO unresolved SELECT article FROM readings")


def resolve(db: sqlite3.Connection, progress: Progress | None = None) -> int:
    """Take in all articles that wait; gives how many. `progress` is told how many are done, of how many."""
    done = 0
    while True:
        with writing(db):
            waiting = pending(db)
            held = int(db.execute("SELECT count(*) FROM readings").fetchone()[0]) - waiting
            size = min(max(_BATCH, held // _SHARE), _LARGEST)
            batch = [row[0] for row in db.execute("SELECT article FROM unresolved ORDER BY article LIMIT ?", (size,))]
            for share in _steps(db, batch):
                if progress:
                    progress(done + int(share * len(batch)), done + waiting)
        if not batch:
            return done
        done += len(batch)


def _steps(db: sqlite3.Connection, batch: Sequence[str]) -> Iterator[float]:
    """Take in a batch; gives after each step how far it has come."""
    steps = iter(_STEPS)
    if not batch:
        # What corrections have changed.
        lists.update(db, batch)
        return
    moved = identities.update(db, batch)
    yield next(steps)
    changed = copies.update(db, batch)
    yield next(steps)
    # What an entry's independent sources are depends on which articles are copies.
    entries.update(db, {*batch, *changed}, moved)
    yield next(steps)
    quotations.update(db, batch, moved)
    yield next(steps)
    db.executemany("DELETE FROM unresolved WHERE article = ?", [(article,) for article in batch])
    lists.update(db, batch)
    yield next(steps)


def found(db: sqlite3.Connection, taken: int, seconds: float) -> Found:
    """What is known across articles, in counts."""

    def one(query: str) -> int:
        return int(db.execute(query).fetchone()[0])

    return Found(
        taken, round(seconds, 1), one("SELECT count(*) FROM readings"), one("SELECT count(*) FROM entities WHERE key IS NOT NULL"),
        one("SELECT count(*) FROM entries"), one("SELECT count(*) FROM entries WHERE articles > 1"), one("SELECT count(*) FROM quotations"),
        one("SELECT count(*) FROM copies"),
    )  # fmt: skip


def know(db: sqlite3.Connection, people: Sequence[KnownPerson]) -> int:
    """Put a list of known people in the place of the one before, and all that follows from it; gives how many actors are someone else now."""
    with writing(db):
        moved = known.replace(db, people)
        articles = {article for article, _ in moved}
        entries.update(db, articles, moved)
        quotations.update(db, articles, moved)
        lists.update(db, articles)
    return len(moved)
