"""What one mention looks like to coreference: where it stands, and closed-class facts about its words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapport.annotate.gender import gender_of, gender_of_name
from rapport.annotate.labels import FORMS, KINDS
from rapport.annotate.windows import Pieces
from rapport.annotate.words import PRONOUNS, TITLES, WORD, form_of

_DEFINITE: Final = {
    "the": 1,
    "this": 1,
    "that": 1,
    "these": 1,
    "those": 1,
    "a": 2,
    "an": 2,
    "his": 3,
    "her": 3,
    "their": 3,
    "its": 3,
    "my": 3,
    "our": 3,
    "your": 3,
}


@dataclass(frozen=True, slots=True)
class Referent:
    """A mention as coreference sees it: positions in code points and pieces, and closed-class facts about its words."""

    start: int
    end: int
    piece: int
    sentence: int
    kind: int
    form: int
    pronoun: int
    quoted: int
    gender: int
    definite: int
    head: str
    words: frozenset[str]
    text: str
    proper: bool = False
    at: tuple[int, int] = (0, 0)  # the head word, in code points
    marks: frozenset[str] = frozenset()  # what sets a description apart by name (“the Ferris governor”)


_NO_MARKS: Final = TITLES | frozenset("republican democratic democrat gop labour tory conservative liberal i".split()) | _DEFINITE.keys()


@lru_cache(maxsize=4096)
def _marks(before: str) -> frozenset[str]:
    """The words with capitals before a description's head, but for titles and parties: the same governor may be called Ferrisian and Republican."""
    found = (w.removesuffix("'s").removesuffix("’s") for w in WORD.findall(before) if w[:1].isupper())
    return frozenset(w for w in found if w.lower() not in _NO_MARKS)


@lru_cache(maxsize=4096)
def _facts(text: str, form: str) -> tuple[int, int, int, frozenset[str], str, bool]:
    """What the words of a mention say by themselves: pronoun, gender, definite, bare words, text in lower case, proper."""
    words = WORD.findall(text)
    lowered = [w.lower() for w in words]
    pronoun = PRONOUNS.get(text.lower(), 0) if form == "pronoun" or len(lowered) == 1 else 0
    bare = frozenset(w.removesuffix("'s").removesuffix("’s") for w in lowered if w not in TITLES)
    return pronoun, gender_of(text), _DEFINITE.get(lowered[0], 0) if lowered else 0, bare, " ".join(lowered), any(w[:1].isupper() for w in words[1:])


def referent(doc: Pieces, span: tuple[int, int], head: tuple[int, int], kind: str, form: str | None = None, piece: int | None = None) -> Referent:
    """Describe a mention; offsets are code points of the text, `piece` is that of its head where it is known."""
    text = doc.text[span[0] : span[1]]
    word = doc.text[head[0] : head[1]]
    piece = doc.at(head[0]) if piece is None else piece
    form = form or form_of(text, word)
    pronoun, gender, definite, bare, lowered, proper = _facts(text, form)
    if not gender and form == "name" and kind == "person":
        gender = gender_of_name(text)
    return Referent(
        span[0], span[1], piece, doc.sentence(piece), KINDS.index(kind), FORMS.index(form), pronoun, int(doc.quoted[piece] > 0), gender,
        definite, word.lower(), bare, lowered, proper, head,
        _marks(doc.text[span[0] : head[0]]) if form == "nominal" else frozenset(),
    )  # fmt: skip
