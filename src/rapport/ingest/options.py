"""How to ingest, and what one step of it gives."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.errors import IngestError
from rapport.records import Article


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """Limits and permissions.

    `max_bytes` bounds one file, page, archive member or line (bytes, after decompression); `timeout` one network step and a third of a whole
    page (seconds); `pause` is the least time between two requests to one host (seconds; a site's own crawl delay of up to ten seconds
    counts where it is longer). `any_language` lets articles pass that are not English.
    """

    allow_private: bool = False
    robots: bool = True
    timeout: float = 20.0
    pause: float = 0.5
    max_bytes: int = 20 * 2**20
    max_redirects: int = 5
    max_feed_items: int = 200
    user_agent: str = "rapport-ledger/0.1"
    any_language: bool = False


@dataclass(frozen=True, slots=True)
class Ingested:
    """One article, or the error that stands in its place.

    `origin` names where it was met (path, address, `path:line`, `archive#address`); `bytes_read` is how many bytes of the local
    sources have been read so far, all sources together, to be held against `total_bytes`.
    """

    item: Article | IngestError
    origin: str
    bytes_read: int
