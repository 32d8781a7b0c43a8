"""What is done by saying something: promised, denied, asked, praised …, read at a statement's cue and content."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rapport.annotate.labels import ACT_HEADS, ACT_PIECES, ACT_TAGS
from rapport.annotate.model import Floats, Network, States, attended, softmax
from rapport.annotations import Attribution


def acted(network: Network, states: States, item: Attribution) -> Attribution:
    """An attribution with its act, by the states and the attitudes at its cue and the states of the first pieces of its content; one without either stays an assertion.

    Several heads read it, `ACT_HEADS` with the states and one with the attitudes of the cue: the mean of the former's scores and the latter's are averaged.
    """
    if not item.cue or not item.content:
        return item
    first, after = states.doc.inside(item.cue[0].start, item.cue[0].end)
    told = states.states[states.doc.touched(item.content)[:ACT_PIECES]]
    read = [_scores(network, head, states.states[first:after], told) for head in ACT_HEADS]
    held = _scores(network, "act_attitude", states.attitudes[first:after], told)
    acts = softmax(np.asarray((np.mean(read, axis=0) + held) / 2, dtype=np.float32))
    best = int(acts.argmax())
    return replace(item, act=ACT_TAGS[best], act_score=float(acts[best]), acts=tuple(float(p) for p in acts))  # type: ignore[arg-type]


def _scores(network: Network, head: str, cue: Floats, content: Floats) -> Floats:
    """The score (acts,) of each act, by the states (pieces, 384) of a cue and of its content."""
    arrays = network.arrays
    weighed = np.concatenate([attended(part, arrays[head + ".attention"][side : side + 1]) for side, part in enumerate((cue, content))])
    hidden = np.maximum(weighed @ arrays[head + ".hidden.w"] + arrays[head + ".hidden.b"], 0)
    return np.asarray(hidden @ arrays[head + ".out.w"] + arrays[head + ".out.b"], dtype=np.float32)
