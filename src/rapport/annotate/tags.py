"""From tag scores to spans: Viterbi over the attribution tags, arg-max for names and times."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rapport.annotate.model import Floats

TagSpan = tuple[int, int, str, float]


def viterbi(scores: Floats, cuts: list[tuple[int, int]], transitions: Floats, start: Floats, end: Floats) -> npt.NDArray[np.int64]:
    """Best tag of each piece; `scores` (n, tags), each window decoded as one sequence."""
    tags = np.zeros(len(scores), dtype=np.int64)
    if not cuts:
        return tags
    sizes = np.asarray([b - a for a, b in cuts])
    longest = int(sizes.max())
    padded = np.zeros((len(cuts), longest, scores.shape[1]), dtype=np.float32)
    for row, (a, b) in enumerate(cuts):
        padded[row, : b - a] = scores[a:b]
    alpha = start + padded[:, 0]
    back = np.zeros((longest, len(cuts), scores.shape[1]), dtype=np.int64)
    alphas = np.zeros((longest, *alpha.shape), dtype=np.float32)
    alphas[0] = alpha
    by_next = transitions.T[None]
    for i in range(1, longest):
        reach = alpha[:, None, :] + by_next
        back[i] = reach.argmax(2)
        alpha = reach.max(2) + padded[:, i]
        alphas[i] = alpha
    for row, (a, b) in enumerate(cuts):
        last = int((alphas[b - a - 1, row] + end).argmax())
        for i in range(b - a - 1, -1, -1):
            tags[a + i] = last
            last = int(back[i, row, last])
    return tags


def whole_words(tags: npt.NDArray[np.int64], joined: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Tags of which a word's later pieces go on what its first began (B- tags are odd, their I- tags one more)."""
    begun = tags.copy()
    for i in np.flatnonzero(joined):
        begun[i] = begun[i - 1] + (begun[i - 1] % 2)
    return begun


def spans(tags: npt.NDArray[np.int64], names: tuple[str, ...], probabilities: Floats) -> list[TagSpan]:
    """BIO tags to spans (first piece, end piece, class, mean probability); an I- without its B- opens a span."""
    found: list[TagSpan] = []
    changes = np.flatnonzero(tags)
    sums = np.concatenate([[0.0], np.cumsum(probabilities[np.arange(len(tags)), tags], dtype=np.float64)])
    begin, label = -1, ""
    previous = -2
    for i in (*changes.tolist(), len(tags) + 1):
        name = names[tags[i]] if i < len(tags) else "O"
        if begin >= 0 and (i != previous + 1 or name[:2] != "I-" or name[2:] != label):
            found.append((begin, previous + 1, label, float(sums[previous + 1] - sums[begin]) / (previous + 1 - begin)))
            begin = -1
        if begin < 0 and name != "O":
            begin, label = i, name[2:]
        previous = i
    return found
