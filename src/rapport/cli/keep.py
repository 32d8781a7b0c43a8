"""Commands about the ledger as a whole: stats, check, runs, export."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, opened
from rapport.cli.output import say, show, show_json

if TYPE_CHECKING:
    from rapport.ledger import Ledger


class Format(StrEnum):
    """What `export` writes."""

    jsonl = "jsonl"
    csv = "csv"


@app.command(epilog=examples("rapport stats", "rapport stats --json -l ledger.db"))
def stats(ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """What the ledger holds: counts by channel, status, act, stance and outlet."""
    from rapport.report import stats_page

    with opened(ledger) as file:
        found = file.stats()
    if json:
        show_json(found)
    else:
        show(stats_page(found))


@app.command(epilog=examples("rapport check", "rapport check -l ledger.db --json"))
def check(ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """Verify the file, and every record's evidence against the stored text. Exit code 1 where something is wrong."""
    from rapport.report import problems_list

    with opened(ledger) as file:
        found = file.check()
    if json:
        show_json([problem.to_json() for problem in found])
    elif found:
        show(problems_list(found))
    else:
        print("sound: the file is whole, and all evidence stands in the stored texts")
    if found:
        say(f"rapport: {ledger}: {len(found)} problem{'s' if len(found) > 1 else ''}")
        raise typer.Exit(1)


@app.command(epilog=examples("rapport runs", "rapport runs --run 3 --json"))
def runs(
    run: Annotated[int | None, typer.Option("--run", metavar="N", help="Only this run, with all its failures.", show_default=False)] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """The log of all runs of reading, with what could not be read."""
    from rapport.report import runs_table

    with opened(ledger) as file:
        rows = [row for row in file.runs() if run in (None, row.id)]
        failures = {row.id: file.failures(row.id) for row in rows if row.failed}
    if json:
        show_json([row.to_json() | {"failures": [failure.to_json() for failure in failures.get(row.id, [])]} for row in rows])
    elif rows:
        show(runs_table(rows, failures, shown=10 if run is None else len(failures.get(run, []))))
    if not rows:
        say("rapport: nothing has been read into this ledger" if run is None else f"rapport: there is no run {run}")
        raise typer.Exit(1)


@app.command(
    epilog=examples(
        "rapport export --to jsonl > ledger.jsonl", "rapport export --to jsonl --mentions -o ledger.jsonl", "rapport export --to csv -o tables/"
    )
)
def export(
    to: Annotated[Format, typer.Option("--to", metavar="jsonl|csv", help="jsonl: everything, one object a line; csv: a folder of tables.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="OUT", help="A file (jsonl; default: stdout) or a folder (csv).", show_default=False)
    ] = None,
    mentions: Annotated[bool, typer.Option("--mentions", help="With one line for every mention of an actor (jsonl).")] = False,
    as_read: Annotated[
        bool, typer.Option("--as-read", help="Records as they were read, without what people corrected, rejected or confirmed.")
    ] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Write the ledger for other programs."""
    from rapport.errors import UsageError

    if to is Format.csv and mentions:
        raise UsageError("--mentions goes with --to jsonl")
    if to is Format.csv and out is None:
        raise UsageError("--to csv writes several files: name a folder with -o")
    if json and out is None:
        raise UsageError("--json reports what was written to a file: name it with -o")
    with opened(ledger) as file:
        paths = _written(file, to, out, mentions, as_read)
    if json:
        show_json({"to": to.value, "files": [str(path) for path in paths]})
    elif paths:
        say(f"wrote {', '.join(str(path) for path in paths)}")


def _written(file: Ledger, to: Format, out: Path | None, mentions: bool, as_read: bool) -> list[Path]:
    from rapport.export import export_csv, export_jsonl

    if to is Format.csv and out is not None:
        return export_csv(file, out, as_read=as_read)
    if out is None:
        export_jsonl(file, sys.stdout, mentions=mentions, as_read=as_read)
        return []
    # Never a half-written file under the name that was asked for.
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8") as stream:
        export_jsonl(file, stream, mentions=mentions, as_read=as_read)
    part.replace(out)
    return [out]
