"""The commands about who is who, as people and programs run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rapport.cli import app
from rapport.ledger import Ledger
from tests.conftest import WEIGHTS, Story

Cli = Callable[..., Result]
CSV = "name,aliases,title,organization,since,until,wikidata\nAda Quill,ABQ;Ada Holt,Mayor,Harbor City,2030,,Q1\nAda Quill,,Governor,Hollis,2020,2024,Q1\n"
ENTITIES = [
    {"id": "p1", "schema": "Person", "properties": {"name": ["Ada Quill"], "alias": ["ABQ"], "wikidataId": ["Q1"]}},
    {"id": "o1", "schema": "Position", "properties": {"name": ["Mayor of Harbor City"]}},
    {"id": "x1", "schema": "Occupancy", "properties": {"holder": ["p1"], "post": ["o1"], "startDate": ["2030-01-01"]}},
]


def _told(number: int, *names: str, kind: Any = "person") -> Any:
    text = f"{', '.join(names)} met at pier {number}."
    story = Story(text, "Bay Courier", f"2031-01-{number:02d}", f"Pier {number}")
    actors = [story.actor(name, kind) for name in names]
    if len(actors) > 1:
        story.contact("meeting", "happened", actors, text, "met")
    return story.reading()


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    path = tmp_path / "l.db"
    with Ledger(path) as ledger:
        with ledger.run("read") as run:
            for reading in (
                _told(1, "Ada Quill", "Tom Reyes"), _told(2, "Mayor Quill", "Tom Reyes"), _told(3, "Ada Quill", "Tim Reyes"), _told(4, "Reyes", "ABQ"),
                _told(5, "the mayor of Harbor City", "Tom Reyes"), _told(6, "DOJ", kind="organization"), _told(7, "Department of Justice", kind="organization"),
            ):  # fmt: skip
                run.add(reading, "o", WEIGHTS)
        ledger.resolve()
    monkeypatch.setenv("RAPPORT_LEDGER", str(path))
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *words, **options: CliRunner().invoke(app, list(words), **options)


def test_why_prints_the_evidence_with_its_values(cli: Cli) -> None:
    result = cli("why", "Quill", "Ada Quill")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Quill  and  Ada Quill: one and the same\n")
    assert "how often named in full about that time" in result.stdout
    found = json.loads(cli("why", "Quill", "Ada Quill", "--json").stdout)
    assert found["same"] is True
    assert found["candidates"][0]["name"] == "Ada Quill"
    assert found["candidates"][0]["share"] >= found["needed"]
    assert cli("why", "DOJ", "Department of Justice").exit_code == 0


def test_why_says_what_parts_two(cli: Cli) -> None:
    result = cli("why", "Tom Reyes", "Tim Reyes")
    assert result.exit_code == 1
    assert "not the same" in result.stdout
    assert "the names do not go together" in result.stdout
    bare = json.loads(cli("why", "Reyes", "Tom Reyes", "--json").stdout)
    assert (bare["same"], {c["name"] for c in bare["candidates"]}) == (False, {"Tom Reyes", "Tim Reyes", ""})
    assert cli("why", "Nobody Atall", "Tom Reyes").exit_code == 1


def test_actors_are_listed_by_name(cli: Cli) -> None:
    rows = json.loads(cli("actors", "list", "reyes", "--json").stdout)
    assert next((row["name"], row["articles"]) for row in rows) == ("Tom Reyes", 3)
    assert ("Tim Reyes", "person", 1) in [(row["name"], row["kind"], row["articles"]) for row in rows]
    assert "Tom Reyes" in cli("actors", "list").stdout
    assert cli("actors", "list", "zzz").exit_code == 1


@pytest.mark.parametrize("kind", ["csv", "entities"])
def test_known_people_are_taken_in_and_forgotten(cli: Cli, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "known"
    path.write_text(CSV if kind == "csv" else "\n".join(map(json.dumps, ENTITIES)), encoding="utf-8")
    before = json.loads(cli("actors", "list", "--json").stdout)
    found = json.loads(cli("actors", "import", str(path), "--json").stdout)
    # “ABQ” and “the mayor of Harbor City” are Ada Quill now.
    assert found == {"known": 1, "moved": 2}
    quill = json.loads(cli("actors", "list", "quill", "--json").stdout)
    assert [(row["name"], row["articles"]) for row in quill] == [("Ada Quill", 5)]
    assert json.loads(cli("actors", "remove", "--json").stdout) == {"known": 0, "moved": 2}
    assert json.loads(cli("actors", "list", "--json").stdout) == before


def test_columns_may_be_in_capitals_and_cells_may_run_over_lines(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    path.write_text('Name,Title,Since,Until,Note\r\nAda Quill,Mayor,2030-11,2031,"of two\nlines"\r\nTom Reyes,Governor\r\n\r\n', encoding="utf-8")
    assert json.loads(cli("actors", "import", str(path), "--json").stdout)["known"] == 2


def test_a_file_that_is_no_list_is_refused(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    for text, told in (
        ("who,what\nAda,1\n", "has the column name"),
        ("name;title\nAda Quill;Mayor\n", "parted by commas"),
        ("name\n", "names nobody"),
        ("name,title\nAda Quill,Mayor\n,Governor\n", "wrong.csv:3: it has no name"),
        ("name,title\nAda Quill,Mayor,of Dover\n", "wrong.csv:2: it has 3 cells"),
        ('name,title\n"Ada Quill,Mayor\n', "wrong.csv:2: it is no CSV"),
        ("name,title,since\nAda Quill,Mayor,last year\n", "wrong.csv:2: since is a year"),
        ("name,title,since,until\nAda Quill,Mayor,2032-05,2030\n", "wrong.csv:2: an office that began in 2032-05"),
        ("name,wikidata\nAda Quill,12\n", "wrong.csv:2: “12” is no id"),
        ('{"id": 1\n', "wrong.csv:1: it is no JSON"),
        ('{"id": "a", "schema": "Person"}\n[1]\n', "wrong.csv:2: it is no FollowTheMoney entity"),
        ('[{"id": "a", "schema": "Person"}]\n', "one object a line"),
        ('{"id": "a", "schema": "Person", "properties": {"name": "Ada Quill"}}\n', "wrong.csv:1: name of a is a list"),
        ('{"id": "a", "schema": "Person", "properties": [1]}\n', "wrong.csv:1: the properties of a"),
        ('{"id": "a", "schema": "Company", "properties": {"name": ["Acme"]}}\n', "names nobody"),
    ):
        path.write_text(text, encoding="utf-8")
        result = cli("actors", "import", str(path))
        assert (result.exit_code, result.stdout) == (2, "")
        assert told in result.stderr
    path.write_bytes("name\nZoë Łukasz\n".encode("utf-16"))
    assert "no text in UTF-8" in cli("actors", "import", str(path)).stderr
    assert cli("actors", "import").exit_code == 2
    assert cli("actors", "import", str(tmp_path / "none.csv")).exit_code == 1
    assert cli("actors", "remove", "quill").exit_code == 2
