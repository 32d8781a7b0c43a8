"""Time phrases in running text, by the closed class of words they are made of."""

from __future__ import annotations

from typing import Final

from rapport.extract.times import words as w
from rapport.extract.times.atoms import Anchor
from rapport.extract.times.resolve import scan

_BEFORE: Final = w.pattern(
    r"\b(?:(?:on|in|at|since|until|till|by|before|after|during|over|from|between|through|throughout|within|around|about|for|late|early|earlier|later|just|sometime|"
    r"as early as|as late as|as recently as|as soon as|up to|prior to|beginning|starting) ){0,3}(?:the )?$"
)
_BETWEEN: Final = w.pattern(r"~(?:to|through|thru|until|-|and|or|,)?~(?:(?:in|on|at|of|the|early|late) ){0,3}")
_REACH: Final = 40
_NO_ANCHOR: Final = Anchor(None, None, False)


def find_times(text: str) -> list[tuple[int, int]]:
    """Spans `[start, end)` (code points) of time phrases in running text, with their prepositions, in order and without overlap."""
    folded = w.fold(text)
    spans: list[tuple[int, int]] = []
    for atom in scan(folded, _NO_ANCHOR):
        if spans and _BETWEEN.fullmatch(folded, spans[-1][1], atom.at):
            spans[-1] = (spans[-1][0], atom.to)
            continue
        least = max(atom.at - _REACH, spans[-1][1] if spans else 0)
        found = _BEFORE.search(folded, least, atom.at)
        spans.append((found.start() if found else atom.at, atom.to))
    return spans
