"""On whose word: attributions to source chains, and from a source phrase to an actor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.extract.actors import Cast, Entity
from rapport.extract.descriptions import meant
from rapport.extract.fits import instead, misfits
from rapport.extract.words import DOCUMENT, OUTLET, POLL, PRESS, SPOKES, UNNAMED, trim, words
from rapport.heads import head
from rapport.records import Source, SourceKind

_FOR: Final = re.compile(r"\b(?:spokes\w+|press secretary|aides?|advisers?|lawyers?) (?:for|to|of) ((?:the )?[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*)")
_BEFORE: Final = re.compile(r"((?:[A-Z][\w.’'-]*\s+)*[A-Z][\w.-]*)(?:['’]s?)?\s+(?:\w+\s+)?spokes\w+")
_TOLD: Final = re.compile(
    r"^[\s,]*(?:[A-Z][\w-]*day,?\s+)?(?:to\s+)?((?:the |The )?(?:[A-Z][\w.&’'-]*)(?:\s+(?:of|and|the|[A-Z&][\w.’'-]*))*|(?:multiple |several |other |two |local )?(?:news )?(?:outlets|reporters|journalists|newspapers))"
)


_INTERVIEW: Final = re.compile(
    r"\b(?:[Ii]n|[Dd]uring) an?(?: \w+){0,3} interview(?: \w+)? (?:with|on|to|by) ((?:the |The )?[A-Z][\w.&’'-]*(?: (?:of|and|the|[A-Z&][\w.&’'-]*))*)"
)
_REACH: Final = 120  # code points from a cue to the interview of its sentence
# “sources familiar with the call”, “aides briefed on their meeting”: whoever is so called vouches for the encounter.
_WITNESS: Final = re.compile(
    r"\b(?:familiar with|briefed (?:on|about)|knowledge of|aware of|privy to|involved in|present (?:at|for|in|during)|listening to|with access to)\s+"
    r"(?:the|their|his|her|that|this|those|these)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:calls?|conversations?|meetings?|talks|discussions?|exchanges?|messages?|texts?|sessions?|dinners?|visits?|encounters?|contacts?|interactions?|correspondence)\b",
    re.IGNORECASE,
)


_BESIDE: Final = re.compile(r",(?!\s*(?:who|whom|whose|which|where|when|after|before|while|including|with|as)\b)\s*")


# “according to a transcript released Wednesday”: the day is read as the source where the phrase has no other actor.
_DAY: Final = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|May|June|July|August|September|October|November|December"
)


def overlap(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def entity_in(cast: Cast, annotations: Annotations, spans: Sequence[Span]) -> Entity | None:
    """Who a source phrase denotes: the entity at the head of the phrase (“Hugh Hill, a doctor” → Hill, “a spokesman for Hill” → the spokesman);
    a description followed by a name (“a doctor, Hugh Hill,”) is the named one's."""
    text = cast.article.text
    first = spans[0]
    at = first.start + head(text[first.start : first.end])[0]
    inside = [
        (i, entity)
        for span in spans
        for i in cast.headed(span.start, span.end)
        if annotations.mentions[i].head.end <= span.end + 2 and (entity := cast.of(i)) is not None and not _DAY.fullmatch(entity.actor.name)
    ]
    heads = [entity for i, entity in inside if annotations.mentions[i].head.start == at]
    named = [
        entity
        for i, entity in inside
        if entity.named
        and entity.actor.kind == "person"
        and "," in text[at : annotations.mentions[i].span.start]
        and "," not in text[first.start : at]
    ]
    if heads:
        best = max(heads, key=lambda entity: entity.named)
        apposed = _apposed(text, first, at) if text[at].islower() else -1
        beside = next((entity for i, entity in inside if annotations.mentions[i].head.start == apposed and entity in named), None)
        return beside or (named[0] if named and not best.named else best)
    if named or not inside:
        return named[0] if named else None
    return max(inside, key=lambda pair: _fit(annotations, pair[0], pair[1], spans))[1]


def _apposed(text: str, span: Span, at: int) -> int:
    """Where the head of what a comma sets beside a description begins (“the doctor, Hugh Hill”): it is the same one, whoever coreference takes the doctor for; -1 where nothing is."""
    found = _BESIDE.search(text, at, span.end)
    return found.end() + head(text[found.end() : span.end])[0] if found else -1


def _fit(annotations: Annotations, mention: int, entity: Entity, spans: Sequence[Span]) -> tuple[float, int]:
    """How well a mention covers a phrase; where none stands at its head, the widest wins, named ones before others."""
    found = annotations.mentions[mention]
    shared = max(overlap(found.span, span) for span in spans)
    size = sum(span.end - span.start for span in spans)
    return shared / max(size, found.span.end - found.span.start) + (0.15 if entity.named else 0), -found.head.start


def source_entity(cast: Cast, annotations: Annotations, attribution: Attribution) -> Entity | None:
    """The actor of an attribution's source; one made from the phrase where no mention covers it."""
    if not attribution.source:
        return None
    text = cast.article.text
    phrase = text[attribution.source[0].start : attribution.source[-1].end]
    if _SIGNS.search(phrase):
        return None
    entity = entity_in(cast, annotations, attribution.source)
    if entity is not None and misfits(text, Span(attribution.source[0].start, attribution.source[-1].end), entity):
        entity = instead(cast, annotations, attribution.source[0], entity)
    if entity is not None and not entity.named and entity.actor.kind in ("person", "unnamed"):
        entity = meant(cast, annotations, Span(attribution.source[0].start, attribution.source[-1].end)) or entity
    if entity is not None and not (not entity.named and set(words(phrase)) & UNNAMED and entity.actor.kind != "unnamed" and len(entity.members) == 1):
        return entity
    label = trim(phrase)
    if not re.search(r"\w", label) or len(label) > 120 or label.lower() in _BARE_PRONOUNS:
        return entity
    kind = kind_of_phrase(label)
    return cast.add(
        attribution.source[0].start,
        attribution.source[-1].end,
        "unnamed" if kind == "unnamed" else "organization" if kind in ("document", "poll", "outlet") else "person",
    )


# “All signs suggest that”: nobody says so.
_SIGNS: Final = re.compile(
    r"^(?:(?:all|every|the|many|most|some|early|other|no)\s+)*(?:signs?|indications?|indicators?|odds|chances|facts|everything|nothing|something)$",
    re.IGNORECASE,
)
_BARE_PRONOUNS: Final = frozenset(
    "he she it they i we you who which that him her them his hers their me my mine us our ours your this these those one the".split()
)


# What is only added to a source's head: “a person briefed on the call”, “a memo released Monday”.
_ADDED: Final = re.compile(
    r"\b(?:of|by|from|to|with|in|on|for|who|whom|whose|that|which|familiar|close|about|at|near|inside|briefed|involved|knowledgeable|informed|aware|privy|present|speaking|listening|"
    r"working|authorized|granted|released|published|obtained|reviewed|seen|conducted|sent|written|signed|filed|issued|posted|dated|made|unsealed|read|provided|prepared|taken)\b"
)


def kind_of_phrase(phrase: str) -> SourceKind | None:
    """What kind of source a phrase is by its words; null where they do not tell."""
    found = words(phrase)
    if SPOKES.search(phrase):
        return "spokesperson"
    lowered = set(found)
    first = _ADDED.split(phrase, maxsplit=1)[0]
    heads = words(first)[-1:] or found[-1:]
    if heads and heads[0] in POLL:
        return "poll"
    if heads and heads[0] in DOCUMENT and not re.search(r"\b[A-Z]\w+ (?:Post|Press)\b", phrase):
        return "document"
    capitals = re.findall(r"\b[A-Z]\w+", phrase[1:] if found and found[0] in UNNAMED else phrase)
    if heads and heads[0] in UNNAMED and not re.search(r"[A-Z]\w+ [A-Z]\w+$", phrase):
        return "unnamed"
    if lowered & PRESS and not capitals:
        return "outlet"
    return None


def kind_of(entity: Entity | None, phrase: str) -> SourceKind:
    """The kind of a chain link: by the phrase first, then by who it is."""
    by_words = kind_of_phrase(phrase)
    if by_words == "spokesperson" or (by_words and (entity is None or not entity.named or entity.actor.kind != "person")):
        return by_words
    if entity is not None:
        if any(SPOKES.search(role.title) for role in entity.actor.roles):
            return "spokesperson"
        if entity.actor.kind == "organization" and OUTLET.search(entity.actor.name):
            return "outlet"
        if not entity.named:
            return kind_of_phrase(entity.actor.name) or "unnamed"
    return "named"


def named_entity(cast: Cast, name: str) -> Entity | None:
    """The entity that a bare name of the text denotes."""
    wanted = words(name.removeprefix("the ").removeprefix("The "))
    for entity in cast.entities:
        if entity.named and any(words(form)[-len(wanted) :] == wanted for form in (entity.actor.name, *entity.actor.aliases)):
            return entity
    return None


def spoken_for(cast: Cast, entity: Entity | None, phrase: str) -> str | None:
    """The actor that a spokesperson speaks for."""
    for text in (phrase, *(role.title for role in (entity.actor.roles if entity else ()))):
        found = _FOR.search(text) or _BEFORE.search(text)
        owner = named_entity(cast, trim(found.group(1))) if found else None
        if owner is not None and owner is not entity:
            return owner.actor.id
    return None


def told_outlet(text: str, attribution: Attribution) -> tuple[str, Span] | None:
    """The outlet told: “told The Times”, “confirmed … to The New York Times”."""
    cue = attribution.cue[0] if attribution.cue else None
    if cue is None:
        return None
    places = [cue.end]
    if re.match(r"(?:told|tells|telling|informed)\b", text[cue.start : cue.end].split()[-1] if text[cue.start : cue.end].split() else ""):
        places = [cue.end]
    else:
        stop = text.find("\n", cue.end)
        window = text[cue.end : stop if 0 <= stop < cue.end + 160 else cue.end + 160]
        places = [cue.end + found.start() for found in re.finditer(r"\bto (?=(?:the |The )?[A-Z]|reporters|journalists)", window)][:2]
    for at in places:
        found = _TOLD.match(text[at : at + 80])
        if not found:
            continue
        name = trim(found.group(1))
        if OUTLET.search(name) or set(words(name)) & PRESS:
            start = at + found.start(1)
            return name, Span(start, start + len(found.group(1)))
    return _interviewer(text, cue)


def _interviewer(text: str, cue: Span) -> tuple[str, Span] | None:
    """The outlet of an interview of which the cue's sentence tells (“said in an interview with The Times”)."""
    line = text.rfind("\n", 0, cue.start) + 1
    end = text.find("\n", cue.end)
    for found in _INTERVIEW.finditer(text, max(line, cue.start - _REACH), min(end if end >= 0 else len(text), cue.end + _REACH)):
        between = text[min(found.end(), cue.end) : max(found.start(), cue.start)]
        name = trim(found.group(1))
        if OUTLET.search(name) and not re.search(r"[.?!]\s", between):
            return name, Span(*found.span(1))
    return None


def link(cast: Cast, annotations: Annotations, attribution: Attribution) -> Source | None:
    """One link of a source chain; null where the attribution names no source."""
    entity = source_entity(cast, annotations, attribution)
    if entity is None:
        return None
    text = cast.article.text
    phrase = text[attribution.source[0].start : attribution.source[-1].end]
    kind = kind_of(entity, phrase)
    told = told_outlet(text, attribution)
    via = (
        told[0].removeprefix("the ")
        if told and not is_own(cast.article.outlet, told[0]) and told[0].lower() not in ("reporters", "journalists")
        else None
    )
    return Source(entity.actor.id, kind, spoken_for(cast, entity, phrase) if kind == "spokesperson" else None, via)


def is_own(outlet: str | None, name: str) -> bool:
    """Whether an outlet told is the article's own."""
    if not outlet:
        return False
    mine = re.sub(r"\W|^the", "", outlet.lower().removesuffix(".com"))
    other = re.sub(r"\W", "", re.sub(r"^the\s", "", name.lower()))
    return bool(other) and (other in mine or mine in other)


def chain(cast: Cast, annotations: Annotations, at: Span, among: Iterable[Attribution]) -> tuple[Source, ...]:
    """The chain on whose word the words at a place rest: the attributions whose content holds it, innermost first."""
    around = [a for a in among if any(c.start <= at.start and at.end <= c.end for c in a.content)]
    around.sort(key=lambda a: sum(c.end - c.start for c in a.content))
    links = (link(cast, annotations, a) for a in around)
    return tuple(item for item in links if item is not None)


def witnesses(cast: Cast, annotations: Annotations, places: Sequence[Span]) -> tuple[Source, ...]:
    """The source of the first attribution in these sentences whose source phrase says that it knows of the encounter (“sources familiar with the call”)."""
    text = cast.article.text
    for item in annotations.attributions:
        if item.source and any(p.start <= item.source[0].start < p.end for p in places):
            phrase = text[item.source[0].start : item.source[-1].end]
            # A source span may break off at its head: the sentence goes on with what it knows.
            if _WITNESS.search(phrase) or _WITNESS.match(text, item.source[-1].end + 1):
                found = link(cast, annotations, item)
                if found is not None:
                    return (found,)
    return ()
