"""What is done by saying something: promised, denied, asked, praised …, read at a statement's cue and content."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rapport.annotate.labels import ACT_PIECES, ACT_TAGS
from rapport.annotate.model import Floats, Network, States, softmax
from rapport.annotations import Attribution


def acted(network: Network, states: States, item: Attribution) -> Attribution:
    """An attribution with its act, by the attitudes at its cue and the states of the first piece of its content; one without either stays an assertion."""
    if not item.cue or not item.content:
        return item
    (first, after), (start, end) = (states.doc.inside(part[0].start, part[0].end) for part in (item.cue, item.content))
    acts = _act(network, states.attitudes[first:after], states.states[start:end][:ACT_PIECES])
    best = int(acts.argmax())
    return replace(item, act=ACT_TAGS[best], act_score=float(acts[best]), acts=tuple(float(p) for p in acts))  # type: ignore[arg-type]


def _act(network: Network, cue: Floats, content: Floats) -> Floats:
    """The probability of each act, by the states (pieces, 384) of a cue and of its content."""
    attention = network.arrays["act.attention"]
    weighed = np.concatenate([softmax(part @ attention[side]) @ part for side, part in enumerate((cue, content))])
    hidden = np.maximum(weighed @ network.arrays["act.hidden.w"] + network.arrays["act.hidden.b"], 0)
    return softmax(hidden @ network.arrays["act.out.w"] + network.arrays["act.out.b"])
