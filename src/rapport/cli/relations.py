"""Commands about relationships: network, open, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rapport.cli.app import app
from rapport.cli.ask import answer
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, filtered, opened
from rapport.cli.output import say, show, show_json

if TYPE_CHECKING:
    from rapport.ledger import Filters


@app.command(epilog=examples("rapport network", "rapport network --actor Quill --since 2031", "rapport network --channel call --json"))
@filtered
def network(filters: Filters, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """Who deals with whom: every tie with its contacts by channel, the strongest first. --actor keeps the ties of one."""
    from rapport.report import network_table

    with opened(ledger) as file:
        answer(file.network(filters), network_table, json, "no tie answers to this")


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
