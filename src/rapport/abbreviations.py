"""Short forms that a text gives behind the name they stand for: “Alliance to Mend Our Ferries (AMOF)”; by the letters that words begin with, from the last to the first (after Schwartz and Hearst 2003)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

_SHORT: Final = re.compile(r"(?: \((?:or |the )?|, or (?:the )?)[“\"‘']?(?P<short>[A-Z](?:[A-Za-z&.]{0,9}[A-Z])\.?)(?=[”\"’']?[),])")
Tagged = tuple[int, int, str, float]  # first and end code point, kind, probability
_WORD: Final = re.compile(r"(?:[A-Z]\.)+|[^\W_](?:[\w&’']*\w)?")
LITTLE: Final = frozenset("a an and at by for in of on the to with".split())  # words of a name that may give no letter
_BRIEF: Final = 2
_PARTS: Final = 12  # names that one may be cut into
_MARGIN: Final = 100  # code points of the longest name


class Defined(NamedTuple):
    """Where a name and its short form stand, in code points."""

    start: int
    end: int
    short_start: int
    short_end: int


def defined(text: str) -> list[Defined]:
    """The short forms that a text defines, in order. Every word of a name but little ones gives its first letter; at least two do."""
    found = []
    for short in _SHORT.finditer(text):
        letters = [c for c in short["short"] if c.isupper()]
        start = _begins(text, short.start(), letters)
        if start is not None:
            found.append(Defined(start, short.start(), *short.span("short")))
    return found


def _begins(text: str, end: int, letters: list[str]) -> int | None:
    """Where the name begins that ends at `end` and whose words begin with these letters; null where there is none."""
    line = max(text.rfind("\n", 0, end) + 1, end - _MARGIN)
    words = list(_WORD.finditer(text, line, end))
    if not words or words[-1].end() != end or len(letters) < 2:
        return None
    # How many letters may be left: a little word may give its letter, or none.
    left = {len(letters)}
    for number in range(len(words) - 1, -1, -1):
        word, last = words[number].group(), number == len(words) - 1
        if not last and text[words[number].end() : words[number + 1].start()] not in (" ", "-", " & ", ", "):
            return None
        initials = list(word.replace(".", "")) if "." in word else [word[0].upper()]
        little = word in LITTLE and not last
        given = {n - len(initials) for n in left if letters[:n][-len(initials) :] == initials} if word[0].isupper() or little else set()
        if 0 in given and word[0].isupper() and not last:
            return words[number].start()
        left = {n for n in given if n > 0} | (left if little else set())
        if not left:
            return None
    return None


def spelled_out(text: str, found: list[Tagged]) -> list[Tagged]:
    """The names of a text in order, those that a short form defines whole (“Protection Agency” of “Environmental Protection Agency (EPA)”) and the short form beside them of the same kind. Two
    letters behind a person are no short form (“Sen. Ada Quill (AQ)”, a state)."""
    ends = [end for _, end, _, _ in found]
    known: list[tuple[Defined, list[Tagged]]] = []
    for one in defined(text):
        first = bisect_right(ends, one.start)
        parts = [tag for tag in found[first : first + _PARTS] if tag[0] < one.end]
        if parts and not (parts[-1][2] == "person" and is_brief(text, one)):
            known.append((one, parts))
    return list(_with(found, known)) if known else found


def is_brief(text: str, one: Defined) -> bool:
    """Whether a short form has but two letters."""
    return sum(c.isupper() for c in text[one.short_start : one.short_end]) == _BRIEF


def _with(found: list[Tagged], known: list[tuple[Defined, list[Tagged]]]) -> Iterator[Tagged]:
    done = at = 0
    for one, parts in known:
        # A longer name that was tagged stays as long; what overlaps either is a part of it.
        start = max(done, min(one.start, parts[0][0]))
        while at < len(found) and found[at][1] <= start:
            yield found[at]
            at += 1
        while at < len(found) and found[at][0] < one.short_end:
            at += 1
        kind, score = parts[-1][2], min(tag[3] for tag in parts)
        yield start, one.end, kind, score
        yield one.short_start, one.short_end, kind, score
        done = one.short_end
    yield from found[at:]
