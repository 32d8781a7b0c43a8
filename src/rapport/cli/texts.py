"""Commands about the same words in several articles: quotations, copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rapport.cli.app import app
from rapport.cli.ask import answer
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, filtered, opened

if TYPE_CHECKING:
    from rapport.ledger import Filters


@app.command(epilog=examples("rapport quotations", "rapport quotations --actor Quill --since 2031", "rapport quotations --limit 5 --json"))
@filtered
def quotations(filters: Filters, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """Words that several articles quote: the fullest, and who shortened, spliced or altered them or quotes further ones, the earliest first."""
    from rapport.report import quotations_list

    with opened(ledger) as file:
        answer(file.quotations(filters), quotations_list, json, "no words that several articles quote answer to this")


@app.command(epilog=examples("rapport copies", "rapport copies --limit 5 --json"))
def copies(
    limit: Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many texts.")] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Texts that several articles have, as wire copy and reprints do, whole or shortened: they count as one voice."""
    from rapport.report import copies_list

    with opened(ledger) as file:
        answer(file.copies(limit), copies_list, json, "no text stands in several articles")
