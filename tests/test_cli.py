"""The commands as people and programs run them: output, exit codes, and what goes where."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rapport.cli import app
from rapport.cli.reference import reference
from rapport.export import json_text
from rapport.ledger import Ledger

ROOT = Path(__file__).parents[1]
QUERIES = [
    "between Quill Reyes",
    "who Quill",
    "contacts",
    "quotes",
    "stances",
    "sources",
    "search ferry",
    "stats",
    "check",
    "runs",
    "export --to jsonl",
]
Cli = Callable[..., Result]


@pytest.fixture
def cli(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("RAPPORT_LEDGER", str(ledger_file))
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: str, **options: Any) -> Result:
        return CliRunner().invoke(app, list(words), **options)

    return run


def rapport(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    command = [sys.executable, "-c", "from rapport.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.mark.parametrize("line", QUERIES)
def test_every_query_answers(cli: Cli, line: str) -> None:
    result = cli(*line.split())
    assert result.exit_code == 0, result.output
    assert result.stdout
    assert not result.stderr


@pytest.mark.parametrize("line", [line for line in QUERIES if "export" not in line])
def test_every_query_answers_in_json(cli: Cli, line: str) -> None:
    result = cli(*line.split(), "--json")
    assert result.exit_code == 0
    assert isinstance(json.loads(result.stdout), list | dict)


def test_between_prints_the_relationship(cli: Cli) -> None:
    page = cli("between", "quill", "reyes").stdout
    assert page.startswith("Ada Quill  ⟷  Tom Reyes\n")
    assert "● Call happened  Tom Reyes → Ada Quill · lasting half an hour · about the ferry strike" in page
    found = json.loads(cli("between", "quill", "reyes", "--channel", "call", "--json").stdout)
    assert (found["a"], found["b"]) == ("Ada Quill", "Tom Reyes")
    assert [c["channel"] for c in found["contacts"]] == ["call", "call"]


@pytest.mark.parametrize(
    ("options", "number"),
    [
        ("", 7),
        ("--actor Bell", 1),
        ("--actor Quill --with Reyes", 6),
        ("--channel call", 2),
        ("--status planned", 1),
        ("--since 2031-05", 3),
        ("--until 2031-02-16", 1),
        ("--outlet courier", 4),
        ("--source-kind spokesperson", 1),
        ("--limit 2", 2),
        ("-n 1 --channel meeting", 1),
        ("--min-confidence 0.8", 6),
    ],
)
def test_filters_of_contacts(cli: Cli, options: str, number: int) -> None:
    assert len(json.loads(cli("contacts", "--reports", "--json", *options.split()).stdout)) == number


def test_contacts_are_told_once_each_or_report_by_report(cli: Cli) -> None:
    (call,) = [row for row in json.loads(cli("contacts", "--json", "--channel", "call").stdout) if row["status"] == "happened"]
    assert [report["outlet"] for report in call["reports"]] == ["Harbor Ledger", "Bay Courier"]
    assert len(json.loads(cli("contacts", "--reports", "--json", "--channel", "call").stdout)) == 2
    assert "2 reports in 2 outlets" in cli("contacts").stdout
    assert "2 reports in 2 outlets" not in cli("contacts", "--reports").stdout


def test_filters_of_quotes_and_sources(cli: Cli) -> None:
    assert len(json.loads(cli("quotes", "--json", "--actor", "Quill", "--with", "Reyes").stdout)) == 1
    assert [s["name"] for s in json.loads(cli("sources", "--json", "--outlet", "Courier").stdout)] == ["three aides"]


def test_json_lists_are_laid_out_as_one_value(cli: Cli) -> None:
    for line in ("contacts", "quotes", "stances", "sources", "search ferry", "contacts --limit 1"):
        shown = cli(*line.split(), "--json").stdout
        assert shown == json_text(json.loads(shown), indent=2) + "\n"


def test_conflicts_stand_side_by_side(cli: Cli, ledger_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Taken in within a copy: the other tests share the file.
    copy = shutil.copy(ledger_file, tmp_path / "copy.db")
    monkeypatch.setenv("RAPPORT_LEDGER", str(copy))
    with Ledger(copy) as ledger:
        ledger.resolve()
    page = cli("conflicts").stdout
    assert "HOW LONG" in page
    assert re.search(r"^30 minutes +1 hour$", page, re.MULTILINE)
    assert "two aides" in page
    assert "*phoned*" in page
    assert "Bay Courier" in page
    (row,) = json.loads(cli("conflicts", "--json", "--actor", "quill", "--channel", "call").stdout)
    assert (row["field"], [side["value"] for side in row["sides"]]) == ("duration", ["PT30M", "PT1H"])
    assert [side["reports"][0]["outlet"] for side in row["sides"]] == ["Harbor Ledger", "Bay Courier"]
    nothing = cli("conflicts", "--actor", "Bell")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (1, "", "rapport: no conflict answers to this\n")
    assert (cli("conflicts", "--actor", "Bell", "--json").exit_code, cli("conflicts", "--actor", "Bell", "--json").stdout) == (1, "[]\n")
    assert cli("conflicts", "--actor", "Nobody").exit_code == 1


def test_stances_are_listed_shown_and_part_of_a_relationship(cli: Cli) -> None:
    (row,) = json.loads(cli("stances", "--actor", "reyes", "--with", "quill", "--json").stdout)
    assert (row["holder"], row["polarity"], row["target"], row["label"]) == ("Tom Reyes", "negative", "Ada Quill", "a demolition crew")
    assert cli("show", row["id"][:8]).stdout.startswith(f"Stance {row['id']}  negative")
    assert [s["id"] for s in json.loads(cli("between", "Quill", "Reyes", "--json").stdout)["stances"]] == [row["id"]]
    nothing = cli("stances", "--actor", "quill")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (1, "", "rapport: no stance answers to this\n")
    assert (cli("stances", "--actor", "quill", "--json").exit_code, cli("stances", "--actor", "quill", "--json").stdout) == (1, "[]\n")
    assert "Tom Reyes" in cli("stances", "--until", "2030-10", "--outlet", "harbor").stdout
    assert cli("stances", "--channel", "call").exit_code == 2


def test_why_says_that_other_weights_read_it(cli: Cli) -> None:
    key = json.loads(cli("contacts", "--reports", "--json").stdout)[0]["id"]
    result = cli("show", key, "--why")
    assert result.exit_code == 0
    assert "Other weights" in result.stdout
    article = json.loads(cli("show", key, "--json").stdout)["article"]["id"]
    assert cli("show", article, "--why").exit_code == 2


def test_nothing_found_is_exit_code_1_on_stderr(cli: Cli) -> None:
    result = cli("contacts", "--actor", "Bell", "--status", "denied")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "rapport: no contact answers to this\n"
    result = cli("contacts", "--actor", "Bell", "--status", "denied", "--json")
    assert (result.exit_code, result.stdout) == (1, "[]\n")


def test_an_unknown_name_is_exit_code_1_with_suggestions(cli: Cli) -> None:
    result = cli("who", "Quilt")
    if result.exit_code:  # near enough names may be taken for what was meant
        assert result.exit_code == 1
        assert "Ada Quill" in result.stderr
    result = cli("between", "Quill", "Ostrander")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("rapport: no one called “Ostrander”")
    assert result.stderr.count("\n") == 1


def test_an_ambiguous_name_is_exit_code_2_with_the_candidates(tmp_path: Path, cli: Cli) -> None:
    from tests.conftest import WEIGHTS, Story

    story = Story("Ada Quill met Ben Quill.", "Bay Courier", "2031-01-01", "Two Quills")
    story.contact("meeting", "happened", (story.actor("Ada Quill"), story.actor("Ben Quill")), "Ada Quill met Ben Quill.", "met")
    with Ledger(tmp_path / "two.db") as ledger, ledger.run("read") as run:
        run.add(story.reading(), "a.txt", WEIGHTS)
    with Ledger(tmp_path / "two.db") as ledger:
        ledger.resolve()
    result = cli("who", "Quill", "-l", str(tmp_path / "two.db"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Ada Quill" in result.stderr
    assert "Ben Quill" in result.stderr
    assert cli("between", "Ada Quill", "Ben Quill", "-l", str(tmp_path / "two.db")).exit_code == 0


@pytest.mark.parametrize(
    "line",
    [
        "contacts --channel fax", "contacts --since May", "contacts --until 2031-02-30", "contacts --limit 0", "contacts --colour red", "quotes --min-confidence 2", "who", "between Quill",
        "between Quill Quill", "search", "search ferry --limit 0", "export", "export --to xml", "export --to csv", "export --to csv --mentions -o x",
        "export --to jsonl --json", "runs --run x", "read", "read x --workers 0", "read x --min-confidence 2", "polish",
    ],
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(cli: Cli, line: str) -> None:
    result = cli(*line.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("command", "usage"), [("read", "SOURCE…"), ("search", "WORDS…"), ("between", "A B"), ("brief", "A [B]"), ("actors", "list|import|remove [WHAT]"), ("stats", "")]
)  # fmt: skip
def test_usage_names_arguments_as_they_are(cli: Cli, command: str, usage: str) -> None:
    shown = next(line for line in cli(command, "--help").stdout.splitlines() if "Usage:" in line)
    assert shown.split()[2:] == [command, "[OPTIONS]", *usage.split()]


@pytest.mark.parametrize("line", [*QUERIES, "show 0123abcd"])
def test_a_ledger_that_does_not_exist_is_named_and_not_made(cli: Cli, line: str, tmp_path: Path) -> None:
    missing = tmp_path / "missing.db"
    result = cli(*line.split(), "-l", str(missing))
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(missing) in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_ledger_is_refused_in_one_line(cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("Not a ledger at all, but a page of notes.\n" * 100)
    result = cli("stats", "-l", str(other))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert str(other) in result.stderr
    assert cli("stats", "-l", str(tmp_path)).exit_code == 1


def test_show_takes_a_contact_with_all_its_reports(cli: Cli) -> None:
    (found, *_) = json.loads(cli("contacts", "--json").stdout)
    page = cli("show", found["id"][:10]).stdout
    assert page.startswith(f"Contact {found['id']}  call, happened")
    assert "2 reports in 2 outlets; 1 independent origin, not named" in page
    assert "duration: 30 minutes (Harbor Ledger) or 1 hour (Bay Courier)" in page
    assert found["reports"][0]["id"][:8] in page
    assert "*phoned*" in page
    assert json.loads(cli("show", found["id"], "--json").stdout) == found
    assert cli("show", found["id"], "--why").exit_code == 0


def test_show_takes_the_beginning_of_an_id(cli: Cli) -> None:
    key = json.loads(cli("contacts", "--reports", "--json").stdout)[0]["id"]
    page = cli("show", key[:8]).stdout
    assert page.startswith(f"Contact {key}  call, happened")
    assert "*phoned*" in page
    assert json.loads(cli("show", key.upper(), "--json").stdout)["record"]["id"] == key
    for wrong in ("zz", "ffff0000ffff0000"):
        assert cli("show", wrong).exit_code == 1


def test_an_article_found_by_a_search_can_be_shown(cli: Cli) -> None:
    hit = next(h for h in json.loads(cli("search", "texted", "--json").stdout) if h["kind"] == "article")
    assert hit["id"][:8] in cli("search", "texted").stdout
    page = cli("show", hit["id"][:8]).stdout
    assert page.startswith("From feud to texts\nBay Courier, 2031-06-12")
    assert "message recurring  Ada Quill, Tom Reyes" in page
    assert "*texted* about twice a week since they *met* at the statehouse" in page
    found = json.loads(cli("show", hit["id"], "--json").stdout)
    assert (found["article"]["id"], len(found["records"])) == (hit["id"], 3)


def test_a_shell_completes_closed_values() -> None:
    for words, wanted in (
        ("contacts --status p", ["planned", "proposed"]),
        ("quotes --source-kind s", ["spokesperson"]),
        ("stan", ["stances"]),
        ("stances --source-kind s", ["spokesperson"]),
        ("bet", ["between"]),
    ):
        line = f"rapport {words}"
        env = {**os.environ, "_RAPPORT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
        assert rapport(env=env).stdout.split() == wanted


def test_filters_that_contradict_each_other_say_so(cli: Cli) -> None:
    result = cli("contacts", "--since", "2032", "--until", "2031-05")
    assert (result.exit_code, result.stderr) == (2, "rapport: --since 2032 lies after --until 2031-05\n")
    assert cli("contacts", "--since", "2031-05-17", "--until", "2031").exit_code == 0


def test_search_takes_words_and_phrases(cli: Cli) -> None:
    assert cli("search", "ferry", "strike").exit_code == 0
    assert cli("search", "ferry strike").exit_code == 0
    assert cli("search", "strike ferry", "--json").stdout == "[]\n"
    assert cli("search", "strike", "ferry").exit_code == 0
    assert cli("search", '"OR AND NEAR(" *').exit_code == 1


def test_check_finds_what_is_wrong(cli: Cli, ledger_file: Path, tmp_path: Path) -> None:
    import sqlite3

    copy = tmp_path / "copy.db"
    shutil.copy(ledger_file, copy)
    assert "sound" in cli("check", "-l", str(copy)).stdout
    with sqlite3.connect(copy) as db:
        db.execute("UPDATE evidence SET start = start + 1 WHERE role = 'trigger'")
    result = cli("check", "-l", str(copy))
    assert result.exit_code == 1
    assert "problems" in result.stderr
    assert json.loads(cli("check", "-l", str(copy), "--json").stdout)


def test_runs_name_the_failures(cli: Cli) -> None:
    page = cli("runs").stdout
    assert page.count("binary (not text)") == 10
    assert cli("runs", "--run", "1").stdout.count("binary (not text)") == 12
    assert len(json.loads(cli("runs", "--json").stdout)[0]["failures"]) == 12
    assert cli("runs", "--run", "7").exit_code == 1


def test_export(cli: Cli, tmp_path: Path) -> None:
    lines = cli("export", "--to", "jsonl").stdout.splitlines()
    types = [json.loads(line)["type"] for line in lines]
    assert {"article", "actor", "contact", "statement", "stance", "entry"} == set(types)
    out = tmp_path / "ledger.jsonl"
    result = cli("export", "--to", "jsonl", "--mentions", "-o", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(out.read_text().splitlines()) > len(lines)
    result = cli("export", "--to", "csv", "-o", str(tmp_path / "tables"), "--json")
    assert all(Path(name).is_file() for name in json.loads(result.stdout)["files"])
    assert not list(tmp_path.glob("*.part"))


def test_nothing_hostile_reaches_the_terminal(cli: Cli) -> None:
    for line in [*QUERIES, "between Quill Doyle", "contacts --outlet Evil", "search met"]:
        for extra in ((), ("--json",)) if "export" not in line else ((),):
            result = cli(*line.split(), *extra)
            assert not set(result.output) & set("\x1b\x07\x9b\r\u202e\u202c"), line
    assert "\x1b" not in cli("who", "No\x1b[31mbody\x1b]0;x\x07").stderr


def test_json_escapes_what_a_terminal_obeys() -> None:
    value = {"a": "“Quill” \x9b2J \u202e \x1b[0m \ud800"}
    text = json_text(value, indent=2)
    assert json.loads(text) == value
    assert "“Quill”" in text
    assert not set(text) & set("\x9b\u202e\x1b\ud800")


def test_help_has_examples_for_every_command(cli: Cli) -> None:
    for name in ["read", *(line.split()[0] for line in QUERIES), "show"]:
        page = cli(name, "--help").stdout
        assert "Examples:" in page, name
        assert f"rapport {name}" in page
        assert "--json" in page
        assert "--ledger" in page


def test_the_reference_page_is_what_the_code_says() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), "run: python -m rapport.cli.reference > docs/cli.md"


def test_the_version_is_printed(cli: Cli) -> None:
    assert cli("--version").stdout.startswith("rapport ")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['rapport', '--help']\nfrom rapport.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('onnxruntime', 'numpy', 'trafilatura', 'tokenizers', 'httpx', 'rapidfuzz', 'sqlite3') if m in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "between" in result.stdout
    assert result.stderr == "[]\n"


def test_a_reader_that_leaves_early_is_no_error(ledger_file: Path) -> None:
    command = f'"{sys.executable}" -c "from rapport.cli import main; main()" export --to jsonl -l "{ledger_file}"'
    # The exported lines exceed no pipe's buffer, so the reader closes before anything is written.
    result = subprocess.run(["bash", "-c", f"(sleep 0.6; {command}; echo rc=$? >&2) | true"], capture_output=True, text=True, check=False)
    assert result.stderr.startswith("rc=")
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


def test_another_encoding_than_utf8_is_no_error(ledger_file: Path) -> None:
    result = rapport("quotes", "-l", str(ledger_file), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0, result.stderr
    assert "\\u201c" in result.stdout


def test_colours_only_on_a_terminal(ledger_file: Path) -> None:
    pty = pytest.importorskip("pty")
    for extra, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        env = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm-256color", "COLUMNS": "80"} | extra
        leader, follower = pty.openpty()
        command = [sys.executable, "-c", "from rapport.cli import main; main()", "between", "Quill", "Reyes", "-l", str(ledger_file)]
        process = subprocess.Popen(command, stdout=follower, stderr=follower, env=env)
        os.close(follower)
        shown = _all_of(leader)
        assert process.wait() == 0
        assert ("\x1b[1;32m" in shown or "\x1b[32m" in shown) is coloured
        assert "\x1b[1;4mphoned" in shown  # bold and underlined is no colour


def _all_of(descriptor: int) -> str:
    parts = []
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            part = os.read(descriptor, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.close(descriptor)
    return b"".join(parts).decode()


def test_exports_of_what_is_known_across_articles(cli: Cli, tmp_path: Path) -> None:
    result = cli("export", "--to", "timelinejs", "--actor", "Quill", "--with", "Reyes")
    assert all("Quill" in event["text"]["headline"] for event in json.loads(result.stdout)["events"])
    assert "<edge " in cli("export", "--to", "gexf", "--since", "2031").stdout
    assert "<edge " in cli("export", "--to", "graphml").stdout
    for wrong in ("jsonl --actor Quill", "gexf --with Reyes", "gexf --as-read", "parquet", "timelinejs --mentions"):
        assert cli("export", "--to", *wrong.split()).exit_code == 2, wrong
