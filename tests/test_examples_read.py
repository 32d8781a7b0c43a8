"""The examples read by the real reader, against what a careful reader finds in them. The floors are pinned; lowering one is an edit to be seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rapport
from rapport.export import export_jsonl
from tests.golden.score import score

ROOT = Path(__file__).parents[1]
FLOORS = json.loads((ROOT / "tests" / "golden" / "floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def read_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledgers") / "examples.db"
    summary = rapport.read([ROOT / "examples"], path)
    assert (summary.read, summary.failed) == (18, 0)
    return path


def test_a_careful_readers_findings_are_in_the_ledger(read_examples: Path) -> None:
    with rapport.Ledger(read_examples) as ledger:
        found = score(ledger)
    short = {name: (round(found[name], 3), floor) for name, floor in FLOORS.items() if found[name] < floor}
    assert not short, f"below the floor (found, floor): {short}"


def test_every_record_stands_on_the_words_of_its_article(read_examples: Path) -> None:
    with rapport.Ledger(read_examples) as ledger:
        assert ledger.check() == []
        assert ledger.stats()["contacts"] > 0


def _export(path: Path, out: Path) -> str:
    with rapport.Ledger(path) as ledger, out.open("w", encoding="utf-8") as stream:
        export_jsonl(ledger, stream, mentions=True)
    return out.read_text("utf-8")


def test_two_workers_and_another_order_give_the_same_ledger(read_examples: Path, tmp_path: Path) -> None:
    files = sorted((ROOT / "examples").iterdir(), reverse=True)
    summary = rapport.read(files, tmp_path / "other.db", workers=2)
    assert (summary.read, summary.failed) == (18, 0)
    assert _export(tmp_path / "other.db", tmp_path / "a.jsonl") == _export(read_examples, tmp_path / "b.jsonl")


def test_the_call_that_two_outlets_time_differently(read_examples: Path) -> None:
    with rapport.Ledger(read_examples) as ledger:
        calls = [c for c in ledger.between("Quill", "Reyes").contacts if c.channel == "call" and c.start == "2031-02-16"]
    assert {c.outlet for c in calls} >= {"Harbor Ledger", "Bay Courier"}
