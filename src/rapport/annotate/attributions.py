"""Attributions: tagged spans of source, cue and content, joined by the links that the reader scores."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from rapport.annotate.labels import ATTRIBUTION_TAGS
from rapport.annotate.links import distance_buckets
from rapport.annotate.model import Floats, Network, States, softmax
from rapport.annotate.tags import TagSpan, spans, viterbi, whole_words
from rapport.annotations import Attribution, Span

# A cue further off than this many pieces is not the content's.
_FAR = 400


def _char_span(states: States, first: int, end: int) -> Span:
    return Span(int(states.doc.starts[first]), int(states.doc.ends[end - 1]))


def _choose(network: Network, head: str, states: States, left: list[TagSpan], right: list[TagSpan]) -> Floats:
    """Probabilities (left, right) that each left span belongs to each right one; what is left of 1 is “none”."""
    a = np.asarray([(s, e - 1) for s, e, *_ in left])
    b = np.asarray([(s, e - 1) for s, e, *_ in right])
    vectors = states.states
    queries = np.concatenate([vectors[a[:, 0]], vectors[a[:, 1]]], 1) if head == "content_cue" else vectors[a[:, 0]]
    keys = np.concatenate([vectors[b[:, 0]], vectors[b[:, 1]]], 1) if head == "cue_source" else vectors[b[:, 0]]
    scores = network.pairs(head, queries, keys) + network.arrays[f"distances.{head}"][distance_buckets(a, b)]
    scores[np.abs(a[:, :1] - b[None, :, 0]) > _FAR] = -30
    return softmax(np.concatenate([np.zeros((len(a), 1), dtype=np.float32), scores], 1))[:, 1:]


def attributions(network: Network, states: States) -> list[tuple[Attribution, int]]:
    """Attributions in order of their cues, each with the piece at which its cue begins; what is said by them (acts, audience, about) is left open."""
    scores = states.logits("attribution")
    arrays = network.arrays
    tags = viterbi(scores, states.cuts, arrays["crf.transitions"], arrays["crf.start"], arrays["crf.end"])
    tags = whole_words(tags, states.doc.joined)
    found = spans(tags, ATTRIBUTION_TAGS, softmax(scores))
    contents, cues, sources = ([s for s in found if s[2] == role] for role in ("content", "cue", "source"))
    if not contents or not cues:
        return []
    to_cue = _choose(network, "content_cue", states, contents, cues)
    to_source = _choose(network, "cue_source", states, cues, sources) if sources else np.zeros((len(cues), 0), dtype=np.float32)
    by_cue: dict[int, list[int]] = defaultdict(list)
    for content, chosen in enumerate(to_cue.argmax(1).tolist()):
        by_cue[chosen].append(content)
    nearest = to_source.argmax(1).tolist() if sources else [-1] * len(cues)
    unsourced = (1 - to_source.sum(1)).tolist()
    result = []
    for number, mine in sorted(by_cue.items()):
        cue, best = cues[number], nearest[number]
        sourced = best >= 0 and float(to_source[number, best]) > unsourced[number]
        link = min(float(to_cue[i, number]) for i in mine) * (float(to_source[number, best]) if sourced else unsourced[number])
        tagged = [cue[3], *(contents[i][3] for i in mine), *([sources[best][3]] if sourced else [])]
        result.append(
            (
                Attribution(
                    source=(_char_span(states, *sources[best][:2]),) if sourced else (),
                    cue=(_char_span(states, cue[0], cue[1]),),
                    content=tuple(_char_span(states, *contents[i][:2]) for i in mine),
                    score=float(np.mean(tagged)) * link,
                ),
                cue[0],
            )
        )
    return result
