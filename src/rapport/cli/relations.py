"""Commands about relationships: network, open, changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rapport.cli.app import app
from rapport.cli.ask import answer
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, filtered, opened
from rapport.cli.output import say, show, show_json, wrote
from rapport.errors import UsageError

if TYPE_CHECKING:
    from rapport.ledger import Filters, Tie


@app.command(
    epilog=examples(
        "rapport network",
        "rapport network --actor Quill --since 2031",
        "rapport network --channel call --json",
        "rapport network --since 2031 -o network.svg",
    )
)
@filtered
def network(
    filters: Filters,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Draw it instead, of the strongest ties as many as 200 actors have: .svg or .png.", show_default=False
        ),
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Who deals with whom: every tie with its contacts by channel, the strongest first. --actor keeps the ties of one. With -o, the picture of it."""
    from rapport.report import network_table

    if out is not None and out.suffix.lower() not in (".svg", ".png"):
        raise UsageError(f"{out}: a picture is .svg or .png")
    with opened(ledger) as file:
        ties = file.network(filters)
    if out is not None and ties:
        _drawn(ties, out)
        wrote(out, out.suffix.lower()[1:], json)
    else:
        answer(ties, network_table, json and out is None, "no tie answers to this")


def _drawn(ties: Sequence[Tie], out: Path) -> None:
    """The picture of the network as a file."""
    from rapport.report import pictures
    from rapport.report.briefs import write_whole

    write_whole(out, pictures.drawn(pictures.network(pictures.kept(ties), None), "Who deals with whom", out))


@app.command("open", epilog=examples("rapport open", "rapport open --actor Reyes --since 2031", "rapport open --json"))
@filtered
def open_(filters: Filters, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """What was planned, proposed, promised or foreseen, and nothing has settled; with its age at the day of the newest article."""
    from rapport.report import open_table

    with opened(ledger) as file:
        answer(file.open_ends(filters), open_table, json, "nothing is open")


@app.command(epilog=examples("rapport changes", "rapport changes --since 12", "rapport changes --since 2031-06-18 --json"))
def changes(
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="RUN|DATE", help="A run of “rapport runs”, or a day of reading.", show_default="the last run that read anything"
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many of each kind.")] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """What new reading contradicted, settled, turned, confirmed or added."""
    from rapport.report import changes_page

    with opened(ledger) as file:
        found = file.changes(since, limit)
    if json:
        show_json([change.to_json() for change in found])
    elif found:
        show(changes_page(found))
    if not found:
        say("rapport: nothing changed")
        raise typer.Exit(1)
