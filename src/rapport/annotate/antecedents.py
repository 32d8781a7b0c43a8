"""The learned weights of pair features, summed for every mention and the candidates before it, at the cost of a few passes over the pairs.

It gives what gathering the twelve tables by `coref.pair_features` gives (training does that), to the rounding of sums. Five features, and what the others say of
pairs that share nothing, follow from a class of either mention: they are summed once for each pair of classes. What is left is a function of distance, or concerns the few pairs
that share a word, a head or a text or lie within each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rapport.annotate.labels import FORMS
from rapport.annotate.model import Floats
from rapport.annotate.pairs import (
    NEAR_EDGES,
    SENTENCE_EDGES,
    columns,
    gender_relations,
    name_relations,
    pair_features,
    words_of_names,
)  # fmt: skip
from rapport.annotate.referents import Referent

_FARTHEST: Final = SENTENCE_EDGES[-1]
_FORMS: Final = len(FORMS)
# Places in `pair_features`: form x distance, form x same head, form x same text, relation of names, nested, near, gender x how much is shared.
_DISTANCE, _HEAD, _TEXT, _NAMES, _NESTED, _NEAR, _SHARED = 0, 1, 2, 3, 8, 9, 11


class Antecedents:
    """Feature scores of the mentions of one article; `tables` are the weights of each feature, in the order of `pair_features`."""

    def __init__(self, refs: Sequence[Referent], tables: Sequence[Floats]) -> None:
        self._tables = tables
        column = columns(refs)
        self._forms, self._sentences, self._genders = column["form"], column["sentence"], column["gender"]
        self._starts, self._ends = column["start"], column["end"]
        self._heads, self._texts = column["head"], column["text"]
        self._words = words_of_names(refs)
        self._sizes = self._words.sum(1)
        self._classes, self._between = self._of_classes(refs)
        steps = np.arange(_FARTHEST + 1)
        buckets = np.searchsorted(np.asarray(SENTENCE_EDGES), steps, side="right")
        self._by_gap = np.concatenate([tables[_DISTANCE][forms * 8 + buckets] for forms in range(_FORMS * _FORMS)])
        order = np.arange(len(refs) + 1)
        self._by_order = tables[_NEAR][np.searchsorted(np.asarray(NEAR_EDGES), order, side="right")]

    def _of_classes(self, refs: Sequence[Referent]) -> tuple[npt.NDArray[np.int64], Floats]:
        """The class of each mention, and for each pair of classes what they add up to where the two share nothing."""
        seen: dict[tuple[Any, ...], int] = {}
        representatives: list[int] = []
        classes = []
        for i, ref in enumerate(refs):
            key = (ref.kind, ref.form, ref.pronoun, ref.quoted, ref.gender, ref.definite, bool(self._sizes[i]))
            if key not in seen:
                seen[key] = len(representatives)
                representatives.append(i)
            classes.append(seen[key])
        some = [refs[i] for i in representatives]
        features = pair_features(some)
        features[..., _NAMES] = np.minimum(features[..., _NAMES], 1)
        features[..., _HEAD] -= features[..., _HEAD] % 2
        features[..., _TEXT] -= features[..., _TEXT] % 2
        features[..., _SHARED] -= features[..., _SHARED] % 3
        features[..., _NESTED] = 0
        summed = np.zeros(features.shape[:2], dtype=np.float32)
        for place, table in enumerate(self._tables):
            if place not in (_DISTANCE, _NEAR):
                summed += table[features[..., place]]
        return np.asarray(classes, dtype=np.int64), summed

    def scores(self, low: int, begin: int, end: int) -> Floats:
        """Array (end - begin, end - low): rows are the mentions from `begin`, columns the candidates from `low`; those not before a row say nothing."""
        rows, columns = slice(begin, end), slice(low, end)
        found = self._between[self._classes[rows]][:, self._classes[columns]]
        gap = self._sentences[rows, None] - self._sentences[None, columns]
        np.clip(gap, 0, _FARTHEST, out=gap)
        gap += (self._forms[rows, None] * _FORMS + self._forms[None, columns]) * (_FARTHEST + 1)
        found += self._by_gap[gap]
        found += self._by_order[np.maximum(np.arange(begin, end)[:, None] - np.arange(low, end)[None], 0)]
        self._add_shared(found, low, begin, end)
        return found

    def _add_shared(self, found: Floats, low: int, begin: int, end: int) -> None:
        """What pairs add that share a head, a text or a word, or lie within each other."""
        rows, columns, tables = slice(begin, end), slice(low, end), self._tables
        same_head = self._heads[rows, None] == self._heads[None, columns]
        same_text = self._texts[rows, None] == self._texts[None, columns]
        i, j = np.nonzero(same_head | same_text)
        forms = self._forms[begin + i] * _FORMS + self._forms[low + j]
        head, text = same_head[i, j].astype(np.int64), same_text[i, j].astype(np.int64)
        genders = gender_relations(self._genders[begin + i], self._genders[low + j]) * 3
        more = tables[_HEAD][forms * 2 + head] - tables[_HEAD][forms * 2] + tables[_TEXT][forms * 2 + text] - tables[_TEXT][forms * 2]
        found[i, j] += more + tables[_SHARED][genders + np.minimum(head + text, 2)] - tables[_SHARED][genders]

        inside = (self._starts[rows, None] >= self._starts[None, columns]) & (self._ends[rows, None] <= self._ends[None, columns])
        around = (self._starts[None, columns] >= self._starts[rows, None]) & (self._ends[None, columns] <= self._ends[rows, None])
        i, j = np.nonzero(inside | around)
        found[i, j] += tables[_NESTED][inside[i, j] + 2 * around[i, j]] - tables[_NESTED][0]

        common = self._words[rows] @ self._words[columns].T
        i, j = np.nonzero(common)
        relation = name_relations(common[i, j], self._sizes[begin + i], self._sizes[low + j])
        found[i, j] += tables[_NAMES][relation] - tables[_NAMES][1]
