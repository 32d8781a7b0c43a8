"""Entries of the ledger as numbered entries of a brief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rapport.ledger import ContactRow, EntryRow, ReportRow, StanceRow, StatementRow
from rapport.report.briefs.parts import Item, Place, Section, Sentence, Tone
from rapport.report.english import (
    FIELD_WORDS,
    STATUS_SIGNS,
    chain,
    contact_words,
    cut,
    day,
    details,
    foot,
    join,
    outside,
    parties,
    statement_words,
    when,
)
from rapport.report.words import clean, percent, pieces

Row = EntryRow | StatementRow | StanceRow
_LONGEST: Final = 300  # code points of a name, a place or a source
_STEM: Final = 6  # letters of a surname by which it is found in a sentence, however it is spelled there (Zelensky, Zelenskyy)
_TONES: Final[dict[str, Tone]] = {
    "praise": "friendly", "criticize": "hostile", "positive": "friendly", "negative": "hostile", "friendly": "friendly", "hostile": "hostile",
}  # fmt: skip
_SIGNS: Final = {"friendly": "▲", "hostile": "▼", "": "“"}


@dataclass(frozen=True)
class Told:
    """A row of the ledger with what stands beside it: others that give the same words (of a statement), and what people corrected in it."""

    row: Row
    same: tuple[StatementRow, ...] = ()
    corrected: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.row.id, *(row.id for row in self.same))


@dataclass(frozen=True)
class Part:
    """Rows that stand under one heading."""

    title: str
    note: str
    told: tuple[Told, ...]


def of_entries(rows: Iterable[EntryRow], reports: Iterable[ContactRow]) -> tuple[Told, ...]:
    """Contacts, each with the fields that people corrected in any of its reports."""
    said = {row.id: row.corrected for row in reports}
    return tuple(Told(row, (), tuple(sorted({field for report in row.reports for field in said.get(report.id, ())}))) for row in rows)


def of_statements(rows: Iterable[StatementRow], quotation: Mapping[str, str]) -> tuple[Told, ...]:
    """Statements, those that give the same words (by the id of their `quotation`) as one, where the first of them stands."""
    gathered: dict[str, list[StatementRow]] = {}
    for row in rows:
        gathered.setdefault(quotation.get(row.id, row.id), []).append(row)
    return tuple(Told(same[0], tuple(same[1:]), tuple(sorted({f for row in same for f in row.corrected}))) for same in gathered.values())


def of_stances(rows: Iterable[StanceRow]) -> tuple[Told, ...]:
    return tuple(Told(row, (), row.corrected) for row in rows)


def in_time(told: Iterable[Told]) -> tuple[Told, ...]:
    """In order of time; contacts that no text dates come after the others, what has no date at all last."""
    return tuple(sorted(told, key=lambda t: (_apart(t), t.row.date is None, (t.row.date or "")[:10], t.row.id)))


def _apart(told: Told) -> bool:
    """Whether it is a contact without a date: the day on which an article was printed is not that on which it was."""
    return isinstance(told.row, EntryRow) and not told.row.dated


def numbers(parts: Sequence[Part]) -> dict[str, int]:
    """The number of each id; those of the same words have one."""
    found: dict[str, int] = {}
    for number, told in enumerate((told for part in parts for told in part.told), 1):
        found |= dict.fromkeys(told.ids, number)
    return found


def sections(parts: Sequence[Part], at: Mapping[str, int], pair: tuple[str, ...]) -> tuple[Section, ...]:
    """The parts that hold something, as sections of numbered entries; contacts without a date under a heading of their own."""
    halves = [half for part in parts for half in _halves(part) if half.told]
    return tuple(Section(part.title, part.note, tuple(_item(told, at, pair) for told in part.told)) for part in halves)


def _halves(part: Part) -> tuple[Part, Part]:
    dated, undated = tuple(t for t in part.told if not _apart(t)), tuple(t for t in part.told if _apart(t))
    return Part(part.title, part.note, dated), Part(f"{part.title} without a date", "by the day on which they were first told of", undated)


def _item(told: Told, at: Mapping[str, int], pair: tuple[str, ...]) -> Item:
    row = told.row
    fields = _contact(row, at, pair) if isinstance(row, EntryRow) else _statement(row, told.same) if isinstance(row, StatementRow) else _stance(row)
    notes = [*fields.pop("notes", ()), *_corrected(told.corrected)]
    date = row.date[:10] if row.date else None
    return Item(
        number=at[row.id],
        id=row.id,
        date=date,
        when=when(row) or "undated",
        dated=row.dated,
        sure=percent(row.confidence),
        notes=tuple(notes),
        **fields,
    )


def _corrected(fields: Sequence[str]) -> list[Sentence]:
    named = [FIELD_WORDS.get(field, field) for field in fields if field != "confirmed"]
    found = [Sentence(f"Corrected by people: {join(named)}.", ())] if named else []
    return [*found, Sentence("Confirmed by people.", ())] if "confirmed" in fields else found


def quoted(row: EntryRow, pair: Sequence[str]) -> ReportRow:
    """The report whose sentence is shown: the best-sourced one, or where its sentence does not name those whom the brief is of, the next that does."""
    wanted = [clean(name).split()[-1][:_STEM].casefold() for name in pair if clean(name)]
    naming = (report for report in (row.first, *row.reports) if all(stem in report.sentence.casefold() for stem in wanted))
    return next(naming, row.first)


def _contact(row: EntryRow, at: Mapping[str, int], pair: tuple[str, ...]) -> dict[str, Any]:
    first, others = parties(row, pair)
    report = quoted(row, pair)
    who = _names(first) + (f" → {_names(others)}" if others else "")
    known = tuple(cut(detail, _LONGEST) for detail in details(row))
    return {
        "kind": "contact", "sign": STATUS_SIGNS.get(row.status, "●"), "tone": tone_of(row), "head": contact_words(row.channel, row.status), "rest": who,
        "details": known, "words": tuple(pieces(report.sentence, report.trigger)), "told": cut(foot(row), _LONGEST), "place": place(report),
        "also": tuple(dict.fromkeys(place(other) for other in row.reports if other is not report)), "notes": _came_of(row, at),
    }  # fmt: skip


def _came_of(row: EntryRow, at: Mapping[str, int]) -> list[Sentence]:
    """What other entries of the brief say of this one."""
    found = []
    if row.conflicts:
        found.append(Sentence(f"Reports differ on {join([FIELD_WORDS.get(c.field, c.field) for c in row.conflicts])}.", ()))
    denials = tuple(at[key] for key in row.denied_by if key in at)
    if denials:
        found.append(Sentence("That it happened is denied.", denials))
    if row.denies in at:
        found.append(Sentence("It denies another entry.", (at[str(row.denies)],)))
    if row.settled_by in at:
        found.append(Sentence("What came of it.", (at[str(row.settled_by)],)))
    return found


def _statement(row: StatementRow, same: Sequence[StatementRow]) -> dict[str, Any]:
    tone = _TONES.get(row.act, "")
    about = _names(list(dict.fromkeys(row.about))[:4])
    head = f"{_name(row.speaker) or 'Someone'} {statement_words(row)}"
    rest = (f"{about}" if tone else f"about {about}") if about else ""
    told = f"to {_name(row.audience)}" if row.audience else ""
    outlets = {clean(r.outlet) for r in (row, *same) if r.outlet}
    many = f"The same words in {len(outlets)} outlets" if len(outlets) > 1 else ""
    return {
        "kind": "statement", "sign": _SIGNS[tone], "tone": tone, "head": head, "rest": ", ".join(part for part in (rest, told) if part), "details": (),
        "words": tuple(pieces(row.sentence or row.content, row.cue, row.content)), "told": "; ".join(part for part in (many, _upper(chain(row.sources))) if part),
        "place": place(row), "also": tuple(p for p in dict.fromkeys(place(r) for r in same) if p != place(row)),
    }  # fmt: skip


def _stance(row: StanceRow) -> dict[str, Any]:
    tone = _TONES[row.polarity]
    return {
        "kind": "stance", "sign": _SIGNS[tone], "tone": tone, "head": _name(row.holder), "rest": f"{'in favour of' if tone == 'friendly' else 'against'} {_name(row.target)}",
        "details": (), "words": tuple(pieces(row.sentence, row.label)), "told": _upper(chain(row.sources)), "place": place(row), "also": (),
    }  # fmt: skip


def tone_of(row: Row) -> Tone:
    """The tone that an entry shows, if any."""
    return _TONES.get((row.tone or "") if isinstance(row, EntryRow) else row.act if isinstance(row, StatementRow) else row.polarity, "")


def place(row: ReportRow | StatementRow | StanceRow) -> Place:
    """Where a report stands."""
    outlet = cut(row.outlet or "", _LONGEST) or (f"“{cut(row.title, 80)}”" if row.title else "outlet unknown")
    return Place(outlet, day(row.published[:10]) if row.published else "undated", outside(row.url))


def _name(name: str | None) -> str:
    return cut(name or "", 120)


def _names(names: Sequence[str]) -> str:
    return join([_name(name) for name in names])


def _upper(words: str) -> str:
    return cut(words[:1].upper() + words[1:], _LONGEST)
