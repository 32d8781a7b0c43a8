"""Query results as pandas frames, where pandas is installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapport.errors import UsageError
from rapport.ledger.results import Jsonable


def frame(rows: Sequence[Jsonable]) -> Any:
    """One line a row, one column a field. Raises UsageError where pandas is missing."""
    try:
        import pandas
    except ImportError as error:
        raise UsageError("frames need pandas: pip install 'rapport-ledger[pandas]'") from error
    return pandas.DataFrame([row.to_json() for row in rows])
