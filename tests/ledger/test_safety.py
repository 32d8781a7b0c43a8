"""A run that is killed leaves a sound ledger and is resumed by the same command; writers beside each other lose nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rapport.ledger import Ledger
from tests.ledger.invented import dump, reading, write

ROOT = Path(__file__).parents[2]
_WRITER = """
import sys, time
from pathlib import Path
from tests.ledger.invented import reading
from rapport.ledger import Ledger
path, first, last, step, pause = Path(sys.argv[1]), *map(int, sys.argv[2:5]), float(sys.argv[5])
with Ledger(path) as ledger, ledger.run("read") as run:
    for i in range(first, last, step):
        item = reading(i)
        if not run.done(item.article, "w1", "o"):
            run.add(item, "o", "w1")
        time.sleep(pause)
        print(i, flush=True)
"""


def _start(path: Path, first: int, last: int, step: int = 1, pause: float = 0.0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(path), *map(str, (first, last, step)), str(pause)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("after", [3, 70, 131])
def test_killed_and_resumed(tmp_path: Path, after: int) -> None:
    path = tmp_path / "l.db"
    process = _start(path, 0, 220)
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= after:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with Ledger(path) as ledger:
        assert ledger.check() == []
        left = ledger.stats()["articles"]
        assert 0 <= left < 220
        assert ledger.runs()[-1].finished is None
    whole = [reading(i) for i in range(220)]
    write(path, whole)
    with Ledger(path) as ledger:
        assert ledger.check() == []
        assert (ledger.runs()[-1].known, ledger.runs()[-1].read) == (left, 220 - left)
    write(tmp_path / "whole.db", whole)
    assert dump(path) == dump(tmp_path / "whole.db")


def test_two_processes_write_one_new_file(tmp_path: Path) -> None:
    # Both make the file; their articles overlap by half.
    path = tmp_path / "l.db"
    processes = [_start(path, 0, 160), _start(path, 80, 240)]
    for process in processes:
        _, _ = process.communicate(timeout=60)
        assert process.returncode == 0
    write(tmp_path / "alone.db", [reading(i) for i in range(240)])
    assert dump(path) == dump(tmp_path / "alone.db")
    with Ledger(path) as ledger:
        assert ledger.check() == []
        assert len(ledger.runs()) == 2
        sightings = ledger.connection.execute("SELECT count(*) FROM sightings").fetchone()[0]
        assert sightings == 320


def test_a_slow_writer_does_not_hold_the_file(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    Ledger(path).close()
    slow = _start(path, 0, 40, pause=0.05)
    assert slow.stdout is not None
    slow.stdout.readline()
    began = time.monotonic()
    write(path, [reading(i) for i in range(1000, 1010)])
    took = time.monotonic() - began
    still_going = slow.poll() is None
    slow.communicate(timeout=60)
    # The slow one needs two seconds in all; a lock held from its first article to its commit would last as long.
    assert still_going
    assert took < 1.5
    assert len(dump(path)["articles"]) == 50


def test_many_open_a_new_file_at_once(tmp_path: Path) -> None:
    processes = [_start(tmp_path / "l.db", i, i + 1) for i in range(5)]
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert len(dump(tmp_path / "l.db")["articles"]) == 5
