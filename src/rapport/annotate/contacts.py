"""What two contact triggers, or a trigger and a piece that may belong to it, look like beside each other, as categories."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rapport.annotate.windows import Pieces

_DISTANCES = np.asarray([1, 2, 3, 4, 6, 9, 15, 30])
_REACH = np.asarray([1, 2, 4, 7, 12, 20, 35, 60])
ROLE_FEATURES = 2 * 2 * (len(_REACH) + 1)
_BEFORE = {
    "the": 1,
    "that": 1,
    "this": 1,
    "those": 1,
    "these": 1,
    "a": 2,
    "an": 2,
    "another": 3,
    "second": 3,
    "separate": 3,
    "his": 4,
    "her": 4,
    "their": 4,
    "its": 4,
}


def trigger_features(doc: Pieces, at: list[int]) -> npt.NDArray[np.int64]:
    """Array (n, n, 3) for triggers at the given pieces: distance in sentences x same word, words before the later, same sentence."""
    sentence = np.searchsorted(doc.bounds, np.asarray(at), side="right")
    words = [doc.text[doc.starts[i] : doc.ends[i]].lower().rstrip("s") for i in at]
    index: dict[str, int] = {}
    word = np.asarray([index.setdefault(w, len(index)) for w in words])
    gap = np.abs(sentence[:, None] - sentence[None])
    distance = np.searchsorted(_DISTANCES, gap, side="right")
    before = np.asarray([_determiner(doc, i) for i in at])
    same = (word[:, None] == word[None]).astype(np.int64)
    shape = gap.shape
    return np.stack([distance * 2 + same, np.broadcast_to(before[:, None], shape), (gap == 0).astype(np.int64)], axis=-1)


def role_features(doc: Pieces, at: npt.NDArray[np.int64], pieces: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Array (triggers, pieces) of categories below ROLE_FEATURES: same sentence x before or after the trigger x how far."""
    sentence = np.searchsorted(doc.bounds, at, side="right")[:, None] == np.searchsorted(doc.bounds, pieces, side="right")[None]
    offset = pieces[None] - at[:, None]
    place = (sentence * 2 + (offset > 0)) * (len(_REACH) + 1)
    return np.asarray(place + np.searchsorted(_REACH, np.abs(offset), side="right"), dtype=np.int64)


def _determiner(doc: Pieces, at: int) -> int:
    for i in range(at - 1, max(at - 4, -1), -1):
        found = _BEFORE.get(doc.text[doc.starts[i] : doc.ends[i]].lower())
        if found:
            return found
    return 0
