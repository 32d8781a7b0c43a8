"""Commands that write for people: brief, timeline."""

from __future__ import annotations

import sys
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rapport.cli.app import app
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, filtered, opened
from rapport.cli.output import say, show_json, wrote
from rapport.errors import UsageError

if TYPE_CHECKING:
    from rapport.ledger import Filters, Ledger
    from rapport.report.briefs import Form


class Format(StrEnum):
    """What `brief` writes."""

    html = "html"
    md = "md"
    pdf = "pdf"


@app.command(
    epilog=examples(
        "rapport brief Quill Reyes -o brief.html",
        "rapport brief Quill Reyes --since 2031 -o brief.pdf",
        "rapport brief 'Ada Quill' --format md",
        "rapport brief Quill Reyes --dated 2031-07-12 --no-picture > brief.html",
    )
)
@filtered
def brief(
    a: Annotated[str, typer.Argument(metavar="A", help="A name, however incomplete.", show_default=False)],
    filters: Filters,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="Another, for a brief on the two.", show_default=False)] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write: .html, .md or .pdf (default: stdout).", show_default=False)
    ] = None,
    to: Annotated[
        Format | None, typer.Option("--format", metavar="FORMAT", help="html, md or pdf.", show_default="by the suffix of FILE, or html")
    ] = None,
    picture: Annotated[bool, typer.Option("--picture/--no-picture", help="With the picture or without.", show_default=False)] = True,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", help="The day to put on it; without it bears none.", show_default=False)
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """A brief on two actors, or on one: summary with references, picture, entries with quotations and links, sources, conflicts, open ends, and how it was made.

    One file that fetches nothing. Every sentence rests on entries of the ledger, and the same ledger gives the same bytes.
    """
    from rapport import report
    from rapport.report import briefs

    form = _form(out, to)
    with opened(ledger) as file:
        made = briefs.brief(file, a, b, filters, picture=picture and not (json and out is None), dated=dated)
    if not made.items:
        say(f"rapport: nothing {f'between {made.a} and {made.b}' if made.b else f'of {report.clean(made.a)}'} answers to this")
        raise typer.Exit(1)
    if out is not None:
        made.write(out, form)
        wrote(out, form, json)
    elif json:
        show_json(made.to_json())
    else:
        sys.stdout.write(made.html() if form == "html" else made.markdown())


def _form(out: Path | None, to: Format | None) -> Form:
    """What to write. Raises UsageError where suffix and format disagree, and for a PDF on stdout."""
    from rapport.report.briefs import FORMS, form_of

    wanted = next((form for form in FORMS if to is not None and form == to.value), None)
    if out is None:
        if wanted == "pdf":
            raise UsageError("a PDF goes to a file: name it with -o")
        return wanted or "html"
    if wanted is None:
        return form_of(out)
    try:
        said = form_of(out)
    except UsageError:
        return wanted
    if said != wanted:
        raise UsageError(f"{out} says {said}, --format says {wanted}: leave one out")
    return wanted


@app.command(
    epilog=examples(
        "rapport timeline Quill Reyes -o timeline.svg",
        "rapport timeline Quill Reyes --since 2031 -o timeline.png",
        "rapport timeline Quill Reyes -o timeline.json",
    )
)
@filtered
def timeline(
    a: Annotated[str, typer.Argument(metavar="A", help="A name, however incomplete.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another.", show_default=False)],
    filters: Filters,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write: .svg or .png, or .json for TimelineJS.", show_default=False)
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """The picture of a relationship: contacts by channel, what each said of the other, stretches of one tone and turning points; or its contacts for TimelineJS."""
    from rapport.report.briefs import write_whole

    if out.suffix.lower() not in (".svg", ".png", ".json"):
        raise UsageError(f"{out}: a timeline is .svg, .png or .json (TimelineJS)")
    with opened(ledger) as file:
        body = _events(file, a, b, filters) if out.suffix.lower() == ".json" else _picture(file, a, b, filters, out)
    if body is None:
        say(f"rapport: nothing between {a} and {b} answers to this")
        raise typer.Exit(1)
    write_whole(out, body)
    wrote(out, "timelinejs" if out.suffix.lower() == ".json" else out.suffix.lower()[1:], json)


def _events(file: Ledger, a: str, b: str, filters: Filters) -> bytes | None:
    from dataclasses import replace

    from rapport.export import export_timelinejs

    page = StringIO()
    number = export_timelinejs(file, page, replace(filters, actor=a, with_=b))
    return page.getvalue().encode("utf-8", "replace") if number else None


def _picture(file: Ledger, a: str, b: str, filters: Filters, out: Path) -> bytes | None:
    from rapport.report.briefs import relationship
    from rapport.report.pictures import drawn, timeline

    found = relationship(file, a, b, filters)
    if not (found.entries or found.statements or found.stances):
        return None
    return drawn(timeline(found, {}), f"{found.a} and {found.b}", out)
