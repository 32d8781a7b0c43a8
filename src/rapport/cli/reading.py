"""The command that reads: sources in, ledger out, with a progress bar and a summary."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples
from rapport.cli.output import console, say, show_json
from rapport.cli.progress import Bar, bar, resolving

if TYPE_CHECKING:
    from rapport.ledger import RunSummary
    from rapport.pipeline import Progress

_NAMED: Final = 10


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


@app.command(
    epilog=examples(
        "rapport read articles/ -l ledger.db",
        "rapport read clippings.jsonl.gz archive.warc.gz notes.md",
        "rapport read https://harborledger.example/politics/feed.xml --workers 2",
        "cat speech.txt | rapport read - --json",
    )
)
def read(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE…", help="Files, folders, archives, addresses of pages or feeds, or - for stdin.", show_default=False),
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", metavar="N", min=1, help="Processes that read.", show_default="one a core")
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option("--min-confidence", metavar="0–1", min=0, max=1, help="Leave out what is less certain.", show_default=False)
    ] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch from private and local addresses too.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar, and no summary unless something failed.")] = False,
    json: Json = False,
) -> None:
    """Read articles into the ledger. What it holds already is skipped: a run that was cut off goes on where it stopped.

    Exit codes: 0 all read, 3 some failed, 1 nothing could be read, 2 wrong usage.
    """
    from rapport.engines import read as read_into
    from rapport.ingest import IngestOptions
    from rapport.ledger import Ledger
    from rapport.pipeline import ReadOptions

    options = ReadOptions(min_confidence=min_confidence, ingest=IngestOptions(allow_private=allow_private))
    with Ledger(ledger) as file, bar(quiet, "loading the reader") as shown:
        options = replace(options, progress=reading(shown), resolving=resolving(shown, quiet))
        try:
            summary = read_into(sources, file, options, workers=workers or cores())
        except KeyboardInterrupt:
            say(f"rapport: interrupted; what was read is in {ledger}, and the same command goes on from there")
            raise typer.Exit(130) from None
    if json:
        show_json(summary_json(summary))
    elif not quiet or summary.failed:
        _print_summary(summary, ledger)
    raise typer.Exit(summary.exit_code)


def summary_json(summary: RunSummary) -> dict[str, Any]:
    """The summary for programs: its fields, the failures by reason, the speed, and the exit code."""
    rate = round(summary.words / summary.seconds, 1) if summary.seconds else 0.0
    return summary.to_json() | {"failed_by_reason": summary.reasons, "words_per_second": rate, "exit_code": summary.exit_code}


def _print_summary(summary: RunSummary, ledger: Path) -> None:
    from rich.text import Text

    from rapport.report import clean, failure_line
    from rapport.report.words import count

    def line(text: Text) -> None:
        console(stderr=True).print(text, soft_wrap=True)  # one line in a log is one line of it

    rate = f", {summary.words / summary.seconds:,.0f} words a second" if summary.seconds and summary.words else ""
    known = f", {summary.known:,} known already" if summary.known else ""
    read_line = f"{count(summary.read, 'article')} read ({count(summary.words, 'word')}{rate}){known}"
    line(Text(f"{clean(str(ledger))}: {read_line}; {count(summary.contacts, 'contact')}, {count(summary.statements, 'statement')}"))
    if not summary.failed:
        return
    tally = ", ".join(f"{number:,} {reason}" for reason, number in summary.reasons.items())
    line(Text.assemble((f"{count(summary.failed, 'item')} failed", "bold red"), f": {tally}"))
    for failure in summary.failures[:_NAMED]:
        line(failure_line(failure))
    if summary.failed > _NAMED:
        line(Text(f"  … and {summary.failed - _NAMED:,} more: “rapport runs --run {summary.run}” names them all"))


def reading(shown: Bar | None) -> Callable[[Progress], None] | None:
    """What tells the bar how far reading has come: articles, words a second, failures."""
    if shown is None:
        return None

    from rapport.report.words import count

    def tell(state: Progress) -> None:
        elapsed = shown.elapsed
        rate = f" · {state.words / elapsed:,.0f} words/s" if elapsed > 1 else ""
        failed = f" · {state.failed:,} failed" if state.failed else ""
        shown.tell("reading", state.done, state.total, f"{count(state.articles, 'article')}{rate}{failed}")

    return tell
