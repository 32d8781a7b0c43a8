"""The main path on one screen: sources in, ledger out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rapport.annotate import Reader
from rapport.errors import IngestError, SpanError
from rapport.extract import extract
from rapport.ingest import IngestOptions, articles, total_bytes
from rapport.ledger import Ledger, Run, RunSummary
from rapport.records import Article, Reading


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
    """How to read. `min_confidence` (0–1) leaves less certain records out; `progress` is called after each item."""

    min_confidence: float | None = None
    weights: Path | None = None
    ingest: IngestOptions = field(default_factory=IngestOptions)
    progress: Callable[[Progress], None] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one article: its reading, or the error that prevented it."""

    article: Article
    origin: str
    outcome: Reading | IngestError


class Engine(Protocol):
    """Anything that reads a stream of (article, origin) and gives the results in the same order."""

    weights_hash: str

    def read(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Read]: ...


def read_one(reader: Reader, article: Article, origin: str, least: float | None) -> Read:
    """Annotate and extract one article; an error becomes its outcome."""
    try:
        return Read(article, origin, extract(article, reader.annotate(article.text), least))
    except Exception as error:  # one article must not end a run of thousands; the log names it
        return Read(article, origin, IngestError(origin, "unreadable-by-reader", f"{type(error).__name__}: {error}"))


class InProcess:
    """One reader in this process."""

    def __init__(self, weights: Path | None = None, min_confidence: float | None = None) -> None:
        self._reader = Reader(weights)
        self._least = min_confidence
        self.weights_hash = self._reader.weights_hash

    def read(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Read]:
        for article, origin in articles:
            yield read_one(self._reader, article, origin, self._least)


def read(sources: Sequence[str | Path], ledger: Ledger, options: ReadOptions | None = None, engine: Engine | None = None) -> RunSummary:
    """Read sources into a ledger.

    Bad items are logged and never stop the run. Articles that the ledger holds, read by the same weights, are skipped: a run that was
    cut off goes on where it stopped. Raises LedgerError, WeightsError.
    """
    options = options or ReadOptions()
    engine = engine or InProcess(options.weights, options.min_confidence)
    with ledger.run("read " + " ".join(str(s) for s in sources), {"weights": engine.weights_hash, "min_confidence": options.min_confidence}) as run:
        state = _State(run, options, sources)
        for result in engine.read(state.fresh(engine.weights_hash)):
            if isinstance(result.outcome, IngestError):
                run.fail(result.outcome)
            else:
                try:
                    run.add(result.outcome, result.origin, engine.weights_hash)
                except SpanError as error:
                    run.fail(IngestError(result.origin, "bad-evidence", str(error)))
            state.tell(result.article)
        run.commit()
        return run.summary()


class _State:
    """What is new among the sources, and how far the run has come."""

    def __init__(self, run: Run, options: ReadOptions, sources: Sequence[str | Path]) -> None:
        self._run, self._options, self._sources = run, options, sources
        self._total = total_bytes(sources) if options.progress else None
        self._articles = self._words = self._done = 0

    def fresh(self, weights: str) -> Iterator[tuple[Article, str]]:
        """The articles that these weights have not read yet; failures are logged on the way."""
        under_way: set[str] = set()
        for item in articles(self._sources, self._options.ingest):
            self._done = item.bytes_read
            if isinstance(item.item, IngestError):
                self._run.fail(item.item)
                self.tell(None)
            elif item.item.id in under_way or self._run.done(item.item, weights, item.origin):
                self.tell(item.item)
            else:
                under_way.add(item.item.id)
                yield item.item, item.origin

    def tell(self, article: Article | None) -> None:
        if article is not None:
            self._articles += 1
            self._words += len(article.text.split())
        if self._options.progress:
            failed = self._run.failed
            self._options.progress(Progress(self._articles, failed, self._words, self._done, self._total))
