"""The benchmark of resolution: what its ledgers are made of, and that it measures them."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from benchmarks import corpora, resolve
from rapport.ledger import Ledger


def made(name: str, path: Path, size: int) -> Path:
    with Ledger(path) as ledger:
        corpora.read_into(ledger, getattr(corpora, name)(size))
    return path


@pytest.mark.parametrize("name", list(resolve.HARD))
def test_the_hard_corpora_are_sound_ledgers_of_what_they_say(tmp_path: Path, name: str) -> None:
    with Ledger(made(name, tmp_path / "l.db", 20)) as ledger:
        assert ledger.resolve() == 20
        assert ledger.check() == []
        found = ledger.found()
        assert (found.articles, found.copies) == (20, 20 if name == "copies" else 0)
        assert ledger.who("Ada Quill").articles == 20 if name != "copies" else found.contacts == 1


def test_rounds_keep_what_is_frequent_and_tell_the_rest_in_other_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "_KEPT", 12)
    source = made("one_person", tmp_path / "source.db", 10)
    with Ledger(tmp_path / "grown.db") as ledger:
        ids = [key for some in corpora.grown(ledger, [source], 25) for key in some]
        assert len(set(ids)) == 25
        # The words stand where the records say; only the ids are of the benchmark's making.
        assert {problem.problem.split(" (")[-1] for problem in ledger.check()} == {"the id differs)"}
        texts: dict[str, list[tuple[str, str]]] = {}
        for key in ids:
            row = ledger.connection.execute("SELECT text, published FROM articles WHERE id = ?", (key,)).fetchone()
            texts.setdefault(key.rsplit("-", 1)[0], []).append(tuple(row))
        one = next(rounds for rounds in texts.values() if len(rounds) == 3)
        assert len({text for text, _ in one}) == 3
        assert len({len(text) for text, _ in one}) == 1
        assert len({day for _, day in one}) == 3
        assert all("Quill" in text and "in the hall" in text for text, _ in one)
        ledger.resolve()
        assert ledger.who("Ada Quill").articles > 15


def test_it_measures_each_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve, "alone", lambda function, *arguments: function(*arguments))
    source = made("one_person", tmp_path / "source.db", 40)
    options = argparse.Namespace(ledgers=[source], articles=220, sizes=[0, 10], only=["scratch", "growth", "pair"], scale=0.002)
    found = resolve.measure(options, tmp_path)
    assert [(row["held"], row["more"]) for row in found["growth"]] == [(0, 100), (100, 100)]
    assert found["scratch"]["articles"] == 220
    assert [row["articles"] for row in found["pair"]] == [10, 20, 40]
    assert all(row["wall"] > 0 and row["cpu"] > 0 and set(row["cpu_by_step"]) == set(resolve._STEPS) for row in found["pair"])
