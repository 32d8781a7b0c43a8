"""The command that finds what is known across articles: resolve."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, opened
from rapport.cli.output import say, show_json
from rapport.cli.progress import RESOLVING, bar, resolving

if TYPE_CHECKING:
    from rapport.ledger import Found


@app.command(epilog=examples("rapport resolve", "rapport resolve --anew -l ledger.db", "rapport resolve --json"))
def resolve(
    anew: Annotated[bool, typer.Option("--anew", help="Make all of it again from what was read and corrected; every id stays as it is.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar, and no summary.")] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Find who is who and what is the same in the articles that wait for it: “read” does it at its end, this after a run that was cut off."""
    with opened(ledger) as file:
        began = time.monotonic()
        try:
            with bar(quiet, RESOLVING) as shown:
                tell = resolving(shown, quiet)
                if tell:
                    tell(0, file.found().articles if anew else file.waiting)
                taken = file.resolve(tell, anew=anew)
        except KeyboardInterrupt:
            say(f"rapport: interrupted; “rapport resolve -l {ledger}” goes on from there")
            raise typer.Exit(130) from None
        found = file.found(taken, time.monotonic() - began)
    if json:
        show_json(found.to_json())
    elif not quiet:
        print(_summary(found))


def _summary(found: Found) -> str:
    from rapport.report.words import count

    if found.taken:
        first = f"{count(found.taken, 'article')} taken in, in {found.seconds:,.1f} seconds"
    else:
        first = "nothing waits: all that was read is taken in"
    contacts = f"{count(found.contacts, 'contact')} ({found.shared:,} of them told by several articles)"
    rest = f"{count(found.quotations, 'quotation')} that several give, {count(found.copies, 'article')} with a text that others have too"
    return f"{first}\nin all {count(found.articles, 'article')}: {count(found.actors, 'actor')} with a name, {contacts}, {rest}"
