"""Actors of one article: clusters of mentions with a name, a kind, aliases and roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from rapport.annotations import Annotations, Attribution, EntityMention, Span
from rapport.extract import identity
from rapport.extract.roles import roles_of
from rapport.extract.words import BODIES, DOCUMENT, GROUPS, POLL, TITLE, UNNAMED, trim, words
from rapport.heads import head
from rapport.records import Actor, ActorKind, Article, Mention, content_id

_PLURAL_NOUN: Final = re.compile(r"(?:[^s]s|men|women|people)$", re.IGNORECASE)
_INDEFINITE: Final = re.compile(r"^(?:an?|one|some|several|two|three|four|five|many|multiple|another|a few|most|other)\b", re.IGNORECASE)
_ADDED: Final = re.compile(r"\s*[,;:(–—]|\s+(?:as|including|when|while|after|before)\b")
# “D-NY”, “Kremlin-connected”: a party and a state, or an adjective.
_TAG: Final = re.compile(
    r"[DRI][.-][\w. ]+|\S+-(?:backed|based|born|connected|controlled|era|led|linked|owned|run)|(?:Democratic|Democrat|Republican|Conservative|Labour|Tory)(?: presidential)?"
)
_BODY_OF: Final = re.compile(
    r"(?:The )?(?:\S+ ){0,2}(?:Department|Ministry|Office|Bureau|Committee|Board|Council|Court|Agency|University|Bank) (?:of|for|on) "
)
_OF_PLACE: Final = re.compile(
    r"(?:[Tt]he )?(?:[a-z]+ ){0,2}[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)?(?:['’]s?)? (?:[a-z]+ ){0,2}(?i:president|prime minister|premier|chancellor|king|queen|governor|mayor|leader)"
    r"|(?:[Tt]he )?(?:[a-z]+ ){0,2}(?i:president|prime minister|premier|chancellor|king|queen|governor|mayor|leader) of (?:the )?[A-Z].*"
)
_SURNAMES: Final = frozenset({"king", "prince", "judge", "pope", "justice", "chair"})
_LONG: Final = 90  # code points of a phrase that still is a name
_WORDY: Final = 6
_MARGIN: Final = 40  # code points before a word in which the mark is sought that it may open a sentence after
_SINGULAR: Final = re.compile(r"i|me|my|mine|myself", re.IGNORECASE)
_FIRST: Final = re.compile(_SINGULAR.pattern + "|we|us|our", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entity:
    """One cluster: its actor and its mentions as indices of `Annotations.mentions`."""

    actor: Actor
    members: tuple[int, ...]
    named: bool
    acts: bool = True  # false for what the reader takes for no actor: a day, an event, a thing


@dataclass
class Cast:
    """Everyone in an article; `of` gives the entity of a mention."""

    article: Article
    entities: list[Entity] = field(default_factory=list)
    by_mention: dict[int, Entity] = field(default_factory=dict)
    extra: dict[str, Entity] = field(default_factory=dict)
    heads: list[tuple[int, int]] = field(default_factory=list)  # where each mention's head begins, and the mention; sorted
    said: dict[int, int] = field(default_factory=dict)  # the mention that speaks, for each “I” and “we” in a quotation (`speakers`)
    joined: dict[int, tuple[int, ...]] = field(default_factory=dict)  # mentions of named people with “and” between them
    stands_for: dict[int, tuple[Entity, ...]] = field(default_factory=dict)  # whom “they”, “the two”, “we” mean, where it is someone named

    def headed(self, start: int, end: int) -> list[int]:
        """The mentions whose heads begin in `[start, end)`, in order of position."""
        return sorted(i for _, i in self.heads[bisect_left(self.heads, (start, -1)) : bisect_left(self.heads, (end, -1))])

    def of(self, mention: int) -> Entity | None:
        return self.by_mention.get(mention)

    def all_of(self, mention: int) -> tuple[Entity, ...]:
        """Everyone whom a mention stands for."""
        own = self.by_mention.get(mention)
        return self.stands_for.get(mention) or ((own,) if own else ())

    def conjuncts(self, mention: int) -> tuple[int, ...]:
        """The named people's mentions that “and” joins to a named person's mention, before or after it."""
        return self.joined.get(mention, ())

    def add(self, start: int, end: int, kind: ActorKind) -> Entity:
        """An actor that no mention covers: the phrase itself names it."""
        name = trim(self.article.text[start:end])
        key = name.casefold()
        if key not in self.extra:
            actor = Actor(content_id("actor", self.article.id, start, name), self.article.id, name, kind)
            self.extra[key] = Entity(actor, (), kind != "unnamed")
            self.entities.append(self.extra[key])
        return self.extra[key]

    def records(self, used: set[str]) -> tuple[tuple[Actor, ...], dict[str, Entity]]:
        """The named actors and those whose ids are used by records, in order of first mention."""
        kept = [e for e in self.entities if e.actor.id in used or (e.named and e.actor.kind in ("person", "organization", "place"))]
        return tuple(e.actor for e in kept), {e.actor.id: e for e in kept}


def proper_name(text: str, mention: EntityMention, names: Iterable[EntityMention]) -> str | None:
    """The bare name inside a mention, without titles: the tagged name that holds its head, else its capitalised end."""
    for name in names:
        if name.span.start <= mention.head.start and mention.head.end <= name.span.end:
            return _untitled(trim(text[name.span.start : name.span.end]))
    phrase = text[mention.span.start : mention.head.end]
    run = re.search(r"(?:[A-Z][\w.’'-]*\s+(?:(?:of|the|de|van|von|bin|al|and|for)\s+)*)*[A-Z][\w.’'-]*$", phrase)
    # One capitalised word that opens a sentence is a name only where the reader tags it as one.
    if run is None or (" " not in run.group() and _opens(text, mention.span.start + run.start())):
        return None
    return _untitled(trim(run.group()))


def _opens(text: str, at: int) -> bool:
    """Whether a sentence, a line or a quotation begins at a place."""
    before = text[max(0, at - _MARGIN) : at].rstrip(" \t")
    return not at or before.endswith((".", "?", "!", "\n", "“", '"'))


def _untitled(name: str) -> str:
    while True:
        found = TITLE.match(name)
        rest = name[found.end() :].lstrip(" ,") if found else ""
        if not rest or not rest[:1].isupper():
            return name
        name = rest


def _kind(members: list[EntityMention], names: dict[str, Counter[str]], name: str | None) -> ActorKind | None:
    """What a cluster is by vote of its mentions and of the name tagger; null for what is no actor (an event, a day)."""
    votes: dict[str, float] = defaultdict(float)
    for mention in members:
        # “their” beside “words of support” does not make these people.
        votes[mention.kind] += {"name": 2.0, "nominal": 1.0, "pronoun": 0.4}[mention.form]
    if name:
        for kind, count in names.get(name, Counter()).items():
            votes[kind] += 3 * count
    if name and votes["person"]:
        last = name.split()[-1].lower().rstrip(".")
        if last in BODIES or _BODY_OF.match(name):
            return "organization"
        if last in GROUPS:
            return "group"
    best = max(sorted(votes), key=lambda k: votes[k])
    return None if best == "other" else best  # type: ignore[return-value]


def _nominal_kind(text: str, members: list[EntityMention], kind: ActorKind | None) -> ActorKind:
    """What a cluster without a name is: unnamed sources, a group, or someone described."""
    phrase = text[members[0].span.start : members[0].span.end]
    head = text[members[0].head.start : members[0].head.end].lower()
    if head in BODIES:
        return "organization"
    if head in UNNAMED and (_INDEFINITE.match(phrase) or head.endswith("s") or head in ("people", "person", "someone", "somebody")):
        return "unnamed"
    if kind in ("person", "group"):
        return "group" if _PLURAL_NOUN.search(head) or head in GROUPS or head in ("they", "we", "both", "who") else "person"
    return kind or "organization"


class _Names:
    """What each name mention of an article is called, found once."""

    def __init__(self, text: str, tagged: Sequence[EntityMention]) -> None:
        self.text, self.tagged = text, tagged
        self.starts = [name.span.start for name in tagged]
        self.found: dict[tuple[Span, Span], tuple[str, list[str]] | None] = {}

    def of(self, mention: EntityMention) -> tuple[str, list[str]] | None:
        """The bare name, and the forms in which it stands there; null where the mention holds no name."""
        key = mention.span, mention.head
        if key not in self.found:
            self.found[key] = self._look(mention)
        return self.found[key]

    def _look(self, mention: EntityMention) -> tuple[str, list[str]] | None:
        at = bisect_left(self.starts, mention.span.start)
        if at and self.tagged[at - 1].span.end > mention.span.start:
            at -= 1
        bare = proper_name(self.text, mention, self.tagged[at : bisect_left(self.starts, mention.span.end)])
        if not (bare and len(bare.split()) <= _WORDY and len(bare) > 1 and bare[:1].isupper() and not _is_office(bare)):
            return None
        titled = trim(self.text[mention.span.start : mention.head.end])
        whole = len(titled.split()) <= _WORDY and titled[:1].isupper() and not re.search(r",| and ", titled)
        return bare, [bare, titled] if whole else [bare]

    def fullest(self, members: list[EntityMention]) -> tuple[str | None, list[str]]:
        """The fullest proper name of a cluster, and all forms in which it is named."""
        named = [found for mention in members if mention.form == "name" and (found := self.of(mention))]
        if not named:
            return None, []
        count = Counter(name for name, _ in named)
        forms = [form for _, found in named for form in found]
        # The fullest form that is not a one-off oddity: more words first, then how often it stands.
        best = max(count, key=lambda n: (min(len(n.split()), 3), count[n], -len(n), n))
        return best, list(dict.fromkeys(f for f in forms if f != best))


def _as_source(text: str, mention: EntityMention, annotations: Annotations) -> str:
    """How an unnamed source is called: as the article calls it where it is a source (“sources familiar with the call”)."""
    for item in annotations.attributions:
        for span in item.source:
            if span.start <= mention.span.start and mention.span.end <= span.end and span.end - span.start <= _LONG:
                return trim(text[span.start : span.end])
    return _described(text, mention)


def _is_office(name: str) -> bool:
    """Whether a name is only an office or a word for a source (“Pakistani President”, “Sources”); a surname such as King or Prince is a name."""
    last = re.split(r"\s+", name)[-1].lower()
    return (
        name.lower() in UNNAMED
        or _TAG.fullmatch(name) is not None
        or TITLE.fullmatch(name) is not None
        # A name that is cut behind its title’s stop (“GOP Sen”).
        or (" " in name and TITLE.fullmatch(last + ".") is not None)
        or (last not in _SURNAMES and TITLE.fullmatch(last) is not None)
    )


def _described(text: str, mention: EntityMention) -> str:
    """How someone without a name is called: the phrase up to what is only added to it (“leaders, including …”, “a senator as …”)."""
    phrase = text[mention.span.start : mention.span.end]
    tail = _ADDED.search(phrase, mention.head.end - mention.span.start)
    return trim(phrase[: tail.start()] if tail else phrase)


def _merged(text: str, annotations: Annotations, groups: dict[int, list[int]], names: _Names, kinds: dict[str, Counter[str]]) -> dict[int, list[int]]:
    """Clusters joined by what their names and offices say."""
    clusters = {number: [annotations.mentions[i] for i in members] for number, members in groups.items()}
    called = {number: name for number, mentions in clusters.items() if (name := names.fullest(mentions)[0])}
    kind_of = {number: _kind(clusters[number], kinds, called[number]) or "other" for number in called}
    starts = {number: clusters[number][0].span.start for number in called}
    titled = {number: identity.titles_of(text, clusters[number]) for number in called}
    target = identity.same_names(called, kind_of, starts, titled)
    target |= identity.offices(text, clusters, set(called))
    joined: dict[int, list[int]] = defaultdict(list)
    ends = identity.resolve(target)
    for number, members in groups.items():
        joined[ends.get(number, number)] += members
    return {number: sorted(members) for number, members in joined.items()}


def speakers(text: str, annotations: Annotations) -> dict[int, int]:
    """For each first-person mention inside a quotation, or a turn of a transcript (“QUILL: I …”), the mention that is its speaker; the innermost decides."""
    first = [(m.head.start, i) for i, m in enumerate(annotations.mentions) if _FIRST.fullmatch(text[m.span.start : m.span.end])]
    if not first:
        return {}
    heads = {mention.head.start: i for i, mention in reversed(list(enumerate(annotations.mentions)))}
    found: dict[int, int] = {}
    for item in sorted(annotations.attributions, key=lambda a: -sum(c.end - c.start for c in a.content)):
        if not item.source:
            continue
        span = item.source[0]
        speaker = heads.get(span.start + head(text[span.start : span.end])[0])
        if speaker is None:
            continue
        pieces = [piece for piece in item.content if re.search('[“”"]', text[max(0, piece.start - 1) : piece.end])]
        for piece in [*_turn(text, item), *pieces]:
            found |= {i: speaker for at, i in first if piece.start <= at < piece.end}
    return found


def _turn(text: str, item: Attribution) -> list[Span]:
    """The rest of the paragraph that a transcript's “QUILL:” opens."""
    start, cue = item.source[0].start, item.cue
    if not cue or text[cue[-1].start : cue[-1].end].strip() != ":" or (start and text[start - 1] != "\n"):
        return []
    end = text.find("\n", cue[-1].end)
    return [Span(cue[-1].end, end if end >= 0 else len(text))]


def cast(article: Article, annotations: Annotations) -> Cast:
    """Group the mentions of an article into entities with names, kinds, aliases and roles."""
    text = article.text
    said = speakers(text, annotations)
    result = Cast(article, heads=sorted((mention.head.start, i) for i, mention in enumerate(annotations.mentions)), said=said)
    groups: dict[int, list[int]] = defaultdict(list)
    for i, mention in enumerate(annotations.mentions):
        if _SINGULAR.fullmatch(text[mention.span.start : mention.span.end]):
            # Outside quotations it is the writer, whom nothing in the text names.
            groups[annotations.mentions[said[i]].cluster if i in said else -1 - i].append(i)
        else:
            groups[mention.cluster].append(i)
    names = list(annotations.names)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for item in names:
        kinds[_untitled(trim(text[item.span.start : item.span.end]))][item.kind] += 1
    called = _Names(text, names)
    groups = _merged(text, annotations, groups, called, kinds)
    for members in sorted((part for group in groups.values() for part in _parted(text, annotations, group, called)), key=lambda g: g[0]):
        mentions = [annotations.mentions[i] for i in members]
        if all(m.form == "pronoun" for m in mentions):
            continue
        name, aliases = called.fullest(mentions)
        kind = _kind(mentions, kinds, name)
        acts = kind is not None
        if name is None:
            first = next(m for m in mentions if m.form != "pronoun")
            if _TAG.fullmatch(text[first.span.start : first.span.end]):
                continue
            kind = _nominal_kind(text, [first], kind)
            whole = kind == "unnamed" or text[first.head.start : first.head.end].lower() in POLL | DOCUMENT
            label = _as_source(text, first, annotations) if whole else _described(text, first)
            actor = Actor(content_id("actor", article.id, first.span.start, label), article.id, label, kind)
        else:
            roles = roles_of(article, mentions, name) if kind == "person" else ()
            start = mentions[0].span.start
            confidence = round(max(m.score for m in mentions), 4)
            actor = Actor(
                content_id("actor", article.id, start, name), article.id, name, kind or "organization", tuple(aliases[:12]), roles, confidence
            )
        entity = Entity(actor, tuple(members), name is not None and acts, acts)
        result.entities.append(entity)
        for i in members:
            result.by_mention[i] = entity
    result.joined = _joined(text, annotations, result)
    return result


def _parted(text: str, annotations: Annotations, members: list[int], names: _Names) -> list[list[int]]:
    """A nameless cluster, parted where an office without a place (“the president”, “running for president”) comes before one with a place (“the Ruritanian
    president”): news tells first whose president it means, so that what stands before is another's."""
    mentions = [annotations.mentions[i] for i in members]
    at = next((n for n, mention in enumerate(mentions) if _placed(text, mention)), 0)
    before = [mention for mention in mentions[:at] if mention.form != "pronoun"]
    if not before or not all(identity.is_bare_office(text, mention) for mention in before) or names.fullest(mentions)[0] is not None:
        return [members]
    return [members[:at], members[at:]]


def _placed(text: str, mention: EntityMention) -> bool:
    """Whether a description is an office with a place or people in its own phrase (“Ruritania’s new president”, “the president of Ruritania”)."""
    phrase = text[mention.span.start : mention.span.end]
    return mention.form == "nominal" and _OF_PLACE.fullmatch(phrase) is not None


def _joined(text: str, annotations: Annotations, found: Cast) -> dict[int, tuple[int, ...]]:
    """For each mention of a named person by name the one that “and” joins to it."""
    people = [
        i
        for _, i in found.heads
        if annotations.mentions[i].form == "name" and (e := found.of(i)) is not None and e.named and e.actor.kind == "person"
    ]
    pairs: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for left, right in pairwise(people):
        gap = text[annotations.mentions[left].head.end : annotations.mentions[right].span.start]
        if gap.strip() == "and" and found.of(left) is not found.of(right):
            pairs[left] += (right,)
            pairs[right] += (left,)
    return dict(pairs)


def mention_records(article: Article, annotations: Annotations, kept: dict[str, Entity]) -> tuple[Mention, ...]:
    """Where the kept actors are mentioned, in order."""
    found = {
        (annotations.mentions[i].span.start, annotations.mentions[i].span.end, entity.actor.id) for entity in kept.values() for i in entity.members
    }
    return tuple(Mention(article.id, start, end, actor) for start, end, actor in sorted(found))


def is_pressy(phrase: str) -> bool:
    return bool(set(words(phrase)) & {"reporters", "journalists", "media", "press", "outlets"})
