"""Commands by which people have the last word: merge, split, rename, reject, confirm, correct, undo, corrections."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, opened
from rapport.cli.output import say, show, show_json

if TYPE_CHECKING:
    from rapport.ledger import Correction, Ledger

Reason = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why: it is logged with the correction.")]
Author = Annotated[
    str | None,
    typer.Option("--author", envvar="RAPPORT_AUTHOR", metavar="NAME", help="Who says so.", show_default="what git calls you, else your login"),
]
_NAME = Annotated[str, typer.Argument(metavar="NAME", help="A name, however incomplete.", show_default=False)]
_RECORD = Annotated[str, typer.Argument(metavar="ID", help="The id of a contact, a statement or a stance, or its beginning.", show_default=False)]
_ENVIRONMENT: Final = ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME")


class Action(StrEnum):
    """What `corrections` does."""

    list = "list"
    export = "export"
    import_ = "import"


def author_of(given: str | None) -> str:
    """Who corrects: as given, as git has it, or the login."""
    if given:
        return given
    for name in _ENVIRONMENT:
        if os.environ.get(name):
            return os.environ[name]
    try:
        # The program that everyone who set a name there has on the path; its output is only a name.
        found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False, timeout=5)  # noqa: S607
        if found.returncode == 0 and found.stdout.strip():
            return found.stdout.strip()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        pass
    return next((os.environ[name] for name in ("USER", "LOGNAME", "USERNAME") if os.environ.get(name)), "unknown")


def _make(path: Path, json: bool, act: Callable[[Ledger], Correction], key: str = "") -> None:
    """Do one correction and say what it was; of the record with this id, also which other reports the same contact has: what is said of one does not hold for them."""
    from rapport.report import correction_line

    with opened(path) as file:
        reports = _reports(file, key) if key else []
        said = act(file)
    if json:
        show_json(said.to_json())
    else:
        show(correction_line(said))
    others = [report[:8] for report in reports if report != said.record]
    if others:
        say(f"It is one report of {len(reports)} of that contact; the others stand as they are: {', '.join(others)}")


def _reports(file: Ledger, key: str) -> list[str]:
    """The ids of all reports of a contact, the best-sourced first; none of what is no contact."""
    from rapport.errors import UnknownRecord

    try:
        return [report.id for report in file.entry(key).reports]
    except UnknownRecord:
        return []


@app.command(epilog=examples("rapport merge 'T. Reyes' 'Tom Reyes' --reason 'his byline on the op-ed page'"))
def merge(
    a: Annotated[str, typer.Argument(metavar="A", help="A name, however incomplete.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another name of the same actor.", show_default=False)],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Say that two names are one actor."""
    _make(ledger, json, lambda file: file.merge(a, b, reason=reason, author=author_of(author)))


@app.command(
    epilog=examples(
        "rapport split 'Ada Quill' --form Quill --reason 'the surname alone is her brother'",
        "rapport split 'Ada Quill' --article 8d1f03aa --reason 'a namesake in Dover'",
    )
)
def split(
    name: _NAME,
    reason: Reason,
    form: Annotated[str | None, typer.Option("--form", metavar="WORDS", help="The spelling that is somebody else.", show_default=False)] = None,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="The article whose bearer of the name is somebody else.", show_default=False)
    ] = None,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Say that a spelling of a name, its bearer in one article, or that spelling in that article, is somebody else."""
    _make(ledger, json, lambda file: file.split(name, form=form, article=article, reason=reason, author=author_of(author)))


@app.command(epilog=examples("rapport rename 'Harbor Council' 'Harbor City Council' --reason 'its full name'"))
def rename(
    name: _NAME,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name to show.", show_default=False)],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Say what an actor is to be called."""
    _make(ledger, json, lambda file: file.rename(name, new, reason=reason, author=author_of(author)))


@app.command(epilog=examples("rapport reject 3f9c1a20 --reason 'they only shared a stage'"))
def reject(key: _RECORD, reason: Reason, author: Author = None, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """Say that an entry is wrong: no answer holds it any more, and it stays stored. Of a contact that several articles tell of, it is the best-sourced report."""
    _make(ledger, json, lambda file: file.reject(key, reason=reason, author=author_of(author)), key)


@app.command(epilog=examples("rapport confirm 3f9c1a20 --reason 'checked with her office'"))
def confirm(key: _RECORD, reason: Reason, author: Author = None, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """Say that an entry is right: its confidence is 1."""
    _make(ledger, json, lambda file: file.confirm(key, reason=reason, author=author_of(author)), key)


@app.command(
    epilog=examples(
        "rapport correct 3f9c1a20 channel call --reason 'phoned, says the next paragraph'",
        "rapport correct 3f9c1a20 parties 'Ada Quill' 'Tom Reyes' --reason 'Bell only listened'",
        "rapport correct 3f9c1a20 when 2031-02-16/2031-02-18 --reason 'the weekend before'",
        "rapport correct 3f9c1a20 cadence 'twice a week' --reason 'so says the aide'",
        "rapport correct 3f9c1a20 according_to 'unnamed: two aides via Harbor Ledger' --reason 'named in the paragraph before'",
        "rapport correct 3f9c1a20 tone null --reason 'the article says nothing of it'",
    )
)
def correct(
    key: _RECORD,
    field: Annotated[
        str,
        typer.Argument(
            metavar="FIELD",
            help="Contacts: channel, status, parties, initiator, when, duration, cadence, place, setting, tone, topics, according_to. Statements: speaker, act, form, audience, about, when, "
            "according_to. Stances: polarity, holder, target, label, when, according_to.",
            show_default=False,
        ),
    ],
    value: Annotated[
        list[str],
        typer.Argument(
            metavar="VALUE…", help="What is right; several for parties, topics, about and according_to; null for nothing.", show_default=False
        ),
    ],
    reason: Reason,
    new: Annotated[
        str | None,
        typer.Option("--new", metavar="KIND", help="A name that the ledger lacks is of this kind: person, organization, place.", show_default=False),
    ] = None,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Say what stands in a field of an entry."""
    typed = None if value == ["null"] else value
    _make(ledger, json, lambda file: file.correct(key, field, typed, reason=reason, author=author_of(author), new=new), key)


@app.command(epilog=examples("rapport undo 5c0e7a11"))
def undo(
    key: Annotated[str, typer.Argument(metavar="ID", help="The id of a correction, or its beginning.", show_default=False)],
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Take a correction back; it stays in the log."""
    _make(ledger, json, lambda file: file.undo(key, author=author_of(author)))


@app.command(
    epilog=examples(
        "rapport corrections", "rapport corrections export corrections.jsonl", "rapport corrections import corrections.jsonl -l elsewhere.db"
    )
)
def corrections(
    action: Annotated[
        Action, typer.Argument(metavar="list|export|import", help="The log as a table; all of it into a file; a file into the ledger.")
    ] = Action.list,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="JSON Lines; - or none is standard output, or input.", show_default=False)
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """The log of all corrections, and its way from one ledger to another."""
    with opened(ledger) as opened_ledger:
        if action is Action.list:
            _list(opened_ledger, file, json)
        elif action is Action.export:
            _export(opened_ledger, file, json)
        else:
            _import(opened_ledger, file, json)


def _list(ledger: Ledger, file: Path | None, json: bool) -> None:
    from rapport.errors import UsageError
    from rapport.report import corrections_table

    if file is not None:
        raise UsageError("“rapport corrections list” takes no file")
    log = ledger.corrections()
    if json:
        show_json([said.to_json() for said in log])
    elif log:
        show(corrections_table(log))
    if not log:
        say("rapport: nobody has corrected anything in this ledger")
        raise typer.Exit(1)


def _export(ledger: Ledger, file: Path | None, json: bool) -> None:
    from rapport.errors import UsageError
    from rapport.export import json_text

    to_stdout = file is None or str(file) == "-"
    if json and to_stdout:
        raise UsageError("--json reports what was written to a file: name it")
    lines = [json_text(line) + "\n" for line in ledger.export_corrections()]
    if file is None or to_stdout:
        sys.stdout.writelines(lines)
        return
    # Never a half-written file under the name that was asked for.
    if not file.parent.is_dir():
        raise UsageError(f"{file}: there is no folder {file.parent}")
    part = file.with_name(file.name + ".part")
    part.write_text("".join(lines), encoding="utf-8")
    part.replace(file)
    if json:
        show_json({"corrections": len(lines), "file": str(file)})
    else:
        say(f"wrote {len(lines):,} to {file}")


def _import(ledger: Ledger, file: Path | None, json: bool) -> None:
    from rapport.errors import UsageError
    from rapport.report import imported_page

    try:
        text = sys.stdin.read() if file is None or str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: it is no text in UTF-8") from error
    found = ledger.import_corrections(text.split("\n"))
    if json:
        show_json(found.to_json())
    else:
        show(imported_page(found))
