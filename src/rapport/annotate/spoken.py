"""What belongs to an attribution beside its spans: who was told, whom it is about, and what its source holds of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from rapport.annotate.labels import FORMS, KINDS, PLACES, SAID, SAID_PIECES
from rapport.annotate.model import Floats, Network, States, sigmoid, softmax
from rapport.annotate.stances import Attitudes, sentiments
from rapport.annotations import Attribution, EntityMention, Span
from rapport.heads import head

_CLASSES: Final = {(kind, form): 1 + k * len(FORMS) + f for k, kind in enumerate(KINDS) for f, form in enumerate(FORMS)}
_TOLD = 48  # pieces from a cue within which the reader was trained to find who was told


def linked(
    network: Network,
    states: States,
    found: Sequence[tuple[Attribution, int]],
    mentions: Sequence[EntityMention],
    anchors: list[int],
    least: float,
) -> tuple[Attribution, ...]:
    """Attributions with their audience (above `least`), whom they are about and the stances of their source; `anchors` are the mentions' pieces."""
    if not found or not anchors:
        return tuple(item for item, _ in found)
    cues = [cue for _, cue in found]
    vectors, keys = states.states[cues], states.states[anchors]
    heard = sigmoid(network.pairs("audience", vectors, keys))
    heard[np.abs(np.asarray(cues)[:, None] - np.asarray(anchors)[None]) > _TOLD] = 0
    sources = [_source_piece(states, item) for item, _ in found]
    held = Attitudes(network, states, [max(s, 0) for s in sources], anchors)
    starts, sizes = np.asarray([m.head.start for m in mentions]), Counter(m.cluster for m in mentions)
    spoken = [mentioned(starts, item) for item, _ in found]
    tones = _tones(network, states, mentions, sorted({i for inside in spoken for i in inside}))
    result = []
    for row, ((item, _), inside) in enumerate(zip(found, spoken, strict=True)):
        seen = told(states, item, mentions, anchors, inside, sizes)
        about = said(network, seen) if seen else np.zeros((len(inside), len(SAID)), dtype=np.float32)
        result.append(
            replace(
                item,
                audience=tuple((int(i), float(heard[row, i])) for i in np.flatnonzero(heard[row] > least)),
                about=tuple((i, float(chance)) for i, (chance, _, _) in zip(inside, about, strict=True)),
                held=tuple((i, float(positive), float(negative)) for i, (_, positive, negative) in zip(inside, about, strict=True)),
                stances=_stances(*held.of(row, inside), inside) if sources[row] >= 0 else (),
                sentiments=tuple(tones[i] for i in inside),
            )
        )
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as the head of what is said of others sees it: the mean states (384,) of cue and source, those of its content (P, 384), and of M mentions in it the states (M, 384), the
    classes of their anchors (M,) and their places (M, PLACES)."""

    cue: Floats
    source: Floats
    content: Floats
    mentions: Floats
    classes: npt.NDArray[np.int64]
    places: Floats


def told(
    states: States, item: Attribution, mentions: Sequence[EntityMention], anchors: Sequence[int], inside: Sequence[int], sizes: Mapping[int, int]
) -> Told | None:
    """What the head sees of a statement and of the mentions in its content, `inside` (indices); `sizes` says how many mentions of the article each cluster has. None without cue or content."""
    pieces = [piece for span in item.content for piece in range(*states.doc.inside(span.start, span.end))]
    if not inside or not pieces or not item.cue:
        return None
    at = [anchors[i] for i in inside]
    clusters = [mentions[i].cluster for i in inside]
    return Told(
        _mean(states, item.cue),
        _mean(states, item.source),
        states.states[pieces[:SAID_PIECES]],
        states.states[at],
        np.asarray([_CLASSES[mentions[i].kind, mentions[i].form] for i in inside], dtype=np.int64),
        places(at, pieces[0], len(pieces), [(clusters.count(cluster), sizes[cluster]) for cluster in clusters]),
    )


def said(network: Network, item: Told) -> Floats:
    """Probabilities (M, 3) that a statement is about its mentions, and that its source is positive, negative to them."""
    arrays = network.arrays
    attention = softmax(arrays["said.attention"] @ item.content.T)
    around = item.cue @ arrays["said.cue.w"] + arrays["said.cue.b"] + item.source @ arrays["said.source.w"]
    around = around + (attention @ item.content).reshape(-1) @ arrays["said.content.w"]
    hidden = around + item.mentions @ arrays["said.mention.w"] + arrays["said.classes"][item.classes] + item.places @ arrays["said.places.w"]
    scores = np.maximum(hidden, 0) @ arrays["said.out.w"] + arrays["said.out.b"]
    held = softmax(np.concatenate([np.zeros((len(scores), 1), dtype=np.float32), scores[:, 1:]], axis=1))
    return np.asarray(np.concatenate([sigmoid(scores[:, :1]), held[:, 1:]], axis=1), dtype=np.float32)


def places(at: Sequence[int], first: int, length: int, often: Sequence[tuple[int, int]]) -> Floats:
    """Where mentions stand in a content of `length` pieces from `first` on: array (mentions, PLACES).

    `at` are their pieces; `often` says how many mentions of the same actor the content has, and the article.
    """
    count = len(at)
    return np.asarray(
        [
            [math.log1p(max(piece - first, 0)) / 4, math.log(count) / 2, math.log(length) / 5, i / count, math.log1p(here) / 2, math.log1p(all_) / 4]
            for i, (piece, (here, all_)) in enumerate(zip(at, often, strict=True))
        ],
        dtype=np.float32,
    ).reshape(count, PLACES)


def _mean(states: States, spans: Sequence[Span]) -> Floats:
    """The mean state of the first of some spans; zeros where there is none."""
    first, last = states.doc.inside(spans[0].start, spans[0].end) if spans else (0, 0)
    return np.asarray(states.states[first:last].mean(0) if last > first else np.zeros(states.states.shape[1]), dtype=np.float32)


def _stances(liked: Floats, disliked: Floats, inside: list[int]) -> tuple[tuple[int, float, float], ...]:
    chances = softmax(np.stack([np.zeros_like(liked), liked, disliked], axis=-1))
    return tuple((i, float(positive), float(negative)) for i, (_, positive, negative) in zip(inside, chances, strict=True))


def mentioned(starts: npt.NDArray[np.int64], item: Attribution) -> list[int]:
    """The mentions, in order, whose heads stand in a content; `starts` are those of all heads."""
    return np.flatnonzero(np.any([(starts >= span.start) & (starts < span.end) for span in item.content], axis=0)).tolist()


def _tones(network: Network, states: States, mentions: Sequence[EntityMention], wanted: list[int]) -> dict[int, tuple[int, float, float]]:
    """How the text speaks of mentions: by its number each one's, with the probabilities of positive and of negative."""
    found = sentiments(network, states, [states.doc.inside(mentions[i].head.start, mentions[i].head.end) for i in wanted])
    return {i: (i, float(positive), float(negative)) for i, (negative, _, positive) in zip(wanted, found, strict=True)}


def _source_piece(states: States, item: Attribution) -> int:
    """The piece of the head word of an attribution's source; -1 where it has none."""
    if not item.source:
        return -1
    start, end = item.source[0].start, item.source[0].end
    return states.doc.at(start + head(states.doc.text[start:end])[0])
