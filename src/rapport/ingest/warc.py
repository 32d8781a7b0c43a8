"""Web archives: each archived page to its article."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from rapport.errors import IngestError
from rapport.ingest.compressed import Stream, unpacked
from rapport.ingest.html import from_page
from rapport.ingest.options import IngestOptions
from rapport.records import Article

_PAGES: Final = {"text/html", "application/xhtml+xml"}
_KINDS: Final = (WarcRecordType.response, WarcRecordType.resource)
# Room for the HTTP headers that stand before a page in its record.
_HEADERS: Final = 2**16


class _Stream(io.RawIOBase):
    """What fastwarc reads from: unpacked here, because fastwarc takes a cut-off gzip member for the end of the archive."""

    def __init__(self, raw: Stream, name: str) -> None:
        self._inner = unpacked(raw)
        self._name = name
        self._position = 0
        self.damage: IngestError | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            data = self._inner.read1(size)
        except (EOFError, OSError) as error:
            # What came before it is whole, and is read.
            self.damage = IngestError(self._name, "truncated" if isinstance(error, EOFError) else "unreadable", str(error))
            return b""
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position


def warc_pages(raw: Stream, name: str, options: IngestOptions) -> Iterator[tuple[str, Article | IngestError]]:
    """`(archive#address, article or error)` of each page that was answered with 200; images, scripts and the like are passed over.

    An archive that ends too early gives what is whole in it, then one error `truncated` (`unreadable` where it is damaged);
    one that is none gives `malformed`, one without pages `empty`.
    """
    stream = _Stream(raw, name)
    whole, empty = True, True
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
            if not (whole := _is_whole(record, options.max_bytes)):
                break
            if (found := _page(record, name, options)) is not None:
                empty = False
                yield found
    except (OSError, ValueError) as error:
        yield name, stream.damage or IngestError(name, "malformed", str(error))
        return
    if stream.damage or not whole:
        yield name, stream.damage or IngestError(name, "truncated", "the last record is incomplete")
    elif empty:
        yield name, IngestError(name, "empty", "no pages in it")


def _is_whole(record: Any, most: int) -> bool:
    """Whether as many bytes are there as the record announces; keeps them in memory, unless they are too many to be a page."""
    announced = record.headers.get("Content-Length")
    if announced is None or not announced.isdigit():
        return False
    if record.record_type not in _KINDS or int(announced) > most + _HEADERS:
        return True
    record.freeze()
    return bool(int(announced) == record.content_length)


def _page(record: Any, name: str, options: IngestOptions) -> tuple[str, Article | IngestError] | None:
    if record.record_type not in _KINDS:
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    item = f"{name}#{url}"
    charset, reader = None, record.reader
    media_type = record.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    try:
        if record.record_type == WarcRecordType.response:
            if not record.is_http or (answer := _answer(record, options.max_bytes)) is None:
                return None
            media_type, charset, reader = (answer.http_content_type or "").lower(), answer.http_charset, answer.reader
        if media_type not in _PAGES or url.startswith("metadata:"):
            return None
        content = reader.read(options.max_bytes + 1)
    except (OSError, ValueError) as error:  # not packed as its headers say
        return item, IngestError(item, "unreadable", str(error))
    if len(content) > options.max_bytes:
        return item, IngestError(item, "too-large", f"more than {options.max_bytes:,} bytes")
    return item, from_page(content, item, options, url=url or None, charset=charset)


def _answer(record: Any, most: int) -> WarcRecord | None:
    """The HTTP answer in a record, unless it is an error or a redirect; of a body that is too large, more than `most` bytes.

    It is parsed in a copy: fastwarc cannot go on to the next record from one whose body it failed to unpack.
    """
    answer = WarcRecord()
    answer.set_bytes_content(record.reader.read(most + _HEADERS))
    answer.is_http = True
    answer.parse_http(auto_decode="all")
    return answer if answer.http_headers is not None and answer.http_headers.status_code == 200 else None
