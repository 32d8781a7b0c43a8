"""What new reading added, confirmed, contradicted or settled: what a reporter asks every morning."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger.relation_results import Change
from rapport.ledger.relations import FIRM, PRECISE, evidence_words, steady, went
from rapport.resolve.relations import may_turn

ORDER: Final = ("contradicted", "settled", "turned", "confirmed", "added")
# Entries that an article of the question tells of: by how many reports, and how many of these are new; the others have none.
_TOUCHED: Final = (
    "INSERT INTO temp.touched SELECT r.entry, count(*), sum(r.article IN (SELECT id FROM temp.fresh)) FROM ("
    "SELECT DISTINCT r.entry FROM temp.fresh AS f CROSS JOIN entry_reports AS r ON r.article = f.id) AS z CROSS JOIN entry_reports AS r ON r.entry = z.entry GROUP BY 1"
)
_ADDED: Final = {
    "happened": "a {0}", "recurring": "repeated {0}s", "planned": "a planned {0}", "proposed": "a proposed {0}", "declined": "a declined {0}",
    "denied": "a denied {0}", "absent": "no {0}", "speculated": "a rumoured {0}",
}  # fmt: skip
_FIRST: Final = "(SELECT run FROM sightings AS s WHERE s.article = {0} ORDER BY run LIMIT 1)"


@dataclass(frozen=True)
class Found:
    """A change before it is put in words: `fresh` says whether the new reports are shown (else all), `turn` has what a turn is told by."""

    what: str
    id: str
    date: str | None
    detail: str
    fresh: bool = True
    turn: Change | None = None
    fields: tuple[str, ...] = ()
    other: str | None = None


def changes(db: sqlite3.Connection, since: str | None, limit: int | None = None) -> list[Change]:
    """What articles first met since a run (its number) or a day (ISO; that of reading) changed; without either, the last run that read anything.

    Raises UsageError for what is neither, UnknownRecord where there is no such run. Contradictions come first, then what was settled, turned,
    confirmed and added; `limit` holds for each.
    """
    with _fresh(db, since):
        found = _found(db)
        return _told(db, [change for what in ORDER for change in [c for c in found if c.what == what][:limit]])


def part(db: sqlite3.Connection, since: str | None, offset: int, limit: int) -> tuple[dict[str, int], list[Change]]:
    """How many changes there are of each kind, and some of them, counted over all kinds."""
    with _fresh(db, since):
        found = _found(db)
        return dict(Counter(change.what for change in found)), _told(db, found[offset : offset + limit])


@contextmanager
def _fresh(db: sqlite3.Connection, since: str | None) -> Iterator[None]:
    """Meanwhile, the articles first met since then in `temp.fresh`, and the entries that they tell of in `temp.touched`."""
    first = _first_run(db, since)
    _drop(db)
    try:
        db.execute("CREATE TEMP TABLE fresh (id TEXT PRIMARY KEY) WITHOUT ROWID")
        query = f"INSERT INTO temp.fresh SELECT DISTINCT article FROM sightings AS x WHERE x.run >= ?1 AND {_FIRST.format('x.article')} >= ?1"
        db.execute(query, (first,))
        db.execute("CREATE TEMP TABLE touched (entry TEXT PRIMARY KEY, reports INTEGER NOT NULL, new INTEGER NOT NULL) WITHOUT ROWID")
        db.execute(_TOUCHED)
        yield
    finally:
        _drop(db)


def _drop(db: sqlite3.Connection) -> None:
    for table in ("fresh", "touched"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _first_run(db: sqlite3.Connection, since: str | None) -> int:
    if since is None:
        # The last run that was the first to meet some article.
        for (run,) in db.execute("SELECT id FROM runs ORDER BY id DESC"):
            query = f"SELECT 1 FROM sightings AS x WHERE x.run = ?1 AND {_FIRST.format('x.article')} = ?1 LIMIT 1"
            if db.execute(query, (run,)).fetchone():
                return int(run)
        return 0
    if re.fullmatch(r"[0-9]{1,3}|[0-9]{5,9}", since):
        if not db.execute("SELECT 1 FROM runs WHERE id = ?", (int(since),)).fetchone():
            raise UnknownRecord(f"there is no run {since}: see “rapport runs”")
        return int(since)
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", since):
        raise UsageError(f"--since takes the number of a run or a day such as 2031-05-17, not “{since}”")
    row = db.execute("SELECT min(id) FROM runs WHERE started >= ?", (since,)).fetchone()
    return int(row[0]) if row[0] is not None else 1 << 62


def _found(db: sqlite3.Connection) -> list[Found]:
    """All changes, those of each kind the newest first."""
    kinds = {"contradicted": _contradicted, "settled": _settled, "turned": _turned, "confirmed": _confirmed, "added": _added}
    found: list[Found] = []
    for what in ORDER:
        found += sorted(kinds[what](db), key=lambda c: (c.date is None, [-ord(x) for x in c.date or ""], c.id))
    return found


def _added(db: sqlite3.Connection) -> Iterator[Found]:
    for key, date, status, channel in db.execute(
        "SELECT e.id, e.date, e.status, e.channel FROM temp.touched AS t CROSS JOIN entries AS e ON e.id = t.entry WHERE t.new = t.reports ORDER BY e.id"
    ):
        yield Found("added", key, date, _ADDED[status].format(channel if channel != "unspecified" else "contact"))


def _differing(db: sqlite3.Connection) -> dict[str, list[str]]:
    """By entry, the fields of which new articles give a value that none before gave, where there was another."""
    query = "SELECT v.entry, v.field, v.value, v.article IN (SELECT id FROM temp.fresh) FROM temp.touched AS t CROSS JOIN entry_values AS v ON v.entry = t.entry WHERE t.new < t.reports"
    values: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for entry, field, value, new in db.execute(query):
        values.setdefault((entry, field), (set(), set()))[new].add(value)
    found: dict[str, list[str]] = {}
    for (entry, field), (before, new) in sorted(values.items()):
        if before and new - before:
            found.setdefault(entry, []).append(field)
    return found


def _confirmed(db: sqlite3.Connection) -> Iterator[Found]:
    differing = _differing(db)
    query = (
        "SELECT t.entry, r.article, coalesce(c.original, r.article), r.article IN (SELECT id FROM temp.fresh) FROM temp.touched AS t "
        "CROSS JOIN entry_reports AS r ON r.entry = t.entry LEFT JOIN copies AS c ON c.article = r.article WHERE t.new < t.reports ORDER BY 1"
    )
    for entry, rows in groupby(db.execute(query).fetchall(), key=lambda row: row[0]):
        told = list(rows)
        # A copy of what was known is no confirmation.
        known = {voice for _, _, voice, new in told if not new}
        own = {article for _, article, voice, new in told if new and voice not in known}
        if own and entry not in differing:
            date, origins = db.execute("SELECT date, origins FROM entries WHERE id = ?", (entry,)).fetchone()
            more, all_ = (f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((len(own), "more article"), (origins, "independent source")))
            yield Found("confirmed", entry, date, f"told by {more}, {all_} in all")


def _contradicted(db: sqlite3.Connection) -> Iterator[Found]:
    for entry, fields in _differing(db).items():
        date = db.execute("SELECT date FROM entries WHERE id = ?", (entry,)).fetchone()[0]
        yield Found("contradicted", entry, date, "differs from what was known: " + ", ".join(fields), fields=tuple(fields))
    # A denial that is new, of what was known.
    query = (
        "SELECT e.id, e.date, e.denies FROM temp.touched AS t CROSS JOIN entries AS e ON e.id = t.entry CROSS JOIN entries AS d ON d.id = e.denies "
        "LEFT JOIN temp.touched AS u ON u.entry = d.id WHERE t.new = t.reports AND (u.entry IS NULL OR u.new < u.reports) ORDER BY e.id"
    )
    for entry, date, denied in db.execute(query):
        yield Found("contradicted", entry, date, "a new report denies what was known", other=denied)


def _settled(db: sqlite3.Connection) -> Iterator[Found]:
    query = (
        "SELECT e.id, e.date, l.status, l.date, l.id FROM temp.touched AS t CROSS JOIN entries AS e ON e.settled_by = t.entry CROSS JOIN entries AS l ON l.id = t.entry "
        "LEFT JOIN temp.touched AS u ON u.entry = e.id WHERE t.new = t.reports AND (u.entry IS NULL OR u.new < u.reports) ORDER BY e.id"
    )
    for entry, date, status, day, later in db.execute(query):
        yield Found("settled", entry, date, f"{status} by {day or 'an undated report'}", fresh=False, other=later)


# By entry: who takes part, who tells of it, and the words of the report that is shown.
_WHO: Final = "SELECT p.entry, x.name FROM json_each(?) AS k CROSS JOIN entry_parties AS p ON p.entry = k.value JOIN entities AS x ON x.id = p.entity ORDER BY p.entry, p.position"
_REPORTS: Final = (
    "SELECT r.entry, r.contact = e.shown, a.outlet, r.article IN (SELECT id FROM temp.fresh), "
    "(SELECT text FROM evidence AS v WHERE v.article = r.article AND v.record = r.contact AND v.role IN ('sentence', 'content') ORDER BY v.role DESC, v.position LIMIT 1) "
    "FROM json_each(?) AS k CROSS JOIN entry_reports AS r ON r.entry = k.value CROSS JOIN entries AS e ON e.id = r.entry CROSS JOIN articles AS a ON a.id = r.article "
    "ORDER BY r.entry, r.article, r.contact"
)


def _told(db: sqlite3.Connection, found: Sequence[Found]) -> list[Change]:
    """The changes with who, by whom, and in what words."""
    listed = json.dumps(sorted({change.id for change in found if change.turn is None}))
    who: dict[str, list[str]] = defaultdict(list)
    for entry, name in db.execute(_WHO, (listed,)):
        who[entry].append(name)
    reports: dict[str, list[tuple[bool, str | None, bool, str]]] = defaultdict(list)
    for entry, shown, outlet, new, words in db.execute(_REPORTS, (listed,)):
        reports[entry].append((bool(shown), outlet, bool(new), words or ""))
    made = []
    for change in found:
        if change.turn is not None:
            made.append(change.turn)
            continue
        told = [report for report in reports[change.id] if report[2] or not change.fresh] or reports[change.id]
        outlets = tuple(sorted({outlet for _, outlet, _, _ in told if outlet}))
        words = next((words for shown, _, _, words in told if shown), told[0][3])
        made.append(Change(change.what, change.id, change.date, tuple(who[change.id]), words, outlets, change.detail, change.fields, change.other))
    return made


# Pairs of whom a new article shows a tone of which older ones show the contrary (no other has turned), with how much is told of each tone (see `may_turn`):
# asked of all at once, which takes a tenth of what a question for each takes.
_VOICE: Final = "coalesce(c.original, s.article)"
_OF_TONE: Final = f"count(DISTINCT iif({{0}}, {_VOICE}, NULL)), count(DISTINCT iif({{0}} AND s.own, {_VOICE}, NULL)), max({{0}} AND {FIRM})"
_PAIRS: Final = f"""
SELECT n.one, n.other, count(DISTINCT {_VOICE}), {_OF_TONE.format("s.friendly")}, {_OF_TONE.format("NOT s.friendly")} FROM (
    SELECT x.one AS one, x.other AS other, max(x.friendly) AS warm, min(x.friendly) AS cold FROM temp.fresh AS f CROSS JOIN signs AS x ON x.article = f.id GROUP BY 1, 2
) AS n CROSS JOIN signs AS s ON s.one = n.one AND s.other = n.other LEFT JOIN copies AS c ON c.article = s.article WHERE {PRECISE} AND EXISTS (
    SELECT 1 FROM signs AS o WHERE o.one = n.one AND o.other = n.other AND (o.friendly < n.warm OR o.friendly > n.cold) AND o.article NOT IN (SELECT id FROM temp.fresh)
) GROUP BY 1, 2 ORDER BY 1, 2
"""


def _turned(db: sqlite3.Connection) -> Iterator[Found]:
    """Relationships with a turning point, to the tone that they have now, that the articles before the new ones did not tell."""
    if not db.execute("SELECT EXISTS (SELECT 1 FROM articles WHERE id NOT IN (SELECT id FROM temp.fresh))").fetchone()[0]:
        return  # before these there was nothing
    fresh = {row[0] for row in db.execute("SELECT id FROM temp.fresh")}
    for one, other, articles, *of in db.execute(_PAIRS).fetchall():
        # Most pairs of many signs have one misread or two of the other tone.
        if not may_turn(articles, [(of[0], of[1], bool(of[2])), (of[3], of[4], bool(of[5]))]) or steady(db, one, other):
            continue
        now = went(db, one, other)
        if len(now) < 2:
            continue
        before = went(db, one, other, without=fresh)
        if before and before[-1].tone == now[-1].tone:
            continue
        sign = next((s for s in now[-1].signs if s.article in fresh), now[-1].signs[-1])
        names = tuple(sorted(db.execute("SELECT name FROM entities WHERE id = ?", (key,)).fetchone()[0] for key in (one, other)))
        outlet = db.execute("SELECT outlet FROM articles WHERE id = ?", (sign.article,)).fetchone()[0]
        detail = f"{now[-1].tone} since {now[-1].since}, {now[-2].tone} before"
        turn = Change("turned", sign.id, sign.date, names, _sign_words(db, sign.id, sign.kind), (outlet,) if outlet else (), detail)
        yield Found("turned", sign.id, sign.date, detail, turn=turn)


def _sign_words(db: sqlite3.Connection, key: str, kind: str) -> str:
    if kind == "contact":
        article, record = db.execute("SELECT shown_article, shown FROM entries WHERE id = ?", (key,)).fetchone()
        return evidence_words(db, article, record)
    table = "stances" if kind == "stance" else "statements"
    return evidence_words(db, db.execute(f"SELECT article FROM {table} WHERE id = ?", (key,)).fetchone()[0], key)
