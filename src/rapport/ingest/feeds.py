"""RSS and Atom feeds: what they list, and what they say about it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, Final

import feedparser

from rapport.ingest.addresses import absolute, web_address
from rapport.ingest.build import Meta

_FEED: Final = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where its article is, and what the feed says about it. The summary is not the article, and is not kept."""

    url: str | None
    meta: Meta


def is_feed(content: bytes) -> bool:
    """Whether the bytes begin as RSS, Atom or RDF does."""
    return _FEED.match(content.removeprefix(b"\xef\xbb\xbf")[:4096]) is not None


def entries(content: bytes, base: str) -> list[Entry]:
    """The entries in the order of the feed; addresses are made absolute against `base`."""
    parsed: Any = feedparser.parse(io.BytesIO(content), response_headers={"content-location": base})
    return [_entry(entry, base) for entry in parsed.entries]


def _entry(entry: Any, base: str) -> Entry:
    link = entry.get("link") or next((found.get("href") for found in entry.get("links", []) if found.get("rel") == "alternate"), None)
    url = absolute(base, link) if link else None
    authors = tuple(author["name"] for author in entry.get("authors", []) if author.get("name"))
    # `published` only: `updated` is when the entry last changed.
    meta = Meta(title=entry.get("title"), published=entry.get("published"), authors=authors)
    return Entry(url if url and web_address(url) else None, meta)
