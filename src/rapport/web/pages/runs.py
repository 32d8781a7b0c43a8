"""What was read when, and what failed and why."""

from __future__ import annotations

from collections import Counter

from rapport.ledger import Ledger
from rapport.web.pages.page import Asked, Page, part, twice


def runs(ledger: Ledger, asked: Asked) -> Page:
    """All runs, the latest first; with the id of one in the query, its failures."""
    rows = ledger.runs()[::-1]
    run = asked.query.get("run", "")
    chosen = int(run) if run.isascii() and run.isdigit() and len(run) < 10 else None
    failures = ledger.failures(chosen) if chosen is not None else []
    shown, at = part(failures if chosen is not None else rows, asked.number)
    reasons = Counter(failure.reason for failure in failures).most_common()
    data = {
        "rows": rows if chosen is None else [row for row in rows if row.id == chosen],
        "failures": shown if chosen is not None else [],
        "chosen": chosen,
    }
    if chosen is None:
        data["rows"] = shown
    title = "Runs" if chosen is None else f"Run {chosen}"
    return Page("runs.html", title, data | {"paging": at, "reasons": reasons}, *twice(failures if chosen is not None else rows))
