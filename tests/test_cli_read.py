"""`rapport read` as a process of its own, with the reader that users get."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from rapport.ledger import Ledger, RunSummary
from rapport.ledger.runs_results import Failure

LETTER = """\
PORT CALDER — Mayor Ada Quill called Gov. Tom Reyes on Tuesday night, and the two talked for half an hour about the ferry strike, a spokesman said.

“He picked up on the first ring,” Quill said on Wednesday. “We will meet in Hollis next week.”

Reyes said that he would bring a plan to the meeting, and that he trusted the mayor to do the same.
"""


def rapport(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from rapport.cli import main\nif __name__ == '__main__': main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for day in (3, 4, 5):
        (made / f"{day}.txt").write_text(
            f"Title: Ferry talks, day {day}\nOutlet: Bay Courier\nPublished: 2031-02-0{day}\n\n{LETTER}Talks went into day {day}.\n"
        )
    return made


def test_all_read_is_exit_code_0(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    result = rapport("read", folder, "-l", path, "--workers", "1")
    assert (result.returncode, result.stdout) == (0, ""), result.stderr
    assert re.match(
        rf"{re.escape(str(path))}: 3 articles read \(\d+ words, [\d,]+ words a second\); \d+ contacts?, \d+ statements?\n$", result.stderr
    )
    asked = rapport("contacts", "--actor", "Quill", "--with", "Reyes", "--channel", "call", "--json", env={**os.environ, "RAPPORT_LEDGER": str(path)})
    assert asked.returncode == 0, asked.stderr
    assert {report["outlet"] for row in json.loads(asked.stdout) for report in row["reports"]} == {"Bay Courier"}
    again = rapport("read", folder, "-l", path, "--workers", "1", "--json")
    found = json.loads(again.stdout)
    assert (again.returncode, again.stderr) == (0, "")
    assert (found["read"], found["known"], found["failed"], found["exit_code"]) == (0, 3, 0, 0)


def test_the_ledger_is_the_same_with_two_workers(folder: Path, tmp_path: Path) -> None:
    exports = []
    for workers in (1, 2):
        path = tmp_path / f"{workers}.db"
        result = rapport("read", folder, "-l", path, "--workers", str(workers), "--quiet")
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        exports.append(rapport("export", "--to", "jsonl", "--mentions", "-l", path).stdout)
    assert exports[0] == exports[1]
    assert '"type": "contact"' in exports[0]


def test_some_failed_is_exit_code_3_and_they_are_named(folder: Path, tmp_path: Path) -> None:
    for number in range(12):
        (folder / f"photo-{number:02}.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20)
    (folder / "empty.txt").write_text("")
    result = rapport("read", folder, "-l", tmp_path / "l.db", "--workers", "1", "--quiet")
    assert result.returncode == 3
    assert "13 items failed: 12 binary, 1 empty\n" in result.stderr
    assert result.stderr.count("photo-") == 9  # ten are named, and the empty file comes first
    assert "… and 3 more: “rapport runs --run 1” names them all" in result.stderr
    found = json.loads(rapport("read", folder, "-l", tmp_path / "l.db", "--workers", "1", "--json").stdout)
    assert found["failed_by_reason"] == {"binary": 12, "empty": 1}
    assert len(found["failures"]) == 13
    assert found["exit_code"] == 3


def test_nothing_read_is_exit_code_1(tmp_path: Path) -> None:
    result = rapport("read", tmp_path / "missing.txt", "-l", tmp_path / "l.db", "--workers", "1")
    assert result.returncode == 1
    assert "missing.txt" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_ledger_that_cannot_be_made_is_one_line(folder: Path, tmp_path: Path) -> None:
    result = rapport("read", folder, "-l", tmp_path / "no" / "such" / "l.db")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert str(tmp_path / "no" / "such" / "l.db") in result.stderr


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    result = rapport("read", "-", "-l", tmp_path / "l.db", "--workers", "1", "--json", input=LETTER)
    assert json.loads(result.stdout)["read"] == 1, result.stdout + result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals as POSIX has them")
@pytest.mark.parametrize("quiet", [False, True])
def test_a_bar_on_a_terminal_and_none_with_quiet(folder: Path, tmp_path: Path, quiet: bool) -> None:
    import pty

    leader, follower = pty.openpty()
    words = ["read", str(folder), "-l", str(tmp_path / "l.db"), "--workers", "1", *(["--quiet"] if quiet else [])]
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    process = subprocess.Popen([sys.executable, "-c", "from rapport.cli import main; main()", *words], stdout=follower, stderr=follower, env=env)
    os.close(follower)
    shown = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        shown += part
    os.close(leader)
    assert process.wait(timeout=10) == 0
    if quiet:
        assert shown == b""
    else:
        assert b"3 articles" in shown
        assert b"reading" in shown
        assert "3 articles read" in shown.decode()


def test_the_summary_in_json_says_how_fast_and_why_not() -> None:
    from rapport.cli.reading import summary_json

    failures = (Failure("a", "empty", ""), Failure("b", "binary", "x"), Failure("c", "empty", ""))
    found = summary_json(RunSummary(1, 2, 0, 3, failures, 900, 4, 5, 0.5))
    assert found["words_per_second"] == 1800.0
    assert found["failed_by_reason"] == {"binary": 1, "empty": 2}
    assert found["exit_code"] == 3
    assert summary_json(RunSummary(1, 0, 0, 0, (), 0, 0, 0, 0.0))["words_per_second"] == 0.0


def test_an_interrupted_run_keeps_what_it_read(folder: Path, tmp_path: Path) -> None:
    for number in range(200):
        (folder / f"more-{number}.txt").write_text(LETTER * 4 + f"The clerk counted {number} gulls that day.\n")
    path = tmp_path / "l.db"
    words = ["read", str(folder), "-l", str(path), "--workers", "2"]
    command = [sys.executable, "-c", "from rapport.cli import main\nif __name__ == '__main__': main()", *words]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not _articles(path):
        time.sleep(0.1)
    os.killpg(process.pid, 2)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert errors == f"rapport: interrupted; what was read is in {path}, and the same command goes on from there\n"
    with Ledger(path) as ledger:
        assert ledger.check() == []
        assert ledger.runs()[0].finished
        assert ledger.runs()[0].read == len(list(ledger.articles())) > 0


def _articles(path: Path) -> int:
    import sqlite3

    if not path.exists():
        return 0
    try:
        with sqlite3.connect(path) as db:
            return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
