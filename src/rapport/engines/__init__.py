"""Where reading happens: in this process, or on all of this machine's cores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rapport import pipeline
from rapport.engines.local import Processes
from rapport.errors import UsageError
from rapport.pipeline import ReadOptions

if TYPE_CHECKING:
    from rapport.ledger import Ledger, RunSummary

__all__ = ["Processes", "read"]


def read(
    sources: Sequence[str | Path] | str | Path, ledger: Ledger | str | Path, options: ReadOptions | None = None, *, workers: int = 1
) -> RunSummary:
    """Read sources (files, folders, addresses, archives, “-”) into a ledger, with one process (`workers` = 1) or several.

    The ledger is the same whatever the number of workers. With several, a script that calls this needs `if __name__ == "__main__":`, as the
    workers import it. Raises LedgerError, WeightsError, and UsageError where `workers` is less than 1.
    """
    from rapport.ledger import Ledger  # not for the workers, which import this package too

    options = options or ReadOptions()
    if workers < 1:
        raise UsageError(f"workers is at least 1, not {workers}")
    if isinstance(sources, str | Path):
        sources = [sources]
    if not isinstance(ledger, Ledger):
        with Ledger(ledger) as opened:
            return read(sources, opened, options, workers=workers)
    if workers == 1:
        return pipeline.read(sources, ledger, options)
    with Processes(workers, options.weights, options.min_confidence) as engine:
        return pipeline.read(sources, ledger, options, engine)
