"""Source chains that people correct: what is typed, what the log holds of it, and how it stands among what was read.

A corrected chain stands in `sources` itself, which a dozen questions ask, and what was read of it in `read_sources` until it is taken back.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger.corrections_names import named
from rapport.ledger.people import People
from rapport.records import ACTOR_KINDS, SOURCE_KINDS

# What a source is that no article calls so: only named ones are looked up, for others are of their article.
_OWN: Final = {"unnamed": "unnamed", "document": "organization", "poll": "organization", "outlet": "organization"}
_NAMELESS: Final = ("unnamed", "document", "poll")
_LINK: Final = re.compile(r"(?P<kind>\w+)\s*(?::\s*(?P<who>.*?))?(?:(?:^|\s+)via\s+(?P<via>.+?))?\s*", re.DOTALL)
_FOR: Final = re.compile(r"(?P<who>.+)\s+for\s+(?P<whom>.+)", re.DOTALL)


def link(typed: str) -> dict[str, str | None]:
    """“unnamed: two aides via Harbor Ledger” as a link whose names are as typed. Raises UsageError."""
    found = _LINK.fullmatch(typed)
    kind, who, via = (found["kind"].lower(), found["who"] or None, found["via"]) if found else ("", None, None)
    if kind not in SOURCE_KINDS or (who is None and kind not in _NAMELESS):
        raise UsageError(
            f"according_to: “{typed}” is no source: give KIND: WHO, and via OUTLET where another outlet got it, where KIND is one of {', '.join(SOURCE_KINDS)} "
            "(unnamed: two aides via Harbor Ledger; spokesperson: Dana Whitlock for Ada Quill), or null where the article itself vouches for it"
        )
    parted = _FOR.fullmatch(who) if who and kind == "spokesperson" else None
    return {"actor": parted["who"] if parted else who, "kind": kind, "for": parted["whom"] if parted else None, "via": via}


def called(db: sqlite3.Connection, people: People, article: str, links: Sequence[Mapping[str, Any]], new: str | None) -> list[dict[str, Any]]:
    """The links with the actors whom their names mean. Raises UnknownName, AmbiguousName, UsageError."""

    def who(name: str | None, kind: str) -> dict[str, str] | None:
        if name is None:
            return None
        if kind not in _OWN:
            return named(db, people, article, name, new)
        query = "SELECT name, kind FROM actors WHERE article = ? AND lower(name) = lower(?) ORDER BY kind <> ?, id LIMIT 1"
        row = db.execute(query, (article, name, _OWN[kind])).fetchone()
        return {"name": row[0], "kind": row[1]} if row else {"name": name, "kind": _OWN[kind]}

    return [{**one, "actor": who(one["actor"], one["kind"]), "for": who(one["for"], "named")} for one in links]


def sound(value: Any, words: Callable[[Any], bool]) -> bool:
    """Whether a value of the log is a link of a chain; `words` says what a text is."""

    def actor(one: Any) -> bool:
        return one is None or (isinstance(one, dict) and one.keys() == {"name", "kind"} and words(one["name"]) and one["kind"] in ACTOR_KINDS)

    if not isinstance(value, dict) or value.keys() != {"actor", "kind", "for", "via"} or value["kind"] not in SOURCE_KINDS:
        return False
    return actor(value["actor"]) and actor(value["for"]) and (value["via"] is None or words(value["via"]))


def write(db: sqlite3.Connection, article: str, record: str, links: Sequence[Mapping[str, Any]], actor: Callable[[Mapping[str, str]], str]) -> None:
    """Put a chain in the place of the one that was read; `actor` gives the id of whom the log names."""
    db.execute("INSERT INTO read_sources SELECT * FROM sources WHERE article = ? AND record = ?", (article, record))
    db.execute("INSERT INTO read_sources VALUES (?, ?, -1, NULL, '', NULL, NULL)", (article, record))
    db.execute("DELETE FROM sources WHERE article = ? AND record = ?", (article, record))
    for position, one in enumerate(links):
        ends = (one["actor"] and actor(one["actor"]), one["kind"], one["for"] and actor(one["for"]), one["via"])
        db.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", (article, record, position, *ends))


def restore(db: sqlite3.Connection, key: str) -> None:
    """Have the chains of all versions of an article (by key) be what was read."""
    kept = "read_sources WHERE article IN (SELECT id FROM articles WHERE key = ?)"
    db.execute(f"DELETE FROM sources WHERE (article, record) IN (SELECT article, record FROM {kept})", (key,))
    db.execute(f"INSERT INTO sources SELECT * FROM {kept} AND position >= 0", (key,))
    db.execute(f"DELETE FROM {kept}", (key,))


def read(db: sqlite3.Connection, article: str, record: str) -> list[dict[str, Any]]:
    """What was read of a chain that people corrected, as the log would hold it."""
    query = (
        "SELECT a.name, a.kind, s.kind, f.name, f.kind, s.via FROM read_sources AS s LEFT JOIN actors AS a ON a.article = s.article AND a.id = s.actor "
        'LEFT JOIN actors AS f ON f.article = s.article AND f.id = s."for" WHERE s.article = ? AND s.record = ? AND s.position >= 0 ORDER BY s.position'
    )

    def actor(name: str | None, kind: str | None) -> dict[str, str | None] | None:
        return {"name": name, "kind": kind} if name else None

    found = db.execute(query, (article, record))
    return [{"actor": actor(name, kind), "kind": link_kind, "for": actor(*whom), "via": via} for name, kind, link_kind, *whom, via in found]
