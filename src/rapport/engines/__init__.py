"""Where reading happens: in this process, or on all of this machine's cores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapport import pipeline
from rapport.engines.local import Processes
from rapport.ledger import Ledger, RunSummary
from rapport.pipeline import ReadOptions

__all__ = ["Processes", "read"]


def read(sources: Sequence[str | Path], ledger: Ledger | str | Path, options: ReadOptions | None = None, *, workers: int = 1) -> RunSummary:
    """Read sources (files, folders, addresses, archives, “-”) into a ledger, with one process or several.

    The ledger is the same whatever the number of workers. Raises LedgerError, WeightsError.
    """
    options = options or ReadOptions()
    if not isinstance(ledger, Ledger):
        with Ledger(ledger) as opened:
            return read(sources, opened, options, workers=workers)
    if workers <= 1:
        return pipeline.read(sources, ledger, options)
    engine = Processes(workers, options.weights, options.min_confidence)
    try:
        return pipeline.read(sources, ledger, options, engine)
    finally:
        engine.close()
