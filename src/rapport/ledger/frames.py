"""Query results as pandas frames, where pandas is installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from rapport.errors import UsageError


class _Row(Protocol):
    def to_json(self) -> dict[str, Any]: ...


def frame(rows: Sequence[_Row]) -> Any:
    """One line a row, one column a field. Raises UsageError where pandas is missing."""
    try:
        import pandas
    except ImportError as error:
        raise UsageError("frames need pandas: pip install 'rapport-ledger[pandas]'") from error
    return pandas.DataFrame([row.to_json() for row in rows])
