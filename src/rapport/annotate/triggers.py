"""Contact triggers, what the reader links to each, and how likely two of them tell of one encounter."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rapport.annotate.contacts import role_features, trigger_features
from rapport.annotate.labels import ANCHOR_ROLES, CHANNEL_TAGS, SPAN_ROLES, STATUS_TAGS
from rapport.annotate.mentions import whole
from rapport.annotate.model import Floats, Network, States, sigmoid
from rapport.annotate.stances import factuality
from rapport.annotations import ContactTrigger, Span

_BETWEEN = re.compile(r"[-‑–]|[a-z]+(?: [a-z]+)?")
_NEAR = 96  # pieces on each side in which the reader was trained to link


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Below these the reader says nothing; extraction decides above them. Chosen on the development articles."""

    trigger: float = 0.25
    party: float = 0.08
    span: float = 0.5
    audience: float = 0.3
    stance: float = 0.3


def find(states: States, threshold: float) -> list[tuple[int, int, int]]:
    """Runs of trigger pieces: (first, end, most probable piece). A hyphen or a function word between two of them does not part them."""
    probability = 1 - states.probabilities("channels")[:, 0]
    hot = np.flatnonzero(probability > threshold).tolist()
    text, starts, ends = states.doc.text, states.doc.starts, states.doc.ends
    found: list[tuple[int, int, int]] = []
    for i in hot:
        gap = i - found[-1][1] if found else 9
        between = text[ends[found[-1][1] - 1] : starts[i]].strip() if gap <= 2 else ""
        joined = gap == 0 or (gap <= 2 and _BETWEEN.fullmatch(between) is not None)
        if joined:
            first, _, best = found[-1]
            found[-1] = (first, i + 1, best if probability[best] >= probability[i] else i)
        else:
            found.append((i, i + 1, i))
    return found


def same_contact(network: Network, states: States, at: list[int]) -> Floats:
    """Probabilities (n, n) that two triggers tell of one encounter."""
    vectors = states.states[at]
    scores = network.pairs("same_contact", vectors, vectors)
    features = trigger_features(states.doc, at)
    for i in range(features.shape[-1]):
        scores = scores + network.arrays[f"contact_features.{i}"][features[..., i]]
    return sigmoid(scores)


def _runs(states: States, probability: Floats, low: int, threshold: float) -> tuple[Span, ...]:
    """Runs of pieces above the threshold, one-piece gaps closed, as character spans; half words are completed."""
    hot = np.flatnonzero(probability > threshold)
    if not len(hot):
        return ()
    found: list[list[int]] = []
    for i in hot.tolist():
        if found and i - found[-1][1] <= 1:
            found[-1][1] = i + 1
        else:
            found.append([i, i + 1])
    doc = states.doc
    return tuple(Span(*whole(doc.text, int(doc.starts[low + first]), int(doc.ends[low + end - 1]))) for first, end in found)


def contact_triggers(network: Network, states: States, anchors: list[int], thresholds: Thresholds) -> tuple[ContactTrigger, ...]:
    """Triggers in order of position; `anchors` are the pieces of the mentions to which parties link."""
    found = find(states, thresholds.trigger)
    if not found:
        return ()
    at = [best for _, _, best in found]
    channels = states.probabilities("channels")
    statuses = states.probabilities("statuses")
    same = same_contact(network, states, at)
    vectors = states.states[at]
    places = np.asarray(anchors, dtype=np.int64)
    around = role_features(states.doc, np.asarray(at), places)
    linked: dict[str, Floats] = {}
    for role in ANCHOR_ROLES:
        scores = network.pairs(role, vectors, states.states[places]) + network.arrays[f"role_features.{role}"][around]
        linked[role] = np.where(np.abs(np.asarray(at)[:, None] - places[None]) <= _NEAR, sigmoid(scores), 0).astype(np.float32)
    reach = _around(at, len(states.doc))
    keys = {role: network.project(role, "key", states.states[reach]) for role in SPAN_ROLES}
    queries = {role: network.project(role, "query", vectors) for role in SPAN_ROLES}
    result = []
    for row, (first, end, best) in enumerate(found):
        low, high = max(0, best - _NEAR), min(len(states.doc), best + _NEAR + 1)
        begin = int(np.searchsorted(reach, low))
        around = role_features(states.doc, np.asarray([best]), np.arange(low, high))[0]
        phrases: dict[str, tuple[Span, ...]] = {}
        for role in SPAN_ROLES:
            query = queries[role][row]
            scores = keys[role][begin : begin + high - low] @ query / np.sqrt(len(query)) + network.arrays[f"{role}.bias"]
            scores = scores + network.arrays[f"role_features.{role}"][around]
            phrases[role] = _runs(states, sigmoid(scores), low, thresholds.span)
        channel = channels[best, 1:] / channels[best, 1:].sum()
        result.append(
            ContactTrigger(
                trigger=Span(*whole(states.doc.text, int(states.doc.starts[first]), int(states.doc.ends[end - 1]))),
                channel=CHANNEL_TAGS[int(channel.argmax()) + 1],  # type: ignore[arg-type]
                status=STATUS_TAGS[int(statuses[best].argmax())],  # type: ignore[arg-type]
                score=float(1 - channels[best, 0]),
                same=tuple((earlier, round(float(same[row, earlier]), 4)) for earlier in range(row)),
                channel_score=float(channel.max()),
                status_score=float(statuses[best].max()),
                factuality=factuality(states, best),
                parties=_above(linked["party"][row], thresholds.party),
                initiator=_above(linked["initiator"][row], thresholds.party),
                when=phrases["when"],
                duration=phrases["duration"],
                cadence=phrases["cadence"],
                place=phrases["place"],
                topics=phrases["topic"],
            )
        )
    return tuple(result)


def _around(at: list[int], total: int) -> npt.NDArray[np.int64]:
    """The pieces, in order, that lie near any trigger: only these can be linked to one."""
    near = np.zeros(total, dtype=bool)
    for piece in at:
        near[max(0, piece - _NEAR) : piece + _NEAR + 1] = True
    return np.flatnonzero(near)


def _above(scores: Floats, threshold: float) -> tuple[tuple[int, float], ...]:
    return tuple((int(i), float(scores[i])) for i in np.flatnonzero(scores > threshold))
