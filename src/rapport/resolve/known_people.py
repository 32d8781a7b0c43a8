"""People whom the user knows from elsewhere: their names, and the offices that they held from when to when. Evidence, never the last word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rapport.resolve.forms import core, person_form
from rapport.resolve.names import name_key, name_words
from rapport.resolve.titles import is_former, title_class

# What stands between an office and where it is held.
_FILLERS: Final = frozenset("the a an of for in at to and s former ex then late current acting".split())


@dataclass(frozen=True, slots=True)
class Office:
    """An office with the days on which it began and ended, as far as they are known (ISO dates or their beginnings)."""

    title: str
    organization: str | None = None
    since: str | None = None
    until: str | None = None

    def held(self, year: int, *, former: bool = False) -> bool:
        """Whether it was held in that year, or before it."""
        began = int(self.since[:4]) if self.since else None
        ended = int(self.until[:4]) if self.until else None
        if former:
            return ended is not None and ended <= year
        return (began is None or began <= year) and (ended is None or year <= ended)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    id: str
    name: str
    names: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    wikidata: str | None = None

    @property
    def form(self) -> str:
        return person_form(name_key(self.name))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.casefold())) - _FILLERS


@dataclass(frozen=True)
class KnownPeople:
    """The people of a list, by form. A name that two of them have, or that is the surname or the given name of one, says nothing."""

    forms: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, tuple[Office, ...]] = field(default_factory=dict)
    _described: dict[tuple[str, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[KnownPerson]) -> KnownPeople:
        listed = sorted(people, key=lambda p: p.id)
        bearers: dict[str, set[str]] = defaultdict(set)
        for person in listed:
            for name in (person.name, *person.names):
                bearers[person_form(name_key(name))].add(person.form)
        parts = {word for person in listed for word in (core(person.form)[0][0], core(person.form)[0][-1])}
        forms = {form: next(iter(owners)) for form, owners in bearers.items() if form and len(owners) == 1 and form not in parts}
        offices: dict[str, tuple[Office, ...]] = defaultdict(tuple)
        for person in listed:
            offices[person.form] += person.offices
        return cls(forms, dict(offices))

    def form(self, form: str, kind: str) -> str:
        """The one form for all names of a known person; of an organization or place only where it is one word (“AOC” is read as one)."""
        return self.forms.get(form, form) if kind == "person" or " " not in form else form

    def apart(self, one: str, other: str) -> bool:
        """Whether two forms are two known people’s."""
        return one in self.offices and other in self.offices and one != other

    def held(self, form: str, title: str, year: int | None) -> bool | None:
        """Whether someone held an office of this class in that year (“former ” before it: before that year); null where none such is known."""
        office, former = title.removeprefix("former "), title.startswith("former ")
        known = [o for o in self.offices.get(form, ()) if title_class(o.title) == office]
        if not known or year is None:
            return None
        return any(o.held(year, former=former) or (former and o.held(year)) for o in known)

    def described(self, description: str, year: int) -> str:
        """The form of the one person whom a description names by office and place (“the former mayor of Harbor City”), empty where there is none,
        or more than one. An office alone (“the mayor”) is anybody's."""
        if not self.offices:
            return ""
        if (description, year) not in self._described:
            self._described[description, year] = self._find(description, year)
        return self._described[description, year]

    def _find(self, description: str, year: int) -> str:
        office = title_class(description)
        if office is None:
            return ""
        words, former = _words(description), is_former(description)
        found = {
            form
            for form, offices in self.offices.items()
            for o in offices
            if title_class(o.title) == office and o.organization and words == _words(o.title) | _words(o.organization) and o.held(year, former=former)
        }
        return found.pop() if len(found) == 1 else ""


NOBODY: Final = KnownPeople()


def names_of(person: KnownPerson) -> list[str]:
    """All names, the first one first, each once, without those that hold no word."""
    return [name for name in dict.fromkeys((person.name, *person.names)) if name_words(name)]
