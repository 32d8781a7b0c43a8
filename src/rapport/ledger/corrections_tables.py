"""The tables of what people say over what was read, and the views through which all questions see it.

`corrections` is the log and holds everything; all other tables here are made anew from it and from what was read: rulings that stand, the
corrected rows of records, and the actors that people name and that the article did not.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

_CADENCE: Final = ("cadence_text", "cadence_count", "cadence_period", "cadence_bound")
# What people can correct, by table; the other columns are shown as they were read.
CORRECTED: Final = {
    "contacts": (
        "channel", "status", "initiator", "setting", "tone", "when_text", "when_start", "when_end", "duration_text", "duration", "place", "confidence", *_CADENCE,
    ),
    "statements": ("speaker", "form", "act", "audience", "when_text", "when_start", "when_end", "confidence"),
    "stances": ("holder", "target", "polarity", "label", "when_text", "when_start", "when_end", "confidence"),
}  # fmt: skip
COLUMNS: Final = {
    "contacts": (
        "article", "id", "channel", "status", "initiator", "setting", "tone", "when_text", "when_start", "when_end", "duration_text", "duration",
        "cadence_text", "cadence_count", "cadence_period", "cadence_bound", "place", "confidence",
    ),
    "statements": ("article", "id", "speaker", "form", "act", "cue", "content", "audience", "when_text", "when_start", "when_end", "confidence"),
    "stances": ("article", "id", "holder", "target", "polarity", "label", "when_text", "when_start", "when_end", "confidence"),
}  # fmt: skip


def _record_views(table: str, corrected: Collection[str]) -> str:
    """One lookup in a table that is small or empty stands for all corrected columns: a scan of 100,000 contacts costs as much as without it."""
    columns = ", ".join(
        f"CASE WHEN o.id IS NULL THEN r.{name} ELSE o.{name} END AS {name}" if name in corrected else f"r.{name} AS {name}" for name in COLUMNS[table]
    )
    return (
        f"CREATE VIEW {table}_ruled AS SELECT {columns}, coalesce(o.rejected, 0) AS rejected "
        f"FROM {table} AS r LEFT JOIN corrected_{table} AS o ON o.article = r.article AND o.id = r.id;\n"
        f"CREATE VIEW {table}_now AS SELECT {', '.join(COLUMNS[table])} FROM {table}_ruled "
        "WHERE NOT rejected AND article NOT IN (SELECT id FROM superseded_articles);\n"
    )


def _corrected(table: str) -> str:
    """The corrected rows of a table and the views over them, without cadences, which came later (`CADENCES`)."""
    columns = [name for name in CORRECTED[table] if name not in _CADENCE]
    return (
        f"CREATE TABLE corrected_{table} (article TEXT NOT NULL, id TEXT NOT NULL, rejected INTEGER NOT NULL, {', '.join(columns)}, "
        f"PRIMARY KEY (article, id)) WITHOUT ROWID;\n{_record_views(table, columns)}"
    )


def _list_view(view: str, table: str, parent: str, key: str, column: str, field: str) -> str:
    return (
        f"CREATE VIEW {view} AS SELECT p.article AS article, p.id AS {key}, coalesce(q.position, t.position) AS position, "
        f"coalesce(q.value, t.{column}) AS {column} FROM {parent} AS p "
        f"LEFT JOIN corrected_lists AS q ON q.article = p.article AND q.record = p.id AND q.field = '{field}' "
        f"LEFT JOIN {table} AS t ON t.article = p.article AND t.{key} = p.id AND q.article IS NULL WHERE coalesce(q.value, t.{column}) IS NOT NULL;\n"
    )


CORRECTIONS: Final = (
    """
-- `subject` and `value` are JSON; `article_key` is that of a record's article, and `record` the one that the correction is attached to now: null
-- while no record of the ledger fits.
CREATE TABLE corrections (
    id TEXT PRIMARY KEY, made TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
    value TEXT NOT NULL, undone TEXT, undone_by TEXT, article_key TEXT, record TEXT
);
CREATE INDEX corrections_made ON corrections (made);
CREATE INDEX corrections_article ON corrections (article_key) WHERE article_key IS NOT NULL;
-- Which names are one and which are not, as it stands: what a later ruling contradicts is left out. A form is a name key with its kind, of all
-- articles or of the actor of one article (by its key).
CREATE TABLE identity_rulings (
    correction TEXT NOT NULL REFERENCES corrections (id), ruling TEXT NOT NULL, one_key TEXT NOT NULL, one_kind TEXT NOT NULL, one_article TEXT,
    other_key TEXT, other_kind TEXT, other_article TEXT, name TEXT
);
CREATE INDEX identity_rulings_correction ON identity_rulings (correction);
-- What people say of records, as it stands: `field` is rejected, confirmed, or one that is corrected, whose `value` (JSON) stands in for what was read.
CREATE TABLE record_rulings (
    article TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, value TEXT, correction TEXT NOT NULL REFERENCES corrections (id),
    PRIMARY KEY (article, record, field)
) WITHOUT ROWID;
CREATE INDEX record_rulings_correction ON record_rulings (correction);
-- Actors that stand among those of an article because a correction names them.
CREATE TABLE added_actors (article TEXT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (article, actor)) WITHOUT ROWID;
-- Parties, topics, and whom a statement is about. A list corrected to be empty has one row, at -1, without a value.
CREATE TABLE corrected_lists (
    article TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, position INTEGER NOT NULL, value TEXT, PRIMARY KEY (article, record, field, position)
) WITHOUT ROWID;

-- Records as corrected: `…_ruled` of all versions of an article, rejected ones marked; `…_now` of the current ones that nobody has rejected, which
-- are the only ones that resolution and the questions see.
"""
    + "".join(_corrected(table) for table in CORRECTED)
    # Every contact has a first party, beside which a corrected list is laid: a UNION ALL of both tables is scanned whole by many a question.
    + """
CREATE VIEW contact_parties_now AS
    SELECT p.article AS article, p.contact AS contact, coalesce(q.position, p.position) AS position, coalesce(q.value, p.actor) AS actor
    FROM contact_parties AS p LEFT JOIN corrected_lists AS q ON q.article = p.article AND q.record = p.contact AND q.field = 'parties'
    WHERE q.value IS NULL OR p.position = 0;
"""
    + _list_view("contact_topics_now", "contact_topics", "contacts", "contact", "topic", "topics")
    + _list_view("statement_about_now", "statement_about", "statements", "statement", "actor", "about")
)

# Cadences and source chains can be corrected, too: what was read of a chain that people corrected stands in `read_sources`, with a row at -1 for each, also where it was empty.
CADENCES: Final = (
    "".join(f"ALTER TABLE corrected_contacts ADD COLUMN {name};\n" for name in _CADENCE)
    + """
UPDATE corrected_contacts AS o SET (cadence_text, cadence_count, cadence_period, cadence_bound) = (
    SELECT cadence_text, cadence_count, cadence_period, cadence_bound FROM contacts AS r WHERE r.article = o.article AND r.id = o.id
);
DROP VIEW contacts_now;
DROP VIEW contacts_ruled;
"""
    + _record_views("contacts", CORRECTED["contacts"])
    + """
CREATE TABLE read_sources (
    article TEXT NOT NULL, record TEXT NOT NULL, position INTEGER NOT NULL, actor TEXT, kind TEXT NOT NULL, "for" TEXT, via TEXT, PRIMARY KEY (article, record, position)
) WITHOUT ROWID;
"""
)

# On one connection, all questions asked of what was read: temporary views go before those of the file.
AS_READ: Final = "".join(
    f"CREATE TEMP VIEW {table}_ruled AS SELECT {', '.join(COLUMNS[table])}, 0 AS rejected FROM main.{table};\n"
    f"CREATE TEMP VIEW {table}_now AS SELECT {', '.join(COLUMNS[table])} FROM main.{table} WHERE article NOT IN (SELECT id FROM main.superseded_articles);\n"
    for table in CORRECTED
) + "".join(
    f"CREATE TEMP VIEW {table}_now AS SELECT * FROM main.{table};\n" for table in ("contact_parties", "contact_topics", "statement_about")
) + (
    "CREATE TEMP VIEW sources AS SELECT * FROM main.sources WHERE (article, record) NOT IN (SELECT article, record FROM main.read_sources) "
    "UNION ALL SELECT * FROM main.read_sources WHERE position >= 0;\n"
    "CREATE TEMP VIEW record_rulings AS SELECT * FROM main.record_rulings WHERE 0;\n"
    "CREATE TEMP VIEW actors AS SELECT * FROM main.actors WHERE (article, id) NOT IN (SELECT article, actor FROM main.added_actors);\n"
)  # fmt: skip
