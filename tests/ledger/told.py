"""Articles that tell of contacts, made in a line: what tests of entries are written with."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from rapport.ledger import Ledger, resolving
from rapport.records import Actor, Article, Cadence, Contact, Duration, Evidence, Reading, Source, When, content_id

TABLES: Final = ("entries", "entry_parties", "entry_reports", "entry_origins", "entry_values", "entry_nodes", "entry_blocks", "entry_edges")
WEIGHTS: Final = "w1"


@dataclass(frozen=True)
class Told:
    """A contact as an article tells it. Names that begin small are of people without a name; `source` is (name, kind), (name, kind, via) or (…, for)."""

    parties: tuple[str, ...]
    channel: Any = "call"
    status: Any = "happened"
    when: tuple[str, str] | str | None = None
    words: str = ""
    initiator: str | None = None
    duration: str | None = None
    cadence: tuple[float, str] | None = None
    place: str | None = None
    source: tuple[str | None, ...] | None = None
    confidence: float = 0.9
    trigger: str | None = None


def kind_of(name: str) -> Any:
    return "group" if name[0].islower() else "organization" if name.endswith(("Local 41", "Council", "Ledger", "Courier")) else "person"


def article(outlet: str | None, published: str | None, *contacts: Told, number: object = 0, url: str | None = "", version: int = 0) -> Reading:
    """An article with its contacts, a sentence each. Equal arguments give equal readings; `version` changes the text and not the address."""
    sentences = [f"{' and '.join(c.parties)} talked then, as long and as often: {c.words}." for c in contacts]
    text = "\n\n".join([*sentences, f"Number {number}, version {version}."])
    address = f"https://{(outlet or 'nowhere').replace(' ', '').lower()}.example/{number}" if url == "" else url
    story = Article(text, f"Story {number}", outlet, address, published)
    actors: dict[str, Actor] = {}

    def actor(name: str | None, kind: Any = None) -> str | None:
        if name is None:
            return None
        found = Actor(content_id("actor", story.id, name), story.id, name, kind or kind_of(name))
        return actors.setdefault(name, found).id

    records = []
    for i, (told, sentence) in enumerate(zip(contacts, sentences, strict=True)):
        start = sum(len(before) + 2 for before in sentences[:i])
        when = (told.when, told.when) if isinstance(told.when, str) else told.when
        chain: tuple[Source, ...] = ()
        if told.source:
            name, kind, via, speaks_for = (*told.source, None, None)[:4]
            chain = (Source(actor(name, "unnamed" if kind == "unnamed" else None), kind, actor(speaks_for), via),)  # type: ignore[arg-type]
        evidence = [Evidence(start, start + len(sentence), "sentence", sentence)]
        if told.trigger:
            at = start + sentence.index(told.trigger)
            evidence.append(Evidence(at, at + len(told.trigger), "trigger", told.trigger))
        records.append(
            Contact(
                content_id("contact", story.id, i), story.id, told.channel, told.status, tuple(str(actor(name)) for name in told.parties), told.confidence,
                tuple(evidence), initiator=actor(told.initiator),
                when=When("then", *when) if when else None, duration=Duration("as long", told.duration) if told.duration else None,
                cadence=Cadence("as often", *told.cadence) if told.cadence else None, place=told.place, according_to=chain,
            )
        )  # fmt: skip
    return Reading(story, tuple(actors.values()), (), tuple(records))


def add(ledger: Ledger, readings: Sequence[Reading], weights: str = WEIGHTS) -> None:
    """Read articles in one run, and take them in."""
    with ledger.run("read") as run:
        for reading in readings:
            if not run.done(reading.article, weights, "origin"):
                run.add(reading, "origin", weights)
    ledger.resolve()


def dump(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables of entries, in order of value."""
    return {table: sorted((tuple(row) for row in db.execute(f"SELECT * FROM {table}")), key=repr) for table in TABLES}


def from_scratch(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """What the same articles and the same actors give where no entry was known."""
    for table in TABLES:
        ledger.connection.execute(f"DELETE FROM {table}")
    ledger.connection.execute("INSERT OR IGNORE INTO unresolved SELECT article FROM readings")
    ledger.resolve()
    return dump(ledger.connection)


def add_in_batches(ledger: Ledger, readings: Sequence[Reading], cuts: Iterable[int], patch: pytest.MonkeyPatch) -> None:
    """One run from cut to cut, each resolved in batches so small that it takes several."""
    patch.setattr(resolving, "_BATCH", 3)
    patch.setattr(resolving, "_LARGEST", 3)
    bounds = sorted({0, len(readings), *(cut for cut in cuts if cut < len(readings))})
    for start, end in itertools.pairwise(bounds):
        add(ledger, readings[start:end])


def told(ledger: Ledger) -> list[str]:
    """The ids of all contacts that stand."""
    return sorted(row[0] for row in ledger.connection.execute("SELECT id FROM contacts_now"))


def assert_as_from_scratch(ledger: Ledger, patch: pytest.MonkeyPatch) -> None:
    """Every contact is told of in one entry, none holds two of one article, and the entries are those that one batch gives where none was known."""
    db = ledger.connection
    now = sorted(tuple(row) for row in db.execute("SELECT article, id FROM contacts_now"))
    assert sorted(tuple(row) for row in db.execute("SELECT article, contact FROM entry_reports")) == now
    assert not db.execute("SELECT 1 FROM entry_reports GROUP BY entry, article HAVING count(*) > 1").fetchall()
    step_by_step = dump(db)
    patch.setattr(resolving, "_BATCH", 1000)
    patch.setattr(resolving, "_LARGEST", 1000)
    assert from_scratch(ledger) == step_by_step


def moved(reading: Reading, url: str) -> Reading:
    """The same reading of an article at another address."""
    article = replace(reading.article, url=url)
    assert isinstance(article, Article)
    here = article.id
    return Reading(
        article,
        tuple(replace(a, article=here) for a in reading.actors),
        tuple(replace(m, article=here) for m in reading.mentions),
        tuple(replace(c, article=here) for c in reading.contacts),
        tuple(replace(s, article=here) for s in reading.statements),
        tuple(replace(s, article=here) for s in reading.stances),
    )
