"""What belongs to an attribution beside its spans: who was told, whom it is about, and what its source holds of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

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
    told = sigmoid(network.pairs("audience", vectors, keys))
    told[np.abs(np.asarray(cues)[:, None] - np.asarray(anchors)[None]) > _TOLD] = 0
    sources = [_source_piece(states, item) for item, _ in found]
    held = Attitudes(network, states, [max(s, 0) for s in sources], anchors)
    starts = np.asarray([m.head.start for m in mentions])
    spoken = [_inside(starts, item) for item, _ in found]
    tones = _tones(states, mentions, sorted({i for inside in spoken for i in inside}))
    result = []
    for row, ((item, _), inside) in enumerate(zip(found, spoken, strict=True)):
        about = said(network, states, item, [(mentions[i], anchors[i]) for i in inside])
        result.append(
            replace(
                item,
                audience=tuple((int(i), float(told[row, i])) for i in np.flatnonzero(told[row] > least)),
                about=tuple((i, float(chance)) for i, (chance, _, _) in zip(inside, about, strict=True)),
                held=tuple((i, float(positive), float(negative)) for i, (_, positive, negative) in zip(inside, about, strict=True)),
                stances=_stances(*held.of(row, inside), inside) if sources[row] >= 0 else (),
                sentiments=tuple(tones[i] for i in inside),
            )
        )
    return tuple(result)


def said(network: Network, states: States, item: Attribution, mentions: Sequence[tuple[EntityMention, int]]) -> Floats:
    """Probabilities (mentions, 3) that a statement is about mentions in its content, which are given with their pieces, and that its source is positive, negative to them."""
    pieces = [piece for span in item.content for piece in range(*states.doc.inside(span.start, span.end))]
    if not mentions or not pieces or not item.cue:
        return np.zeros((len(mentions), len(SAID)), dtype=np.float32)
    arrays, content = network.arrays, states.states[pieces[:SAID_PIECES]]
    attention = softmax(arrays["said.attention"] @ content.T)
    around = _mean(states, item.cue) @ arrays["said.cue.w"] + arrays["said.cue.b"]
    around = around + (attention @ content).reshape(-1) @ arrays["said.content.w"] + _mean(states, item.source) @ arrays["said.source.w"]
    at = [piece for _, piece in mentions]
    hidden = around + states.states[at] @ arrays["said.mention.w"] + arrays["said.classes"][[_CLASSES[one.kind, one.form] for one, _ in mentions]]
    hidden = np.maximum(hidden + places(at, pieces[0], len(pieces)) @ arrays["said.places.w"], 0)
    scores = hidden @ arrays["said.out.w"] + arrays["said.out.b"]
    held = softmax(np.concatenate([np.zeros((len(scores), 1), dtype=np.float32), scores[:, 1:]], axis=1))
    return np.asarray(np.concatenate([sigmoid(scores[:, :1]), held[:, 1:]], axis=1), dtype=np.float32)


def places(at: Sequence[int], first: int, length: int) -> Floats:
    """Where in a content of `length` pieces from `first` on its mentions stand, which are at some pieces: array (mentions, PLACES)."""
    count = len(at)
    return np.asarray(
        [[math.log1p(max(piece - first, 0)) / 4, math.log(count) / 2, math.log(length) / 5, i / count] for i, piece in enumerate(at)],
        dtype=np.float32,
    ).reshape(count, PLACES)


def _mean(states: States, spans: Sequence[Span]) -> Floats:
    """The mean state of the first of some spans; zeros where there is none."""
    first, last = states.doc.inside(spans[0].start, spans[0].end) if spans else (0, 0)
    return np.asarray(states.states[first:last].mean(0) if last > first else np.zeros(states.states.shape[1]), dtype=np.float32)


def _stances(liked: Floats, disliked: Floats, inside: list[int]) -> tuple[tuple[int, float, float], ...]:
    chances = softmax(np.stack([np.zeros_like(liked), liked, disliked], axis=-1))
    return tuple((i, float(positive), float(negative)) for i, (_, positive, negative) in zip(inside, chances, strict=True))


def _inside(starts: Floats, item: Attribution) -> list[int]:
    """The mentions, in order, whose heads stand in a content; `starts` are those of all heads."""
    return np.flatnonzero(np.any([(starts >= span.start) & (starts < span.end) for span in item.content], axis=0)).tolist()


def _tones(states: States, mentions: Sequence[EntityMention], wanted: list[int]) -> dict[int, tuple[int, float, float]]:
    """How the text speaks of mentions: by its number each one's, with the probabilities of positive and of negative."""
    found = sentiments(states, [states.doc.inside(mentions[i].head.start, mentions[i].head.end) for i in wanted])
    return {i: (i, float(positive), float(negative)) for i, (negative, _, positive) in zip(wanted, found, strict=True)}


def _source_piece(states: States, item: Attribution) -> int:
    """The piece of the head word of an attribution's source; -1 where it has none."""
    if not item.source:
        return -1
    start, end = item.source[0].start, item.source[0].end
    return states.doc.at(start + head(states.doc.text[start:end])[0])
