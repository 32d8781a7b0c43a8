"""People's last word on the command line: commands, log, files, and the review in a terminal."""

from __future__ import annotations

import json
import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner, Result

from rapport.cli import app
from rapport.ledger import Ledger

ROOT: Final = Path(__file__).parents[1]
Cli = Callable[..., Result]


@pytest.fixture
def file(ledger_file: Path, tmp_path: Path) -> Path:
    shutil.copy(ledger_file, tmp_path / "l.db")
    return tmp_path / "l.db"


@pytest.fixture
def cli(file: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("RAPPORT_LEDGER", str(file))
    monkeypatch.setenv("RAPPORT_AUTHOR", "Ines Varga")
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: str, **options: Any) -> Result:
        return CliRunner().invoke(app, list(words), **options)

    return run


def ids(cli: Cli, kind: str = "contacts", *words: str) -> list[str]:
    reports = ["--reports"] if kind == "contacts" else []
    return [row["id"] for row in json.loads(cli(kind, *reports, *words, "--json").stdout)]


def test_reject_show_log_undo(cli: Cli) -> None:
    key = ids(cli, "contacts", "--status", "denied")[0]
    made = cli("reject", key[:8], "--reason", "no denial of a contact")
    assert (made.exit_code, made.stderr) == (0, "")
    assert re.fullmatch(rf"logged [0-9a-f]{{8}}: contact {key[:8]} \(unspecified denied: Ada Quill, Tom Reyes\) is wrong\.\n", made.stdout)
    assert cli("contacts", "--status", "denied").exit_code == 1
    page = cli("show", key).stdout
    assert page.splitlines()[0].endswith("rejected")
    assert "Ines Varga" in page
    assert "no denial of a contact" in page
    log = json.loads(cli("corrections", "--json").stdout)
    assert [(c["author"], c["action"], c["state"], c["record"]) for c in log] == [("Ines Varga", "reject", "applied", key)]
    assert "no denial of a contact" in cli("corrections", "list").stdout
    assert cli("undo", log[0]["id"][:8]).stdout.startswith("undone ")
    assert ids(cli, "contacts", "--status", "denied") == [key]
    assert "undone by Ines Varga" in cli("corrections").stdout.replace("\n", " ")


def test_a_corrected_value_is_shown_and_marked(cli: Cli) -> None:
    key = ids(cli, "contacts", "--channel", "call")[0]
    assert cli("correct", key, "parties", "Quill", "Marcus Bell", "--reason", "Reyes had left", "--author", "Jo").exit_code == 0
    assert cli("correct", key, "tone", "null", "--reason", "says nothing").exit_code == 0
    assert json.loads(cli("correct", key, "place", "Dover", "--reason", "the dateline", "--json").stdout)["value"] == {
        "field": "place",
        "value": "Dover",
    }
    row = next(row for row in json.loads(cli("contacts", "--reports", "--actor", "Bell", "--json").stdout) if row["id"] == key)
    assert (row["parties"], row["place"], row["corrected"]) == (["Ada Quill", "Marcus Bell"], "Dover", ["parties", "place", "tone"])
    page = cli("show", key).stdout
    assert re.search(r"parties +Ada Quill, Marcus Bell  corrected", page)
    assert "read as Tom Reyes, Ada Quill" in page
    said = json.loads(cli("show", key, "--json").stdout)["corrections"]
    assert [(s["field"], s["author"]) for s in said] == [("parties", "Jo"), ("place", "Ines Varga"), ("tone", "Ines Varga")]
    assert key in {row["id"] for row in json.loads(cli("between", "Quill", "Bell", "--json").stdout)["contacts"]}


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("reject ffff0000 --reason x", 1, "no record’s id begins"), ("reject KEY", 2, "--reason"), ("correct KEY channel fax --reason x", 2, "call, message, meeting, unspecified"),
        ("correct KEY colour red --reason x", 2, "channel, status, parties"), ("correct KEY channel --reason x", 2, "VALUE"), ("correct KEY status null --reason x", 2, "null"),
        ("correct KEY parties Quill Okafor --reason x", 1, "--new person"), ("correct KEY place Dover --new person --reason x", 2, "--new"), ("confirm zz --reason x", 1, "no id"),
        ("merge Quill Quill --reason x", 2, "one already"), ("merge Quill Nobodyatall --reason x", 1, "Nobodyatall"), ("split Quill --reason x", 2, "--form"),
        ("split Quill --form Reyes --reason x", 2, "no name of Ada Quill"), ("split Quill --article ffff --reason x", 1, "no article"), ("undo ffff", 1, "no correction"),
        ("corrections", 1, "nobody has corrected"), ("corrections list x", 2, "no file"), ("corrections import missing.jsonl", 1, "missing.jsonl: No such file"), ("corrections export missing/x.jsonl", 2, "no folder missing"),
        ("rename Quill 'Ada Quill' --reason x", 2, "called so already"), ("rename Quill 'Tom Reyes' --reason x", 2, "rapport merge"), ("correct KEY cadence often --reason x", 2, "twice a week"),
        ("correct KEY according_to 'two aides' --reason x", 2, "KIND: WHO"), ("corrections burn", 2, "burn"),
        ("corrections export --json", 2, "name it"), ("review", 2, "needs a terminal"), ("review --json --kind framing", 2, "contact, statement, stance"),
        ("review --json --actor Nobodyatall", 1, "Nobodyatall"), ("review --limit 0 --json", 2, "limit"),
    ],
)  # fmt: skip
def test_wrong_usage_and_unknown_names_are_said_in_one_line(cli: Cli, line: str, code: int, told: str) -> None:
    key = ids(cli)[0]
    result = cli(*shlex.split(line.replace("KEY", key)))
    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert cli("corrections").exit_code == 1, "nothing was logged"


def test_an_ambiguous_name_lists_the_candidates(cli: Cli, file: Path) -> None:
    from tests.conftest import WEIGHTS, Story

    story = Story("Ada Quill met Ben Quill and Tom Reyes.", "Bay Courier", "2031-01-01", "Two Quills")
    key = story.contact("meeting", "happened", (story.actor("Ada Quill"), story.actor("Ben Quill")), "Ada Quill met Ben Quill and Tom Reyes.", "met")
    with Ledger(file) as ledger, ledger.run("read") as run:
        run.add(story.reading(), "a.txt", WEIGHTS)
    for line in (f"correct {key} parties Quill Reyes --reason x", "merge Quill Reyes --reason x"):
        result = cli(*line.split())
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Ben Quill" in result.stderr
    assert cli("correct", key, "parties", "Ada Quill", "Reyes", "--reason", "x").exit_code == 0


def test_corrections_go_to_another_ledger_by_a_file(cli: Cli, file: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.db"
    shutil.copy(file, fresh)
    key, other = ids(cli)[:2]
    cli("reject", key, "--reason", "wrong \x1b[31mred\x1b[0m \u202e")
    cli("correct", other, "place", "Hollis", "--reason", "dateline")
    out = tmp_path / "corrections.jsonl"
    assert cli("corrections", "export", str(out)).stderr == f"wrote 2 to {out}\n"
    assert cli("corrections", "export").stdout == out.read_text(encoding="utf-8") == cli("corrections", "export", "-").stdout
    taken = json.loads(cli("corrections", "import", str(out), "-l", str(fresh), "--json").stdout)
    assert taken == {"added": 2, "known": 0, "undone": 0, "waiting": 0, "clashes": []}
    assert cli("corrections", "import", "-", "-l", str(fresh), input=out.read_text(encoding="utf-8")).stdout == "0 corrections added, 2 known\n"
    assert cli("contacts", "-l", str(fresh)).stdout == cli("contacts").stdout
    assert "\x1b" not in cli("corrections").stdout + cli("show", key).stdout + cli("corrections", "export").stdout
    cli("confirm", key, "--reason", "right after all", "--author", "Jo", "-l", str(fresh))
    cli("corrections", "export", str(out), "-l", str(fresh))
    page = cli("corrections", "import", str(out)).stdout
    assert "conflict on contact" in page
    assert "right after all" in page.replace("\n", " ")
    out.write_text("{}\n", encoding="utf-8")
    assert cli("corrections", "import", str(out)).exit_code == 2
    out.write_bytes(b"\xff\xfe")
    assert cli("corrections", "import", str(out)).exit_code == 2


def test_export_as_read(cli: Cli, tmp_path: Path) -> None:
    before = cli("export", "--to", "jsonl", "--as-read").stdout
    cli("reject", ids(cli)[0], "--reason", "wrong")
    assert len(cli("export", "--to", "jsonl").stdout.splitlines()) != len(before.splitlines())
    assert cli("export", "--to", "jsonl", "--as-read").stdout == before


def test_the_author_is_who_git_or_the_login_says(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from rapport.cli.corrections import author_of

    assert author_of("Jo") == "Jo"
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Git Name")
    assert author_of(None) == "Git Name"
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("USER", "login")
    assert author_of(None) == "login"


def test_help_has_examples(cli: Cli) -> None:
    for name in ("merge", "split", "rename", "reject", "confirm", "correct", "undo", "corrections", "review"):
        page = cli(name, "--help").stdout
        assert "Examples:" in page
        assert f"rapport {name}" in page
        assert "--json" in page


def test_the_examples_of_the_page_do_what_it_says(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in their order, with ids of this ledger for those of the page."""
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/corrections.md").read_text(encoding="utf-8")
    lines = re.findall(r"^ {4}(rapport .*)$", page, re.MULTILINE)
    assert len(lines) >= 15
    rejected, other = ids(cli)[:2]
    article = json.loads(cli("show", ids(cli, "contacts", "--channel", "call")[0], "--json").stdout)["article"]["id"]
    known = {"3f9c1a20": rejected, "77b0e4d1": other, "8d1f03aa": article}
    for line in lines:
        if "review" in line:
            continue  # needs a terminal: below
        if "5c0e7a11" in line:
            known["5c0e7a11"] = json.loads(cli("corrections", "--json").stdout)[-1]["id"]
        words = [known.get(word, word) for word in shlex.split(line)[1:]]
        result = cli(*words)
        assert result.exit_code == 0, f"{line}: {result.output}"
    row = next(row for row in json.loads(cli("contacts", "--reports", "--json").stdout) if row["id"] == other)
    assert (row["parties"], row["duration"], row["start"], row["confidence"]) == (["Ada Quill", "Nadia Okafor"], "PT30M", "2031-02-16", 1.0)
    assert rejected not in ids(cli)


class Terminal:
    """The command in a pseudo-terminal: keys in, what it shows out."""

    def __init__(self, *words: str, **env: str) -> None:
        import pty

        self.mine, theirs = pty.openpty()
        command = [sys.executable, "-c", "from rapport.cli import main; main()", *words]
        env = os.environ | {"TERM": "dumb", "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src")} | env
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)
        os.close(theirs)
        self.shown = ""

    def until(self, words: str) -> str:
        """What is shown up to these words, which must come within a minute."""
        start, limit = len(self.shown), time.monotonic() + 60
        while words not in self.shown[start:]:
            if not select.select([self.mine], [], [], max(0.0, limit - time.monotonic()))[0]:
                raise AssertionError(f"“{words}” was not shown: {self.shown[start:]}")
            try:
                self.shown += os.read(self.mine, 4096).decode("utf-8", "replace")
            except OSError:  # the other end is closed
                assert words in self.shown[start:], self.shown[start:]
        return self.shown[start:]

    def press(self, keys: str) -> None:
        """Send keys when the command waits for them: one as it is, several as a line. What is typed before that is dropped, as it should be."""
        import termios

        limit = time.monotonic() + 60
        while bool(termios.tcgetattr(self.mine)[3] & termios.ICANON) != (len(keys) > 1) and time.monotonic() < limit:
            time.sleep(0.01)
        os.write(self.mine, keys.encode())

    def close(self) -> int:
        code = self.process.wait(60)
        os.close(self.mine)
        return code


PROMPT: Final = "q quit"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_review_walks_confirms_rejects_corrects_undoes_and_goes_on(file: Path, cli: Cli) -> None:
    queue = [item["id"] for item in json.loads(cli("review", "--json", "--kind", "contact").stdout)]
    total = len(queue)
    terminal = Terminal("review", "--kind", "contact", "-l", str(file), RAPPORT_AUTHOR="Jo")
    first = terminal.until(PROMPT)
    assert f"1 of {total}" in first
    assert queue[0] in first
    terminal.press("x")
    terminal.until(PROMPT)
    terminal.press("y")
    second = terminal.until(PROMPT)
    assert "right: logged" in second
    assert f"2 of {total}" in second
    terminal.press("n")
    assert queue[2] in terminal.until(PROMPT)
    terminal.press("u")
    undone = terminal.until(PROMPT)
    assert "taken back" in undone
    assert queue[1] in undone
    terminal.press("c")
    terminal.until("field (")
    terminal.press("channel\r")
    assert "channel (call, message, meeting, unspecified)" in terminal.until("or null: ")
    terminal.press("fax\r")
    assert "channel is one of" in terminal.until(PROMPT)
    terminal.press("c")
    terminal.until("field (")
    terminal.press("topics\r")
    terminal.until("or null: ")
    terminal.press("rails; ferries\r")
    assert "rails; ferries  corrected" in terminal.until(PROMPT)
    terminal.press("c")
    terminal.until("field (")
    terminal.press("parties\r")
    terminal.until("or null: ")
    terminal.press("Reyes; Irene Castellane\r")
    assert "no one is called “Irene Castellane”" in terminal.until("or nothing: ")
    terminal.press("person\r")
    assert "Tom Reyes, Irene Castellane  corrected" in terminal.until(PROMPT)
    terminal.press("s")
    assert f"3 of {total}" in terminal.until(PROMPT)
    terminal.press("q")
    terminal.until("2 judged")
    assert terminal.close() == 0
    log = json.loads(cli("corrections", "--json").stdout)
    assert [(c["action"], c["state"], c["subject"]["record"], c["author"], c["reason"]) for c in log] == [
        ("confirm", "applied", queue[0], "Jo", "read in review"),
        ("reject", "undone", queue[1], "Jo", "read in review"),
        ("correct", "applied", queue[1], "Jo", "read in review"),
        ("correct", "applied", queue[1], "Jo", "read in review"),
    ]
    assert {item["id"] for item in json.loads(cli("review", "--json", "--kind", "contact").stdout)} == set(queue[2:])
    again = Terminal("review", "--kind", "contact", "--limit", "1", "-l", str(file))
    assert queue[2] in again.until(PROMPT)
    again.press("\x03")
    again.until("0 judged")
    assert again.close() == 0
