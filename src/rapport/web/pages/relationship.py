"""A relationship: one picture of how it went, where it turned and why, and below it every entry in order of time,
those without a date after the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger import Course, EntryRow, Ledger, Relationship, StanceRow, StatementRow
from rapport.ledger.spans import Span
from rapport.records import CHANNELS, SOURCE_KINDS, STATUSES
from rapport.report import pictures
from rapport.report.course import mixed_words, sign_words, told_words
from rapport.report.english import day, span
from rapport.web.addresses import filters
from rapport.web.memory import recall
from rapport.web.pages.page import Asked, Page, entry_cells, part, stance_cells, statement_cells

_KINDS: Final = ("contacts", "statements", "stances")
Row = EntryRow | StatementRow | StanceRow


def _found(ledger: Ledger, asked: Asked) -> Relationship:
    a, b = (asked.query.get(name, "").strip() for name in ("a", "b"))
    if not a or not b:
        raise UsageError("give two names")
    chosen = filters(asked.query, actors=False)
    return recall(ledger, ("between", a, b, chosen), lambda: ledger.between(a, b, chosen, reports=False))


def relationship(ledger: Ledger, asked: Asked) -> Page:
    """The page of two actors: of its entries, those that are shown are asked for in full."""
    found = _found(ledger, asked)
    kind = asked.query.get("show", "")
    kind = kind if kind in _KINDS else ""
    rows = _rows(found, kind, newest=asked.query.get("order") == "newest")
    counts = {"contacts": len(found.entries), "statements": len(found.statements), "stances": len(found.stances)}
    some, at = part(rows, asked.number)
    shown = ledger.whole(some, lean=True)
    said: Sequence[StatementRow | StanceRow] = (*found.statements, *found.stances)
    days = sorted({row.date[:10] for row in found.entries if row.date and row.dated} | {row.date[:10] for row in said if row.date})
    turns = found.course.turning_points if found.course else ()
    spans = ledger.spans(item.id for point in turns for item in (*point.before, point.contact, *point.since) if item and item.kind == "contact")
    by = ledger.addressed((found.a_id, found.b_id))
    data = {
        "a": by.get(found.a_id, asked.query["a"].strip()), "b": by.get(found.b_id, asked.query["b"].strip()), "found": found, "course": found.course, "sign_words": sign_words, "told_words": told_words, "spans": spans, "summary": summary(found.course, spans) if found.course else [], "rows": shown, "parted": _parted(shown), "mixed": mixed_words(found.course) if found.course and found.course.mixed else "", "parties_by": ledger.parties_addressed([row for row in shown if isinstance(row, EntryRow)]), "paging": at, "counts": counts, "kind": kind, "newest": asked.query.get("order") == "newest",
        "sizes": {"timeline": pictures.timeline_size(found, narrow=False), "timeline_narrow": pictures.timeline_size(found, narrow=True)},
        "legend": pictures.LEGEND, "looks": pictures.looks(found), "tones": sorted({stretch.tone for stretch in found.course.stretches}) if found.course else [], "left_out": pictures.left_out(found), "undated": sum(map(_apart, found.entries)), "facts": {"first": days[0] if days else None, "last": days[-1] if days else None, "outlets": _outlets(ledger, found)},
        "years": sorted({day[:4] for day in days}), "channels": CHANNELS, "statuses": STATUSES, "source_kinds": SOURCE_KINDS,
        "filtered": any(asked.query.get(name) for name in ("since", "until", "channel", "status", "outlet", "source")),
    }  # fmt: skip
    title = f"{found.a} and {found.b}"
    return Page(
        "relationship.html",
        title,
        data,
        lambda: _json(ledger, found, ledger.whole(some)) | {"counts": counts, "paging": at},
        lambda: [_cells(row) for row in ledger.whole(rows)],
    )


def _json(ledger: Ledger, found: Relationship, shown: Sequence[Row]) -> dict[str, Any]:
    """The entries of the page, with each report of a contact, which the page does not show."""
    met = [row for row in shown if isinstance(row, EntryRow)]
    said, held = [row for row in shown if isinstance(row, StatementRow)], [row for row in shown if isinstance(row, StanceRow)]
    return replace(found, contacts=tuple(ledger.reports(met)), entries=tuple(met), statements=tuple(said), stances=tuple(held)).to_json()


def _rows(found: Relationship, kind: str, *, newest: bool) -> list[Row]:
    """All of one kind, or of all, in order of time, the newest first where that is asked; contacts that no text dates after all others, what has no date
    at all last."""
    # Of the two who deal most with each other there are thousands: keys are made as simply as they can be.
    met = [((not row.dated, row.date is None, (row.date or "")[:10], False, row.id), row) for row in found.entries if kind in ("", "contacts")]
    said: Sequence[StatementRow | StanceRow] = (
        *(found.statements if kind in ("", "statements") else ()),
        *(found.stances if kind in ("", "stances") else ()),
    )
    told = [((False, row.date is None, (row.date or "")[:10], True, row.id), row) for row in said]
    rows = [row for _, row in sorted([*met, *told], key=itemgetter(0))]
    if not newest:
        return rows
    return [row for row in reversed(rows) if _in_time(row)] + [row for row in rows if not _in_time(row)]


def _in_time(row: Row) -> bool:
    return bool(row.date) and not _apart(row)


def _apart(row: Row) -> bool:
    """Whether it is a contact without a date: the day on which an article was printed is not that on which it was."""
    return isinstance(row, EntryRow) and not row.dated


def _parted(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Rows under their headings: none, and “Contacts without a date”."""
    halves = (("", [row for row in rows if not _apart(row)]), ("Contacts without a date", [row for row in rows if _apart(row)]))
    return [(title, some) for title, some in halves if some]


def _cells(row: Row) -> dict[str, Any]:
    if isinstance(row, EntryRow):
        return {"kind": "contact"} | entry_cells(row)
    return {"kind": "statement"} | statement_cells(row) if isinstance(row, StatementRow) else {"kind": "stance"} | stance_cells(row)


def _outlets(ledger: Ledger, found: Relationship) -> list[str]:
    """Which outlets tell, those that tell most first."""
    told = Counter(ledger.told_by(found.entries))
    said: tuple[StatementRow | StanceRow, ...] = (*found.statements, *found.stances)
    told.update(row.outlet for row in said if row.outlet)
    return sorted(told, key=lambda name: (-told[name], name))


def summary(course: Course, spans: Mapping[str, Span]) -> list[str]:
    """How it went, in sentences: “Hostile until 8 October 2030.” “Friendly since 11 December 2030, after the contact of 10 December 2030.”"""
    points = {point.by: point for point in course.turning_points if point.of is None}
    sentences: list[str] = []
    for i, stretch in enumerate(course.stretches):
        met = points[stretch.since].contact if stretch.since in points else None
        after = f", after their contact of {span(met.date, spans.get(met.id))}" if met and met.date else ""
        tone = stretch.tone.capitalize()
        if len(course.stretches) == 1:
            lasting = f"on {day(stretch.since)}" if stretch.since == stretch.until else f"from {day(stretch.since)} to {day(stretch.until)}"
            sentences.append(f"{tone} throughout, {lasting}.")
        elif i == 0:
            sentences.append(f"{tone} until {day(stretch.until)}.")
        elif i == len(course.stretches) - 1:
            sentences.append(f"{tone} since {day(stretch.since)}{after}.")
        else:
            lasting = f"on {day(stretch.since)}" if stretch.since == stretch.until else f"from {day(stretch.since)} to {day(stretch.until)}"
            sentences.append(f"{tone} {lasting}{after}.")
    return sentences


def picture(ledger: Ledger, asked: Asked) -> dict[str, Any]:
    """The timeline."""
    found = _found(ledger, asked)
    links: dict[str, str] = {row.id: asked.at.entry(row.id) for row in found.entries}
    said: Sequence[StatementRow | StanceRow] = (*found.statements, *found.stances)
    links |= {row.id: asked.at.article(row.article, row.id) for row in said}
    return pictures.timeline(found, links, narrow=asked.narrow)
