"""The gender that the words of a mention tell: pronouns, honorifics, what someone is called, and first names (`genders.json`)."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from rapport.annotate.words import PRONOUNS, TITLES, WORD

GENDERS: Final = Path(__file__).with_name("genders.json")
_MALE: Final = frozenset("mr sir lord king prince congressman chairman father son brother husband man boy businessman spokesman".split())
_FEMALE: Final = frozenset(
    "mrs ms miss queen princess congresswoman chairwoman mother daughter sister wife woman girl businesswoman spokeswoman lady".split()
)


@lru_cache(maxsize=4096)
def gender_of(phrase: str) -> int:
    """1 he, 2 she, 0 not told, by a pronoun, an honorific or what someone is called (“congresswoman”)."""
    lowered = [w.lower() for w in WORD.findall(phrase)]
    pronoun = PRONOUNS.get(phrase.lower(), 0)
    return 1 if pronoun == 1 or not _MALE.isdisjoint(lowered) else 2 if pronoun == 2 or not _FEMALE.isdisjoint(lowered) else 0


@cache
def _first_names() -> dict[str, int]:
    """What gender a first name tells; learnt from news by `training.genders`."""
    names = json.loads(GENDERS.read_text(encoding="utf-8"))
    return {name: number for number, word in ((1, "he"), (2, "she")) for name in names[word]}


@lru_cache(maxsize=4096)
def gender_of_name(name: str) -> int:
    """The gender that the first of the first names in a person's full name tells: 1 he, 2 she, 0 none."""
    words = [w for w in WORD.findall(name) if w[:1].isupper() and w.lower() not in TITLES]
    return next((known for w in words[:-1] if (known := _first_names().get(w.lower(), 0))), 0)
