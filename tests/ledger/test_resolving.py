"""Resolution as a whole: in batches of any size, at once, or made anew, a ledger comes out the same; and it tells how far it has come."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.ledger import Ledger, quotations, resolving
from rapport.records import Reading
from tests.ledger.told import Told, article

WHO = ("Ada Quill", "Tom Reyes", "Nadia Okafor")
WORDS = ("about the ferry strike and the winter timetable", "about the bridge", "the budget of the port")


def readings(number: int) -> list[Reading]:
    """Articles in which the same contacts, people, texts and words come again."""
    found = []
    for n in range(number):
        day = f"2031-02-{1 + n % 9:02d}"
        told = [
            Told(
                (WHO[n % 3], WHO[(n + 1) % 3]),
                when=day,
                words=WORDS[n % 2],
                channel=("call", "meeting")[n % 2],
                status=("happened", "planned")[n % 4 == 3],
            )
        ]
        found.append(article(("Bay Courier", "Harbor Ledger", "Capitol Wire")[n % 3], day, *told, number=n % 12))
    return found


def read(ledger: Ledger, given: list[Reading]) -> None:
    with ledger.run("read") as run:
        for reading in given:
            if not run.done(reading.article, "w1", "origin"):
                run.add(reading, "origin", "w1")


def derived(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted((tuple(row) for row in db.execute(f"SELECT * FROM {table}")), key=repr) for table in resolving._DERIVED}


@settings(max_examples=8, deadline=None)
@given(number=st.integers(2, 14), batch=st.integers(1, 4), share=st.integers(1, 3), order=st.randoms(use_true_random=False))
def test_batches_of_any_size_in_any_order_and_anew(tmp_path_factory: pytest.TempPathFactory, number: int, batch: int, share: int, order: Any) -> None:
    given_ = readings(number)
    order.shuffle(given_)
    folder = tmp_path_factory.mktemp("resolving")
    with Ledger(folder / "once.db") as ledger:
        # In the same two runs: of two versions of an article, the one that the later run met stands.
        read(ledger, given_[: number // 2][::-1])
        read(ledger, given_[number // 2 :][::-1])
        assert ledger.resolve() == ledger.found().articles
        once = derived(ledger.connection)
    with pytest.MonkeyPatch.context() as patch, Ledger(folder / "parts.db") as ledger:
        patch.setattr(resolving, "_BATCH", batch)
        patch.setattr(resolving, "_SHARE", share)
        read(ledger, given_[: number // 2])
        ledger.resolve()
        read(ledger, given_[number // 2 :])
        ledger.resolve()
        assert derived(ledger.connection) == once
        assert ledger.resolve(anew=True) == ledger.found().articles
        assert derived(ledger.connection) == once


def test_batches_grow_with_what_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolving, "_BATCH", 2)
    monkeypatch.setattr(resolving, "_LARGEST", 4)
    told: list[tuple[int, int]] = []
    with Ledger(tmp_path / "l.db") as ledger:
        read(ledger, readings(12))
        assert ledger.waiting == 12
        assert ledger.resolve(lambda done, total: told.append((done, total))) == 12
        assert ledger.waiting == 0
    assert [done for done, _ in told[4::5]] == [2, 4, 8, 12]
    assert told == sorted(told)
    assert {total for _, total in told} == {12}


def test_what_people_said_holds_when_all_is_made_anew(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        read(ledger, readings(9))
        ledger.resolve()
        before = derived(ledger.connection)
        ledger.merge("Ada Quill", "Nadia Okafor", reason="one and the same", author="a reader")
        ledger.reject(ledger.contacts()[0].id, reason="no such call", author="a reader")
        corrected = derived(ledger.connection)
        assert corrected != before
        ledger.resolve(anew=True)
        assert derived(ledger.connection) == corrected
        assert ledger.resolve() == 0


def test_a_batch_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no")

    with Ledger(tmp_path / "l.db") as ledger:
        read(ledger, readings(6))
        with monkeypatch.context() as patch:
            patch.setattr(quotations, "update", broken)
            with pytest.raises(RuntimeError):
                ledger.resolve()
        assert (ledger.waiting, ledger.found().actors) == (6, 0)
        assert ledger.resolve() == 6
        assert ledger.found(6, 0.04).to_json() == {
            "taken": 6, "seconds": 0.0, "articles": 6, "actors": 3, "contacts": 6, "shared": 0, "quotations": 0, "copies": 0,
        }  # fmt: skip
