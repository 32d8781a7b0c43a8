"""What stands beside the entries of a brief: turning points, where each stands, sources, conflicts, open ends, and how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from rapport.extract import HELD, TOLD
from rapport.extract.contacts import ContactRules
from rapport.ledger import (
    ConflictRow,
    Course,
    EntryRow,
    Filters,
    Ledger,
    Link,
    OpenEnd,
    ReportRow,
    RoleRow,
    Shown,
    StanceRow,
    StatementRow,
    Tie,
    TurningPoint,
)
from rapport.report.briefs.items import Told, place, tone_of
from rapport.report.briefs.parts import Conflict, Office, Open, Partner, Place, Quoted, Relied, Side, Stand, Turn, refs_text
from rapport.report.briefs.summary import a_contact, articles, capital, differing, on, side_value, the_contact
from rapport.report.course import told_words
from rapport.report.english import SOURCE_WORDS, STATUS_WORDS, chain, cut, day, interval, join, number, outside, span
from rapport.report.words import clean, count, percent, pieces, the

_KINDS: Final = ("named", "spokesperson", "document", "poll", "outlet", "unnamed")
_ACTIONS: Final = {
    "merge": "joined names",
    "split": "parted names",
    "rename": "renamed",
    "reject": "rejected",
    "confirm": "confirmed",
    "correct": "corrected fields",
}
_MANY: Final = 10  # articles that give one role
_HASH: Final = 12  # digits of the hash of the weights


def turns(course: Course, at: Mapping[str, int], both: str, days: Mapping[str, str]) -> tuple[Turn, ...]:
    """Turning points, each with the entries that make it; `days` says in English what is known of a day."""
    return tuple(_turn(point, at, both, days) for point in course.turning_points)


def _turn(point: TurningPoint, at: Mapping[str, int], both: str, days: Mapping[str, str]) -> Turn:
    def on_day(date: str | None) -> str:
        return days.get(date or "", day(date)) or "undated"

    def quoted(label: str, item: Shown) -> Quoted:
        return Quoted(label, on_day(item.date), cut(item.words, 420), cut(item.outlet or "outlet unknown", 120), at.get(item.id, 0))

    shown = [("Before", s) for s in point.before[-1:]]
    shown += [("Then", s) for s in (point.contact,) if s and s not in point.before[-1:]] + [("Since", s) for s in point.since[:1]]
    text = f"{clean(point.of) or both} turned {point.tone} after {on_day(point.after)}, by {on_day(point.by)}"
    return Turn(text, "friendly" if point.tone == "friendly" else "hostile", told_words(point), tuple(quoted(label, item) for label, item in shown))


def stands(by: Mapping[tuple[str, str], Sequence[Told]], at: Mapping[str, int]) -> tuple[Stand, ...]:
    """Of each (holder, target) the praise, criticism and stances that show where the holder stands."""
    found = []
    for (holder, target), told in by.items():
        tones = {tone: tuple(sorted({at[t.row.id] for t in told if tone_of(t.row) == tone})) for tone in ("friendly", "hostile")}
        if tones["friendly"] or tones["hostile"]:
            found.append(Stand(holder, target, tones["friendly"], tones["hostile"]))
    return tuple(found)


def sources(told: Iterable[Told], at: Mapping[str, int]) -> tuple[Relied, ...]:
    """Who is relied on, named or not, via which outlets; named ones first, and of one kind those of most entries. Last, what outlets tell on their own account."""
    refs: dict[tuple[str, str], set[int]] = {}
    outlets: dict[tuple[str, str], Counter[str]] = {}

    def add(name: str, kind: str, outlet: str | None, row: int) -> None:
        key = (name, kind)
        refs.setdefault(key, set()).add(row)
        outlets.setdefault(key, Counter()).update([clean(outlet)] if outlet else [])

    for one in told:
        row, at_row = one.row, at[one.row.id]
        reports: Sequence[ReportRow | StatementRow | StanceRow] = row.reports if isinstance(row, EntryRow) else (row, *one.same)
        for report in reports:
            for link in report.sources:
                add(_link_name(link), link.kind, link.via or report.outlet, at_row)
            if isinstance(report, ReportRow) and not report.sources:
                add("", "own", report.outlet, at_row)
    ranked = sorted(refs, key=lambda key: (key[1] == "own", _KINDS.index(key[1]) if key[1] in _KINDS else 9, -len(refs[key]), key))
    return tuple(
        Relied(
            cut(name, 200) or "the outlets on their own account", SOURCE_WORDS.get(kind, "own account" if kind == "own" else kind),
            tuple(sorted(outlets[name, kind], key=lambda o: (-outlets[name, kind][o], o))), tuple(sorted(refs[name, kind])),
        )
        for name, kind in ranked
    )  # fmt: skip


def _link_name(link: Link) -> str:
    name = (
        clean(link.actor) or the(link.via) or {"document": "a document", "poll": "a poll", "unnamed": "an unnamed source"}.get(link.kind, "a source")
    )
    return f"{name}, speaking for {clean(link.for_)}" if link.for_ else name


def conflicts(rows: Iterable[ConflictRow], entries: Mapping[str, EntryRow], at: Mapping[str, int]) -> tuple[Conflict, ...]:
    """Conflicts about entries of the brief, their sides beside each other."""
    return tuple(_conflict(row, entries[row.entry], at[row.entry]) for row in rows)


def _conflict(row: ConflictRow, entry: EntryRow, ref: int) -> Conflict:
    what = the_contact(entry)
    sides = []
    for side in row.sides:
        first = side.reports[0]
        value = STATUS_WORDS.get(side.value, side.value) if row.field == "happened" else side_value(row.field, side.value)
        told = chain(first.sources) or "on the outlet’s own account"
        sides.append(Side(value, tuple(pieces(first.sentence, first.trigger)), cut(capital(told), 300), place(first), len(side.reports) - 1))
    return Conflict(f"{differing(row.field)}: {what}", ref, tuple(sides))


def open_ends(ends: Iterable[OpenEnd], entries: Mapping[str, EntryRow], at: Mapping[str, int]) -> tuple[Open, ...]:
    """Plans, promises and predictions of the brief that nothing settles, the newest first."""
    return tuple(_open(end, entries.get(end.id), at[end.id]) for end in ends)


def _open(end: OpenEnd, entry: EntryRow | None, ref: int) -> Open:
    who = join([cut(name, 120) for name in end.who])
    what = (
        f"{capital(a_contact(entry.channel, entry.status))}{on(entry)}: {who}"
        if entry
        else f"{'Promise' if end.kind == 'promise' else 'Prediction'} of {who}"
    )
    facts = [
        cut(end.outlet or "", 120),
        f"first told on {day(end.date)}" if end.date else "",
        f"{count(end.age, 'day')} before the newest article" if end.age else "",
        f"{'was' if end.overdue else 'is'} due by {day(end.due)}" if end.due else "",
    ]
    return Open(what, cut(end.words, 420), ", ".join(fact for fact in facts if fact), end.overdue, ref)


def offices(rows: Iterable[RoleRow]) -> tuple[Office, ...]:
    """What articles call someone, in order of time; of someone whom many name, without what one article alone says, which is often misread."""
    found = list(rows)
    least = 2 if max((row.articles for row in found), default=0) >= _MANY else 1
    return tuple(_office(row) for row in found if row.articles >= least)


def _office(row: RoleRow) -> Office:
    title = cut(f"{row.title}, {row.organization}" if row.organization else row.title, 160)
    held = interval(row.since, row.until)
    note = ", ".join(part for part in (f"in {articles(row.articles)}", f"held {held} as the text tells" if held else "") if part)
    where = Place(cut(row.outlet or "outlet unknown", 120), day(row.first) or "undated", outside(row.url))
    return Office(capital(title), interval(row.first, row.last) or "undated", note, where)


def partners(ledger: Ledger, ties: Sequence[Tie], own: str, told: Iterable[Told], at: Mapping[str, int]) -> tuple[Partner, ...]:
    """With whom an actor deals, most contacts first; the numbers are of those contacts that stand in the brief."""
    rows = [t.row for t in told if isinstance(t.row, EntryRow)]
    spans = ledger.spans_between((*tie.ends, tie.last) for tie in ties)
    found = []
    for tie in sorted(ties, key=lambda t: (-t.contacts, t.a, t.b)):
        name = tie.b if tie.a == own else tie.a
        tally = join([f"{number(n)} {STATUS_WORDS[s]}" for s, n in tie.statuses.items()])
        refs = tuple(at[row.id] for row in rows if name in row.parties)
        found.append(Partner(cut(name, 120), tie.contacts, tally, span(tie.last, spans.get(tie.ends)), refs))
    return tuple(found)


def made(ledger: Ledger, filters: Filters, told: Iterable[Told], at: Mapping[str, int], shown: str) -> tuple[tuple[str, str], ...]:
    """How the brief was made, as (what, in words)."""
    size = ledger.size()
    published = f", published {interval(size.first, size.last)}" if size.first else ""
    corrected = tuple(sorted(at[t.row.id] for t in told if t.corrected))
    return (
        ("Ledger", f"{clean(ledger.path.name)}: {articles(size.articles)} of {count(size.outlets, 'outlet')}{published}"),
        ("In this brief", shown),
        ("Read by", f"Rapport {_version()}; weights {_weights(ledger.read_by())}"),
        ("Kept", _kept(ledger.read_by(), filters)),
        ("Corrections", _corrections(ledger, corrected)),
        (
            "Dates",
            "those that the texts give. Where a text gives none, the day of publication stands in its place and “reported” beside it, or “by” before it of a contact that was over then; what has neither is undated.",
        ),
        (
            "Signs",
            "numbers in brackets lead to the entries. “A → B” says that A made the approach. The percentage beside an entry is how sure the reader is that it is right.",
        ),
        ("Summary", "made by rule from the entries alone, with nothing added; what the articles do not tell is not said."),
    )


def _version() -> str:
    """As `rapport.__version__`, which this layer cannot ask for."""
    try:
        return version("rapport-ledger")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "unknown"


def _weights(by: Mapping[str, int]) -> str:
    if not by:
        return "unknown"
    if len(by) == 1:
        return next(iter(by)).partition(":")[0][:_HASH]
    return join([f"{key.partition(':')[0][:_HASH]} ({articles(n)})" for key, n in by.items()])


def _kept(by: Mapping[str, int], filters: Filters) -> str:
    """From what confidence on entries are kept: by the reader, by who read, by who asks."""
    least = sorted({float(key.partition(":")[2]) for key in by if ":" in key})
    reader = f"contacts of which the reader is sure by {percent(ContactRules().confidence)} or more, stances by {percent(HELD)}, or {percent(TOLD)} where the holder does not speak"
    chosen = f"; in reading, from {join([percent(value) for value in least])} on" if least else ""
    asked = f"; here, from {percent(filters.min_confidence)} on" if filters.min_confidence else ""
    return reader + chosen + asked + "."


def _corrections(ledger: Ledger, corrected: tuple[int, ...]) -> str:
    applied = Counter(c.action for c in ledger.corrections() if c.state == "applied")
    if not applied:
        return "nobody has corrected this ledger."
    kinds = join([f"{number(applied[action])} {words}" for action, words in _ACTIONS.items() if applied[action]])
    here = f" Entries here that people corrected or confirmed: {refs_text(corrected)}." if corrected else ""
    return f"{count(sum(applied.values()), 'correction')} of people {'holds' if sum(applied.values()) == 1 else 'hold'}: {kinds}.{here}"
