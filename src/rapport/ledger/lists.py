"""Lists that are kept up as articles are taken in: what is open, who is relied on, who deals with whom, what is told of whom. Each is what it would be from scratch."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from rapport.ledger.lists_tables import FORWARD_OF, OF_RECORD, RECORDS_OF, RELIED_OF, SIGNS_OF, SUMMED, SUMMED_OUTLETS
from rapport.records import TOOK_PLACE

# The lists of articles: what is in each, by what its rows are told apart, and which column has the record that a row is of; sums of an article have none.
_LISTS: Final = (
    ("signs", SIGNS_OF, "one, other, article, record, holder", "record"),
    ("forward", FORWARD_OF, "article, statement", "statement"),
    ("relied", RELIED_OF, "article, entity, name, kind, via", None),
    ("records_of", RECORDS_OF, "entity, other, kind, day, article, record", "record"),
)
# Articles of which all is listed anew; actors of others who are someone else now; the records in which these are; and articles that rely on them.
_TABLES: Final = (
    ("listed", "article TEXT PRIMARY KEY"),
    ("changed", "article TEXT, actor TEXT, PRIMARY KEY (article, actor)"),
    ("touched", "article TEXT, record TEXT, PRIMARY KEY (article, record)"),
    ("cited", "article TEXT PRIMARY KEY"),
)
# Who takes part in what; `c` is who changed.
_IN: Final = (
    ("contact_parties_now", "contact", "actor"), ("statement_about_now", "statement", "actor"), ("statements_now", "id", "speaker"),
    ("statements_now", "id", "audience"), ("stances_now", "id", "holder"), ("stances_now", "id", "target"),
)  # fmt: skip
_RELIES: Final = (
    "EXISTS (SELECT 1 FROM sources AS k WHERE k.article = c.article AND k.actor = c.actor) "
    "OR EXISTS (SELECT 1 FROM statements_now AS s WHERE s.article = c.article AND s.speaker = c.actor)"
)
_CONTACTS: Final = (
    "SELECT w.one, w.other, e.channel, e.status, e.date, e.confidence FROM ("
    "SELECT t.one, t.other, CASE WHEN x.contacts <= y.contacts THEN t.one ELSE t.other END AS rare FROM temp.tied AS t "
    "CROSS JOIN temp.dealing AS x ON x.entity = t.one CROSS JOIN temp.dealing AS y ON y.entity = t.other) AS w "
    "CROSS JOIN entry_parties AS p ON p.entity = w.rare CROSS JOIN entry_parties AS q ON q.entry = p.entry AND q.entity = iif(w.rare = w.one, w.other, w.one) "
    "CROSS JOIN entries AS e ON e.id = p.entry ORDER BY 1, 2, e.id"
)


def update(db: sqlite3.Connection, articles: Collection[str]) -> None:
    """Bring the lists in line after `articles` were taken in: call it in the same transaction, after all else."""
    for table, columns in _TABLES:
        db.execute(f"CREATE TEMP TABLE {table} ({columns}) WITHOUT ROWID")
    _note(db, articles)
    for table, rows, key, record in _LISTS:
        _put(db, table, rows, key, record)
    for table in ("relied_sums", "relied_outlets"):
        db.execute(f"DELETE FROM {table} WHERE contacts = 0 AND statements = 0")
    db.execute("DELETE FROM lists_waiting")
    for table, _ in _TABLES:
        db.execute(f"DROP TABLE temp.{table}")
    _ties(db)


def _note(db: sqlite3.Connection, articles: Collection[str]) -> None:
    """Note what is to be listed anew. With 10,000 articles held, 100 more make 400 actors of older articles someone else, each of whom is in a few records of
    the hundred that an article has."""
    db.execute("INSERT OR IGNORE INTO temp.listed SELECT value FROM json_each(?)", (json.dumps(sorted(articles)),))
    # Of a version that is superseded nothing is listed any more.
    db.execute(
        "INSERT OR IGNORE INTO temp.listed SELECT article FROM lists_waiting WHERE actor = '' OR article IN (SELECT id FROM superseded_articles)"
    )
    db.execute("INSERT INTO temp.changed SELECT article, actor FROM lists_waiting WHERE article NOT IN (SELECT article FROM temp.listed)")
    for table, record, actor in _IN:
        db.execute(
            f"INSERT OR IGNORE INTO temp.touched SELECT c.article, t.{record} FROM temp.changed AS c CROSS JOIN {table} AS t ON t.article = c.article AND t.{actor} = c.actor"
        )
    db.execute("INSERT INTO temp.cited SELECT article FROM temp.listed")
    db.execute(f"INSERT OR IGNORE INTO temp.cited SELECT c.article FROM temp.changed AS c WHERE {_RELIES}")


def _put(db: sqlite3.Connection, table: str, rows: str, key: str, record: str | None) -> None:
    """Put the rows of what is listed anew in the place of those that a list has of it, where they differ: most stay, and a row that is written again costs some
    pages of the file."""
    whole = "temp.listed" if record else "temp.cited"
    db.execute(f"CREATE TEMP TABLE made AS SELECT * FROM {table} WHERE 0")
    db.execute(f"INSERT INTO temp.made {rows.format(f'{whole} AS w', '')}")
    db.execute(f"CREATE TEMP TABLE held AS SELECT t.* FROM {whole} AS w CROSS JOIN {table} AS t ON t.article = w.article")
    if record:
        db.execute(f"INSERT INTO temp.made {rows.format('temp.touched AS w', OF_RECORD)}")
        few = f"(SELECT DISTINCT article FROM temp.touched) AS w CROSS JOIN {table} AS t ON t.article = w.article"
        db.execute(f"INSERT INTO temp.held SELECT t.* FROM {few} WHERE (t.article, t.{record}) IN (SELECT article, record FROM temp.touched)")
    db.execute("CREATE TEMP TABLE gone AS SELECT * FROM temp.held EXCEPT SELECT * FROM temp.made")
    db.execute("CREATE TEMP TABLE come AS SELECT * FROM temp.made EXCEPT SELECT * FROM temp.held")
    db.execute(f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM temp.gone)")
    db.execute(f"INSERT INTO {table} SELECT * FROM temp.come")
    if table == "relied":
        for summed in (SUMMED, SUMMED_OUTLETS):
            db.execute(summed.format("temp.gone", "-"))
            db.execute(summed.format("temp.come", ""))
    for name in ("made", "held", "gone", "come"):
        db.execute(f"DROP TABLE temp.{name}")


def _ties(db: sqlite3.Connection) -> None:
    """Make the ties anew of all pairs of which a contact came or went."""
    db.execute("CREATE TEMP TABLE tied (one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID")
    db.execute("INSERT INTO temp.tied SELECT one, other FROM ties_waiting")
    # Of two, the contacts of the one with fewer are gone through: whoever is in all news has thousands, and hundreds of ties.
    db.execute("CREATE TEMP TABLE dealing (entity TEXT PRIMARY KEY, contacts INTEGER NOT NULL) WITHOUT ROWID")
    db.execute(
        "INSERT INTO temp.dealing SELECT d.entity, (SELECT count(*) FROM entry_parties AS p WHERE p.entity = d.entity) "
        "FROM (SELECT one AS entity FROM temp.tied UNION SELECT other FROM temp.tied) AS d"
    )
    db.execute("DELETE FROM ties WHERE (one, other) IN (SELECT one, other FROM temp.tied)")
    found: dict[tuple[str, str], list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute(_CONTACTS):
        found[row[0], row[1]].append(row)
    db.executemany("INSERT INTO ties VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [_tie(pair, rows) for pair, rows in sorted(found.items())])
    db.execute("DELETE FROM ties_waiting")
    for name in ("tied", "dealing"):
        db.execute(f"DROP TABLE temp.{name}")


def _tie(pair: tuple[str, str], rows: list[sqlite3.Row]) -> tuple[Any, ...]:
    done = [row for row in rows if row[3] in TOOK_PLACE]
    days = sorted(row[4] for row in rows if row[4])
    return (
        *pair, len(rows), len(done), round(sum(row[5] for row in done), 3), json.dumps(ranked(row[2] for row in rows)), json.dumps(ranked(row[3] for row in rows)),
        days[0] if days else None, days[-1] if days else None,
    )  # fmt: skip


def ranked(values: Iterable[str]) -> Mapping[str, int]:
    """How often each occurs, the most frequent first."""
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))
