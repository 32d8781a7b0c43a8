"""Parquet tables hold what the CSV tables hold, with numbers as numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rapport.export import export_csv, export_parquet
from rapport.export.csv import safe
from rapport.ledger import Ledger


def test_the_tables_are_those_of_csv(ledger_file: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    with Ledger(ledger_file) as ledger:
        paths = export_parquet(ledger, tmp_path / "new" / "tables")
        tables = export_csv(ledger, tmp_path / "csv")
    assert [path.stem for path in paths] == [path.stem for path in tables]
    for path, other in zip(paths, tables, strict=True):
        found = parquet.read_table(path)
        with other.open(encoding="utf-8-sig", newline="") as lines:
            columns, *rows = list(csv.reader(lines))
        assert found.column_names == columns
        assert [["" if value is None else str(safe(value)) for value in row.values()] for row in found.to_pylist()] == rows
        assert rows
    contacts = parquet.read_table(paths[0])
    assert str(contacts.schema.field("confidence").type) == "double"
    assert not list(tmp_path.rglob("*.part"))
