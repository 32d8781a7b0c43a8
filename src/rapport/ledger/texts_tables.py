"""The tables by which the same texts and the same quotations are found: buckets of alike things, and which are the same in them."""

from __future__ import annotations

from typing import Final

TEXTS: Final = """
-- What may be the same shares a bucket; in each, all are compared to the one with the least id, and `alike_links` has those that are the same.
CREATE TABLE alike_buckets (kind TEXT NOT NULL, bucket INTEGER NOT NULL, item TEXT NOT NULL, PRIMARY KEY (kind, bucket, item)) WITHOUT ROWID;
CREATE INDEX alike_buckets_item ON alike_buckets (kind, item);
CREATE TABLE alike_links (
    kind TEXT NOT NULL, bucket INTEGER NOT NULL, item TEXT NOT NULL, least TEXT NOT NULL, PRIMARY KEY (kind, bucket, item)
) WITHOUT ROWID;
CREATE INDEX alike_links_item ON alike_links (kind, item, least);
CREATE INDEX alike_links_least ON alike_links (kind, least, item);
-- The statements that quote enough words to be compared.
CREATE TABLE quotation_marks (article TEXT NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (article, statement)) WITHOUT ROWID;
CREATE INDEX quotation_reports_by_statement ON quotation_reports (statement);
"""

# Marks are made in another way since: all that rests on them is found again.
MARKS: Final = """
DELETE FROM alike_links;
DELETE FROM alike_buckets;
DELETE FROM quotation_marks;
DELETE FROM quotation_reports;
DELETE FROM quotations;
DELETE FROM copies;
INSERT OR IGNORE INTO unresolved SELECT article FROM readings;
"""

# A pair that is the same shares many buckets: one row of it instead of one a bucket.
PAIRS: Final = """
CREATE TABLE alike_pairs (kind TEXT NOT NULL, item TEXT NOT NULL, least TEXT NOT NULL, PRIMARY KEY (kind, item, least)) WITHOUT ROWID;
CREATE INDEX alike_pairs_least ON alike_pairs (kind, least, item);
INSERT INTO alike_pairs SELECT DISTINCT kind, item, least FROM alike_links;
DROP TABLE alike_links;
"""
