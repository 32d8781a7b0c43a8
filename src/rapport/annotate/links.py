"""Distance between the two ends of an attribution link, as a category."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_EDGES = np.asarray([1, 2, 4, 8, 16, 32, 64, 128])


def distance_buckets(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Buckets 0–17 of the gap in pieces between spans (n, 2) and (m, 2), first and last piece: 0–8 right follows, 9–17 right precedes."""
    follows = right[None, :, 0] - left[:, None, 1]
    precedes = left[:, None, 0] - right[None, :, 1]
    after = follows >= precedes
    gap = np.where(after, follows, precedes)
    return np.asarray(np.searchsorted(_EDGES, gap, side="right") + np.where(after, 0, 9), dtype=np.int64)
