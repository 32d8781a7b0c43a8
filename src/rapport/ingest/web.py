"""An address that the user named: a page, or a feed and the pages it lists."""

from __future__ import annotations

from collections.abc import Iterator

from rapport.errors import IngestError
from rapport.ingest.build import Meta
from rapport.ingest.feeds import entries, is_feed
from rapport.ingest.fetch import Fetcher, Page
from rapport.ingest.html import from_page
from rapport.ingest.options import IngestOptions
from rapport.ingest.rows import Step
from rapport.ingest.sniff import sniff
from rapport.ingest.text import from_text


def from_address(address: str, options: IngestOptions) -> Iterator[Step]:
    """`(address, article or error)` of a page, or of every page that a feed lists (each once)."""
    with Fetcher(options) as fetcher:
        try:
            page = fetcher.get(address)
        except IngestError as error:
            yield address, error
            return
        if not is_feed(page.content):
            yield _article(page, address, Meta(), options)
            return
        yield from _listed(page, address, fetcher, options)


def _listed(feed: Page, address: str, fetcher: Fetcher, options: IngestOptions) -> Iterator[Step]:
    seen: set[str] = set()
    listed = entries(feed.content, feed.url)
    for number, entry in enumerate(listed[: options.max_feed_items], 1):
        if entry.url is None:
            item = f"{address}:{number}"
            yield item, IngestError(item, "malformed", "an entry without the address of its article")
        elif entry.url not in seen:
            seen.add(entry.url)
            try:
                page = fetcher.get(entry.url)
            except IngestError as error:
                yield entry.url, error
            else:
                yield _article(page, entry.url, entry.meta, options)
    if not listed:
        yield address, IngestError(address, "empty", "a feed without entries")
    elif len(listed) > options.max_feed_items:
        yield address, IngestError(address, "too-large", f"{len(listed)} entries; the first {options.max_feed_items} were read")


def _article(page: Page, address: str, known: Meta, options: IngestOptions) -> Step:
    """The article of a fetched page; the page's own word goes before the feed's."""
    kind = sniff(page.content[:8000])
    if kind == "html" or page.media_type in {"text/html", "application/xhtml+xml"}:
        return address, from_page(page.content, address, options, url=page.url, charset=page.charset, known=known)
    if kind == "text" and page.media_type in {"", "text/plain", "text/markdown"}:
        met_at = Meta(url=page.url).or_else(known)
        markdown = page.media_type == "text/markdown" or page.url.endswith(".md")
        return address, from_text(page.content, address, options, markdown=markdown, met_at=met_at)
    if kind == "binary":
        return address, IngestError(address, "binary", page.media_type or "not a text")
    return address, IngestError(address, "unsupported", f"{page.media_type or 'unknown content'}: neither a page, a feed nor plain text")
