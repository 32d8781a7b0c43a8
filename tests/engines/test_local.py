"""Worker processes: order, retries, failures, and what dies with what."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport.engines import Processes
from rapport.engines.local import _AHEAD, _WINDOW
from rapport.errors import IngestError, RapportError, WeightsError
from rapport.pipeline import InProcess, Read
from rapport.records import Article, Reading
from tests.engines import standin


def stream(texts: list[str]) -> Iterator[tuple[Article, str]]:
    return ((Article(text, outlet="Harbor Ledger"), f"{number}.txt") for number, text in enumerate(texts))


def outcomes(results: list[Read]) -> list[str]:
    return [r.outcome.reason if isinstance(r.outcome, IngestError) else "read" for r in results]


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_articles(workers: int) -> None:
    texts = [f"Article {n}. {'[slow]' if n in (0, 7) else ''}" for n in range(40)]
    with Processes(workers, load=standin.load) as engine:
        assert engine.weights_hash == standin.HASH
        results = list(engine.read(stream(texts)))
    assert [r.article.text for r in results] == texts
    assert [r.origin for r in results] == [f"{n}.txt" for n in range(40)]
    assert all(isinstance(r.outcome, Reading) and r.outcome.article == r.article for r in results)


def test_processes_and_one_process_give_the_same() -> None:
    texts = ["One.", "Two [fail].", "Three."]
    with Processes(2, load=standin.load) as engine:
        several = list(engine.read(stream(texts)))
    alone = list(InProcess(load=standin.load).read(stream(texts)))
    assert outcomes(several) == outcomes(alone) == ["read", "unreadable-by-reader", "read"]
    assert [r.outcome for r in several if isinstance(r.outcome, Reading)] == [r.outcome for r in alone if isinstance(r.outcome, Reading)]
    failed = several[1].outcome
    assert isinstance(failed, IngestError)
    assert (failed.item, failed.reason, failed.detail) == ("1.txt", "unreadable-by-reader", "ValueError: cannot read this\nat all")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_kills_its_worker_is_tried_again_and_then_reported(workers: int) -> None:
    texts = [f"Article {n}." for n in range(20)]
    texts[5] = "[exit]"
    with Processes(workers, load=standin.load) as engine:
        results = list(engine.read(stream(texts)))
    assert outcomes(results) == ["read"] * 5 + ["worker-died"] + ["read"] * 14
    failed = results[5].outcome
    assert isinstance(failed, IngestError)
    assert failed.item == "5.txt"
    assert "exit code 7" in failed.detail


def test_a_worker_that_dies_once_loses_nothing(tmp_path: Path) -> None:
    texts = [f"Article {n}." for n in range(12)]
    texts[3] = f"[exit once {tmp_path / 'died'}]"
    with Processes(2, load=standin.load) as engine:
        results = list(engine.read(stream(texts)))
    assert (tmp_path / "died").exists()
    assert outcomes(results) == ["read"] * 12
    assert [r.article.text for r in results] == texts


def test_a_worker_killed_from_outside_loses_nothing() -> None:
    texts = [f"Article {n} [slow]." for n in range(8)]
    with Processes(2, load=standin.load) as engine:
        found: list[Read] = []
        for result in engine.read(stream(texts)):
            if not found:
                victim = multiprocessing.active_children()[0].pid
                assert victim is not None
                os.kill(victim, signal.SIGKILL)
            found.append(result)
    assert outcomes(found) == ["read"] * 8
    assert [r.article.text for r in found] == texts


def test_only_a_few_articles_are_under_way() -> None:
    taken = 0

    def counted() -> Iterator[tuple[Article, str]]:
        nonlocal taken
        for pair in stream([f"Article {n}." for n in range(300)]):
            taken += 1
            yield pair

    with Processes(2, load=standin.load) as engine:
        for given, _ in enumerate(engine.read(counted())):
            assert taken - given <= 2 * _WINDOW + 2 * _AHEAD
    assert taken == 300


def test_long_articles_do_not_block_the_pipes() -> None:
    texts = [f"{n} " + "Quill met Reyes. " * 60_000 for n in range(8)]
    with Processes(2, load=standin.load) as engine:
        assert [len(r.article.text) for r in engine.read(stream(texts))] == [len(t) for t in texts]


def test_a_reader_that_cannot_be_loaded_ends_the_run_with_its_own_words() -> None:
    with Processes(2, load=standin.load_missing) as engine, pytest.raises(WeightsError, match="no weights here"):
        _ = engine.weights_hash


def test_workers_that_die_at_the_start_end_the_run() -> None:
    with Processes(2, load=standin.load_dies) as engine, pytest.raises(RapportError, match="exit code 5"):
        list(engine.read(stream(["One."])))


def test_closing_leaves_no_process() -> None:
    with Processes(2, load=standin.load) as engine:
        next(engine.read(stream(["One.", "Two.", "Three [slow]."])))
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()
    gc.collect()


_ENDLESS = """
import sys
sys.path[:0] = {paths!r}
from tests.engines import standin
from rapport.engines import Processes
from rapport.records import Article
import itertools, multiprocessing

if __name__ == "__main__":
    with Processes(2, load=standin.load) as engine:
        for n, _ in enumerate(engine.read((Article(f"{{i}} [slow]"), str(i)) for i in itertools.count())):
            if n == 3:
                print(*(child.pid for child in multiprocessing.active_children()), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(_ENDLESS.format(paths=sys.path))
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    children = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(children) == 2
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while any(_alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_alive(pid) for pid in children)


def _alive(pid: int) -> bool:
    try:
        # A dead child that nobody has waited for yet is still listed, as a zombie.
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_import_nothing_that_only_the_parent_needs() -> None:
    code = "import sys, rapport.engines.local; print([m for m in ('numpy', 'trafilatura', 'httpx', 'sqlite3', 'rapport.ledger', 'rapport.ingest') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
