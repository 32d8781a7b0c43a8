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

_FEW: Final = 3  # stretches, conflicts or open ends that are named one by one
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
        f" {words}"
        if words.startswith(("since", "until"))
        else f" on {words}"
        if exact
        else f" in the time {words}"
        if " to " in words
        else f" in {words}"
    )


def of_contacts(told: Sequence[Told], at: Mapping[str, int], who: str, total: int) -> Iterator[Sentence]:
    """How many contacts, of what kind, and what came of them; the latest that took place, and the one told most widely."""
    rows = [t.row for t in told if isinstance(t.row, EntryRow)]
    if not rows:
        return
    refs = tuple(at[row.id] for row in rows)
    span = _dates([row for row in rows if row.date])
    channels = Counter(row.channel for row in rows)
    kinds = join([count_words(channels[c], CHANNEL_NOUNS[c]) if c != "unspecified" else _others(channels) for c in CHANNELS if channels[c]])
    of = f"{number(total)} contacts {who} are told of, of which {number(len(rows))} stand here" if total > len(rows) else ""
    several = f"{number(len(rows))} contact{' ' + who + ' is' if len(rows) == 1 else 's ' + who + ' are'} told of"
    yield Sentence(f"{capital(of or several)}{span}: {kinds}.", refs)
    statuses = Counter(row.status for row in rows)
    if len(rows) > 1:
        came = [f"{number(statuses[s])} {_STATUS_VERBS[s][statuses[s] > 1]}" for s in STATUSES if statuses[s]]
        yield Sentence(f"{capital(join(came))}.", refs)
    yield from _latest(rows, at)
    yield from _widest(rows, at)


def _dates(rows: Sequence[EntryRow]) -> str:
    """“, from October 2030 to 8 July 2031”: no day where a text gives but the month."""
    if not rows:
        return ""
    first = min(rows, key=lambda row: (row.date or "", row.id))
    last = max(rows, key=lambda row: (row.date or "", row.id))
    words = [day(row.date) if not row.dated or " " in (whole := interval(row.start, row.end)).replace(" ", "", 1) else whole for row in (first, last)]
    return f", {'all of ' + words[0] if len(rows) > 1 else 'of ' + words[0]}" if words[0] == words[1] else f", from {words[0]} to {words[1]}"


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
    done = [row for row in rows if row.status in TOOK_PLACE and row.date]
    if not done:
        return
    row = max(done, key=lambda r: ((r.end or r.start or r.date or "")[:10] if r.dated else (r.date or "")[:10], r.id))
    lasting = f", lasting {duration_words(row.duration)}" if row.duration else ""
    lead = "The latest that took place" if len(done) > 1 else "The one that took place"
    yield Sentence(f"{lead} is {a_contact(row.channel, row.status)}{on(row)}{lasting}.", (at[row.id],))


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
    told = f", of which {count_words(len(rows), 'statement')} stand{'s' if len(rows) == 1 else ''} here" if total > len(rows) else ""
    many = max(len(rows), total)
    verb = "is" if many == 1 else "are"
    text = f"{capital(count_words(many, 'statement'))} of {speaker}{about} {verb} told of{told}" + (f": {join(tones)}" if tones else "")
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


def of_course(course: Course, at: Mapping[str, int]) -> Iterator[Sentence]:
    """How the tone went, stretch by stretch; of many stretches the last, and how often it turned."""
    stretches = course.stretches
    for i, stretch in enumerate(stretches):
        last = i == len(stretches) - 1
        if len(stretches) > _FEW and not last:
            continue
        refs = tuple(sorted(at[key] for key in stretch.shown_by if key in at))
        if not refs:
            continue
        if len(stretches) == 1:
            text = f"What shows a tone between them is {stretch.tone}{_weight(stretch.against)}, {_span(stretch.since, stretch.until)}."
        elif last:
            lead = f"The tone turned {number(len(stretches) - 1)} times and" if len(stretches) > _FEW else "It"
            text = f"{lead} has been {stretch.tone} since {day(stretch.since)}."
        else:
            text = f"The tone between them was {stretch.tone} {'until' if i == 0 else 'from ' + day(stretch.since) + ' to'} {day(stretch.until)}."
        yield Sentence(text, refs)


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
    rest = tuple(sorted({at[row.entry] for row in rows[_FEW:]}))
    if rest:
        yield Sentence(f"On {count_words(len(rest), 'contact')} more or the same ones, reports differ too.", rest)


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
    plans = [end for end in ends if end.id in entries]
    for end in plans[:_FEW]:
        row = entries[end.id]
        yield Sentence(f"Nothing tells what came of {a_contact(row.channel, row.status)}{on(row)}.", (at[end.id],))
    if rest := tuple(at[end.id] for end in plans[_FEW:]):
        yield Sentence(f"The same holds for {number(len(rest))} more.", rest)
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
