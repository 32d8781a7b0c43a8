"""Commands about the ledger as a whole: stats, check, runs, export."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, opened
from rapport.cli.output import say, show, show_json

if TYPE_CHECKING:
    from rapport.ledger import Filters, Ledger


class Format(StrEnum):
    """What `export` writes."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    timelinejs = "timelinejs"
    gexf = "gexf"
    graphml = "graphml"


# Several files each, and records as they stand; the others are one file of what is known across articles.
_FOLDERS = (Format.csv, Format.parquet)
_ACROSS = (Format.timelinejs, Format.gexf, Format.graphml)


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
        "rapport export --to jsonl > ledger.jsonl",
        "rapport export --to jsonl --mentions -o ledger.jsonl",
        "rapport export --to csv -o tables/",
        "rapport export --to timelinejs --actor Quill --with Reyes -o timeline.json",
        "rapport export --to gexf --since 2031 -o network.gexf",
    )
)
def export(
    to: Annotated[
        Format,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="jsonl: everything, one object a line; csv, parquet: a folder of tables; timelinejs: contacts; gexf, graphml: the network.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="OUT", help="A file (default: stdout) or a folder (csv, parquet).", show_default=False)
    ] = None,
    mentions: Annotated[bool, typer.Option("--mentions", help="With one line for every mention of an actor (jsonl).")] = False,
    as_read: Annotated[
        bool, typer.Option("--as-read", help="Records as they were read, without what people corrected, rejected or confirmed.")
    ] = False,
    actor: Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Only of this actor (timelinejs, gexf, graphml).")] = None,
    with_: Annotated[str | None, typer.Option("--with", metavar="NAME", help="Only with this one too (timelinejs).")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day, month or year on (timelinejs, gexf, graphml).")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="To the end of it (timelinejs, gexf, graphml).")] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Write the ledger for other programs."""
    from rapport.errors import UsageError
    from rapport.ledger import Filters

    filters = Filters(actor=actor, with_=with_, since=since, until=until)
    if to is not Format.jsonl and mentions:
        raise UsageError("--mentions goes with --to jsonl")
    if to in _ACROSS and as_read:
        raise UsageError("--as-read goes with --to jsonl, csv or parquet: what is known across articles is as corrected")
    if to not in _ACROSS and filters != Filters():
        raise UsageError("--actor, --with, --since and --until go with --to timelinejs, gexf or graphml")
    if to is not Format.timelinejs and with_:
        raise UsageError("--with goes with --to timelinejs")
    if to in _FOLDERS and out is None:
        raise UsageError(f"--to {to.value} writes several files: name a folder with -o")
    if json and out is None:
        raise UsageError("--json reports what was written to a file: name it with -o")
    with opened(ledger) as file:
        paths = _written(file, to, out, filters, mentions, as_read)
    if json:
        show_json({"to": to.value, "files": [str(path) for path in paths]})
    elif paths:
        say(f"wrote {', '.join(str(path) for path in paths)}")


def _written(file: Ledger, to: Format, out: Path | None, filters: Filters, mentions: bool, as_read: bool) -> list[Path]:
    from rapport import export

    if to in _FOLDERS and out is not None:
        return (export.export_csv if to is Format.csv else export.export_parquet)(file, out, as_read=as_read)

    def write(stream: TextIO) -> None:
        if to is Format.jsonl:
            export.export_jsonl(file, stream, mentions=mentions, as_read=as_read)
        else:
            across = {Format.timelinejs: export.export_timelinejs, Format.gexf: export.export_gexf, Format.graphml: export.export_graphml}
            across[to](file, stream, filters)

    if out is None:
        write(sys.stdout)
        return []
    # Never a half-written file under the name that was asked for.
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8") as stream:
        write(stream)
    part.replace(out)
    return [out]
