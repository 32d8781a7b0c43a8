"""The head word of a phrase, by closed rules: “Mayor Ada Quill, the port's ally” → “Quill”.

Only a place to anchor links, the same in training and in reading; not a parse.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?|[,;:()\[\]—–]")
_STOPS: Final = frozenset(
    ", ; : ( ) [ ] — – who whom whose which that of in at on for from with to by about between among over under against during since after before "
    "familiar including not as near into around across inside outside via is was were are has had have said when where while".split()
)
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_OFFICE_OF: Final = re.compile(
    r"(?:[^,]*?\b)?(?:[Ss]ecretar(?:y|ies)|[Mm]inister|[Dd]irector|[Ss]peaker|[Cc]hief|[Aa]ttorney|[Pp]resident|[Cc]hair\w*) (?:of|for) "
    r"(?:the )?(?:[A-Z][\w.]*(?: and)? )+?(?=(?:[A-Z][\w.’'-]* )+[A-Z][\w’'-]+)"
)


@lru_cache(maxsize=4096)
def head(phrase: str) -> tuple[int, int]:
    """Offsets of the head word inside `phrase`; (0, len) where it has no word."""
    office = _OFFICE_OF.match(phrase)
    skip = office.end() if office else 0
    best: tuple[int, int] | None = None
    for found in _WORD.finditer(phrase, skip):
        word = found.group()
        if word.lower() in _STOPS:
            if best is not None:
                break
            continue
        best = found.span()
    if best is None:
        whole = re.search(r"\w+", phrase)
        return whole.span() if whole else (0, len(phrase))
    start, end = best
    bare = _POSSESSIVE.sub("", phrase[start:end])
    return start, start + len(bare) if bare else end
