"""Local sources: which files there are, what each one is, and its articles."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

from rapport.errors import IngestError
from rapport.ingest.compressed import Stream, unpacked
from rapport.ingest.options import IngestOptions
from rapport.ingest.rows import Step, csv_rows, json_document, json_lines
from rapport.ingest.sniff import Kind, sniff
from rapport.ingest.text import from_text

_KINDS: Final[dict[str, Kind]] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".warc": "warc",
}  # fmt: skip
_STREAMED: Final = {"jsonl", "csv", "warc"}
_PACKED: Final = (".gz", ".zst")
SUPPORTED_SUFFIXES: Final[tuple[str, ...]] = (
    *_KINDS,
    *(suffix + packed for suffix, kind in _KINDS.items() if kind in _STREAMED and suffix != ".warc" for packed in _PACKED),
    ".warc.gz",
)
"""Names of the files that are read in folders; a file named outright is read by its content where its name says nothing."""

_DATABASE: Final = b"SQLite format 3\0"
_SIDECARS: Final = ("-wal", "-shm", "-journal")


class Meter:
    """Counts the bytes read of local files; `settle` makes good for what a reader left unread."""

    def __init__(self) -> None:
        self.done = 0
        self._base = 0

    def add(self, count: int) -> None:
        self.done += count

    def settle(self, size: int) -> None:
        self._base += size
        self.done = self._base


class _Counted(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, count: Callable[[int], None]) -> None:
        self._raw = raw
        self._count = count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        count = self._raw.readinto(buffer)
        self._count(count or 0)
        return count


def files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder and its subfolders, sorted by name, without hidden ones, ledgers, and what belongs to a saved page."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder  # reading it will name the reason
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            page = entry.name.removesuffix("_files")
            if page == entry.name or not {page + ".html", page + ".htm"} & names:
                yield from files_in(Path(entry.path))
        elif not _is_ledger(Path(entry.path)):
            yield Path(entry.path)


def is_folder(path: Path) -> bool:
    """Whether it is a folder, as far as one may know: a path that cannot be looked at is none."""
    return stat.S_ISDIR(_status(path).st_mode)


def size_of(path: Path) -> int:
    """Bytes of a regular file; 0 for what is not there or is none."""
    return status.st_size if stat.S_ISREG((status := _status(path)).st_mode) else 0


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError:  # `Path.is_file` raises it where a folder on the way is closed or a name is too long
        return os.stat_result((0,) * 10)


def from_file(path: Path, options: IngestOptions, meter: Meter, *, named: bool) -> Iterator[Step]:
    """`(origin, article or error)` of one file. `named`: the user named this very file, so that an unknown suffix is no hindrance."""
    name = str(path)
    if not stat.S_ISREG(_status(path).st_mode):
        yield name, IngestError(name, "unreadable", _why_no_file(path))
        return
    size = size_of(path)
    try:
        with path.open("rb", buffering=0) as raw, io.BufferedReader(_Counted(raw, meter.add), 2**17) as stream:
            content, kind = _known(stream, path.name.lower(), named)
            if kind == "unlisted":
                yield name, IngestError(name, "unsupported", "no kind of file that is read; name it outright to try")
            else:
                yield from from_stream(content, name, kind, options)
    except EOFError as error:
        yield name, IngestError(name, "truncated", str(error))
    except OSError as error:
        yield name, IngestError(name, "unreadable", error.strerror or str(error))
    finally:
        meter.settle(size)


def _why_no_file(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "no such file or folder"
    except OSError as error:
        return error.strerror or str(error)
    if not stat.S_ISDIR(mode):
        return "not a regular file"
    # Links are not followed inside folders: they may lead round in a circle.
    return "a link to a folder; name it outright to read it" if path.is_symlink() else "a folder that cannot be read"


def from_stream(stream: Stream, name: str, kind: Kind, options: IngestOptions) -> Iterator[Step]:
    """`(origin, article or error)` of a stream of a known kind. Raises EOFError and OSError where the stream is cut off or damaged."""
    # The parsers of pages take 0.2 s to import, as long as reading two hundred records: they come when they are needed.
    if kind == "warc":
        from rapport.ingest.warc import warc_pages

        yield from warc_pages(stream, name, options)
    elif kind == "jsonl":
        yield from _some(json_lines(unpacked(stream), name, options), name)
    elif kind == "csv":
        yield from _some(csv_rows(unpacked(stream), name, options), name)
    elif kind in {"binary", "unsupported"}:
        yield name, IngestError(name, kind, "not a text" if kind == "binary" else "no kind of file that is read")
    elif len(content := stream.read(options.max_bytes + 1)) > options.max_bytes:
        yield name, IngestError(name, "too-large", f"more than {options.max_bytes:,} bytes")
    elif kind == "json":
        yield from _some(json_document(content, name, options), name)
    elif kind == "html":
        from rapport.ingest.html import from_page

        yield name, from_page(content, name, options)
    else:
        yield name, from_text(content, name, options, markdown=kind == "markdown")


def _some(steps: Iterator[Step], name: str) -> Iterator[Step]:
    """The steps, or one error where there are none."""
    empty = True
    for step in steps:
        empty = False
        yield step
    if empty:
        yield name, IngestError(name, "empty", "no articles in it")


def _known(stream: Stream, name: str, named: bool) -> tuple[Stream, Kind | Literal["unlisted"]]:
    """What a file is by its name, else by its content, and the stream to read it from."""
    if stem := next((suffix for suffix in SUPPORTED_SUFFIXES if name.endswith(suffix)), None):
        for packed in _PACKED:
            stem = stem.removesuffix(packed)
        kind = _KINDS[stem]
        # Pages are also saved as “.txt”.
        found = sniff(head(stream)) if kind == "text" else kind
        return stream, found if found in {"html", "unsupported"} else kind
    content = unpacked(stream)
    found = sniff(head(content))
    return content, found if named or found == "binary" else "unlisted"


def head(stream: Stream) -> bytes:
    """The first bytes of a stream, which stay unread."""
    return stream.peek(8000)[:8000]


def _is_ledger(path: Path) -> bool:
    for sidecar in _SIDECARS:
        if path.name.endswith(sidecar):
            path = path.with_name(path.name.removesuffix(sidecar))
    if not stat.S_ISREG(_status(path).st_mode):  # opening a pipe would wait for its other end
        return False
    try:
        with path.open("rb") as file:
            return file.read(16) == _DATABASE
    except OSError:
        return False
