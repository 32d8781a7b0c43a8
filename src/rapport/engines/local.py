"""Reading on this machine's cores: worker processes that each hold one reader."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from rapport.annotate import Reader, folder_digest
from rapport.errors import IngestError
from rapport.pipeline import Read, read_one
from rapport.records import Article


def _worker(pipe: Connection, weights: Path | None, least: float | None) -> None:
    reader = Reader(weights)
    while True:
        try:
            jobs = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        if jobs is None:
            return
        try:
            pipe.send([read_one(reader, article, origin, least) for article, origin in jobs])
        except (BrokenPipeError, KeyboardInterrupt):
            return


@dataclass
class _Job:
    number: int
    articles: list[tuple[Article, str]]
    tries: int = 0


class _Worker:
    def __init__(self, weights: Path | None, least: float | None) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_worker, args=(theirs, weights, least), daemon=True)
        self.process.start()
        theirs.close()
        self.job: _Job | None = None

    def give(self, job: _Job) -> None:
        self.job = job
        self.pipe.send(job.articles)

    def stop(self) -> None:
        self.pipe.close()
        self.process.join(timeout=2)
        if self.process.is_alive():
            self.process.terminate()
            self.process.join()


class Processes:
    """`workers` spawned processes. Results come in the order of the articles; memory stays flat, since only a few chunks are under way.

    A worker that dies costs its chunk one more try, article by article in a fresh worker; an article that kills again is reported
    (`worker-died`), and the run goes on.
    """

    def __init__(self, workers: int, weights: Path | None = None, min_confidence: float | None = None, chunk: int = 8) -> None:
        self._weights, self._least, self._chunk = weights, min_confidence, chunk
        self.weights_hash = folder_digest(weights)
        # Read by the BLAS of the children when they start; each worker is one core's worth.
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TOKENIZERS_PARALLELISM"):
            os.environ.setdefault(name, "false" if name.startswith("TOKEN") else "1")
        self._workers = [_Worker(weights, min_confidence) for _ in range(workers)]

    def read(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Read]:
        source = iter(articles)
        again: deque[_Job] = deque()
        finished: dict[int, list[Read]] = {}
        started = given = 0
        ended = False
        limit = 4 * len(self._workers)
        while True:
            for worker in self._workers:
                if worker.job is None and (again or (not ended and started - given < limit)):
                    job = again.popleft() if again else self._next(source, started)
                    if job is None:
                        ended = True
                    else:
                        started += not job.tries
                        worker.give(job)
            busy = [worker for worker in self._workers if worker.job is not None]
            if not busy and not again:
                break
            for worker in self._ready(busy):
                self._collect(worker, again, finished)
            while given in finished:
                yield from finished.pop(given)
                given += 1

    def _next(self, source: Iterator[tuple[Article, str]], number: int) -> _Job | None:
        chunk: list[tuple[Article, str]] = []
        words = 0
        for article, origin in source:
            chunk.append((article, origin))
            words += len(article.text)
            # A chunk of about as many characters as `chunk` articles of 5,000, so that one book does not hold up the others.
            if len(chunk) >= self._chunk or words > self._chunk * 5000:
                break
        return _Job(number, chunk) if chunk else None

    def _ready(self, busy: list[_Worker]) -> list[_Worker]:
        handles: list[Any] = [handle for worker in busy for handle in (worker.pipe, worker.process.sentinel)]
        ready = set(wait(handles))
        return [worker for worker in busy if worker.pipe in ready or worker.process.sentinel in ready]

    def _collect(self, worker: _Worker, again: deque[_Job], finished: dict[int, list[Read]]) -> None:
        job = worker.job
        assert job is not None
        try:
            results: list[Read] | None = worker.pipe.recv() if worker.pipe.poll(0) else None
        except (EOFError, OSError):
            results = None
        if results is None and worker.process.is_alive() and worker.pipe.poll(0.05):
            return
        worker.job = None
        if results is not None:
            finished[job.number] = results
            return
        self._replace(worker)
        finished[job.number] = self._one_by_one(job)

    def _one_by_one(self, job: _Job) -> list[Read]:
        """Read a chunk that killed its worker article by article, each in a worker that may die of it."""
        found = []
        for article, origin in job.articles:
            worker = _Worker(self._weights, self._least)
            try:
                worker.give(_Job(0, [(article, origin)], 1))
                found += worker.pipe.recv()
            except (EOFError, OSError):
                code = worker.process.exitcode
                found.append(Read(article, origin, IngestError(origin, "worker-died", f"the process that read it ended (exit code {code})")))
            finally:
                worker.stop()
        return found

    def _replace(self, worker: _Worker) -> None:
        worker.stop()
        at = self._workers.index(worker)
        self._workers[at] = _Worker(self._weights, self._least)

    def close(self) -> None:
        for worker in self._workers:
            worker.stop()
