"""Who leads a country, a state or a city and is called by nothing else: “Ukraine's president” in an article that never names him.

Other articles of about that time tell who held the office there (“Ukrainian President …”). Precision first: a few offices, the same place, and nobody
else who is said to hold it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from rapport.resolve.forms import other_form
from rapport.resolve.names import name_key
from rapport.resolve.places import COUNTRIES

# Days between an article that calls someone by the office and one that says who holds it.
NEAR: Final = 60
# Of the articles that say who holds an office, so many must say one: kinds of slips (“President Joe Biden”) are less than one in ten.
SHARE: Final = 0.9

_OFFICES: Final = {"premier": "prime minister", "king": "monarch", "queen": "monarch"}
_NAMES: Final = r"(?P<office>president|prime minister|premier|chancellor|king|queen|governor|mayor|leader)"
_NEW: Final = r"(?:(?:current|new|newly elected|newly inaugurated|incumbent|sitting|embattled|longtime|powerful) )?"
_PLACE: Final = r"(?P<place>[A-Z][\w.’'-]*(?: (?:of |and )?[A-Z][\w.’'-]*)*?)"
_PATTERNS: Final = (
    re.compile(rf"(?:[Tt]he )?{_NEW}{_PLACE}(?:['’]s?)? {_NEW}(?i:{_NAMES})"),
    re.compile(rf"(?:[Tt]he )?{_NEW}(?i:{_NAMES}) of (?:the )?{_PLACE}"),
)
# “Jordan King”, “Austin Mayor”: names of people may look like that.
_SURNAMED: Final = re.compile(r"(?![Tt]he )[\w.’'-]*\w (?<!['’]s )(?:King|Queen|Mayor|Chancellor|Leader|Premier)")
_TITLE: Final = re.compile(rf"{_NEW}{_NAMES}", re.IGNORECASE)
_SENTENCES: Final = re.compile(r"(?<=[a-z0-9”’)][.!?])\s+(?=[A-Z“])|\n")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b(?! (?:presidential|election|race|campaign|candidate|Democrat|rival))")
# Offices of a state or a city; all others are a country's.
_LOCAL: Final = frozenset({"governor", "mayor"})
# Whoever leads a country is its leader, by whatever office.
LEADING: Final = frozenset({"president", "prime minister", "chancellor", "leader"})


class Office(NamedTuple):
    """An office and the form of the place where it is held."""

    title: str
    place: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone whom an article says to hold an office, on the day (an ordinal) on which it was published."""

    entity: str
    title: str
    article: str
    day: int


@lru_cache(maxsize=16384)
def described_office(name: str) -> Office | None:
    """The office of a description that names someone by it and a place (“the Ukrainian president”); null for any other name."""
    found = next((match for pattern in _PATTERNS if (match := pattern.fullmatch(name.strip()))), None)
    return _office(found["office"], found["place"]) if found and not _SURNAMED.fullmatch(name.strip()) else None


def of_another_year(before: str, year: int) -> bool:
    """Whether the words before a description, of its sentence, speak of another year than that of publication: then another may have held the office."""
    sentence = _SENTENCES.split(before)[-1]
    return any(int(found) != year for found in _YEAR.findall(sentence))


@lru_cache(maxsize=16384)
def held_office(title: str, organization: str | None) -> Office | None:
    """The office that a role is; null where it tells no place, is over, or is none of a leader."""
    found = _TITLE.fullmatch(title.strip())
    return _office(found["office"], organization) if found and organization else None


def _office(title: str, place: str) -> Office | None:
    office = _OFFICES.get(title.casefold(), title.casefold())
    form = other_form(name_key(re.sub(r"['’]s?$", "", place.strip()), "place"))
    if office in _LOCAL:
        return Office(office, form) if form and form not in COUNTRIES else None
    country = COUNTRIES.get(form)
    return Office(office, country) if country else None


@dataclass(frozen=True, slots=True)
class Told:
    """Who holds an office by what is told: the entity (empty where it is not sure), in how many articles, and in how many anyone does."""

    entity: str
    articles: int
    of: int


def holder(office: Office, day: int, holders: Iterable[Holder]) -> Told:
    """Who held an office about a day. `holders` are those of the place, whatever their office."""
    titles = LEADING if office.title == "leader" else {office.title}
    articles: dict[str, set[str]] = defaultdict(set)
    for told in holders:
        if told.title in titles and abs(told.day - day) <= NEAR:
            articles[told.entity].add(told.article)
    if not articles:
        return Told("", 0, 0)
    best = min(articles, key=lambda entity: (-len(articles[entity]), entity))
    number, of = len(articles[best]), sum(map(len, articles.values()))
    return Told(best if number >= SHARE * of else "", number, of)
