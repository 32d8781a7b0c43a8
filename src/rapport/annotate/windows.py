"""From a text to the integers that the encoder takes: pieces, their shapes, and windows that end at sentence ends.

The WordPiece vocabulary is uncased and knows no quotation; both come back through 36 token types =
6 word shapes x outside / at / inside a quotation mark x start of a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from rapport.annotate.sentences import sentences
from rapport.annotations import Span

Ints = npt.NDArray[np.int32]

CLS: Final = 101
SEP: Final = 102
PAD: Final = 0
TOKEN_TYPES: Final = 36
WINDOW: Final = 126
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_QUOTES: Final = '“”"„«»'


@dataclass(frozen=True)
class Pieces:
    """A text in pieces: `ids`, `types`, `starts`, `ends` (code points) are arrays of one length n; `joined` marks pieces that go on a word.

    `sentences` are character spans; `bounds` holds the index of each sentence's first piece, and n at the end.
    """

    text: str
    ids: Ints
    types: Ints
    starts: Ints
    ends: Ints
    quoted: Ints
    sentences: tuple[tuple[int, int], ...]
    bounds: Ints
    joined: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def listed(self) -> tuple[list[int], list[int], list[int]]:
        """`starts`, `ends` and `bounds` as lists: asked one by one, these answer several times as fast as arrays."""
        return self.starts.tolist(), self.ends.tolist(), self.bounds.tolist()

    def at(self, position: int) -> int:
        """Index of the piece that covers a code point, or of the next one (n - 1 at most)."""
        return min(bisect_right(self.listed[1], position), len(self.ids) - 1)

    def sentence(self, piece: int) -> int:
        """Number of the sentence that a piece belongs to."""
        return bisect_right(self.listed[2], piece) - 1

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Range `[first, last)` of the pieces that touch `[start, end)`."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        return first, max(first, int(np.searchsorted(self.starts, end, side="left")))

    def touched(self, spans: Iterable[Span]) -> list[int]:
        """The pieces that touch some spans, span by span."""
        return [piece for span in spans for piece in range(*self.inside(span.start, span.end))]


def _shapes(text: str, starts: Ints, ends: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    upper = ((points >= 65) & (points <= 90)) | ((points >= 0xC0) & (points <= 0xDE))
    digit = (points >= 48) & (points <= 57)
    word = upper | digit | ((points >= 97) & (points <= 122)) | (points >= 0xDF) & ((points < 0x2000) | (points > 0x206F))
    # The shape is that of the whole word: pieces of one word share it.
    joined = np.zeros(len(starts), dtype=bool)
    joined[1:] = (starts[1:] == ends[:-1]) & word[starts[1:]] & word[starts[1:] - 1]
    first = starts[np.maximum.accumulate(np.where(joined, 0, np.arange(len(starts))))]
    following = np.minimum(first + 1, len(points) - 1)
    second_upper = upper[following] & word[following]
    second_word = word[following] & (first + 1 < len(points))
    shape = np.zeros(len(starts), dtype=np.int32)
    shape[upper[first]] = 1
    shape[upper[first] & second_upper] = 2
    shape[upper[first] & ~second_word] = 5
    shape[digit[first]] = 3
    shape[~word[first]] = 4
    return shape, joined


def _quote_states(text: str, starts: Ints) -> Ints:
    """0 outside, 1 at a quotation mark, 2 inside; every paragraph starts outside."""
    marks = sorted((at, char) for char in (*_QUOTES, "\n") for at in _positions(text, char))
    edges, states, inside = [0], [0], False
    for at, char in marks:
        if char == "\n":
            inside = False
            edges.append(at)
            states.append(0)
            continue
        inside = char in "“„«" or (char == '"' and not inside)
        edges += [at, at + 1]
        states += [1, 2 if inside else 0]
    which = np.searchsorted(np.asarray(edges), starts, side="right") - 1
    return np.asarray(states, dtype=np.int32)[which]


def _positions(text: str, char: str) -> list[int]:
    found, at = [], text.find(char)
    while at >= 0:
        found.append(at)
        at = text.find(char, at + 1)
    return found


def pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """Cut a text into WordPieces with their token types and sentences."""
    # Half a surrogate pair is no text that the tokenizer takes; its place stays, so that offsets do.
    encoded = tokenizer.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    ids = np.asarray(encoded.ids, dtype=np.int32)
    offsets = np.asarray(encoded.offsets, dtype=np.int32).reshape(-1, 2)
    starts, ends = offsets[:, 0].copy(), offsets[:, 1].copy()
    spans = tuple(sentences(text))
    if not len(ids):
        return Pieces(text, ids, ids, starts, ends, ids, spans, np.zeros(1, dtype=np.int32), np.zeros(0, dtype=bool))
    quoted = _quote_states(text, starts)
    breaks = np.asarray([-1, *_positions(text, "\n")], dtype=np.int64)
    opens = np.zeros(len(ids), dtype=np.int32)
    opens[np.minimum(np.searchsorted(starts, breaks, side="right"), len(ids) - 1)] = 1
    shapes, joined = _shapes(text, starts, ends)
    types = shapes * 6 + quoted * 2 + opens
    bounds = np.unique(np.asarray([*np.searchsorted(starts, [s for s, _ in spans]), len(ids)], dtype=np.int32))
    return Pieces(text, ids, types.astype(np.int32), starts, ends, quoted, spans, bounds, joined)


def windows(bounds: Ints, limit: int = WINDOW, first: int | None = None) -> list[tuple[int, int]]:
    """Ranges of at most `limit` pieces that cover all pieces once and end at sentence ends where they can.

    `first` limits the first window alone, so that training sees other cuts each time.
    """
    cuts: list[tuple[int, int]] = []
    begin, total, room = 0, int(bounds[-1]), first or limit
    while begin < total:
        after = int(np.searchsorted(bounds, begin + room, side="right")) - 1
        end = int(bounds[after])
        if end <= begin:  # one sentence longer than a window
            end = min(begin + room, total)
        cuts.append((begin, end))
        begin, room = end, limit
    return cuts


def batch(doc: Pieces, cuts: list[tuple[int, int]], length: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Arrays `ids`, `types`, `mask` of shape (windows, length): [CLS] pieces [SEP], padded."""
    ids = np.full((len(cuts), length), PAD, dtype=np.int64)
    types = np.zeros_like(ids)
    mask = np.zeros_like(ids)
    for row, (begin, end) in enumerate(cuts):
        size = end - begin
        ids[row, 0], ids[row, size + 1] = CLS, SEP
        ids[row, 1 : size + 1] = doc.ids[begin:end]
        types[row, 1 : size + 1] = doc.types[begin:end]
        mask[row, : size + 2] = 1
    return ids, types, mask
