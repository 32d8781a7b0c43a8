"""Writing runs: what is read is gathered in memory and committed in batches, so that the file is locked for milliseconds at a time.

A process that is killed loses at most the last batch, of which nothing is half written; the same command reads it again.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from rapport.errors import CorruptLedger, IngestError, LedgerError
from rapport.ledger import rows
from rapport.ledger.corrections_apply import attach
from rapport.ledger.runs_results import Failure, RunSummary
from rapport.records import Article, Reading

# Articles a transaction: at 64 a commit costs nothing beside reading; a killed run loses at most these or two seconds.
_BATCH: Final = 64
_SECONDS: Final = 2.0
# Children before what they refer to.
_CONTENT: Final = (
    "evidence", "read_sources", "sources", "stances", "statement_about", "unsure_acts", "statements", "contact_topics", "contact_parties", "contacts",
    "mentions", "role_evidence", "roles", "actor_aliases", "actors", "readings",
)  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def storable(text: str) -> str:
    """Names of files may hold bytes that are no text; they are written as escapes (\\udcff)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@contextmanager
def guarded(path: object) -> Iterator[None]:
    """What SQLite reports of a file, as an error that names the file."""
    try:
        yield
    except LedgerError as error:
        raise error if str(path) in str(error) else type(error)(f"{path}: {error}") from error
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "malformed" in text or "not a database" in text:
            raise CorruptLedger(f"{path}: it is damaged or no SQLite file ({text}); read the sources into a new ledger") from error
        hint = "; another process has held it for over ten minutes" if "locked" in text else ""
        raise LedgerError(f"{path}: cannot be used as a ledger ({text}{hint})") from error


@dataclass(frozen=True, slots=True)
class _Sighting:
    """An article met by the run; `reading` is what is to be stored of it, None where it is known already."""

    article: Article
    origin: str
    seen_at: str
    reading: Reading | None = None
    weights: str = ""


class Run:
    """One run of reading into a ledger. Not made by hand: `Ledger.run`."""

    def __init__(self, connection: sqlite3.Connection, path: object, command: str, options: Mapping[str, Any]) -> None:
        self._db = connection
        self._path = path
        self._clock = self._last = time.monotonic()
        self._read = self._known = self._words = self._contacts = self._statements = 0
        self._failures: list[Failure] = []
        self._logged = 0
        self._waiting: list[_Sighting] = []
        self._weights: dict[str, str] = {}
        with guarded(path):
            packed = json.dumps(dict(options), default=str, sort_keys=True)
            query = "INSERT INTO runs (command, options, started) VALUES (?, ?, ?)"
            self.id = int(connection.execute(query, (storable(command), packed, _now())).lastrowid or 0)

    def done(self, article: Article, weights: str, origin: str = "") -> bool:
        """Whether these weights have read this very version; if so, notes that it was met again (at `origin`)."""
        if self._read_by(article.id) != weights:
            return False
        self._known += 1
        self._queue(_Sighting(article, storable(origin), _now()))
        return True

    def add(self, reading: Reading, origin: str, weights: str) -> None:
        """Store an article with its records, in place of what other weights read in it; what these weights have read stays as it is.

        Raises SpanError, before anything of the article is written, where evidence does not stand in the text.
        """
        rows.verify(reading)
        article = reading.article
        before = self._weights.get(article.id)
        if before is not None and before != weights:
            self.commit()
        self._read += 1
        self._words += len(article.text.split())
        self._contacts += len(reading.contacts)
        self._statements += len(reading.statements)
        self._weights[article.id] = weights
        self._queue(_Sighting(article, storable(origin), _now(), None if before == weights else reading, weights))

    def fail(self, error: IngestError) -> None:
        """Log an item that gave no article."""
        self._failures.append(Failure(storable(error.item), storable(error.reason), storable(error.detail)))
        self._step()

    @property
    def failed(self) -> int:
        """How many items have failed so far."""
        return len(self._failures)

    def summary(self) -> RunSummary:
        """What the run has done so far; `seconds` since it began."""
        return RunSummary(
            self.id, self._read, self._known, len(self._failures), tuple(self._failures), self._words, self._contacts, self._statements,
            round(time.monotonic() - self._clock, 3),
        )  # fmt: skip

    def finish(self) -> None:
        """Commit what waits and note the end of the run."""
        self.commit()
        with guarded(self._path):
            self._db.execute("UPDATE runs SET finished = ? WHERE id = ?", (_now(), self.id))

    def commit(self) -> None:
        """Write what waits, in one transaction. Raises LedgerError; then nothing of it is written, and it still waits."""
        if self._waiting or self._logged < len(self._failures):
            with guarded(self._path):
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    self._write()
                    self._db.execute("COMMIT")
                except BaseException:
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")
                    raise
            self._waiting.clear()
            self._weights.clear()
            self._logged = len(self._failures)
        self._last = time.monotonic()

    def _queue(self, sighting: _Sighting) -> None:
        self._waiting.append(sighting)
        self._step()

    def _step(self) -> None:
        if len(self._waiting) + len(self._failures) - self._logged >= _BATCH or time.monotonic() - self._last > _SECONDS:
            self.commit()

    def _read_by(self, article: str) -> str | None:
        if article in self._weights:
            return self._weights[article]
        with guarded(self._path):
            row = self._db.execute("SELECT weights FROM readings WHERE article = ?", (article,)).fetchone()
        return None if row is None else str(row[0])

    def _write(self) -> None:
        tables: dict[str, list[rows.Row]] = {"articles": [], "readings": []}
        for sighting in self._waiting:
            if sighting.reading is not None:
                self._prepare(sighting, tables)
        for table, found in tables.items():
            if found:
                self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)
        for sighting in self._waiting:
            self._merge(sighting.article)
        seen = [(s.article.id, self.id, s.origin, s.seen_at) for s in self._waiting]
        self._db.executemany("INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?)", seen)
        # Of an article with several versions another one may be current now.
        versions = "SELECT id FROM articles WHERE key = ?1 AND (SELECT count(*) FROM articles WHERE key = ?1) > 1"
        self._db.executemany(f"INSERT OR IGNORE INTO unresolved {versions}", {(s.article.key,) for s in self._waiting})
        # What people said of records holds of whatever was read now.
        attach(self._db, (s.article.key for s in self._waiting))
        fresh = [(self.id, f.item, f.reason, f.detail) for f in self._failures[self._logged :]]
        self._db.executemany("INSERT INTO run_items VALUES (?, ?, ?, ?)", fresh)
        counts = (self._read, self._known, len(self._failures), self._words, self._contacts, self._statements, self.id)
        self._db.execute("UPDATE runs SET read = ?, known = ?, failed = ?, words = ?, contacts = ?, statements = ? WHERE id = ?", counts)

    def _prepare(self, sighting: _Sighting, tables: dict[str, list[rows.Row]]) -> None:
        """Gather the rows of a reading, and remove what other weights read; nothing where another process has been faster."""
        assert sighting.reading is not None
        article = sighting.article
        known = self._db.execute("SELECT weights FROM readings WHERE article = ?", (article.id,)).fetchone()
        if known is None:
            tables["articles"].append(rows.article_row(article))
        elif known[0] == sighting.weights:
            return
        else:
            for table in _CONTENT:
                self._db.execute(f"DELETE FROM {table} WHERE article = ?", (article.id,))
        tables["readings"].append((article.id, sighting.weights))
        for table, found in rows.tables(sighting.reading).items():
            tables.setdefault(table, []).extend(found)

    def _merge(self, article: Article) -> None:
        """Two sightings of one version may differ in what is not part of its id: the least value is kept, whichever came first."""
        query = "SELECT source_id, outlet, authors, language FROM articles WHERE id = ?"
        stored = tuple(self._db.execute(query, (article.id,)).fetchone())
        # As JSON, the empty list sorts after every list of names.
        fresh = (article.source_id, article.outlet, rows.authors_json(article), article.language)
        least = tuple(min((v for v in pair if v is not None), default=None) for pair in zip(stored, fresh, strict=True))
        if least != stored:
            self._db.execute("UPDATE articles SET source_id = ?, outlet = ?, authors = ?, language = ? WHERE id = ?", (*least, article.id))
