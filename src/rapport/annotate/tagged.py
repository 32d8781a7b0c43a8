"""Names that the tagger cut: “Department” of “the Justice Department”, “Ada” and “Quill” of “Ada Quill”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from rapport.abbreviations import Tagged
from rapport.annotate.words import TITLES

# What a person's name stands before as a part of the body's own (“Quill University”), not as its owner (“the Quill White House”).
_CALLED: Final = frozenset(
    "university college institute school foundation center centre hospital airport law act street university press tower hotel".split()
)
# “Department of Trade”, “Centers for Disease Control and Prevention”: what a body is for, and the words that “and” adds there.
_BODY: Final = re.compile(
    r"(?:Department|Ministry|Office|Bureau|Committee|Subcommittee|Council|Commission|Board|Agency|Institute|Center|Centers|Centre|Administration|Association|Organization)$"
)
_FOR: Final = re.compile(r" (?:of|for|on) (?:the )?(?P<words>[A-Z][\w-]+(?: [A-Z][\w-]+)*)")
_AND: Final = re.compile(
    r" and (?:[A-Z]\w+ )?(?:Budget|Commerce|Cooperation|Customs|Development|Education|Enforcement|Immigration|Infrastructure|Innovation|Investigations?|Labor|Means|Medicine|Natural Resources|"
    r"Pensions|Prevention|Protection|Reform|Sciences?|Security|Services|Technology|Training|Welfare)\b"
)
# Not “Ferris-backed”, “Reyes-led”.
_BEFORE: Final = re.compile(r"(?P<word>[A-Z](?:[\w&]|-(?![a-z])|\.(?=\w))+) $")
_OPENING: Final = re.compile(r"(?:^|[\n.?!:;“”\"‘(—–]\s*)$")
# Words with a capital that are no part of the name behind them.
_APART: Final = (TITLES - {"justice", "general"}) | frozenset(
    "republican democratic democrat democrats republicans gop labour tory conservative monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december and or but of in on at to for from with by as if when while after before".split()
)
_LINE: Final = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_MARGIN: Final = 40
_SHORT: Final = 3  # letters; longer words in capitals alone stand in headlines


def rejoined(text: str, found: list[Tagged]) -> list[Tagged]:
    """The names, those of one word with what they were cut from: the given name or the rest of the body's before it. They stay in order, and none overlaps another."""
    result: list[Tagged] = []
    people = [*(start for start, _, kind, _ in found if kind == "person"), len(text)]
    for start, end, kind, score in (line for name in found for line in _lines(text, name)):
        if " " not in text[start:end] and text[start].isupper() and text[start:end].lower() not in _APART:
            done = result[-1][1] if result else 0
            before = result[-1] if result and done == start - 1 and text[done] == " " else None
            if before is not None and _belongs(text, before, (start, end, kind, score)):
                result[-1] = (before[0], end, kind, min(before[3], score))
                continue
            if before is None and kind != "person" and start > done:
                start = beginning(text, start, done)
        if result and start < result[-1][1]:
            continue  # within a body's name that was longer than tagged
        result.append((start, _end(text, start, end, people[bisect_left(people, end)]) if kind == "organization" else end, kind, score))
    return result


def _lines(text: str, name: Tagged) -> Iterator[Tagged]:
    """A name, line by line: a caption’s last word and the first of the text are two."""
    start, end, kind, score = name
    for part in _LINE.finditer(text, start, end):
        yield part.start(), part.end(), kind, score


def _end(text: str, start: int, end: int, before: int) -> int:
    """Where a body's name ends of which the tagger left out what it is for; `before` a person is named there."""
    goes_on = _FOR.match(text, end) if _BODY.search(text, start, end) else None
    if goes_on is None:
        return end
    words = list(takewhile(lambda word: word.lower() not in _APART, goes_on["words"].split(" ")))
    if not words or goes_on.start("words") + len(" ".join(words)) > before:
        return end
    end = goes_on.start("words") + len(" ".join(words))
    added = _AND.match(text, end)
    return added.end() if added else end


def _belongs(text: str, before: Tagged, name: Tagged) -> bool:
    """Whether a name of one word goes on with the one right before it."""
    first = text[before[0] : before[1]]
    if not (first[0].isupper() and first[-1].isalnum()) or first.lower() in _APART:
        return False
    if before[2] == "person":
        return " " not in first if name[2] == "person" else text[name[0] : name[1]].lower() in _CALLED
    return name[2] != "person"


def beginning(text: str, start: int, low: int = 0) -> int:
    """Where a body's or a place's name begins of which the tagger took the last word: words with capitals before it, none before `low`, but for one that opens a sentence."""
    while word := _BEFORE.search(text, max(low, start - _MARGIN), start):
        shouted = word["word"].isupper() and len(word["word"]) > _SHORT and text[start : start + 2].isupper()
        if shouted or word["word"].lower() in _APART or _OPENING.search(text, max(0, word.start() - _MARGIN), word.start()):
            break
        start = word.start()
    return start
