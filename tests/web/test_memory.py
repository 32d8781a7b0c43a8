"""Answers that are remembered: no longer than the file is as it was, but for a few seconds, and not after a correction."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rapport.ledger import Ledger
from rapport.web import memory
from rapport.web.asking import ask
from tests.conftest import WEIGHTS
from tests.web.conftest import crowd


def test_an_answer_is_remembered_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "town.db"
    with Ledger(path) as writer, Ledger(path, read_only=True) as ledger:
        asked = []

        def question() -> int:
            asked.append(1)
            return ledger.size().articles

        def answer() -> int:
            return memory.recall(ledger, "size", question)

        assert (answer(), answer(), len(asked)) == (0, 0, 1)
        with writer.run("read") as run:
            run.add(crowd(1), "here", WEIGHTS)
        assert answer() == 0  # some seconds old at most
        monkeypatch.setattr(memory, "_GRACE", 0.0)
        monkeypatch.setattr(memory, "_STALE", 0.0)
        assert (answer(), answer(), len(asked)) == (1, 1, 2)


def test_an_old_answer_is_given_once_more_while_it_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "town.db"
    monkeypatch.setattr(memory, "_GRACE", 0.0)

    def question(ledger: Ledger) -> int:
        return memory.recall(ledger, "size", lambda: ledger.size().articles)

    def asked() -> int:
        # In a thread of its own: the browser of other tests has this one's loop.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(ask(path, question))).result()

    with Ledger(path) as writer:
        assert asked() == 0
        with writer.run("read") as run:
            run.add(crowd(1), "here", WEIGHTS)
        assert asked() == 0
        for _ in range(100):
            if asked() == 1:
                break
            time.sleep(0.05)
        else:
            raise AssertionError("nobody asked again")
        memory.forget(path)


def test_a_correction_makes_all_be_asked_anew(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    with Ledger(path) as ledger:
        asked: list[int] = []
        for _ in range(2):
            memory.recall(ledger, "what", lambda: asked.append(1))
            memory.forget(path)
    assert len(asked) == 2


def test_of_several_who_ask_the_same_at_once_one_looks(tmp_path: Path) -> None:
    path, asked, begun, go = tmp_path / "town.db", [], threading.Event(), threading.Event()

    def question() -> int:
        asked.append(1)
        begun.set()
        go.wait(10)
        return len(asked)

    with Ledger(path) as ledger, ThreadPoolExecutor(3) as pool:
        first = pool.submit(memory.recall, ledger, "at once", question)
        assert begun.wait(10)
        others = [pool.submit(memory.recall, ledger, "at once", question) for _ in range(2)]
        time.sleep(0.1)
        go.set()
        assert [first.result(10), *(other.result(10) for other in others)] == [1, 1, 1]
        memory.forget(path)


def test_who_asks_after_a_correction_does_not_wait_for_what_was_asked_before(tmp_path: Path) -> None:
    path, begun, go = tmp_path / "town.db", threading.Event(), threading.Event()

    def before() -> str:
        begun.set()
        go.wait(10)
        return "before"

    with Ledger(path) as ledger, ThreadPoolExecutor(1) as pool:
        first = pool.submit(memory.recall, ledger, "corrected", before)
        assert begun.wait(10)
        memory.forget(path)
        assert memory.recall(ledger, "corrected", lambda: "after") == "after"
        go.set()
        assert first.result(10) == "before"
        assert memory.recall(ledger, "corrected", lambda: "anew") == "after"
        memory.forget(path)


def test_a_question_that_fails_is_asked_by_whoever_waits(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    with Ledger(path) as ledger:
        with pytest.raises(ZeroDivisionError):
            memory.recall(ledger, "failing", lambda: 1 // 0)
        assert memory.recall(ledger, "failing", lambda: 1) == 1
        memory.forget(path)


def test_what_took_long_is_forgotten_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 3)
    path, asked = tmp_path / "town.db", []

    def dear() -> None:
        asked.append(1)
        time.sleep(0.05)

    with Ledger(path) as ledger:
        for _ in range(2):
            memory.recall(ledger, "dear", dear)
            for number in range(10):
                memory.keep(path, number, "cheap", memory.stamp_of(path))
        memory.forget(path)
    assert len(asked) == 1


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 3)
    with Ledger(tmp_path / "town.db") as ledger:
        for number in range(10):
            memory.recall(ledger, number, lambda number=number: number)  # type: ignore[misc]
    assert len(memory._answers) <= 3
