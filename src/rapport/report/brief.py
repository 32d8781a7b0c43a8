"""The brief of a relationship: its contacts, where each stands, then what each said of the other, in order of time, with the words behind every entry.

Contacts without a date come after those that have one, by the day on which they were first told of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rich.console import RenderableType
from rich.text import Text

from rapport.ledger import ContactRow, EntryRow, Relationship, ReportRow, StanceRow, StatementRow
from rapport.records import STATUSES
from rapport.report.canvas import ACT_STYLES, POLARITY_STYLES, STATUS_SIGNS, STATUS_STYLES, Page, Ruled, Section, entry, joined, plain
from rapport.report.course import course_parts
from rapport.report.entries import entry_words, value_words
from rapport.report.words import chain_words, clean, count, marked, over, percent, period, printed_in, without

_SHORT_ID = 8
_TOPICS = 4  # of a contact that a hundred articles tell


def brief(relationship: Relationship) -> RenderableType:
    """The page of a relationship, for a rich console of any width."""
    met, said, held = relationship.entries, relationship.statements, relationship.stances
    parts: list[RenderableType] = [_head(relationship)]
    if relationship.course:
        parts += course_parts(relationship.course, relationship.a, relationship.b)
    dated, undated = [c for c in met if c.dated], [c for c in met if not c.dated]
    for title, some in (("Contacts", dated), ("Contacts without a date" if dated else "Contacts, without a date", undated)):
        if some:
            parts += [Section(title, tally(Counter(c.status for c in some))), *(contact_entry(c, (relationship.a, relationship.b)) for c in some)]
    if held:
        views = Counter(row.polarity for row in held)
        note = ", ".join(f"{views[polarity]:,} {polarity}" for polarity in ("positive", "negative") if views[polarity])
        parts += [Section("Where each stands", note), *(stance_entry(row) for row in held)]
    if said:
        parts += [Section("What they said", count(len(said), "statement")), *(statement_entry(s) for s in said)]
    if not met and not said and not held:
        parts.append(Text("\nNo contact between them, and nothing that one said of the other, is in this ledger.", style="yellow"))
    return Page(*parts, *dates_note((*met, *held, *said)))


def dates_note(rows: Iterable[ContactRow | EntryRow | StatementRow | StanceRow]) -> list[RenderableType]:
    """What brackets mean, where there are any."""
    if not any(row.date and not row.dated for row in rows):
        return []
    return [Text("\nFaint dates, in brackets or after “by”, are days of publication: the text gives none.", style="bright_black")]


def brief_text(relationship: Relationship, width: int = 80) -> str:
    """The same page as plain text, `width` columns wide."""
    return plain(brief(relationship), width)


def _head(relationship: Relationship) -> Text:
    rows: list[ReportRow | StatementRow | StanceRow] = [r for e in relationship.entries for r in e.reports]
    rows += [*relationship.stances, *relationship.statements]
    dated: list[EntryRow | StatementRow | StanceRow] = [*relationship.entries, *relationship.stances, *relationship.statements]
    known = [row for row in dated if row.dated or not isinstance(row, EntryRow)] or dated
    days = sorted(row.date[:10] for row in known if row.date)
    outlets = Counter(clean(row.outlet) for row in rows if row.outlet)
    span = (days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}") if days else ""
    names = sorted(outlets, key=lambda n: (-outlets[n], n))
    listed = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    said = f"{count(len(relationship.statements), 'statement')} about each other" if relationship.statements else ""
    held = count(len(relationship.stances), "stance") if relationship.stances else ""
    facts = [count(len(relationship.entries), "contact"), held, said, span, listed]
    return Text.assemble(
        (clean(relationship.a), "bold"),
        ("  ⟷  ", "bright_black"),
        (clean(relationship.b), "bold"),
        "\n",
        joined([(f, "bright_black") for f in facts]),
    )


def tally(met: Mapping[str, int]) -> str:
    """“3 happened, 1 planned”."""
    return ", ".join(f"{met[status]:,} {status}" for status in STATUSES if met.get(status))


def dates(row: ContactRow | EntryRow | StatementRow | StanceRow) -> tuple[str, ...]:
    """The date of an entry as it stands in the margin; where the text gives none the day of publication, in brackets, or as that by which a contact was over."""
    found = period(row.start, row.end) if row.dated else ("by", row.date[:10]) if row.date and over(row) else ()
    return found or ((f"({row.date[:10]})",) if row.date else ("undated",))


def party_words(row: ContactRow | EntryRow, pair: tuple[str, ...] = ()) -> str:
    """“Tom Reyes → Ada Quill” where one side made the approach, else the parties side by side."""
    names = [clean(p) for p in dict.fromkeys(row.parties)]
    if row.initiator and clean(row.initiator) in names:
        first = clean(row.initiator)
        return f"{first} → {', '.join(n for n in names if n != first)}"
    ordered = sorted(names, key=lambda n: pair.index(n) if n in pair else len(pair))
    return ", ".join(ordered)


def contact_entry(row: EntryRow, pair: tuple[str, ...] = ()) -> RenderableType:
    """One contact: what it was and between whom, the sentence of its best-sourced report with the trigger highlighted, who says so, and how many tell it."""
    style, first = STATUS_STYLES.get(row.status, ""), row.first
    channel = "contact" if row.channel == "unspecified" else row.channel
    head = Text.assemble((STATUS_SIGNS.get(row.status, "●"), style), " ", (f"{channel.capitalize()} {row.status}", f"bold {style}"), "  ")
    details = [
        party_words(row, pair),
        f"lasting {without(row.duration_text, 'for')}" if row.duration_text else "",
        clean(row.cadence),
        clean(row.place),
        # A time that no calendar day could be read from still says something.
        clean(row.when) if not row.dated else "",
        f"about {'; '.join(without(topic, 'about') for topic in row.topics[:_TOPICS])}" if row.topics else "",
    ]
    head.append_text(joined(details))
    body: list[RenderableType] = [head]
    if first.sentence:
        body.append(Ruled(marked(first.sentence, first.trigger)))
    own = ", on its own account" if not first.sources else ""
    body.append(joined([Text(chain_words(first.sources), style="italic"), printed_in(first) + own]))
    body += [Text(words, style=words_style) for words, words_style in _across(row)]
    return entry(dates(row), body, (row.id[:_SHORT_ID], percent(row.confidence)), faint=not row.dated)


def _across(row: EntryRow) -> Iterator[tuple[str, str]]:
    """What other articles say of a contact: how many tell it, on what they differ, what came of it."""
    if len(row.reports) > 1:
        yield entry_words(row), "cyan"
    for conflict in row.conflicts:
        values = " or ".join(value_words(conflict.field, value.value) for value in conflict.values)
        yield f"reports differ on the {conflict.field}: {values}", "yellow"
    if row.denied_by:
        yield f"denied: {', '.join(key[:_SHORT_ID] for key in row.denied_by)}", "red"
    if row.denies:
        yield f"denies {row.denies[:_SHORT_ID]}", "red"
    if row.settled_by:
        yield f"what came of it: {row.settled_by[:_SHORT_ID]}", "green"


def statement_entry(row: StatementRow) -> RenderableType:
    """One statement: who said it to or about whom, its words, and where it stands."""
    style = ACT_STYLES.get(row.act, "")
    told = f"to {clean(row.audience)}" if row.audience else ""
    about = f"about {', '.join(clean(name) for name in dict.fromkeys(row.about))}" if row.about else ""
    due = f"for {without(row.when, 'for')}" if row.when and row.act in ("promise", "predict") else ""
    head = Text.assemble((clean(row.speaker) or "Someone", "bold"), "  ", joined([(row.act, f"bold {style}"), told, about, due]))
    words = marked(row.sentence, row.cue, row.content) if row.sentence else Text(clean(row.content))
    return entry(dates(row), [head, Ruled(words, style or "bright_black"), _foot(row)], _notes(row), faint=not row.dated)


def stance_entry(row: StanceRow) -> RenderableType:
    """One stance: who holds what of whom, by which words, and where they stand."""
    style = POLARITY_STYLES[row.polarity]
    label = f"“{clean(row.label)}”" if row.label else ""
    head = Text.assemble((f"{clean(row.holder)} → {clean(row.target)}", "bold"), "  ", joined([(row.polarity, f"bold {style}"), label]))
    body: list[RenderableType] = [head, *([Ruled(marked(row.sentence, row.label), style)] if row.sentence else []), _foot(row)]
    return entry(dates(row), body, _notes(row), faint=not row.dated)


def _notes(row: StatementRow | StanceRow) -> tuple[str, str]:
    return row.id[:_SHORT_ID], percent(row.confidence)


def _foot(row: StatementRow | StanceRow) -> Text:
    return joined([Text(chain_words(row.sources), style="italic"), printed_in(row)])
