"""Sources mixed and recursive: what is read, in which order, and how far it is."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from rapport.ingest import SUPPORTED_SUFFIXES, Ingested, IngestOptions, articles, total_bytes
from tests.ingest.conftest import PARAGRAPHS, page
from tests.ingest.helpers import bad, good, only, read
from tests.ingest.test_warc import PAGES, packed

TEXT = "\n\n".join(PARAGRAPHS)
LINE = json.dumps({"id": "1", "text": TEXT})


def test_folders_are_read_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/c.jsonl", "a.html", ".hidden.txt", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(LINE if name.endswith("jsonl") else page() if name.endswith("html") else TEXT)
    steps = read(tmp_path)
    assert [step.origin.removeprefix(f"{tmp_path}/") for step in steps] == ["a/c.jsonl:1", "a/z.md", "a.html", "b.txt"]
    assert bad(steps) == []


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0")
    (tmp_path / "style.css").write_text("p { color: red }")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "void").mkdir()
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "large.txt").write_text(TEXT * 3)
    steps = read(tmp_path, tmp_path / "void", tmp_path / "missing.txt", max_bytes=1000)
    reasons = {Path(item).name: reason for item, reason in bad(steps)}
    assert reasons == {
        "photo.jpg": "binary",
        "style.css": "unsupported",
        "broken.txt": "unreadable",
        "pipe.txt": "unreadable",
        "round": "unreadable",
        "large.txt": "too-large",
        "void": "empty",
        "missing.txt": "unreadable",
    }


def test_a_path_that_cannot_be_looked_at_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    sources = [tmp_path / ("x" * 300), tmp_path / "a.txt" / "b.txt", tmp_path / "loop", tmp_path / "a.txt"]
    steps = read(*sources)
    assert bad(steps) == [(str(path), "unreadable") for path in sources[:3]]
    assert len(good(steps)) == 1
    assert total_bytes(sources) == len(TEXT.encode())


def test_a_ledger_among_the_sources_is_passed_over(tmp_path: Path) -> None:
    ledger = sqlite3.connect(tmp_path / "ledger.db")
    ledger.execute("PRAGMA journal_mode=WAL")
    ledger.execute("CREATE TABLE t (x)")
    ledger.commit()
    (tmp_path / "a.txt").write_text(TEXT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "ledger.db", "ledger.db-shm", "ledger.db-wal"]
    assert only(read(tmp_path)).text == TEXT
    ledger.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("story", TEXT),
        ("story.asp", page()),
        ("lines.log", LINE + "\n"),
        ("lines.dat", json.dumps([{"text": TEXT}])),
        ("table", f'id;text\r\n1;"{TEXT}"'),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gz", "zst"])
def test_a_file_named_outright_is_known_by_its_content(tmp_path: Path, name: str, content: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(pack(content.encode()))
    assert only(read(str(path))).text == TEXT
    assert [reason for _, reason in bad(read(tmp_path))] == ["unsupported"]


def test_a_page_saved_as_text_is_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(page())
    assert only(read(tmp_path)).text == TEXT


@pytest.mark.parametrize(
    "content",
    [
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        "{\\rtf1\\ansi The mayor met the governor.}",
        "<?xml version='1.0'?>\n<rss version='2.0'><channel><title>The mayor met the governor</title></channel></rss>",
        f"From: <Saved>\r\nSubject: A call\r\n of an hour\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n--x\r\n{page()}",
    ],
    ids=["pdf", "rtf", "feed", "mhtml"],
)
def test_what_only_looks_like_text_is_no_article(tmp_path: Path, content: str) -> None:
    for name in ("a", "a.txt"):
        (tmp_path / name).write_text(content)
        assert bad(read(tmp_path / name)) == [(str(tmp_path / name), "unsupported")]


def test_bytes_read_grow_to_the_total(tmp_path: Path) -> None:
    random.seed(1)  # ids that do not compress
    with gzip.open(tmp_path / "a.jsonl.gz", "wt") as lines:
        for _ in range(3000):
            lines.write(json.dumps({"id": random.randbytes(200).hex(), "text": TEXT}) + "\n")
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "c.bin").write_bytes(b"\0" * 100_000)
    (tmp_path / "d.txt").write_text(TEXT)
    total = total_bytes([tmp_path])
    assert total == sum(path.stat().st_size for path in tmp_path.iterdir())
    counts = [step.bytes_read for step in read(tmp_path)]
    assert counts == sorted(counts)
    assert counts[0] < counts[1500] < counts[2990] < total
    assert counts[-1] == total


@pytest.mark.parametrize("source", ["-", "https://baycourier.example/a"])
def test_no_total_where_nobody_can_know(source: str, tmp_path: Path) -> None:
    assert total_bytes([tmp_path, source]) is None


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    steps = articles([tmp_path / "a.txt", tmp_path / "b.txt"], IngestOptions())
    assert isinstance(next(steps), Ingested)
    (tmp_path / "b.txt").write_text(TEXT)
    assert len(good(list(steps))) == 1


def from_standard_input(content: bytes) -> list[list[str]]:
    code = (
        "import json; from rapport.ingest import articles\n"
        "for step in articles(['-']): print(json.dumps([step.origin, getattr(step.item, 'reason', None) or step.item.text]))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=True, timeout=60)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_standard_input_is_known_by_its_content() -> None:
    assert from_standard_input(f"Title: A call\n\n{TEXT}".encode()) == [["standard input", TEXT]]
    assert from_standard_input(page().encode()) == [["standard input", TEXT]]
    assert from_standard_input(gzip.compress(f"{LINE}\nnonsense\n".encode())) == [["standard input:1", TEXT], ["standard input:2", "malformed"]]
    assert [text for _, text in from_standard_input(packed(PAGES))] == [TEXT, TEXT, "no-article", TEXT]
    assert from_standard_input(gzip.compress(TEXT.encode() * 99)[:-9])[-1] == ["standard input", "truncated"]
    assert from_standard_input(b"") == [["standard input", "empty"]]
    assert from_standard_input(b"\0\1\2") == [["standard input", "binary"]]


def test_standard_input_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("no file behind this"))
    assert bad(read("-")) == [("standard input", "unreadable")]


def test_every_supported_suffix_is_read(tmp_path: Path) -> None:
    assert {".txt", ".md", ".html", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".csv", ".warc", ".warc.gz"} <= set(SUPPORTED_SUFFIXES)
    for suffix in SUPPORTED_SUFFIXES:
        (tmp_path / f"empty{suffix}").touch()
    assert {reason for _, reason in bad(read(tmp_path))} == {"empty", "malformed"}
    assert len(read(tmp_path)) == len(SUPPORTED_SUFFIXES)
