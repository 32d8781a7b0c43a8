"""How much speaks for it that two names are one person's: sums of log-weights, each with its reason and the values it used.

The weights were set by hand and tuned on one half of judged pairs of names from the news (training/name_pairs.csv).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rapport.resolve.forms import bears, core, relation
from rapport.resolve.known_people import NOBODY, KnownPeople
from rapport.resolve.signatures import Signature, term
from rapport.resolve.titles import EXCLUSIVE

# Log-weights of how two full names go together.
_RELATIONS: Final = {"same": 9.0, "middle": 4.0, "suffix": 4.0, "initial": 1.0, "spelling": 0.0, "short": 1.0, "nickname": 0.5, "generation": 0.0}
# Two full names are one person's from this sum on; a short name is someone's from this share of all candidates on.
JOIN: Final = 3.0
SURE: Final = 0.93
# Someone whom the ledger never names in full: a small share of all who are called so, and a trifle.
_UNKNOWN_SHARE: Final = 0.002
UNKNOWN: Final = 0.04
_ANYONE: Final = 0.05
# A name so many times as rare as another is a slip of it; so many full names show how rare a surname is.
_SLIPS: Final = 8
_FEW: Final = 4
# Offices by which two who share them are likely one.
_TELLING: Final = EXCLUSIVE | {"counsel", "secretary", "speaker", "leader", "attorney general", "chief of staff", "commissioner"}
_CROWDED: Final = 8
_BESIDE: Final = 4.0
# Of more candidates the less often named are looked at only where something speaks for them.
_CANDIDATES: Final = 6


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
    terms: dict[int | None, float] = field(default_factory=lambda: defaultdict(float))
    genders: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    titled: int = 0
    offices: set[tuple[str, int]] = field(default_factory=set)
    hints: Counter[str] = field(default_factory=Counter)
    count: int = 0
    weight: float = 0.0

    def add(self, signature: Signature, count: int) -> None:
        self.count += count
        self.forms[signature.form] += count
        # A surname alone is written where nobody else of that surname is named: how often someone is named beside others says little of it.
        weight = count / _CROWDED if signature.crowded else count
        self.terms[term(signature.year)] += weight
        self.weight += weight
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
        self.weight += other.weight
        self.forms.update(other.forms)
        for first, number in other.terms.items():
            self.terms[first] += number
        self.genders.update(other.genders)
        self.titles.update(other.titles)
        self.hints.update(other.hints)
        self.offices |= other.offices
        self.titled += other.titled

    def near(self, year: int | None) -> float:
        """How often it is named in the term of that year; what is of another counts a quarter."""
        if year is None:
            return self.weight
        close = self.terms.get(term(year), 0.0) + self.terms.get(None, 0.0)
        return close + (self.weight - close) / 4

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


def compare(a: str, b: str, one: Profile, other: Profile, bearers: int = 0, known: KnownPeople = NOBODY) -> Score:
    """Whether two full forms are one person's: how the names go together, and what is said of their bearers. `bearers` is how often anyone of
    that surname is named in full."""
    how = relation(a, b)
    if not how:
        return Score((Reason("the names do not go together", a, b, -9.0),))
    found = [Reason(f"the names go together ({how})", a, b, _RELATIONS[how])]
    if known.apart(a, b):
        found.append(Reason("two of the known people", a, b, -20.0))
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


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate for a short name: the canonical form of who it is (empty for someone unknown), the evidence, and the share of all candidates."""

    form: str
    score: Score
    share: float


@dataclass(frozen=True)
class Field:
    """The candidates for a short name in one year: by canonical form, with how often each is named about that time, most often first."""

    candidates: Mapping[str, Profile]
    near: Mapping[str, float]
    unknown: float

    @classmethod
    def of(cls, candidates: Mapping[str, Profile], year: int | None) -> Field:
        near = {form: profile.near(year) for form, profile in candidates.items()}
        ranked = sorted(candidates, key=lambda f: (-near[f], f))
        return cls({form: candidates[form] for form in ranked}, near, UNKNOWN + _UNKNOWN_SHARE * sum(n * n for n in near.values()))

    def likely(self, signature: Signature) -> list[str]:
        """Those of many candidates that could be it: most often named, of an office that it has, or named beside it."""
        ranked = list(self.candidates)
        if len(ranked) <= _CANDIDATES:
            return ranked
        offices = {title.removeprefix("former ") for title in signature.titles}
        if not offices and not signature.hints:
            return ranked[:_CANDIDATES]
        rest = ((f, self.candidates[f]) for f in ranked[_CANDIDATES:])
        return [*ranked[:_CANDIDATES], *(f for f, p in rest if any(p.titles[o] for o in offices) or any(_means(h, p) for h in signature.hints))]


def foremost(signature: Signature, field: Field, known: KnownPeople = NOBODY) -> tuple[str, float]:
    """The likeliest candidate and its share, as the first of `weigh`, without the reasons: hundreds of thousands are asked for."""
    totals = [(sum(reason.weight for reason in _unknown(signature, field.unknown)), "")]
    power = _power(signature)
    for form in field.likely(signature):
        profile = field.candidates[form]
        total = power * math.log(max(field.near[form], 0.1))
        for title in signature.titles:
            total += _office(signature, profile, title, known)[1]
        if signature.gender:
            total += _gendered(signature.gender, profile)
        if signature.hints and any(_means(hint, profile) for hint in signature.hints):
            total += _BESIDE
        totals.append((total, form))
    top = max(total for total, _ in totals)
    whole = sum(math.exp(total - top) for total, _ in totals)
    total, form = min(totals, key=lambda pair: (-pair[0], pair[1]))
    return form, math.exp(total - top) / whole


def weigh(signature: Signature, field: Field, known: KnownPeople = NOBODY) -> list[Weighed]:
    """The candidates (by canonical form) for a short or torn name, likeliest first, someone unknown among them."""
    found = [("", Score(tuple(_unknown(signature, field.unknown))))]
    found += [(form, Score(tuple(_evidence(signature, field.candidates[form], field.near[form], known)))) for form in field.likely(signature)]
    top = max(score.total for _, score in found)
    whole = sum(math.exp(score.total - top) for _, score in found)
    weighed = [Weighed(form, score, math.exp(score.total - top) / whole) for form, score in found]
    return sorted(weighed, key=lambda w: (-w.share, w.form))


def _unknown(signature: Signature, prior: float) -> Iterable[Reason]:
    yield Reason("someone whom the ledger never names in full", "", "", math.log(prior))
    for title in signature.titles:
        yield Reason("anyone may hold an office", title, "", math.log(_ANYONE))
    if signature.gender:
        yield Reason("gender", signature.gender, "", math.log(0.5))


def _power(signature: Signature) -> float:
    """A bare surname is left to whoever is named most often, and more than in proportion; one with an office to whoever is called so most often."""
    return 1.5 if signature.titles else 2.0


def _office(signature: Signature, profile: Profile, title: str, known: KnownPeople) -> tuple[bool | None, float]:
    """Whether the known people’s list says that a candidate held the office then (null where it says nothing), and the weight."""
    power = _power(signature)
    if known.offices:
        told = [held for form in profile.forms if (held := known.held(form, title, signature.year)) is not None]
        if told:
            return any(told), 2.0 if any(told) else power * math.log(0.02)
    times = profile.titles[title.removeprefix("former ")]
    return None, power * math.log((times + 0.02) / (profile.count + 1.0) if profile.titled > 1 else max(times, 0.2))


def _gendered(gender: str, profile: Profile) -> float:
    male, female = profile.genders["m"], profile.genders["f"]
    share = ((male if gender == "m" else female) + 0.5) / (male + female + 1.0)
    # Pronouns are taken for the wrong person's one time in twenty.
    return math.log(max(share, 0.05))


def _evidence(signature: Signature, profile: Profile, near: float, known: KnownPeople) -> Iterable[Reason]:
    prior = _power(signature) * math.log(max(near, 0.1))
    yield Reason("how often named in full about that time", str(signature.year or "undated"), f"{near:g}", prior)
    for title in signature.titles:
        told, weight = _office(signature, profile, title, known)
        if told is None:
            yield Reason("office", title, f"{profile.titles[title.removeprefix('former ')]} of {profile.count}", weight)
        else:
            yield Reason("office, as the known people held it", title, "held then" if told else "not held then", weight)
    if signature.gender:
        values = f"he {profile.genders['m']}, she {profile.genders['f']}"
        yield Reason("gender", signature.gender, values, _gendered(signature.gender, profile))
    if signature.hints and (named := sorted(hint for hint in signature.hints if _means(hint, profile))):
        yield Reason("named in full in the same article", signature.form, ", ".join(named), _BESIDE)


def _means(hint: str, profile: Profile) -> bool:
    return any((hint == form or hint.endswith(" " + form)) and bears(form) for form in profile.forms)
