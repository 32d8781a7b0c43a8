"""What the README and the other pages tell a newcomer to type exists: make targets, commands, options, files, and the Python names."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path
from typing import Any, Final

import pytest
import typer.main

import rapport
from rapport.cli import app

ROOT: Final = Path(__file__).parents[1]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE: Final = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES: Final = {
    page.name: page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "Makefile", *sorted((ROOT / "docs").glob("*.md")))
}
COMMANDS: Final[dict[str, Any]] = dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def typed_lines() -> list[tuple[str, str]]:
    """(page, line) of every `rapport …` that stands on a line of its own, in code marks, or in what the Makefile prints."""
    pattern = re.compile(r"^(?: {4}|\t@echo \"  )(rapport [a-z][^\n\"]*(?:\"[^\"\n]*\"[^\n\"]*)*)|`(rapport [^`]+)`", re.MULTILINE)
    lines = [(name, found[1] or found[2]) for name, page in PAGES.items() for found in pattern.finditer(page)]
    return [(name, re.sub(r"\$\(DEMO\)", "build/demo.db", line.split("  ")[0].split(" #")[0]).strip()) for name, line in lines]


LINES: Final = typed_lines()


def test_the_readme_shows_the_commands() -> None:
    assert len([line for page, line in LINES if page == "README.md"]) >= 10
    assert len([line for page, line in LINES if page == "Makefile"]) >= 5


@pytest.mark.parametrize(("page", "line"), LINES)
def test_command_and_options_exist(page: str, line: str) -> None:
    words = shlex.split(line)
    command = COMMANDS[words[1]]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    given = {word.split("=")[0] for word in words[2:] if re.match(r"--?[a-z]", word)}
    assert given <= known, f"{page}: {line}"


def test_options_and_values_in_the_tables_exist() -> None:
    known = {option for command in COMMANDS.values() for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"`(--[a-z-]+)", README)) <= known


def test_every_command_is_in_the_readme() -> None:
    assert not [name for name in COMMANDS if f"rapport {name}" not in README]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", PAGES[page], re.MULTILINE)) <= targets


def test_the_two_commands_stand_on_the_first_screen() -> None:
    first_screen = "\n".join(README.splitlines()[:12])
    assert "make demo" in first_screen
    assert "make test" in first_screen


def test_links_lead_to_files() -> None:
    for name, page in PAGES.items():
        folder = ROOT / "docs" if (ROOT / "docs" / name).exists() else ROOT
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page):
            assert (folder / target).exists(), f"{name}: {target}"


def test_python_names_exist() -> None:
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    names = {
        node.attr
        for block in code
        for node in ast.walk(ast.parse(block))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "rapport"
    }
    assert names
    assert not [name for name in names if not hasattr(rapport, name)]


def test_ci_runs_the_tests() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert re.search(r"^make test", script, re.MULTILINE)
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
