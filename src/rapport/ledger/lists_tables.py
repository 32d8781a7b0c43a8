"""The tables and indexes by which long lists are answered at once: what is of which day, which versions are superseded, what is open, who is relied on.

Triggers keep `superseded` and `record_days` in line with what is read and corrected; `rapport.ledger.lists` the others, as part of taking articles in.
All of it derives from other tables and can be made anew from them.
"""

from __future__ import annotations

from typing import Final

# Of the versions of an article, the one that the latest run met is current; of those met by one run, the one published last. As a view over all
# articles this cost every question a pass over them: 14 passes for one relationship.
_PLACED: Final = (
    "SELECT id FROM (SELECT a.id, row_number() OVER (PARTITION BY a.key ORDER BY (SELECT max(run) FROM sightings WHERE article = a.id) DESC, a.published DESC, a.id DESC) AS place "
    "FROM articles AS a WHERE a.key {0}) WHERE place > 1"
)
_AGAIN: Final = f"""
    DELETE FROM superseded WHERE id IN (SELECT id FROM articles WHERE key = {{0}});
    INSERT OR IGNORE INTO superseded {_PLACED.format("= {0}")};
"""
_SEVERAL: Final = "EXISTS (SELECT 1 FROM articles WHERE key = {0} LIMIT 1 OFFSET 1)"
_OF_SIGHTING: Final = "(SELECT key FROM articles WHERE id = new.article)"

_VERSIONS: Final = f"""
CREATE TABLE superseded (id TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO superseded {_PLACED.format("IN (SELECT key FROM articles GROUP BY key HAVING count(*) > 1)")};
DROP VIEW superseded_articles;
CREATE VIEW superseded_articles AS SELECT id FROM superseded;
CREATE TRIGGER sighting_superseded AFTER INSERT ON sightings WHEN {_SEVERAL.format(_OF_SIGHTING)} BEGIN{_AGAIN.format(_OF_SIGHTING)}END;
CREATE TRIGGER article_superseded AFTER INSERT ON articles WHEN {_SEVERAL.format("new.key")} BEGIN{_AGAIN.format("new.key")}END;
CREATE TRIGGER article_redated AFTER UPDATE OF published ON articles WHEN {_SEVERAL.format("new.key")} BEGIN{_AGAIN.format("new.key")}END;
"""

# The day that lists put a record under; '' where it has none, so that it comes last.
_DAYS: Final = {
    "statements": "CASE WHEN s.act IN ('promise', 'predict') THEN substr(a.published, 1, 10) ELSE coalesce(s.when_start, s.when_end, substr(a.published, 1, 10)) END",
    "contacts": "coalesce(s.when_start, s.when_end, substr(a.published, 1, 10))",
    "stances": "coalesce(s.when_start, s.when_end, substr(a.published, 1, 10))",
}


def _dated(table: str) -> str:
    """Triggers that keep the days of a table's records, as corrected."""
    rows = f"SELECT '{table}', coalesce({_DAYS[table]}, ''), s.article, s.id FROM {table}_ruled AS s JOIN articles AS a ON a.id = s.article"
    gone = f"DELETE FROM record_days WHERE article = {{0}}.article AND record = {{0}}.id AND kind = '{table}';"
    one = f"INSERT OR IGNORE INTO record_days {rows} WHERE s.article = {{0}}.article AND s.id = {{0}}.id;"
    made = f"INSERT INTO record_days {rows};\n"
    for name, source, event, row in (
        ("added", table, "INSERT", "new"),
        ("removed", table, "DELETE", "old"),
        ("corrected", f"corrected_{table}", "INSERT", "new"),
        ("changed", f"corrected_{table}", "UPDATE", "new"),
        ("uncorrected", f"corrected_{table}", "DELETE", "old"),
    ):
        again = "" if name == "removed" else f" {one.format(row)}"
        made += f"CREATE TRIGGER {table}_days_{name} AFTER {event} ON {source} BEGIN {gone.format(row)}{again} END;\n"
    # Records are written after their article, whose day of publication stays.
    return made


_LISTED: Final = f"""
CREATE TABLE record_days (kind TEXT NOT NULL, day TEXT NOT NULL, article TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (kind, day, article, record)) WITHOUT ROWID;
CREATE INDEX record_days_record ON record_days (article, record);
{"".join(_dated(table) for table in _DAYS)}
CREATE INDEX statements_speaker ON statements (article, speaker);
CREATE INDEX statements_audience ON statements (article, audience) WHERE audience IS NOT NULL;
CREATE INDEX statement_about_actor ON statement_about (article, actor);
CREATE INDEX evidence_triggers ON evidence (article, start, "end") WHERE role = 'trigger';
CREATE INDEX sources_kind ON sources (kind, article, record);
CREATE INDEX actor_aliases_key ON actor_aliases (alias_key) WHERE alias_key IS NOT NULL;
CREATE INDEX articles_outlet ON articles (outlet);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX sightings_run ON sightings (run, article);
CREATE INDEX entries_newest ON entries (date IS NULL, date DESC, id);
CREATE INDEX entries_oldest ON entries (date IS NULL, date, id);
CREATE INDEX entries_open ON entries (date, id) WHERE status IN ('planned', 'proposed') AND settled_by IS NULL;
CREATE INDEX entries_denying ON entries (denies) WHERE denies IS NOT NULL;
CREATE INDEX entities_named ON entities (articles DESC, name, id) WHERE key IS NOT NULL;
-- The words of names: whom a word may mean is found without looking at all names.
CREATE VIRTUAL TABLE identity_words USING fts5 (key, content='identity_signatures', content_rowid='id', tokenize='unicode61 remove_diacritics 0');
INSERT INTO identity_words (identity_words) VALUES ('rebuild');
CREATE TRIGGER identity_words_added AFTER INSERT ON identity_signatures BEGIN
    INSERT INTO identity_words (rowid, key) VALUES (new.id, new.key);
END;
CREATE TRIGGER identity_words_removed AFTER DELETE ON identity_signatures BEGIN
    INSERT INTO identity_words (identity_words, rowid, key) VALUES ('delete', old.id, old.key);
END;
"""

# What articles add to the lists that are kept, as rows; {0} is a table of articles, as w. Where that has single records of theirs, {1} says so (`OF_RECORD`).
OF_RECORD: Final = " AND s.id = w.record"
FORWARD_OF: Final = (
    "SELECT s.article, s.id, CASE s.act WHEN 'promise' THEN 'promise' ELSE 'prediction' END, coalesce(substr(a.published, 1, 10), ''), m.entity "
    "FROM {0} CROSS JOIN statements_now AS s ON s.article = w.article{1} CROSS JOIN articles AS a ON a.id = s.article CROSS JOIN members AS m ON m.article = s.article AND m.actor = s.speaker "
    "CROSS JOIN entities AS x ON x.id = m.entity AND x.key IS NOT NULL WHERE s.act IN ('promise', 'predict') "
    # What people said of it is the last word.
    "AND (looks_ahead(s.act, s.cue, s.content, substr(a.published, 1, 10)) OR EXISTS (SELECT 1 FROM corrected_statements AS o WHERE o.article = s.article AND o.id = s.id)) "
    # A promise that several articles quote is one: the earliest stands for it. What a promise says of a contact is told by the contact.
    "AND coalesce((SELECT q.earliest FROM quotation_reports AS q WHERE q.article = s.article AND q.statement = s.id), 0) = 0 "
    'AND NOT EXISTS (SELECT 1 FROM evidence AS c JOIN evidence AS t ON t.article = c.article AND t.role = \'trigger\' AND t.start >= c.start AND t."end" <= c."end" '
    "WHERE c.article = s.article AND c.record = s.id AND c.role = 'content')"
)
# What one actor with a name holds of another, of a pair in order of id: `holder` is 0 for the first. Copies are told apart where the signs are read.
_DAY: Final = "substr(coalesce(s.when_start, s.when_end, a.published), 1, 10)"
_PAIR: Final = "min(h.entity, t.entity), max(h.entity, t.entity), s.article, s.id, h.entity > t.entity"
_BOTH: Final = (
    "CROSS JOIN members AS t ON t.article = s.article AND t.actor = {0} AND t.entity <> h.entity CROSS JOIN entities AS x ON x.id = h.entity AND x.key IS NOT NULL "
    "CROSS JOIN entities AS y ON y.id = t.entity AND y.key IS NOT NULL CROSS JOIN articles AS a ON a.id = s.article"
)
# A sign is in its holder's own words where these are quoted, of nobody else beside; a stance where such words stand in the passage that shows it.
_OF_NONE_BESIDE: Final = "(SELECT count(*) FROM statement_about_now AS o WHERE o.article = s.article AND o.statement = {0})"
_OWN_STATEMENT: Final = f"s.form <> 'indirect' AND {_OF_NONE_BESIDE.format('s.id')} = 1"
_OWN_STANCE: Final = (
    "EXISTS (SELECT 1 FROM statements_now AS q CROSS JOIN evidence AS c ON c.article = q.article AND c.record = q.id AND c.role = 'content' "
    'CROSS JOIN evidence AS v ON v.article = s.article AND v.record = s.id AND c.start < v."end" AND v.start < c."end" '
    f"WHERE q.article = s.article AND q.speaker = s.holder AND q.form <> 'indirect' AND {_OF_NONE_BESIDE.format('c.record')} <= 1)"
)
# A statement that praises or criticizes by less than even odds, of which nobody has said anything: what people say is the last word. {0} is its article, {1} its id.
UNSURE: Final = (
    "EXISTS (SELECT 1 FROM unsure_acts AS u WHERE u.article = {0} AND u.statement = {1} "
    "AND NOT EXISTS (SELECT 1 FROM corrected_statements AS o WHERE o.article = u.article AND o.id = u.statement))"
)
SIGNS_OF: Final = (
    f"SELECT {_PAIR}, {_DAY}, s.polarity = 'positive', s.confidence, 'stance', {_OWN_STANCE} FROM {{0}} CROSS JOIN stances_now AS s ON s.article = w.article{{1}} "
    f"CROSS JOIN members AS h ON h.article = s.article AND h.actor = s.holder {_BOTH.format('s.target')} WHERE {_DAY} IS NOT NULL "
    f"UNION ALL SELECT {_PAIR}, {_DAY}, s.act = 'praise', s.confidence, 'statement', {_OWN_STATEMENT} FROM {{0}} CROSS JOIN statements_now AS s ON s.article = w.article{{1}} "
    "CROSS JOIN statement_about_now AS b ON b.article = s.article AND b.statement = s.id CROSS JOIN members AS h ON h.article = s.article AND h.actor = s.speaker "
    f"{_BOTH.format('b.actor')} WHERE s.act IN ('praise', 'criticize') AND {_DAY} IS NOT NULL AND NOT {UNSURE.format('s.article', 's.id')}"
)
_LINK: Final = (
    "SELECT {1}.article, {1}.id AS record, {2} AS met, iif(e.key IS NULL, '', e.id) AS entity, iif(e.key IS NULL, coalesce(e.name, k.via, ''), '') AS name, k.kind, coalesce(k.via, '') AS via "
    "FROM {{0}} CROSS JOIN {0} AS {1} ON {1}.article = w.article CROSS JOIN sources AS k ON k.article = {1}.article AND k.record = {1}.id "
    "LEFT JOIN members AS x ON x.article = k.article AND x.actor = k.actor LEFT JOIN entities AS e ON e.id = x.entity"
)
_SPEAKER: Final = (
    "SELECT s.article, s.id, 0, iif(e.key IS NULL, '', e.id), iif(e.key IS NULL, e.name, ''), iif(p.kind = 'unnamed', 'unnamed', 'named'), '' "
    "FROM {0} CROSS JOIN statements_now AS s ON s.article = w.article CROSS JOIN members AS x ON x.article = s.article AND x.actor = s.speaker "
    "CROSS JOIN entities AS e ON e.id = x.entity CROSS JOIN actors AS p ON p.article = s.article AND p.id = s.speaker"
)
RELIED_OF: Final = (
    "SELECT z.article, z.entity, z.name, z.kind, z.via, coalesce(a.outlet, ''), sum(z.met), sum(1 - z.met) FROM ("
    f"{_LINK.format('contacts_now', 'c', '1')} UNION {_LINK.format('statements_now', 's', '0')} UNION {_SPEAKER}"
    ") AS z JOIN articles AS a ON a.id = z.article GROUP BY z.article, z.entity, z.name, z.kind, z.via"
)
# Rows of `relied` added to the sums ({1} empty), or taken out of them ({1} a minus).
SUMMED: Final = (
    "INSERT INTO relied_sums SELECT r.entity, r.name, r.kind, r.via, r.outlet, {1}sum(r.contacts), {1}sum(r.statements) FROM {0} AS r "
    "WHERE true GROUP BY 1, 2, 3, 4, 5 ON CONFLICT (entity, name, kind, via, outlet) DO UPDATE SET contacts = contacts + excluded.contacts, statements = statements + excluded.statements"
)

# The same by outlet and kind alone.
SUMMED_OUTLETS: Final = (
    "INSERT INTO relied_outlets SELECT r.outlet, r.kind, {1}sum(r.contacts), {1}sum(r.statements) FROM {0} AS r "
    "WHERE true GROUP BY 1, 2 ON CONFLICT (outlet, kind) DO UPDATE SET contacts = contacts + excluded.contacts, statements = statements + excluded.statements"
)


def _waits(table: str, changed: str = "1") -> str:
    """Triggers by which the articles of changed rows are listed anew; `changed` says which change of a row matters."""
    return "".join(
        f"CREATE TRIGGER {table}_lists_{event.lower()} AFTER {event} ON {table} WHEN {when} BEGIN INSERT OR IGNORE INTO lists_waiting VALUES ({row}.article); END;\n"
        for event, row, when in (("INSERT", "new", "1"), ("UPDATE", "new", changed), ("DELETE", "old", "1"))
    )


# Lists ask of a quotation only which report is its first: of one that thousands have, a new report moves all that are later.
_KEPT: Final = f"""
-- Promises and predictions that stand: of someone with a name, told by no contact, and the first to quote it.
CREATE TABLE forward (article TEXT NOT NULL, statement TEXT NOT NULL, kind TEXT NOT NULL, told TEXT NOT NULL, entity TEXT NOT NULL, PRIMARY KEY (article, statement)) WITHOUT ROWID;
CREATE INDEX forward_told ON forward (kind, told, statement);
CREATE INDEX forward_entity ON forward (entity, kind, told, statement);
-- What two actors hold of each other, as far as it has a day.
CREATE TABLE signs (
    one TEXT NOT NULL, other TEXT NOT NULL, article TEXT NOT NULL, record TEXT NOT NULL, holder INTEGER NOT NULL, day TEXT NOT NULL, friendly INTEGER NOT NULL,
    confidence REAL NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (one, other, article, record, holder)
) WITHOUT ROWID;
CREATE INDEX signs_article ON signs (article, one, other, friendly);
-- Who is relied on in which article, and the sums of it by outlet. Of who has a name `entity` is given, of others `name`, by which they are called; '' else.
CREATE TABLE relied (
    article TEXT NOT NULL, entity TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, via TEXT NOT NULL, outlet TEXT NOT NULL, contacts INTEGER NOT NULL,
    statements INTEGER NOT NULL, PRIMARY KEY (article, entity, name, kind, via)
) WITHOUT ROWID;
CREATE TABLE relied_sums (
    entity TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, via TEXT NOT NULL, outlet TEXT NOT NULL, contacts INTEGER NOT NULL, statements INTEGER NOT NULL,
    PRIMARY KEY (entity, name, kind, via, outlet)
) WITHOUT ROWID;
CREATE INDEX relied_sums_none ON relied_sums (entity) WHERE contacts = 0 AND statements = 0;
-- Articles that changed in what lists hold of them.
CREATE TABLE lists_waiting (article TEXT PRIMARY KEY) WITHOUT ROWID;
{_waits("members")}{_waits("quotation_reports", "(new.earliest = 0) <> (old.earliest = 0)")}
-- Who deals with whom: one row for a pair with a contact. `channels` and `statuses` are JSON, `weight` sums the confidence of what took place.
CREATE TABLE ties (
    one TEXT NOT NULL, other TEXT NOT NULL, contacts INTEGER NOT NULL, took_place INTEGER NOT NULL, weight REAL NOT NULL, channels TEXT NOT NULL, statuses TEXT NOT NULL,
    first TEXT, last TEXT, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX ties_other ON ties (other, one);
CREATE INDEX ties_weight ON ties (weight DESC, contacts DESC);
-- Pairs whose tie is to be made anew.
CREATE TABLE ties_waiting (one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TRIGGER tie_added AFTER INSERT ON entry_parties BEGIN
    INSERT OR IGNORE INTO ties_waiting SELECT min(entity, new.entity), max(entity, new.entity) FROM entry_parties WHERE entry = new.entry AND entity <> new.entity;
END;
CREATE TRIGGER tie_removed AFTER DELETE ON entry_parties BEGIN
    INSERT OR IGNORE INTO ties_waiting SELECT min(entity, old.entity), max(entity, old.entity) FROM entry_parties WHERE entry = old.entry AND entity <> old.entity;
END;
-- Which values contradict each other is decided more strictly since, too: all is taken in again.
INSERT OR IGNORE INTO unresolved SELECT article FROM readings;
"""

LISTS: Final = _VERSIONS + _LISTED + _KEPT

# Who holds what, and toward whom, without a look at all stances of the articles that name someone: of who is in most, they are most.
STANCES_OF: Final = """
CREATE INDEX stances_holder ON stances (article, holder);
CREATE INDEX stances_target ON stances (article, target);
"""

# How `records_of` calls the tables.
LISTED: Final = {"contacts": "met", "statements": "said", "stances": "held"}
# What an article tells of each actor, and of each two with a name what either says of or to the other and holds of it.
_ACTOR: Final = "CROSS JOIN members AS m ON m.article = s.article AND m.actor = "
_OTHER: Final = (
    "CROSS JOIN members AS t ON t.article = s.article AND t.actor = {0} AND t.entity <> m.entity "
    "CROSS JOIN entities AS x ON x.id = m.entity AND x.key IS NOT NULL CROSS JOIN entities AS y ON y.id = t.entity AND y.key IS NOT NULL"
)
_LISTED_BY: Final = "CROSS JOIN record_days AS d ON d.article = s.article AND d.record = s.id AND d.kind = "
_TWO: Final = "SELECT min(m.entity, t.entity), max(m.entity, t.entity), "
_SAID: Final = f"FROM {{0}} CROSS JOIN statements_now AS s ON s.article = w.article{{1}} {_ACTOR}s.speaker"
_HELD: Final = f"FROM {{0}} CROSS JOIN stances_now AS s ON s.article = w.article{{1}} {_ACTOR}s."
_ABOUT: Final = "CROSS JOIN statement_about_now AS b ON b.article = s.article AND b.statement = s.id"
RECORDS_OF: Final = (
    "SELECT DISTINCT m.entity, '', 'met', d.day, s.article, s.id, 0 FROM {0} CROSS JOIN contacts_now AS s ON s.article = w.article{1} "
    f"CROSS JOIN contact_parties_now AS p ON p.article = s.article AND p.contact = s.id {_ACTOR}p.actor {_LISTED_BY}'contacts' "
    f"UNION ALL SELECT m.entity, '', 'said', d.day, s.article, s.id, 0 {_SAID} {_LISTED_BY}'statements' "
    "UNION ALL SELECT z.entity, '', 'held', z.day, z.article, z.id, sum(z.role) FROM ("
    f"SELECT m.entity, d.day, s.article, s.id, 1 AS role {_HELD}holder {_LISTED_BY}'stances' UNION ALL SELECT m.entity, d.day, s.article, s.id, 2 {_HELD}target {_LISTED_BY}'stances'"
    f") AS z GROUP BY 1, 4, 5, 6 UNION ALL {_TWO}'held', d.day, s.article, s.id, 0 {_HELD}holder {_OTHER.format('s.target')} {_LISTED_BY}'stances' "
    f"UNION ALL SELECT * FROM ({_TWO}'said', d.day, s.article, s.id, 0 {_SAID} {_OTHER.format('s.audience')} {_LISTED_BY}'statements' "
    f"UNION {_TWO}'said', d.day, s.article, s.id, 0 {_SAID} {_ABOUT} {_OTHER.format('b.actor')} {_LISTED_BY}'statements')"
)

OF_ACTORS: Final = f"""
-- The records of each actor (`other` is empty) in order of their days: contacts (“met”), statements (“said”) and stances (“held”; `role` is 1 for who holds it, 2 for its
-- target, 3 for both). And what either of two, in order of their ids, said of or to the other and holds of it.
CREATE TABLE records_of (
    entity TEXT NOT NULL, other TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL, article TEXT NOT NULL, record TEXT NOT NULL, role INTEGER NOT NULL,
    PRIMARY KEY (entity, other, kind, day, article, record)
) WITHOUT ROWID;
INSERT INTO records_of {RECORDS_OF.format("(SELECT article FROM readings) AS w", "")};
CREATE INDEX records_of_article ON records_of (article);
-- The tone of a relationship as it is now is told by its newest signs, and by the few contacts that show one.
CREATE INDEX signs_day ON signs (one, other, day, friendly);
CREATE INDEX entries_toned ON entries (date) WHERE tone IS NOT NULL AND date IS NOT NULL;
"""

# Whether a sign is in its holder's own words is kept with it: asked for each sign of 72 pairs it took most of what changed.
OWN_WORDS: Final = f"""
ALTER TABLE signs ADD COLUMN own INTEGER NOT NULL DEFAULT 0;
UPDATE signs SET own = 1 WHERE kind = 'statement' AND EXISTS (
    SELECT 1 FROM statements_now AS s WHERE s.article = signs.article AND s.id = signs.record AND {_OWN_STATEMENT}
);
UPDATE signs SET own = 1 WHERE kind = 'stance' AND EXISTS (
    SELECT 1 FROM stances_now AS s WHERE s.article = signs.article AND s.id = signs.record AND {_OWN_STANCE}
);
"""

UNSURE_ACTS: Final = """
-- Statements that praise or criticize by less than even odds: no sign of how two stand.
CREATE TABLE unsure_acts (
    article TEXT NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (article, statement), FOREIGN KEY (article, statement) REFERENCES statements (article, id)
) WITHOUT ROWID;
"""

# What is listed of an article is found in the index alone: the rows stand by actor, each on another page of a large ledger.
BY_ARTICLE: Final = """
DROP INDEX records_of_article;
CREATE INDEX records_of_article ON records_of (article, role);
"""

# Of an older article in which one actor is someone else now, only what is told of that one is listed anew.
BY_ACTOR: Final = """
DROP TRIGGER members_lists_insert;
DROP TRIGGER members_lists_update;
DROP TRIGGER members_lists_delete;
DROP TRIGGER quotation_reports_lists_insert;
DROP TRIGGER quotation_reports_lists_update;
DROP TRIGGER quotation_reports_lists_delete;
INSERT OR IGNORE INTO unresolved SELECT article FROM lists_waiting;
DROP TABLE lists_waiting;
-- Articles that changed in what lists hold of them: in what they hold of one actor, or (`actor` is empty) in anything.
CREATE TABLE lists_waiting (article TEXT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (article, actor)) WITHOUT ROWID;
CREATE TRIGGER members_lists_insert AFTER INSERT ON members BEGIN INSERT OR IGNORE INTO lists_waiting VALUES (new.article, new.actor); END;
CREATE TRIGGER members_lists_update AFTER UPDATE ON members BEGIN INSERT OR IGNORE INTO lists_waiting VALUES (new.article, new.actor); END;
CREATE TRIGGER members_lists_delete AFTER DELETE ON members BEGIN INSERT OR IGNORE INTO lists_waiting VALUES (old.article, ''); END;
CREATE TRIGGER quotation_reports_lists_insert AFTER INSERT ON quotation_reports BEGIN INSERT OR IGNORE INTO lists_waiting VALUES (new.article, ''); END;
CREATE TRIGGER quotation_reports_lists_update AFTER UPDATE ON quotation_reports WHEN (new.earliest = 0) <> (old.earliest = 0) BEGIN
    INSERT OR IGNORE INTO lists_waiting VALUES (new.article, '');
END;
CREATE TRIGGER quotation_reports_lists_delete AFTER DELETE ON quotation_reports BEGIN INSERT OR IGNORE INTO lists_waiting VALUES (old.article, ''); END;
"""

# Which reports retell a contact, where they come from and what of a promise looks ahead is decided more strictly since: all is taken in again.
AHEAD: Final = "INSERT OR IGNORE INTO unresolved SELECT article FROM readings;"

# Of one outlet, and of how much each cites, without a look at all who are relied on.
SOURCES: Final = """
CREATE INDEX relied_sums_outlet ON relied_sums (outlet);
CREATE TABLE relied_outlets (outlet TEXT NOT NULL, kind TEXT NOT NULL, contacts INTEGER NOT NULL, statements INTEGER NOT NULL, PRIMARY KEY (outlet, kind)) WITHOUT ROWID;
INSERT INTO relied_outlets SELECT outlet, kind, sum(contacts), sum(statements) FROM relied_sums GROUP BY 1, 2;
"""
