"""Commands that ask the ledger: between, who, contacts, quotes, stances, sources, show, search."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, filtered, opened
from rapport.cli.output import say, show_json, show_json_list
from rapport.cli.output import show as show_page
from rapport.errors import UnknownRecord, UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from rapport.extract.why import Step
    from rapport.ledger import Entry, EntryRow, Filters, Ledger, Reported


def answer(rows: Iterable[Any], table: Callable[[Iterable[Any]], Iterable[RenderableType]], as_json: bool, nothing: str) -> None:
    """Print rows as they come, as a table or as JSON; nothing found is said on stderr and ends in exit code 1."""
    if as_json:
        found = show_json_list(row.to_json() for row in rows) > 0
    else:
        found = False
        for piece in table(rows):
            show_page(piece)
            found = True
    if not found:
        say(f"rapport: {nothing}")
        raise typer.Exit(1)


@app.command(
    epilog=examples(
        "rapport between Quill Reyes", "rapport between 'Ada Quill' 'Tom Reyes' --since 2031 --channel call", "rapport between quill reyes --json"
    )
)
@filtered
def between(
    a: Annotated[str, typer.Argument(metavar="A", help="A name, however incomplete.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another.", show_default=False)],
    filters: Filters,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """The relationship of two actors in order of time: contacts, where each stands toward the other, statements about each other."""
    from rapport.report import brief

    with opened(ledger) as file:
        found = file.between(a, b, filters)
    if json:
        show_json(found.to_json())
    elif found.entries or found.statements or found.stances:
        show_page(brief(found))
    if not found.entries and not found.statements and not found.stances:
        say(f"rapport: nothing between {found.a} and {found.b} answers to this")
        raise typer.Exit(1)


@app.command(epilog=examples("rapport who Quill", "rapport who 'Harbor Council' --limit 3 -l ledger.db"))
@filtered
def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, however incomplete.", show_default=False)],
    filters: Filters,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """One actor: roles, with whom contacts are reported, and the newest entries."""
    from rapport.report import profile

    with opened(ledger) as file:
        found = file.who(name, filters)
    if json:
        show_json(found.to_json())
    else:
        show_page(profile(found))


@app.command(
    epilog=examples(
        "rapport contacts --status planned",
        "rapport contacts --actor Reyes --with Quill --channel call --since 2031-02",
        "rapport contacts --reports --outlet Courier",
        "rapport contacts --json",
    )
)
@filtered
def contacts(
    filters: Filters,
    reports: Annotated[
        bool, typer.Option("--reports", help="Every article's report by itself, instead of contacts as all articles tell them.")
    ] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Who met, called or wrote to whom, in order of time: each contact once, however many articles tell of it."""
    from rapport.report import contacts_table, entries_table

    with opened(ledger) as file:
        if reports:
            answer(file.iter_contacts(filters), contacts_table, json, "no contact answers to this")
        else:
            answer(file.iter_entries(filters), entries_table, json, "no contact answers to this")


@app.command(epilog=examples("rapport quotes --actor Quill --with Reyes", "rapport quotes --outlet 'Harbor Ledger' --until 2030 --limit 20"))
@filtered
def quotes(filters: Filters, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """Who said what, to and about whom."""
    from rapport.report import quotes_table

    with opened(ledger) as file:
        answer(file.iter_quotes(filters), quotes_table, json, "no statement answers to this")


@app.command(epilog=examples("rapport stances --actor Quill --with Reyes", "rapport stances --with Reyes --since 2031 --json"))
@filtered
def stances(filters: Filters, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """What actors hold of each other, positive or negative, with the words that show it."""
    from rapport.report import stances_table

    with opened(ledger) as file:
        answer(file.iter_stances(filters), stances_table, json, "no stance answers to this")


@app.command(epilog=examples("rapport sources", "rapport sources --source-kind unnamed --outlet Courier", "rapport sources --actor Reyes --limit 10"))
@filtered
def sources(filters: Filters, ledger: LedgerPath = DEFAULT_LEDGER, json: Json = False) -> None:
    """Who is relied on, named or not, and by which outlets."""
    from rapport.report import sources_table

    with opened(ledger) as file:
        answer(file.sources(filters), sources_table, json, "no source answers to this")


@app.command(epilog=examples("rapport show 3f9c1a20", "rapport show 3f9c1a20 --why", "rapport show 3f9c1a20 --json"))
def show(
    key: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The id of a contact, one report of it, a statement, a stance or an article, or its beginning.", show_default=False
        ),
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
    why: Annotated[bool, typer.Option("--why", help="Also what the reader saw that made the entry, and how sure it was of each part.")] = False,
) -> None:
    """One entry, with its evidence highlighted where it stands in the article; a contact with all its reports; or an article, with all that was read in it."""
    from rapport.ledger import EntryRow, Reported
    from rapport.report import article_page, entry_page, record_page, why_page

    with opened(ledger) as file:
        found = _shown(file, key)
        of = file.show(found.shown) if isinstance(found, EntryRow) and why else found
    if why and isinstance(of, Reported):
        raise UsageError("--why is asked of an entry, not of an article: give the id of one")
    steps = _steps(of) if why and not isinstance(of, Reported | EntryRow) else ()
    if json:
        show_json(found.to_json() | ({"why": [asdict(step) for step in steps]} if why else {}))
        return
    if isinstance(found, Reported):
        show_page(article_page(found))
    else:
        show_page(entry_page(found) if isinstance(found, EntryRow) else record_page(found))
    if why:
        show_page(why_page(steps))


def _steps(found: Entry) -> tuple[Step, ...]:
    """What the installed weights see in the article that makes this very entry; nothing where others made it."""
    from rapport.annotate import Reader
    from rapport.extract.why import why

    return why(found.article, Reader().annotate(found.article.text), found.record.id)


def _shown(file: Ledger, key: str) -> Entry | EntryRow | Reported:
    try:
        return file.show(key)
    except UnknownRecord as unknown:
        for ask in (file.entry, file.article):
            with suppress(UnknownRecord):
                found: EntryRow | Reported = ask(key)
                return found
        raise unknown from None


@app.command(epilog=examples("rapport search ferry strike", "rapport search '\"ferry strike\"' --limit 5"))
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="All must be found; words in quotes, together.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many results.")] = 20,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Articles and statements that hold words, best first."""
    from rapport.report import hits_table

    with opened(ledger) as file:
        # An argument of several words was quoted in the shell: it is meant together.
        wanted = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
        answer(file.search(wanted, limit), hits_table, json, f"nothing holds {wanted}")
