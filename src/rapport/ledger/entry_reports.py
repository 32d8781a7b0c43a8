"""Contacts as the ledger holds them now -> the reports that resolution compares."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from rapport.resolve.reporting import AFTER, BEFORE, Told, reports
from rapport.resolve.reports import Party, Report, Voucher, took_part

Key = tuple[str, str]
# Reports fetched by one query each for their parties, sources and words.
_CHUNK: Final = 2000
KEYS: Final = "(SELECT json_extract(value, '$[0]') AS article, json_extract(value, '$[1]') AS contact FROM json_each(?))"
_K: Final = f"{KEYS} AS k CROSS JOIN"
_CONTACTS: Final = (
    f"SELECT c.*, a.outlet, a.published, coalesce(v.original, a.id) AS voice, coalesce(o.outlet, a.outlet) AS own FROM {_K} contacts_now AS c ON c.article = k.article "
    "AND c.id = k.contact JOIN articles AS a ON a.id = c.article LEFT JOIN copies AS v ON v.article = a.id LEFT JOIN articles AS o ON o.id = v.original"
)
# Whether an actor is one of the ledger: it has a name, or people have said whom it is.
_PARTIES: Final = (
    "SELECT k.article, k.contact, coalesce(m.entity, r.actor), x.name, x.kind, x.name_key IS NOT NULL OR coalesce(m.entity, r.actor) <> r.actor "
    f"FROM {_K} contact_parties_now AS r ON r.article = k.article AND r.contact = k.contact JOIN actors AS x ON x.article = r.article AND x.id = r.actor "
    "LEFT JOIN members AS m ON m.article = r.article AND m.actor = r.actor ORDER BY r.position"
)
_CHAINS: Final = (
    "SELECT k.article, k.contact, r.actor, r.kind, coalesce(m.entity, r.actor), x.name, x.name_key IS NOT NULL OR coalesce(m.entity, r.actor) <> r.actor, "
    f'coalesce(f.entity, r."for"), r.via FROM {_K} sources AS r ON r.article = k.article AND r.record = k.contact '
    "LEFT JOIN actors AS x ON x.article = r.article AND x.id = r.actor LEFT JOIN members AS m ON m.article = r.article AND m.actor = r.actor "
    'LEFT JOIN members AS f ON f.article = r.article AND f.actor = r."for" ORDER BY r.position'
)
_TOPICS: Final = (
    f"SELECT k.article, k.contact, r.topic FROM {_K} contact_topics_now AS r ON r.article = k.article AND r.contact = k.contact ORDER BY r.position"
)
_WORDS: Final = (
    f"SELECT k.article, k.contact, r.role, r.text FROM {_K} evidence AS r ON r.article = k.article AND r.record = k.contact "
    "WHERE r.role IN ('sentence', 'trigger') ORDER BY r.position"
)
# The words that tell of a contact, with what stands around them.
_TOLD: Final = (
    f'SELECT k.article, k.contact, r.start, r."end", r.text, substr(a.text, max(1, r.start - {BEFORE - 1}), min({BEFORE}, r.start)), substr(a.text, r."end" + 1, {AFTER}) '
    f"FROM {_K} evidence AS r ON r.article = k.article AND r.record = k.contact CROSS JOIN articles AS a ON a.id = k.article WHERE r.role = 'trigger' ORDER BY r.position"
)
# What the sources of a contact say in its article.
_CONTENTS: Final = (
    f'SELECT k.article, k.contact, r.actor, e.start, e."end" FROM {_K} sources AS r ON r.article = k.article AND r.record = k.contact '
    "CROSS JOIN statements AS s ON s.article = r.article AND s.speaker = r.actor "
    "CROSS JOIN evidence AS e ON e.article = s.article AND e.record = s.id AND e.role = 'content'"
)
_OF_ACTORS: Final = (
    f"SELECT r.article, r.contact FROM {_K} contact_parties_now AS r ON r.article = k.article WHERE r.actor = k.contact UNION "
    f"SELECT c.article, c.id FROM {_K} contacts_now AS c ON c.article = k.article WHERE c.initiator = k.contact UNION "
    f'SELECT s.article, s.record FROM {_K} sources AS s ON s.article = k.article WHERE s.actor = k.contact OR s."for" = k.contact'
)


def packed(keys: Iterable[Sequence[str]]) -> str:
    """Pairs as the value of `KEYS`."""
    return json.dumps([list(key) for key in keys])


def chunks(keys: Collection[Key]) -> Iterable[list[Key]]:
    """The keys in order, some thousands at a time."""
    ordered = sorted(keys)
    return (ordered[at : at + _CHUNK] for at in range(0, len(ordered), _CHUNK))


def of_articles(db: sqlite3.Connection, articles: Collection[str]) -> set[Key]:
    """The contacts that articles tell of now."""
    query = "SELECT c.article, c.id FROM json_each(?) AS k CROSS JOIN contacts_now AS c ON c.article = k.value"
    return {(row[0], row[1]) for row in db.execute(query, (json.dumps(sorted(articles)),))}


def of_actors(db: sqlite3.Connection, pairs: Collection[Key]) -> set[Key]:
    """The contacts in which actors of articles take part, or are a source; `pairs` are (article, actor)."""
    found: set[Key] = set()
    for chunk in chunks(pairs):
        keys = packed(chunk)
        found.update((row[0], row[1]) for row in db.execute(_OF_ACTORS, (keys, keys, keys)))
    return found


def load(db: sqlite3.Connection, keys: Collection[Key]) -> dict[Key, Report]:
    """The reports with these keys, as they stand now; what is rejected or superseded is left out."""
    found: dict[Key, Report] = {}
    for chunk in chunks(keys):
        found |= _chunk(db, packed(chunk))
    return found


def _chunk(db: sqlite3.Connection, keys: str) -> dict[Key, Report]:
    parties, chains, topics, words, told, contents = (_grouped(db, query, keys) for query in (_PARTIES, _CHAINS, _TOPICS, _WORDS, _TOLD, _CONTENTS))
    initiators = _initiators(db, keys)
    found = {}
    for c in db.execute(_CONTACTS, (keys,)):
        key = (c["article"], c["id"])
        triggers = [Told(*row) for row in told.get(key, ())]
        chain = tuple(_voucher(row, triggers, contents.get(key, ())) for row in chains.get(key, ()))
        present = tuple(Party(e, name, kind, bool(known)) for e, name, kind, known in parties.get(key, ()))
        found[key] = Report(
            article=c["article"], contact=c["id"], channel=c["channel"], status=c["status"],
            parties=took_part(present, chain), confidence=c["confidence"],
            outlet=c["outlet"], published=c["published"], voice=c["voice"], own=c["own"], initiator=initiators.get(key), setting=c["setting"],
            tone=c["tone"], when_text=c["when_text"], start=c["when_start"], end=c["when_end"], duration_text=c["duration_text"],
            duration=c["duration"], cadence_text=c["cadence_text"], cadence_count=c["cadence_count"], cadence_period=c["cadence_period"],
            cadence_bound=c["cadence_bound"], place=c["place"], topics=tuple(topic for (topic,) in topics.get(key, ())),
            chain=chain,
            sentence=" ".join(text for role, text in words.get(key, ()) if role == "sentence"),
            trigger=" ".join(text for role, text in words.get(key, ()) if role == "trigger"),
            tells=not triggers or any(not words.refers for words in triggers),
        )  # fmt: skip
    return found


def _voucher(row: tuple[Any, ...], told: Sequence[Told], contents: Iterable[tuple[Any, ...]]) -> Voucher:
    """A link of a chain, from its row, the words that tell of the contact, and (actor, start, end) of what the sources say."""
    actor, kind, entity, name, known, speaks_for, via = row
    places = ((start, end) for who, start, end in contents if who == actor)
    return Voucher(kind, entity, name, bool(known), speaks_for, via, reports(told, places, named=kind == "named"))


def _initiators(db: sqlite3.Connection, keys: str) -> dict[Key, str]:
    query = (
        f"SELECT c.article, c.id, coalesce(m.entity, c.initiator) FROM {_K} contacts_now AS c ON c.article = k.article AND c.id = k.contact "
        "LEFT JOIN members AS m ON m.article = c.article AND m.actor = c.initiator WHERE c.initiator IS NOT NULL"
    )
    return {(row[0], row[1]): row[2] for row in db.execute(query, (keys,))}


def _grouped(db: sqlite3.Connection, query: str, keys: str) -> dict[Key, list[tuple[Any, ...]]]:
    found: dict[Key, list[tuple[Any, ...]]] = defaultdict(list)
    for row in db.execute(query, (keys,)):
        found[row[0], row[1]].append(tuple(row)[2:])
    return found
