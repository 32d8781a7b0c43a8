"""The sources that a user names, mixed and recursively, to a stream of articles and errors."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rapport.errors import IngestError
from rapport.ingest.compressed import unpacked
from rapport.ingest.files import Meter, files_in, from_file, from_stream, head, is_folder, size_of
from rapport.ingest.options import Ingested, IngestOptions
from rapport.ingest.rows import Step
from rapport.ingest.sniff import sniff

_STANDARD_INPUT = "-"


def articles(sources: Sequence[str | Path], options: IngestOptions | None = None) -> Iterator[Ingested]:
    """Read sources one after the other: files, folders, http(s) addresses of pages and feeds, `-` for standard input.

    Lazy: an item is read when it is asked for. Every item comes, as an Article or as the IngestError that says why there is none; nothing is
    raised for a bad one. Folders are read recursively in order of name; hidden files are passed over. `bytes_read` grows up
    to `total_bytes(sources)`.
    """
    options = options or IngestOptions()
    meter = Meter()
    for source in sources:
        for origin, item in _steps(source, options, meter):
            yield Ingested(item, origin, meter.done)


def total_bytes(sources: Sequence[str | Path]) -> int | None:
    """Bytes of all local files that `articles` will read, as they lie on disk; None where a source is an address or standard input."""
    total = 0
    for source in sources:
        if _is_remote(source):
            return None
        path = Path(source)
        total += sum(map(size_of, files_in(path))) if is_folder(path) else size_of(path)
    return total


def _is_remote(source: str | Path) -> bool:
    return isinstance(source, str) and (source == _STANDARD_INPUT or "://" in source)


def _steps(source: str | Path, options: IngestOptions, meter: Meter) -> Iterator[Step]:
    if source == _STANDARD_INPUT:
        yield from _standard_input(options)
    elif isinstance(source, str) and "://" in source:
        from rapport.ingest.web import from_address  # httpx and feedparser, only for those who give an address

        yield from from_address(source, options)
    elif is_folder(path := Path(source)):
        empty = True
        for file in files_in(path):
            empty = False
            yield from from_file(file, options, meter, named=False)
        if empty:
            yield str(path), IngestError(str(path), "empty", "no files in this folder")
    else:
        yield from from_file(path, options, meter, named=True)


def _standard_input(options: IngestOptions) -> Iterator[Step]:
    """JSON Lines, a page, an archive or plain text, by what the stream begins with."""
    name = "standard input"
    try:
        with io.BufferedReader(io.FileIO(os.dup(sys.stdin.fileno())), 2**17) as stream:
            content = unpacked(stream)
            yield from from_stream(content, name, sniff(head(content)), options)
    except EOFError as error:
        yield name, IngestError(name, "truncated", str(error))
    except (OSError, ValueError) as error:  # closed, or no file behind it
        yield name, IngestError(name, "unreadable", str(error))
