"""Text and Markdown files, with or without a header block."""

from __future__ import annotations

import re
from typing import Final

from rapport.errors import IngestError
from rapport.ingest.boilerplate import without_boilerplate
from rapport.ingest.build import Meta, author_names, build
from rapport.ingest.markdown import first_heading, to_text
from rapport.ingest.normalize import from_lines
from rapport.ingest.options import IngestOptions
from rapport.records import Article

_FIELDS: Final = {
    "title": "title", "headline": "title", "outlet": "outlet", "publication": "outlet", "site": "outlet", "published": "published", "date": "published",
    "url": "url", "link": "url", "author": "authors", "authors": "authors", "byline": "authors", "id": "source_id",
}  # fmt: skip
# A line of text may begin “Date: …”; a header block is known by one of these.
_TELLING: Final = {"title", "headline", "outlet", "published", "url", "author", "authors"}
_LINE: Final = re.compile(r"^\s*([A-Za-z][\w -]{0,30}?)\s*:(?:[ \t]+(.*?))?\s*$")
_ITEM: Final = re.compile(r"^\s*-\s+(.+?)\s*$")
_BINARY: Final = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def from_text(content: bytes, item: str, options: IngestOptions, *, markdown: bool = False, met_at: Meta | None = None) -> Article | IngestError:
    """The article of a text or Markdown file. Errors: `empty`, `binary`, `not-english`.

    A block of `Title: …`, `Outlet: …`, `Published: …`, `Url: …`, `Authors: …` lines before the first blank line, or between two lines of
    `---`, says what the article is; `met_at` fills the gaps.
    """
    if not content.strip():
        return IngestError(item, "empty", "an empty file")
    decoded = decode(content)
    if decoded is None:
        return IngestError(item, "binary", "not a text file")
    meta, body = split_header(decoded)
    if markdown:
        heading, body = first_heading(body)
        meta = meta.or_else(Meta(title=heading))
        body = to_text(body)
    return build(item, without_boilerplate(from_lines(body)), meta.or_else(met_at or Meta()), options)


def decode(content: bytes) -> str | None:
    """Text of UTF-8, of UTF-16 with its mark, or of Windows-1252; None for bytes that are no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content[: len(content) // 2 * 2].decode("utf-16", "replace")
        return None if "\0" in text else text
    content = content.removeprefix(b"\xef\xbb\xbf")
    if is_binary(content):
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def is_binary(content: bytes) -> bool:
    """Whether the first 8,000 bytes hold a NUL or more than one in a hundred control characters."""
    head = content[:8000]
    return b"\0" in head or len(_BINARY.findall(head)) > max(3, len(head) / 100)


def split_header(text: str) -> tuple[Meta, str]:
    """What a header block says, and the text after it; no block, no Meta."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    if text.startswith("---\n"):
        block, fence, body = text[4:].partition("\n---")
        end, _, body = body.partition("\n")
        if fence and not end.strip("- "):
            return _meta(_fields(block.split("\n"))), body
        return Meta(), text
    block, _, body = text.partition("\n\n")
    lines = [line for line in block.split("\n") if line.strip()]
    keys = [found[1].lower() if (found := _LINE.match(line)) else "" for line in lines]
    return (_meta(_fields(lines)), body) if _is_header(keys) else (Meta(), text)


def _is_header(keys: list[str]) -> bool:
    """Whether these keys, one a line, make a header block: all are known, or two are, the first line's among them, and the rest passes."""
    known = sum(key in _FIELDS for key in keys)
    return bool(_TELLING & set(keys)) and (known == len(keys) or (known > 1 and keys[0] in _FIELDS and all(keys)))


def _fields(lines: list[str]) -> dict[str, list[str]]:
    """Values by key; `- item` lines go to the key above them."""
    fields: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        if found := _LINE.match(line):
            key = found[1].lower()
            value = _unquoted(found[2] or "")
            fields[key] = [value] if value else []
        elif key and (found := _ITEM.match(line)):
            fields[key].append(_unquoted(found[1]))
    return fields


def _meta(fields: dict[str, list[str]]) -> Meta:
    values: dict[str, list[str]] = {}
    for key, field in _FIELDS.items():
        values.setdefault(field, fields.get(key, []))
        values[field] = values[field] or fields.get(key, [])
    single = {field: (found[0] if found else None) for field, found in values.items()}
    authors = values["authors"]
    if len(authors) == 1:
        authors = [_unquoted(name) for name in author_names(authors[0].strip("[]"))]
    return Meta(single["title"], single["outlet"], single["url"], single["published"], tuple(authors), single["source_id"])


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
