"""How fast pages answer: `python -m benchmarks.serve LEDGER --readers 8 --write FOLDER` prints one JSON object.

A copy of the ledger is served by `rapport serve` (with `--grow N` a copy of N articles, made as `benchmarks.resolve` does), and read by so many readers at
once, each asking one page after the other with no pause: pages are drawn evenly, and the actors, pairs, entries and articles of each from hundreds. With
`--write` a `rapport read FOLDER` goes on meanwhile. For each page: requests, milliseconds at the 50th and 95th percentile, and, asked alone and for the first
time, wall and CPU milliseconds of the server, so that a busy machine can be told from a slow page.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx

from rapport.ledger import Ledger

RAPPORT: Final = (sys.executable, "-c", "from rapport.cli import main; main()")
ONCE: Final = 12  # addresses of a page that are asked alone
LIMIT_MS: Final = 300  # what is asked of every page
DAYS: Final = 70  # between an article and its next repetition
AT_ONCE: Final = 500  # articles that are copied by one statement
# Tables of what was read, with the columns that hold ids of records; that of the article is in all.
TABLES: Final = {
    "articles": ("id", "key"), "readings": (), "actors": (), "actor_aliases": (), "roles": (), "role_evidence": (), "mentions": (), "contacts": ("id",), "contact_parties": ("contact",),
    "contact_topics": ("contact",), "statements": ("id",), "statement_about": ("statement",), "stances": ("id",), "sources": ("record",), "evidence": ("record",),
}  # fmt: skip
DATES: Final = frozenset({"published", "when_start", "when_end"})


def again(key: str, number: int) -> str:
    """The id of a repetition: of 16 hexadecimal digits like any other."""
    return f"{key[:13]}{number:03x}"


def repeat(source: sqlite3.Connection, target: sqlite3.Connection, articles: list[str], number: int) -> None:
    """Copy the rows of articles, `number` times `DAYS` later and their texts in another order of words, so that names recur and texts do not."""
    marks = ", ".join("?" * len(articles))
    for table, ids in TABLES.items():
        names = [row[1] for row in source.execute(f"PRAGMA table_info({table})")]
        key = "id" if table == "articles" else "article"
        rows = []
        for row in source.execute(f"SELECT * FROM {table} WHERE {key} IN ({marks})", articles):
            values = dict(zip(names, row, strict=True))
            values |= {
                name: f"{values[name]}-{number}" if name == "key" else again(values[name], number) for name in (*ids, "article") if values.get(name)
            }
            values |= {
                name: (date.fromisoformat(values[name][:10]) + timedelta(days=DAYS * number)).isoformat() for name in DATES if values.get(name)
            }
            if table == "articles":
                words = values["text"].split()
                random.Random(number).shuffle(words)
                values |= {"text": " ".join(words), "url": None, "sha256": again(values["sha256"], number)}
            rows.append(tuple(values.values()))
        if rows:
            target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", rows)


def grown(source: Path, target: Path, size: int) -> None:
    """A ledger of so many articles, made of those of a real one, each repetition a run."""
    real = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    real.row_factory = sqlite3.Row
    every = [row[0] for row in real.execute("SELECT article FROM readings ORDER BY article")]
    pairs = [(article, number) for number in range(1 + size // len(every)) for article in every][:size]
    with Ledger(target) as ledger:
        db = ledger.connection
        db.execute("BEGIN IMMEDIATE")
        for number in sorted({number for _, number in pairs}):
            of = [article for article, repeated in pairs if repeated == number]
            for first in range(0, len(of), AT_ONCE):
                repeat(real, db, of[first : first + AT_ONCE], number)
        for number in sorted({number for _, number in pairs}):
            day = f"20{31 + number // 12:02}-{1 + number % 12:02}-01T06:00:00Z"
            db.execute(
                "INSERT INTO runs (id, command, options, started, finished) VALUES (?, ?, '{}', ?, ?)", (number + 1, f"read part-{number}/", day, day)
            )
        db.executemany("INSERT INTO sightings VALUES (?, ?, ?, '')", [(again(article, number), number + 1, article) for article, number in pairs])
        db.execute("COMMIT")
        ledger.resolve()


def addresses(path: Path, rng: random.Random) -> dict[str, list[str]]:
    """What is asked of each page: the busiest and any others."""

    def of(page: str, *queries: Mapping[str, str]) -> list[str]:
        return [f"/{page}?{urlencode(query)}" if query else f"/{page}" if page else "" for query in queries]

    with Ledger(path, read_only=True) as ledger:
        names = [actor.name for actor in ledger.actors(limit=3000)]
        pairs = [(tie.a, tie.b) for tie in ledger.network()[:4000]]
        db = ledger.connection
        entries = [row[0] for row in db.execute("SELECT id FROM entries ORDER BY reports DESC LIMIT 2000")]
        articles = [row[0] for row in db.execute("SELECT id FROM articles WHERE id NOT IN (SELECT id FROM superseded_articles) LIMIT 5000")]
        days = sorted({row[0][:7] for row in db.execute("SELECT DISTINCT date FROM entries WHERE date IS NOT NULL")})
        outlets = [row[0] for row in db.execute("SELECT outlet FROM articles WHERE outlet IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 40")]
    some = names[:20] + rng.sample(names[20:], min(180, max(0, len(names) - 20)))
    two = pairs[:20] + rng.sample(pairs[20:], min(180, max(0, len(pairs) - 20)))
    months = rng.sample(days, min(12, len(days)))
    return {
        "home": [""],
        "people": of("actors", *({"page": str(number)} for number in range(1, 6)), *({"q": name.split()[-1]} for name in some[:20])),
        "actor": of("actor", *({"name": name} for name in some)),
        "relationship": of("relationship", *({"a": a, "b": b} for a, b in two)),
        "entry": [f"/entry/{key}" for key in rng.sample(entries, min(200, len(entries)))],
        "article": [f"/article/{key}" for key in rng.sample(articles, min(200, len(articles)))],
        "contacts": of("contacts", {}, *({"actor": name} for name in some[:40]), *({"outlet": outlet} for outlet in outlets), *({"since": day} for day in months)),
        "statements": of("statements", {}, *({"actor": name} for name in some[:40]), *({"outlet": outlet} for outlet in outlets[:10])),
        "stances": of("stances", {}, *({"actor": name} for name in some[:40])),
        "search": of("search", *({"q": name} for name in some[:40]), {"q": "trade talks"}, {"q": "phone call"}),
        "network": of("network", {}, {"most": "200"}, *({"since": day, "until": day} for day in months)),
        "conflicts": of("conflicts", {}, *({"actor": name} for name in some[:10])),
        "open": of("open", {}, {"kind": "promise"}, *({"actor": name} for name in some[:20])),
        "sources": of("sources", {}, {"source": "unnamed"}, *({"outlet": outlet} for outlet in outlets[:10])),
        "changes": of("changes", {}, {"page": "2"}),
        "review": of("review", {}, {"kind": "contact"}),
        "corrections": of("corrections", {}),
        "runs": of("runs", {}),
    }  # fmt: skip


@contextmanager
def serving(path: Path) -> Iterator[tuple[str, int]]:
    """`rapport serve` as a process of its own: the address of the home page, and the process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([*RAPPORT, "serve", str(path), "--no-browser", "--port", str(port)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    home = process.stderr.readline().split(": ", 1)[-1].strip()
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        for _ in range(600):
            try:
                httpx.get(home, timeout=60)
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield home, process.pid
    finally:
        process.terminate()
        process.wait(20)


def cpu_seconds(process: int) -> float | None:
    """What a process has used of all cores; unknown but on Linux."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alone(home: str, process: int, asked: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """Each page asked by one reader, each address for the first time."""
    found: dict[str, dict[str, Any]] = {}
    with httpx.Client(timeout=120) as client:
        for page, paths in asked.items():
            times, before = [], cpu_seconds(process)
            for path in paths[:ONCE]:
                started = time.perf_counter()
                answer = client.get(home + path)
                times.append(1000 * (time.perf_counter() - started))
                if answer.status_code not in (200, 300):
                    raise SystemExit(f"{path} answered {answer.status_code}")
            after = cpu_seconds(process)
            spent = None if before is None or after is None else round(1000 * (after - before) / len(times))
            found[page] = {"alone_ms": round(statistics.median(times)), "alone_most_ms": round(max(times)), "alone_cpu_ms": spent}
    return found


def together(home: str, asked: Mapping[str, Sequence[str]], readers: int, seconds: float, pause: float) -> dict[str, list[float]]:
    """So many readers at once, each with a connection of its own and `pause` seconds between pages: the milliseconds to the last byte of every request, by page."""
    times: dict[str, list[float]] = defaultdict(list)
    until = time.monotonic() + seconds
    place = urlsplit(home)

    def read(number: int) -> None:
        rng = random.Random(number)
        # What a reader's own program takes of the two cores is not the server's: nothing more than sockets.
        with closing(HTTPConnection(str(place.hostname), place.port, timeout=120)) as connection:
            while time.monotonic() < until:
                page = rng.choice(list(asked))
                started = time.perf_counter()
                connection.request("GET", place.path + rng.choice(asked[page]))
                connection.getresponse().read()
                times[page].append(1000 * (time.perf_counter() - started))
                time.sleep(pause)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def at(times: Sequence[float], share: float) -> int:
    """Milliseconds within which so great a share of requests is answered."""
    ranked = sorted(times)
    return round(ranked[min(len(ranked) - 1, int(share * len(ranked)))]) if ranked else 0


def measure(path: Path, readers: int, seconds: float, write: Path | None, pause: float = 0.0) -> dict[str, Any]:
    asked = addresses(path, random.Random(1))
    with serving(path) as (home, process):
        first = alone(home, process, asked)
        writer = (
            subprocess.Popen([*RAPPORT, "read", str(write), "-l", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) if write else None
        )
        began, spent = time.monotonic(), cpu_seconds(process)
        times = together(home, asked, readers, seconds, pause)
        wall, after = time.monotonic() - began, cpu_seconds(process)
        wrote = writer.poll() is None if writer else None
        if writer:
            writer.terminate()
            writer.wait(60)
    every = [value for of in times.values() for value in of]
    pages = {page: {"requests": len(times[page]), "p50_ms": at(times[page], 0.5), "p95_ms": at(times[page], 0.95)} | first[page] for page in asked}
    cpu = None if spent is None or after is None else round(1000 * (after - spent) / max(1, len(every)))
    return {
        "readers": readers, "pause": pause, "wrote_meanwhile": wrote, "requests": len(every), "requests_a_second": round(len(every) / wall, 1), "server_cpu_ms_a_request": cpu,
        "cores": os.cpu_count(), "load_average": os.getloadavg()[0] if hasattr(os, "getloadavg") else None, "p50_ms": at(every, 0.5), "p95_ms": at(every, 0.95),
        "over_limit": sorted(page for page, of in times.items() if at(of, 0.95) >= LIMIT_MS), "pages": pages,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--grow", type=int, help="make a ledger of so many articles of it first")
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--write", type=Path, help="articles that are read into it meanwhile")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds for which a reader looks at a page (default: none)")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        path = folder / "measured.db"
        if arguments.grow:
            grown(arguments.ledger, path, arguments.grow)
        else:
            with sqlite3.connect(arguments.ledger) as source:
                source.execute("VACUUM INTO ?", (str(path),))
            with Ledger(path) as ledger:
                ledger.resolve()
                size = ledger.size()
        with Ledger(path, read_only=True) as ledger:
            size = ledger.size()
        print(
            json.dumps(
                {"articles": size.articles, "contacts": size.contacts}
                | measure(path, arguments.readers, arguments.seconds, arguments.write, arguments.pause)
            )
        )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
