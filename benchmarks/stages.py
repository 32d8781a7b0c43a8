"""Where the time of a run goes: functions of the main path, timed from outside and without what they call of each other."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

STAGES: Final = ("ingest", "tokenise", "encode", "decode", "extract", "write")


class _Open(threading.local):
    """The stages that a thread is in, and when it came into the last one or back to it."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.since = 0.0


class Stopwatch:
    """Seconds of this process's processor time by stage. A stage that calls another stops while the other runs; threads do not see each other's."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self._open = _Open()

    def _turn(self) -> None:
        now = time.thread_time()
        if self._open.stack:
            self.seconds[self._open.stack[-1]] += now - self._open.since
        self._open.since = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Charge what happens inside to this stage."""
        self._turn()
        self._open.stack.append(name)
        try:
            yield
        finally:
            self._turn()
            self._open.stack.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, charged to a stage."""

        @functools.wraps(function)
        def run(*arguments: Any, **options: Any) -> Any:
            with self.stage(name):
                return function(*arguments, **options)

        return run

    def timed_iterator(self, name: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """The generator function, each of its steps charged to a stage."""

        def run(*arguments: Any, **options: Any) -> Iterator[Any]:
            steps = iter(function(*arguments, **options))
            while True:
                with self.stage(name):
                    try:
                        item = next(steps)
                    except StopIteration:
                        return
                yield item

        return run


def _places(watch: Stopwatch) -> list[tuple[Any, str, Any]]:
    """(owner, name, wrapper) of the functions that are timed."""
    from rapport import extract, ingest
    from rapport.annotate import Reader, model
    from rapport.ledger import Run

    return [
        (ingest, "articles", functools.partial(watch.timed_iterator, "ingest")),
        (model, "pieces", functools.partial(watch.timed, "tokenise")),
        (model.Network, "run", functools.partial(watch.timed, "encode")),
        (Reader, "decode", functools.partial(watch.timed, "decode")),
        (extract, "extract", functools.partial(watch.timed, "extract")),
        *((Run, name, functools.partial(watch.timed, "write")) for name in ("done", "add", "fail", "commit", "finish")),
    ]


@contextmanager
def watched(watch: Stopwatch) -> Iterator[None]:
    """Time the main path of this process while inside; costs some microseconds a call."""
    with ExitStack() as undo:
        for owner, name, wrap in _places(watch):
            plain = getattr(owner, name)
            undo.callback(setattr, owner, name, plain)
            setattr(owner, name, wrap(plain))
        yield
