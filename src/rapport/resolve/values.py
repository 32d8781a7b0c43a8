"""Values of fields compared: durations, rhythms, places."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapport.resolve.names import name_words

_DURATION: Final = re.compile(r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?")
_SECONDS: Final = (31557600.0, 2629800.0, 604800.0, 86400.0, 3600.0, 60.0, 1.0)
_OF_PLACES: Final = frozenset("the a an at in on of his her their its and s state city county".split())
# What many places are called, or a part of the name of many.
_SORTS: Final = frozenset(
    """house hall center centre hotel tower street avenue square office building room park palace school university college church club island beach airport base
    north south east west northern southern eastern western new old san saint fort mount lake united states republic g group summit conference capitol white""".split()
)
# Names of rooms and houses that stand within another that news uses for the same spot, and what either stands in.
_WITHIN: Final = {
    "oval office": "white house", "west wing": "white house", "situation room": "white house", "rose garden": "white house",
    "roosevelt room": "white house", "cabinet room": "white house", "east room": "white house", "white house": "washington",
    "capitol hill": "washington", "capitol": "washington", "pentagon": "washington", "dc": "washington", "washington dc": "washington",
    "trump tower": "new york", "united nations": "new york", "un": "new york", "new york city": "new york", "manhattan": "new york",
    "mar-a-lago": "florida", "palm beach": "florida", "bedminster": "new jersey", "kremlin": "moscow", "downing street": "london",
    "10 downing street": "london", "elysee palace": "paris", "buckingham palace": "london",
}  # fmt: skip


@lru_cache(maxsize=8192)
def seconds(duration: str | None) -> float | None:
    """An ISO 8601 duration in seconds; none for what is no duration."""
    found = _DURATION.fullmatch(duration or "")
    parts = found.groups() if found else ()
    return sum(float(p) * unit for p, unit in zip(parts, _SECONDS, strict=True) if p) if any(parts) else None


def rate(count: float | None, period: str | None) -> float | None:
    """How often a day."""
    span = seconds(period)
    return count * 86400.0 / span if count and span else None


@lru_cache(maxsize=8192)
def _place_words(place: str) -> frozenset[str]:
    return frozenset(word for word in name_words(place, "place") if word not in _OF_PLACES)


@lru_cache(maxsize=8192)
def _stands_in(place: str) -> frozenset[str]:
    """The place and what it stands in, by the names of `_WITHIN`."""
    folded = " ".join(name_words(place, "place"))
    # “the White” is what a slip of reading leaves of the White House.
    found = {name for name in (*_WITHIN, *_WITHIN.values()) if f" {name} " in f" {folded} " or name.split()[0] == folded}
    while wider := {_WITHIN[name] for name in found if name in _WITHIN} - found:
        found |= wider
    return frozenset(found)


def _proper(place: str) -> bool:
    """Whether it is a name (“Dover”, “the State House”), and not a description (“his office”)."""
    return any(word[0].isupper() for word in re.findall(r"[^\W\d_]+", place) if word.lower() not in _OF_PLACES)


@lru_cache(maxsize=8192)
def _own_words(place: str) -> frozenset[str]:
    """The words that are of this name alone: “the summit in Hollis” and “a hotel in Hollis, Maine” may be one spot."""
    return frozenset(word.lower() for word in re.findall(r"[^\W\d_]+", place) if word[0].isupper() and word.lower() not in _SORTS | _OF_PLACES)


def same_place(a: str, b: str) -> bool:
    """Whether one name is another spelling of the other, or holds it (“his office at the State House”, “the State House”)."""
    one, other = _place_words(a), _place_words(b)
    if not one or not other:
        return False
    return one <= other or other <= one


def other_place(a: str, b: str) -> bool:
    """Whether the names exclude each other: both are names, neither is the other's spelling, nor known to stand in it."""
    if same_place(a, b) or not _place_words(a) or not _place_words(b) or _own_words(a) & _own_words(b):
        return False
    return _proper(a) and _proper(b) and not _stands_in(a) & _stands_in(b)


def names_place(text: str, place: str) -> bool:
    """Whether a text holds the words of a place’s name."""
    words = _place_words(place)
    return bool(words) and words <= set(name_words(text, "place"))
