"""Sources in, ledger out: what is read, skipped, failed, cut off and gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from rapport import pipeline
from rapport.annotations import Annotations
from rapport.engines import Processes
from rapport.engines import read as read_into
from rapport.errors import LedgerError, UsageError, WeightsError
from rapport.ledger import Ledger, RunSummary
from rapport.pipeline import InProcess, Progress, Read, ReadOptions
from rapport.records import Article, Contact, Evidence, Reading
from tests.engines import standin

PAPER = "Mayor Ada Quill met Gov. Tom Reyes at the statehouse in Hollis on Tuesday, and the two of them talked about the ferries for most of an hour."


def write(folder: Path, count: int, mark: str = "") -> list[Path]:
    """Article files of one paragraph, each with a number of its own."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{n:03}.txt" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_text(f"{PAPER} It was meeting number {n} of the year, said a clerk who counts them. {mark}\n")
    return paths


def run(sources: Iterable[Path], ledger: Ledger, options: ReadOptions | None = None) -> RunSummary:
    return pipeline.read(list(sources), ledger, options, InProcess(load=standin.load))


def dump(ledger: Ledger) -> list[str]:
    """Everything but the log, in a stable order."""
    return [json.dumps(article.to_json()) for article in ledger.articles()]


def test_a_folder_is_read_and_known_the_next_time(tmp_path: Path) -> None:
    write(tmp_path / "in", 5)
    with Ledger(tmp_path / "l.db") as ledger:
        first = run([tmp_path / "in"], ledger)
        assert (first.read, first.known, first.failed, first.exit_code) == (5, 0, 0, 0)
        assert first.words > 5 * 20
        second = run([tmp_path / "in"], ledger)
        assert (second.read, second.known, second.failed, second.exit_code) == (0, 5, 0, 0)
        assert [r.read for r in ledger.runs()] == [5, 0]
        assert all(r.finished for r in ledger.runs())


def test_known_articles_never_reach_the_engine(tmp_path: Path) -> None:
    write(tmp_path / "in", 3)
    with Ledger(tmp_path / "l.db") as ledger:
        run([tmp_path / "in"], ledger)
        (tmp_path / "in" / "new.txt").write_text(PAPER.replace("Tuesday", "Friday"))
        seen: list[str] = []

        class Watching(InProcess):
            def read(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Read]:
                return super().read((seen.append(origin) or (article, origin)) for article, origin in articles)  # type: ignore[func-returns-value]

        pipeline.read([tmp_path / "in"], ledger, None, Watching(load=standin.load))
        assert [Path(origin).name for origin in seen] == ["new.txt"]


def test_the_next_article_is_encoded_while_one_is_taken_apart(tmp_path: Path) -> None:
    write(tmp_path / "in", 3)
    encoded = [threading.Event() for _ in range(3)]

    class Ordered(standin.StandIn):
        decoded = 0

        def encode(self, text: str) -> str:
            next(event for event in encoded if not event.is_set()).set()
            return super().encode(text)

        def decode(self, text: str) -> Annotations:
            assert encoded[min(self.decoded + 1, 2)].wait(10)
            self.decoded += 1
            return super().decode(text)

    with Ledger(tmp_path / "l.db") as ledger:
        assert pipeline.read([tmp_path / "in"], ledger, None, InProcess(load=lambda _: Ordered())).read == 3


def test_an_article_that_cannot_be_read_is_logged_and_stops_nothing(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", 3)
    paths[1].write_text(paths[1].read_text() + "[fail]")
    with Ledger(tmp_path / "l.db") as ledger:
        summary = run([tmp_path / "in"], ledger)
        assert (summary.read, summary.failed, summary.exit_code) == (2, 1, 3)
        (failure,) = summary.failures
        assert failure.item.endswith("001.txt")
        assert failure.reason == "unreadable-by-reader"
        assert ledger.failures(summary.run) == [failure]


def test_a_source_that_is_not_there_fails_alone(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", 1)
    with Ledger(tmp_path / "l.db") as ledger:
        summary = run([tmp_path / "missing.txt", *paths], ledger)
        assert (summary.read, summary.failed, summary.exit_code) == (1, 1, 3)
        assert "missing.txt" in summary.failures[0].item
        assert run([tmp_path / "missing.txt"], ledger).exit_code == 1


def test_the_same_article_twice_in_one_run_is_read_once(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", 2)
    copy = tmp_path / "in" / "copy.txt"
    copy.write_bytes(paths[0].read_bytes())
    for engine in (InProcess(load=standin.load), Processes(2, load=standin.load)):
        name = type(engine).__name__
        with Ledger(tmp_path / f"{name}.db") as ledger:
            summary = pipeline.read([tmp_path / "in"], ledger, None, engine)
            assert (summary.read, summary.known, summary.failed) == (2, 1, 0)
            origins = [Path(row[0]).name for row in ledger.connection.execute("SELECT origin FROM sightings ORDER BY origin")]
            assert origins == ["000.txt", "001.txt", "copy.txt"]
        if isinstance(engine, Processes):
            engine.close()


def test_an_unreadable_article_met_twice_is_logged_for_each_place(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, 1, "[fail] [slow]")
    (folder / "copy.txt").write_bytes((folder / "000.txt").read_bytes())
    with Ledger(tmp_path / "l.db") as ledger, Processes(2, load=standin.load) as engine:
        summary = pipeline.read([folder], ledger, None, engine)
    assert sorted(Path(f.item).name for f in summary.failures) == ["000.txt", "copy.txt"]
    assert summary.exit_code == 1


def test_evidence_that_does_not_stand_in_the_text_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "in", 2)

    class Liar(InProcess):
        def read(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Read]:
            for number, result in enumerate(super().read(articles)):
                if number == 0:
                    made_up = Contact("c" * 16, result.article.id, "call", "happened", (), 0.9, (Evidence(0, 5, "sentence", "never"),))
                    yield Read(result.article, result.origin, Reading(result.article, contacts=(made_up,)))
                else:
                    yield result

    with Ledger(tmp_path / "l.db") as ledger:
        summary = pipeline.read([tmp_path / "in"], ledger, None, Liar(load=standin.load))
        assert [f.reason for f in summary.failures] == ["bad-evidence"]
        assert (summary.read, ledger.contacts(), ledger.check()) == (1, [], [])


def test_other_workers_and_another_order_give_the_same_ledger(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", 12)
    with Ledger(tmp_path / "one.db") as ledger:
        run(paths, ledger)
        expected = dump(ledger)
    with Ledger(tmp_path / "two.db") as ledger, Processes(2, load=standin.load) as engine:
        pipeline.read(paths[::-1], ledger, None, engine)
        assert dump(ledger) == expected


def test_asking_for_less_certainty_reads_again(tmp_path: Path) -> None:
    write(tmp_path / "in", 2)
    with Ledger(tmp_path / "l.db") as ledger:
        assert run([tmp_path / "in"], ledger, ReadOptions(min_confidence=0.8)).read == 2
        assert run([tmp_path / "in"], ledger, ReadOptions(min_confidence=0.8)).known == 2
        assert run([tmp_path / "in"], ledger).read == 2
        assert run([tmp_path / "in"], ledger, ReadOptions(min_confidence=0.0)).known == 2


def test_progress_tells_of_every_item(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", 3)
    paths[2].write_text("")
    told: list[Progress] = []
    with Ledger(tmp_path / "l.db") as ledger:
        run([tmp_path / "in"], ledger, ReadOptions(progress=told.append))
        run([tmp_path / "in"], ledger, ReadOptions(progress=told.append))
    assert len(told) == 6
    assert (told[2].articles, told[2].failed) == (2, 1)
    assert told[2].total == sum(path.stat().st_size for path in paths)
    assert told[2].done == told[2].total
    assert told[5].articles == 2
    assert all(a.words <= b.words for a, b in pairwise(told[:3]))


def test_read_as_a_library(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        read_into([tmp_path], tmp_path / "l.db", workers=0)
    with pytest.raises(WeightsError, match="weights"):
        read_into(tmp_path, tmp_path / "l.db", ReadOptions(weights=tmp_path))
    with pytest.raises(WeightsError, match="weights"):
        read_into(tmp_path, tmp_path / "l.db", ReadOptions(weights=tmp_path), workers=2)
    with pytest.raises(LedgerError, match="missing"):
        read_into([tmp_path], tmp_path / "missing" / "l.db")


_SCRIPT = """
import sys
sys.path[:0] = {paths!r}
from itertools import pairwise
from pathlib import Path
from rapport import pipeline
from rapport.annotations import Annotations
from rapport.engines import Processes
from rapport.ledger import Ledger
from tests.engines import standin

if __name__ == "__main__":
    with Ledger({ledger!r}) as ledger, Processes(2, load=standin.load) as engine:
        tell = lambda state: print(state.articles, flush=True)
        try:
            pipeline.read([{source!r}], ledger, pipeline.ReadOptions(progress=tell), engine)
        except KeyboardInterrupt:
            sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("how", ["interrupted", "killed"])
def test_a_run_that_is_cut_off_goes_on_where_it_stopped(tmp_path: Path, how: str) -> None:
    write(tmp_path / "in", 30, "[slow]")
    path, script = tmp_path / "l.db", tmp_path / "run.py"
    script.write_text(_SCRIPT.format(paths=sys.path, ledger=str(path), source=str(tmp_path / "in")))
    # A group of its own: Ctrl-C in a terminal reaches the parent and its workers alike.
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    while int(process.stdout.readline() or 99) < 6:
        pass
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT) if how == "interrupted" else process.kill()
    _, errors = process.communicate(timeout=20)
    assert time.monotonic() - started < 5
    assert process.returncode == (130 if how == "interrupted" else -signal.SIGKILL)
    assert errors == ""
    with Ledger(path) as ledger:
        assert ledger.check() == []
        (before,) = ledger.runs()
        stored = len(dump(ledger))
        assert (before.finished is not None) == (how == "interrupted")
        assert (6 if how == "interrupted" else 0) <= stored < 30
        summary = pipeline.read([tmp_path / "in"], ledger, None, InProcess(load=standin.load_quick))
        assert (summary.known, summary.read) == (stored, 30 - stored)
        assert ledger.check() == []
