"""Short forms that a text gives behind the name they stand for: “Alliance to Mend Our Ferries (AMOF)”; by the letters that words begin with, from the last to the first (after Schwartz and Hearst 2003)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_SHORT: Final = re.compile(r"(?: \((?:or |the )?|, or (?:the )?)[“\"‘']?(?P<short>[A-Z](?:[A-Za-z&.]{0,9}[A-Z])\.?)(?=[”\"’']?[),])")
Tagged = tuple[int, int, str, float]  # first and end code point, kind, probability
_WORD: Final = re.compile(r"(?:[A-Z]\.)+|[^\W_](?:[\w&’']*\w)?")
_LITTLE: Final = frozenset("a an and at by for in of on the to with".split())
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
    left = list(letters)
    for number in range(len(words) - 1, -1, -1):
        word = words[number].group()
        if number < len(words) - 1 and text[words[number].end() : words[number + 1].start()] not in (" ", "-", " & ", ", "):
            return None
        initials = list(word.replace(".", "")) if "." in word else [word[0].upper()]
        if left[-len(initials) :] == initials and (word[0].isupper() or word in _LITTLE):
            del left[-len(initials) :]
            if not left:
                return words[number].start() if word[0].isupper() and number < len(words) - 1 else None
        elif word not in _LITTLE or number == len(words) - 1:
            return None
    return None


def spelled_out(text: str, found: list[Tagged]) -> list[Tagged]:
    """The names of a text, those that a short form defines whole (“Protection Agency” of “Environmental Protection Agency (EPA)”) and the short form beside them of the same kind."""
    known = [one for one in defined(text) if any(start < one.end and one.start < end for start, end, _, _ in found)]
    return sorted(_with(found, known)) if known else found


def _with(found: list[Tagged], known: list[Defined]) -> Iterator[Tagged]:
    for tag in found:
        if not any(tag[0] < one.short_end and one.start < tag[1] for one in known):
            yield tag
    for one in known:
        parts = [tag for tag in found if tag[0] < one.end and one.start < tag[1]]
        kind, score = parts[-1][2], min(tag[3] for tag in parts)
        yield one.start, one.end, kind, score
        yield one.short_start, one.short_end, kind, score
