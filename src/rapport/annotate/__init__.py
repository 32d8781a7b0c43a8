"""From an article's text to annotations: one small encoder, one pass over each window, many heads (ONNX int8, no torch)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from rapport.annotate.attributions import attributions
from rapport.annotate.mentions import entity_mentions, names, times
from rapport.annotate.model import Network, States, folder_digest
from rapport.annotate.spoken import asked, linked, mentioned
from rapport.annotate.stances import between
from rapport.annotate.triggers import Thresholds, contact_triggers
from rapport.annotations import Annotations, EntityMention, Span

__all__ = ["Reader", "Thresholds", "folder_digest"]


class Reader:
    """Reads articles: load once, then `annotate` each text. One per process; one thread may `encode` while another `decode`s.

    `weights` is the folder of the weights (default: those of the package); raises WeightsError where they are damaged.
    """

    def __init__(self, weights: Path | None = None, threads: int = 1, thresholds: Thresholds | None = None) -> None:
        self.network = Network(weights, threads)
        self.thresholds = thresholds or Thresholds()
        self._threads = ThreadpoolController()

    @property
    def weights_hash(self) -> str:
        """SHA-256 over the files of the weights."""
        return self.network.digest

    def annotate(self, text: str) -> Annotations:
        """Everything the reader sees in a text. Deterministic: the same text gives the same annotations."""
        return self.decode(self.encode(text))

    def encode(self, text: str) -> States:
        """The text after the encoder, which takes more than half of the time and leaves the interpreter free meanwhile."""
        return self.network.run(text)

    def decode(self, states: States) -> Annotations:
        """What the heads see in an encoded text."""
        # The pair heads' products are small: BLAS threads only wait for each other (6 ms instead of 0.3 for one of them).
        with self._threads.limit(limits=1, user_api="blas"):
            return self._decode(states)

    def _decode(self, states: States) -> Annotations:
        sentences = tuple(Span(*span) for span in states.doc.sentences)
        if not len(states.doc):
            return Annotations(sentences)
        tagged = names(states)
        mentions, anchors = entity_mentions(self.network, states, tagged)
        found = attributions(self.network, states)
        starts = np.asarray([mention.head.start for mention in mentions], dtype=np.int64)
        within = [mentioned(starts, item) for item, _ in found]
        states = self.network.attitudes(states, asked(states, mentions, anchors, [item for item, _ in found], within))
        return Annotations(
            sentences=sentences,
            mentions=tuple(mentions),
            attributions=linked(self.network, states, found, mentions, anchors, within, self.thresholds.audience),
            attitudes=between(self.network, states, mentions, anchors, self.thresholds.stance),
            contacts=contact_triggers(self.network, states, anchors, self.thresholds),
            times=times(states),
            names=tuple(EntityMention(span, span, kind, "name", -1, score) for span, kind, score in tagged),  # type: ignore[arg-type]
        )
