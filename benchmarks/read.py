"""The whole job timed: from a file of articles to committed rows.

    python -m benchmarks.read [CORPUS] [--articles 2000] [--workers 1 2] [--weights DIR] [--json]
    python -m benchmarks.read CORPUS --growth [200 2000 10000]
    python -m benchmarks.read CORPUS --articles 200 --into LEDGER…

CORPUS is a JSON Lines file (.gz, .zst too) or a folder; without one the examples are read. Prints words and articles a second, the
peak memory of the parent and of its largest worker, the cold start (from starting Python to the first article read) and where the
time goes; with --growth, what an article costs as the ledger grows; with --into, what it costs in an empty ledger and in copies of others. Every job runs in a fresh process and a fresh ledger.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks.stages import STAGES, Stopwatch, watched

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
_COLD: Final = """
import sys
from pathlib import Path
import rapport.engines
from rapport.annotate import Reader
Reader(Path(sys.argv[1]) if sys.argv[1] else None).annotate("Ada Quill said no.")
"""
# How many articles around each mark of --growth its cost is taken from.
_AROUND: Final = 200


@dataclass(frozen=True)
class Job:
    """What one process reads: `corpus` into `ledger`; `stages` adds where the time goes, `marks` the cost as the ledger grows."""

    corpus: str
    ledger: str
    workers: int = 1
    weights: str | None = None
    stages: bool = False
    marks: tuple[int, ...] = ()


@dataclass
class Costs:
    """Seconds, seconds spent writing and words after each article, as the run goes on."""

    watch: Stopwatch
    rows: list[tuple[float, float, int]]

    def note(self, articles: int, words: int) -> None:
        """After an item: a row where it was an article."""
        if articles >= len(self.rows):
            self.rows.append((time.perf_counter(), self.watch.seconds["write"], words))

    def at(self, mark: int) -> dict[str, float] | None:
        """What an article cost in the stretch that ends at the mark, or at the end where there are fewer; None where there were none."""
        mark = min(mark, len(self.rows) - 1)
        low = max(0, mark - _AROUND)
        if mark <= low:
            return None
        (t0, w0, n0), (t1, w1, n1) = self.rows[low], self.rows[mark]
        count = mark - low
        return {
            "articles": mark,
            "ms_per_article": 1000 * (t1 - t0) / count,
            "ms_per_1000_words": 1e6 * (t1 - t0) / max(n1 - n0, 1),
            "write_ms_per_article": 1000 * (w1 - w0) / count,
        }


def run_job(job: Job) -> dict[str, Any]:
    """Read as the command line does; gives counts and seconds from the first byte to the last commit, loading the weights included."""
    from rapport.engines import read
    from rapport.pipeline import Progress, ReadOptions

    watch = Stopwatch()
    costs = Costs(watch, [(time.perf_counter(), 0.0, 0)])
    progress: Callable[[Progress], None] | None = (lambda state: costs.note(state.articles, state.words)) if job.marks else None
    options = ReadOptions(weights=Path(job.weights) if job.weights else None, progress=progress)
    begin, worked = time.perf_counter(), time.process_time()
    # Only where it is asked for: watching loads the reader into this process, which with several workers would not hold one.
    with watched(watch) if job.stages or job.marks else nullcontext():
        summary = read([job.corpus], Path(job.ledger), options, workers=job.workers)
    seconds, worked = time.perf_counter() - begin, time.process_time() - worked
    found: dict[str, Any] = {"read": summary.read, "failed": summary.failed, "words": summary.words, "seconds": seconds, "worked": worked}
    found |= {"contacts": summary.contacts, "statements": summary.statements, "ledger_bytes": Path(job.ledger).stat().st_size}
    if job.stages:
        found["stages"] = {**{name: watch.seconds[name] for name in STAGES}, "rest": worked - sum(watch.seconds.values())}
    if job.marks:
        found["growth"] = [cost for mark in job.marks if (cost := costs.at(mark))]
    return found


def _peaks(process: int) -> Iterator[tuple[int, int]]:
    """(process id, peak resident bytes so far) of a process and of what it started; nothing where there is no /proc."""
    waiting = [process]
    while waiting:
        pid = waiting.pop()
        folder = Path(f"/proc/{pid}")
        try:
            status = (folder / "status").read_text()
            waiting += [int(child) for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()]
        except (OSError, ValueError):
            continue
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                yield pid, int(line.split()[1]) * 1024


def measure(job: Job) -> dict[str, Any]:
    """Run a job in a process of its own and watch the memory of that and of its workers, ten times a second."""
    command = [sys.executable, "-m", "benchmarks.read", "--job", json.dumps(asdict(job))]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out)
        peaks: dict[int, int] = {}
        while process.poll() is None:
            peaks |= dict(_peaks(process.pid))
            time.sleep(0.1)
        if process.returncode:
            raise SystemExit(f"reading {job.corpus} failed with exit code {process.returncode}")
        out.seek(0)
        found: dict[str, Any] = json.loads(out.read())
    parent = peaks.pop(process.pid, None)
    return found | {"workers": job.workers, "peak_parent": parent, "peak_worker": max(peaks.values(), default=None)}


def cold_start(weights: Path | None, times: int = 3) -> float:
    """Median seconds from starting Python to the first sentence read."""

    def once() -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", _COLD, str(weights or "")], check=True)
        return time.perf_counter() - begin

    return statistics.median(once() for _ in range(times))


def _sample(corpus: Path, count: int, folder: Path) -> Path:
    """The first `count` articles of a JSON Lines file as a file; anything else is read as it is."""
    if not corpus.is_file() or ".jsonl" not in corpus.name or corpus.suffix == ".zst":
        return corpus
    opener = gzip.open if corpus.suffix == ".gz" else open
    out = folder / "corpus.jsonl"
    with opener(corpus, "rt", encoding="utf-8") as stream, out.open("w", encoding="utf-8") as copy:
        copy.writelines(islice(stream, count))
    return out


def speed(corpus: Path, workers: Sequence[int], weights: Path | None, folder: Path) -> dict[str, Any]:
    """Cold start, one run for each number of workers, and one more, with one worker, that is taken apart into stages."""
    jobs = [Job(str(corpus), str(folder / f"{n}.db"), n, str(weights) if weights else None) for n in workers]
    apart = Job(str(corpus), str(folder / "stages.db"), 1, str(weights) if weights else None, stages=True)
    return {"cold_start": cold_start(weights), "runs": [measure(job) for job in jobs], "stages": measure(apart)["stages"]}


def growth(corpus: Path, marks: Sequence[int], weights: Path | None, folder: Path) -> dict[str, Any]:
    """What an article costs while the ledger grows to the largest mark."""
    job = Job(str(corpus), str(folder / "growth.db"), 1, str(weights) if weights else None, marks=tuple(marks))
    return measure(job)


def into(corpus: Path, ledgers: Sequence[Path], weights: Path | None, folder: Path) -> list[dict[str, Any]]:
    """What the articles cost in an empty ledger and in copies of others, which stay as they are; with one worker, and where the time goes."""
    found = []
    for number, ledger in enumerate((None, *ledgers)):
        copy = folder / f"into-{number}.db"
        held = _copied(ledger, copy) if ledger else 0
        found.append(measure(Job(str(corpus), str(copy), 1, str(weights) if weights else None, stages=True)) | {"held": held})
        copy.unlink()
    return found


def _copied(ledger: Path, copy: Path) -> int:
    """Copies a ledger; gives the number of its articles."""
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        return int(target.execute("SELECT count(*) FROM articles").fetchone()[0])


def show_into(result: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The report on ledgers of several sizes, line by line."""
    yield "articles held  read  ms an article  " + "  ".join(f"{name:>8}" for name in (*STAGES, "rest")) + "   peak memory"
    for run in result:
        each = 1000 / max(run["read"], 1)
        stages = "  ".join(f"{run['stages'][name] * each:8.2f}" for name in (*STAGES, "rest"))
        yield f"{run['held']:13,}  {run['read']:4}  {run['seconds'] * each:13.1f}  {stages}   {_megabytes(run['peak_parent'])}"


def _megabytes(size: int | None) -> str:
    return "–" if size is None else f"{size / 1e6:.0f} MB"


def show_speed(result: dict[str, Any]) -> Iterator[str]:
    """The report on speed, line by line."""
    yield f"cold start  {result['cold_start']:.2f} s"
    yield "workers  articles    words  seconds  words/s  articles/s  peak of parent  peak of a worker"
    for run in result["runs"]:
        rates = f"{run['words'] / run['seconds']:8,.0f}  {run['read'] / run['seconds']:10.1f}"
        memory = f"{_megabytes(run['peak_parent']):>14}  {_megabytes(run['peak_worker']):>16}"
        yield f"{run['workers']:7}  {run['read']:8,}  {run['words']:9,}  {run['seconds']:7.1f}  {rates}  {memory}"
    total = sum(result["stages"].values())
    yield "where the processor's time goes (one worker, encoding in a thread beside the rest):"
    for name, seconds in result["stages"].items():
        yield f"  {name:9} {seconds:7.2f} s  {seconds / total:6.1%}"


def show_growth(result: dict[str, Any]) -> Iterator[str]:
    """The report on growth, line by line."""
    yield f"articles held  ms an article  ms per 1,000 words  of it writing, ms an article   (the {_AROUND} articles before each mark)"
    for cost in result["growth"]:
        figures = f"{cost['ms_per_article']:13.1f}  {cost['ms_per_1000_words']:18.1f}  {cost['write_ms_per_article']:28.2f}"
        yield f"{cost['articles']:13,}  {figures}"
    size = result["ledger_bytes"]
    yield f"ledger: {_megabytes(size)}, {size / max(result['read'], 1) / 1000:.1f} kB an article; peak memory {_megabytes(result['peak_parent'])}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.read", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=EXAMPLES)
    parser.add_argument("--articles", type=int, default=2000, help="read the first N articles of a JSON Lines file")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--growth", type=int, nargs="*", metavar="N", help="cost of an article at these sizes of the ledger (200 2000 10000)")
    parser.add_argument("--into", type=Path, nargs="+", metavar="LEDGER", help="cost of the articles in copies of these ledgers")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.job:
        given = json.loads(arguments.job)
        print(json.dumps(run_job(Job(**given | {"marks": tuple(given["marks"])}))))
        return
    marks = None if arguments.growth is None else sorted(arguments.growth) or [200, 2000, 10000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = _sample(arguments.corpus, marks[-1] if marks else arguments.articles, folder)
        result: Any
        show: Callable[[Any], Iterator[str]]
        if arguments.into:
            result, show = into(corpus, arguments.into, arguments.weights, folder), show_into
        elif marks:
            result, show = growth(corpus, marks, arguments.weights, folder), show_growth
        else:
            result, show = speed(corpus, arguments.workers, arguments.weights, folder), show_speed
    print(json.dumps(result, indent=2) if arguments.json else "\n".join(show(result)))


if __name__ == "__main__":
    main()
