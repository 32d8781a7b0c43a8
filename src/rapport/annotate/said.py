"""The head of what is said of others: whom a statement is about, of all whom its content names or describes, and what its speaker holds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rapport.annotate.labels import FORMS, KINDS, PLACES, SAID, SAID_PIECES
from rapport.annotate.model import Floats, Network, States, attended, sigmoid, softmax
from rapport.annotations import Attribution, EntityMention, Span

_CLASSES: Final = {(kind, form): 1 + k * len(FORMS) + f for k, kind in enumerate(KINDS) for f, form in enumerate(FORMS)}


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as the head sees it: the mean states (384,) of cue and source, those of its content (P, 384), and of M mentions in it the states (M, 384), the classes of their
    anchors (M,) and their places (M, PLACES)."""

    cue: Floats
    source: Floats
    content: Floats
    mentions: Floats
    classes: npt.NDArray[np.int64]
    places: Floats


def told(
    states: States, item: Attribution, mentions: Sequence[EntityMention], anchors: Sequence[int], inside: Sequence[int], sizes: Mapping[int, int]
) -> Told:
    """What the head sees of a statement and of the mentions in its content, `inside` (indices); `sizes` says how many mentions of the article each cluster has.

    Of a statement without cue or content it sees no mentions.
    """
    pieces = states.doc.touched(item.content)
    kept = inside if pieces and item.cue else ()
    at = [anchors[i] for i in kept]
    clusters = [mentions[i].cluster for i in kept]
    return Told(
        _mean(states, item.cue),
        _mean(states, item.source),
        states.states[pieces[:SAID_PIECES]],
        states.states[at],
        np.asarray([_CLASSES[mentions[i].kind, mentions[i].form] for i in kept], dtype=np.int64),
        places(at, pieces[0] if pieces else 0, len(pieces), [(clusters.count(cluster), sizes[cluster]) for cluster in clusters]),
    )


def _mean(states: States, spans: Sequence[Span]) -> Floats:
    """The mean state of the first of some spans; zeros where there is none."""
    first, last = states.doc.inside(spans[0].start, spans[0].end) if spans else (0, 0)
    return np.asarray(states.states[first:last].mean(0) if last > first else np.zeros(states.states.shape[1]), dtype=np.float32)


def places(at: Sequence[int], first: int, length: int, often: Sequence[tuple[int, int]]) -> Floats:
    """Where mentions stand in a content of `length` pieces from `first` on: array (mentions, PLACES).

    `at` are their pieces; `often` says how many mentions of the same actor the content has, and the article.
    """
    count = len(at)
    if not count:
        return np.zeros((0, PLACES), dtype=np.float32)
    offsets, here = np.asarray(at, dtype=np.float32) - first, np.log1p(np.asarray(often, dtype=np.float32))
    whole = np.full(count, np.log(count) / 2), np.full(count, np.log(max(length, 1)) / 5)
    return np.stack([np.log1p(np.maximum(offsets, 0)) / 4, *whole, np.arange(count) / count, here[:, 0] / 2, here[:, 1] / 4], axis=1).astype(
        np.float32
    )


def said(network: Network, items: Sequence[Told]) -> list[Floats]:
    """Of each statement the probabilities (M, 3) that it is about its mentions, and that its source is positive, negative to them."""
    counts = [len(item.classes) for item in items]
    if not sum(counts):
        return [np.zeros((0, len(SAID)), dtype=np.float32) for _ in items]
    arrays = network.arrays
    contents = np.stack([attended(item.content, arrays["said.attention"]) for item in items])
    around = np.stack([item.cue for item in items]) @ arrays["said.cue.w"] + np.stack([item.source for item in items]) @ arrays["said.source.w"]
    around += contents @ arrays["said.content.w"] + arrays["said.cue.b"]
    hidden = np.concatenate([item.mentions for item in items]) @ arrays["said.mention.w"] + np.repeat(around, counts, axis=0)
    hidden += arrays["said.classes"][np.concatenate([item.classes for item in items])]
    hidden += np.concatenate([item.places for item in items]) @ arrays["said.places.w"]
    scores = np.maximum(hidden, 0) @ arrays["said.out.w"] + arrays["said.out.b"]
    held = softmax(np.concatenate([np.zeros((len(scores), 1), dtype=np.float32), scores[:, 1:]], axis=1))
    found = np.concatenate([sigmoid(scores[:, :1]), held[:, 1:]], axis=1)
    return np.split(found, np.cumsum(counts)[:-1])
