"""The weights at work: a text's pieces through the ONNX encoder, and the pair heads over the states it gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from rapport.annotate.labels import TOKEN_HEADS, slices
from rapport.annotate.windows import WINDOW, Pieces, batch, pieces, windows
from rapport.errors import WeightsError

Floats = npt.NDArray[np.float32]
WEIGHTS: Final = Path(__file__).parent / "weights"
_FILES: Final = ("encoder.onnx", "attitudes.onnx", "heads.npz", "tokenizer.json")
_VALUES: Final = {"ids", "types", "states", "logits", "below"}  # what the encoder asks for and gives


@dataclass(frozen=True)
class States:
    """One text after the encoder: `states` (n, 384) and `logits` (n, classes) over its n pieces; `cuts` its windows.

    `below` are each window's states before the last layer, with those of [CLS] and [SEP] around them. `attitudes` (n, 384) are those of the layer of attitudes, from which is read what actors hold
    of each other, how they are spoken of and what is done by saying something: zeros but where `Network.attitudes` was asked for them.
    """

    doc: Pieces
    states: Floats
    scores: Floats
    cuts: list[tuple[int, int]]
    below: list[Floats]
    attitudes: Floats

    def logits(self, head: str) -> Floats:
        """Scores (n, classes) of one token-level head."""
        return self.scores[:, slices()[head]]

    def probabilities(self, head: str) -> Floats:
        """Softmax of one token-level head, (n, classes)."""
        return softmax(self.logits(head))


def softmax(x: Floats) -> Floats:
    shifted = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True), dtype=np.float32)


def sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)


def attended(states: Floats, attention: Floats) -> Floats:
    """States (n, 384) weighed by each row of attention (k, 384), in one row (k * 384,); zeros where there are none."""
    if not len(states):
        return np.zeros(attention.size, dtype=np.float32)
    return np.asarray(softmax(attention @ states.T) @ states, dtype=np.float32).reshape(-1)


def folder_digest(weights: Path | None = None) -> str:
    """SHA-256 over the files that decide what is read, without loading them."""
    total = hashlib.sha256()
    for name in _FILES:
        path = (weights or WEIGHTS) / name
        if not path.is_file():
            raise WeightsError(f"{path}: missing; install Rapport again")
        total.update(path.read_bytes())
    return total.hexdigest()


class Network:
    """Encoder session and pair heads. One per process; `threads` are onnxruntime's.

    Every window is read by itself: activations are quantised per batch, so that in a shared one the reading of each
    would depend on the others; without padding no time is lost on it, nor on a mask.
    """

    def __init__(self, weights: Path | None = None, threads: int = 1) -> None:
        folder = weights or WEIGHTS
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise WeightsError(f"{folder}: the reader's weights are incomplete ({', '.join(missing)} missing); install Rapport again")
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.folder = folder
        try:
            self.session, self._layer = (
                ort.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"]) for name in ("encoder.onnx", "attitudes.onnx")
            )
            with np.load(folder / "heads.npz", allow_pickle=False) as archive:
                self.arrays: dict[str, Floats] = {name: archive[name].astype(np.float32) for name in archive.files}
            self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:
            raise WeightsError(f"{folder}: the reader's weights cannot be loaded ({error}); install Rapport again") from error
        if (given := {value.name for value in (*self.session.get_inputs(), *self.session.get_outputs())}) != _VALUES:
            raise WeightsError(f"{folder}: these weights were exported for another version of Rapport (their values are {', '.join(sorted(given))})")

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the files that decide what is read."""
        return folder_digest(self.folder)

    def run(self, text: str) -> States:
        """Encode a text in windows; an empty text gives empty arrays."""
        doc = pieces(self.tokenizer, text)
        cuts = windows(doc.bounds, WINDOW) if len(doc) else []
        states = np.zeros((len(doc), 384), dtype=np.float32)
        scores = np.zeros((len(doc), sum(TOKEN_HEADS.values())), dtype=np.float32)
        below = []
        for begin, end in cuts:
            ids, types, _ = batch(doc, [(begin, end)], end - begin + 2)
            out = self.session.run(None, {"ids": ids, "types": types})
            states[begin:end], scores[begin:end] = out[0][0, 1:-1], out[1][0, 1:-1]
            below.append(out[2])
        return States(doc, states, scores, cuts, below, np.zeros_like(states))

    def attitudes(self, states: States, asked: Iterable[int]) -> States:
        """The same with the states of the layer of attitudes at the pieces asked for, in any order: that layer costs by their number."""
        pieces = np.unique(np.fromiter(asked, dtype=np.int64))
        found = np.zeros_like(states.states)
        for (begin, end), below in zip(states.cuts, states.below, strict=True):
            here = pieces[np.searchsorted(pieces, begin) : np.searchsorted(pieces, end)]
            if len(here):
                found[here] = self._layer.run(None, {"below": below, "at": here - begin + 1})[0][0]
        return replace(states, attitudes=found)

    def project(self, head: str, side: str, vectors: Floats) -> Floats:
        """The query or key vectors of a pair head."""
        return np.asarray(vectors @ self.arrays[f"{head}.{side}.w"] + self.arrays[f"{head}.{side}.b"], dtype=np.float32)

    def pairs(self, head: str, queries: Floats, keys: Floats) -> Floats:
        """Bilinear scores (queries, keys) of a pair head."""
        q, k = self.project(head, "query", queries), self.project(head, "key", keys)
        return np.asarray(q @ k.T / np.sqrt(q.shape[-1]) + self.arrays[f"{head}.bias"], dtype=np.float32)
