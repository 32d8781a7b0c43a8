"""The benchmark's own arithmetic: stages without what they call, costs at a mark, memory of a process and its children."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from benchmarks import read
from benchmarks.stages import STAGES, Stopwatch
from rapport.ledger import Ledger


def work(seconds: float) -> None:
    """Keep the processor busy."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_stage_stops_while_another_runs() -> None:
    watch = Stopwatch()

    def inner() -> int:
        work(0.1)
        return 7

    def outer() -> int:
        work(0.01)
        return watch.timed("tokenise", inner)() + 1  # type: ignore[no-any-return]

    assert watch.timed("encode", outer)() == 8
    assert watch.seconds["tokenise"] >= 0.1
    assert 0.01 <= watch.seconds["encode"] < watch.seconds["tokenise"]
    assert watch.seconds["decode"] == 0


def test_threads_are_charged_each_for_its_own() -> None:
    watch = Stopwatch()
    other = Thread(target=watch.timed("encode", lambda: work(0.05)))
    with watch.stage("decode"):
        other.start()
        other.join()
    assert watch.seconds["encode"] >= 0.05
    assert watch.seconds["decode"] < 0.05


def test_only_the_steps_of_an_iterator_are_charged() -> None:
    watch = Stopwatch()
    for _ in watch.timed_iterator("ingest", lambda: iter([1, 2]))():
        work(0.02)
    assert watch.seconds["ingest"] < 0.01


def test_a_stage_that_fails_is_left() -> None:
    watch = Stopwatch()
    with pytest.raises(ZeroDivisionError), watch.stage("write"):
        1 / 0  # noqa: B018 — the error is what is wanted
    work(0.02)
    with watch.stage("decode"):
        pass
    assert watch.seconds["write"] < 0.01


def test_costs_are_those_of_the_stretch_before_the_mark() -> None:
    """300 articles of 100 words: the first 100 take 1 ms each, the others 3 ms, of which 1 ms is writing."""
    rows = [(0.0, 0.0, 0)]
    for number in range(1, 301):
        before = rows[-1]
        slow = number > 100
        rows.append((before[0] + (0.003 if slow else 0.001), before[1] + (0.001 if slow else 0.0), number * 100))
    costs = read.Costs(Stopwatch(), rows)
    early, late, end = costs.at(100), costs.at(300), costs.at(10_000)
    assert early == pytest.approx({"articles": 100, "ms_per_article": 1, "ms_per_1000_words": 10, "write_ms_per_article": 0})
    assert late == pytest.approx({"articles": 300, "ms_per_article": 3, "ms_per_1000_words": 30, "write_ms_per_article": 1})
    assert end == late
    assert read.Costs(Stopwatch(), rows[:1]).at(200) is None


def test_items_that_are_no_article_take_no_row() -> None:
    costs = read.Costs(Stopwatch(), [(0.0, 0.0, 0)])
    for articles, words in ((1, 50), (1, 50), (2, 90)):
        costs.note(articles, words)
    assert [row[2] for row in costs.rows] == [0, 50, 90]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory of other processes is read from /proc")
def test_the_memory_of_children_is_seen() -> None:
    child = subprocess.Popen([sys.executable, "-c", "x = bytearray(50_000_000); print('ready', flush=True); input()"], stdin=-1, stdout=-1)
    try:
        assert child.stdout is not None
        child.stdout.readline()
        peaks = dict(read._peaks(os.getpid()))
        assert peaks[child.pid] > 50_000_000
        assert os.getpid() in peaks
    finally:
        child.communicate(b"\n", timeout=10)


def test_the_examples_are_read_by_the_whole_job(tmp_path: Path) -> None:
    job = read.Job(str(read.EXAMPLES), str(tmp_path / "ledger.db"), stages=True, marks=(2,))
    found = read.measure(job)
    assert found["read"] >= 12
    assert found["contacts"] > 0
    assert set(found["stages"]) == {"ingest", "tokenise", "encode", "decode", "extract", "write", "rest"}
    assert found["stages"]["encode"] > 0
    assert sum(found["stages"].values()) == pytest.approx(found["worked"])
    assert found["growth"][0]["articles"] == 2


def test_other_ledgers_are_read_into_as_copies(tmp_path: Path) -> None:
    ledger, copy = tmp_path / "held.db", tmp_path / "copy.db"
    Ledger(ledger).close()
    assert read._copied(ledger, copy) == 0
    assert copy.exists()
    run = {"held": 12_000, "read": 200, "seconds": 60.0, "stages": dict.fromkeys((*STAGES, "rest"), 2.0), "peak_parent": 250_000_000}
    table = "\n".join(read.show_into([run]))
    assert "12,000" in table
    assert "300.0" in table
    assert "250 MB" in table
