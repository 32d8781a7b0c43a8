"""What new reading added, confirmed, contradicted or settled: what a reporter asks every morning."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Final

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger.relation_results import Change
from rapport.ledger.relations import evidence_words, signs
from rapport.resolve.relations import periods

ORDER: Final = ("contradicted", "settled", "turned", "confirmed", "added")
# Reports of an entry: how many articles are new and how many are not, and how many outlets each.
_REPORTS: Final = "SELECT r.article, r.contact, a.outlet, r.article IN (SELECT id FROM temp.fresh) AS new FROM entry_reports AS r JOIN articles AS a ON a.id = r.article WHERE r.entry = ?"


def changes(db: sqlite3.Connection, since: str | None, limit: int | None = None) -> list[Change]:
    """What articles first met since a run (its number) or a day (ISO; that of reading) changed; without either, the last run that read anything.

    Raises UsageError for what is neither, UnknownRecord where there is no such run. Contradictions come first, then what was settled, turned,
    confirmed and added; `limit` holds for each.
    """
    first = _first_run(db, since)
    db.execute("DROP TABLE IF EXISTS temp.fresh")
    db.execute("CREATE TEMP TABLE fresh (id TEXT PRIMARY KEY) WITHOUT ROWID")
    db.execute("INSERT INTO temp.fresh SELECT article FROM sightings GROUP BY article HAVING min(run) >= ?", (first,))
    found: list[Change] = []
    for what in ORDER:
        kept = sorted((c for c in _KINDS[what](db)), key=lambda c: (c.date is None, [-ord(x) for x in c.date or ""], c.id))
        found += kept[:limit]
    db.execute("DROP TABLE temp.fresh")
    return found


def _first_run(db: sqlite3.Connection, since: str | None) -> int:
    if since is None:
        row = db.execute("SELECT max(first) FROM (SELECT min(run) AS first FROM sightings GROUP BY article)").fetchone()
        return int(row[0] or 0)
    if re.fullmatch(r"[0-9]{1,3}|[0-9]{5,9}", since):
        if not db.execute("SELECT 1 FROM runs WHERE id = ?", (int(since),)).fetchone():
            raise UnknownRecord(f"there is no run {since}: see “rapport runs”")
        return int(since)
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", since):
        raise UsageError(f"--since takes the number of a run or a day such as 2031-05-17, not “{since}”")
    row = db.execute("SELECT min(id) FROM runs WHERE started >= ?", (since,)).fetchone()
    return int(row[0]) if row[0] is not None else 1 << 62


def _touched(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """Entries that a new article tells of."""
    query = "SELECT * FROM entries WHERE id IN (SELECT r.entry FROM temp.fresh AS f CROSS JOIN entry_reports AS r ON r.article = f.id) ORDER BY id"
    return db.execute(query).fetchall()


def _change(db: sqlite3.Connection, what: str, entry: sqlite3.Row, detail: str, *, fresh: bool = True) -> Change:
    reports = db.execute(_REPORTS, (entry["id"],)).fetchall()
    told = [r for r in reports if r["new"]] if fresh else list(reports)
    shown = next((r for r in told if r["contact"] == entry["shown"]), told[0] if told else reports[0])
    names = "SELECT x.name FROM entry_parties AS p JOIN entities AS x ON x.id = p.entity WHERE p.entry = ? ORDER BY p.position"
    who = tuple(row[0] for row in db.execute(names, (entry["id"],)))
    outlets = tuple(sorted({r["outlet"] for r in told if r["outlet"]}))
    return Change(what, entry["id"], entry["date"], who, evidence_words(db, shown["article"], shown["contact"]), outlets, detail)


def _added(db: sqlite3.Connection) -> Iterator[Change]:
    for entry in _touched(db):
        reports = db.execute(_REPORTS, (entry["id"],)).fetchall()
        if all(r["new"] for r in reports):
            yield _change(db, "added", entry, f"a {entry['status']} {entry['channel'] if entry['channel'] != 'unspecified' else 'contact'}")


def _confirmed(db: sqlite3.Connection) -> Iterator[Change]:
    for entry in _touched(db):
        reports = db.execute(_REPORTS, (entry["id"],)).fetchall()
        before, new = ({r["article"] for r in reports if bool(r["new"]) is fresh} for fresh in (False, True))
        if before and new and not _differing(db, entry["id"]):
            # A copy of what was known is no confirmation.
            known = {row[0] for a in before for row in db.execute("SELECT coalesce((SELECT original FROM copies WHERE article = ?1), ?1)", (a,))}
            own = [
                a for a in new if db.execute("SELECT coalesce((SELECT original FROM copies WHERE article = ?1), ?1)", (a,)).fetchone()[0] not in known
            ]
            if own:
                yield _change(
                    db,
                    "confirmed",
                    entry,
                    f"told by {len(own)} more, {entry['origins']} independent {'origin' if entry['origins'] == 1 else 'origins'} in all",
                )


def _differing(db: sqlite3.Connection, entry: str) -> list[str]:
    """The fields of which new articles give a value that none before gave, where there was another."""
    query = "SELECT field, value, article IN (SELECT id FROM temp.fresh) FROM entry_values WHERE entry = ?"
    values: dict[str, tuple[set[str], set[str]]] = {}
    for field, value, new in db.execute(query, (entry,)):
        values.setdefault(field, (set(), set()))[new].add(value)
    return sorted(field for field, (before, new) in values.items() if before and new - before)


def _contradicted(db: sqlite3.Connection) -> Iterator[Change]:
    for entry in _touched(db):
        if fields := _differing(db, entry["id"]):
            yield _change(db, "contradicted", entry, "differs from what was known: " + ", ".join(fields))
        if entry["denies"] is not None and all(r["new"] for r in db.execute(_REPORTS, (entry["id"],))):
            denied = db.execute("SELECT * FROM entries WHERE id = ?", (entry["denies"],)).fetchone()
            if denied is not None and not all(r["new"] for r in db.execute(_REPORTS, (denied["id"],))):
                yield _change(db, "contradicted", entry, f"denies {denied['id']}")


def _settled(db: sqlite3.Connection) -> Iterator[Change]:
    query = "SELECT * FROM entries WHERE settled_by IN (SELECT r.entry FROM temp.fresh AS f CROSS JOIN entry_reports AS r ON r.article = f.id) ORDER BY id"
    for entry in db.execute(query).fetchall():
        later = db.execute("SELECT * FROM entries WHERE id = ?", (entry["settled_by"],)).fetchone()
        if all(r["new"] for r in db.execute(_REPORTS, (later["id"],))) and not all(r["new"] for r in db.execute(_REPORTS, (entry["id"],))):
            yield _change(db, "settled", entry, f"{later['status']} by {later['date'] or 'an undated report'} ({later['id']})", fresh=False)


# Pairs of named actors of whom a new article shows what one holds of the other.
_PAIRS: Final = """
SELECT DISTINCT min(h.entity, t.entity) AS one, max(h.entity, t.entity) AS other FROM (
    SELECT s.article, s.holder, s.target FROM temp.fresh AS f CROSS JOIN stances_now AS s ON s.article = f.id
    UNION SELECT s.article, s.speaker, x.actor FROM temp.fresh AS f CROSS JOIN statements_now AS s ON s.article = f.id
    JOIN statement_about AS x ON x.article = s.article AND x.statement = s.id WHERE s.act IN ('praise', 'criticize')
) AS z JOIN members AS h ON h.article = z.article AND h.actor = z.holder JOIN members AS t ON t.article = z.article AND t.actor = z.target
WHERE h.entity <> t.entity AND (SELECT key FROM entities WHERE id = h.entity) IS NOT NULL AND (SELECT key FROM entities WHERE id = t.entity) IS NOT NULL
ORDER BY 1, 2
"""


def _turned(db: sqlite3.Connection) -> Iterator[Change]:
    """Relationships whose tone now is another than it was before the new articles."""
    for one, other in db.execute(_PAIRS).fetchall():
        found = signs(db, one, other)
        fresh = {s.article for s in found if db.execute("SELECT 1 FROM temp.fresh WHERE id = ?", (s.article,)).fetchone()}
        before, now = periods(s for s in found if s.article not in fresh), periods(found)
        if not before or before[-1].tone == now[-1].tone:
            continue
        sign = next(s for s in now[-1].signs if s.article in fresh) if any(s.article in fresh for s in now[-1].signs) else now[-1].signs[-1]
        names = tuple(sorted(db.execute("SELECT name FROM entities WHERE id = ?", (key,)).fetchone()[0] for key in (one, other)))
        outlet = db.execute("SELECT outlet FROM articles WHERE id = ?", (sign.article,)).fetchone()[0]
        words = _sign_words(db, sign.id, sign.kind)
        yield Change(
            "turned", sign.id, sign.date, names, words, (outlet,) if outlet else (), f"{now[-1].tone} since {now[-1].since}, {before[-1].tone} before"
        )


def _sign_words(db: sqlite3.Connection, key: str, kind: str) -> str:
    if kind == "contact":
        article, record = db.execute("SELECT shown_article, shown FROM entries WHERE id = ?", (key,)).fetchone()
        return evidence_words(db, article, record)
    table = "stances" if kind == "stance" else "statements"
    return evidence_words(db, db.execute(f"SELECT article FROM {table} WHERE id = ?", (key,)).fetchone()[0], key)


_KINDS: Final = {"contradicted": _contradicted, "settled": _settled, "turned": _turned, "confirmed": _confirmed, "added": _added}
