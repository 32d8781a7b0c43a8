"""Web archives, whole and cut off."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from tests.ingest.conftest import PARAGRAPHS, page
from tests.ingest.helpers import bad, good, read


def record(
    url: str, body: bytes, *, status: str = "200 OK", headers: str = "Content-Type: text/html; charset=utf-8", kind: str = "response"
) -> bytes:
    block = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{zlib.crc32(url.encode())}>\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-02-19T00:00:00Z\r\n"
    return f"{head}Content-Type: application/http;msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


PAGES = [
    record("https://baycourier.example/2031/02/18/a", page("The first call").encode()),
    record("https://baycourier.example/logo.png", b"\x89PNG\0\0", headers="Content-Type: image/png"),
    record("https://baycourier.example/gone", page("Gone").encode(), status="404 Not Found"),
    record(
        "https://baycourier.example/b", gzip.compress(page("The second call").encode()), headers="Content-Type: text/html\r\nContent-Encoding: gzip"
    ),
    record("https://baycourier.example/", b"<html><body>Tides</body></html>"),
    record("https://baycourier.example/c", page("The third call").encode()),
]


def packed(records: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))


@pytest.mark.parametrize(("name", "pack"), [("a.warc", b"".join), ("a.warc.gz", packed)])
def test_each_page_of_an_archive(tmp_path: Path, name: str, pack: object) -> None:
    path = tmp_path / name
    path.write_bytes(pack(PAGES))  # type: ignore[operator]
    steps = read(tmp_path)
    assert [article.title for article in good(steps)] == ["The first call", "The second call", "The third call"]
    first = good(steps)[0]
    # The day of the crawl (the 19th) is not the day of publication.
    assert (first.url, first.published, first.text) == ("https://baycourier.example/2031/02/18/a", "2031-02-18", "\n\n".join(PARAGRAPHS))
    assert good(steps)[2].published is None
    assert bad(steps) == [(f"{path}#https://baycourier.example/", "no-article")]
    assert steps[0].origin == f"{path}#https://baycourier.example/2031/02/18/a"


@pytest.mark.parametrize("cut", [9, 400, 1500])
@pytest.mark.parametrize(("name", "pack"), [("a.warc", b"".join), ("a.warc.gz", packed)])
def test_a_truncated_archive_gives_what_is_whole(tmp_path: Path, name: str, pack: object, cut: int) -> None:
    whole, last = pack(PAGES[:-1]), pack(PAGES[-1:])  # type: ignore[operator]
    path = tmp_path / name
    path.write_bytes(whole + last[: min(len(last) - 60, cut)])
    steps = read(path)
    assert [article.title for article in good(steps)] == ["The first call", "The second call"]
    assert bad(steps)[-1] == (str(path), "truncated")


@pytest.mark.parametrize("pack", [b"".join, packed])
def test_a_page_that_cannot_be_unpacked_costs_itself_alone(tmp_path: Path, pack: object) -> None:
    html = "Content-Type: text/html\r\n"
    records = [
        record("https://baycourier.example/plain", page().encode(), headers=html + "Content-Encoding: gzip"),
        record("https://baycourier.example/chunks", b"zz\r\n" + page().encode(), headers=html + "Transfer-Encoding: chunked"),
        record("https://baycourier.example/odd", b"").replace(b"HTTP/1.1 200 OK", b"nothing of HTTP"),
        PAGES[-1],
    ]
    path = tmp_path / "a.warc"
    path.write_bytes(pack(records))  # type: ignore[operator]
    steps = read(path)
    assert bad(steps) == [(f"{path}#https://baycourier.example/{name}", "unreadable") for name in ("plain", "chunks")]
    assert [article.title for article in good(steps)] == ["The third call"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (PAGES[1], "empty"), (b"no archive at all, but some text", "malformed"), (gzip.compress(b"no archive"), "malformed")],
    ids=["nothing", "no pages", "text", "packed text"],  # packed bytes carry the time, and would name another test in each process
)
def test_what_is_no_archive(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    assert bad(read(path)) == [(str(path), reason)]


def test_a_page_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record("https://baycourier.example/l", b"x" * 300_000) + PAGES[0])
    steps = read(path, max_bytes=100_000)
    assert bad(steps) == [(f"{path}#https://baycourier.example/l", "too-large")]
    assert len(good(steps)) == 1
