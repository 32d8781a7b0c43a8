"""Briefs: what a ledger tells of two actors, or of one, on paper. Nothing is in a brief without an entry behind it; what is not known is not said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from rapport.errors import UsageError
from rapport.ledger import EntryRow, Filters, Ledger, Relationship, StatementRow
from rapport.report.briefs import beside, drawing, summary
from rapport.report.briefs.items import Part, Told, in_time, numbers, of_entries, of_stances, of_statements, sections
from rapport.report.briefs.parts import FORMS, Brief, Form, Item, Picture, Sentence, form_of, refs_text, write_whole
from rapport.report.english import STATUS_WORDS, cut, day, interval, join
from rapport.report.words import clean, count

__all__ = ["FORMS", "Brief", "Form", "Item", "Picture", "Sentence", "brief", "form_of", "refs_text", "relationship", "write_whole"]

LATEST: Final = 40  # contacts and statements of one actor, where no limit is given
_BESIDE: Final = 20  # older ones that are open, or on which reports differ
_OUTLETS: Final = 4  # named at the head
_Row = TypeVar("_Row", EntryRow, StatementRow)


def brief(ledger: Ledger, a: str, b: str | None = None, filters: Filters | None = None, *, picture: bool = True, dated: str | None = None) -> Brief:
    """A brief of two actors, or of one where `b` is null; write it out by `html()`, `markdown()`, `pdf()` or `write("brief.html")`.

    `filters` are those of `Ledger.between` and `Ledger.who` (of one actor, `limit` is how many of the latest contacts and statements stand in it: 40).
    `picture=False` leaves the picture out, which needs the extra “pictures”. `dated` is the day (ISO) to put on it; without one it bears none, and the
    same ledger gives the same bytes. Raises UnknownName, AmbiguousName, and UsageError (a day that is none, both names the same, no renderer).
    """
    bears = _day(dated) if dated else ""
    # Whoever has begun a transaction sees one state of the file already.
    with nullcontext(ledger) if ledger.connection.in_transaction else ledger.snapshot() as still:
        made = _of_two(still, a, b, filters or Filters(), picture) if b is not None else _of_one(still, a, filters or Filters(), picture)
    return replace(made, dated=bears)


def _day(dated: str) -> str:
    try:
        return day(date.fromisoformat(dated).isoformat())
    except ValueError as error:
        raise UsageError(f"a brief is dated by a day such as 2031-07-12, not “{clean(dated)}”") from error


def _quotation(ledger: Ledger, *names: str) -> dict[str, str]:
    """The quotation of each statement that several articles give."""
    return {report.id: row.id for name in names for row in ledger.quotations(Filters(actor=name)) for report in row.reports}


def _toward(ledger: Ledger, filters: Filters, a: str, b: str) -> tuple[set[str], set[str]]:
    """The ids of the statements of one about or to the other, and of the stances of one toward the other."""
    if filters.channel or filters.status:
        return set(), set()
    asked = Filters(actor=a, with_=b)
    return {row.id for row in ledger.iter_quotes(asked)}, {row.id for row in ledger.iter_stances(asked)}


def relationship(ledger: Ledger, a: str, b: str, filters: Filters) -> Relationship:
    """What is told between two that answers to the filters, and how it went by that alone. Raises as `Ledger.between`."""
    found = ledger.between(a, b, filters)
    ids = {row.id for row in found.entries} | {row.id for row in found.statements} | {row.id for row in found.stances}
    return replace(found, course=ledger.course(a, b, ids))


def _of_two(ledger: Ledger, a: str, b: str, filters: Filters, picture: bool) -> Brief:
    found = relationship(ledger, a, b, filters)
    one, other = clean(found.a), clean(found.b)
    quotation = _quotation(ledger, a, b)
    of_a, of_b = _toward(ledger, filters, a, b), _toward(ledger, filters, b, a)
    stated = [in_time(of_statements((row for row in found.statements if row.id in of[0]), quotation)) for of in (of_a, of_b)]
    stood = [in_time(of_stances(row for row in found.stances if row.id in of[1])) for of in (of_a, of_b)]
    parts = [
        Part("Contacts", "", in_time(of_entries(found.entries, found.contacts))),
        Part(f"{one} on {other}", "what was said about or to the other", stated[0]),
        Part(f"{other} on {one}", "what was said about or to the other", stated[1]),
        Part(f"{one} toward {other}", "passages that show where one stands, beside what is said above", stood[0]),
        Part(f"{other} toward {one}", "passages that show where one stands, beside what is said above", stood[1]),
    ]
    at = numbers(parts)
    course = found.course
    assert course is not None
    entries = {row.id: row for row in found.entries}
    asked = replace(filters, actor=a, with_=b, limit=None)
    differ = [row for row in ledger.iter_conflicts(asked) if row.entry in at]
    ends = [end for end in ledger.open_ends(Filters(actor=a)) if end.id in at]
    told = [t for part in parts for t in part.told]
    days = summary.known_days(told)
    sentences = (
        *summary.of_contacts(parts[0].told, at, f"Between {one} and {other}", len(found.entries)),
        *summary.of_statements(parts[1], at, one, other), *summary.of_statements(parts[2], at, other, one), *summary.of_stances(stood[0], at, one, other),
        *summary.of_stances(stood[1], at, other, one),
        *summary.of_course(course, at, days), *summary.of_conflicts(differ, entries, at), *summary.of_open(ends, entries, at),
    )  # fmt: skip
    sides = {(one, other): [*stated[0], *stood[0]], (other, one): [*stated[1], *stood[1]]}
    return Brief(
        a=one, b=other, title=f"{one} and {other}", kicker="Brief on a relationship", facts=_facts(told), dated="", summary=sentences,
        picture=drawing.of_two(found, {key: f"#e{n}" for key, n in at.items()}, " ".join(s.text for s in summary.of_course(course, at, days))) if picture and told else None,
        offices=(), partners=(), turns=beside.turns(course, at, f"{one} and {other}", days), stands=beside.stands(sides, at), sections=sections(parts, at, (found.a, found.b)),
        sources=beside.sources(told, at), conflicts=beside.conflicts(differ, entries, at), open=beside.open_ends(ends, entries, at),
        made=beside.made(ledger, filters, told, at, _shown(found, filters)),
    )  # fmt: skip


def _of_one(ledger: Ledger, a: str, filters: Filters, picture: bool) -> Brief:
    profile = ledger.who(a, replace(filters, limit=1))
    own = clean(profile.name)
    asked = replace(filters, limit=None)
    ends = ledger.open_ends(replace(asked, actor=a, with_=None))
    differ = list(ledger.iter_conflicts(replace(asked, actor=a, with_=filters.actor or filters.with_)))
    limit = filters.limit or LATEST
    entries = list(ledger.iter_entries(replace(asked, actor=a)))
    spoken = list(ledger.iter_quotes(replace(asked, actor=a))) if not (filters.channel or filters.status) else []
    kept = _latest(entries, limit, [*(end.id for end in ends[:_BESIDE]), *(row.entry for row in differ[-_BESIDE:])])
    contacts = in_time(of_entries(kept, ledger.iter_contacts(replace(asked, actor=a))))
    quotation = _quotation(ledger, a)
    statements = in_time(of_statements(_latest(spoken, limit, [end.id for end in ends[:_BESIDE]]), quotation))
    said = len({quotation.get(row.id, row.id) for row in spoken})
    parts = [
        _newest("contacts", contacts, len(entries)),
        _newest("statements", statements, said),
    ]
    at = numbers(parts)
    by_id = {row.id: row for row in kept}
    ends = [end for end in ends if end.id in at]
    differ = [row for row in differ if row.entry in at]
    told = [t for part in parts for t in part.told]
    ties = ledger.network(replace(asked, actor=a))
    sentences = (
        *summary.of_contacts(contacts, at, f"Of {own}", len(entries)), *summary.of_partners(contacts, at, profile.name),
        *summary.of_statements(parts[1], at, own, None, said), *summary.of_conflicts(differ[:3], by_id, at), *summary.of_open(ends, by_id, at),
    )  # fmt: skip
    facts = (
        f"in {count(profile.articles, 'article')}",
        *((_also(profile.aliases),) if profile.aliases else ()),
    )
    drawn = drawing.of_one(drawing.circle(ledger, a, ledger.network()), own) if picture and ties else None
    return Brief(
        a=own, b=None, title=own, kicker="Brief on " + {"person": "a person", "organization": "an organization", "place": "a place"}.get(profile.kind, "an actor"), facts=facts,
        dated="", summary=sentences, picture=drawn, offices=beside.offices(ledger.roles(a)), partners=beside.partners(ledger, ties[:drawing.CIRCLE], profile.name, told, at),
        turns=(), stands=(), sections=sections(parts, at, (profile.name,)), sources=beside.sources(told, at), conflicts=beside.conflicts(differ, by_id, at),
        open=beside.open_ends(ends, by_id, at), made=beside.made(ledger, filters, told, at, _period(filters)),
    )  # fmt: skip


def _latest(rows: Sequence[_Row], limit: int, also: Collection[str]) -> list[_Row]:
    """The last of those that have a date, undated ones where there are too few, and whatever older ones are asked for by their ids."""
    dated = [row for row in rows if row.date][-limit:]
    kept = {row.id for row in dated} | {row.id for row in [row for row in rows if not row.date][: limit - len(dated)]} | set(also)
    return [row for row in rows if row.id in kept]


def _newest(what: str, told: tuple[Told, ...], total: int) -> Part:
    """All, or the last of them with older ones that are open or on which reports differ."""
    shown = len(told)
    if shown >= total:
        return Part(what.capitalize(), "", told)
    return Part(f"Latest {what}", f"{shown:,} of {total:,}: the last, with older ones that are open or on which reports differ", told)


def _facts(told: Sequence[Told]) -> tuple[str, ...]:
    """How much, of which days, by which outlets."""
    rows = [t.row for t in told]
    numbers = Counter("contact" if isinstance(row, EntryRow) else "statement" if isinstance(row, StatementRow) else "passage" for row in rows)
    outlets: Counter[str] = Counter()
    for one in told:
        row = one.row
        outlets.update({clean(r.outlet) for r in (row.reports if isinstance(row, EntryRow) else (row, *one.same)) if r.outlet})
    days = sorted(
        r.published[:10] for one in told for r in (one.row.reports if isinstance(one.row, EntryRow) else (one.row, *one.same)) if r.published
    )
    ranked = sorted(outlets, key=lambda name: (-outlets[name], name))
    more = f" and {count(len(ranked) - _OUTLETS, 'more outlet')}" if len(ranked) > _OUTLETS else ""
    facts = [
        *(count(numbers[kind], kind) for kind in ("contact", "statement", "passage") if numbers[kind]),
        f"in articles of {interval(days[0], days[-1])}" if days else "",
        f"told by {', '.join(ranked[:_OUTLETS]) if more else join(ranked)}{more}" if ranked else "",
    ]
    return tuple(fact for fact in facts if fact)


def _also(aliases: Sequence[str]) -> str:
    return "also called " + ", ".join(cut(alias, 60) for alias in aliases[:6])


def _shown(found: Relationship, filters: Filters) -> str:
    """What of the ledger stands in a brief of two."""
    what = _asked(filters)
    limit = f" No more than the first {filters.limit:,} of each kind stand here." if filters.limit else ""
    whole = f"what is told between {clean(found.a)} and {clean(found.b)}"
    return f"only {what}, of {whole}.{limit}" if what else f"all of {whole}.{limit}"


def _period(filters: Filters) -> str:
    """What of the ledger stands in a brief of one."""
    what = _asked(filters)
    latest = "the latest contacts and statements, with older ones that are open or on which reports differ"
    return f"only {what}: {latest}." if what else f"{latest}."


def _asked(filters: Filters) -> str:
    """The filters in English: “calls, since May 2031, from outlets whose name holds “Courier””."""
    parts = [
        {"call": "calls", "message": "messages", "meeting": "meetings", "unspecified": "contacts of no kind that is told"}.get(
            filters.channel or "", ""
        ),
        f"what {STATUS_WORDS[filters.status]}" if filters.status else "",
        f"since {day(filters.since)}" if filters.since else "",
        f"until {day(filters.until)}" if filters.until else "",
        f"from outlets whose name holds “{clean(filters.outlet)}”" if filters.outlet else "",
        f"resting on sources of the kind “{filters.source_kind}”" if filters.source_kind else "",
        f"with {clean(filters.actor)} too" if filters.actor else "",
        f"with {clean(filters.with_)} too" if filters.with_ else "",
    ]
    return ", ".join(part for part in parts if part)
