"""What it costs to find what is known across articles.

    python -m benchmarks.resolve LEDGER… [--articles 20000] [--sizes 0 2000 10000 20000] [--only scratch growth hard] [--scale 1]

Prints JSON: seconds of wall and of processor time, and the peak memory of a process that does nothing else, for (scratch) resolving so many articles
at once; (growth) taking 100 more into ledgers of several sizes; (hard) corpora that nobody has but that would show what grows faster than it should,
each at a quarter, at half and at its full size (times --scale). The articles of LEDGER… are real ones; how they are multiplied, and what the hard
corpora are, says `benchmarks.corpora`. With every figure goes the load of the machine before and after, and how long a fixed piece of work took then.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from benchmarks import corpora
from rapport.ledger import Ledger, resolving

MORE: Final = 100
HARD: Final = {"one_person": 50_000, "copies": 10_000, "pair": 20_000}
COUNTED: Final = ("articles", "actors", "contacts", "statements", "entities", "entries", "quotations", "copies")
_STEPS: Final = ("identities", "copies", "entries", "quotations", "lists")


class Costs:
    """Wall and processor seconds of what runs between `start` and `stop`, and of the steps of resolution in it."""

    def __init__(self) -> None:
        self.steps = dict.fromkeys(_STEPS, 0.0)

    @contextmanager
    def watched(self) -> Iterator[dict[str, Any]]:
        """Gives a record that is full when the block is left."""
        found: dict[str, Any] = {}
        self.steps = dict.fromkeys(_STEPS, 0.0)
        with ExitStack() as stack:
            for step in _STEPS:
                module = getattr(resolving, step)
                stack.enter_context(patch.object(module, "update", self._timed(step, module.update)))
            load, pace, wall, cpu = os.getloadavg()[0], yardstick(), time.monotonic(), time.process_time()
            yield found
            found |= {"wall": round(time.monotonic() - wall, 2), "cpu": round(time.process_time() - cpu, 2)}
            found |= {
                "cpu_by_step": {step: round(seconds, 2) for step, seconds in self.steps.items()},
                "load": [round(load, 1), round(os.getloadavg()[0], 1)],
                "yardstick": [pace, yardstick()],
            }

    def _timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            began = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                self.steps[step] += time.process_time() - began

        return run


def yardstick() -> float:
    """Processor milliseconds of a piece of work that is always the same: a processor whose caches others use too takes longer for everything."""
    began = time.process_time()
    words = [f"{number * 7919 % 100_003:x}" for number in range(60_000)]
    counted = {word: place for place, word in enumerate(sorted(words))}
    assert len(counted) == 60_000
    return round(1000 * (time.process_time() - began), 1)


def peak() -> int:
    """Megabytes that this process has held at most."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (1 << 20) if sys.platform == "darwin" else used // 1024


def counts(db: sqlite3.Connection) -> dict[str, int]:
    return {table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in COUNTED}


def prepare(name: str, path: Path, size: int, sources: Sequence[Path]) -> None:
    """Make a ledger of articles that are read and not yet resolved."""
    with Ledger(path) as ledger:
        # What finds words is no part of it, and takes as long as all else.
        for trigger in ("articles_added", "statements_added"):
            ledger.connection.execute(f"DROP TRIGGER {trigger}")
        if name == "grown":
            for _ in corpora.grown(ledger, sources, size):
                pass
        else:
            corpora.read_into(ledger, getattr(corpora, name)(size))


def scratch(path: Path) -> dict[str, Any]:
    """Resolve all that waits in a ledger."""
    with Ledger(path) as ledger:
        with Costs().watched() as found:
            ledger.resolve()
        megabytes = round(path.stat().st_size / 1e6)
        return found | {"peak_megabytes": peak(), "ledger_megabytes": megabytes} | counts(ledger.connection)


def growth(path: Path, sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Resolve the articles of a ledger in the order in which they came in, noting what `MORE` cost when it holds so many."""
    found = []
    with Ledger(path) as ledger:
        db = ledger.connection
        order = [row[0] for row in db.execute("SELECT id FROM articles ORDER BY rowid")]
        for table in ("readings", "unresolved", "entry_waiting"):
            db.execute(f"DELETE FROM {table}")
        done = 0
        for size in (max(size, number * MORE) for number, size in enumerate(sizes)):
            _come(db, order[done:size])
            ledger.resolve()
            _come(db, order[size : size + MORE])
            with Costs().watched() as costs:
                ledger.resolve()
            found.append({"held": size, "more": MORE} | costs)
            done = size + MORE
    return found


def _come(db: sqlite3.Connection, articles: Sequence[str]) -> None:
    db.execute("BEGIN")
    db.executemany("INSERT INTO readings VALUES (?, 'benchmark')", [(article,) for article in articles])
    db.execute("COMMIT")


def alone(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function in a fresh process, whose memory is nobody else's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = pool.submit(function, *arguments).result()
    # It takes an hour in all: who waits, or has to break off, sees what was measured.
    if found is not None:
        print(json.dumps(found), file=sys.stderr, flush=True)
    return found


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    result: dict[str, Any] = {"cores": os.cpu_count()}
    size = max([options.articles, *(n + MORE for n in options.sizes)])
    if {"scratch", "growth"} & set(options.only):
        alone(prepare, "grown", folder / "grown.db", size, options.ledgers)
    if "growth" in options.only:
        shutil.copy(folder / "grown.db", folder / "grows.db")
        result["growth"] = alone(growth, folder / "grows.db", sorted(options.sizes))
        (folder / "grows.db").unlink()
    if "scratch" in options.only:
        result["scratch"] = alone(scratch, folder / "grown.db")
    for name in [name for name in HARD if "hard" in options.only or name in options.only]:
        result[name] = []
        for part in (4, 2, 1):
            path = folder / f"{name}-{part}.db"
            alone(prepare, name, path, int(HARD[name] * options.scale) // part, ())
            result[name].append(alone(scratch, path))
            path.unlink()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolve", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledgers", nargs="*", type=Path, metavar="LEDGER", help="ledgers of real articles")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[0, 2_000, 10_000, 20_000], help=f"ledgers into which {MORE} more are taken")
    parser.add_argument("--only", nargs="+", default=["scratch", "growth", "hard"], help=f"scratch, growth, hard, or one of {', '.join(HARD)}")
    parser.add_argument("--scale", type=float, default=1.0, help="what the sizes of the hard corpora are multiplied by")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        print(json.dumps(measure(options, folder), indent=2))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
