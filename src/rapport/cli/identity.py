"""Commands about who is who: why, actors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, opened
from rapport.cli.output import say, show_json, show_json_list
from rapport.cli.output import show as show_page
from rapport.errors import UsageError

if TYPE_CHECKING:
    from rapport.ledger import Ledger


class Action(StrEnum):
    """What `actors` does."""

    list = "list"
    import_ = "import"
    remove = "remove"


@app.command(epilog=examples("rapport why Quill 'Ada Quill'", "rapport why 'Tom Reyes' 'Thomas Reyes' --json"))
def why(
    a: Annotated[str, typer.Argument(metavar="A", help="A name.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another.", show_default=False)],
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Why two names are one and the same to the ledger, or are not: the evidence weighed, with the values used. Exit code 1 where they are not."""
    from rapport.report import identity_page

    with opened(ledger) as file:
        found = file.why(a, b)
    if json:
        show_json(found.to_json())
    else:
        show_page(identity_page(found))
    if not found.same:
        raise typer.Exit(1)


@app.command(epilog=examples("rapport actors list reyes", "rapport actors import governors.csv -l ledger.db", "rapport actors remove"))
def actors(
    action: Annotated[
        Action,
        typer.Argument(
            metavar="list|import|remove",
            help="list: whom the ledger holds; import: take in a list of known people (CSV or FollowTheMoney), in place of the one before; remove: forget it.",
            show_default=False,
        ),
    ],
    what: Annotated[str | None, typer.Argument(metavar="WHAT", help="list: part of a name; import: the file.", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many (list).")] = 50,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """The actors of the ledger, and what is known of people from elsewhere: names, and offices with their dates, that tell who is who.

    Columns of a CSV file: name, aliases (parted by ;), title, organization, since, until, wikidata, id; one line an office.
    """
    if action is Action.import_ and what is None:
        raise UsageError("name the file to import: rapport actors import FILE")
    if action is Action.remove and what is not None:
        raise UsageError("“rapport actors remove” forgets the whole list, and takes no name")
    with opened(ledger) as file:
        if action is Action.list:
            _list(file, what or "", limit, json)
            return
        number, moved = file.know(Path(what) if what else None)
    if json:
        show_json({"known": number, "moved": moved})
    else:
        say(f"{number:,} known; {moved:,} mentioned in articles are someone else now")


def _list(file: Ledger, words: str, limit: int, json: bool) -> None:
    from rapport.report import actors_table

    rows = file.actors(words, limit)
    if json:
        show_json_list(row.to_json() for row in rows)
    elif rows:
        show_page(actors_table(rows))
    if not rows:
        say(f"rapport: nobody is called {words}" if words else "rapport: the ledger names nobody")
        raise typer.Exit(1)
