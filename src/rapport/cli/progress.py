"""How far a long command has come: a bar on stderr where that is a terminal, a line for a log where it is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from rapport.cli.output import console, say

# Fewer articles are resolved within a second, and within some: the bar need not change for them, and a log needs no line.
_SOME: Final = 50
_MANY: Final = 500
RESOLVING: Final = "who is who, and what is the same"


class Bar:
    """A bar with one task."""

    def __init__(self, bar: Any, task: Any) -> None:
        self._bar, self._task = bar, task

    @property
    def elapsed(self) -> float:
        """Seconds since it was begun."""
        return self._bar.tasks[0].elapsed or 0.0

    def tell(self, what: str, done: int, total: int | None, facts: str) -> None:
        """Say what is going on, how much of it is done (of an unknown total, if null), and more in words."""
        self._bar.update(self._task, description=what, completed=done, total=total, facts=facts)


@contextmanager
def bar(quiet: bool, begin: str) -> Iterator[Bar | None]:
    """A bar that says first what it begins with, where stderr is a terminal and nobody asked for quiet; else null."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=None), TextColumn("{task.fields[facts]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
    )  # fmt: skip
    # Four times a second: drawing takes time from the work on a small machine.
    with Progress(*columns, console=console(stderr=True), transient=True, refresh_per_second=4, expand=True) as shown:
        yield Bar(shown, shown.add_task(begin, total=None, facts=""))


def resolving(shown: Bar | None, quiet: bool) -> Callable[[int, int], None] | None:
    """What tells how far resolution has come, in articles: the bar, or once one line in a log where there are many; null where nobody asked for it."""
    if quiet:
        return None

    from rapport.report.words import count

    def tell(done: int, total: int) -> None:
        if shown is not None and total >= _SOME:
            shown.tell(RESOLVING, done, total, f"{done:,} of {count(total, 'article')}")
        if shown is None and not done and total >= _MANY:
            say(f"Who is who, and what is the same in {count(total, 'article')} …")

    return tell
