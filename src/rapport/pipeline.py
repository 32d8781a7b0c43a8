"""The main path on one screen: sources in, ledger out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rapport.errors import IngestError, SpanError
from rapport.records import Article, Reading

if TYPE_CHECKING:
    # Worker processes import this module too: what only the parent needs (0.3 s and 60 MB of page parsing) is imported where it is used.
    from rapport.annotations import Annotations
    from rapport.ingest import IngestOptions
    from rapport.ledger import Ledger, Run, RunSummary


@dataclass(frozen=True)
class Progress:
    """Where a run stands: `done` of about `total` bytes (None where nobody can tell), articles and words so far."""

    articles: int
    failed: int
    words: int
    done: int
    total: int | None


@dataclass(frozen=True)
class ReadOptions:
    """How to read. `min_confidence` (0–1) leaves less certain records out; `progress` is called after each item, and `resolving` while what was read
    is taken into what is known across articles, with how many articles are done, of how many."""

    min_confidence: float | None = None
    weights: Path | None = None
    ingest: IngestOptions | None = None
    progress: Callable[[Progress], None] | None = None
    resolving: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one article: its reading, or the error that prevented it."""

    article: Article
    origin: str
    outcome: Reading | IngestError


class Engine(Protocol):
    """Anything that reads a stream of (article, origin) and gives one result for each, in the same order."""

    @property
    def weights_hash(self) -> str: ...

    def read(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Read]: ...


class Annotator(Protocol):
    """What an engine needs of a reader: `rapport.annotate.Reader` is one."""

    @property
    def weights_hash(self) -> str: ...

    def encode(self, text: str) -> Any: ...

    def decode(self, states: Any) -> Annotations: ...


def load_reader(weights: Path | None) -> Annotator:
    """The reader, with one thread. Its runtime is imported here, so that a process which only hands out work stays small; and the
    extraction with it, so that an installation which lacks something fails at the start and not at every article."""
    import rapport.extract  # noqa: F401
    from rapport.annotate import Reader

    return Reader(weights, threads=1)


def read_one(reader: Annotator, article: Article, origin: str, least: float | None, encoded: Callable[[], Any] | None = None) -> Read:
    """Annotate and extract one article; an error becomes its outcome. `encoded` gives the text as the reader encoded it, where it has."""
    from rapport.extract import extract

    try:
        states = encoded() if encoded else reader.encode(article.text)
        return Read(article, origin, extract(article, reader.decode(states), least))
    except Exception as error:  # one article must not end a run of thousands; the log names it
        return Read(article, origin, IngestError(origin, "unreadable-by-reader", f"{type(error).__name__}: {error}"))


class InProcess:
    """One reader in this process: a thread encodes the next article while this one is taken apart and stored, where there is a second core for it."""

    def __init__(
        self, weights: Path | None = None, min_confidence: float | None = None, load: Callable[[Path | None], Annotator] = load_reader
    ) -> None:
        self._reader = load(weights)
        self._least = min_confidence

    @property
    def weights_hash(self) -> str:
        return self._reader.weights_hash

    def read(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Read]:
        waiting: Callable[[], Read] | None = None
        with ThreadPoolExecutor(1) as thread:
            for article, origin in articles:
                encoded = thread.submit(self._reader.encode, article.text)
                if waiting:
                    yield waiting()
                waiting = partial(read_one, self._reader, article, origin, self._least, encoded.result)
            if waiting:
                yield waiting()


def read(sources: Sequence[str | Path], ledger: Ledger, options: ReadOptions | None = None, engine: Engine | None = None) -> RunSummary:
    """Read sources into a ledger.

    Bad items are logged and never stop the run. Articles that the ledger holds, read by the same weights, are skipped: a run that was
    cut off goes on where it stopped. Raises LedgerError, WeightsError.
    """
    options = options or ReadOptions()
    engine = engine or InProcess(options.weights, options.min_confidence)
    weights = engine.weights_hash
    # What was left out as too uncertain is there to be read again when less certainty is asked for.
    version = f"{weights}:{options.min_confidence:g}" if options.min_confidence else weights
    with ledger.run("read " + " ".join(str(s) for s in sources), {"weights": weights, "min_confidence": options.min_confidence}) as run:
        state = _State(run, version, options, sources)
        for result in engine.read(state.fresh()):
            state.settle(result)
        run.commit()
        summary = run.summary()
    if options.resolving:
        options.resolving(0, ledger.waiting)
    ledger.resolve(options.resolving)
    return summary


class _State:
    """What is new among the sources, and how far the run has come."""

    def __init__(self, run: Run, version: str, options: ReadOptions, sources: Sequence[str | Path]) -> None:
        self._run, self._version, self._options, self._sources = run, version, options, sources
        from rapport.ingest import total_bytes

        self._total = total_bytes(sources) if options.progress else None
        self._articles = self._words = self._done = 0
        # Articles handed to the engine and not yet back, each with the other places where it was met meanwhile.
        self._under_way: dict[str, list[str]] = {}

    def fresh(self) -> Iterator[tuple[Article, str]]:
        """The articles that these weights have not read yet; failures are logged on the way."""
        from rapport.ingest import IngestOptions, articles

        for met in articles(self._sources, self._options.ingest or IngestOptions()):
            self._done = met.bytes_read
            if isinstance(met.item, IngestError):
                self._run.fail(met.item)
            elif met.item.id in self._under_way:
                self._under_way[met.item.id].append(met.origin)
                continue
            elif not self._run.done(met.item, self._version, met.origin):
                self._under_way[met.item.id] = []
                yield met.item, met.origin
                continue
            else:
                self._count(met.item)
            self._tell()

    def settle(self, result: Read) -> None:
        """Store what became of an article, for every place where it was met."""
        others = self._under_way.pop(result.article.id, [])
        failure = self._store(result)
        for origin in others:
            if failure is not None:
                self._run.fail(IngestError(origin, failure.reason, failure.detail))
            else:
                self._run.done(result.article, self._version, origin)
                self._count(result.article)
        self._tell()

    def _store(self, result: Read) -> IngestError | None:
        failure = result.outcome if isinstance(result.outcome, IngestError) else None
        if not isinstance(result.outcome, IngestError):
            try:
                self._run.add(result.outcome, result.origin, self._version)
                self._count(result.article)
            except SpanError as error:
                failure = IngestError(result.origin, "bad-evidence", str(error))
        if failure is not None:
            self._run.fail(failure)
        return failure

    def _count(self, article: Article) -> None:
        self._articles += 1
        self._words += len(article.text.split())

    def _tell(self) -> None:
        if self._options.progress:
            self._options.progress(Progress(self._articles, self._run.failed, self._words, self._done, self._total))
