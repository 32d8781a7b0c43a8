"""What bytes are, where no name says it."""

from __future__ import annotations

import re
from typing import Final, Literal

from rapport.ingest.text import decode

Kind = Literal["text", "markdown", "html", "jsonl", "json", "csv", "warc", "binary", "unsupported"]

_HTML: Final = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL)
_JSON: Final = re.compile(r"\s*\{\s*\"")
_ARRAY: Final = re.compile(r"\s*\[\s*\{\s*\"")
# Made of characters, and yet no text: PDF, RTF, XML (saved feeds, too), mail and the web archives of some browsers (MHTML).
_MARKUP: Final = re.compile(r"\s*(?:%PDF-|\{\\rtf|<\?xml|<(?:rss|feed|rdf:RDF)\b|(?:[\w-]+:.*\n(?:[ \t].*\n)*){0,40}?MIME-Version:)", re.IGNORECASE)


_COLUMNS: Final = {"id", "source_id", "outlet", "url", "published", "title", "authors"}


def sniff(head: bytes) -> Kind:
    """The kind of a stream by its first bytes after unpacking (8,000 are plenty): JSON Lines, CSV, HTML, WARC, binary, what only looks
    like text (`unsupported`), else plain text."""
    if head.startswith(b"WARC/"):
        return "warc"
    text = decode(head)
    if text is None:
        return "binary"
    text = text.removeprefix("\ufeff")
    if _ARRAY.match(text):
        return "json"
    if _JSON.match(text):
        # An object over several lines is one document; Lines have each object on its own.
        return "jsonl" if re.match(r"\s*\{[^\n]*(?:\}\s*(?:\n|$)|$)", text) else "json"
    if _HTML.match(text):
        return "html"
    if _names_columns(text.partition("\n")[0]):
        return "csv"
    return "unsupported" if _MARKUP.match(text.replace("\r\n", "\n")) else "text"


def _names_columns(line: str) -> bool:
    columns = {column.strip(' \r"').lower() for column in re.split("[,;\t]", line)}
    return "text" in columns and not columns.isdisjoint(_COLUMNS)
