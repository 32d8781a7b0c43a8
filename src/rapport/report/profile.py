"""The page of one actor: who that is, with whom contacts are reported, and the newest entries."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import Counterpart, Profile
from rapport.records import TOOK_PLACE
from rapport.report.brief import contact_entry, dates_note, stance_entry, statement_entry, tally
from rapport.report.canvas import Page, Section, joined
from rapport.report.words import clean, count


def profile(found: Profile) -> RenderableType:
    """The page of an actor, for a rich console of any width."""
    facts = [found.kind, f"in {count(found.articles, 'article')}"]
    head = Text.assemble((clean(found.name), "bold"), "  ", joined([(fact, "bright_black") for fact in facts]))
    parts: list[RenderableType] = [head]
    if found.roles:
        parts.append(Text(", ".join(clean(role) for role in found.roles)))
    if found.aliases:
        parts.append(Text("also: " + ", ".join(clean(alias) for alias in found.aliases), style="bright_black"))
    if found.counterparts:
        parts += [Section("Deals with"), _counterparts(found)]
    if found.entries:
        parts += [Section("Contacts", _of(len(found.entries), found.entries_total)), *(contact_entry(row, (found.name,)) for row in found.entries)]
    if found.stances:
        parts += [Section("Who stands where", _of(len(found.stances), found.stances_total)), *(stance_entry(row) for row in found.stances)]
    if found.statements:
        parts += [Section("Said", _of(len(found.statements), found.statements_total)), *(statement_entry(row) for row in found.statements)]
    return Page(*parts, *dates_note((*found.entries, *found.stances, *found.statements)))


def _of(shown: int, total: int) -> str:
    return f"the last {shown:,} of {total:,}" if shown < total else f"{shown:,}"


def _counterparts(found: Profile) -> Table:
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(max_width=40)
    grid.add_column(justify="right", no_wrap=True)
    for person in found.counterparts:
        grid.add_row(Text(clean(person.name)), count(person.contacts, "contact"), Text(_what_came(person), style="bright_black"))
    return grid


def _what_came(person: Counterpart) -> str:
    """“4 took place, last 2031-06-12; 1 planned, 1 denied”: what was only planned must not be taken for a meeting."""
    took_place = sum(number for status, number in person.by_status.items() if status in TOOK_PLACE)
    last = f", last {person.last[:10]}" if person.last else ""
    others = tally({status: number for status, number in person.by_status.items() if status not in TOOK_PLACE})
    return "; ".join(filter(None, (f"{took_place:,} took place{last}" if took_place else "", others)))
