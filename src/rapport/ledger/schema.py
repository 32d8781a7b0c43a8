"""The tables of a ledger file and the named migrations that make them.

Content tables hold what was read, and are the same whatever the order of reading; `runs`, `run_items` and `sightings` are the log and
the only places with clock times. Plain names and a few views, so that Datasette and any SQLite tool open the file as it is.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from rapport.errors import LedgerError
from rapport.ledger.across_tables import ACROSS, EDGES, NEIGHBOURS, SPANS, TURNS
from rapport.ledger.corrections_tables import CADENCES
from rapport.ledger.identity_tables import IDENTITY, LAST_WORDS, LEADERS
from rapport.ledger.lists_tables import AHEAD, BY_ACTOR, BY_ARTICLE, LISTS, OF_ACTORS, OWN_WORDS, SOURCES, STANCES_OF, UNSURE_ACTS
from rapport.ledger.texts_tables import MARKS, PAIRS, TEXTS

# All keys begin with the article, so that what is read in one article stands on a few neighbouring pages. With keys by id alone, 64 articles
# touched some 7,000 pages, and writing at 10,000 articles was three times slower than at 200.
_TABLES: Final = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, source_id TEXT, url TEXT, outlet TEXT, title TEXT, authors TEXT NOT NULL, published TEXT,
    language TEXT NOT NULL, sha256 TEXT NOT NULL, words INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE INDEX articles_key ON articles (key);
CREATE TABLE readings (article TEXT PRIMARY KEY REFERENCES articles (id), weights TEXT NOT NULL);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, command TEXT NOT NULL, options TEXT NOT NULL, started TEXT NOT NULL, finished TEXT,
    read INTEGER NOT NULL DEFAULT 0, known INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
    words INTEGER NOT NULL DEFAULT 0, contacts INTEGER NOT NULL DEFAULT 0, statements INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE run_items (run INTEGER NOT NULL REFERENCES runs (id), item TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX run_items_run ON run_items (run);
CREATE TABLE sightings (
    article TEXT NOT NULL REFERENCES articles (id), run INTEGER NOT NULL REFERENCES runs (id), origin TEXT NOT NULL, seen_at TEXT NOT NULL,
    PRIMARY KEY (article, run, origin)
) WITHOUT ROWID;
CREATE TABLE actors (
    article TEXT NOT NULL REFERENCES articles (id), id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, name_key TEXT, confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE INDEX actors_name_key ON actors (name_key, kind, name);
CREATE TABLE actor_aliases (
    article TEXT NOT NULL, actor TEXT NOT NULL, position INTEGER NOT NULL, alias TEXT NOT NULL, alias_key TEXT,
    PRIMARY KEY (article, actor, position), FOREIGN KEY (article, actor) REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE TABLE roles (
    article TEXT NOT NULL, actor TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, organization TEXT, since TEXT, until TEXT,
    PRIMARY KEY (article, actor, position), FOREIGN KEY (article, actor) REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE TABLE role_evidence (
    article TEXT NOT NULL, actor TEXT NOT NULL, role_position INTEGER NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (article, actor, role_position, position), FOREIGN KEY (article, actor, role_position) REFERENCES roles (article, actor, position)
) WITHOUT ROWID;
CREATE TABLE mentions (
    article TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, actor TEXT NOT NULL,
    PRIMARY KEY (article, start, "end", actor), FOREIGN KEY (article, actor) REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE TABLE contacts (
    article TEXT NOT NULL REFERENCES articles (id), id TEXT NOT NULL, channel TEXT NOT NULL, status TEXT NOT NULL, initiator TEXT, setting TEXT,
    tone TEXT, when_text TEXT, when_start TEXT, when_end TEXT, duration_text TEXT, duration TEXT, cadence_text TEXT, cadence_count REAL,
    cadence_period TEXT, cadence_bound TEXT, place TEXT, confidence REAL NOT NULL,
    PRIMARY KEY (article, id), FOREIGN KEY (article, initiator) REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX contacts_id ON contacts (id);
CREATE TABLE contact_parties (
    article TEXT NOT NULL, contact TEXT NOT NULL, position INTEGER NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (article, contact, position),
    FOREIGN KEY (article, contact) REFERENCES contacts (article, id), FOREIGN KEY (article, actor) REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE TABLE contact_topics (
    article TEXT NOT NULL, contact TEXT NOT NULL, position INTEGER NOT NULL, topic TEXT NOT NULL,
    PRIMARY KEY (article, contact, position), FOREIGN KEY (article, contact) REFERENCES contacts (article, id)
) WITHOUT ROWID;
CREATE TABLE statements (
    article TEXT NOT NULL REFERENCES articles (id), id TEXT NOT NULL, speaker TEXT, form TEXT NOT NULL, act TEXT NOT NULL, cue TEXT,
    content TEXT NOT NULL, audience TEXT, when_text TEXT, when_start TEXT, when_end TEXT, confidence REAL NOT NULL, PRIMARY KEY (article, id),
    FOREIGN KEY (article, speaker) REFERENCES actors (article, id), FOREIGN KEY (article, audience) REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX statements_id ON statements (id);
CREATE TABLE statement_about (
    article TEXT NOT NULL, statement TEXT NOT NULL, position INTEGER NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (article, statement, position),
    FOREIGN KEY (article, statement) REFERENCES statements (article, id), FOREIGN KEY (article, actor) REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE TABLE sources (
    article TEXT NOT NULL, record TEXT NOT NULL, position INTEGER NOT NULL, actor TEXT, kind TEXT NOT NULL, "for" TEXT, via TEXT,
    PRIMARY KEY (article, record, position),
    FOREIGN KEY (article, actor) REFERENCES actors (article, id), FOREIGN KEY (article, "for") REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE TABLE evidence (
    article TEXT NOT NULL REFERENCES articles (id), record TEXT NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (article, record, position)
) WITHOUT ROWID;
"""

# The index numbers its rows in order of arrival, which is quick and small, in tables of their own: the articles themselves carry nothing that
# depends on the order of reading, and VACUUM, which renumbers rows without a number of their own, cannot part the index from them.
_SEARCH: Final = """
CREATE TABLE articles_indexed (number INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE);
CREATE VIEW articles_to_index AS
    SELECT n.number, coalesce(a.title, '') AS title, a.text FROM articles_indexed AS n JOIN articles AS a ON a.id = n.article;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content='articles_to_index', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
    INSERT INTO articles_indexed (article) VALUES (new.id);
    INSERT INTO articles_fts (rowid, title, text)
        SELECT number, coalesce(new.title, ''), new.text FROM articles_indexed WHERE article = new.id;
END;
CREATE TABLE statements_indexed (number INTEGER PRIMARY KEY, article TEXT NOT NULL, statement TEXT NOT NULL, UNIQUE (article, statement));
CREATE VIEW statements_to_index AS
    SELECT n.number, s.content FROM statements_indexed AS n JOIN statements AS s ON s.article = n.article AND s.id = n.statement;
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    content, content='statements_to_index', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER statements_added AFTER INSERT ON statements BEGIN
    INSERT INTO statements_indexed (article, statement) VALUES (new.article, new.id);
    INSERT INTO statements_fts (rowid, content) SELECT number, new.content FROM statements_indexed WHERE article = new.article AND statement = new.id;
END;
CREATE TRIGGER statements_removed AFTER DELETE ON statements BEGIN
    INSERT INTO statements_fts (statements_fts, rowid, content)
        SELECT 'delete', number, old.content FROM statements_indexed WHERE article = old.article AND statement = old.id;
    DELETE FROM statements_indexed WHERE article = old.article AND statement = old.id;
END;
"""

# Of the versions of an article, the one that the latest run met is current; of those met by one run, the one published last.
_VIEWS: Final = """
CREATE VIEW superseded_articles AS
    SELECT id FROM (
        SELECT a.id, row_number() OVER (
            PARTITION BY a.key ORDER BY (SELECT max(run) FROM sightings WHERE article = a.id) DESC, a.published DESC, a.id DESC) AS place
        FROM articles AS a WHERE a.key IN (SELECT key FROM articles GROUP BY key HAVING count(*) > 1))
    WHERE place > 1;
CREATE VIEW current_articles AS SELECT * FROM articles WHERE id NOT IN (SELECT id FROM superseded_articles);
CREATE VIEW contacts_view AS
    SELECT c.id, coalesce(c.when_start, c.when_end, substr(a.published, 1, 10)) AS date, c.channel, c.status,
        (SELECT group_concat(name, ' + ') FROM (
            SELECT p.name FROM contact_parties AS x JOIN actors AS p ON p.article = x.article AND p.id = x.actor
            WHERE x.article = c.article AND x.contact = c.id ORDER BY x.position)) AS parties,
        (SELECT name FROM actors WHERE article = c.article AND id = c.initiator) AS initiator,
        c.when_text, c.when_start, c.when_end, c.duration, c.cadence_text, c.place,
        (SELECT group_concat(topic, '; ') FROM (
            SELECT topic FROM contact_topics WHERE article = c.article AND contact = c.id ORDER BY position)) AS topics,
        (SELECT group_concat(link, ' < ') FROM (
            SELECT coalesce(p.name, x.via) AS link FROM sources AS x LEFT JOIN actors AS p ON p.article = x.article AND p.id = x.actor
            WHERE x.article = c.article AND x.record = c.id ORDER BY x.position)) AS according_to,
        (SELECT text FROM evidence WHERE article = c.article AND record = c.id AND role = 'sentence' ORDER BY position LIMIT 1) AS sentence,
        a.outlet, a.published, a.title, a.url, c.confidence, c.article
    FROM contacts AS c JOIN articles AS a ON a.id = c.article WHERE c.article NOT IN (SELECT id FROM superseded_articles);
CREATE VIEW statements_view AS
    SELECT s.id, coalesce(s.when_start, s.when_end, substr(a.published, 1, 10)) AS date, speaker.name AS speaker, s.act, s.form, s.cue, s.content,
        audience.name AS audience,
        (SELECT group_concat(name, ', ') FROM (
            SELECT p.name FROM statement_about AS x JOIN actors AS p ON p.article = x.article AND p.id = x.actor
            WHERE x.article = s.article AND x.statement = s.id ORDER BY x.position)) AS about,
        a.outlet, a.published, a.title, a.url, s.confidence, s.article
    FROM statements AS s JOIN articles AS a ON a.id = s.article
    LEFT JOIN actors AS speaker ON speaker.article = s.article AND speaker.id = s.speaker
    LEFT JOIN actors AS audience ON audience.article = s.article AND audience.id = s.audience
    WHERE s.article NOT IN (SELECT id FROM superseded_articles);
"""

_STANCES: Final = """
CREATE TABLE stances (
    article TEXT NOT NULL REFERENCES articles (id), id TEXT NOT NULL, holder TEXT NOT NULL, target TEXT NOT NULL, polarity TEXT NOT NULL, label TEXT,
    when_text TEXT, when_start TEXT, when_end TEXT, confidence REAL NOT NULL, PRIMARY KEY (article, id),
    FOREIGN KEY (article, holder) REFERENCES actors (article, id), FOREIGN KEY (article, target) REFERENCES actors (article, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX stances_id ON stances (id);
CREATE VIEW stances_view AS
    SELECT s.id, coalesce(s.when_start, s.when_end, substr(a.published, 1, 10)) AS date, holder.name AS holder, s.polarity, target.name AS target, s.label,
        coalesce(
            (SELECT text FROM evidence WHERE article = s.article AND record = s.id AND role IN ('sentence', 'content') AND instr(text, s.label) > 0
                ORDER BY position LIMIT 1),
            (SELECT text FROM evidence WHERE article = s.article AND record = s.id AND role IN ('sentence', 'content') ORDER BY position LIMIT 1)
        ) AS sentence,
        a.outlet, a.published, a.title, a.url, s.confidence, s.article
    FROM stances AS s JOIN articles AS a ON a.id = s.article
    JOIN actors AS holder ON holder.article = s.article AND holder.id = s.holder
    JOIN actors AS target ON target.article = s.article AND target.id = s.target
    WHERE s.article NOT IN (SELECT id FROM superseded_articles);
"""


def _as_corrected(script: str) -> str:
    """The views of a script anew, over what people corrected instead of what was read."""
    views = script[script.index("CREATE VIEW contacts_view") :]
    for table in ("contacts AS c", "statements AS s", "stances AS s", "contact_parties AS x", "contact_topics WHERE", "statement_about AS x"):
        assert f"FROM {table}" in views
        name, rest = table.split(" ", 1)
        views = views.replace(f"FROM {table}", f"FROM {name}_now {rest}")
    # The time of a promise or a prediction is when it is to come true.
    said = "coalesce(s.when_start, s.when_end, substr(a.published, 1, 10)) AS date, speaker.name"
    assert said in views
    spoken = "CASE WHEN s.act IN ('promise', 'predict') THEN substr(a.published, 1, 10) ELSE coalesce(s.when_start, s.when_end, substr(a.published, 1, 10)) END"
    views = views.replace(said, f"{spoken} AS date, speaker.name")
    return "DROP VIEW contacts_view;\nDROP VIEW statements_view;\nDROP VIEW stances_view;\n" + views


MIGRATIONS: Final[tuple[tuple[str, str], ...]] = (
    ("0001-tables", _TABLES),
    ("0002-search", _SEARCH),
    ("0003-views", _VIEWS),
    ("0004-stances", _STANCES),
    ("0005-across", ACROSS + _as_corrected(_VIEWS + _STANCES[_STANCES.index("CREATE VIEW") :])),
    ("0006-neighbours", NEIGHBOURS),
    ("0007-identity", IDENTITY),
    ("0008-texts", TEXTS),
    ("0009-marks", MARKS),
    ("0010-lists", LISTS),
    ("0011-stances-of", STANCES_OF),
    ("0012-of-actors", OF_ACTORS),
    ("0013-edges", EDGES),
    ("0014-leaders", LEADERS),
    ("0015-turns", TURNS),
    ("0016-own-words", OWN_WORDS),
    ("0017-by-article", BY_ARTICLE),
    ("0018-by-actor", BY_ACTOR),
    ("0019-last-words", LAST_WORDS),
    ("0020-ahead", AHEAD),
    ("0021-cadences", CADENCES),
    ("0022-sources", SOURCES),
    ("0023-pairs", PAIRS),
    ("0024-spans", SPANS),
    ("0025-unsure-acts", UNSURE_ACTS),
)
# What an empty SQLite file says it is; any other file is not ours to write into.
APPLICATION: Final = 0x52505254  # “RPRT”


def migrate(connection: sqlite3.Connection) -> list[str]:
    """Apply the migrations that the file lacks, each in its own transaction; gives their names.

    A file that has all of them is not written to and not locked. Raises LedgerError for a file that is no ledger, or a newer Rapport's.
    """
    if missing := _missing(connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been faster: ask again under the lock.
            if _missing(connection) and not _has_migrations(connection):
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    return [name for name, script in missing if _apply(connection, name, script)]


def current(connection: sqlite3.Connection) -> bool:
    """Whether the file has all migrations. Raises LedgerError as `migrate`."""
    return not _missing(connection)


def _has_migrations(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'").fetchone() is not None


def _missing(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    # In one statement, so that it is one view of the file: another process may be making it just now.
    mark, things, known = connection.execute(
        "SELECT application_id, (SELECT count(*) FROM sqlite_master), (SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations') "
        "FROM pragma_application_id"
    ).fetchone()
    if not known or mark != APPLICATION:
        if mark not in (0, APPLICATION) or things:
            raise LedgerError("it is an SQLite file of something else, not a ledger")
        return list(MIGRATIONS)
    applied = {row[0] for row in connection.execute("SELECT name FROM migrations")}
    unknown = applied - {name for name, _ in MIGRATIONS}
    if unknown:
        raise LedgerError(f"a newer Rapport made it ({', '.join(sorted(unknown))}): update with “pip install -U rapport-ledger”")
    return [(name, script) for name, script in MIGRATIONS if name not in applied]


def _apply(connection: sqlite3.Connection, name: str, script: str) -> bool:
    connection.execute("BEGIN IMMEDIATE")
    try:
        fresh = connection.execute("SELECT 1 FROM migrations WHERE name = ?", (name,)).fetchone() is None
        if fresh:
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))", (name,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return fresh


def _statements(script: str) -> list[str]:
    """Cut a script at complete statements (triggers hold semicolons of their own)."""
    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found
