"""What bytes are, where no name says it."""

from __future__ import annotations

import re
from typing import Final, Literal

from rapport.ingest.compressed import GZIP, ZSTD
from rapport.ingest.text import decode

Kind = Literal["text", "markdown", "html", "jsonl", "json", "csv", "warc", "binary", "unsupported"]

_HTML: Final = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL)
_JSON: Final = re.compile(r"\s*\{\s*\"")
_ARRAY: Final = re.compile(r"\s*\[\s*\{\s*\"")


def sniff(head: bytes) -> Kind:
    """The kind of a stream by its first bytes (8,000 are plenty): JSON Lines, HTML, WARC, binary, else plain text.

    Compressed streams are taken for JSON Lines: nothing else is read compressed from standard input.
    """
    if head.startswith((GZIP, ZSTD)):
        return "jsonl"
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
    return "html" if _HTML.match(text) else "text"
