"""What one article says of an actor that bears on who it is, made small enough to be counted: a signature.

Actors of many articles with one signature are decided together, so that fifty thousand articles that name one person cost no more than
some hundreds of signatures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rapport.resolve.forms import bears, core, form_of, full_forms, given, initials, is_acronym, is_generic, is_tail, relation, squash, surname_block
from rapport.resolve.known_names import HOMONYM_PLACES
from rapport.resolve.known_people import NOBODY, KnownPeople
from rapport.resolve.leaders import described_office
from rapport.resolve.names import name_key
from rapport.resolve.titles import gender_of, is_former, title_class

# A name key with the kind of its actor, as people's corrections name it.
Named = tuple[str, str]
# Hints kept of an actor; more than so many bearers of one name beside it say nothing.
_HINTS: Final = 4
# At the beginning of a sentence they are written as names are; and there are people called He and Her.
_DESCRIBED: Final = re.compile(r"(?i:the|an?|his|her|their|its|our|my)\s+[a-z]")
_NO_NAMES: Final = frozenset("he she him her his we you they it i me my your their our this that who no one someone everyone".split())


@dataclass(frozen=True, slots=True)
class View:
    """A named actor of an article: `he` and `she` are how many pronouns of either gender stand for it; `key` is its name key."""

    id: str
    name: str
    kind: str
    key: str | None
    aliases: Sequence[str] = ()
    titles: Sequence[str] = ()
    he: int = 0
    she: int = 0


class Signature(NamedTuple):
    """`form` as in `forms`; `titles` are classes, “former ” before those that are over; `year` of publication
    (where there are no titles, the first of its term); `hints` are full forms of others
    of the same article, or of the actor's own aliases, that it may be short for or called beside; `crowded` is a person beside whom the article
    names another of that surname; `sense` parts places of one name; `acronym` is a short form that the article gives, letters or last word; `pin` the key of the article
    where a correction speaks of this very actor."""

    form: str
    kind: str
    key: str
    name: str
    gender: str = ""
    titles: tuple[str, ...] = ()
    year: int | None = None
    hints: tuple[str, ...] = ()
    crowded: bool = False
    sense: str = ""
    acronym: str = ""
    pin: str = ""

    @property
    def single(self) -> bool:
        """Whether the form is one word (a generation aside): a surname, a given name, an acronym."""
        return len(core(self.form)[0]) == 1

    @property
    def supported(self) -> bool:
        """Whether more than the kind that was read says that it is a person."""
        return self.kind == "person" and bool(self.gender or self.hints)

    @property
    def given(self) -> str:
        """By what other blocks look this one up: the first name of a person, the short form that an article gives for anything else."""
        return given(self.form) if self.kind == "person" and bears(self.form) else self.acronym


def term(year: int | None) -> int | None:
    """The first of the four years, counted by the terms of American presidents, of which a year is one. Who is meant by a bare name is asked of
    these: years by themselves would make thousands of signatures of one person."""
    return None if year is None else year - (year - 1) % 4


def _gender(view: View) -> str:
    titled = [g for words in (view.name, *view.aliases, *view.titles) if (g := gender_of(words))]
    male, female = view.he + 3 * titled.count("m"), view.she + 3 * titled.count("f")
    return "m" if male > 3 * female else "f" if female > 3 * male else ""


def _titles(view: View) -> tuple[str, ...]:
    found = {("former " if is_former(title) else "") + kind for title in view.titles if (kind := title_class(title))}
    return tuple(sorted(found))


def _own_names(view: View, form: str) -> set[str]:
    """Full names that the article also calls a person by, and that its form may be short for or a variant of."""
    longer = (alias for alias in view.aliases if " " in alias and not (" " in view.name and alias.endswith(" " + view.name)))
    found = {f for alias in longer if (f := full_forms(alias))} - {form}
    words = core(form)[0]
    if len(words) > 1:
        return {f for f in found if relation(f, form) not in ("", "suffix")}
    return {f for f in found if squash(core(f)[0][-1]) == squash(words[0]) or core(f)[0][0] == words[0]}


def _settled(names: Collection[str]) -> str:
    """The one name that all are variants of, of two words; empty where there is none."""
    short = min(names, key=lambda f: (len(f.split()), len(f), f), default="")
    return short if len(core(short)[0]) == 2 and len(core(short)[0][0]) > 1 and all(f == short or relation(f, short) for f in names) else ""


@dataclass
class _Beside:
    """The named actors of an article, by what others may be short for."""

    forms: Mapping[str, str]
    persons: dict[str, set[str]] = field(default_factory=dict)
    acronyms: dict[str, set[str]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    all_words: set[str] = field(default_factory=set)

    def take(self, view: View) -> None:
        form = self.forms[view.id]
        self.all_words.update(form.split())
        if view.kind == "person":
            if bears(form):
                for key in {surname_block(form), given(form)}:
                    self.persons.setdefault(key, set()).add(form)
        elif " " in form:
            self.acronyms.setdefault(initials(form), set()).add(form)
            self.words.setdefault(form.split()[-1], set()).add(form)


def sign(
    views: Iterable[View], year: int | None, pins: Collection[Named] = (), article: str = "", known: KnownPeople = NOBODY
) -> dict[str, Signature]:
    """The signatures of an article's actors, by id; actors without a name have none. `pins` are those of whom corrections speak in this article
    (whose key is `article`): they have a signature whatever they are called. `known` people have one form for all their names, and are found by
    a description that names an office of theirs and no other's."""
    listed = list(views)
    named = [view for view in listed if view.key and _is_named(view)]
    forms = {view.id: known.form(form_of(view.key, view.kind), view.kind) for view in named if view.key}
    own = {view.id: _own_names(view, forms[view.id]) for view in named if view.kind == "person"}
    full = {form for form in forms.values() if bears(form)}
    for key, names in own.items():
        # Where others of the surname are named too, an alias may be theirs.
        alone = not any(surname_block(f) == surname_block(forms[key]) and not any(f == n or relation(f, n) for n in names) for f in full)
        if len(core(forms[key])[0]) == 1 and alone and (name := _settled(names)):
            forms[key] = known.form(name, "person")
            own[key] = names - {name}
    beside = _Beside(forms)
    for view in named:
        beside.take(view)
    found = {view.id: _signature(view, forms[view.id], own.get(view.id, set()), beside, year) for view in named}
    for view in listed:
        if view.kind == "person" and year is not None and (form := known.described(view.name, year)):
            found[view.id] = Signature(form, view.kind, "", view.name, _gender(view), (), term(year))
    for view in listed:
        key = view.key or name_key(view.name, view.kind)
        if (key, view.kind) in pins:
            signed = found.get(view.id) or Signature("", view.kind, key, view.name)
            found[view.id] = signed._replace(key=key, pin=article)
    return found


def _is_named(view: View) -> bool:
    """Whether it has a name by which other articles may call it; a description that ends in one (“the mayor of Dover”) is none."""
    described = view.kind == "person" and _DESCRIBED.match(view.name) and title_class(view.name)
    return (
        view.kind in ("person", "organization", "place")
        and view.key not in _NO_NAMES
        and not described
        and not (view.kind == "person" and described_office(view.name))
    )


def _signature(view: View, form: str, own: set[str], beside: _Beside, year: int | None) -> Signature:
    key = view.key or ""
    words = core(form)[0]
    if view.kind == "person":
        hints = set(own)
        if len(words) == 1:
            hints |= beside.persons.get(squash(words[0]), set()) | beside.persons.get(words[0], set())
        kept = tuple(sorted(hints)) if len(hints) <= _HINTS else ()
        crowded = len(words) > 1 and any(f != form and not relation(f, form) for f in beside.persons.get(surname_block(form), ()))
        titles = _titles(view)
        return Signature(form, view.kind, key, view.name, _gender(view), titles, year if titles else term(year), kept, crowded)
    near: set[str] = set()
    if is_acronym(form):
        near = set(beside.acronyms.get(form, ()))
        near |= {other for alias in view.aliases if initials(other := form_of(name_key(alias, view.kind), view.kind)) == form}
    if not near and is_generic(form):
        near = set(beside.words.get(form, ()))
    called = {name_key(alias, view.kind) for alias in view.aliases} if " " in form else set()
    # Of two, the acronym.
    short = {a for a in called if is_acronym(a) and a == initials(form)} or {a for a in called if view.kind == "organization" and is_tail(a, form)}
    sense = next((name for name, cues in HOMONYM_PLACES.get(form, ()) if cues & beside.all_words), "")
    return Signature(
        form, view.kind, key, view.name, hints=tuple(sorted(near)) if len(near) == 1 else (), sense=sense, acronym=min(short, default="")
    )
