"""Names that the tagger cut: “Department” of “the Justice Department”, “Ada” and “Quill” of “Ada Quill”."""

from __future__ import annotations

import re
from typing import Final

from rapport.annotate.words import TITLES

Tagged = tuple[int, int, str, float]  # first and end code point, kind, probability

# What a person's name stands before as a part of the body's own (“Quill University”), not as its owner (“the Quill White House”).
_CALLED: Final = frozenset("university college institute school foundation center centre hospital airport law act street university press tower hotel".split())
# Not “Ferris-backed”, “Reyes-led”.
_BEFORE: Final = re.compile(r"(?P<word>[A-Z](?:[\w&]|-(?![a-z])|\.(?=\w))+) $")
_OPENING: Final = re.compile(r"(?:^|[\n.?!:;“”\"‘(—–]\s*)$")
# Words with a capital that are no part of the name behind them.
_APART: Final = TITLES | frozenset(
    "republican democratic democrat democrats republicans gop labour tory conservative monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december and or but of in on at to for from with by as if when while after before".split()
)
_MARGIN: Final = 40
_SHORT: Final = 3  # letters; longer words in capitals alone stand in headlines


def rejoined(text: str, found: list[Tagged]) -> list[Tagged]:
    """The names, those of one word with what they were cut from: the given name or the rest of the body's before it."""
    result: list[Tagged] = []
    for start, end, kind, score in found:
        if " " not in text[start:end] and text[start].isupper() and text[start:end].lower() not in _APART:
            before = result[-1] if result and result[-1][1] == start - 1 and text[start - 1] == " " else None
            if before is not None and _belongs(text, before, (start, end, kind, score)):
                result[-1] = (before[0], end, kind, min(before[3], score))
                continue
            if before is None and kind != "person":
                start = beginning(text, start)
        result.append((start, end, kind, score))
    return result


def _belongs(text: str, before: Tagged, name: Tagged) -> bool:
    """Whether a name of one word goes on with the one right before it."""
    first = text[before[0] : before[1]]
    if not (first[0].isupper() and first[-1].isalnum()) or first.lower() in _APART:
        return False
    if before[2] == "person":
        return " " not in first if name[2] == "person" else text[name[0] : name[1]].lower() in _CALLED
    return name[2] != "person"


def beginning(text: str, start: int) -> int:
    """Where a body's or a place's name begins of which the tagger took the last word: words with capitals before it, but for one that opens a sentence."""
    while word := _BEFORE.search(text, max(0, start - _MARGIN), start):
        shouted = word["word"].isupper() and len(word["word"]) > _SHORT and text[start : start + 2].isupper()
        if shouted or word["word"].lower() in _APART or _OPENING.search(text, max(0, word.start() - _MARGIN), word.start()):
            break
        start = word.start()
    return start
