"""JSON Lines and CSV: one article a line or row, with the fields `id`, `outlet`, `url`, `published`, `title`, `text`, `authors`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from rapport.errors import IngestError
from rapport.ingest.boilerplate import without_tail
from rapport.ingest.build import Meta, author_names, build
from rapport.ingest.normalize import from_record
from rapport.ingest.options import IngestOptions
from rapport.records import Article

Step = tuple[str, Article | IngestError]


def json_lines(stream: BinaryIO, name: str, options: IngestOptions) -> Iterator[Step]:
    """`(path:line, article or error)` of each line that is not blank. A bad line costs itself alone.

    Raises what the stream raises (OSError, EOFError): the rest of a damaged file is lost.
    """
    number = 0
    while line := stream.readline(options.max_bytes + 1):
        number += 1
        item = f"{name}:{number}"
        if len(line) > options.max_bytes and not line.endswith(b"\n"):
            _skip_line(stream)
            yield item, IngestError(item, "too-large", f"a line of more than {options.max_bytes:,} bytes")
        elif line := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield item, _from_json(line, item, options)


def json_document(content: bytes, name: str, options: IngestOptions) -> Iterator[Step]:
    """A `.json` file: one object, an array of objects, or JSON Lines under another name."""
    try:
        value = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        yield from json_lines(io.BytesIO(content), name, options)
        return
    if isinstance(value, list):
        for number, row in enumerate(value, 1):
            yield f"{name}:{number}", _from_row(row, f"{name}:{number}", options)
    else:
        yield name, _from_row(value, name, options)


def csv_rows(stream: BinaryIO, name: str, options: IngestOptions) -> Iterator[Step]:
    """`(path:line, article or error)` of each row; `line` is the row's first. The first row names the columns; comma, semicolon or tab."""
    lines = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline="")
    header = lines.readline(65536).removeprefix("\ufeff")
    delimiter = max(",;\t", key=header.count)
    columns = [column.strip().lower() for column in next(csv.reader([header], delimiter=delimiter), [])]
    if "text" not in columns:
        yield name, IngestError(name, "malformed", "the first row names no column “text”" if header else "no rows")
        return
    csv.field_size_limit(options.max_bytes)  # the default of 131,072 characters is less than a long read
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        item = f"{name}:{reader.line_num + 2}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield item, IngestError(item, "malformed", str(error))
            continue
        if len(cells) > len(columns) or (cells and len(cells) <= columns.index("text")):
            yield item, IngestError(item, "malformed", f"{len(cells)} cells in a table of {len(columns)} columns")
        elif cells:
            row = {column: _as_utf8(cell) for column, cell in zip(columns, cells, strict=False) if cell}
            yield item, _from_row({"text": "", **row}, item, options)


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(2**20)) and not rest.endswith(b"\n"):
        pass


def _as_utf8(cell: str) -> str:
    """A cell as it was meant: bytes that were no UTF-8 are Windows-1252, as spreadsheets write it."""
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return cell


def _from_json(line: bytes, item: str, options: IngestOptions) -> Article | IngestError:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return IngestError(item, "malformed", f"not UTF-8 at byte {error.start + 1}")
    except (ValueError, RecursionError) as error:
        return IngestError(item, "malformed", f"not JSON: {error}")
    return _from_row(row, item, options)


def _from_row(row: Any, item: str, options: IngestOptions) -> Article | IngestError:
    if not isinstance(row, dict):
        return IngestError(item, "malformed", "not an object")
    text = row.get("text")
    if not isinstance(text, str):
        return IngestError(item, "malformed", "no field “text”" if text is None else "“text” is not a string")
    meta = Meta(
        title=_string(row, "title"),
        outlet=_string(row, "outlet"),
        url=_string(row, "url"),
        published=row.get("published"),
        authors=author_names(row.get("authors")),
        source_id=_string(row, "source_id") or _string(row, "id"),
    )
    return build(item, without_tail(from_record(text)), meta, options)


def _string(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).encode("utf-8", "replace").decode("utf-8").strip() or None
