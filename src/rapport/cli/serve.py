"""`rapport serve`: the pages of a ledger in a browser, by Datasette on this machine."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated, Final

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, examples
from rapport.cli.output import say
from rapport.errors import UsageError

_PORT: Final = 8001


def free_port(host: str, wanted: int | None) -> int:
    """The port wanted; without one the default, or where that is taken any that is free. Raises UsageError where the one wanted is taken."""
    for port in (_PORT, 0) if wanted is None else (wanted,):
        try:
            with socket.create_server((host, port)) as server:
                return int(server.getsockname()[1])
        except OSError as error:
            reason = error
    raise UsageError(f"{host} port {wanted or _PORT} cannot be used ({reason.strerror}): give another with --port")


@app.command(epilog=examples("rapport serve", "rapport serve ledger.db --no-browser", "rapport serve ledger.db --port 8765"))
def serve(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger file.", envvar="RAPPORT_LEDGER", show_default=False)] = DEFAULT_LEDGER,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; other addresses let others of your network read.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option("--port", "-p", metavar="N", min=1, max=65535, help="The port.", show_default=f"{_PORT}, or any free one")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser, or not.", show_default=False)] = True,
) -> None:
    """Show the ledger as pages in a browser, with Datasette's tables and SQL beside them. Ends with Ctrl-C.

    Whoever may open the port can read. To correct entries there, open the link for signing in that is printed at the start.
    """
    from rapport.ledger import Ledger

    try:
        from rapport.web.server import run
    except ImportError as error:
        raise UsageError(f"the pages need Datasette ({error}): say pip install 'rapport-ledger[web]'") from error
    # Once with the right to write: what an older Rapport made, or a run that was cut off has left, is brought up to date.
    with Ledger(ledger, create=False) as file:
        file.resolve()
    run(ledger, host, free_port(host, port), browser=browser, say=say)
