"""No page looks at all records: each query of each finds its rows by an index, or stops at a limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport.ledger import Ledger
from rapport.web.addresses import Addresses
from rapport.web.memory import forget
from rapport.web.pages import PAGES, PICTURES, Asked

# Tables that grow with what is read; one of them is gone through by an index that is in the order asked for, up to a limit.
_GROWING = (
    "articles",
    "statements",
    "contacts",
    "stances",
    "evidence",
    "members",
    "actors",
    "sources",
    "entries",
    "entry_parties",
    "entry_reports",
    "sightings",
    "record_days",
)
_ALL = {
    # Counted by an index that holds nothing else.
    "SELECT count(*)", "SELECT count(DISTINCT outlet)",
}  # fmt: skip


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("home", {}), ("actors", {}), ("actor", {"name": "Quill"}), ("relationship", {"a": "Quill", "b": "Reyes"}), ("contacts", {}), ("contacts", {"actor": "Quill"}), ("statements", {}),
        ("statements", {"actor": "Quill"}), ("stances", {}), ("search", {"q": "ferry"}), ("sources", {}), ("network", {}), ("conflicts", {}), ("open", {}), ("open", {"actor": "Quill"}),
        ("changes", {}), ("review", {}), ("corrections", {}), ("runs", {}), ("timeline", {"a": "Quill", "b": "Reyes"}), ("circle", {"name": "Quill"}),
    ],
)  # fmt: skip
def test_a_page_asks_by_indexes(pages_file: Path, page: str, query: dict[str, str]) -> None:
    asked: list[str] = []
    forget(pages_file)
    with Ledger(pages_file, read_only=True) as ledger:
        ledger.connection.set_trace_callback(lambda text: asked.append(text) if text.startswith(("SELECT", "WITH")) else None)
        question = Asked(query, "", Addresses("/town/-/rapport"))
        PICTURES[page](ledger, question) if page in PICTURES else PAGES[page](ledger, question)
        ledger.connection.set_trace_callback(None)
        scanned = {}
        for text in asked:
            if "temp." in text:
                continue  # of the articles of one run only, in tables that are gone by now
            steps = [row["detail"] for row in ledger.connection.execute("EXPLAIN QUERY PLAN " + text)]
            names = {alias for step in steps if step.startswith("SCAN ") for alias in [step.split()[1]]}
            growing = {table for table in _GROWING for alias in names if alias == table or f" {table} AS {alias} " in f" {text} "}
            if growing and not text.startswith(tuple(_ALL)) and " LIMIT " not in text:
                scanned[text[:200]] = growing
    assert asked
    assert scanned == {}
