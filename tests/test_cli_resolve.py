"""`rapport resolve`, and what `rapport read` says of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rapport.cli import app, progress
from rapport.cli.progress import Bar
from rapport.ledger import Ledger
from tests.ledger.test_resolving import derived, read, readings

Cli = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "l.db"
    with Ledger(path) as ledger:
        read(ledger, readings(7))
    monkeypatch.setenv("RAPPORT_LEDGER", str(path))
    return path


def cli(*words: str) -> Result:
    return CliRunner().invoke(app, ["resolve", *words])


def test_what_waits_is_taken_in_and_told(path: Path) -> None:
    result = cli()
    assert result.exit_code == 0, result.output
    first, second = result.stdout.splitlines()
    assert first.startswith("7 articles taken in, in ")
    assert second.startswith("in all 7 articles: 3 actors with a name, 7 contacts (0 of them told by several articles), 0 quotations")
    assert cli().stdout.startswith("nothing waits: all that was read is taken in\nin all 7 articles")


def test_anew_leaves_it_as_it_was(path: Path) -> None:
    assert json.loads(cli("--json").stdout)["taken"] == 7
    with Ledger(path) as ledger:
        before = derived(ledger.connection)
        # What went wrong once is put right.
        ledger.connection.execute("DELETE FROM entries")
    assert json.loads(cli("--anew", "--json").stdout)["taken"] == 7
    with Ledger(path) as ledger:
        assert derived(ledger.connection) == before


def test_quiet_says_nothing_and_no_ledger_is_an_error(path: Path) -> None:
    assert (cli("--quiet").output, cli("--quiet").exit_code) == ("", 0)
    assert cli("-l", str(path.with_name("none.db"))).exit_code == 1


def test_a_log_gets_one_line_where_there_is_much_to_resolve(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert progress.resolving(None, True) is None
    tell = progress.resolving(None, False)
    assert tell is not None
    tell(0, 20)
    tell(0, 20_000)
    tell(2_000, 20_000)
    assert capsys.readouterr().err == "Who is who, and what is the same in 20,000 articles …\n"


def test_the_bar_shows_articles() -> None:
    shown: list[dict[str, Any]] = []

    class Fake:
        def update(self, task: Any, **fields: Any) -> None:
            shown.append(fields)

    tell = progress.resolving(Bar(Fake(), 0), False)
    assert tell is not None
    tell(0, 49)
    tell(900, 2_000)
    assert shown == [{"description": "who is who, and what is the same", "completed": 900, "total": 2_000, "facts": "900 of 2,000 articles"}]
