"""A brief of the ledger, to read or to take along: HTML, Markdown, PDF, JSON."""

from __future__ import annotations

from rapport.errors import UnknownRecord, UsageError
from rapport.export.jsonl import json_text
from rapport.ledger import Ledger
from rapport.report.briefs import Brief, brief
from rapport.web.addresses import filters
from rapport.web.pages.page import Asked

# What each form is sent as.
KINDS = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
}


def body(ledger: Ledger, asked: Asked, form: str) -> tuple[str, bytes]:
    """The title and the file. Raises what `rapport.brief` raises, and UnknownRecord where nothing answers to what is asked."""
    a, b = (asked.query.get(name, "").strip() for name in ("a", "b"))
    if not a:
        raise UsageError("give a name, a, or two, a and b")
    made = brief(ledger, a, b or None, filters(asked.query, actors=False), picture=form != "json")
    if not made.items:
        raise UnknownRecord("nothing of this answers to what is asked")
    return made.title, _written(made, form)


def _written(made: Brief, form: str) -> bytes:
    if form == "pdf":
        return made.pdf()
    text = made.html() if form == "html" else made.markdown() if form == "md" else json_text(made.to_json(), indent=2) + "\n"
    return text.encode("utf-8", "replace")
