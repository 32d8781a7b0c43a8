"""The form of a name: what all its spellings share, by which the actors of many articles are brought together.

A person's form keeps all its words (“donald j trump”), those of a hyphen apart; what else has a name is brought to one wording
(“Department of Justice”, “U.S. Justice Department”, “DOJ” → “justice department”).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nicknames import NickNamer
from rapidfuzz.distance import Levenshtein

from rapport.resolve.known_names import GENERIC, NO_GIVEN, PLURAL_TITLES, SAME
from rapport.resolve.names import Words, is_name, name_key, name_words

GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES: Final = frozenset("de del della di da dos van von der den la le el al bin ibn abu ben ter ten du st".split())
_LEGAL: Final = frozenset({"inc", "corp", "co", "llc", "ltd", "plc", "corporation", "incorporated"})
# What the table of nicknames lacks.
_MORE: Final = {"jerrold": "jerry", "jerry": "jerrold"}
_INITIALS_SKIP: Final = frozenset({"of", "and", "the", "for", "on", "in", "to", "de"})
_POSSESSIVES: Final = frozenset("his her its their our my your this that these those some many several".split())
_MEMBERS_OF: Final = re.compile(r"^(?:i|r|d)-[a-z]+$")


@lru_cache(maxsize=131072)
def squash(word: str) -> str:
    """A word without what transliterations and slips differ in: Zelensky, Zelenskiy and Zelenskyy are one."""
    return re.sub(r"(.)\1", r"\1", re.sub(r"(?:iy|yy|ij|yi|ii)$", "y", word))


@lru_cache(maxsize=131072)
def person_form(key: str) -> str:
    """The form of a person's `name_key`: hyphens part words, an apostrophe that stands apart is put back (“o' rourke”)."""
    words = re.sub(r"\b(o|d)['’]? (?=[a-z]{4,}$)", r"\1'", key).replace("-", " ").split()
    while len(words) > 1 and words[0] in PLURAL_TITLES:
        words.pop(0)
    return " ".join(words)


@lru_cache(maxsize=131072)
def other_form(key: str) -> str:
    """The form of the `name_key` of an organization or place."""
    words = [w for w in key.replace("&", " and ").split() if w]
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    form = " ".join(words)
    for noun in ("department", "committee"):
        if found := re.fullmatch(rf"(?P<before>(?:\w+ )*){noun} (?:of|on) (?:the )?(?P<what>.+)", form):
            form = f"{found['before']}{found['what']} {noun}"
    return SAME.get(form, form)


@lru_cache(maxsize=131072)
def form_of(key: str, kind: str) -> str:
    """The form of an actor's `name_key`. A person so called that is an organization by common knowledge (“DOJ”) has that one's form."""
    return SAME.get(key) or (person_form(key) if kind == "person" else other_form(key))


@lru_cache(maxsize=131072)
def core(form: str) -> tuple[Words, str]:
    """The words of a person's form without the generation (“jr”), and that."""
    words = tuple(form.split())
    return (words[:-1], words[-1]) if len(words) > 1 and words[-1] in GENERATIONS else (words, "")


@lru_cache(maxsize=131072)
def surname_block(form: str) -> str:
    return squash(core(form)[0][-1])


@lru_cache(maxsize=131072)
def given(form: str) -> str:
    words = core(form)[0]
    return words[0] if len(words) > 1 else ""


@lru_cache(maxsize=131072)
def is_generic(form: str) -> bool:
    """Whether a form names nothing by itself (“Committee”, “His campaign”, “D-Calif.”, “57%”): its bearers are of their article."""
    return (
        form in GENERIC
        or form.split(" ")[0] in _POSSESSIVES
        or _MEMBERS_OF.match(form) is not None
        or not any(c.isalpha() for c in form)
        or len(form) == 1
    )


@lru_cache(maxsize=131072)
def bears(form: str) -> bool:
    """Whether a full form may be the name of someone of that surname: it does not begin with a word that is no given name."""
    words = core(form)[0]
    return len(words) > 1 and words[0] not in NO_GIVEN and len(words) <= 5


def initials(form: str) -> str:
    words = [w for w in form.replace("-", " ").split() if w not in _INITIALS_SKIP]
    return "".join(w[0] for w in words) if len(words) > 1 else ""


def is_acronym(form: str) -> bool:
    return 2 <= len(form) <= 6 and " " not in form and form.isalpha()


def is_tail(short: str, form: str) -> bool:
    """Whether an organization may be called by this last word of its form, as teams are (“the Herons” for the Dover Herons): a plural that says
    something by itself. What stands after “of” is none, and of other words too many bodies have the same (“Tribune”, “Review”)."""
    words = form.split()
    return (
        2 <= len(words) <= 4
        and short == words[-1]
        and len(short) > 4
        and short.endswith("s")
        and not short.endswith(("ss", "is", "us", "ics"))
        and not is_generic(short)
        and short not in PLURAL_TITLES
        and _INITIALS_SKIP.isdisjoint(words)
    )


@lru_cache(maxsize=65536)
def full_forms(alias: str) -> str:
    """The full name of a person at the end of an alias (“AMJoy panelist Jason Johnson” → “jason johnson”), empty where there is none."""
    kept: list[str] = []
    for word in reversed(alias.split()):
        if not (word[:1].isupper() or (kept and word.casefold() in _PARTICLES)):
            break
        kept.append(word)
    text = " ".join(reversed(kept))
    if not text or not is_name(text, "person"):
        return ""
    words = name_words(text)
    while len(words) > 2 and words[0] in NO_GIVEN:
        words = words[1:]
    form = person_form(name_key(" ".join(words)))
    return form if bears(form) and len(core(form)[0]) <= 4 else ""


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=65536)
def nicknames_of(name: str) -> frozenset[str]:
    """The given names that this one is short for, that are short for it, or that are short for the same as it (Joe and Joseph; Bob and Rob)."""
    known = _nicknames()
    if name in _MORE:
        return frozenset({_MORE[name]})
    full = known.canonicals_of(name)
    return frozenset({*full, *known.nicknames_of(name), *(short for long in full for short in known.nicknames_of(long))}) - {name}


def _inner(short: Sequence[str], full: Sequence[str]) -> bool:
    rest = iter(full)
    return all(any(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for b in rest) for a in short)


@lru_cache(maxsize=262144)
def relation(a: str, b: str) -> str:
    """How two full forms of persons go together: `same`, `middle` (fewer or shorter middle names), `initial` (first name as initial),
    `suffix` (the end of the other, of two words at least), `spelling` (first names a letter apart), `short` (“Pete” for Peter), `nickname`, `generation` (one of them with “Jr.”), or empty where they do not."""
    (x, x_generation), (y, y_generation) = core(a), core(b)
    if len(x) < 2 or len(y) < 2:
        return ""
    if x_generation != y_generation:
        without = "" if x_generation and y_generation else relation(" ".join(x), " ".join(y))
        return "generation" if without in ("same", "middle", "nickname") else ""
    x, y = tuple(map(squash, x)), tuple(map(squash, y))
    if x == y:
        return "same"
    short, full = (x, y) if len(x) <= len(y) else (y, x)
    if len(short) < len(full) and full[-len(short) :] == short:
        return "suffix"
    if short[-1] != full[-1]:
        return ""
    # Few first names go together: what stands between is looked at for these alone.
    how = _first(a, b, short[0], full[0], alike=len(x) == len(y))
    return how if how and _inner(short[1:-1], full[1:-1]) else ""


def _first(a: str, b: str, one: str, other: str, *, alike: bool) -> str:
    """How the first names of two forms go together; `alike` are forms of as many words."""
    if one == other:
        return "middle"
    if one[0] == other[0] and 1 in (len(one), len(other)):
        return "initial"
    if alike and one[:2] == other[:2] and min(len(one), len(other)) >= 5 and Levenshtein.distance(one, other) == 1:
        return "spelling"
    if alike and min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return "short"
    return "nickname" if core(b)[0][0] in nicknames_of(core(a)[0][0]) else ""
