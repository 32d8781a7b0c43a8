"""Who is who: the signatures of one block, decided together. Every decision is a sum of weights, each with its reason and the values it used.

A block is all that ends in one surname, or all that goes by one name that is no person's. What is decided depends on what is in the block, never
on the order in which it came.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from rapport.records import content_id
from rapport.resolve.forms import bears, core, is_generic, nicknames_of, relation, squash
from rapport.resolve.known_names import COLLECTIVE, KNOWN_OTHERS
from rapport.resolve.signatures import Signature
from rapport.resolve.titles import EXCLUSIVE

# Log-weights of how two full names go together. Set by hand and tuned on judged pairs (training/name_pairs.csv).
_RELATIONS: Final = {"same": 9.0, "middle": 4.0, "suffix": 4.0, "initial": 1.0, "spelling": 0.0, "short": 1.0, "nickname": 0.5, "generation": 0.0}
_JOIN: Final = 3.0
# The share that one of several candidates must have before a name is theirs.
_SURE: Final = 0.93
# Someone whom the ledger never names in full: a small share of all who are called so, and a trifle.
_UNKNOWN_SHARE: Final = 0.002
_UNKNOWN: Final = 0.04
_ANYONE: Final = 0.05
# A given name alone means someone where so many of those who bear it are this one.
_GIVEN_SHARE: Final = 0.9
_YEARS: Final = 2
# A name so many times as rare as another is a slip of it; so many full names show how rare a surname is.
_SLIPS: Final = 8
_FEW: Final = 4
# Offices that two who share them are likely one by.
_TELLING: Final = EXCLUSIVE | {"counsel", "secretary", "speaker", "leader", "attorney general", "chief of staff", "commissioner"}
_CROWDED: Final = 8
# Of more candidates the less often named are looked at only where something speaks for them.
_CANDIDATES: Final = 12
# Who bear one name alone by their office (“Queen Elizabeth”) are not those who are called so for short.
_REGAL: Final = frozenset({"royal", "pope", "cleric"})

Counted = tuple[int, Signature, int]


class Reason(NamedTuple):
    """One piece of evidence: what it is about, the values compared, and its log-weight (above 0 speaks for one and the same)."""

    about: str
    one: str
    other: str
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    reasons: tuple[Reason, ...]

    @property
    def total(self) -> float:
        return sum(reason.weight for reason in self.reasons)


@dataclass
class Profile:
    """What all signatures of a form, or of several, say together."""

    forms: Counter[str] = field(default_factory=Counter)
    years: dict[int | None, float] = field(default_factory=lambda: defaultdict(float))
    genders: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    titled: int = 0
    offices: set[tuple[str, int]] = field(default_factory=set)
    hints: Counter[str] = field(default_factory=Counter)
    count: int = 0

    def add(self, signature: Signature, count: int) -> None:
        self.count += count
        self.forms[signature.form] += count
        # A surname alone is written where nobody else of that surname is named: how often someone is named beside others says little of it.
        self.years[signature.year] += count / _CROWDED if signature.crowded else count
        if signature.gender:
            self.genders[signature.gender] += count
        for title in signature.titles:
            self.titles[title.removeprefix("former ")] += count
            if signature.year is not None and title in EXCLUSIVE:
                self.offices.add((title, signature.year))
        self.titled += count * bool(signature.titles)
        for hint in signature.hints:
            self.hints[hint] += count

    def take(self, other: Profile) -> None:
        self.count += other.count
        self.forms.update(other.forms)
        for year, number in other.years.items():
            self.years[year] += number
        self.genders.update(other.genders)
        self.titles.update(other.titles)
        self.hints.update(other.hints)
        self.offices |= other.offices
        self.titled += other.titled

    def near(self, year: int | None) -> float:
        """How often it is named about that year; what is further off counts a quarter."""
        whole = sum(self.years.values())
        if year is None:
            return whole
        close = sum(self.years.get(y, 0.0) for y in (*range(year - _YEARS, year + _YEARS + 1), None))
        return close + (whole - close) / 4

    def holds(self, office: str) -> bool:
        """Whether it is called by an office more than by a slip: twice, and one time in ten."""
        return self.titles[office] >= max(2, self.count / 10)

    @property
    def gender(self) -> str:
        male, female = self.genders["m"], self.genders["f"]
        return "m" if male > 4 * female else "f" if female > 4 * male else ""

    @property
    def canonical(self) -> str:
        return min(self.forms, key=lambda f: (not bears(f), -self.forms[f], f))


@lru_cache(maxsize=131072)
def entity_id(form: str, kind: str, sense: str = "") -> str:
    """The id of the entity whose canonical form this is; `kind` person, or other for all else."""
    return content_id("entity", form, kind, *([sense] if sense else []))


def compare(a: str, b: str, one: Profile, other: Profile, bearers: int = 0) -> Score:
    """Whether two full forms are one person's: how the names go together, and what is said of their bearers. `bearers` is how often anyone of
    that surname is named in full."""
    how = relation(a, b)
    if not how:
        return Score((Reason("the names do not go together", a, b, -9.0),))
    found = [Reason(f"the names go together ({how})", a, b, _RELATIONS[how])]
    less, more = sorted((one.count, other.count))
    if how == "spelling" and less * _SLIPS <= more:
        found.append(Reason("one is as rare as a slip", str(less), str(more), 3.5))
    numbered = how == "generation" and {core(a)[1], core(b)[1]} & {"ii", "iii", "iv"}
    few = bearers >= _FEW and less + more >= 0.85 * bearers
    if few and (how in ("nickname", "short", "spelling") or numbered):
        found.append(Reason("hardly anyone else bears the surname", str(less + more), str(bearers), 3.0 if numbered else 2.0))
    called = one.hints[b] + other.hints[a]
    if called:
        found.append(Reason("articles call one by both names", a, b, 3.0 + min(2.0, math.log(called))))
    if one.gender and other.gender:
        found.append(Reason("gender", one.gender, other.gender, 0.5 if one.gender == other.gender else -6.0))
    shared = sorted(set(one.titles) & set(other.titles) & _TELLING)
    if held := [title for title in shared if one.holds(title) and other.holds(title)]:
        found.append(Reason("both held", ", ".join(held), ", ".join(held), 3.0))
    elif how == "generation" and not (numbered and few):
        found.append(Reason("nothing else says that one is called junior", "", "", -6.0))
    elif shared:
        found.append(Reason("both called so now and then", ", ".join(shared), ", ".join(shared), 1.5))
    elif clash := _clash(one, other):
        found.append(Reason("offices of one year", clash[0], clash[1], -2.0))
    return Score(tuple(found))


def _clash(one: Profile, other: Profile) -> tuple[str, str] | None:
    years = {year for _, year in one.offices} & {year for _, year in other.offices}
    pairs = ((a, b, y) for a, y in sorted(one.offices) for b, z in sorted(other.offices) if y == z and y in years and a != b)
    return next(((f"{a} ({y})", f"{b} ({y})") for a, b, y in pairs), None)


class Clusters:
    """The full forms of a block, brought together."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self.profiles = profiles
        self._up = {form: form for form in profiles}
        self.torn: dict[str, frozenset[str]] = {}
        self._bearers = sum(profile.count for form, profile in profiles.items() if bears(form))
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
        order = sorted(self.profiles, key=lambda f: (-len(f.split()), -len(f), f))
        related = {form: [(other, how) for other in others if (how := relation(form, other))] for form, others in _akin(order).items()}
        for step in ("same", "prefix", "middle", "suffix", "initial", "spelling", "short", "nickname", "generation"):
            for form in order:
                targets = [other for other, how in related[form] if self._short_side(form, other, how) == step]
                if targets:
                    self._attach(form, targets, step)

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
        good = [t for t in targets if compare(form, t, self.profiles[form], self.profiles[t], self._bearers).total >= _JOIN]
        if step == "prefix" and good:
            # The longest name that it ends in; of several that are as long there is only one.
            good = [max(good, key=lambda t: (len(t.split()), self.profiles[t].count))]
        weights: Counter[str] = Counter()
        for target in good:
            weights[self.root(target)] += self.profiles[target].count
        mine = self.root(form)
        if not weights or set(weights) == {mine}:
            return
        total = sum(w * w for w in weights.values()) + _UNKNOWN
        best = max(sorted(weights), key=lambda r: weights[r])
        if weights[best] ** 2 / total >= _SURE:
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


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate for a short name: the canonical form of who it is (empty for someone unknown), the evidence, and the share of all candidates."""

    form: str
    score: Score
    share: float


def weigh(signature: Signature, candidates: Mapping[str, Profile]) -> list[Weighed]:
    """The candidates (by canonical form) for a short or torn name, likeliest first, someone unknown among them."""
    near = {form: profile.near(signature.year) for form, profile in candidates.items()}
    unknown = _UNKNOWN + _UNKNOWN_SHARE * sum(n * n for n in near.values())
    found = [("", Score(tuple(_unknown(signature, unknown))))]
    found += [(form, Score(tuple(_evidence(signature, candidates[form], near[form])))) for form in _likely(signature, candidates, near)]
    totals = [score.total for _, score in found]
    shares = [math.exp(total - max(totals)) for total in totals]
    weighed = [Weighed(form, score, share / sum(shares)) for (form, score), share in zip(found, shares, strict=True)]
    return sorted(weighed, key=lambda w: (-w.share, w.form))


def _likely(signature: Signature, candidates: Mapping[str, Profile], near: Mapping[str, float]) -> list[str]:
    """Those of many candidates that could be it: most often named, of an office that it has, or named beside it."""
    ranked = sorted(candidates, key=lambda f: (-near[f], f))
    if len(ranked) <= _CANDIDATES:
        return ranked
    offices = {title.removeprefix("former ") for title in signature.titles}
    rest = (
        f for f in ranked[_CANDIDATES:] if any(candidates[f].titles[o] for o in offices) or any(_means(h, candidates[f]) for h in signature.hints)
    )
    return [*ranked[:_CANDIDATES], *rest]


def _unknown(signature: Signature, prior: float) -> Iterable[Reason]:
    yield Reason("someone whom the ledger never names in full", "", "", math.log(prior))
    for title in signature.titles:
        yield Reason("anyone may hold an office", title, "", math.log(_ANYONE))
    if signature.gender:
        yield Reason("gender", signature.gender, "", math.log(0.5))


def _evidence(signature: Signature, profile: Profile, near: float) -> Iterable[Reason]:
    # A bare surname is left to whoever is named most often, and more than in proportion; one with an office to whoever is called so most often.
    power = 1.5 if signature.titles else 2.0
    yield Reason("how often named in full about that time", str(signature.year or "undated"), f"{near:g}", power * math.log(max(near, 0.1)))
    for title in signature.titles:
        office = title.removeprefix("former ")
        known = profile.titles[office]
        share = (known + 0.02) / (profile.count + 1.0) if profile.titled > 1 else max(known, 0.2)
        yield Reason("office", title, f"{known} of {profile.count}", power * math.log(share))
    if signature.gender:
        male, female = profile.genders["m"], profile.genders["f"]
        share = ((male if signature.gender == "m" else female) + 0.5) / (male + female + 1.0)
        # Pronouns are taken for the wrong person's one time in twenty.
        yield Reason("gender", signature.gender, f"he {male}, she {female}", math.log(max(share, 0.05)))
    if signature.hints and (named := sorted(hint for hint in signature.hints if _means(hint, profile))):
        yield Reason("named in full in the same article", signature.form, ", ".join(named), 4.0)


def _means(hint: str, profile: Profile) -> bool:
    return any((hint == form or hint.endswith(" " + form)) and bears(form) for form in profile.forms)


@dataclass(frozen=True)
class Persons:
    """A block of persons, decided: clusters of full forms by canonical form, and those in doubt between several."""

    clusters: Mapping[str, Profile]
    torn: Mapping[str, frozenset[str]]
    canonical: Mapping[str, str]
    _candidates: dict[str, dict[str, Profile]] = field(default_factory=dict)
    decided: dict[Signature, Weighed] = field(default_factory=dict)

    def base(self, form: str) -> str:
        return entity_id(self.canonical[form], "person")

    def candidates(self, signature: Signature) -> dict[str, Profile]:
        """Who a short or torn name may be, by canonical form."""
        if signature.form not in self._candidates:
            self._candidates[signature.form] = self._bearing(signature.form)
        return self._candidates[signature.form]

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


def persons(block: Iterable[Counted]) -> Persons:
    """Bring the full forms of a block together."""
    profiles: dict[str, Profile] = defaultdict(Profile)
    for _, signature, count in block:
        if not signature.single:
            profiles[signature.form].add(signature, count)
    clusters = Clusters(dict(sorted(profiles.items())))
    merged = clusters.merged()
    canonical = {form: name for name, profile in merged.items() for form in profile.forms}
    return Persons(merged, clusters.torn, canonical)


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
    by_given = _by_given(bearers, sum(c.count for c in candidates.values())) if signature.single and not core(signature.form)[1] else None
    if by_given is not None:
        return "" if _REGAL & set(signature.titles) else by_given
    if candidates:
        # Spelling, aliases and the like are none of its evidence: one decision for all that differ in nothing else.
        same = Signature(signature.form, "person", "", "", signature.gender, signature.titles, signature.year, signature.hints)
        best = found.decided.get(same) or found.decided.setdefault(same, weigh(signature, candidates)[0])
        if best.form and best.share >= _SURE:
            return entity_id(best.form, "person")
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
    return base if bases[base] ** 2 >= _SURE * sum(n * n for n in bases.values()) else ""


def decide_others(block: Sequence[Counted], bearers: Sequence[Bearer]) -> dict[int, str]:
    """The base entities of the signatures of one form that is no person's; empty where one stays of its article."""
    form = block[0][1].form
    votes = Counter({b.form: b.count for b in bearers})
    for _, signature, count in block:
        for hint in signature.hints:
            votes[hint] += count
    best = max(sorted(votes), key=lambda f: votes[f], default="")
    meant = best if best and not is_generic(form) and votes[best] >= _GIVEN_SHARE * votes.total() else form
    found = {}
    for key, signature, _ in block:
        if signature.hints and signature.kind != "person":
            found[key] = entity_id(signature.hints[0], "other")
        else:
            found[key] = "" if is_generic(form) else entity_id(meant, "other", signature.sense if meant == form else "")
    return found


def as_person(signature: Signature, votes: Mapping[str, int]) -> bool:
    """Whether a signature is taken for a person's: kinds are read with errors, so that a form is of the kind that most of its actors have.

    A surname that is mostly a town is a person's where more than the kind speaks for one.
    """
    if signature.form in KNOWN_OTHERS:
        return False
    mostly = min(votes, key=lambda kind: (-votes[kind], kind)) == "person"
    return mostly or (signature.supported and signature.single)
