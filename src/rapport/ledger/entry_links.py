"""Which entry settles a plan, and which one a denial denies: found anew for those that stand near what an update changed."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from rapport.resolve.links import LONG_AGO, PLANS, SLACK, TOLD, Encounter, denied, linkable, outcome
from rapport.resolve.reports import DATING, Report, content_words, ordinal

_EACH: Final = "json_each(?) AS k CROSS JOIN"
Load = Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], Report]]
# From entries to those near them: by a block of theirs and the order of its days, and by an article.
_NEAR: Final = (
    f"SELECT DISTINCT r.entry, o.entry FROM {_EACH} entry_reports AS r ON r.entry = k.value JOIN entry_nodes AS n ON n.article = r.article AND n.contact = r.contact "
    "JOIN entry_blocks AS b ON b.node = n.node JOIN entry_blocks AS x{index} ON x.block = b.block AND x.day BETWEEN b.day - {before} AND b.day + {after} "
    "AND b.open IN ({own}) AND x.open IN ({others}) "
    "JOIN entry_nodes AS m ON m.node = x.node JOIN entry_reports AS o ON o.article = m.article AND o.contact = m.contact"
)
# What links start from (`open` of blocks), what they lead to, and the days before and after in which that is looked for.
_PLAN, _DENIAL = 1, 2
_LOOKED_FOR: Final = ((str(_PLAN), "0", SLACK + 1, DATING + TOLD), (str(_DENIAL), f"0, {_PLAN}", LONG_AGO, TOLD))
_CANDIDATES: Final = tuple(_NEAR.format(own=own, others=others, before=before, after=after, index="") for own, others, before, after in _LOOKED_FOR)
# Plans and denials are few: asked for by the days alone, a pair that deals with each other every day had a year of contacts looked at for each new one.
_CONVERSE: Final = tuple(
    _NEAR.format(own=others, others=f"{own}) AND (x.open", before=after, after=before, index=" INDEXED BY entry_blocks_open")
    for own, others, before, after in _LOOKED_FOR
)
_BESIDE: Final = f"SELECT DISTINCT r.entry, o.entry FROM {_EACH} entry_reports AS r ON r.entry = k.value JOIN entry_reports AS o ON o.article = r.article AND o.entry <> r.entry"


def open_as(status: str) -> int:
    """What links start from a contact of this status: 0 none, else a plan's or a denial's."""
    return _PLAN if status in PLANS else _DENIAL if status == "denied" else 0


def update(db: sqlite3.Connection, made: Collection[str], removed: Collection[str], reports: Load) -> None:
    """Link the plans and denials among the entries `made`, those near them, and those that were linked to one `removed`. `reports` gives those with some keys."""
    if not made and not removed:
        return
    new = json.dumps(sorted(made))
    lost = json.dumps(sorted(removed))
    touched = {row[1] for query in (*_CONVERSE, _BESIDE) for row in db.execute(query, (new,))} | set(made)
    for column in ("settled_by", "denies"):
        touched |= {row[0] for row in db.execute(f"SELECT e.id FROM {_EACH} entries AS e ON e.{column} = k.value", (lost,))}
    opened = {entry for entry, (status, _) in _kinds(db, touched).items() if status in PLANS or status == "denied"}
    asked = json.dumps(sorted(opened))
    pairs = {(row[0], row[1]) for query in (*_CANDIDATES, _BESIDE) for row in db.execute(query, (asked,)) if row[0] != row[1]}
    kinds = _kinds(db, opened | {other for _, other in pairs})
    beside: dict[str, set[str]] = defaultdict(set)
    for entry, other in pairs:
        if other in kinds and linkable(*kinds[entry], *kinds[other]):
            beside[entry].add(other)
    # What can be linked to nothing beside it is not looked at: of a pair that deals much with each other that is most.
    seen = _encounters(db, {*beside, *(other for others in beside.values() for other in others)}, reports)
    links = []
    for entry in sorted(opened):
        others = [seen[other] for other in beside[entry]] if entry in beside else []
        plan = kinds[entry][0] in PLANS
        links.append(((outcome if plan else denied)(seen[entry], others) if others else None, plan, entry))
    rows = [(found if plan else None, None if plan else found, entry) for found, plan, entry in links]
    db.executemany("UPDATE entries SET settled_by = ?1, denies = ?2 WHERE id = ?3 AND (settled_by IS NOT ?1 OR denies IS NOT ?2)", rows)


def _kinds(db: sqlite3.Connection, entries: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The status and the channel of entries."""
    query = f"SELECT e.id, e.status, e.channel FROM {_EACH} entries AS e ON e.id = k.value"
    return {entry: (status, channel) for entry, status, channel in db.execute(query, (json.dumps(sorted(entries)),))}


def _encounters(db: sqlite3.Connection, entries: Iterable[str], reports: Load) -> dict[str, Encounter]:
    asked = json.dumps(sorted(set(entries)))
    rows = db.execute(f"SELECT e.* FROM {_EACH} entries AS e ON e.id = k.value", (asked,)).fetchall()
    shown = reports({(row["shown_article"], row["shown"]) for row in rows})
    parties: dict[str, set[str]] = defaultdict(set)
    for entry, entity in db.execute(f"SELECT p.entry, p.entity FROM {_EACH} entry_parties AS p ON p.entry = k.value", (asked,)):
        parties[entry].add(entity)
    articles: dict[str, set[str]] = defaultdict(set)
    told: dict[str, str] = {}
    told_last: dict[str, str] = {}
    query = f"SELECT r.entry, r.article, a.published FROM {_EACH} entry_reports AS r ON r.entry = k.value JOIN articles AS a ON a.id = r.article"
    for entry, article, published in db.execute(query, (asked,)):
        articles[entry].add(article)
        if published and (entry not in told or published < told[entry]):
            told[entry] = published
        if published:
            told_last[entry] = max(published, told_last.get(entry, ""))
    ends: dict[str, set[tuple[str | None, ...]]] = defaultdict(set)
    query = f"SELECT o.entry, o.kind, o.entity, o.name, o.via FROM {_EACH} entry_origins AS o ON o.entry = k.value"
    for entry, *end in db.execute(query, (asked,)):
        ends[entry].add(tuple(end))
    found = {}
    for row in rows:
        report = shown[row["shown_article"], row["shown"]]
        unknown = {party.entity for party in report.parties if not party.known}
        found[row["id"]] = Encounter(
            row["id"], row["status"], row["channel"], frozenset(parties[row["id"]] - unknown), report.heads, report.countries,
            ordinal(row["when_start"]), ordinal(row["when_end"]), ordinal(told.get(row["id"])), ordinal(told_last.get(row["id"])), row["place"], report.words, frozenset(articles[row["id"]]),
            frozenset(ends[row["id"]]), report.of_content, report.negated or report.asked, report.unheard, report.invited, content_words(report.topics), report.kin, report.family,
        )  # fmt: skip
    return found
