"""Pages for people: what a query gives, as renderables for a rich console and as plain text."""

from rapport.report.article import article_page
from rapport.report.brief import brief, brief_text
from rapport.report.canvas import plain
from rapport.report.identity import actors_table, identity_page
from rapport.report.profile import profile
from rapport.report.record import record_page, why_page
from rapport.report.tables import (
    contacts_table,
    failure_line,
    hits_table,
    problems_list,
    quotes_table,
    runs_table,
    sources_table,
    stances_table,
    stats_page,
)
from rapport.report.words import clean

__all__ = [
    "actors_table", "article_page", "brief", "brief_text", "clean", "contacts_table", "failure_line", "hits_table", "identity_page", "plain", "problems_list", "profile", "quotes_table",
    "record_page", "runs_table", "sources_table", "stances_table", "stats_page", "why_page",
]  # fmt: skip
