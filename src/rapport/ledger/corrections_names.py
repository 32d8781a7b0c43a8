"""Whom people mean when they correct: forms of names for rulings on who is who, and actors for the fields of a record."""

from __future__ import annotations

import sqlite3
from typing import Any

from rapport.errors import UnknownName, UsageError
from rapport.ledger.people import People, Someone
from rapport.records import ACTOR_KINDS
from rapport.resolve.names import NameGroup, find, group_names, name_key, name_words


def _form(key: str, kind: str, name: str, article: str | None = None) -> dict[str, Any]:
    """A name as rulings hold it: its key and kind, of all articles or of the one with this key; `name` is for people to read."""
    return {"key": key, "kind": kind, "article": article, "name": name}


def main_form(someone: Someone, name: str | None = None, without: dict[str, Any] | None = None) -> dict[str, Any]:
    """The form that stands for someone: that of the `name` by which they were asked for, where it is one of theirs, else of the fullest; not that `without`.

    Raises UsageError where they have no other.
    """
    barred = (without["key"], without["kind"]) if without else None
    members = sorted(member for member in someone.group.members if member != barred)
    if not members:
        raise UsageError(f"“{someone.name}” is written in no other way in this ledger")
    asked = {name_key(name, kind) for kind in ("person", "organization")} if name else set()
    key, kind = min(members, key=lambda m: (m[0] not in asked, m[0] != someone.group.key, -len(m[0].split()), m[1] != someone.group.kind, m))
    return _form(key, kind, someone.name)


def spelled(someone: Someone, form: str) -> dict[str, Any]:
    """The form of someone that is spelled so. Raises UsageError, which lists those they have."""
    keys = {name_key(form, kind) for kind in ("person", "organization")}
    found = sorted((m for m in someone.group.members if m[0] in keys), key=lambda m: (m[1] != someone.group.kind, m))
    if not found:
        raise UsageError(f"“{form}” is no name of {someone.name} in this ledger: these are {', '.join(sorted(someone.group.keys))}")
    return _form(*found[0], form)


def forms_in(db: sqlite3.Connection, someone: Someone, article: str, article_key: str, only: Any = None) -> list[dict[str, Any]]:
    """The forms by which one article calls someone, or the `only` one. Raises UsageError where it does not."""
    query = "SELECT DISTINCT name_key, kind, name FROM actors WHERE article = ? AND name_key IS NOT NULL ORDER BY 1, 2, 3"
    found = {(r[0], r[1]): r[2] for r in db.execute(query, (article,)) if (r[0], r[1]) in someone.group.members}
    if only:
        found = {form: name for form, name in found.items() if form[0] == only["key"]}
    if not found:
        raise UsageError(f"article {article} has no actor who is taken for {someone.name}")
    return [_form(key, kind, name, article_key) for (key, kind), name in found.items()]


def named(db: sqlite3.Connection, people: People, article: str, name: str, new: str | None) -> dict[str, str]:
    """{name, kind} of whom a name means: an actor of the article, else somebody of the ledger, else, where `new` gives a kind, somebody neither knows.

    Raises UnknownName, AmbiguousName, and UsageError for a kind that there is not.
    """
    if new is not None and new not in ACTOR_KINDS:
        raise UsageError(f"--new is one of {', '.join(ACTOR_KINDS)}, not “{new}”")
    own = [(r[0], r[1], r[2]) for r in db.execute("SELECT name, kind, name_key FROM actors WHERE article = ? ORDER BY id", (article,))]
    exact = list(dict.fromkeys((n, k) for n, k, _ in own if n.casefold() == name.casefold()))
    if len(exact) == 1:
        return _actor(*exact[0])
    here = _within(db, article, name, own)
    if here is not None:
        return here
    try:
        someone = people.called(name)
    except UnknownName as unknown:
        if new is not None:
            return _actor(name, new)
        unknown.args = (f"{unknown}; to name somebody new, add --new person (or organization, place)",)
        raise
    if new is not None and not _holds(someone.group, name):
        return _actor(name, new)  # a slip of the pen is not taken for one where people say that it is somebody new
    for written, kind, key in own:
        if (key, kind) in someone.group.members:
            return _actor(written, kind)
    return _actor(someone.name, someone.group.kind)


def _actor(name: str, kind: str) -> dict[str, str]:
    return {"name": name, "kind": kind}


def _within(db: sqlite3.Connection, article: str, name: str, own: list[tuple[str, str, str | None]]) -> dict[str, str] | None:
    """The actor of the article who is called so in it, be it by an alias; slips of the pen are not taken for one. Raises AmbiguousName."""
    aliases = "SELECT p.name, p.kind, x.alias FROM actor_aliases AS x JOIN actors AS p ON p.article = x.article AND p.id = x.actor WHERE x.article = ? ORDER BY p.id"
    also = list(dict.fromkeys((r[0], r[1]) for r in db.execute(aliases, (article,)) if r[2].casefold() == name.casefold()))
    if len(also) == 1:
        return _actor(*also[0])
    groups = group_names((key, written, kind, 1) for written, kind, key in own if key)
    try:
        group = find(name, groups)
    except UnknownName:
        return None
    if not _holds(group, name):
        return None
    found = sorted((written != group.name, written, kind) for written, kind, key in own if (key, kind) in group.members)
    return _actor(*found[0][1:])


def _holds(group: NameGroup, name: str) -> bool:
    asked = {" ".join(name_words(name, kind)) for kind in ("person", "organization")}
    return any(set(words.split()) <= set(key.replace("-", " ").split()) | set(key.split()) for words in asked if words for key in group.keys)
