"""Who says “I” and “we” in the quotations of one article."""

from __future__ import annotations

import re
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.heads import head

SINGULAR: Final = re.compile(r"i|me|my|mine|myself", re.IGNORECASE)
_FIRST: Final = re.compile(SINGULAR.pattern + "|we|us|our", re.IGNORECASE)


def speakers(text: str, annotations: Annotations) -> dict[int, int]:
    """For each first-person mention inside a quotation, or a turn of a transcript (“QUILL: I …”), the mention that is its speaker; the innermost decides."""
    first = [(m.head.start, i) for i, m in enumerate(annotations.mentions) if _FIRST.fullmatch(text[m.span.start : m.span.end])]
    if not first:
        return {}
    heads = {mention.head.start: i for i, mention in reversed(list(enumerate(annotations.mentions)))}
    found: dict[int, int] = {}
    for item in sorted(annotations.attributions, key=lambda a: -sum(c.end - c.start for c in a.content)):
        if not item.source:
            continue
        span = item.source[0]
        speaker = heads.get(span.start + head(text[span.start : span.end])[0])
        if speaker is None:
            continue
        pieces = [piece for piece in item.content if re.search('[“”"]', text[max(0, piece.start - 1) : piece.end])]
        for piece in [*_turn(text, item), *pieces]:
            found |= {i: speaker for at, i in first if piece.start <= at < piece.end}
    return found


def _turn(text: str, item: Attribution) -> list[Span]:
    """The rest of the paragraph that a transcript's “QUILL:” opens."""
    start, cue = item.source[0].start, item.cue
    if not cue or text[cue[-1].start : cue[-1].end].strip() != ":" or (start and text[start - 1] != "\n"):
        return []
    end = text.find("\n", cue[-1].end)
    return [Span(cue[-1].end, end if end >= 0 else len(text))]
