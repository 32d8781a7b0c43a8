"""Closed classes of the words that mentions are made of, and what a name is without its titles."""

from __future__ import annotations

import re
from typing import Final

PRONOUNS: Final = {
    word: group
    for group, words in enumerate(
        (
            "he him his himself",
            "she her hers herself",
            "it its itself",
            "they them their theirs themselves",
            "i me my mine myself",
            "you your yours yourself yourselves",
            "we us our ours ourselves",
            "who whom whose which that",
            "this these those one both all each some many others another everyone someone anyone",
        ),
        start=1,
    )
    for word in words.split()
}
WORD: Final = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
TITLES: Final = frozenset(
    "president vice former mayor governor gov senator sen representative rep congressman congresswoman speaker secretary minister prime chancellor judge justice "
    "attorney general gen mr mrs ms dr sir lord king queen prince crown ambassador director chairman chairwoman chair leader the a an".split()
)
_ARTICLES: Final = frozenset(("the", "a", "an"))
_SURNAMES: Final = frozenset("king prince judge justice chair".split())  # “Mr. King”, “Ada Prince”


def name_words(name: str, body: bool = False) -> tuple[str, ...]:
    """The lower-cased words of a name without titles and possessive endings; of a `body` without articles only (“Justice Department”)."""
    found = [w.lower().removesuffix("'s").removesuffix("’s").rstrip("’'") for w in WORD.findall(name)]
    if body:
        return tuple(w for w in found if w not in _ARTICLES) or tuple(found)
    return tuple(w for i, w in enumerate(found) if w not in TITLES or (w in _SURNAMES and 0 < i == len(found) - 1)) or tuple(found)


def form_of(text: str, head: str) -> str:
    """`pronoun`, `name` or `nominal`, by closed classes and capitals."""
    if text.lower() in PRONOUNS:
        return "pronoun"
    return "name" if head[:1].isupper() or head[:1].isdigit() else "nominal"
