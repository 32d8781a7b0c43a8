"""Whether two names of outlets mean one: “New York Times”, “The New York Times”, “nytimes.com”, and “the Times” beside one of these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapport.resolve.names import name_words

_DOMAIN: Final = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/.*)?", re.IGNORECASE)
# What a name of an outlet ends at where more of the sentence stands behind it: “Washington Post’s David Ignatius”, “The New York Times. Lee”.
_BEHIND: Final = re.compile(r"['’]s\b.*|[.,;:](?:\s.*)?$|\s(?:in|on|that|last|this)\s.*")
_GENERIC: Final = frozenset({"news", "the", "online", "com"})


@lru_cache(maxsize=8192)
def outlet_words(name: str) -> tuple[str, ...]:
    """Folded words of an outlet's name without “the”; of an address its own part (“nytimes.com” → nytimes)."""
    bare = name.strip()
    domain = _DOMAIN.fullmatch(bare)
    if domain:
        parts = domain[1].lower().split(".")
        stem = parts[-3] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2]
        return (stem.removeprefix("the") if len(stem) > 5 else stem,)
    return tuple(word for word in name_words(_BEHIND.sub("", bare) or bare, "organization") if word != "the")


def _abbreviates(short: str, words: tuple[str, ...]) -> bool:
    """Whether a word is made of the words, each whole or by its first letter: nytimes, wsj, latimes; “news” may stand at either's end."""
    if not words:
        return short in ("", "news")
    rest = words[1:]
    whole, first = words[0].replace("'", ""), words[0][0]
    return (
        (short.startswith(whole) and _abbreviates(short[len(whole) :], rest))
        or (short.startswith(first) and _abbreviates(short[1:], rest))
        or (not rest and whole in _GENERIC and not short)
    )


@lru_cache(maxsize=65536)
def same_outlet(a: str, b: str) -> bool:
    """Whether the names mean one outlet, whoever else is about. “Times” alone means none: `Outlets` settles it."""
    one, other = outlet_words(a), outlet_words(b)
    if one == other:
        return bool(one)
    for short, full in ((one, other), (other, one)):
        if len(short) == 1 and len(full) > 1 and len(short[0]) > 1 and _abbreviates(short[0], full):
            return True
    # “NBC” is NBC News; “Times” is not the Times Herald.
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return len(longer) == len(shorter) + 1 and longer[-1] == "news" and longer[:-1] == shorter


class Outlets:
    """The outlets of one entry, each by one name: of several the fullest. The same whatever the order of the names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._of: dict[str, str] = {}
        groups: list[list[str]] = []
        for name in sorted({n for n in names if outlet_words(n)}, key=lambda n: (-len(outlet_words(n)), n)):
            mine = next((g for g in groups if any(same_outlet(name, other) for other in g)), None)
            if mine is None:
                # “the Times” is the only one here whose name ends so.
                ending = [g for g in groups if len(outlet_words(name)) == 1 and outlet_words(g[0])[-1] == outlet_words(name)[0]]
                mine = ending[0] if len(ending) == 1 else None
            if mine is None:
                groups.append([name])
            else:
                mine.append(name)
        for group in groups:
            self._of |= dict.fromkeys(group, group[0])

    def called(self, name: str | None) -> str | None:
        """The name by which an outlet goes in this entry; of no outlet, none."""
        return self._of.get(name, name) if name else None
