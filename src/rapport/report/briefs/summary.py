"""The paragraph at the head of a brief: sentences made from entries, each with the numbers of those that say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rapport.ledger import ConflictRow, Course, EntryRow, OpenEnd, StanceRow, StatementRow
from rapport.records import CHANNELS, STATUSES, TOOK_PLACE
from rapport.report.briefs.items import Part, Told
from rapport.report.briefs.parts import Sentence
from rapport.report.english import CHANNEL_NOUNS, FIELD_WORDS, cut, day, interval, join, named, number, sourced
from rapport.report.words import count, duration_words

_FEW: Final = 3  # stretches or conflicts that are named one by one
_STATUS_VERBS: Final = {
    "happened": ("took place", "took place"), "recurring": ("goes on", "go on"), "planned": ("was planned", "were planned"), "proposed": ("was proposed", "were proposed"),
    "declined": ("was declined", "were declined"), "denied": ("is denied", "are denied"), "absent": ("did not take place", "did not take place"),
    "speculated": ("is only rumoured", "are only rumoured"),
}  # fmt: skip
_DIFFER: Final = {
    "initiator": "on who made the approach for {0}", "channel": "on how they were in touch: {0}", "when": "on when {0} was", "duration": "on how long {0} took",
    "cadence": "on how often they were in touch: {0}", "place": "on where {0} was",
}  # fmt: skip


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def a_contact(channel: str, status: str) -> str:
    """“a call”, “a planned meeting”, “repeated messages”, “no contact”."""
    noun = CHANNEL_NOUNS.get(channel, channel)
    kinds = {
        "happened": f"a {noun}", "recurring": f"repeated {noun}s", "planned": f"a planned {noun}", "proposed": f"a proposed {noun}", "declined": f"a {noun} that was declined",
        "denied": f"a {noun} that is denied", "absent": f"no {noun}", "speculated": f"a rumoured {noun}",
    }  # fmt: skip
    return kinds.get(status, f"a {noun}")


def the_contact(row: EntryRow) -> str:
    """“the call on 16 February 2031”, whatever came of it."""
    return f"the {CHANNEL_NOUNS.get(row.channel, row.channel)}{on(row)}"


def on(row: EntryRow) -> str:
    """“ on 16 February 2031”, “ in May 2031”, “, reported on 12 June 2031”; empty where nothing gives a day."""
    if not row.dated:
        return f", reported on {day(row.date)}" if row.date else ""
    words = interval(row.start, row.end)
    exact = (row.start or "")[:10] == (row.end or "")[:10]
    return (
        f" {words}" if words.startswith(("since", "until")) else f" on {words}" if exact else f" from {words}" if " to " in words else f" in {words}"
    )


def of_contacts(told: Sequence[Told], at: Mapping[str, int], who: str, total: int) -> Iterator[Sentence]:
    """How many contacts, of what kind, and what came of them; the latest that took place, and the one told most widely."""
    rows = [t.row for t in told if isinstance(t.row, EntryRow)]
    if not rows:
        return
    refs = tuple(at[row.id] for row in rows)
    channels = Counter(row.channel for row in rows)
    kinds = join([count_words(channels[c], CHANNEL_NOUNS[c]) if c != "unspecified" else _others(channels) for c in CHANNELS if channels[c]])
    many = f"{count_words(max(total, len(rows)), 'contact')} {'is' if max(total, len(rows)) == 1 else 'are'} told of"
    here = f", of which {number(len(rows))} stand{'s' if len(rows) == 1 else ''} here" if total > len(rows) else ""
    yield Sentence(f"{who}, {many}{here}{_dates(rows)}: {kinds}.", refs)
    statuses = Counter(row.status for row in rows)
    if len(rows) > 1:
        came = [f"{number(statuses[s])} {_STATUS_VERBS[s][statuses[s] > 1]}" for s in STATUSES if statuses[s]]
        yield Sentence(f"Of these, {join(came)}.", refs)
    yield from _latest(rows, at)
    yield from _widest(rows, at)


def _dates(rows: Sequence[EntryRow]) -> str:
    """“, from October 2030 to 8 July 2031”: no day where a text gives but the month, and days of publication only where no text gives any."""
    dated = [row for row in rows if row.dated and row.date]
    known = dated or [row for row in rows if row.date]
    if not known:
        return ""
    words = [edge(pick(known, key=lambda row: (row.date or "", row.id))) for pick in (min, max)]
    span = (f"on {words[0]}" if words[0].count(" ") > 1 else f"in {words[0]}") if words[0] == words[1] else f"from {words[0]} to {words[1]}"
    lead = "" if len(dated) == len(rows) else "the dated ones " if dated else "reported "
    return f", {lead}{span}"


def edge(row: EntryRow | StatementRow | StanceRow) -> str:
    """The day on which an entry begins, or the month or year where that is all that its text gives."""
    whole = interval(row.start, row.end) if row.dated else ""
    return whole if whole and whole.count(" ") < 2 else day(row.date)


def _others(channels: Mapping[str, int]) -> str:
    """Contacts of which no text says how: “four of no kind that is told”."""
    many = channels["unspecified"]
    return count_words(many, "contact") + " of a kind that is not told"


def count_words(many: int, noun: str) -> str:
    """“one call”, “four meetings”."""
    return f"{number(many)} {noun}{'' if many == 1 else 's'}"


def _span(first: str, last: str) -> str:
    return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"


def _latest(rows: Sequence[EntryRow], at: Mapping[str, int]) -> Iterator[Sentence]:
    """The latest that took place and that a text dates: one that is only reported may have been long before."""
    done = [row for row in rows if row.status in TOOK_PLACE and row.dated and row.date]
    if len(rows) < 2 or not done:
        return
    row = max(done, key=lambda r: ((r.end or r.start or "")[:10], r.id))
    lasting = f", lasting {duration_words(row.duration)}" if row.duration else ""
    lead = "The latest that took place and is dated" if len(done) > 1 else "The one that took place and is dated"
    yield Sentence(f"{lead}: {a_contact(row.channel, row.status)}{on(row)}{lasting}.", (at[row.id],))


def _widest(rows: Sequence[EntryRow], at: Mapping[str, int]) -> Iterator[Sentence]:
    """The contact that most outlets tell, where one is told by more than any other."""
    ranked = sorted(rows, key=lambda row: (-row.outlets, row.id))
    if ranked[0].outlets < 2 or (len(ranked) > 1 and ranked[1].outlets == ranked[0].outlets):
        return
    row = ranked[0]
    yield Sentence(
        f"Most widely told is {a_contact(row.channel, row.status)}{on(row)}: {cut(sourced(row).removeprefix('told '), 240)}.", (at[row.id],)
    )


def of_statements(part: Part, at: Mapping[str, int], speaker: str, of: str | None, total: int = 0) -> Iterator[Sentence]:
    """How often one spoke of the other (or at all), and how much of it in praise or criticism."""
    rows = [t.row for t in part.told if isinstance(t.row, StatementRow)]
    if not rows:
        return
    acts = Counter(row.act for row in rows)
    tones = [f"{number(acts[act])} in {words}" for act, words in (("praise", "praise"), ("criticize", "criticism")) if acts[act]]
    about = f" about or to {of}" if of else ""
    many = max(total, len(rows))
    here = f", of which {number(len(rows))} stand{'s' if len(rows) == 1 else ''} here" if total > len(rows) else ""
    text = f"By {speaker}, {count_words(many, 'statement')}{about} {'is' if many == 1 else 'are'} told of{here}" + (
        f": {join(tones)}" if tones else ""
    )
    yield Sentence(text + ".", tuple(at[row.id] for row in rows))


def of_stances(told: Sequence[Told], at: Mapping[str, int], holder: str, target: str) -> Iterator[Sentence]:
    """How one is told to stand toward the other, beside what they said."""
    rows = [t.row for t in told if isinstance(t.row, StanceRow)]
    favour = sum(row.polarity == "positive" for row in rows)
    if rows and favour in (0, len(rows)):
        side = f"{'in favour of' if favour else 'against'} {target}"
        yield Sentence(
            f"{capital(count_words(len(rows), 'passage'))} show{'s' if len(rows) == 1 else ''} {holder} {side}.", tuple(at[row.id] for row in rows)
        )
    elif rows:
        text = f"{capital(count_words(len(rows), 'passage'))} show where {holder} stands toward {target}: {number(favour)} in favour and {number(len(rows) - favour)} against."
        yield Sentence(text, tuple(at[row.id] for row in rows))


def of_course(course: Course, at: Mapping[str, int], days: Mapping[str, str]) -> Iterator[Sentence]:
    """How the tone went, stretch by stretch; of many stretches the last, and how often it turned. `days` says in English what is known of a day."""
    if course.mixed:
        refs = tuple(sorted({at[key] for ids in course.mixed.values() for key in ids if key in at}))
        yield Sentence("Signs of a friendly and of a hostile tone stand against each other: too little to tell how it went.", refs)
    stretches = course.stretches
    for i, stretch in enumerate(stretches):
        last = i == len(stretches) - 1
        # All are listed where it is told where each stands: here the first and the last.
        signs = [at[key] for key in stretch.shown_by if key in at]
        refs = tuple(sorted({*signs[:1], *signs[-1:]}))
        since, until = (days.get(date, day(date)) for date in (stretch.since, stretch.until))
        if not refs or (len(stretches) > _FEW and not last):
            continue
        if len(stretches) == 1:
            span = f"of {since}" if since == until else f"from {since} to {until}"
            text = f"What shows a tone between them, {span}, is {stretch.tone}{_weight(stretch.against)}."
        elif last:
            lead = f"The tone turned {number(len(stretches) - 1)} times and" if len(stretches) > _FEW else "It"
            text = f"{lead} has been {stretch.tone} since {since}."
        else:
            text = f"The tone between them was {stretch.tone} {'until' if i == 0 else 'from ' + since + ' to'} {until}."
        yield Sentence(text, refs)


def known_days(told: Iterable[Told]) -> dict[str, str]:
    """What is known of the days of entries of which no text gives the day: “May 2019” for 2019-05-01. A day that any entry gives is left out."""
    words: dict[str, set[str]] = {}
    for row in (t.row for t in told):
        if row.date:
            words.setdefault(row.date[:10], set()).add(edge(row))
    return {date: found.pop() for date, found in words.items() if len(found) == 1 and day(date) not in found}


def _weight(against: Sequence[object]) -> str:
    return f", {count_words(len(against), 'sign')} to the contrary left aside" if against else ""


def of_conflicts(rows: Sequence[ConflictRow], entries: Mapping[str, EntryRow], at: Mapping[str, int]) -> Iterator[Sentence]:
    """On what reports differ, the first few by themselves."""
    for row in rows[:_FEW]:
        entry = entries[row.entry]
        what = the_contact(entry)
        if row.field == "happened":
            refs = (at[row.entry], *(at[key] for key in row.denials if key in at))
            yield Sentence(f"That {what} took place is denied.", refs)
        else:
            values = " or ".join(dict.fromkeys(side_value(row.field, side.value) for side in row.sides))
            yield Sentence(f"Reports differ {_DIFFER[row.field].format(what)}: {values}.", (at[row.entry],))
    if more := rows[_FEW:]:
        yield Sentence(f"Reports differ on {count_words(len(more), 'further point')}.", tuple(sorted({at[row.entry] for row in more})))


def side_value(field: str, value: str) -> str:
    """A value on which reports differ, in English."""
    if field == "duration":
        return duration_words(value)
    if field == "when":
        first, _, last = value.partition(" – ")
        return interval(first, last or first)
    return CHANNEL_NOUNS.get(value, cut(value, 120)) if field == "channel" else cut(value, 120)


def of_open(ends: Sequence[OpenEnd], entries: Mapping[str, EntryRow], at: Mapping[str, int]) -> Iterator[Sentence]:
    """What is still open."""
    plans = [entries[end.id] for end in ends if end.id in entries]
    if len(plans) == 1:
        yield Sentence(f"Nothing tells what came of {a_contact(plans[0].channel, plans[0].status)}{on(plans[0])}.", (at[plans[0].id],))
    elif plans:
        many = Counter(row.status for row in plans)
        kinds = join([f"{number(many[status])} {status}" for status in STATUSES if many[status]])
        yield Sentence(f"Nothing tells what came of {kinds} contacts.", tuple(at[row.id] for row in plans))
    said = tuple(at[end.id] for end in ends if end.id not in entries)
    if said:
        yield Sentence(f"{capital(count_words(len(said), 'promise'))} or prediction{' is' if len(said) == 1 else 's are'} open.", said)


def of_partners(told: Iterable[Told], at: Mapping[str, int], own: str) -> Iterator[Sentence]:
    """With whom most of the contacts that stand here are."""
    refs: dict[str, list[int]] = {}
    for row in (t.row for t in told):
        for name in dict.fromkeys(row.parties) if isinstance(row, EntryRow) else ():
            if name != own and named(name):
                refs.setdefault(name, []).append(at[row.id])
    ranked = sorted(refs, key=lambda name: (-len(refs[name]), name))
    if ranked and len(refs[ranked[0]]) > 1:
        most = ranked[0]
        yield Sentence(f"Most are with {cut(most, 120)}: {number(len(refs[most]))}.", tuple(refs[most]))


def differing(field: str) -> str:
    return capital(FIELD_WORDS.get(field, field))


def articles(many: int) -> str:
    return count(many, "article")
