"""Whether a source phrase can denote who the reader links it to, by closed classes, and who it denotes where it cannot.

Coreference is sure of most links and wrong in some that no reader of the phrase would make: “she” for a place, “the voiceover” for a state,
“the report” for whom it is about, “which” for a person.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from rapport.annotations import Annotations, Span
from rapport.extract.actors import Cast, Entity
from rapport.extract.words import DOCUMENT, POLL, words
from rapport.heads import head
from rapport.records import ActorKind

# Kinds of actors that a pronoun never stands for.
_NEVER: Final[dict[str, frozenset[ActorKind]]] = {
    "he": frozenset({"organization", "place", "group"}),
    "she": frozenset({"organization", "place", "group"}),
    "it": frozenset({"person"}),
    "which": frozenset({"person"}),
    "who": frozenset({"place"}),
    "this": frozenset({"person", "organization", "place", "group"}),
}
PRONOUNS: Final = frozenset("i we you they that this these those both all each his her its their our my your him them".split()) | _NEVER.keys()
# Who they are depends on who speaks, and outside quotations on who writes and reads: of 38 that coreference linked to somebody it was right about none.
_SPOKEN: Final = frozenset({"we", "you"})
# Nobody in particular, whatever coreference links them to.
_ANYBODY: Final = frozenset("many some others several few everyone everybody anyone anybody".split())
# A description with one of these as its head may be a place's (“the country”, “the two nations”, “the former colony”).
_PLACES: Final = frozenset(
    "country countries nation nations state states city cities town towns county counties province provinces region regions republic kingdom island islands "
    "territory colony capital village district neighborhood neighbourhood continent power superpower ally rival neighbor neighbour government regime "
    "administration side sides member members".split()
)


def misfits(text: str, span: Span, entity: Entity) -> bool:
    """Whether a source phrase cannot denote an entity."""
    phrase = text[span.start : span.end]
    if phrase.lower() in _SPOKEN:
        return True
    if phrase.lower() in _ANYBODY:
        return phrase.lower() not in entity.actor.name.lower()
    if phrase.lower() in PRONOUNS:
        # What only a description is called may be mistaken for a person: of a name the reader is surer.
        return entity.named and entity.actor.kind in _NEVER.get(phrase.lower(), ())
    start, end = head(phrase)
    word = phrase[start:end]
    called = set(words(entity.actor.name))
    if not word.islower() or word in called:
        return False
    if not entity.named:
        # What “the complaint” is linked to is another thing, unless it is some writing, too.
        return word in DOCUMENT | POLL and not called & (DOCUMENT | POLL)
    return word in DOCUMENT or word in POLL or (entity.actor.kind == "place" and word not in _PLACES)


def instead(cast: Cast, annotations: Annotations, span: Span, misfit: Entity) -> Entity | None:
    """Who a pronoun that misfits denotes: a relative one what stands right before it, “he” and “she” the person named last in their sentence or the one
    before, “we” the speaker of the quotation or turn."""
    text = cast.article.text
    word = text[span.start : span.end].lower()
    if word == "we":
        return next((cast.of(cast.said[i]) for i in cast.headed(span.start, span.end) if i in cast.said), None)
    if word in ("who", "which"):
        before = [
            i for i, m in enumerate(annotations.mentions) if 0 < span.start - m.span.end <= 2 and text[m.span.end : span.start].strip() in ("", ",")
        ]
        widest = min(before, key=lambda i: annotations.mentions[i].span.start, default=None)
        found = cast.of(widest) if widest is not None else None
        return found if found is not None and found is not misfit and found.acts else None
    if word not in ("he", "she"):
        return None
    starts = [s.start for s in annotations.sentences]
    sentence = max(0, bisect_right(starts, span.start) - 1)
    earlier = (cast.of(i) for i in reversed(cast.headed(starts[max(0, sentence - 1)], span.start)))
    return next((e for e in earlier if e is not None and e is not misfit and e.named and e.actor.kind == "person"), None)
