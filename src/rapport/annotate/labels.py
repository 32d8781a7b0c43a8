"""The classes of each head, in the order of the weights. Changing one means retraining."""

from __future__ import annotations

from typing import Final

from rapport.records import ACTS, CHANNELS, STATUSES


def _bio(*classes: str) -> tuple[str, ...]:
    return ("O", *(prefix + name for name in classes for prefix in ("B-", "I-")))


ATTRIBUTION_TAGS: Final = _bio("source", "cue", "content")
NAME_TAGS: Final = _bio("person", "organization", "place", "other")
TIME_TAGS: Final = _bio("time")
KINDS: Final = ("person", "organization", "place", "group", "other")
FORMS: Final = ("name", "nominal", "pronoun")
ANCHOR_TAGS: Final = ("O", *(f"{kind}/{form}" for kind in KINDS for form in FORMS))
CHANNEL_TAGS: Final = ("O", *CHANNELS)
STATUS_TAGS: Final = STATUSES
ACT_TAGS: Final = ACTS
SENTIMENTS: Final = ("negative", "neutral", "positive")

# Token-level heads, in the order in which they stand in the encoder's output.
TOKEN_HEADS: Final = {
    "attribution": len(ATTRIBUTION_TAGS),
    "names": len(NAME_TAGS),
    "times": len(TIME_TAGS),
    "anchors": len(ANCHOR_TAGS),
    "channels": len(CHANNEL_TAGS),
    "statuses": len(STATUS_TAGS),
    "acts": len(ACT_TAGS),
    "content_acts": len(ACT_TAGS),
    "factuality": 1,
    "sentiment": len(SENTIMENTS),
}
# Pair heads: a query from one token, a key from another, and how many dimensions they share.
ANCHOR_ROLES: Final = ("party", "initiator")
SPAN_ROLES: Final = ("when", "duration", "cadence", "place", "topic")
PAIR_HEADS: Final = {
    "content_cue": 128,
    "cue_source": 128,
    "audience": 64,
    "span_start": 64,
    "span_end": 64,
    "coref": 256,
    "same_contact": 64,
    **dict.fromkeys((*ANCHOR_ROLES, *SPAN_ROLES), 64),
}
# The stance head: a hidden layer over the states of holder and target, then two scores, positive and negative. A bilinear score of the same states
# fits the training sentences as well and reads worse on new ones (macro F1 0.44 against 0.52 on the same frozen states).
STANCE_HIDDEN: Final = 256
# The head of acts: the pieces of a statement's cue and of its content, each weighed by attention, then a hidden layer. One linear layer over their means
# is right for 59.6 % of the annotated statements, attention for 60.8, both for 62 (`training.frozen`).
ACT_HIDDEN: Final = 192
# Heads of acts that read a cue in the states of the last layer, alike but for what they began with.
ACT_HEADS: Final = ("act", "act_second", "act_third")
ACT_PIECES: Final = 80  # of all stretches of a content the first pieces tell
# The head of tones, how a sentence speaks of a target: a hidden layer over the target's mean state and the sentence weighed by attention (twice). One linear layer over the
# target alone finds 70.5 % macro-F1 where these find 73.5 to 74 (`training.frozen`).
TONE_HIDDEN: Final = 128
TONE_ATTENTION: Final = 2
# The head of what is said of others: a hidden layer over a mention in a statement's content, the cue, the source, and the content weighed by attention (twice). It learns from every
# name and description in it: with a bilinear score of cue and mention, which had only seen mentions of those whom some statement is about, the average precision over all of
# those named was 0.73 against 0.85.
SAID_HIDDEN: Final = 160
SAID_ATTENTION: Final = 2
SAID_PIECES: Final = 100  # of a content the first pieces tell
SAID: Final = ("about", "positive", "negative")
PLACES: Final = 6  # numbers that say where in a content a mention stands, and how often its actor is mentioned
# Heads whose query joins the states of a span's first and last token.
SPAN_QUERIES: Final = frozenset({"content_cue"})
SPAN_KEYS: Final = frozenset({"cue_source"})


def slices() -> dict[str, slice]:
    """Where each token-level head stands in the last axis of the encoder's `logits`."""
    result, at = {}, 0
    for name, size in TOKEN_HEADS.items():
        result[name] = slice(at, at + size)
        at += size
    return result
