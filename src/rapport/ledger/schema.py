"""The tables of a ledger file and the named migrations that make them.

Content tables hold what was read, and are the same whatever the order of reading; `runs`, `run_items` and `sightings` are the log and
the only places with clock times. Plain names and a few views, so that Datasette and any SQLite tool open the file as it is.
"""

from __future__ import annotations

import sqlite3
from typing import Final

_TABLES: Final = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, source_id TEXT, url TEXT, outlet TEXT, title TEXT, authors TEXT NOT NULL, published TEXT,
    language TEXT NOT NULL, sha256 TEXT NOT NULL, words INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE INDEX articles_key ON articles (key);
CREATE TABLE readings (article TEXT PRIMARY KEY REFERENCES articles (id), weights TEXT NOT NULL);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, command TEXT NOT NULL, options TEXT NOT NULL, started TEXT NOT NULL, finished TEXT,
    read INTEGER NOT NULL DEFAULT 0, known INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE run_items (run INTEGER NOT NULL REFERENCES runs (id), item TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX run_items_run ON run_items (run);
CREATE TABLE sightings (
    article TEXT NOT NULL REFERENCES articles (id), run INTEGER NOT NULL REFERENCES runs (id), origin TEXT NOT NULL, seen_at TEXT NOT NULL,
    PRIMARY KEY (article, run, origin)
) WITHOUT ROWID;
CREATE TABLE actors (
    id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles (id), name TEXT NOT NULL, kind TEXT NOT NULL, name_key TEXT NOT NULL, confidence REAL NOT NULL
);
CREATE INDEX actors_article ON actors (article);
CREATE INDEX actors_name_key ON actors (name_key);
CREATE TABLE actor_aliases (actor TEXT NOT NULL REFERENCES actors (id), position INTEGER NOT NULL, alias TEXT NOT NULL, PRIMARY KEY (actor, position)) WITHOUT ROWID;
CREATE TABLE roles (
    actor TEXT NOT NULL REFERENCES actors (id), position INTEGER NOT NULL, title TEXT NOT NULL, organization TEXT, since TEXT, until TEXT,
    PRIMARY KEY (actor, position)
) WITHOUT ROWID;
CREATE TABLE mentions (
    article TEXT NOT NULL REFERENCES articles (id), start INTEGER NOT NULL, "end" INTEGER NOT NULL, actor TEXT NOT NULL REFERENCES actors (id),
    PRIMARY KEY (article, start, "end", actor)
) WITHOUT ROWID;
CREATE INDEX mentions_actor ON mentions (actor);
CREATE TABLE contacts (
    id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles (id), channel TEXT NOT NULL, status TEXT NOT NULL,
    initiator TEXT REFERENCES actors (id), setting TEXT, tone TEXT, when_text TEXT, when_start TEXT, when_end TEXT,
    duration_text TEXT, duration TEXT, cadence_text TEXT, cadence_count REAL, cadence_period TEXT, cadence_bound TEXT, place TEXT, confidence REAL NOT NULL
);
CREATE INDEX contacts_article ON contacts (article);
CREATE TABLE contact_parties (
    contact TEXT NOT NULL REFERENCES contacts (id), position INTEGER NOT NULL, actor TEXT NOT NULL REFERENCES actors (id), PRIMARY KEY (contact, position)
) WITHOUT ROWID;
CREATE INDEX contact_parties_actor ON contact_parties (actor);
CREATE TABLE contact_topics (contact TEXT NOT NULL REFERENCES contacts (id), position INTEGER NOT NULL, topic TEXT NOT NULL, PRIMARY KEY (contact, position)) WITHOUT ROWID;
CREATE TABLE statements (
    id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles (id), speaker TEXT REFERENCES actors (id), form TEXT NOT NULL, act TEXT NOT NULL,
    cue TEXT, content TEXT NOT NULL, audience TEXT REFERENCES actors (id), when_text TEXT, when_start TEXT, when_end TEXT, confidence REAL NOT NULL
);
CREATE INDEX statements_article ON statements (article);
CREATE INDEX statements_speaker ON statements (speaker);
CREATE INDEX statements_audience ON statements (audience);
CREATE TABLE statement_about (
    statement TEXT NOT NULL REFERENCES statements (id), position INTEGER NOT NULL, actor TEXT NOT NULL REFERENCES actors (id), PRIMARY KEY (statement, position)
) WITHOUT ROWID;
CREATE INDEX statement_about_actor ON statement_about (actor);
CREATE TABLE sources (
    record TEXT NOT NULL, position INTEGER NOT NULL, actor TEXT REFERENCES actors (id), kind TEXT NOT NULL, "for" TEXT REFERENCES actors (id), via TEXT,
    PRIMARY KEY (record, position)
) WITHOUT ROWID;
CREATE INDEX sources_actor ON sources (actor);
CREATE TABLE evidence (
    record TEXT NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (record, position)
) WITHOUT ROWID;
"""

_SEARCH: Final = """
CREATE VIRTUAL TABLE articles_fts USING fts5 (title, text, content='articles', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.rowid, new.title, new.text);
END;
CREATE VIRTUAL TABLE statements_fts USING fts5 (content, content='statements', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER statements_added AFTER INSERT ON statements BEGIN
    INSERT INTO statements_fts (rowid, content) VALUES (new.rowid, new.content);
END;
CREATE TRIGGER statements_removed AFTER DELETE ON statements BEGIN
    INSERT INTO statements_fts (statements_fts, rowid, content) VALUES ('delete', old.rowid, old.content);
END;
"""

_VIEWS: Final = """
CREATE VIEW versions AS
    SELECT a.id, a.key, printf('%010d|%s|%s', coalesce((SELECT min(run) FROM sightings WHERE article = a.id), 0), coalesce(a.published, ''), a.id) AS rank
    FROM articles AS a;
CREATE VIEW current_articles AS
    SELECT a.* FROM articles AS a WHERE NOT EXISTS (
        SELECT 1 FROM articles AS b WHERE b.key = a.key AND b.id <> a.id
            AND (SELECT rank FROM versions WHERE id = b.id) > (SELECT rank FROM versions WHERE id = a.id));
CREATE VIEW contacts_view AS
    SELECT c.id, coalesce(c.when_start, substr(a.published, 1, 10)) AS date, c.channel, c.status,
        (SELECT group_concat(name, ' + ') FROM (
            SELECT p.name FROM contact_parties AS cp JOIN actors AS p ON p.id = cp.actor WHERE cp.contact = c.id ORDER BY cp.position)) AS parties,
        (SELECT name FROM actors WHERE id = c.initiator) AS initiator, c.when_text, c.when_start, c.when_end, c.duration, c.cadence_text, c.place,
        (SELECT group_concat(coalesce(s.name, sources.via), ' < ') FROM sources LEFT JOIN actors AS s ON s.id = sources.actor WHERE record = c.id) AS according_to,
        (SELECT text FROM evidence WHERE record = c.id AND role = 'sentence' ORDER BY position LIMIT 1) AS sentence,
        a.outlet, a.published, a.title, a.url, c.confidence, c.article
    FROM contacts AS c JOIN articles AS a ON a.id = c.article;
CREATE VIEW statements_view AS
    SELECT s.id, substr(a.published, 1, 10) AS date, speaker.name AS speaker, s.act, s.form, s.cue, s.content, audience.name AS audience,
        (SELECT group_concat(p.name, ', ') FROM statement_about AS sa JOIN actors AS p ON p.id = sa.actor WHERE sa.statement = s.id) AS about,
        a.outlet, a.published, a.title, a.url, s.confidence, s.article
    FROM statements AS s JOIN articles AS a ON a.id = s.article
    LEFT JOIN actors AS speaker ON speaker.id = s.speaker LEFT JOIN actors AS audience ON audience.id = s.audience;
"""

MIGRATIONS: Final[tuple[tuple[str, str], ...]] = (("0001-tables", _TABLES), ("0002-search", _SEARCH), ("0003-views", _VIEWS))


def migrate(connection: sqlite3.Connection) -> list[str]:
    """Apply the migrations that the file lacks, each in its own transaction; gives their names."""
    connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
    applied = []
    for name, script in MIGRATIONS:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not connection.execute("SELECT 1 FROM migrations WHERE name = ?", (name,)).fetchone():
                for statement in _statements(script):
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))", (name,))
                applied.append(name)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    return applied


def _statements(script: str) -> list[str]:
    """Cut a script at complete statements (triggers hold semicolons of their own)."""
    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found
