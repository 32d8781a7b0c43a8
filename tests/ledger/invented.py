"""Readings made up by a seed, and what is in a ledger file, for tests of writing."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rapport.ledger import Ledger
from rapport.records import (
    Actor,
    Article,
    Cadence,
    Contact,
    Duration,
    Evidence,
    Mention,
    Reading,
    Role,
    Source,
    Stance,
    Statement,
    When,
    content_id,
)  # fmt: skip

NAMES = ("Ada Quill", "Tom Reyes", "Marcus Bell", "Zoë Łukasz", "Dana Whitlock", "Quill", "Harbor Boat Authority")
CONTENT = (
    "articles", "readings", "actors", "actor_aliases", "roles", "role_evidence", "mentions", "contacts", "contact_parties", "contact_topics",
    "statements", "statement_about", "stances", "sources", "evidence",
)  # fmt: skip


def reading(seed: int, *, url: str | None = "", outlet: str | None = "Bay Courier", twist: str = "", **fields: Any) -> Reading:
    """An article of some sentences with actors, contacts, statements and all that these may have. Equal arguments give equal readings."""
    rng = random.Random(f"{seed}/{twist}")
    names = rng.sample(NAMES, 3)
    met = f"{names[0]} phoned {names[1]} on Sunday for half an hour about the ferry “No. {seed}”, two aides said."
    said = f"“She never calls back 🚢,” {names[2]} said of {names[0]}."
    text = f"{met}\n\n{said}\n\nCafé number {seed} was closed{twist}."
    published = rng.choice((None, "2031-02-18", "2031-06-12T08:30:00"))
    address = f"https://courier.example/{seed}" if url == "" else url
    article = Article(text, f"Call {seed}", outlet, address, **({"published": published} | fields))

    def piece(words: str, role: Any) -> Evidence:
        return Evidence(text.index(words), text.index(words) + len(words), role, words)

    def actor(name: str, kind: Any = "person", **more: Any) -> Actor:
        return Actor(content_id("actor", article.id, name), article.id, name, kind, **more)

    mayor = Role("Mayor", "Harbor City", "2030", None, (piece(names[0], "label"),))
    people = [
        actor(names[0], aliases=("the mayor", names[0].split()[-1]), roles=(mayor,)),
        actor(names[1]),
        actor(names[2]),
        actor("two aides", "unnamed"),
    ]
    ids = [p.id for p in people]
    contact = Contact(
        content_id("contact", article.id, ids), article.id, "call", rng.choice(("happened", "denied")), (ids[0], ids[1]), 0.75,
        (piece(met, "sentence"), piece("phoned", "trigger")), initiator=ids[0], setting="private", tone="friendly",
        when=When("on Sunday", "2031-02-16", "2031-02-16"), duration=Duration("half an hour", "PT30M"), cadence=Cadence("weekly", 1, "P1W", "min"),
        place="Hollis", topics=("the ferry", "money"), according_to=(Source(ids[3], "unnamed", None, "Harbor Ledger"), Source(ids[2], "spokesperson", ids[0])),
    )  # fmt: skip
    statement = Statement(
        content_id("statement", article.id, said), article.id, ids[2], "direct", "criticize", "“She never calls back 🚢,”", 0.5,
        (piece("“She never calls back 🚢,”", "content"), piece("said of", "cue")), cue="said", audience=ids[1], about=(ids[0], ids[1]),
        when=When("then"), according_to=(Source(None, "outlet", via="Harbor Ledger"),),
    )  # fmt: skip
    stance = Stance(
        content_id("stance", article.id, said), article.id, ids[2], ids[0], "negative", 0.6,
        (piece(said, "sentence"), piece("never calls back", "label")), label="never calls back", when=When("in 2030", "2030-01-01", "2030-12-31"),
        according_to=(Source(ids[3], "unnamed", None, "Harbor Ledger"),),
    )  # fmt: skip
    mentions = tuple(Mention(article.id, text.index(name), text.index(name) + len(name), key) for name, key in zip(names, ids, strict=False))
    return Reading(article, tuple(people), mentions, (contact,), (statement,), (stance,))


def write(path: Path, readings: Sequence[Reading], weights: str = "w1") -> None:
    """One run over the readings as the pipeline does it: what is known is only seen again."""
    with Ledger(path) as ledger, ledger.run("read") as run:
        for item in readings:
            if not run.done(item.article, weights, "origin"):
                run.add(item, "origin", weights)
    with Ledger(path) as ledger:
        ledger.resolve()


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All content rows of a file, by table, in order of value."""
    with sqlite3.connect(path) as db:
        return {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in CONTENT}
