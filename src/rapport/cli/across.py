"""Commands that ask what is known across articles: conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapport.cli.app import app
from rapport.cli.ask import answer
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, filtered, opened

if TYPE_CHECKING:
    from rapport.ledger import Filters


@app.command(
    epilog=examples("rapport conflicts", "rapport conflicts --actor Reyes --with Quill --since 2031", "rapport conflicts --outlet Courier --json")
)
@filtered
def conflicts(filters: Filters, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """Where articles differ on what matters: whether it happened, who called, when, how long, how often, where; both sentences side by side."""
    from rapport.report import conflicts_table

    with opened(ledger) as file:
        answer(file.iter_conflicts(filters), conflicts_table, json, "no conflict answers to this")
