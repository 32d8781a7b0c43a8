"""Actors of one article: clusters of mentions with a name, a kind, aliases and roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from rapport.annotations import Annotations, EntityMention
from rapport.extract import identity
from rapport.extract.naming import TAG, Names, as_source, datelined, described, headlined, lowered
from rapport.extract.roles import roles_of
from rapport.extract.speakers import SINGULAR, speakers
from rapport.extract.words import BODIES, DOCUMENT, GROUPS, POLL, UNNAMED, trim
from rapport.records import Actor, ActorKind, Article, Mention, content_id

_PLURAL_NOUN: Final = re.compile(r"(?:[^s]s|men|women|people)$", re.IGNORECASE)
_INDEFINITE: Final = re.compile(r"^(?:an?|one|some|several|two|three|four|five|many|multiple|another|a few|most|other)\b", re.IGNORECASE)
_OWNED: Final = re.compile(
    r"(?:[Tt]he )?(?P<owner>(?!(?:[Tt]he|His|Her|Their|Its|Our|My) )(?:[A-Z][\w.-]*(?:['’]s)? )+)(?:[a-z]+ )?(?:[Aa]dministration|[Cc]ampaign|[Cc]amp|[Tt]eam|[Tt]ransition|[Cc]abinet)"
)
_HOUSES: Final = frozenset(("house", "senate"))
_LETTERED: Final = re.compile(r"(?:[A-Z]\.){2,}[A-Z]\.?")  # “the F.B.I.” is a body, whatever it is taken for
_PEOPLE: Final = re.compile(r"(?:an|ish|ese|ic|ench|GOP|House|State)$")  # “the American administration” may be anybody's
_BODY_OF: Final = re.compile(
    r"(?:The )?(?:\S+ ){0,2}(?:Department|Ministry|Office|Bureau|Committee|Board|Council|Court|Agency|University|Bank) (?:of|for|on) "
)
_OF_PLACE: Final = re.compile(
    r"(?:[Tt]he )?(?:[a-z]+ ){0,2}[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)?(?:['’]s?)? (?:[a-z]+ ){0,2}(?i:president|prime minister|premier|chancellor|king|queen|governor|mayor|leader)"
    r"|(?:[Tt]he )?(?:[a-z]+ ){0,2}(?i:president|prime minister|premier|chancellor|king|queen|governor|mayor|leader) of (?:the )?[A-Z].*"
)


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


def _kind(text: str, members: list[EntityMention], names: dict[str, Counter[str]], name: str | None) -> ActorKind | None:
    """What a cluster is by vote of its mentions and of the name tagger; null for what is no actor (an event, a day)."""
    if name and any(mention.form == "name" and datelined(text, mention.span.start) for mention in members):
        return "place"
    votes: dict[str, float] = defaultdict(float)
    for mention in members:
        # “their” beside “words of support” does not make these people.
        votes[mention.kind] += {"name": 2.0, "nominal": 1.0, "pronoun": 0.4}[mention.form]
    if name:
        for kind, count in names.get(name, Counter()).items():
            votes[kind] += 3 * count
    last = name.split()[-1].lower().rstrip(".") if name else ""
    if name and (votes["person"] or votes["place"]) and (last in BODIES or last in _HOUSES or _BODY_OF.match(name)):
        return "organization"
    if last in GROUPS and votes["person"]:
        return "group"
    best = max(sorted(votes), key=lambda k: votes[k])
    if (
        name
        and best != "place"
        and _LETTERED.fullmatch(name)
        and any(m.form == "name" and text.startswith(("the ", "The "), m.span.start) for m in members)
    ):
        return "organization"
    return None if best == "other" else best  # type: ignore[return-value]


def _nominal_kind(text: str, members: list[EntityMention], kind: ActorKind | None) -> ActorKind:
    """What a cluster without a name is: unnamed sources, a group, or someone described."""
    phrase = text[members[0].span.start : members[0].span.end]
    head = text[members[0].head.start : members[0].head.end].lower()
    if head in BODIES or head in POLL | DOCUMENT:
        return "organization"
    if head in UNNAMED and (_INDEFINITE.match(phrase) or head.endswith("s") or head in ("people", "person", "someone", "somebody")):
        return "unnamed"
    if kind in ("person", "group"):
        return "group" if _PLURAL_NOUN.search(head) or head in GROUPS or head in ("they", "we", "both", "who") else "person"
    return kind or "organization"


def _merged(text: str, annotations: Annotations, groups: dict[int, list[int]], names: Names, kinds: dict[str, Counter[str]]) -> dict[int, list[int]]:
    """Clusters joined by what their names and offices say."""
    clusters = {number: [annotations.mentions[i] for i in members] for number, members in groups.items()}
    called = {number: name for number, mentions in clusters.items() if (name := names.fullest(mentions)[0])}
    kind_of = {number: _kind(text, clusters[number], kinds, called[number]) or "other" for number in called}
    target = identity.same_names(called, kind_of, clusters, text)
    target |= identity.offices(text, clusters, set(called))
    joined: dict[int, list[int]] = defaultdict(list)
    ends = identity.resolve(target)
    for number, members in groups.items():
        joined[ends.get(number, number)] += members
    return {number: sorted(members) for number, members in joined.items()}


def cast(article: Article, annotations: Annotations) -> Cast:
    """Group the mentions of an article into entities with names, kinds, aliases and roles."""
    text = article.text
    said = speakers(text, annotations)
    result = Cast(article, heads=sorted((mention.head.start, i) for i, mention in enumerate(annotations.mentions)), said=said)
    groups: dict[int, list[int]] = defaultdict(list)
    dropped = _of_headlines(text, annotations)
    for i, mention in enumerate(annotations.mentions):
        if i in dropped:
            continue
        if SINGULAR.fullmatch(text[mention.span.start : mention.span.end]):
            # Outside quotations it is the writer, whom nothing in the text names.
            groups[annotations.mentions[said[i]].cluster if i in said else -1 - i].append(i)
        else:
            groups[mention.cluster].append(i)
    names = list(annotations.names)
    called = Names(text, names)
    kinds = called.kinds
    groups = _merged(text, annotations, _unmixed(text, annotations, groups, called), called, kinds)
    for members in sorted((part for group in groups.values() for part in _parted(text, annotations, group, called)), key=lambda g: g[0]):
        mentions = [annotations.mentions[i] for i in members]
        if all(m.form == "pronoun" for m in mentions):
            continue
        name, aliases = called.fullest(mentions)
        kind = _kind(text, mentions, kinds, name)
        acts = kind is not None
        if name is None:
            first = next(m for m in mentions if m.form != "pronoun")
            if TAG.fullmatch(text[first.span.start : first.span.end]):
                continue
            kind = _nominal_kind(text, [first], kind)
            whole = kind == "unnamed" or text[first.head.start : first.head.end].lower() in POLL | DOCUMENT
            label = as_source(text, first, annotations) if whole else described(text, first)
            actor = Actor(content_id("actor", article.id, first.span.start, label), article.id, label, kind)
        else:
            roles = roles_of(article, mentions, name) if kind == "person" else ()
            start = mentions[0].span.start
            confidence = round(max(m.score for m in mentions), 4)
            shown = lowered(name, kind or "organization")
            also = tuple(dict.fromkeys(alias for alias in (*(() if shown == name else (name,)), *aliases) if alias != shown))
            actor = Actor(content_id("actor", article.id, start, name), article.id, shown, kind or "organization", also[:12], roles, confidence)
        entity = Entity(actor, tuple(members), name is not None and acts, acts)
        result.entities.append(entity)
        for i in members:
            result.by_mention[i] = entity
    result.joined = _joined(text, annotations, result)
    return result


def _of_headlines(text: str, annotations: Annotations) -> set[int]:
    """The mentions in headlines that were left in the text, but for names of whose words all are in names outside of them (“REYES”): the others hold what
    stands beside a name (“TEARFUL RANGERS”)."""
    inside = {i for i, mention in enumerate(annotations.mentions) if headlined(text, mention.head.start)}
    if not inside:
        return inside
    words = {
        i: set(re.findall(r"[^\W_]+", text[mention.span.start : mention.span.end].casefold())) - {"s"}
        for i, mention in enumerate(annotations.mentions)
        if mention.form == "name"
    }
    known = set().union(*(found for i, found in words.items() if i not in inside))
    return {i for i in inside if i not in words or not words[i] <= known}


def _unmixed(text: str, annotations: Annotations, groups: dict[int, list[int]], names: Names) -> dict[int, list[int]]:
    """Clusters without the names in them that are another's (“Quill World Tower” beside “Quill”), which become clusters of their own, and parted by whose a body is."""
    found: dict[int, list[int]] = {}
    for number, members in groups.items():
        strange = names.strangers([annotations.mentions[i] for i in members])
        found[number] = [i for place, i in enumerate(members) if place not in strange]
        found |= {-1 - members[place]: [members[place]] for place in strange}
    return {key: part for number, group in found.items() for key, part in _by_owner(text, annotations, number, group)}


def _by_owner(text: str, annotations: Annotations, number: int, members: list[int]) -> Iterator[tuple[int, list[int]]]:
    """A cluster, parted where a body is another person's than before: “the Quill administration” is not “the Reyes administration”; what names no owner goes on with the last."""
    parts: list[tuple[int, set[str] | None, list[int]]] = [(number, None, [])]
    for i in members:
        owner = owner_in(text, annotations.mentions[i])
        known = next((part for part in parts if owner and part[1] and owner & part[1]), None)
        if owner and known is None and parts[-1][1] is not None:
            parts.append((-1 - i, owner, [i]))
            continue
        if owner:
            parts.append(parts.pop(parts.index(known or parts[-1])))
            parts[-1] = (parts[-1][0], owner, parts[-1][2])
        parts[-1][2].append(i)
    return ((key, sorted(group)) for key, _, group in parts)


def owner_in(text: str, mention: EntityMention) -> set[str] | None:
    """The words of the name that stands before an administration, campaign or the like (“the Ada Quill administration”); null where none does."""
    found = _OWNED.fullmatch(text, mention.span.start, mention.head.end)
    return {word for word in re.findall(r"[A-Z][\w-]+", found["owner"]) if not _PEOPLE.search(word)} if found else None


def _parted(text: str, annotations: Annotations, members: list[int], names: Names) -> list[list[int]]:
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
