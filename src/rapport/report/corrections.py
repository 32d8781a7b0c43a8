"""Pages of what people said: the log, one line of it, and what holds of a record because of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import Correction, Imported, Ruling
from rapport.ledger.corrections_fields import FIELDS
from rapport.report.canvas import Page
from rapport.report.words import clean, count

_STATES: Final = {"applied": "green", "overruled": "yellow", "waiting": "magenta", "undone": "bright_black"}
_VERDICTS: Final = {"rejected": "red", "confirmed": "green"}


def value_words(value: Any) -> str:
    """A value of a field in a few words: names with commas, days and lengths with the words of the text."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, Mapping):
        if "name" in value:
            return clean(value["name"])
        if "start" in value:
            days = " to ".join(dict.fromkeys(day for day in (value["start"], value["end"]) if day))
            return f"{days} ({clean(value['text'])})" if value["text"] and days else clean(value["text"]) or days
        if "via" in value:
            return _link(value)
        if "period" in value:
            return cadence_words(value["text"], value["count"], value["period"], value["bound"])
        return (
            f"{value['value']} ({clean(value['text'])})"
            if value["value"] and value["text"] != value["value"]
            else clean(value["text"]) or value["value"]
        )
    return ", ".join(value_words(item) for item in value) if isinstance(value, Sequence) and not isinstance(value, str) else clean(str(value))


def _link(value: Mapping[str, Any]) -> str:
    """“Dana Whitlock (spokesperson, for Ada Quill, via Capitol Wire)”."""
    notes = [value["kind"], *([f"for {value['for']['name']}"] if value["for"] else []), *([f"via {value['via']}"] if value["via"] else [])]
    return clean(f"{value['actor']['name'] if value['actor'] else 'a source'} ({', '.join(notes)})")


def cadence_words(text: str, count: float | None, period: str | None, bound: str | None) -> str:
    """“about twice a week (2 in P1W)”: how often in the words of the text, and what they come to."""
    return f"{clean(text)} ({bound + ' ' if bound else ''}{count:g} in {period})" if count and period else clean(text)


def correction_words(said: Correction) -> str:
    """What a correction says: “contact 3f9c1a20 (call happened: Ada Quill, Tom Reyes): channel is message”."""
    if "forms" in said.subject:
        first, *others = [_form(form) for form in said.subject["forms"]]
        if said.action == "rename":
            return f"{first} is called {clean(said.value)}"
        return f"{first} is {', '.join(others)}" if said.action == "merge" else f"{', '.join(others)} is not {first}"
    subject = said.subject
    record = f"{subject['kind']} {(said.record or subject['record'])[:8]} ({subject['what']}: {clean(', '.join(subject['names'])) or 'nobody named'})"
    if said.action == "correct":
        field, value = said.value["field"], said.value["value"]
        return f"{record}: {field} {'is' if FIELDS[subject['kind']][field].shape not in ('actors', 'list') else 'are'} {value_words(value)}"
    return f"{record} is {'wrong' if said.action == 'reject' else 'right'}"


def _form(form: Mapping[str, Any]) -> str:
    """A name, and how it is written where the two differ."""
    name, key = clean(form["name"]), clean(form["key"])
    written = f"{name} (written “{key}”)" if key not in name.casefold() else name
    return f"{written} of one article" if form["article"] else written


def corrections_table(log: Iterable[Correction]) -> RenderableType:
    """The log: when, by whom, what, why, and whether it holds."""
    table = Table(box=None, expand=True, pad_edge=False, header_style="bold")
    table.add_column("made", width=10, no_wrap=True)
    table.add_column("by", ratio=1, overflow="fold")
    table.add_column("what", ratio=4, overflow="fold")
    table.add_column("state", width=9, no_wrap=True)
    table.add_column("id", width=8, no_wrap=True, style="bright_black")
    for said in log:
        style = "bright_black" if said.undone else ""
        what = Text.assemble((correction_words(said), style), "\n", (f"{clean(said.reason)}{_undone(said)}", "bright_black"))
        table.add_row(said.made[:10], Text(clean(said.author)), what, Text(said.state, style=_STATES[said.state]), said.id[:8])
    return Page(table)


def _undone(said: Correction) -> str:
    return f" · undone by {clean(said.undone_by)} on {said.undone[:10]}" if said.undone else ""


def correction_line(said: Correction) -> Text:
    """“logged 5c0e7a11: contact 3f9c1a20 (…) is wrong”, with what to do where it does not hold."""
    note = {
        "waiting": "  It waits: no record of this ledger fits.",
        "overruled": "  A later correction says otherwise, and holds.",
    }.get(said.state, "")
    verb = "undone" if said.undone else "logged"
    return Text.assemble((verb, "green"), f" {said.id[:8]}: {correction_words(said)}.{note}")


def imported_page(found: Imported) -> RenderableType:
    """What an import did, and where what it brought and what was there say different things."""
    parts = [f"{count(found.added, 'correction')} added", f"{found.known:,} known", *([f"{found.undone:,} undone"] if found.undone else [])]
    parts += [f"{found.waiting:,} of those added wait for their article"] if found.waiting else []
    lines: list[RenderableType] = [Text(", ".join(parts))]
    for clash in found.clashes:
        lines.append(Text.assemble(("conflict", "red"), f" on {clean(clash.about)}:"))
        lines += [Text(f"  {word}: {_short(said)}") for word, said in (("holds    ", clash.holds), ("overruled", clash.overruled))]
    return Page(*lines)


def _short(said: Correction) -> str:
    return f"{said.id[:8]} {correction_words(said)} · {clean(said.author)}, {said.made[:10]}: {clean(said.reason)}"


def rulings_grid(rulings: Iterable[Ruling]) -> Table:
    """What holds of a record because people said so: each with what was read, who said it, when and why, and the id that undoes it."""
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for ruling in rulings:
        verdict = ruling.field in _VERDICTS
        what = "" if verdict else f"{value_words(ruling.value)}; read as {value_words(ruling.read)}\n"
        said = f"{clean(ruling.author)}, {ruling.made[:10]}: {clean(ruling.reason)}  ({ruling.correction[:8]})"
        grid.add_row(Text(ruling.field, style=_VERDICTS.get(ruling.field, "yellow")), Text.assemble(what, (said, "bright_black")))
    return grid
