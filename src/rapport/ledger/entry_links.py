"""Which entry settles a plan, and which one a denial denies: found anew for those that stand near what an update changed."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from rapport.ledger import entry_reports
from rapport.resolve.links import PLANS, WAITED, Encounter, denied, outcome
from rapport.resolve.reports import DATING, ordinal

# Days around an entry in which what settles or denies it is looked for, in the order of blocks.
_BEFORE: Final = DATING
_AFTER: Final = DATING + WAITED
_EACH: Final = "json_each(?) AS k CROSS JOIN"
_OPEN: Final = "(" + ", ".join(f"'{status}'" for status in sorted(PLANS | {"denied"})) + ")"
# From entries to those near them: by a block of theirs, and by an article.
_NEAR: Final = (
    f"SELECT DISTINCT r.entry, o.entry FROM {_EACH} entry_reports AS r ON r.entry = k.value JOIN entry_nodes AS n ON n.article = r.article AND n.contact = r.contact "
    "JOIN entry_blocks AS b ON b.node = n.node JOIN entry_blocks AS x ON x.block = b.block AND x.day BETWEEN b.day - {before} AND b.day + {after} AND x.open = {open} "
    "JOIN entry_nodes AS m ON m.node = x.node JOIN entry_reports AS o ON o.article = m.article AND o.contact = m.contact"
)
_BESIDE: Final = f"SELECT DISTINCT r.entry, o.entry FROM {_EACH} entry_reports AS r ON r.entry = k.value JOIN entry_reports AS o ON o.article = r.article AND o.entry <> r.entry"


def update(db: sqlite3.Connection, made: Collection[str], removed: Collection[str]) -> None:
    """Link the plans and denials among the entries `made`, those near them, and those that were linked to one `removed`."""
    if not made and not removed:
        return
    new = json.dumps(sorted(made))
    lost = json.dumps(sorted(removed))
    near = _NEAR.format(before=_AFTER, after=_BEFORE, open=1)
    touched = {row[1] for query in (near, _BESIDE) for row in db.execute(query, (new,))} | set(made)
    for column in ("settled_by", "denies"):
        touched |= {row[0] for row in db.execute(f"SELECT e.id FROM {_EACH} entries AS e ON e.{column} = k.value", (lost,))}
    query = f"SELECT e.id, e.status FROM {_EACH} entries AS e ON e.id = k.value WHERE e.status IN {_OPEN}"
    opened = {row[0]: row[1] for row in db.execute(query, (json.dumps(sorted(touched)),))}
    beside: dict[str, set[str]] = defaultdict(set)
    asked = json.dumps(sorted(opened))
    found = _NEAR.format(before=_BEFORE, after=_AFTER, open=0), _NEAR.format(before=_BEFORE, after=_AFTER, open=1), _BESIDE
    for query in found:
        for row in db.execute(query, (asked,)):
            if row[0] != row[1]:
                beside[row[0]].add(row[1])
    seen = _encounters(db, {*opened, *(entry for others in beside.values() for entry in others)})
    links = []
    for entry, status in sorted(opened.items()):
        others = [seen[other] for other in beside[entry] if other in seen]
        links.append((outcome(seen[entry], others), None, entry) if status in PLANS else (None, denied(seen[entry], others), entry))
    db.executemany("UPDATE entries SET settled_by = ?, denies = ? WHERE id = ?", links)


def _encounters(db: sqlite3.Connection, entries: Iterable[str]) -> dict[str, Encounter]:
    asked = json.dumps(sorted(set(entries)))
    rows = db.execute(f"SELECT e.* FROM {_EACH} entries AS e ON e.id = k.value", (asked,)).fetchall()
    shown = entry_reports.load(db, {(row["shown_article"], row["shown"]) for row in rows})
    parties: dict[str, set[str]] = defaultdict(set)
    for entry, entity in db.execute(f"SELECT p.entry, p.entity FROM {_EACH} entry_parties AS p ON p.entry = k.value", (asked,)):
        parties[entry].add(entity)
    articles: dict[str, set[str]] = defaultdict(set)
    told: dict[str, str] = {}
    query = f"SELECT r.entry, r.article, a.published FROM {_EACH} entry_reports AS r ON r.entry = k.value JOIN articles AS a ON a.id = r.article"
    for entry, article, published in db.execute(query, (asked,)):
        articles[entry].add(article)
        if published and (entry not in told or published < told[entry]):
            told[entry] = published
    ends: dict[str, set[tuple[str | None, ...]]] = defaultdict(set)
    query = f"SELECT o.entry, o.kind, o.entity, o.name, o.via FROM {_EACH} entry_origins AS o ON o.entry = k.value"
    for entry, *end in db.execute(query, (asked,)):
        ends[entry].add(tuple(end))
    found = {}
    for row in rows:
        report = shown[row["shown_article"], row["shown"]]
        unknown = {party.entity for party in report.parties if not party.known}
        found[row["id"]] = Encounter(
            row["id"], row["status"], row["channel"], frozenset(parties[row["id"]] - unknown), report.heads, ordinal(row["when_start"]),
            ordinal(row["when_end"]), ordinal(told.get(row["id"])), row["place"], report.words, frozenset(articles[row["id"]]), frozenset(ends[row["id"]]), report.of_content,
        )  # fmt: skip
    return found
