"""A ledger file and its face: opening, writing runs, asking. Each question is answered in a module of its own."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rapport.errors import LedgerError, UnknownRecord
from rapport.ledger import across, hits, known_files, lookup, profiles, queries, resolving, rows, texts
from rapport.ledger.across_results import EntryRow
from rapport.ledger.asking import Across
from rapport.ledger.check import problems
from rapport.ledger.correcting import Corrected
from rapport.ledger.corrections_tables import AS_READ
from rapport.ledger.filters import Filters
from rapport.ledger.frames import frame
from rapport.ledger.people import People
from rapport.ledger.resolving import Found
from rapport.ledger.results import (
    ActorRow,
    ContactRow,
    Entry,
    Hit,
    Jsonable,
    Profile,
    Relationship,
    Reported,
    RoleRow,
    SourceRow,
    StanceRow,
    StatementRow,
)  # fmt: skip
from rapport.ledger.runs_results import Failure, Problem, RunRow
from rapport.ledger.schema import current, migrate
from rapport.ledger.texts import ArticleText, Size
from rapport.ledger.why import Why, why
from rapport.ledger.writing import Run, guarded
from rapport.records import Article
from rapport.resolve.ahead import looks_ahead, overtaken

_MAPPED = 1 << 31  # bytes
_RUN = "id, command, started, finished, read, known, failed, words, contacts, statements"


class Ledger(Across, Corrected):
    """A ledger file. `create=False` refuses a file that does not exist (LedgerError), and makes none.

    `read_only` opens an existing ledger without ever writing to it or waiting for those who do; what an older Rapport made, or a run that was cut
    off has left, is then not brought up to date (LedgerError for the first). A ledger is used from one thread; several processes may write into
    one file at the same time, on a disk of this machine. Every method raises LedgerError where the file cannot be used, and CorruptLedger where it is damaged.
    """

    def __init__(self, path: str | Path, *, create: bool = True, read_only: bool = False) -> None:
        self.path = Path(path)
        self.read_only = read_only
        if not (create and not read_only) and not self.path.is_file():
            raise LedgerError(f"{self.path}: there is no such ledger; make one with “rapport read SOURCE -l {self.path}”")
        if not self.path.parent.is_dir():
            raise LedgerError(f"{self.path}: there is no folder {self.path.parent}; make it first")
        with guarded(self.path):
            self.connection = _connect_reading(self.path) if read_only else _connect(self.path)
            try:
                if not read_only:
                    migrate(self.connection)
                elif not current(self.connection):
                    raise LedgerError(f"an older Rapport made it: say “rapport stats -l {self.path}” once, which brings it up to date")
            except BaseException:
                self.connection.close()
                raise
        self._people = People(self.connection, read_only=read_only)

    def close(self) -> None:
        """Close the file; nothing can be asked of the ledger afterwards."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def run(self, command: str, options: Mapping[str, Any] | None = None) -> Iterator[Run]:
        """A run of reading: what it adds is committed in batches, and at its end whatever ends it."""
        started = Run(self.connection, self.path, command, options or {})
        try:
            yield started
        finally:
            started.finish()

    @property
    def waiting(self) -> int:
        """How many articles are read, but not taken into what is known across articles yet."""
        with guarded(self.path):
            return resolving.pending(self.connection)

    def resolve(self, progress: Callable[[int, int], None] | None = None, *, anew: bool = False) -> int:
        """Take what was read into what is known across articles; gives how many articles waited. `progress` is told how many are done, of how many.

        `rapport.read` does it at its end; after a run that was cut off, the next one does. With `anew` all of it is made again from what was read and
        corrected, with the same ids.
        """
        with guarded(self.path):
            if anew:
                resolving.forget(self.connection)
            return resolving.resolve(self.connection, progress)

    def found(self, taken: int = 0, seconds: float = 0.0) -> Found:
        """What is known across articles, in counts; `taken` articles were taken in just now, in so many seconds."""
        with guarded(self.path):
            return resolving.found(self.connection, taken, seconds)

    def know(self, path: str | Path | None) -> tuple[int, int]:
        """Take in a list of known people (CSV or FollowTheMoney) in place of the one before, or with null forget it; gives how many are known now,
        and how many actors of articles are someone else for it. Raises UsageError where the file is no such list."""
        people = known_files.read(Path(path)) if path else []
        with guarded(self.path):
            return len(people), resolving.know(self.connection, people)

    def why(self, a: str, b: str) -> Why:
        """Why two names are one and the same, or are not. Raises UnknownName, AmbiguousName."""
        with self._asked():
            return why(self.connection, self._people, a, b)

    @contextmanager
    def snapshot(self, *, as_read: bool = False) -> Iterator[Ledger]:
        """The same file, as it stands now, for reading: what others write meanwhile is not seen; with `as_read`, nor is what people corrected in records."""
        with self._asked(), Ledger(self.path, create=False) as still:
            if as_read:
                still.connection.executescript(AS_READ)
            still.connection.execute("BEGIN")
            try:
                yield still
            finally:
                still.connection.execute("ROLLBACK")

    def between(self, a: str, b: str, filters: Filters | None = None, *, reports: bool = True) -> Relationship:
        """All contacts of two actors, what each said about or to the other, and where each stands, in order of time; `filters.limit` holds for each.

        Without `reports`, `contacts` is empty, and the others are bare: only what tells when they were, of what kind, and by whom (see `whole`).
        Raises UnknownName, AmbiguousName, and UsageError where both names mean the same actor.
        """
        with self._asked():
            found = queries.between(self.connection, self._people, a, b, filters or Filters(), reports=reports)
            return replace(found, course=self.course(found.a_id or a, found.b_id or b))

    def whole(self, rows: Sequence[EntryRow | StatementRow | StanceRow], *, lean: bool = False) -> list[EntryRow | StatementRow | StanceRow]:
        """What `between` without reports gives, with all that it lacks; in the order given. `lean` as of `entries`."""
        with self._asked():
            met = across.whole(self.connection, [row for row in rows if isinstance(row, EntryRow)], lean=lean)
            said = queries.whole(self.connection, [row for row in rows if not isinstance(row, EntryRow)])
        found: dict[str, EntryRow | StatementRow | StanceRow] = {row.id: row for row in (*met, *said)}
        return [found[row.id] for row in rows if row.id in found]

    def reports(self, rows: Sequence[EntryRow]) -> list[ContactRow]:
        """The contacts that some entries are told by, in order of time."""
        with self._asked():
            return queries.reported(self.connection, rows)

    def who(self, name: str, filters: Filters | None = None, *, reports: bool = True) -> Profile:
        """One actor; `filters.limit` is how many of the newest entries are given (10). Without `reports`, no single contacts are: `entries` have what
        they tell. Raises UnknownName, AmbiguousName."""
        with self._asked():
            return profiles.who(self.connection, self._people, name, filters or Filters(), reports=reports)

    def roles(self, name: str) -> list[RoleRow]:
        """What articles call an actor and when, in order of the first that does. Raises UnknownName, AmbiguousName."""
        with self._asked():
            return profiles.roles(self.connection, self._people, name)

    def contacts(self, filters: Filters | None = None) -> list[ContactRow]:
        """Contacts in order of time, undated ones last; `actor` and `with_` are parties. Raises UnknownName, AmbiguousName, UsageError."""
        with self._asked():
            return list(queries.contacts(self.connection, self._people, filters or Filters()))

    def quotes(self, filters: Filters | None = None) -> list[StatementRow]:
        """Statements in order of time, undated ones last; `actor` is the speaker, `with_` whom they are about or who was told.

        Raises UnknownName, AmbiguousName, and UsageError for filters that only contacts have.
        """
        with self._asked():
            return list(queries.quotes(self.connection, self._people, filters or Filters()))

    def stances(self, filters: Filters | None = None) -> list[StanceRow]:
        """What actors hold of each other, in order of time, undated ones last; `actor` holds it, `with_` is whom it is toward.

        Raises UnknownName, AmbiguousName, and UsageError for filters that only contacts have.
        """
        with self._asked():
            return list(queries.stances(self.connection, self._people, filters or Filters()))

    def iter_contacts(self, filters: Filters | None = None) -> Iterator[ContactRow]:
        """`contacts` one by one, in flat memory."""
        with self._asked():
            yield from queries.contacts(self.connection, self._people, filters or Filters())

    def iter_quotes(self, filters: Filters | None = None) -> Iterator[StatementRow]:
        """`quotes` one by one, in flat memory."""
        with self._asked():
            yield from queries.quotes(self.connection, self._people, filters or Filters())

    def iter_stances(self, filters: Filters | None = None) -> Iterator[StanceRow]:
        """`stances` one by one, in flat memory."""
        with self._asked():
            yield from queries.stances(self.connection, self._people, filters or Filters())

    def sources(self, filters: Filters | None = None) -> list[SourceRow]:
        """Who is relied on for contacts and statements, most first. Raises UnknownName, AmbiguousName, UsageError."""
        with self._asked():
            return profiles.sources(self.connection, self._people, filters or Filters())

    def show(self, key: str) -> Entry:
        """The record with this id, or the only one whose id begins so. Raises UnknownRecord."""
        with guarded(self.path):
            return lookup.show(self.connection, key)

    def article(self, key: str) -> Reported:
        """The article with this id, or the only one whose id begins so, with all that was read in it. Raises UnknownRecord."""
        with guarded(self.path):
            return lookup.article(self.connection, key)

    def text(self, key: str) -> ArticleText:
        """The article with this id, or the only one whose id begins so, with who is mentioned where, and its other versions. Raises UnknownRecord."""
        with self._asked():
            return texts.text(self.connection, key)

    def size(self) -> Size:
        """How much it holds, in a few counts."""
        with self._asked():
            return texts.size(self.connection)

    def read_by(self) -> dict[str, int]:
        """How many of its articles were read by which weights: their hash, and the least confidence kept where that was chosen (“3f9c…:0.8”); most first."""
        with guarded(self.path):
            query = "SELECT r.weights, count(*) FROM readings AS r JOIN current_articles AS a ON a.id = r.article GROUP BY 1 ORDER BY 2 DESC, 1"
            return {row[0]: row[1] for row in self.connection.execute(query)}

    def addressed(self, actors: Iterable[str], *, sparing: bool = True) -> dict[str, str]:
        """How to ask for each of some actors, by id, and for no other: by name, with the id in brackets where several go by that name. Where not
        `sparing`, a person's single name has it too, which of many takes less time."""
        with self._asked():
            return self._people.addressed({key for key in actors if key}, sparing=sparing)

    def actors(self, words: str = "", limit: int = 50, offset: int = 0) -> list[ActorRow]:
        """Who has a name that holds these words, in most articles first."""
        with self._asked():
            return texts.actors(self.connection, words, limit, offset)

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Statements and articles that hold all the words (“quoted words” together), best first. Raises UsageError where there are none."""
        with guarded(self.path):
            return hits.search(self.connection, words, limit)

    def stats(self) -> dict[str, Any]:
        """Counts of what the current versions hold."""
        with self._asked():
            return lookup.stats(self.connection)

    @staticmethod
    def frame(rows: Sequence[Jsonable]) -> Any:
        """What a question gave, as a pandas DataFrame: one line a row, one column a field. Raises UsageError where pandas is missing."""
        return frame(rows)

    def runs(self) -> list[RunRow]:
        """All runs, oldest first."""
        with guarded(self.path):
            return [RunRow(*row) for row in self.connection.execute(f"SELECT {_RUN} FROM runs ORDER BY id")]

    def failures(self, run: int) -> list[Failure]:
        """The items that gave no article in a run, in the order in which they were met. Raises UnknownRecord where there is no such run."""
        with guarded(self.path):
            if not self.connection.execute("SELECT 1 FROM runs WHERE id = ?", (run,)).fetchone():
                raise UnknownRecord(f"{self.path}: there is no run {run}")
            query = "SELECT item, reason, detail FROM run_items WHERE run = ? ORDER BY rowid"
            return [Failure(*row) for row in self.connection.execute(query, (run,))]

    def check(self) -> list[Problem]:
        """Everything wrong with the file: integrity, foreign keys, index, texts against their hashes, evidence against the texts."""
        return problems(self.connection)

    def articles(self, *, versions: bool = False) -> Iterator[Article]:
        """The articles in order of id: the current version of each, or all `versions`."""
        table = "articles" if versions else "current_articles"
        with guarded(self.path):
            for row in self.connection.execute(f"SELECT * FROM {table} ORDER BY id"):
                yield rows.article(row)


def _connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; readers of a file in WAL mode block nobody."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=60, isolation_level=None, uri=True)
    _prepare(connection)
    connection.execute("PRAGMA cache_size = -32000")
    # Whenever somebody else commits SQLite forgets all pages that it holds: read where the system keeps the file, without a call and a copy for each.
    connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.create_function("fold", 1, lambda text: text.casefold() if isinstance(text, str) else text, deterministic=True)
    # No view asks them: other programs open those too.
    connection.create_function("looks_ahead", 4, looks_ahead, deterministic=True)
    connection.create_function("overtaken", 1, lambda text: overtaken(text or ""), deterministic=True)


def _connect(path: Path) -> sqlite3.Connection:
    # Resolution holds the file for a minute at a time; from scratch, or on a busy machine, for some.
    connection = sqlite3.connect(path, timeout=600, isolation_level=None)
    try:
        _prepare(connection)
        _log_ahead(connection)
        for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "cache_size = -32000"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait for a process that is switching the same new file, so that it is asked again for five seconds."""
    for attempt in range(100):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 99:
                raise
            time.sleep(0.05)
