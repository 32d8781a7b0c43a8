"""What is known across the examples: from the records of a careful reader everything and nothing else, from the real reader what its floors say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rapport
from rapport.cli import app
from tests.golden.across import careful, found, wanted
from tests.test_examples import ARTICLES

ROOT = Path(__file__).parents[1]
# Of the facts that across.json has, how many the real reader's records give at least, and how many others they give at most. What is missed was
# not read: the relayed call, the State House plan and the denial are no records of it.
FLOORS = {"same": (0, 1), "sourced": (0, 1), "conflicts": (1, 0), "settled": (2, 0), "open": (0, 2), "denials": (0, 0)}


def test_a_careful_readers_records_give_all_and_nothing_else(tmp_path: Path) -> None:
    with careful(tmp_path / "careful.db", {key: example.text for key, example in ARTICLES.items()}) as ledger:
        assert found(ledger) == wanted()


@pytest.fixture(scope="module")
def read_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("across") / "examples.db"
    summary = rapport.read([ROOT / "examples"], path)
    assert summary.failed == 0
    return path


@pytest.mark.parametrize("kind", FLOORS)
def test_the_real_readers_records_give_at_least_the_floor(read_examples: Path, kind: str) -> None:
    with rapport.Ledger(read_examples) as ledger:
        ledger.resolve()
        have, want = found(ledger)[kind], wanted()[kind]
    least, others = FLOORS[kind]
    assert len(have & want) >= least, f"missed: {want - have}"
    assert len(have - want) <= others, f"not in the golden file: {have - want}"


def test_the_feud_of_the_examples_turns(read_examples: Path) -> None:
    """Each side of a turning point is borne out by what the two say themselves: around a contact, one article of few is enough."""
    with rapport.Ledger(read_examples) as ledger:
        ledger.resolve()
        turned = [(point.of, point.tone, point.after, point.by) for point in ledger.course("Quill", "Reyes").turning_points]
    # The insults of the campaign are told once more in February (“In September, Reyes called Quill …”): what was said then is of September.
    # In December she still disagrees with him about a great deal.
    assert turned == [(None, "friendly", "2030-12-12", "2031-04-09")]


def test_the_call_that_two_outlets_time_differently_is_a_conflict(read_examples: Path) -> None:
    with rapport.Ledger(read_examples) as ledger:
        ledger.resolve()
        (conflict,) = [row for row in ledger.conflicts() if row.field == "duration"]
        assert {side.value: side.reports[0].outlet for side in conflict.sides} == {"PT30M": "Harbor Ledger", "PT1H": "Bay Courier"}
        assert conflict.date == "2031-02-16"


def test_what_is_said_of_a_contact_names_the_reports_for_which_it_does_not_hold(read_examples: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "said.db"
    shutil.copy(read_examples, ledger)
    with rapport.Ledger(ledger) as opened:
        opened.resolve()
        key = next(row.entry for row in opened.conflicts() if row.field == "duration")
        best, other = [report.id for report in opened.entry(key).reports]
    made = CliRunner().invoke(app, ["reject", key, "--reason", "they never spoke", "-l", str(ledger)])
    assert made.exit_code == 0
    assert f"contact {best[:8]} " in made.stdout
    assert made.stderr == f"It is one report of 2 of that contact; the others stand as they are: {other[:8]}\n"
    alone = CliRunner().invoke(app, ["reject", other, "--reason", "nor so", "-l", str(ledger)])
    assert (alone.exit_code, alone.stderr) == (0, "")
