"""Plain words for pages: English dates, what a contact was, who told it; and untrusted text made safe to show.

Everything from an article passes `show`: no control characters, no marks that turn the direction of writing, and a <bdi> around it, so that
a right-to-left name stays within its own bounds. Jinja escapes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup, escape

from rapport.ledger import Hit
from rapport.report.english import (
    CHANNEL_NOUNS,
    FIELD_WORDS,
    KIND_WORDS,
    SOURCE_WORDS,
    STATUS_SIGNS,
    STATUS_WORDS,
    chain,
    change_words,
    contact_words,
    cut,
    day,
    details,
    foot,
    interval,
    join,
    number,
    outside,
    parties,
    sourced,
    span,
    when,
)
from rapport.report.entries import origin_words
from rapport.report.words import clean, count, duration_words, percent, pieces, the

_LONG: Final = 700  # code points of a piece of text in a list


def show(text: object, longest: int = 0) -> Markup:
    """Untrusted text, cleaned, cut at `longest` code points and isolated."""
    return _shown(str(text), longest) if text is not None else Markup("")


@lru_cache(maxsize=4096)
def _shown(text: str, longest: int) -> Markup:
    """Names, outlets and topics recur, in a page and from page to page."""
    shown = cut(text, longest)
    # Put together as plain strings, which takes a fraction of what `%` of Markup does.
    return Markup(f"<bdi>{escape(shown)}</bdi>") if shown else Markup("")  # noqa: S704  (escaped)


def snippet(text: str, found: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A snippet of a search in pieces, each with whether it was looked for."""
    shown, at = [], 0
    for start, end in sorted(found):
        shown += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(re.sub(r"\s+", " ", piece), mark) for piece, mark in [*shown, (text[at:], False)] if piece]


def found_words(hit: Hit) -> list[tuple[str, bool]]:
    """The words looked for within all that was said, of a statement that is not too long, else within the snippet of a hit."""
    whole = hit.said.sentence if hit.said else ""
    looked_for = sorted({re.escape(hit.snippet[start:end]) for start, end in hit.found}, key=len, reverse=True)
    places = [place.span() for place in re.finditer(rf"\b(?:{'|'.join(looked_for)})\b", whole)] if looked_for and len(whole) <= _LONG else []
    return snippet(whole, places) if places else snippet(hit.snippet, hit.found)


def marked_pieces(found: Iterable[tuple[str, bool]]) -> Markup:
    """Pieces as text with marks, isolated."""
    shown = "".join(f"<mark>{escape(_bare(piece))}</mark>" if mark else escape(_bare(piece)) for piece, mark in found)
    return Markup(f"<bdi>{shown}</bdi>")  # noqa: S704  (escaped)


def _bare(piece: str) -> str:
    inner = clean(piece)
    return (" " if piece[:1].isspace() else "") + inner + (" " if piece[-1:].isspace() and inner else "")


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "first": lambda text: text[:1].upper() + text[1:], "lower": lambda text: text[:1].lower() + text[1:], "show": show, "plain": clean, "day": day, "interval": interval, "span": span, "when": when, "contact": contact_words, "changed": change_words, "details": details, "parties": parties,
    "sourced": sourced, "foot": foot, "origin": origin_words, "chain": chain, "percent": percent, "marked": lambda s, w, b=None: marked_pieces(pieces(s, w, b)),
    "snippet": lambda hit: marked_pieces(found_words(hit)), "outside": outside, "the": the, "count": count, "number": number, "join": join,
    "long": lambda text: show(text, _LONG), "field": lambda name: FIELD_WORDS.get(name, name), "duration": duration_words,
}  # fmt: skip


def narrowed(query: Mapping[str, str]) -> dict[str, str]:
    """What is asked, for the picture that a phone gets."""
    return {**query, "width": "narrow"}


def only(query: Mapping[str, str], keep: Sequence[str]) -> dict[str, str]:
    return {name: query[name] for name in keep if query.get(name)}


# What templates may use beside filters.
GLOBALS: Final[dict[str, Any]] = {
    "signs": STATUS_SIGNS, "status_words": STATUS_WORDS | {"recurring": "ongoing"}, "source_words": SOURCE_WORDS, "kind_words": KIND_WORDS, "channel_nouns": CHANNEL_NOUNS, "narrowed": narrowed,
    "plain": only, "change_titles": {"contradicted": "Contradicted", "settled": "Settled", "turned": "Turned", "confirmed": "Confirmed", "added": "New"},
}  # fmt: skip
