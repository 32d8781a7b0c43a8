"""Pages for people: what a query gives, as renderables for a rich console and as plain text."""

from rapport.report.article import article_page
from rapport.report.brief import brief, brief_text
from rapport.report.canvas import plain
from rapport.report.conflicts import conflicts_table
from rapport.report.corrections import correction_line, corrections_table, imported_page
from rapport.report.course import course_parts, course_words
from rapport.report.entries import entry_page, entry_words, origin_words
from rapport.report.identity import actors_table, identity_page
from rapport.report.profile import profile
from rapport.report.record import claim, record_page, why_page
from rapport.report.relations import changes_page, network_table, open_table
from rapport.report.tables import (
    contacts_table,
    entries_table,
    failure_line,
    hits_table,
    problems_list,
    quotes_table,
    runs_table,
    sources_table,
    stances_table,
    stats_page,
)
from rapport.report.texts import copies_list, quotations_list
from rapport.report.words import clean

__all__ = [
    "actors_table", "article_page", "brief", "brief_text", "changes_page", "claim", "clean", "conflicts_table", "contacts_table", "copies_list",
    "correction_line", "corrections_table", "course_parts", "course_words", "entries_table", "entry_page", "entry_words", "failure_line",
    "hits_table", "identity_page", "imported_page", "network_table", "open_table", "origin_words", "plain", "problems_list", "profile",
    "quotations_list", "quotes_table", "record_page", "runs_table", "sources_table", "stances_table", "stats_page", "why_page",
]  # fmt: skip
