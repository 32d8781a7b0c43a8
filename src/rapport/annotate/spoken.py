"""What belongs to an attribution beside its spans: what is done by it, who was told, whom it is about, and what its source holds of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from rapport.annotate.acts import acted
from rapport.annotate.model import Floats, Network, States, sigmoid, softmax
from rapport.annotate.said import said, told
from rapport.annotate.stances import Attitudes, companions, sentiments
from rapport.annotations import Attribution, EntityMention
from rapport.heads import head

_TOLD: Final = 48  # pieces from a cue within which the reader was trained to find who was told


def linked(
    network: Network,
    states: States,
    found: Sequence[tuple[Attribution, int]],
    mentions: Sequence[EntityMention],
    anchors: list[int],
    within: Sequence[list[int]],
    least: float,
) -> tuple[Attribution, ...]:
    """Attributions with their acts, their audience (above `least`), whom they are about and the stances of their source.

    `anchors` are the mentions' pieces, `within` the mentions in each content; `states` hold the attitudes that `asked` names.
    """
    if not found or not anchors:
        return tuple(acted(network, states, item) for item, _ in found)
    cues = [cue for _, cue in found]
    vectors, keys = states.states[cues], states.states[anchors]
    heard = sigmoid(network.pairs("audience", vectors, keys))
    heard[np.abs(np.asarray(cues)[:, None] - np.asarray(anchors)[None]) > _TOLD] = 0
    sources = [_source_piece(states, item) for item, _ in found]
    held = Attitudes(network, states, [max(s, 0) for s in sources], anchors)
    sizes = Counter(m.cluster for m in mentions)
    tones = _tones(network, states, mentions, sorted({i for inside in within for i in inside}))
    # The head sees nobody in a statement without a cue.
    read = said(network, [told(states, item, mentions, anchors, inside, sizes) for (item, _), inside in zip(found, within, strict=True)])
    result = []
    for row, ((item, _), inside, about) in enumerate(zip(found, within, read, strict=True)):
        result.append(
            replace(
                acted(network, states, item),
                audience=tuple((int(i), float(heard[row, i])) for i in np.flatnonzero(heard[row] > least)),
                about=tuple((i, float(chance)) for i, (chance, _, _) in zip(inside, about, strict=False)),
                held=tuple((i, float(positive), float(negative)) for i, (_, positive, negative) in zip(inside, about, strict=False)),
                stances=_stances(*held.of(row, inside), inside) if sources[row] >= 0 else (),
                sentiments=tuple(tones[i] for i in inside),
            )
        )
    return tuple(result)


def asked(
    states: States, mentions: Sequence[EntityMention], anchors: Sequence[int], found: Sequence[Attribution], within: Sequence[list[int]]
) -> set[int]:
    """The pieces at which attitudes are read: those of actors who share a sentence, of the head words in contents, of cues and of sources."""
    actors = [anchors[i] for i in companions(states, mentions, anchors)]
    heads = (mentions[i].head for i in {i for content in within for i in content})
    spans = (*heads, *(span for item in found for part in (item.cue, item.source) for span in part[:1]))
    return {
        *actors,
        *states.doc.touched(spans),
        *(max(_source_piece(states, item), 0) for item in found),
    }


def _stances(liked: Floats, disliked: Floats, inside: list[int]) -> tuple[tuple[int, float, float], ...]:
    chances = softmax(np.stack([np.zeros_like(liked), liked, disliked], axis=-1))
    return tuple((i, float(positive), float(negative)) for i, (_, positive, negative) in zip(inside, chances, strict=True))


def mentioned(starts: npt.NDArray[np.int64], item: Attribution) -> list[int]:
    """The mentions, in order, whose heads stand in a content; `starts` (mentions,) are those of all heads."""
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
