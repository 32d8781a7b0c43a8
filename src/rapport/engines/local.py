"""Reading on this machine's cores: worker processes that each hold one reader.

The parent takes in and stores; workers read. Articles go one by one through a pipe to each worker, so that it is known which article
a worker was reading when it died; a worker always has the next ones waiting, so that it never waits for the parent.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self

from rapport.errors import IngestError, RapportError, WeightsError
from rapport.pipeline import Annotator, Read, load_reader, read_one
from rapport.records import Article, Reading

Load = Callable[[Path | None], Annotator]
# Articles that a worker holds: the one it reads and those that wait in its process.
_AHEAD: Final = 4
# Articles under way or read out of turn, for each worker: one very long article may hold up the writing of so many others.
_WINDOW: Final = 16
_NICE: Final = 10
# Workers that may die one after the other before they can read, once some other could.
_FALSE_STARTS: Final = 3


@dataclass(slots=True)
class _Task:
    """An article's place in the stream, and how many workers died while reading it."""

    number: int
    article: Article
    origin: str
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class _Ready:
    weights_hash: str


@dataclass(frozen=True, slots=True)
class _Broken:
    """The reader could not be loaded."""

    message: str
    weights: bool


def _serve(pipe: Connection, weights: Path | None, least: float | None, load: Load) -> None:
    """The life of a worker: load, then read what comes until the pipe closes. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _give_way()
    # Each worker is one core's worth; read by the libraries when they load.
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")
    try:
        try:
            reader = load(weights)
            pipe.send(_Ready(reader.weights_hash))
        except RapportError as error:
            pipe.send(_Broken(str(error), isinstance(error, WeightsError)))
            return
        inbox: SimpleQueue[tuple[Article, str] | None] = SimpleQueue()
        # Taking in while reading keeps the parent from waiting at a full pipe, and two full pipes from waiting for each other.
        Thread(target=_take_in, args=(pipe, inbox), daemon=True).start()
        while (job := inbox.get()) is not None:
            pipe.send(read_one(reader, *job, least).outcome)
    except OSError:
        return  # the parent is gone, and what was read with it


def _give_way() -> None:
    """Lower this process's priority: whoever looks at the pages meanwhile comes first. Costs nothing on a machine that does nothing else."""
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, max(_NICE, os.getpriority(os.PRIO_PROCESS, 0)))


def _take_in(pipe: Connection, inbox: SimpleQueue[tuple[Article, str] | None]) -> None:
    try:
        while True:
            inbox.put(pipe.recv())
    except (EOFError, OSError):
        inbox.put(None)


@contextmanager
def _shielded() -> Iterator[None]:
    """Ctrl-C waits while a process starts: it inherits the mask, and none is hit before it can ignore the signal."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starting it lifts the mask, so it comes first
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    def __init__(self, weights: Path | None, least: float | None, load: Load) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, weights, least, load), daemon=True)
        with _shielded():
            self.process.start()
        theirs.close()
        self.ready = False
        self.tasks: deque[_Task] = deque()

    @property
    def alone(self) -> bool:
        """Whether it has an article that killed another worker: nothing else may be lost with this one."""
        return bool(self.tasks) and self.tasks[0].deaths > 0

    def give(self, task: _Task) -> None:
        self.tasks.append(task)
        with suppress(OSError):  # it died; the end of its pipe says so when results are collected
            self.pipe.send((task.article, task.origin))

    def stop(self) -> int | None:
        """End it at once (it holds nothing that is not read again); gives its exit code."""
        self.pipe.close()
        self.process.join(0.2)
        if self.process.is_alive():
            self.process.terminate()
            self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        return self.process.exitcode


class Processes:
    """`workers` spawned processes. Results come in the order of the articles; memory stays flat, since only a few are under way.

    The article on which a worker dies is tried once more, alone in a fresh worker; if that dies too it is reported (`worker-died`), and the
    run goes on. Workers start as there is work for them. Use it as a context, or `close` it. `load` makes the reader in each worker.
    """

    def __init__(self, workers: int, weights: Path | None = None, min_confidence: float | None = None, load: Load = load_reader) -> None:
        self._limit = workers
        self._start: Callable[[], _Worker] = partial(_Worker, weights, min_confidence, load)
        self._workers = [self._start()]
        self._hash: str | None = None
        self._false_starts = 0
        self._again: deque[_Task] = deque()
        self._finished: dict[int, Read] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def weights_hash(self) -> str:
        """Of the weights that the workers hold; waits for the first. Raises WeightsError."""
        while self._hash is None:
            self._collect()
        return self._hash

    def read(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Read]:
        stream = (_Task(number, *found) for number, found in enumerate(articles))
        given, more = 0, True
        while True:
            while (more or self._again) and self._hungry():
                task = self._again.popleft() if self._again else next(stream, None)
                if task is None:
                    more = False
                else:
                    self._hand_out(task)
            if not any(worker.tasks for worker in self._workers) and not self._finished:
                return
            if given not in self._finished:
                self._collect()
            while given in self._finished:
                yield self._finished.pop(given)
                given += 1

    def close(self) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers = []

    def _hungry(self) -> bool:
        """Whether somebody can take another article, and the window has room for one."""
        under_way = sum(len(worker.tasks) for worker in self._workers) + len(self._finished)
        if under_way >= _WINDOW * self._limit:
            return bool(self._again) and self._next_worker() is not None
        return self._next_worker() is not None or len(self._workers) < self._limit

    def _next_worker(self) -> _Worker | None:
        free = [worker for worker in self._workers if len(worker.tasks) < _AHEAD and not worker.alone]
        return min(free, key=lambda worker: len(worker.tasks), default=None)

    def _hand_out(self, task: _Task) -> None:
        worker = self._next_worker()
        if (worker is None or worker.tasks) and len(self._workers) < self._limit:
            worker = self._start()
            self._workers.append(worker)
        assert worker is not None  # `_hungry` was asked first
        worker.give(task)

    def _collect(self) -> None:
        """Wait for a message of any worker, and take in all that have one."""
        ready = wait([worker.pipe for worker in self._workers])
        for worker in [w for w in self._workers if w.pipe in ready]:
            try:
                message: Any = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            self._take(worker, message)

    def _take(self, worker: _Worker, message: _Ready | _Broken | Reading | IngestError) -> None:
        if isinstance(message, _Broken):
            raise (WeightsError if message.weights else RapportError)(message.message)
        if isinstance(message, _Ready):
            worker.ready, self._hash, self._false_starts = True, message.weights_hash, 0
            return
        task = worker.tasks.popleft()
        self._finished[task.number] = Read(task.article, task.origin, message)

    def _replace(self, worker: _Worker) -> None:
        """Put a fresh worker in a dead one's place, and see to the articles that the dead one had."""
        code = worker.stop()
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        if worker.ready and worker.tasks:
            worker.tasks[0].deaths += 1
        elif not worker.ready:
            self._false_starts += 1
            if self._hash is None or self._false_starts > _FALSE_STARTS:
                raise RapportError(
                    f"the worker processes end before they can read ({how}); a script that reads with several workers needs "
                    'if __name__ == "__main__": around its call, and each worker needs up to 700 MB of memory'
                )
        fresh = self._start()
        self._workers[self._workers.index(worker)] = fresh
        for task in worker.tasks:
            if task.deaths > 1:
                detail = f"two processes ended while reading it ({how})"
                self._finished[task.number] = Read(task.article, task.origin, IngestError(task.origin, "worker-died", detail))
            elif task.deaths:
                fresh.give(task)
            else:
                self._again.append(task)
        self._again = deque(sorted(self._again, key=lambda task: task.number))
