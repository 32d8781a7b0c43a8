"""What one actor holds of another, read at their mentions; how a text speaks of a target; whether an event took place.

Pairs are classified from the states of the one pass, those of its layer of attitudes: for an ordered pair of mentions, one hidden layer over both states gives a score that the
first is positive to the second and one that it is negative; in both directions, beside a 0 for neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from rapport.annotate.labels import SENTIMENTS
from rapport.annotate.model import Floats, Network, States, attended, softmax
from rapport.annotations import Attitude, EntityMention

# The five classes of a pair (a, b), in the order of `directed`.
DIRECTED: Final = ("neutral", "a positive", "b positive", "a negative", "b negative")
# How many pairs are scored at once: their hidden layer stays in the cache.
_PAIRS: Final = 1024


class Attitudes:
    """What holders (H) hold of targets (T), asked holder by holder: all pairs at once would take H x T x 256 numbers. Both are given by their pieces."""

    def __init__(self, network: Network, states: States, holders: list[int], targets: list[int]) -> None:
        self._network = network
        self._holders, self._targets = _sides(network, states, holders, targets)

    def of(self, holder: int, targets: list[int]) -> tuple[Floats, Floats]:
        """Scores (targets,) that a holder is positive to each of some targets, and that it is negative; against 0 for neither. Arguments are indices."""
        liked, disliked = _scores(self._network, self._holders[holder : holder + 1], self._targets[targets])
        return liked[0], disliked[0]


def _sides(network: Network, states: States, holders: list[int], targets: list[int]) -> tuple[Floats, Floats]:
    """What holders (H, hidden) and targets (T, hidden) give to the hidden layer."""
    arrays = network.arrays
    a = states.attitudes[holders] @ arrays["stance.holder.w"] + arrays["stance.holder.b"]
    return a.astype(np.float32), np.asarray(states.attitudes[targets] @ arrays["stance.target.w"], dtype=np.float32)


def _scores(network: Network, a: Floats, b: Floats) -> tuple[Floats, Floats]:
    return _paired(network, a[:, None], b[None])


def _paired(network: Network, a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Scores of a positive and of a negative attitude; `a` and `b` are of shapes that go together."""
    hidden = np.maximum(a + b, 0)
    scores = hidden @ network.arrays["stance.out.w"] + network.arrays["stance.out.b"]
    return scores[..., 0], scores[..., 1]


def between(network: Network, states: States, mentions: Sequence[EntityMention], anchors: list[int], least: float) -> tuple[Attitude, ...]:
    """Every attitude above `least` between two mentions of one sentence; `anchors` are the mentions' pieces."""
    asked = companions(states, mentions, anchors)
    if not asked:
        return ()
    pieces = [anchors[i] for i in asked]
    holders, targets = _sides(network, states, pieces, pieces)
    runs = _runs(np.searchsorted(states.doc.bounds, pieces, side="right"))
    pairs = [np.stack(np.triu_indices(end - begin, 1)) + begin for begin, end in runs]
    one, other = np.concatenate(pairs, 1)
    found: list[Attitude] = []
    for at in range(0, len(one), _PAIRS):
        a, b = one[at : at + _PAIRS], other[at : at + _PAIRS]
        (liked, disliked), (back, against) = _paired(network, holders[a], targets[b]), _paired(network, holders[b], targets[a])
        chances = softmax(np.stack([np.zeros_like(liked), liked, back, disliked, against], axis=-1))
        for i in np.flatnonzero(1 - chances[:, 0] > least):
            best = int(chances[i, 1:].argmax())
            holder, target = (a[i], b[i]) if best % 2 == 0 else (b[i], a[i])
            score = float(chances[i, best + 1])
            if score > least:
                found.append(Attitude(asked[holder], asked[target], "positive" if best < 2 else "negative", score))
    return tuple(found)


def companions(states: States, mentions: Sequence[EntityMention], anchors: Sequence[int]) -> list[int]:
    """The mentions of actors, in order, that share their sentence with another one's."""
    actors = [i for i, mention in enumerate(mentions) if mention.kind != "other"]
    runs = _runs(np.searchsorted(states.doc.bounds, [anchors[i] for i in actors], side="right"))
    return [i for begin, end in runs for i in actors[begin:end]]


def _runs(values: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """The stretches [begin, end) of equal values that hold two or more."""
    cuts = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return [(a, b) for a, b in pairwise(cuts) if b - a > 1]


def directed(network: Network, states: States, a: int, b: int) -> Floats:
    """Probabilities (5,) of DIRECTED for the mentions at two pieces."""
    positive, negative = _scores(network, *_sides(network, states, [a, b], [a, b]))
    return softmax(np.asarray([0.0, positive[0, 1], positive[1, 0], negative[0, 1], negative[1, 0]], dtype=np.float32))


def sentiments(network: Network, states: States, spans: Sequence[tuple[int, int]]) -> Floats:
    """Probabilities (n, 3) of negative, neutral, positive: how its sentence speaks of what stands at pieces [first, end), of which each has one at least."""
    if not spans:
        return np.zeros((0, len(SENTIMENTS)), dtype=np.float32)
    arrays, bounds = network.arrays, states.doc.bounds
    targets = np.stack([states.attitudes[first:end].mean(0) for first, end in spans])
    numbers, where = np.unique([states.doc.sentence(first) for first, _ in spans], return_inverse=True)
    around = np.stack([attended(states.states[bounds[number] : bounds[number + 1]], arrays["tone.attention"]) for number in numbers])
    hidden = targets @ arrays["tone.target.w"] + arrays["tone.target.b"] + (around @ arrays["tone.sentence.w"])[where]
    return softmax(np.maximum(hidden, 0) @ arrays["tone.out.w"] + arrays["tone.out.b"])


def factuality(states: States, piece: int) -> float:
    """Whether the event at a piece took place: -3 (surely not) to 3 (surely)."""
    return float(np.clip(states.logits("factuality")[piece, 0], -3, 3))
