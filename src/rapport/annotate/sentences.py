"""Where sentences begin and end: closed rules over punctuation, abbreviations and paragraph breaks."""

from __future__ import annotations

import re
from typing import Final

_ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr prof gov sen sens rep reps gen col lt sgt capt cmdr adm maj rev hon pres st jr sr vs v no nos inc corp co ltd dept "
    "est fig jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ave blvd mt ft u.s u.n u.k e.g i.e a.m p.m d.c "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev n.h n.j n.m n.y n.c n.d okla ore "
    "pa r.i s.c s.d tenn tex vt va wash w.va wis wyo ph.d supt det asst atty messrs".split()
)
_BREAK: Final = re.compile(r"\n+|[.?!…]+[\"”’')\]]*(?=[ \u00a0]+[\"“‘'(\[]*[A-Z0-9À-Þ])")
_WORD_BEFORE: Final = re.compile(r"([A-Za-z](?:[\w.]*\w)?)\.$")
# After these the full stop may end a sentence as well: only a following closed-class opener decides for a break.
_MAY_END: Final = frozenset("u.s u.n u.k a.m p.m d.c jr sr inc corp co ltd".split())
_OPENERS: Final = re.compile(
    r"[ \u00a0]+[\"“‘']?(?:The|This|That|These|Those|It|He|She|They|We|I|But|And|In|On|At|A|An|His|Her|Their|As|After|Before|When|While|If|For|Some|Most|So)\b"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences: `[start, end)` in code points, in order, without surrounding white space."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for found in _BREAK.finditer(text):
        if found.group()[0] != "\n" and not _ends_sentence(text, begin, found.start(), found.end()):
            continue
        _append(text, spans, begin, found.end())
        begin = found.end()
    _append(text, spans, begin, len(text))
    return spans


def _ends_sentence(text: str, begin: int, dot: int, after: int) -> bool:
    if text[dot] != "." or text[dot : dot + 2] == "..":
        return True
    word = _WORD_BEFORE.search(text, max(begin, dot - 20), dot + 1)
    if word is None:
        return True
    bare = word.group(1).lower()
    if bare in _MAY_END:
        return _OPENERS.match(text, after) is not None
    return bare not in _ABBREVIATIONS and not (len(bare) == 1 and word.group(1).isupper())


def _append(text: str, spans: list[tuple[int, int]], begin: int, end: int) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if end > begin:
        spans.append((begin, end))
