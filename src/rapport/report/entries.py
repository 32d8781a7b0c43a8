"""The words for how a contact is sourced that several articles tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapport.ledger import EntryRow, OriginRow, shown_value
from rapport.report.words import clean, count, duration_words, the


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
