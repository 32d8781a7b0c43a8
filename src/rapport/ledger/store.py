"""Opening and writing a ledger file. Questions are answered in `queries`, of which `Ledger` is the face."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from rapport.errors import CorruptLedger, IngestError, LedgerError
from rapport.ledger import queries, rows
from rapport.ledger.check import problems
from rapport.ledger.results import (
    ContactRow, Entry, Failure, Filters, Hit, Problem, Profile, Relationship, RunRow, RunSummary, SourceRow, StatementRow,
)  # fmt: skip
from rapport.ledger.schema import migrate
from rapport.records import Article, Reading

# Articles a transaction: at 64 a commit costs nothing beside reading; a killed run loses at most these or two seconds.
_BATCH: Final = 64
_SECONDS: Final = 2.0
_CHILDREN: Final = (
    "DELETE FROM evidence WHERE record IN (SELECT id FROM contacts WHERE article = :a UNION ALL SELECT id FROM statements WHERE article = :a)",
    "DELETE FROM sources WHERE record IN (SELECT id FROM contacts WHERE article = :a UNION ALL SELECT id FROM statements WHERE article = :a)",
    "DELETE FROM statement_about WHERE statement IN (SELECT id FROM statements WHERE article = :a)",
    "DELETE FROM contact_topics WHERE contact IN (SELECT id FROM contacts WHERE article = :a)",
    "DELETE FROM contact_parties WHERE contact IN (SELECT id FROM contacts WHERE article = :a)",
    "DELETE FROM statements WHERE article = :a",
    "DELETE FROM contacts WHERE article = :a",
    "DELETE FROM mentions WHERE article = :a",
    "DELETE FROM roles WHERE actor IN (SELECT id FROM actors WHERE article = :a)",
    "DELETE FROM actor_aliases WHERE actor IN (SELECT id FROM actors WHERE article = :a)",
    "DELETE FROM actors WHERE article = :a",
)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Ledger:
    """A ledger file. `create=False` refuses a file that does not exist (LedgerError), and makes none.

    A ledger is used from one thread; several processes may write into one file at the same time.
    """

    def __init__(self, path: str | Path, *, create: bool = True) -> None:
        self.path = Path(path)
        if not create and not self.path.is_file():
            raise LedgerError(f"{self.path}: there is no such ledger; make one with “rapport read SOURCE -l {self.path}”")
        try:
            self.connection = sqlite3.connect(self.path, timeout=60, isolation_level=None)
            self.connection.row_factory = sqlite3.Row
            for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL", "busy_timeout = 60000", "cache_size = -32000"):
                self.connection.execute(f"PRAGMA {pragma}")
            migrate(self.connection)
        except sqlite3.DatabaseError as error:
            kind = CorruptLedger if "malformed" in str(error) or "not a database" in str(error) else LedgerError
            raise kind(f"{self.path}: cannot be used as a ledger ({error})") from error

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def run(self, command: str, options: Mapping[str, Any] | None = None) -> Iterator[Run]:
        """A run of reading: what it adds is committed in batches, and at its end whatever ends it."""
        started = Run(self.connection, command, options or {})
        try:
            yield started
        finally:
            started.finish()

    def between(self, a: str, b: str, filters: Filters | None = None) -> Relationship:
        """All contacts of two actors and what each said of the other, in order of time. Raises UnknownName, AmbiguousName."""
        return queries.between(self.connection, a, b, filters or Filters())

    def who(self, name: str, filters: Filters | None = None) -> Profile:
        """One actor. Raises UnknownName, AmbiguousName."""
        return queries.who(self.connection, name, filters or Filters())

    def contacts(self, filters: Filters | None = None) -> list[ContactRow]:
        return queries.contacts(self.connection, filters or Filters())

    def quotes(self, filters: Filters | None = None) -> list[StatementRow]:
        """Statements; `actor` is the speaker, `with_` whom they are about or who was told."""
        return queries.quotes(self.connection, filters or Filters())

    def sources(self, filters: Filters | None = None) -> list[SourceRow]:
        """Who is relied on, most first."""
        return queries.sources(self.connection, filters or Filters())

    def show(self, key: str) -> Entry:
        """The record with this id, or the only one whose id begins so. Raises UnknownRecord."""
        return queries.show(self.connection, key)

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Articles and statements that hold all the words (“quoted words” together), best first."""
        return queries.search(self.connection, words, limit)

    def stats(self) -> dict[str, Any]:
        return queries.stats(self.connection)

    def runs(self) -> list[RunRow]:
        return [RunRow(*row) for row in self.connection.execute("SELECT id, command, started, finished, read, known, failed FROM runs ORDER BY id")]

    def failures(self, run: int) -> list[Failure]:
        return [Failure(*row) for row in self.connection.execute("SELECT item, reason, detail FROM run_items WHERE run = ? ORDER BY rowid", (run,))]

    def check(self) -> list[Problem]:
        """Everything wrong with the file: integrity, foreign keys, texts against their hashes, evidence against the texts."""
        return problems(self.connection)

    def articles(self) -> Iterator[Article]:
        """All versions of all articles, in order of id."""
        for row in self.connection.execute("SELECT * FROM articles ORDER BY id"):
            yield rows.article(row)


class Run:
    """One run of reading into a ledger. Not made by hand: `Ledger.run`."""

    def __init__(self, connection: sqlite3.Connection, command: str, options: Mapping[str, Any]) -> None:
        self._db = connection
        self._clock = time.monotonic()
        self._last = self._clock
        self._pending = 0
        self._read = self._known = self._words = self._contacts = self._statements = 0
        self._failures: list[Failure] = []
        cursor = connection.execute(
            "INSERT INTO runs (command, options, started) VALUES (?, ?, ?)", (command, json.dumps(dict(options), default=str, sort_keys=True), _now())
        )
        self.id = int(cursor.lastrowid or 0)

    def done(self, article: Article, weights: str, origin: str = "") -> bool:
        """Whether these weights have read this very version; notes that it was met again."""
        row = self._db.execute("SELECT weights FROM readings WHERE article = ?", (article.id,)).fetchone()
        if row is None or row["weights"] != weights:
            return False
        self._begin()
        self._sighting(article, origin)
        self._known += 1
        self._step()
        return True

    def add(self, reading: Reading, origin: str, weights: str) -> None:
        """Store an article with its records, in place of what other weights read in it.

        Raises SpanError, before anything of the article is written, where evidence does not stand in the text.
        """
        rows.verify(reading)
        article = reading.article
        self._begin()
        self._db.execute("SAVEPOINT article")
        try:
            self._write(reading, weights)
            self._sighting(article, origin)
        except BaseException:
            self._db.execute("ROLLBACK TO article")
            self._db.execute("RELEASE article")
            raise
        self._db.execute("RELEASE article")
        self._read += 1
        self._words += len(article.text.split())
        self._contacts += len(reading.contacts)
        self._statements += len(reading.statements)
        self._step()

    def _write(self, reading: Reading, weights: str) -> None:
        article = reading.article
        known = self._db.execute("SELECT weights FROM readings WHERE article = ?", (article.id,)).fetchone()
        if known is not None and known["weights"] == weights:
            return  # another process was faster
        if known is not None:
            for statement in _CHILDREN:
                self._db.execute(statement, {"a": article.id})
        row = rows.article_row(article)
        self._db.execute(f"INSERT OR IGNORE INTO articles VALUES ({', '.join('?' * len(row))})", row)
        for table, found in rows.tables(reading).items():
            if found:
                self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)
        self._db.execute("INSERT OR REPLACE INTO readings VALUES (?, ?)", (article.id, weights))

    def fail(self, error: IngestError) -> None:
        """Log an item that gave no article."""
        self._begin()
        self._failures.append(Failure(error.item, error.reason, error.detail))
        self._db.execute("INSERT INTO run_items VALUES (?, ?, ?, ?)", (self.id, error.item, error.reason, error.detail))
        self._step()

    def summary(self) -> RunSummary:
        return RunSummary(
            self.id, self._read, self._known, len(self._failures), tuple(self._failures), self._words, self._contacts, self._statements,
            round(time.monotonic() - self._clock, 3),
        )  # fmt: skip

    @property
    def failed(self) -> int:
        """How many items have failed so far."""
        return len(self._failures)

    def commit(self) -> None:
        if self._pending:
            counts = (self._read, self._known, len(self._failures), self.id)
            self._db.execute("UPDATE runs SET read = ?, known = ?, failed = ? WHERE id = ?", counts)
            self._db.execute("COMMIT")
            self._pending = 0
        self._last = time.monotonic()

    def finish(self) -> None:
        self.commit()
        self._db.execute("UPDATE runs SET finished = ? WHERE id = ?", (_now(), self.id))

    def _begin(self) -> None:
        if not self._pending:
            self._db.execute("BEGIN IMMEDIATE")
        self._pending += 1

    def _step(self) -> None:
        if self._pending >= _BATCH or time.monotonic() - self._last > _SECONDS:
            self.commit()

    def _sighting(self, article: Article, origin: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?)", (article.id, self.id, origin, _now()))
        # Two sightings of one version may differ in what is not part of its id: the least value is kept, whichever came first.
        self._db.execute(
            "UPDATE articles SET source_id = min(coalesce(source_id, :s), coalesce(:s, source_id)), outlet = min(coalesce(outlet, :o), coalesce(:o, outlet)), "
            "authors = max(authors, :a) WHERE id = :id",
            {"s": article.source_id, "o": article.outlet, "a": json.dumps(article.authors, ensure_ascii=False), "id": article.id},
        )
