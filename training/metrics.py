"""Scores of spans, attributions and coreference: pure functions over sets and tuples, no text, no model.

Spans are `(start, end)`, end exclusive, in whatever unit the caller counts; every score is a share in [0, 1].
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Span = tuple[int, int]
Cluster = Collection[Hashable]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Tally:
    """Right answers among those given and those wanted; the numerators differ where a metric counts each side by itself.

    Tallies of documents add up to the micro-averaged score of a corpus.
    """

    right: float = 0.0
    given: int = 0
    found: float = 0.0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.given + other.given, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """`right / given`; 0 where nothing was given, unless nothing was wanted either."""
        return self.right / self.given if self.given else float(not self.wanted)

    @property
    def recall(self) -> float:
        """`found / wanted`; 0 where nothing was wanted, unless nothing was given either."""
        return self.found / self.wanted if self.wanted else float(not self.given)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def to_json(self) -> dict[str, float]:
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "gold": self.wanted,
            "predicted": self.given,
        }


def matched(pairs: float, given: int, wanted: int) -> Tally:
    """The tally of a one-to-one matching: the same count on both sides."""
    return Tally(pairs, given, pairs, wanted)


def exact(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Tally:
    """Equal items; one that stands twice on a side counts once."""
    wanted, given = set(gold), set(predicted)
    return matched(len(wanted & given), len(given), len(wanted))


def _augment(costs: npt.NDArray[np.float64], row: int, owner: npt.NDArray[np.int64], u: npt.NDArray[np.float64], v: npt.NDArray[np.float64]) -> None:
    """Give one more row a column by the cheapest path of exchanges; `owner[column]` and the potentials change in place.

    Column 0 stands for “none”, and rows count from 1.
    """
    owner[0] = row
    least = np.full(len(v), np.inf)
    back = np.zeros(len(v), dtype=np.int64)
    used = np.zeros(len(v), dtype=bool)
    column = 0
    while owner[column]:
        used[column] = True
        reduced = costs[owner[column]] - u[owner[column]] - v
        better = ~used & (reduced < least)
        least[better] = reduced[better]
        back[better] = column
        following = int(np.where(used, np.inf, least).argmin())
        step = least[following]
        u[owner[used]] += step
        v[used] -= step
        least[~used] -= step
        column = following
    while column:
        owner[column] = owner[back[column]]
        column = int(back[column])


def assign(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The one-to-one pairs (row, column) with the greatest sum, those of score 0 left out; scores are 0 or more.

    Kuhn and Munkres' method with potentials, cubic in the smaller side; here so that scoring needs no more than reading does.
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2 or not table.size:
        return []
    turned = table.shape[0] > table.shape[1]
    wide = table.T if turned else table
    costs = np.zeros((wide.shape[0] + 1, wide.shape[1] + 1))
    costs[1:, 1:] = -wide
    # Column 0 is where a new row enters; it is marked used at once and never chosen.
    owner = np.zeros(costs.shape[1], dtype=np.int64)
    u, v = np.zeros(costs.shape[0]), np.zeros(costs.shape[1])
    for row in range(1, costs.shape[0]):
        _augment(costs, row, owner, u, v)
    pairs = [(int(row) - 1, column - 1) for column, row in enumerate(owner) if column and row]
    return sorted((b, a) if turned else (a, b) for a, b in pairs if wide[a, b] > 0)


def paired(gold: Sequence[Item], predicted: Sequence[Item], match: Callable[[Item, Item], bool]) -> list[tuple[int, int]]:
    """As many one-to-one pairs (gold, predicted) as `match` allows."""
    return assign([[float(match(g, p)) for p in predicted] for g in gold])


def overlapping(gold: Sequence[Span], predicted: Sequence[Span]) -> Tally:
    """Spans that share any position, one to one; doubles count once."""
    wanted, given = sorted(set(gold)), sorted(set(predicted))
    pairs = paired(wanted, given, lambda a, b: a[0] < b[1] and b[0] < a[1])
    return matched(len(pairs), len(given), len(wanted))


def token_overlap(gold: frozenset[int], predicted: frozenset[int]) -> float:
    """Shared tokens over those of the larger set; 1 where both are empty, 0 where one is."""
    if not gold or not predicted:
        return float(not gold and not predicted)
    return len(gold & predicted) / max(len(gold), len(predicted))


def half(gold: Sequence[frozenset[int]], predicted: Sequence[frozenset[int]]) -> bool:
    """Whether every part of one whole overlaps its counterpart by half or more; an empty part must be empty in both."""
    return all(token_overlap(g, p) >= 0.5 for g, p in zip(gold, predicted, strict=True))


def _of_mention(clusters: Sequence[Cluster]) -> dict[Hashable, int]:
    index: dict[Hashable, int] = {}
    for number, cluster in enumerate(clusters):
        for mention in cluster:
            if mention in index:
                raise ValueError(f"mention {mention!r} stands in two clusters")
            index[mention] = number
    return index


def _links_kept(clusters: Sequence[Cluster], other: dict[Hashable, int]) -> tuple[int, int]:
    """Links of the clusters that survive the cuts which `other` makes in them, and all links that they have."""
    kept = total = 0
    for cluster in clusters:
        parts = len({other[m] for m in cluster if m in other}) + sum(m not in other for m in cluster)
        kept += len(cluster) - parts
        total += len(cluster) - 1
    return kept, total


def muc(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Tally:
    """Link-based MUC (Vilain et al. 1995). Clusters are disjoint sets of mentions."""
    found, wanted = _links_kept(gold, _of_mention(predicted))
    right, given = _links_kept(predicted, _of_mention(gold))
    return Tally(right, given, found, wanted)


def _mentions_shared(clusters: Sequence[Cluster], other: Sequence[Cluster]) -> tuple[float, int]:
    index = _of_mention(other)
    shared, total = 0.0, 0
    for cluster in clusters:
        counts: dict[int, int] = {}
        for mention in cluster:
            if mention in index:
                counts[index[mention]] = counts.get(index[mention], 0) + 1
        shared += sum(n * n for n in counts.values()) / len(cluster)
        total += len(cluster)
    return shared, total


def b_cubed(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Tally:
    """Mention-based B³ (Bagga and Baldwin 1998), predicted mentions as they are (Pradhan et al. 2014)."""
    found, wanted = _mentions_shared(gold, predicted)
    right, given = _mentions_shared(predicted, gold)
    return Tally(right, given, found, wanted)


def ceaf_e(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Tally:
    """Entity-based CEAF with φ4 (Luo 2005): the best one-to-one alignment of clusters by the Dice overlap of their mentions."""
    wanted, given = [set(c) for c in gold], [set(c) for c in predicted]
    table = [[2 * len(g & p) / (len(g) + len(p)) for p in given] for g in wanted]
    similarity = sum(table[row][column] for row, column in assign(table))
    return matched(similarity, len(given), len(wanted))


def conll(*tallies: Tally) -> float:
    """The mean F1 of MUC, B³ and CEAF-e."""
    return sum(tally.f1 for tally in tallies) / len(tallies)
