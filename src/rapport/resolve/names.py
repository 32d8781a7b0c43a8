"""Forgiving matches of names: titles, accents and case do not count; a surname finds its bearer where there is only one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, TypeVar

from rapidfuzz import fuzz

from rapport.errors import AmbiguousName, UnknownName

Words = tuple[str, ...]

_ARTICLES: Final = frozenset({"the", "a", "an"})
_TITLES: Final = _ARTICLES | frozenset(
    """president vice-president vice former ex outgoing incoming acting deputy mayor governor gov lt lieutenant senator sen representative rep
    congressman congresswoman councilman councilwoman speaker secretary minister prime chancellor premier judge justice general attorney gen
    mr mrs ms miss dr prof professor sir dame lord lady first ambassador director chairman chairwoman chair commissioner sheriff sergeant captain
    king queen prince princess""".split()
)
# What a single given name follows (“Prince Harry”): kept before one word, else Harry would be taken for a surname.
_REGAL: Final = frozenset({"king", "queen", "prince", "princess", "sir", "dame"})
_GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
# What stands after a name and is no part of it (“Ada Quill, MD”).
_DEGREES: Final = frozenset({"md", "phd", "mba", "esq"})
# What headlines write like a name (“Two Women”, “Teen”).
_ANYBODY: Final = frozenset(
    """man men woman women boy boys girl girls kid kids teen teens teenager teenagers baby mother mom mum father dad parents brother sister husband wife
    son daughter grandmother grandfather couple one two three four five six seven eight nine ten eleven twelve several""".split()
)
_WORD: Final = re.compile(r"[^\W_]+(?:[.'-][^\W_]+)*")
_QUOTED: Final = re.compile(r"\s*[\"“„](.+)[\"”“]\s*")
# Letters that have no accent to take off.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ʼ": "'", "’": "'", "‘": "'", "‐": "-", "‑": "-"}
)
# A typo is taken for the name at 88 of 100 (“mamdni” for Mamdani is 92; “Clifton” for Clinton, 86, is only suggested).
_STRONG: Final = 88.0
_NEAR: Final = 70.0
_SHOWN: Final = 12
# A surname means the one who is named in full so many times as often as all others who bear it: a president whose wife is mentioned once must
# not lose the articles that call him by surname alone.
_RARER: Final = 20
_MISREAD: Final = 5


def _fold(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKD", plain.casefold()).translate(_PLAIN)


def _all_words(name: str) -> list[str]:
    """Folded words; letters that stand alone side by side are one word (“J. D.” as “J.D.”)."""
    found: list[str] = []
    alone = False
    for raw in _WORD.findall(_fold(name)):
        word = re.sub(r"(?<=.)'s?$", "", raw).replace(".", "")
        if alone and len(word) == 1:
            found[-1] += word
        else:
            found.append(word)
        alone = len(word) == 1 or (alone and len(word) == 1)
    return found


@lru_cache(maxsize=65536)
def name_words(name: str, kind: str = "person") -> Words:
    """Folded words of a name without what stands before it: titles of persons, “the” of all others. At least one word stays."""
    words = [w for w in (re.sub(r"^(?:ex|then)-(?=.)", "", w) for w in _all_words(name)) if w]
    leading = _TITLES if kind == "person" else _ARTICLES
    while len(words) > 1 and words[0] in leading and not (len(words) == 2 and words[0] in _REGAL):
        words.pop(0)
    while kind == "person" and len(words) > 1 and (words[-1] in _DEGREES or words[-1].isdigit()):
        words.pop()
    return tuple(words)


def name_key(name: str, kind: str = "person") -> str:
    """One key for all spellings of a name that differ in case, accents, titles and punctuation; empty where there is no word."""
    return " ".join(name_words(name, kind))


def is_name(name: str, kind: str) -> bool:
    """Whether actors of several articles may be matched by it: a proper name, not a description (“the mayor”, “a Reyes aide”).

    Unnamed actors and groups are of their article only, whatever their wording.
    """
    if kind not in ("person", "organization", "place"):
        return False
    words = [w for w in re.findall(r"[^\s]+", name) if re.search(r"[^\W_]", w)]
    while words and _fold(words[0]).strip(".") in _ARTICLES:
        words.pop(0)
    folded = [_fold(w).strip(".,") for w in words]
    if not words or all(word in _TITLES for word in folded) or (kind == "person" and all(word in _ANYBODY or word.isdigit() for word in folded)):
        return False
    marked = [any(c.isupper() or c.isdigit() or (c.isalpha() and c.lower() == c.upper()) for c in w) for w in words]
    return marked[-1] if kind == "person" and _fold(words[-1]).strip(".") not in _GENERATIONS else any(marked)


@dataclass(frozen=True)
class NameGroup:
    """Actors of several articles that go by one name.

    `key` is that of the fullest form, `name` how it is most often written in full, `members` the (key, kind) pairs of the actors that
    belong to it, `count` how many there are, `id` that of the ledger, where it has one for them.
    """

    key: str
    name: str
    kind: str
    members: frozenset[tuple[str, str]]
    count: int
    id: str = ""

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(key for key, _ in self.members)


@dataclass
class _Draft:
    """A group under way: its keys with their kinds, and how often each name is written."""

    key: str
    kind: str
    members: set[tuple[str, str]]
    names: Counter[tuple[str, str]]

    def take(self, other: _Draft) -> None:
        self.members |= other.members
        self.names.update(other.names)

    def done(self) -> NameGroup:
        full = [pair for pair in self.names if len(_core(tuple(pair[0].split()))[0]) > 1] or list(self.names)
        name = min(full, key=lambda pair: (-self.names[pair], len(pair[1].split()), pair[1].isupper(), pair[1]))[1]
        return NameGroup(self.key, name, self.kind, frozenset(self.members), self.names.total())


def _core(words: Words) -> tuple[Words, str]:
    return (words[:-1], words[-1]) if len(words) > 1 and words[-1] in _GENERATIONS else (words, "")


def _alike(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def short_for(short: Words, full: Words) -> bool:
    """Whether one name may abbreviate the other: its end (“Quill”, “de la Cruz”), or the same first and last with fewer or shorter names between."""
    (s, s_generation), (f, f_generation) = _core(short), _core(full)
    if s_generation and s_generation != f_generation:
        return False
    if len(s) < len(f) and f[-len(s) :] == s:
        return True
    if s_generation != f_generation or not 2 <= len(s) <= len(f) or s[-1] != f[-1] or not _alike(s[0], f[0]) or s == f:
        return False
    rest = iter(f[1:-1])
    return all(any(_alike(middle, other) for other in rest) for middle in s[1:-1])


def _drafts(rows: Iterable[tuple[str, str, str, int]]) -> tuple[list[_Draft], list[_Draft]]:
    """What goes by one key, as (persons, all others). A key is of the kind that most of its actors have: kinds are read with errors."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for key, name, kind, count in rows:
        kinds[key][kind] += count
        names[key, kind][key, name] += count
    persons: list[_Draft] = []
    others: list[_Draft] = []
    for key, counted in sorted(kinds.items()):
        kind = min(counted, key=lambda k: (-counted[k], k))
        # “Lincoln” is mostly a town: the person of that surname is set apart, and joins his full name where there is one.
        apart = {"person"} if kind != "person" and " " not in key and "person" in counted else set()
        for part in (set(counted) - apart, apart):
            if part:
                together = sum((names[key, k] for k in sorted(part)), Counter[tuple[str, str]]())
                draft = _Draft(key, "person" if part == apart else kind, {(key, k) for k in part}, together)
                (persons if draft.kind == "person" else others).append(draft)
    return persons, others


def group_names(rows: Iterable[tuple[str, str, str, int]]) -> list[NameGroup]:
    """Group (key, name, kind, count) rows: equal keys are one; a shorter form joins the only person that it can abbreviate.

    A form that two may bear stays by itself, but for a surname that all but a few mentions give to one of them. Leave out actors whose
    name is none (`is_name`). The result is in order of key and does not depend on the order of the rows.
    """
    persons, others = _drafts(rows)
    by_key = {draft.key: draft for draft in others}
    groups: list[_Draft] = []
    endings: dict[str, list[_Draft]] = defaultdict(list)
    for draft in sorted(persons, key=lambda d: (-len(_core(tuple(d.key.split()))[0]), -len(d.key), d.key)):
        words = tuple(draft.key.split())
        last = _core(words)[0][-1]
        owners = [g for g in endings[last] if short_for(words, tuple(g.key.split()))]
        surname = len(_core(words)[0]) == 1
        owner = _foremost([(g.names.total(), g) for g in owners]) if surname or len(owners) == 1 else None
        if owner is not None:
            owner.take(draft)
        elif draft.key in by_key:
            by_key[draft.key].take(draft)
        else:
            groups.append(draft)
            if len(words) > 1:
                endings[last].append(draft)
    return sorted((d.done() for d in (*groups, *others)), key=lambda g: (g.key, g.kind))


_Bearer = TypeVar("_Bearer", _Draft, NameGroup)


def _foremost(bearers: Sequence[tuple[int, _Bearer]]) -> _Bearer | None:
    """Of those who bear a surname, with how often each is named, the one beside whom all others are rare."""
    ranked = sorted(bearers, key=lambda pair: -pair[0])
    return ranked[0][1] if ranked and ranked[0][0] >= _RARER * sum(count for count, _ in ranked[1:]) else None


def _parts(key: str) -> Words:
    return tuple(key.replace("-", " ").split())


def _fit(query: Words, group: NameGroup) -> int:
    """2 it ends a name of the group or abbreviates it; 1 all its words are in one; 0 neither."""
    best = 0
    asked = _parts(" ".join(query))
    for key in group.keys:
        words = _parts(key)
        core = _core(words)[0]
        if core[-len(asked) :] == asked or words[-len(asked) :] == asked:
            return 2
        whole = tuple(key.split())
        if group.kind == "person" and len(query) > 1 and len(whole) > 1 and (short_for(query, whole) or short_for(whole, query)):
            return 2
        if set(asked) <= set(words):
            best = 1
    return best


def _label(group: NameGroup) -> str:
    """How to ask for the group and no other: a surname that others bear too is put in quotation marks, which are curly so that a shell keeps them."""
    return group.name if " " in group.key else f"“{group.name}”"


def labels(groups: Sequence[NameGroup]) -> list[str]:
    """How to ask for each of some groups: by its name, and by its id as well where several of them have that name; those without one, who stay of their
    articles, are the others."""
    names = Counter(group.name.casefold() for group in groups)
    return [with_id(group.name, group.id or OTHERS) if names[group.name.casefold()] > 1 else _label(group) for group in groups]


OTHERS: Final = "others"


def with_id(name: str, key: str) -> str:
    """A name that several may have, with the id that tells which: “Ben Marsh (0f3a6c1d2b4e5f60)”."""
    return f"{name} ({key})"


def _ranked(groups: Iterable[NameGroup]) -> list[NameGroup]:
    return sorted(groups, key=lambda g: (-g.count, g.key, g.kind))


def find(query: str, groups: Sequence[NameGroup]) -> NameGroup:
    """The one group that a query means; in quotation marks, the name exactly as written.

    Raises AmbiguousName with the candidates, most mentioned first, each of which can be asked for as it is listed; UnknownName with the
    nearest names.
    """
    quoted = _QUOTED.fullmatch(query)
    forms = tuple(dict.fromkeys(w for w in (name_words(quoted.group(1) if quoted else query, kind) for kind in ("organization", "person")) if w))
    for form in forms:
        same = [g for g in groups if " ".join(form) in g.keys]
        if same and quoted:
            return min(same, key=lambda g: (g.key != " ".join(form), -g.count, g.key))
        if same:
            return _exact(query, form, same, groups)
    if not forms or quoted:
        raise UnknownName(query, [] if not forms else _nearest(forms[-1], groups)[0])
    for form in reversed(forms):
        fits = [(fit, g) for g in groups if (fit := _fit(form, g))]
        if fits:
            best = max(fit for fit, _ in fits)
            tied = _ranked(g for fit, g in fits if fit == best)
            # “Quill” is the person before the Quill Foundation.
            candidates = [g for g in tied if g.kind == "person"] or tied
            meant = _foremost([(g.count, g) for g in candidates if g.kind == "person"]) if best == 2 and len(form) == 1 else None
            if meant is not None or len(candidates) == 1:
                return meant or candidates[0]
            raise AmbiguousName(query, labels(candidates[:_SHOWN]))
    names, strong = _nearest(forms[-1], groups)
    if strong is not None:
        return strong
    raise UnknownName(query, names)


def _exact(query: str, form: Words, same: list[NameGroup], groups: Sequence[NameGroup]) -> NameGroup:
    """The group of that very name; a surname alone must not hide that several bear it."""
    if len(same) == 1 and (same[0].kind != "person" or same[0].key != " ".join(form) or len(form) > 1):
        return same[0]
    bearers = [g for g in groups if g.kind == "person" and " " in g.key and g not in same and _fit(form, g) == 2] if len(form) == 1 else []
    # A place or body of that very name that is hardly ever named is the person, misread in some article.
    persons = [*bearers, *(g for g in same if g.kind == "person")]
    if len(form) == 1 and len(persons) == 1 and persons[0].count >= _MISREAD * sum(g.count for g in same if g.kind != "person"):
        return persons[0]
    candidates = [*_ranked(bearers), *_ranked(same)]
    if len(candidates) == 1:
        return candidates[0]
    raise AmbiguousName(query, labels([*candidates[:_SHOWN], *(same[:1] if len(bearers) >= _SHOWN else [])]))


def _nearest(form: Words, groups: Sequence[NameGroup]) -> tuple[list[str], NameGroup | None]:
    """Names spelled much like the query, nearest first; and the group, where one alone is so near that the query is a slip of it."""
    asked = " ".join(form)
    scored: list[tuple[float, NameGroup]] = []
    for group in groups:
        forms = group.keys | ({word for key in group.keys for word in key.split() if len(word) > 3} if len(form) == 1 else set())
        score = max(fuzz.ratio(asked, key) for key in forms)
        if score >= _NEAR:
            scored.append((score, group))
    scored.sort(key=lambda pair: (-pair[0], -pair[1].count, pair[1].key))
    clear = scored and scored[0][0] >= _STRONG and len(asked) > 4 and (len(scored) == 1 or scored[0][0] - scored[1][0] >= 5)
    return [_label(g) if " " in g.key else g.name for _, g in scored[:3]], scored[0][1] if clear else None
