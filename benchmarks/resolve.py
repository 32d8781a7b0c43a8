"""What it costs to take articles into what is known across them: `python -m benchmarks.resolve LEDGER --articles 20000`.

A ledger of the size asked for is made from the articles of a real one (which is not changed): each is repeated under other ids, weeks apart, its text in
another order of words, so that names recur as they do in news and texts do not. Prints JSON: seconds and peak memory from scratch, and the seconds
that 100 further articles take into ledgers of several sizes.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from rapport.ledger import Ledger

DAYS: Final = 70  # between an article and its next repetition
BATCH: Final = 100
# Tables of what was read with the columns that hold ids of records.
TABLES: Final = {
    "actors": (), "actor_aliases": (), "roles": (), "mentions": (), "contacts": ("id",), "contact_parties": ("contact",), "contact_topics": ("contact",),
    "statements": ("id",), "statement_about": ("statement",), "stances": ("id",), "sources": ("record",), "evidence": ("record",),
}  # fmt: skip
DATES: Final = frozenset({"published", "when_start", "when_end"})


def repeat(source: sqlite3.Connection, target: sqlite3.Connection, articles: list[str], number: int) -> None:
    """Copy the rows of articles, `number` times `DAYS` later."""
    shift = f"+{number * DAYS} days"
    marks = ", ".join("?" * len(articles))
    found = source.execute(f"SELECT * FROM articles WHERE id IN ({marks})", articles).fetchall()
    rows: dict[str, list[tuple[Any, ...]]] = {"articles": [_article(row, number, shift) for row in found]}
    rows["readings"] = [(f"{row['id']}-{number}", "benchmark") for row in found]
    for table, ids in TABLES.items():
        columns = [row[1] for row in source.execute(f"PRAGMA table_info({table})")]
        chosen = ", ".join(
            f"date({c}, '{shift}')" if c in DATES else f"\"{c}\" || '-{number}'" if c in ("article", *ids) else f'"{c}"' for c in columns
        )
        rows[table] = [tuple(row) for row in source.execute(f"SELECT {chosen} FROM {table} WHERE article IN ({marks})", articles)]
    for table, copied in rows.items():
        if copied:
            target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(copied[0]))})", copied)


def _article(row: sqlite3.Row, number: int, shift: str) -> tuple[Any, ...]:
    values = dict(row)
    words = values["text"].split()
    random.Random(number).shuffle(words)
    published = values["published"]
    later = sqlite3.connect(":memory:").execute("SELECT date(?, ?)", (published[:10], shift)).fetchone()[0] if published else None
    changed = {"id": f"{values['id']}-{number}", "key": f"{values['key']}-{number}", "url": None, "published": later, "text": " ".join(words)}
    return tuple((values | changed | {"sha256": f"{values['sha256']}-{number}"}).values())


def peak() -> int:
    """Megabytes that this process has held at most."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (1 << 20) if sys.platform == "darwin" else used // 1024


def measure(path: Path, size: int, sizes: list[int], folder: Path) -> dict[str, Any]:
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    source.row_factory = sqlite3.Row
    every = [row[0] for row in source.execute("SELECT article FROM readings ORDER BY article")]
    pairs = [(article, number) for number in range(1 + (size + BATCH) // len(every)) for article in every][: size + BATCH]
    growth: dict[int, float] = {}
    with Ledger(folder / "grown.db") as ledger:
        done = 0
        for held in sorted({*sizes, size}):
            _add(source, ledger, pairs[done:held])
            ledger.resolve()
            _add(source, ledger, pairs[held : held + BATCH])
            started = time.monotonic()
            ledger.resolve()
            growth[held] = round(time.monotonic() - started, 2)
            done = held + BATCH
    with Ledger(folder / "whole.db") as ledger:
        _add(source, ledger, pairs[:size])
        started = time.monotonic()
        ledger.resolve()
        seconds = round(time.monotonic() - started, 1)
        counts = {table: ledger.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("entities", "entries", "quotations")}
    found = {"articles": size, "from_scratch_seconds": seconds, "peak_megabytes": peak(), "seconds_of_100_more": growth} | counts
    return found | {"ledger_megabytes": round((folder / "whole.db").stat().st_size / 1e6)}


def _add(source: sqlite3.Connection, ledger: Ledger, pairs: list[tuple[str, int]]) -> None:
    db = ledger.connection
    for at in range(0, len(pairs), 500):
        db.execute("BEGIN IMMEDIATE")
        by_number: dict[int, list[str]] = {}
        for article, number in pairs[at : at + 500]:
            by_number.setdefault(number, []).append(article)
        for number, articles in by_number.items():
            repeat(source, db, articles, number)
        db.execute("COMMIT")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path, help="a ledger of real articles")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[0, 2_000, 10_000], help="ledgers into which 100 more are taken")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        print(json.dumps(measure(arguments.ledger, arguments.articles, arguments.sizes, folder)))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
