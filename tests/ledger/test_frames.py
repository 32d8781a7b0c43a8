"""Query results as pandas frames."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rapport.errors import UsageError
from rapport.ledger import Ledger
from rapport.ledger.frames import frame


def test_one_line_a_row_and_one_column_a_field(ledger_file: Path) -> None:
    with Ledger(ledger_file) as ledger:
        rows = ledger.contacts()
        table = ledger.frame(rows)
    assert list(table["id"]) == [row.id for row in rows]
    assert table.loc[0, "parties"] == ["Tom Reyes", "Ada Quill"]
    assert set(table.columns) == set(rows[0].to_json())
    assert len(frame([])) == 0


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pip install"):
        frame([])
