"""JSON Lines and CSV: every good line is read, every bad one is named."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.ingest import IngestOptions
from rapport.ingest.rows import json_lines
from tests.ingest.conftest import PARAGRAPHS
from tests.ingest.helpers import bad, good, only, read

TEXT = "\n\n".join(PARAGRAPHS)


def row(**fields: object) -> dict[str, object]:
    base = {
        "id": "bc-1",
        "outlet": "Bay Courier",
        "url": "https://baycourier.example/a?utm_source=x#top",
        "published": "2031-02-18",
        "title": "A call",
        "text": TEXT,
    }
    return {**base, **fields}


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in rows)


def test_all_fields_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(row(authors=["Lena Moss", "Oren Tate"])))
    article = only(read(path))
    assert (article.source_id, article.outlet, article.url) == ("bc-1", "Bay Courier", "https://baycourier.example/a")
    assert (article.published, article.title, article.text) == ("2031-02-18", "A call", TEXT)
    assert article.authors == ("Lena Moss", "Oren Tate")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gz", "zst"])
def test_a_bad_line_costs_itself_alone(tmp_path: Path, pack: object) -> None:
    suffix = {bytes: "", gzip.compress: ".gz", zstandard.compress: ".zst"}[pack]
    content = lines(row()) + b'{"id": 2, "text": \n' + b"\xff\xfe{}\n\n" + lines([], {"id": 5}, row(text=7), row(text=" \n"), row(id=8))
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(pack(content))  # type: ignore[operator]
    steps = read(path)
    assert [article.source_id for article in good(steps)] == ["bc-1", "8"]
    reasons = ["malformed", "malformed", "malformed", "malformed", "malformed", "empty"]
    assert bad(steps) == [(f"{path}:{number}", reason) for number, reason in zip((2, 3, 5, 6, 7, 8), reasons, strict=True)]
    assert [step.origin for step in steps] == [f"{path}:{number}" for number in (1, 2, 3, 5, 6, 7, 8, 9)]


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_a_truncated_file_gives_what_is_whole(tmp_path: Path, suffix: str) -> None:
    # Random ids keep the compressor from finding the end of the file early.
    content = b"".join(lines(row(id=f"{number * 7919:x}", text=f"{number * 104729:x} {TEXT}")) for number in range(300))
    packed = gzip.compress(content) if suffix == "gz" else zstandard.compress(content)
    path = tmp_path / f"a.jsonl.{suffix}"
    path.write_bytes(packed[: len(packed) * 2 // 3])
    steps = read(path)
    assert bad(steps) == [(str(path), "truncated")]
    assert suffix == "zst" or 20 < len(good(steps)) < 300


def test_a_damaged_archive_is_unreadable(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(lines(*[row(id=str(number)) for number in range(50)])))
    packed[-8] ^= 0xFF  # the checksum
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed)
    assert bad(read(path))[-1] == (str(path), "unreadable")


def test_members_of_a_gzip_file_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(lines(row(id="1"))) + gzip.compress(lines(row(id="2"))) + b"\0" * 512)
    assert [article.source_id for article in good(read(path))] == ["1", "2"]


def test_a_bomb_is_one_line_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b" " * 3_000_000 + b"\n" + lines(row())))
    steps = read(path, max_bytes=100_000)
    assert bad(steps) == [(f"{path}:1", "too-large")]
    assert len(good(steps)) == 1


def test_clean_paragraphs_stay_letter_by_letter(tmp_path: Path) -> None:
    text = "“We met,” she said. Ｆｕｌｌ width, ﬁ ligature, cafe\u0301,\u00a0no-break.  Two spaces. \u200d joined\n\nThe governor said that it was not true, and that he had not met with her.\nA line of a list"
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(row(text=text)))
    assert only(read(path)).text == text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("One said it.\r\n\r\nTwo of them met.\r\n", "One said it.\n\nTwo of them met."),
        ("\ufeffOne said it.\n \t\n\n\nTwo of them met.", "One said it.\n\nTwo of them met."),
        ("One said it.\nTwo of them met.\nThree left.", "One said it.\n\nTwo of them met.\n\nThree left."),
        ("A bell\x07 and a null\x00 were there.", "A bell and a null were there."),
        ("Half a pair \ud83d was there.", "Half a pair \ufffd was there."),
        ("They met on Monday.\n\nSign up for our newsletter and get the news in your inbox.\n\n©2031 Bay Courier", "They met on Monday."),
        ("They met.\n\nAdvertisement\n\nThey parted.", "They met.\n\nAdvertisement\n\nThey parted."),
    ],
)
def test_only_what_is_not_clean_is_put_right(tmp_path: Path, given: str, kept: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row(text=given)) + "\n", encoding="utf-8")
    assert only(read(path)).text == kept


def test_unknown_dates_and_ids_of_other_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(row(id=7, published="last week"), row(id=None, published=None, outlet=None), row(published="2031-02-18 06:30:00")))
    first, second, third = good(read(path))
    assert (first.source_id, first.published) == ("7", None)
    assert (second.source_id, second.published, second.outlet) == (None, None, "baycourier.example")
    assert third.published == "2031-02-18T06:30:00"


def test_a_json_file_is_an_array_an_object_or_lines(tmp_path: Path) -> None:
    (tmp_path / "array.json").write_text(json.dumps([row(id="1"), 5, row(id="2")]))
    (tmp_path / "lines.json").write_bytes(lines(row(id="3"), row(id="4")))
    (tmp_path / "object.json").write_text(json.dumps(row(id="5"), indent=2))
    steps = read(tmp_path)
    assert [article.source_id for article in good(steps)] == ["1", "2", "3", "4", "5"]
    assert bad(steps) == [(f"{tmp_path / 'array.json'}:2", "malformed")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_dialects_of_spreadsheets(tmp_path: Path, delimiter: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(["ID", "Title", "Text", "Published", "outlet"])
    writer.writerow(["1", "A call; or, two", TEXT, "2031-02-18", "Bay Courier"])
    writer.writerow(["2", "Another", TEXT + "\n\n" + "They spoke again. " * 10_000, "", ""])
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf" + written.getvalue().encode())
    first, second = good(read(path))
    assert (first.source_id, first.title, first.text, first.published) == ("1", "A call; or, two", TEXT, "2031-02-18")
    assert len(second.text) > 150_000
    assert (second.published, second.outlet) == (None, None)


def test_bad_rows_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\r\n1,"They met on\r\nMonday."\r\n2,too,many,cells\r\n3\r\n4,\r\n5,The mayor\x92s aide said so.\r\n6,"never closed\r\n')
    steps = read(path)
    assert [(article.source_id, article.text) for article in good(steps)] == [("1", "They met on\n\nMonday."), ("5", "The mayor’s aide said so.")]
    assert bad(steps) == [(f"{path}:4", "malformed"), (f"{path}:5", "malformed"), (f"{path}:6", "empty"), (f"{path}:8", "malformed")]


def test_a_table_without_texts_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,body\n1,They met.\n")
    (step,) = read(path)
    assert "no column “text”" in str(step.item)
    assert bad([step]) == [(str(path), "malformed")]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: json.dumps({"text": text}).encode()))
def test_no_line_raises(content: bytes) -> None:
    for origin, item in json_lines(io.BytesIO(content), "x", IngestOptions()):
        assert origin.startswith("x:")
        str(item).encode("utf-8", "strict" if not isinstance(item, Exception) else "replace")
