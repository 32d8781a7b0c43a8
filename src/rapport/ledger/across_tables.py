"""The tables of what is known across articles: who is who, what is the same, what people have corrected.

All of it but the corrections derives from the content tables and can be made anew from them; `unresolved` names the articles whose records
it does not hold yet. Nothing here has a clock time but the log of corrections.
"""

from __future__ import annotations

from typing import Final

from rapport.ledger.corrections_tables import CORRECTIONS

ACROSS: Final = (
    """
CREATE TABLE unresolved (article TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO unresolved SELECT article FROM readings;
CREATE TRIGGER reading_unresolved AFTER INSERT ON readings BEGIN
    INSERT OR IGNORE INTO unresolved VALUES (new.article);
END;

CREATE TABLE entities (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, key TEXT, articles INTEGER NOT NULL);
CREATE INDEX entities_articles ON entities (articles);
CREATE TABLE members (article TEXT NOT NULL, actor TEXT NOT NULL, entity TEXT NOT NULL, PRIMARY KEY (article, actor)) WITHOUT ROWID;
CREATE INDEX members_entity ON members (entity, article, actor);

-- The same text: every article of which there are several, with the earliest of them.
CREATE TABLE copies (article TEXT PRIMARY KEY, original TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX copies_original ON copies (original);

-- The same contact. The values shown are those of the report `shown`, the best-sourced one; where it gives none, of the next that does. `confidence` is that
-- of its surest report, `named` how many of its origins have a name.
CREATE TABLE entries (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, status TEXT NOT NULL, initiator TEXT, setting TEXT, tone TEXT, when_text TEXT, when_start TEXT,
    when_end TEXT, duration_text TEXT, duration TEXT, cadence_text TEXT, cadence_count REAL, cadence_period TEXT, cadence_bound TEXT, place TEXT,
    confidence REAL NOT NULL, date TEXT, reports INTEGER NOT NULL, articles INTEGER NOT NULL, outlets INTEGER NOT NULL, origins INTEGER NOT NULL,
    named INTEGER NOT NULL, shown_article TEXT NOT NULL, shown TEXT NOT NULL, settled_by TEXT, denies TEXT
);
CREATE INDEX entries_date ON entries (date);
CREATE INDEX entries_settled ON entries (settled_by);
CREATE INDEX entries_denies ON entries (denies);
CREATE TABLE entry_parties (entry TEXT NOT NULL, position INTEGER NOT NULL, entity TEXT NOT NULL, PRIMARY KEY (entry, position)) WITHOUT ROWID;
CREATE INDEX entry_parties_entity ON entry_parties (entity, entry);
CREATE TABLE entry_reports (
    entry TEXT NOT NULL, article TEXT NOT NULL, contact TEXT NOT NULL, PRIMARY KEY (entry, article, contact)
) WITHOUT ROWID;
CREATE UNIQUE INDEX entry_reports_contact ON entry_reports (article, contact);
-- The distinct ends of the chains: an actor of the ledger where it has a name, an outlet, or the words for someone unnamed.
CREATE TABLE entry_origins (
    entry TEXT NOT NULL, position INTEGER NOT NULL, entity TEXT, name TEXT, kind TEXT NOT NULL, via TEXT, PRIMARY KEY (entry, position)
) WITHOUT ROWID;
-- Fields on which the reports of an entry differ: every value with every report that gives it. `value` is JSON; it comes last because SQLite 3.40
-- takes a column that stands between those of the key for NULL when it checks a file.
CREATE TABLE entry_values (
    entry TEXT NOT NULL, field TEXT NOT NULL, article TEXT NOT NULL, contact TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (entry, field, article, contact)
) WITHOUT ROWID;

-- The same quotation, and its variants: `earliest` counts from 0.
CREATE TABLE quotations (
    id TEXT PRIMARY KEY, speaker TEXT, text TEXT NOT NULL, date TEXT, reports INTEGER NOT NULL, outlets INTEGER NOT NULL
);
CREATE INDEX quotations_speaker ON quotations (speaker);
CREATE TABLE quotation_reports (
    quotation TEXT NOT NULL, article TEXT NOT NULL, statement TEXT NOT NULL, earliest INTEGER NOT NULL, variant TEXT NOT NULL,
    PRIMARY KEY (quotation, article, statement)
) WITHOUT ROWID;
CREATE UNIQUE INDEX quotation_reports_statement ON quotation_reports (article, statement);
"""
    + CORRECTIONS
)

# By what the reports of one contact find each other, kept so that new ones cost what they touch. A node are the reports that no comparison can tell
# apart (copies of one text); its component are all that likely pairs link it to. A block are the nodes with the same two parties, in order of time.
NEIGHBOURS: Final = """
CREATE TABLE entry_nodes (article TEXT NOT NULL, contact TEXT NOT NULL, node TEXT NOT NULL, component TEXT NOT NULL, PRIMARY KEY (article, contact)) WITHOUT ROWID;
CREATE INDEX entry_nodes_node ON entry_nodes (node);
CREATE INDEX entry_nodes_component ON entry_nodes (component);
-- `open` marks what links start from: 1 plans, 2 denials.
CREATE TABLE entry_blocks (block TEXT NOT NULL, day INTEGER NOT NULL, node TEXT NOT NULL, open INTEGER NOT NULL, PRIMARY KEY (block, day, node)) WITHOUT ROWID;
CREATE INDEX entry_blocks_node ON entry_blocks (node);
CREATE INDEX entry_blocks_open ON entry_blocks (block, day) WHERE open;
-- Articles that changed since their contacts were taken in: all that are known are taken in again before anything is compared with them.
CREATE TABLE entry_waiting (article TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER unresolved_waiting AFTER INSERT ON unresolved BEGIN
    INSERT OR IGNORE INTO entry_waiting VALUES (new.article);
END;
CREATE TRIGGER reading_waiting AFTER INSERT ON readings BEGIN
    INSERT OR IGNORE INTO entry_waiting VALUES (new.article);
END;
INSERT OR IGNORE INTO unresolved SELECT article FROM readings;
INSERT OR IGNORE INTO entry_waiting SELECT article FROM unresolved;
-- An outlet is an origin: another sighting of the article may name it differently.
CREATE TRIGGER outlet_unresolved AFTER UPDATE OF outlet ON articles WHEN new.outlet IS NOT old.outlet BEGIN
    INSERT OR IGNORE INTO unresolved SELECT article FROM readings WHERE article = new.id;
END;
"""

# Which pairs of nodes are likely one, of all that blocks compare: kept, so that old nodes are not compared again whenever one comes near them. Made
# together with the nodes, which are therefore taken in again; and the entries with them, for which of them are no more is told by the nodes.
EDGES: Final = """
CREATE TABLE entry_edges (one TEXT NOT NULL, other TEXT NOT NULL, score REAL NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX entry_edges_other ON entry_edges (other);
DELETE FROM entry_nodes;
DELETE FROM entry_blocks;
DELETE FROM entry_values;
DELETE FROM entry_origins;
DELETE FROM entry_reports;
DELETE FROM entry_parties;
DELETE FROM entries;
INSERT OR IGNORE INTO unresolved SELECT article FROM readings;
"""

# The first and last day of what is dated: by them alone most neighbours of a block are told apart, and need not be loaded to be compared.
SPANS: Final = """
ALTER TABLE entry_blocks ADD COLUMN first INTEGER;
ALTER TABLE entry_blocks ADD COLUMN last INTEGER;
UPDATE entry_blocks SET (first, last) = (
    SELECT min(d.one, d.other), max(d.one, d.other) FROM (
        SELECT CAST(julianday(substr(c.when_start, 1, 10)) - 1721424.5 AS INTEGER) AS one, CAST(julianday(substr(c.when_end, 1, 10)) - 1721424.5 AS INTEGER) AS other
        FROM entry_nodes AS n CROSS JOIN contacts_now AS c ON c.article = n.article AND c.id = n.contact WHERE n.node = entry_blocks.node LIMIT 1
    ) AS d
);
"""

# What a turning point asks for is counted over all signs, which no index of the newest ones helps. The nodes are taken in again, for they stand in blocks of
# relatives too; and the entries with them.
TURNS: Final = """
DROP INDEX signs_day;
DROP INDEX entries_toned;
DELETE FROM entry_nodes;
DELETE FROM entry_blocks;
DELETE FROM entry_edges;
DELETE FROM entry_values;
DELETE FROM entry_origins;
DELETE FROM entry_reports;
DELETE FROM entry_parties;
DELETE FROM entries;
INSERT OR IGNORE INTO unresolved SELECT article FROM readings;
"""
