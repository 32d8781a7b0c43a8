"""Ledgers for reading: a few threads, each with its own read-only connection to every file, so that no page waits for a writer and none blocks one."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from rapport.errors import LedgerError, RapportError
from rapport.ledger import Ledger
from rapport.web.memory import forget, noticing

_T = TypeVar("_T")
# Python's part of a page runs on one core at a time: with four threads half the pages took 48 ms and 95 % 503, with two 30 and 450 (eight readers, 19,880 articles,
# a `rapport read` beside).
_THREADS: Final = 2
# A page that takes longer is given up: seconds.
LONGEST: Final = 20.0
_STEPS: Final = 20_000  # of SQLite's machine between two looks at the clock

_here = threading.local()
_pool = ThreadPoolExecutor(_THREADS, "rapport-page")
_beside = ThreadPoolExecutor(1, "rapport-again")
_MOST_WAITING: Final = 8
_lock = threading.Lock()
_waiting: dict[Path, int] = {}


async def ask(path: Path, question: Callable[[Ledger], _T]) -> _T:
    """What a question to the ledger gives, asked in a thread of the pool. Raises what the question raises, and LedgerError where it takes too long.

    Where part of the answer was remembered of a file that has changed since, the same is asked again beside, for whoever asks next.
    """
    found, old = await asyncio.get_running_loop().run_in_executor(_pool, _asked, path, question, False)
    if old:
        _again(path, question)
    return found


def _again(path: Path, question: Callable[[Ledger], object]) -> None:
    """One question at a time, and no more than wait for long: a page that is asked again will be asked again."""
    with _lock:
        if _waiting.get(path, 0) >= _MOST_WAITING:
            return
        _waiting[path] = _waiting.get(path, 0) + 1

    def asked() -> None:
        try:
            _asked(path, question, True)
        except RapportError:
            pass  # whoever asks next is told
        finally:
            with _lock:
                _waiting[path] -= 1

    _beside.submit(asked)


async def written(path: Path, act: Callable[[Ledger], _T]) -> _T:
    """What an act on the ledger gives, done by a connection of its own that is closed at once. Raises what the act raises."""

    def done() -> _T:
        with Ledger(path, create=False) as ledger:
            try:
                return act(ledger)
            finally:
                forget(path)

    return await asyncio.get_running_loop().run_in_executor(_pool, done)


def _asked(path: Path, question: Callable[[Ledger], _T], anew: bool) -> tuple[_T, bool]:
    """What a question gives, and whether part of it is to be asked again."""
    ledger = _ledger(path)
    until = time.monotonic() + LONGEST
    ledger.connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    # One view of the file for the whole page, whatever is written meanwhile.
    ledger.connection.execute("BEGIN")
    try:
        with noticing(anew=anew) as old:
            return question(ledger), old()
    except (sqlite3.OperationalError, LedgerError) as error:
        if time.monotonic() > until:
            raise LedgerError(f"this took more than {LONGEST:g} seconds and was given up: ask for less, such as one year or one outlet") from error
        raise
    finally:
        ledger.connection.set_progress_handler(None, 0)
        if ledger.connection.in_transaction:
            ledger.connection.execute("ROLLBACK")


def _ledger(path: Path) -> Ledger:
    """This thread's ledger of the file; opened again where another file has taken its place."""
    ledgers: dict[Path, tuple[tuple[int, int], Ledger]] = _here.__dict__.setdefault("ledgers", {})
    try:
        stat = path.stat()
    except OSError as error:
        raise LedgerError(f"{path}: there is no such ledger any more") from error
    same = (stat.st_dev, stat.st_ino)
    if path in ledgers and ledgers[path][0] != same:
        ledgers.pop(path)[1].close()
    if path not in ledgers:
        ledgers[path] = (same, Ledger(path, read_only=True))
    return ledgers[path][1]
