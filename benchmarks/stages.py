"""Where the time of a run goes: functions of the main path, timed from outside and without what they call of each other."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

STAGES: Final = ("ingest", "tokenise", "encode", "decode", "extract", "write")


class Stopwatch:
    """Seconds by stage. A stage that calls another stops while the other runs."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self._stack: list[str] = []
        self._since = 0.0

    def _turn(self) -> None:
        now = time.perf_counter()
        if self._stack:
            self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Charge what happens inside to this stage."""
        self._turn()
        self._stack.append(name)
        try:
            yield
        finally:
            self._turn()
            self._stack.pop()

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
        (Reader, "annotate", functools.partial(watch.timed, "decode")),
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
