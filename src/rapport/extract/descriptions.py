"""Who a description that no name goes with means where it is a source (“the Dover senator said”, after what Quill said).

Coreference takes every description with a name in it for somebody new (“the Quill campaign”), and leaves many others alone. News that changes from a name to a description goes on
about the one who spoke last, or of whom the sentence before tells: of 26 such descriptions in annotated articles 23 are theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from rapport.annotations import Annotations, Span
from rapport.extract.actors import Cast, Entity
from rapport.extract.identity import office
from rapport.extract.words import TITLE
from rapport.heads import head

_DESCRIPTION: Final = re.compile(r"the (?:[\w.-]+ ){0,6}?[\w-]+", re.IGNORECASE)
# What anyone may be called by trade or standing; titles are in `words.TITLES`.
_STANDING: Final = frozenset(
    "candidate nominee frontrunner front-runner contender hopeful challenger incumbent businessman businesswoman billionaire millionaire mogul magnate developer investor lawmaker legislator politician "
    "democrat republican socialist conservative liberal actor actress singer author writer speechwriter lawyer attorney economist historian neurosurgeon surgeon doctor veteran retiree".split()
)
_OFFICES: Final = frozenset(
    "president|vice president|prime minister|premier|chancellor|minister|foreign minister|defense minister|finance minister|secretary of state|secretary of defense|secretary|senator|"
    "state senator|congressman|governor|lieutenant governor|mayor|speaker|house speaker|majority leader|minority leader|attorney general|judge|justice|king|queen|prince|pope".split(
        "|"
    )
)
# What a country has one of is spoken of without a name: “the president” after what a candidate said is not the candidate.
_SOLE: Final = frozenset({"president", "vice president", "prime minister", "premier", "chancellor", "king", "queen", "pope"})
_SENTENCES: Final = 4  # from the one who spoke last to the description


def meant(cast: Cast, annotations: Annotations, span: Span) -> Entity | None:
    """The named person whom a description means: the only one who holds the bare office, else the one who spoke last, else the first of whom the sentence before tells.

    Null where it is no description of one person, or they cannot be so called.
    """
    phrase = cast.article.text[span.start : span.end]
    called = _called(phrase)
    if called is None:
        return None
    starts = [s.start for s in annotations.sentences]
    sentence = max(0, bisect_right(starts, span.start) - 1)
    found = _spoke_last(cast, annotations, starts[max(0, sentence - _SENTENCES)], span.start)
    if found is None and sentence:
        found = next((e for i in cast.headed(starts[sentence - 1], starts[sentence]) if _is_person(e := cast.of(i))), None)
    if called in _STANDING:
        return found
    placed = any(word[:1].isupper() for word in phrase.split()[1:])
    holders = [e for e in cast.entities if _is_person(e) and called in _held(e)]
    # Of whom no office is told may have one; but nobody is a spokesman or a director of whom it is not said.
    free = found is not None and called in _OFFICES and not _held(found) & _OFFICES
    if found is not None and (found in holders or (free and (placed or (not holders and called not in _SOLE)))):
        return found
    return holders[0] if len(holders) == 1 and not placed else None


def _called(phrase: str) -> str | None:
    """The office, trade or standing by which a description calls one person; null where it does not."""
    if not _DESCRIPTION.fullmatch(phrase):
        return None
    last = phrase.split()[-1].lower()
    if last in _STANDING:
        return last
    return next((office(t.group()) for t in TITLE.finditer(phrase) if t.end() == len(phrase)), None)


def _held(entity: Entity) -> frozenset[str]:
    """The titles that an article gives someone."""
    return frozenset(office(t.group()) for role in entity.actor.roles for t in TITLE.finditer(role.title))


def _is_person(entity: Entity | None) -> bool:
    return entity is not None and entity.named and entity.actor.kind == "person"


def _spoke_last(cast: Cast, annotations: Annotations, begin: int, end: int) -> Entity | None:
    """The source nearest before a place, where it is a named person."""
    text = cast.article.text
    sources = [item.source[0] for item in annotations.attributions if item.source and begin <= item.source[0].start and item.source[0].end <= end]
    if not sources:
        return None
    last = max(sources)
    at = last.start + head(text[last.start : last.end])[0]
    return next((e for i in cast.headed(at, at + 1) if _is_person(e := cast.of(i))), None)
