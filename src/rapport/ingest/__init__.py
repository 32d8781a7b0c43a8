"""From files, folders, pages, feeds and archives to articles.

`articles(sources, options)` yields one `Ingested` for each article and for each item that gave none; `total_bytes(sources)` says how far its
`bytes_read` will count. Text is normalised here, once: paragraphs separated by one blank line, without the clutter of pages.
"""

from rapport.ingest.files import SUPPORTED_SUFFIXES
from rapport.ingest.options import Ingested, IngestOptions
from rapport.ingest.sources import articles, total_bytes

__all__ = ["SUPPORTED_SUFFIXES", "IngestOptions", "Ingested", "articles", "total_bytes"]
