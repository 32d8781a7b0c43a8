"""A contact as all articles tell it: its page, and the words for how it is sourced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import EntryRow, FieldConflict, OriginRow, ReportRow, shown_value
from rapport.report.canvas import STATUS_STYLES, Page, Ruled, Section, entry, joined
from rapport.report.words import chain_words, clean, count, duration_words, marked, percent, printed_in, the


def entry_page(row: EntryRow) -> RenderableType:
    """The page of a contact: what it was, on what its reports differ, whom it rests on, and every report with its sentence and its source chain."""
    style = STATUS_STYLES.get(row.status, "")
    head = Text.assemble((f"Contact {row.id}", "bold"), f"  {row.channel}, ", (row.status, style), (f"  {percent(row.confidence)}", "bright_black"))
    days = " – ".join(dict.fromkeys(day[:10] for day in (row.start, row.end) if day))
    facts = {
        "parties": ", ".join(clean(name) for name in dict.fromkeys(row.parties)),
        "initiator": clean(row.initiator),
        "setting": row.setting or "",
        "tone": row.tone or "",
        "when": f"{clean(row.when)} ({days})" if days else clean(row.when),
        "duration": f"{clean(row.duration_text)} ({duration_words(row.duration)})" if row.duration else clean(row.duration_text),
        "cadence": clean(row.cadence),
        "place": clean(row.place),
        "topics": "; ".join(clean(topic) for topic in row.topics),
        "told by": entry_words(row),
        "origins": origins_line(row.origins),
        "what came of it": row.settled_by or "",
        "denies": row.denies or "",
        "denied by": ", ".join(row.denied_by),
    }
    grid = Table.grid(padding=(0, 3, 0, 0))
    for name, value in facts.items():
        if value:
            grid.add_row(Text(name, style="bright_black"), Text(value))
    parts: list[RenderableType] = [head, grid]
    if row.conflicts:
        parts += [Section("Reports differ"), *(_differing(row, conflict) for conflict in row.conflicts)]
    parts.append(Section("Reports", "the best-sourced one first; its values are those above"))
    return Page(*parts, *(_report(report) for report in row.reports))


def _differing(row: EntryRow, conflict: FieldConflict) -> RenderableType:
    outlets = {report.id: clean(report.outlet) or "outlet unknown" for report in row.reports}
    values = [f"{value_words(conflict.field, v.value)} ({', '.join(dict.fromkeys(outlets[key] for key in v.reports))})" for v in conflict.values]
    return Text.assemble((f"{conflict.field}: ", "yellow"), " or ".join(values))


def _report(report: ReportRow) -> RenderableType:
    copied = f"the same text as {report.copy_of[:8]}" if report.copy_of and report.copy_of != report.article else ""
    foot = joined([Text(chain_words(report.sources) or "on its own account", style="italic"), printed_in(report), copied])
    body: list[RenderableType] = [Text(clean(report.title), style="bold"), Ruled(marked(report.sentence, report.trigger)), foot]
    return entry(((report.published or "undated")[:10],), body, (report.id[:8],))


def value_words(field: str, value: Any) -> str:
    """A value on which reports differ, in words."""
    return duration_words(value) if field == "duration" else clean(shown_value(field, value))


def origin_words(origin: OriginRow) -> str:
    """“Ada Quill”, “a spokesperson for Tom Reyes”, “unnamed sources of the Harbor Ledger”, “the Bay Courier”."""
    name, via = clean(origin.name), the(origin.via)
    if origin.kind == "spokesperson":
        return f"a spokesperson for {name}"
    if origin.kind == "outlet":
        return the(origin.name) or "the outlet"
    if origin.kind == "unnamed":
        return f"unnamed sources of {via}" if via else name or "unnamed sources"
    return f"{name or 'a document'}, got by {via}" if origin.kind == "document" and via else name or "a source"


def entry_words(row: EntryRow) -> str:
    """“3 reports in 2 outlets; 2 independent origins, 1 of them named”."""
    named = (
        f", {row.named} of them named"
        if row.named and len(row.origins) > 1
        else ", named"
        if row.named
        else ", none of them named"
        if len(row.origins) > 1
        else ", not named"
    )
    return f"{count(len(row.reports), 'report')} in {count(row.outlets, 'outlet')}; {count(len(row.origins), 'independent origin')}{named}"


def origins_line(origins: Sequence[OriginRow]) -> str:
    """All origins of an entry in words."""
    return "; ".join(origin_words(origin) for origin in origins)
