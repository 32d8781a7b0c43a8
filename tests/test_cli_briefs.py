"""`rapport brief`, `timeline` and `network -o`: what is written where, and the exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rapport.cli import app

pytest.importorskip("vl_convert", reason="pictures need vl-convert-python: pip install -e '.[pictures]'")
Cli = Callable[..., Result]


@pytest.fixture
def cli(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("RAPPORT_LEDGER", str(ledger_file))

    def run(*words: str, **options: Any) -> Result:
        return CliRunner().invoke(app, list(words), **options)

    return run


@pytest.mark.parametrize(
    ("options", "start"), [([], "<!doctype html>"), (["--format", "html"], "<!doctype html>"), (["--format", "md"], "# Ada Quill and Tom Reyes\n")]
)
def test_a_brief_goes_to_stdout(cli: Cli, options: list[str], start: str) -> None:
    result = cli("brief", "quill", "reyes", "--no-picture", *options)
    assert result.exit_code == 0
    assert result.stdout.startswith(start)
    assert not result.stderr


def test_a_brief_goes_to_a_file_in_the_form_of_its_suffix(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="PDF needs Typst: pip install -e '.[pdf]'")
    for name, start in (("b.html", b"<!doctype html>"), ("b.md", b"# Ada Quill\n"), ("b.pdf", b"%PDF")):
        out = tmp_path / name
        out.write_bytes(b"what was there before")
        result = cli("brief", "Quill", "-o", str(out))
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr.endswith(f"wrote {out}\n")
        assert out.read_bytes().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.html", "b.md", "b.pdf"]
    said = json.loads(cli("brief", "Quill", "-o", str(tmp_path / "b.txt"), "--format", "md", "--json").stdout)
    assert said == {"to": "md", "files": [str(tmp_path / "b.txt")]}


def test_a_brief_in_json_holds_sentences_entries_and_no_drawing(cli: Cli) -> None:
    found = json.loads(cli("brief", "Quill", "Reyes", "--json").stdout)
    assert found["summary"][0]["refs"] == [1, 2, 3, 4, 5]
    assert [item["number"] for section in found["sections"] for item in section["items"]] == list(range(1, 9))
    assert found["picture"] is None


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("brief Nobody", 1, "no one called"),
        ("brief Quill Reyes --since 2040", 1, "nothing between Ada Quill and Tom Reyes answers to this"),
        ("brief Quill Quill", 2, "are the same"),
        ("brief Quill --format pdf", 2, "a PDF goes to a file"),
        ("brief Quill -o b.txt", 2, "say by the suffix"),
        ("brief Quill -o b.html --format pdf", 2, "b.html says html, --format says pdf"),
        ("brief Quill -o no/such/b.html", 2, "there is no folder"),
        ("brief Quill --dated July", 2, "dated by a day"),
        ("brief Quill --since soon", 2, "takes a date"),
        ("timeline Quill Reyes -o t.gif", 2, "a timeline is .svg, .png or .json"),
        ("timeline Quill Reyes --since 2040 -o t.svg", 1, "nothing between"),
        ("timeline Quill Reyes --since 2040 -o t.json", 1, "nothing between"),
        ("timeline Quill Nobody -o t.svg", 1, "no one called"),
        ("network -o n.gif", 2, "a picture is .svg or .png"),
        ("network --since 2040 -o n.svg", 1, "no tie answers to this"),
    ],
)
def test_what_cannot_be_written_is_said_and_writes_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = cli(*line.split())
    assert result.exit_code == code
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_an_ambiguous_name_lists_the_candidates(tmp_path: Path, cli: Cli) -> None:
    from tests.ledger.story import Story

    story = Story(tmp_path / "l.db")
    story.contact(["Ada Quill", "Tom Quill"], "2031-01-03")
    result = cli("brief", "Quill", "-l", str(tmp_path / "l.db"))
    assert result.exit_code == 2
    assert "Ada Quill" in result.stderr
    assert "Tom Quill" in result.stderr


@pytest.mark.parametrize("line", ["timeline Quill Reyes", "network"])
def test_pictures_are_the_same_each_time(cli: Cli, tmp_path: Path, line: str) -> None:
    for suffix, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        made = []
        for name in ("one", "two"):
            out = tmp_path / f"{name}.{suffix}"
            assert cli(*line.split(), "-o", str(out)).exit_code == 0
            made.append(out.read_bytes())
        assert made[0] == made[1]
        assert made[0].startswith(start)
    svg = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert "<title>" in svg
    assert "href" not in svg.replace("xmlns:xlink", "")


def test_a_timeline_for_timelinejs_is_the_export_of_the_two(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "t.json"
    assert json.loads(cli("timeline", "Quill", "Reyes", "-o", str(out), "--json").stdout) == {"to": "timelinejs", "files": [str(out)]}
    assert out.read_text(encoding="utf-8") == cli("export", "--to", "timelinejs", "--actor", "Quill", "--with", "Reyes").stdout


@pytest.mark.parametrize("line", ["brief Quill Reyes", "timeline Quill Reyes -o t.svg", "network -o n.png"])
def test_a_missing_renderer_names_the_extra(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str) -> None:
    from rapport.report.pictures import draw

    draw.cache_clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = cli(*line.split())
    assert result.exit_code == 2
    assert "rapport-ledger[pictures]" in result.stderr
    assert not list(tmp_path.iterdir())
    assert cli("brief", "Quill", "Reyes", "--no-picture").exit_code == 0
