"""The tables by which who is who is kept up: what each article says of an actor, counted by signature, and whom people know from elsewhere.

`identity_signatures` counts actors of all articles that say the same (see `rapport.resolve.signatures`): `block` is with what they are decided
together, `given` by what other blocks look them up, `base` who they are by what was read, `entity` who they are with people's corrections;
both are empty where an actor stays of its article. Ids are 63 bits of a hash of what is counted. All of it derives from the content tables, `identity_rulings` and `known_people`.
"""

from __future__ import annotations

from typing import Final

IDENTITY: Final = """
CREATE TABLE identity_signatures (
    id INTEGER PRIMARY KEY, form TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, more TEXT NOT NULL, pin TEXT NOT NULL,
    given TEXT NOT NULL, block TEXT NOT NULL, count INTEGER NOT NULL, base TEXT NOT NULL, entity TEXT NOT NULL
);
CREATE INDEX identity_block ON identity_signatures (block);
CREATE INDEX identity_form ON identity_signatures (form, kind, block, count);
CREATE INDEX identity_key ON identity_signatures (key, kind, entity);
CREATE INDEX identity_given ON identity_signatures (given) WHERE given <> '';
CREATE INDEX identity_base ON identity_signatures (base, count) WHERE base <> '';
CREATE INDEX identity_entity ON identity_signatures (entity) WHERE entity <> '';
CREATE TABLE identity_actors (article TEXT NOT NULL, actor TEXT NOT NULL, signature INTEGER NOT NULL, PRIMARY KEY (article, actor)) WITHOUT ROWID;
CREATE INDEX identity_actors_signature ON identity_actors (signature, article, actor);
-- What corrections make of base entities and of the forms that they name.
CREATE TABLE identity_ruled (node TEXT PRIMARY KEY, entity TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE known_people (id TEXT PRIMARY KEY, name TEXT NOT NULL, wikidata TEXT) WITHOUT ROWID;
CREATE TABLE known_names (form TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (form, person)) WITHOUT ROWID;
CREATE TABLE known_offices (
    person TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, organization TEXT, since TEXT, until TEXT, PRIMARY KEY (person, position)
) WITHOUT ROWID;
"""

# Who is said to hold an office of a place, and (`described`) who is called by nothing but one (`rapport.ledger.leaders`); `day` is that of publication, as an
# ordinal. Articles taken in before wait to be taken in again.
LEADERS: Final = """
CREATE TABLE identity_leaders (
    article TEXT NOT NULL, actor TEXT NOT NULL, title TEXT NOT NULL, place TEXT NOT NULL, described INTEGER NOT NULL, day INTEGER NOT NULL,
    PRIMARY KEY (article, actor, title, place, described)
) WITHOUT ROWID;
CREATE INDEX identity_leaders_place ON identity_leaders (place, described, day);
INSERT OR IGNORE INTO unresolved SELECT article FROM readings;
"""

# Articles say by which last word an organization is called too: all are signed again.
LAST_WORDS: Final = "INSERT OR IGNORE INTO unresolved SELECT article FROM readings;"
