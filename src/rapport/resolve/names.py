"""Forgiving matches of names: titles, accents and case do not count; a surname finds its bearer where there is only one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from rapport.errors import AmbiguousName, UnknownName

_TITLES: Final = frozenset(
    "president vice former mayor governor gov senator sen representative rep congressman congresswoman speaker secretary minister prime chancellor "
    "judge justice general gen mr mrs ms dr sir lord king queen prince princess ambassador director chairman chairwoman chair the a an".split()
)
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORD: Final = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """Folded words of a name without titles; all words where nothing else is left."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    found = [re.sub(r"[’']s?$", "", w).replace(".", "").replace("’", "'") for w in _WORD.findall(plain)]
    kept = tuple(w for w in found if w and w not in _TITLES)
    return kept or tuple(w for w in found if w)


def name_key(name: str) -> str:
    """One key for all spellings of a name that differ in case, accents, titles and punctuation."""
    return " ".join(name_words(name))


@dataclass
class NameGroup:
    """Actors of several articles that go by one name: the key of the fullest form, how it is written, and the keys that belong to it."""

    key: str
    name: str
    kind: str
    keys: set[str] = field(default_factory=set)
    count: int = 0


def _surname(words: tuple[str, ...]) -> str:
    return next((w for w in reversed(words) if w not in _SUFFIXES), words[-1] if words else "")


def group_names(rows: Iterable[tuple[str, str, str, int]]) -> list[NameGroup]:
    """Group (key, name, kind, count) rows: equal keys are one; a bare surname joins the only person who bears it.

    Unnamed actors are never grouped by their wording: leave them out. The result does not depend on the order of the rows.
    """
    groups: dict[str, NameGroup] = {}
    for key, name, kind, count in sorted(rows, key=lambda r: (r[0], -r[3], r[1], r[2])):
        group = groups.setdefault(key, NameGroup(key, name, kind, {key}))
        group.count += count
    bearers: dict[str, list[NameGroup]] = defaultdict(list)
    for group in groups.values():
        words = tuple(group.key.split())
        if group.kind == "person" and len(words) > 1:
            bearers[_surname(words)].append(group)
    for key in sorted(groups):
        words = tuple(key.split())
        owners = bearers.get(key, [])
        if len(words) == 1 and groups[key].kind == "person" and len(owners) == 1:
            owner = owners[0]
            owner.keys |= groups[key].keys
            owner.count += groups[key].count
            del groups[key]
    return sorted(groups.values(), key=lambda g: g.key)


def _fits(query: tuple[str, ...], group: NameGroup) -> int:
    """0 no match; 1 some words of it; 2 its last words; 3 all its words."""
    best = 0
    for key in group.keys:
        words = tuple(key.split())
        if words == query:
            return 3
        if set(query) <= set(words):
            best = max(best, 2 if _surname(words) == _surname(query) else 1)
    return best


def find(query: str, groups: list[NameGroup]) -> NameGroup:
    """The one group that a query means.

    Raises AmbiguousName with the candidates, fullest match and most mentioned first, and UnknownName with the nearest names.
    """
    wanted = name_words(query)
    if not wanted:
        raise UnknownName(query)
    scored = [(fit, group) for group in groups if (fit := _fits(wanted, group))]
    if scored:
        best = max(fit for fit, _ in scored)
        tied = sorted((g for fit, g in scored if fit == best), key=lambda g: (-g.count, g.key))
        people = [g for g in tied if g.kind == "person"]
        # “Quill” is the person before “the Quill campaign”.
        candidates = people if people and best < 3 else tied
        if len(candidates) == 1:
            return candidates[0]
        raise AmbiguousName(query, [g.name for g in candidates[:12]])
    near = process.extract(" ".join(wanted), [g.key for g in groups], scorer=fuzz.WRatio, limit=3, score_cutoff=80)
    if near and near[0][1] >= 90 and len(wanted[-1]) > 4 and (len(near) == 1 or near[0][1] - near[1][1] >= 4):
        return next(g for g in groups if g.key == near[0][0])
    names = {g.key: g.name for g in groups}
    raise UnknownName(query, [names[key] for key, _, _ in near])
