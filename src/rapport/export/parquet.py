"""The tables of the CSV export as Parquet files, for pandas, DuckDB, Arrow and their like."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any, Final

from rapport.errors import UsageError
from rapport.export.csv import TABLES
from rapport.ledger import Ledger

_ROWS: Final = 10_000  # of a row group
_NUMBERS: Final = {"confidence": "float64", "words": "int64"}


def export_parquet(ledger: Ledger, folder: str | Path, *, as_read: bool = False) -> list[Path]:
    """Write contacts, statements, stances, articles and actors into a folder, made where it is missing; gives the paths of the files.

    Columns and rows are those of `export_csv`; numbers are numbers, and what is not known is null. Raises UsageError where pyarrow is missing.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: pip install 'rapport-ledger[parquet]'") from error
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    with ledger.snapshot(as_read=as_read) as still:
        for name, (columns, lines) in TABLES.items():
            schema = pyarrow.schema([(column, _NUMBERS.get(column, "string")) for column in columns])
            path = target / f"{name}.parquet"
            # Never a half-written table under its name.
            part = path.with_name(path.name + ".part")
            rows = iter(lines(still))
            with parquet.ParquetWriter(part, schema) as writer:
                while piece := list(islice(rows, _ROWS)):
                    writer.write_table(_table(pyarrow, piece, schema))
            part.replace(path)
            paths.append(path)
    return paths


def _table(pyarrow: Any, rows: list[Any], schema: Any) -> Any:
    columns = zip(*rows, strict=True)
    return pyarrow.table([pyarrow.array(list(values), field.type) for values, field in zip(columns, schema, strict=True)], schema=schema)
