"""Who is who: the signatures of one block, decided together.

A block is all that ends in one surname, or all that goes by one name that is no person's. What is decided depends on what is in the block, never
on the order in which it came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rapport.records import content_id
from rapport.resolve.evidence import JOIN, SURE, UNKNOWN, Field, Profile, compare, foremost
from rapport.resolve.forms import bears, core, initials, is_acronym, is_generic, nicknames_of, relation, squash
from rapport.resolve.known_names import COLLECTIVE, KNOWN_OTHERS
from rapport.resolve.known_people import NOBODY, KnownPeople
from rapport.resolve.signatures import Signature, term

# A given name alone means someone where so many of those who bear it are this one.
_GIVEN_SHARE: Final = 0.9
# A last word that an organization is called by is hers where so many of those who are called nothing else come on one called both.
_TAIL: Final = 8
# Who bear one name alone by their office (“Queen Elizabeth”) are not those who are called so for short.
_REGAL: Final = frozenset({"royal", "pope", "cleric"})

# By what full names are brought together, the surest first.
_JOINED: Final = ("same", "prefix", "middle", "suffix", "initial", "spelling", "short", "nickname", "generation")

# A signature with its id, and how many actors have it.
Counted = tuple[int, Signature, int]


@lru_cache(maxsize=131072)
def entity_id(form: str, kind: str, sense: str = "") -> str:
    """The id of the entity whose canonical form this is; `kind` person, or other for all else."""
    return content_id("entity", form, kind, *([sense] if sense else []))


class Clusters:
    """The full forms of a block, brought together."""

    def __init__(self, profiles: Mapping[str, Profile], known: KnownPeople) -> None:
        self.profiles = profiles
        self._known = known
        self._up = {form: form for form in profiles}
        self.torn: dict[str, frozenset[str]] = {}
        self.bearers = sum(profile.count for form, profile in profiles.items() if bears(form))
        self._join()

    def root(self, form: str) -> str:
        while self._up[form] != form:
            form = self._up[form]
        return form

    def members(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for form in sorted(self._up):
            found[self.root(form)].append(form)
        return found

    def merged(self) -> dict[str, Profile]:
        """The profile of each cluster, by its canonical form."""
        found = {}
        for forms in self.members().values():
            whole = self.profiles[forms[0]]
            if len(forms) > 1:
                whole = Profile()
                for form in forms:
                    whole.take(self.profiles[form])
            found[whole.canonical] = whole
        return found

    def _join(self) -> None:
        if len(self.profiles) < 2:
            return
        order = sorted(self.profiles, key=lambda f: (-len(f.split()), -len(f), f))
        # Which names go together, and how, does not depend on what was brought together before: it is asked once, not at each step.
        targets: dict[str, dict[str, list[str]]] = {step: {} for step in _JOINED}
        for form, others in _akin(order).items():
            for other in others:
                if (how := relation(form, other)) and (step := self._short_side(form, other, how)):
                    targets[step].setdefault(form, []).append(other)
        for step, found in targets.items():
            for form in filter(found.__contains__, order):
                self._attach(form, found[form], step)

    def _short_side(self, form: str, other: str, how: str) -> str:
        """By which step `form` is to be attached to `other`; empty where it is the other way round."""
        mine, theirs = self.profiles[form].count, self.profiles[other].count
        longer = (len(form.split()), len(form), form) > (len(other.split()), len(other), other)
        if how == "same":
            return how if (mine, other) < (theirs, form) else ""
        if how == "suffix":
            # “CNN Chris Bell” is Chris Bell with something before it; “van Holt” is the surname of Ada van Holt.
            if longer:
                return "prefix" if mine <= theirs and bears(other) and len(core(other)[0][0]) > 1 else ""
            return "suffix" if (mine < theirs or len(core(form)[0][0]) == 1) and bears(other) else ""
        if how == "middle":
            return how if not longer else ""
        if how == "initial":
            return how if len(core(form)[0][0]) == 1 else ""
        return how if (mine, other) < (theirs, form) else ""

    def _attach(self, form: str, targets: Sequence[str], step: str) -> None:
        good = [t for t in targets if compare(form, t, self.profiles[form], self.profiles[t], self.bearers, self._known).total >= JOIN]
        if step == "prefix" and good:
            # The longest name that it ends in; of several that are as long there is only one.
            good = [max(good, key=lambda t: (len(t.split()), self.profiles[t].count))]
        weights: Counter[str] = Counter()
        for target in good:
            weights[self.root(target)] += self.profiles[target].count
        mine = self.root(form)
        if not weights or set(weights) == {mine}:
            return
        total = sum(w * w for w in weights.values()) + UNKNOWN
        best = max(sorted(weights), key=lambda r: weights[r])
        if weights[best] ** 2 / total >= SURE:
            self._up[max(best, mine)] = min(best, mine)
        elif form not in self.torn and mine == form:
            self.torn[form] = frozenset(good)


def _akin(forms: Sequence[str]) -> dict[str, list[str]]:
    """For each form those that may go together with it: comparing no others keeps a block of a thousand Smiths cheap."""
    by_given: dict[str, list[str]] = defaultdict(list)
    by_letter: dict[str, list[str]] = defaultdict(list)
    by_start: dict[str, list[str]] = defaultdict(list)
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for form in forms:
        words = tuple(map(squash, core(form)[0]))
        by_given[core(form)[0][0]].append(form)
        by_given[words[0]].append(form)
        by_letter[words[0] if len(words[0]) == 1 else words[0][0] + "…"].append(form)
        by_start[words[0][:2]].append(form)
        by_words[words].append(form)
    found: dict[str, set[str]] = {form: set() for form in forms}
    for form in forms:
        first = core(form)[0][0]
        words = tuple(map(squash, core(form)[0]))
        near = {*by_given[first], *by_given[words[0]]}
        for name in sorted(nicknames_of(first)):
            near.update(by_given.get(name, ()))
        near.update(by_letter.get(words[0][0], ()))
        near.update(by_start.get(words[0][:2], ()))
        if len(words[0]) == 1:
            near.update(by_letter.get(words[0] + "…", ()))
        for start in range(1, len(words) - 1):
            near.update(by_words.get(words[start:], ()))
        for other in near - {form}:
            found[form].add(other)
            found[other].add(form)
    return {form: sorted(others) for form, others in found.items()}


@dataclass(frozen=True)
class Persons:
    """A block of persons, decided: clusters of full forms by canonical form, and those in doubt between several."""

    clusters: Mapping[str, Profile]
    torn: Mapping[str, frozenset[str]]
    canonical: Mapping[str, str]
    known: KnownPeople = NOBODY
    _bases: dict[str, str] = field(default_factory=dict)
    _candidates: dict[str, dict[str, Profile]] = field(default_factory=dict)
    _fields: dict[tuple[str, int | None], Field] = field(default_factory=dict)
    _given: dict[str, tuple[Sequence[Bearer], str | None]] = field(default_factory=dict)
    decided: dict[Signature, tuple[str, float]] = field(default_factory=dict)

    def base(self, form: str) -> str:
        if form not in self._bases:
            self._bases[form] = entity_id(self.canonical[form], "person")
        return self._bases[form]

    def candidates(self, signature: Signature) -> dict[str, Profile]:
        """Who a short or torn name may be, by canonical form."""
        return self._candidates_of(signature.form)

    def _candidates_of(self, form: str) -> dict[str, Profile]:
        if form not in self._candidates:
            self._candidates[form] = self._bearing(form)
        return self._candidates[form]

    def field(self, signature: Signature) -> Field:
        """The candidates for a short or torn name in the year in which it was written."""
        key = signature.form, term(signature.year)
        if key not in self._fields:
            self._fields[key] = Field.of(self.candidates(signature), signature.year)
        return self._fields[key]

    def by_given(self, form: str, bearers: Sequence[Bearer]) -> str | None:
        """Whom a form of one word means as a given name, of these who bear it (see `_by_given`): hundreds of signatures of one form ask for it."""
        asked, meant = self._given.get(form, (None, None))
        if asked is not bearers:
            meant = _by_given(bearers, sum(c.count for c in self._candidates_of(form).values()))
            self._given[form] = bearers, meant
        return meant

    def _bearing(self, name: str) -> dict[str, Profile]:
        if name in self.torn:
            wanted = {self.canonical[f] for f in self.torn[name]}
            return {form: self.clusters[form] for form in sorted(wanted)}
        (word,), generation = core(name)
        return {
            form: profile
            for form, profile in sorted(self.clusters.items())
            if any(bears(f) and squash(core(f)[0][-1]) == squash(word) and generation in ("", core(f)[1]) for f in profile.forms)
        }


def persons(block: Iterable[Counted], known: KnownPeople = NOBODY) -> Persons:
    """Bring the full forms of a block together."""
    profiles: dict[str, Profile] = defaultdict(Profile)
    for _, signature, count in block:
        if not signature.single:
            profiles[signature.form].add(signature, count)
    clusters = Clusters(dict(sorted(profiles.items())), known)
    merged = clusters.merged()
    canonical = {form: name for name, profile in merged.items() for form in profile.forms}
    return Persons(merged, clusters.torn, canonical, known)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a given name or an acronym may stand for: a form with its block, the entity it was decided to be, and how often it is named."""

    form: str
    block: str
    base: str
    count: int


def decide_person(signature: Signature, found: Persons, bearers: Sequence[Bearer]) -> str:
    """The base entity of a signature of a block of persons; empty where it stays of its article."""
    if not signature.single and signature.form not in found.torn:
        return found.base(signature.form)
    if signature.form in COLLECTIVE:
        return entity_id(signature.form, "person")
    if signature.single and is_generic(signature.form) and not signature.supported:
        return ""
    candidates = found.candidates(signature)
    by_given = found.by_given(signature.form, bearers) if signature.single and not core(signature.form)[1] else None
    if by_given is not None:
        return "" if _REGAL & set(signature.titles) else by_given
    if candidates:
        # Spelling, aliases and the like are none of its evidence: one decision for all that differ in nothing else.
        year = signature.year if found.known.offices else term(signature.year)
        same = Signature(signature.form, "person", "", "", signature.gender, signature.titles, year, signature.hints)
        if same not in found.decided:
            found.decided[same] = foremost(signature, found.field(signature), found.known)
        form, share = found.decided[same]
        if form and share >= SURE:
            return entity_id(form, "person")
        return "" if signature.single else found.base(signature.form)
    if is_generic(signature.form):
        return ""
    return entity_id(signature.form, "person")


def _by_given(bearers: Sequence[Bearer], surnamed: int) -> str | None:
    """Whom a given name means: null where nobody bears it or it is rather a surname, empty where several bear it."""
    total = sum(b.count for b in bearers)
    if not total or 8 * surnamed > total:
        return None
    blocks: Counter[str] = Counter()
    for bearer in bearers:
        blocks[bearer.block] += bearer.count
    block, number = max(sorted(blocks.items()), key=lambda pair: pair[1])
    bases: Counter[str] = Counter()
    for bearer in bearers:
        if bearer.block == block and bearer.base:
            bases[bearer.base] += bearer.count
    if number < _GIVEN_SHARE * total or not bases:
        return ""
    base = max(sorted(bases), key=lambda b: bases[b])
    return base if bases[base] ** 2 >= SURE * sum(n * n for n in bases.values()) else ""


def decide_others(block: Sequence[Counted], bearers: Sequence[Bearer]) -> dict[int, str]:
    """The base entities of the signatures of one form that is no person's; empty where one stays of its article."""
    form = block[0][1].form
    votes = Counter({b.form: b.count for b in bearers})
    for _, signature, count in block:
        for hint in signature.hints:
            votes[hint] += count
    best = max(sorted(votes), key=lambda f: votes[f], default="")
    # A last word is short for what has it often enough beside those who have nothing else; letters say more.
    alone = 0 if is_acronym(form) and form == initials(best) else sum(count for _, _, count in block)
    sure = votes[best] >= _GIVEN_SHARE * votes.total() and _TAIL * votes[best] >= alone
    meant = best if best and not is_generic(form) and sure else form
    found = {}
    for key, signature, _ in block:
        if signature.hints and signature.kind != "person":
            found[key] = entity_id(signature.hints[0], "other")
        else:
            found[key] = "" if is_generic(form) else entity_id(meant, "other", signature.sense if meant == form else "")
    return found


def as_person(signature: Signature, votes: Mapping[str, int]) -> bool:
    """Whether a signature is taken for a person's: kinds are read with errors, so that a form is of the kind that most of its actors have.

    One word may be the name of both: a surname that is mostly a town is a person's where more than the kind speaks for one, and a company
    that has the name of a person (“Ford”) is none where more than one in ten that are called so is no person.
    """
    if signature.form in KNOWN_OTHERS:
        return False
    mostly = min(votes, key=lambda kind: (-votes[kind], kind))
    if not signature.single:
        return mostly == "person"
    if mostly != "person":
        return signature.supported
    return signature.kind == "person" or 10 * votes.get(signature.kind, 0) <= sum(votes.values())
