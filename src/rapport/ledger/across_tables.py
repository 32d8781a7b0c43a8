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

-- The same contact. The values shown are those of the report `shown`, the best-sourced one.
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
-- Fields on which the reports of an entry differ: every value with every report that gives it. `value` is JSON.
CREATE TABLE entry_values (
    entry TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, article TEXT NOT NULL, contact TEXT NOT NULL,
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
