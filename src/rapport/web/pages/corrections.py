"""What to look at first, and what people said."""

from __future__ import annotations

from typing import Any, Final

from rapport.errors import UnknownRecord
from rapport.ledger import Correction, Ledger
from rapport.ledger.corrections_fields import FIELDS
from rapport.ledger.corrections_results import ReviewItem
from rapport.web.memory import recall
from rapport.web.pages.article import line
from rapport.web.pages.page import Asked, Page, part, twice
from rapport.web.pages.passage import passage, words_of

_QUEUE: Final = 20


def correctable(kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """The fields of a kind of record that can be corrected, each with its values where these are closed."""
    return [(name, field.values) for name, field in FIELDS[kind].items()]


def review(ledger: Ledger, asked: Asked) -> Page:
    """The entries on which most hangs and of which the reader was least sure, that nobody has judged."""
    kind = asked.query.get("kind", "") or None
    who = asked.query.get("actor", "").strip() or None
    # With their passages: some hundred small questions take longest where many pages are asked at once.
    items, queue = recall(ledger, ("review", who, kind), lambda: _queue(ledger, who, kind))
    return Page(
        "review.html", "Review", {"queue": queue, "kind": kind or "", "read": bool(recall(ledger, "size", ledger.size).articles)}, *twice(items)
    )


def _queue(ledger: Ledger, who: str | None, kind: str | None) -> tuple[list[ReviewItem], list[dict[str, Any]]]:
    """What to look at first, and each of it as it is shown."""
    items = ledger.to_review(actor=who, kind=kind, limit=_QUEUE)
    queue = []
    for item in items:
        found = ledger.show(item.id)
        before, its, after = passage(found.article, found.record)
        queue.append(
            {
                "item": item,
                "line": line(found.record, found.names),
                "article": found.article,
                "before": before,
                "its": its,
                "after": after,
                "words": words_of(found.record),
            }
        )
    return items, queue


def corrections(ledger: Ledger, asked: Asked) -> Page:
    """All that people said, the latest first."""
    found = ledger.corrections()[::-1]
    rows, at = part(found, asked.number)
    return Page("corrections.html", "Corrections", {"rows": [(row, _about(ledger, row)) for row in rows], "paging": at}, *twice(found))


def _about(ledger: Ledger, row: Correction) -> dict[str, Any]:
    """What a correction is of, in words."""
    # One that was taken back, or that waits for its article, is attached to no record: it still knows which it was said of.
    key = row.record or row.subject.get("record")
    names = [str(name) for name in row.subject.get("names", ())] or [
        str(form.get("name") or form.get("key") or "") for form in row.subject.get("forms", ())
    ]
    try:
        found = ledger.show(str(key)) if key else None
    except UnknownRecord:
        found = None
    return {"line": line(found.record, found.names) if found else None, "names": names, "record": key}
