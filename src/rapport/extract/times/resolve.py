"""From a time phrase to its interval: find the atoms, join those that a range or list connects, apply “since”, “before”, “by” …"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

from rapport.extract.times import dates, relative
from rapport.extract.times import words as w
from rapport.extract.times.atoms import Anchor, Atom, Rule, safe_date
from rapport.extract.times.intervals import CLOCK, DAY, MONTH, WEEK, YEAR, Interval, around, back, first, last, one, shift, week, weekend, years

Tense = Literal["past", "future"]

MAX_LENGTH: Final = 400
"""Longer texts are no time phrases; only their beginning is read."""

_RULES: Final[tuple[Rule, ...]] = (*dates.RULES, *relative.RULES)
_COMPILED: Final = tuple(w.pattern(rule.pattern) for rule in _RULES)
# One search finds the leftmost place where any rule holds; the rule's own pattern then gives its groups.
_ANY: Final = w.pattern("|".join(f"(?P<r{i}>{re.sub(r'[?]P<[a-z0-9]+>', '?:', rule.pattern)})" for i, rule in enumerate(_RULES)))

_FUTURE: Final = w.pattern(
    r"\b(?:next|will|upcoming|coming|tomorrow|tonight|later (?:this|today|in)|as soon as|from now|ahead|to come|is to|are to|would|planned|scheduled)\b"
)
_PUBLISHED: Final = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d))?")
_JOIN: Final = w.pattern(
    r"~(?:(?:,|;|\))?~(?:to|through|thru|into|until|till|up to|-|/|and then|then|and/or|and|or|&|as well as)(?![a-z])|,)~"
    rf"(?:(?:in|on|at|the|of|again|even|also|by|possibly|perhaps|at least|as late as|from|sometime|around|about|{w.NUMBER}) ){{0,4}}"
)
_NEXT_TO: Final = w.pattern(r"~(?:,|\()?~(?:of|in|on|at|during|from)?~(?:the )?~")
_OPERATOR: Final = w.pattern(
    r"\b(?:(?P<week>week(?:end)? (?:of|beginning|starting|ending)(?: on)?)|(?P<since>(?:ever )?since)|"
    rf"(?P<offset>(?P<count>{w.NUMBER}|{w.VAGUE}|the)[ -](?P<unit>{w.UNIT}|morning|evening)s?|(?P<some>hours|minutes|moments|days|weeks|months|years)) (?P<way>before|prior to|ahead of|after|following|from(?! now))|"
    r"(?P<eve>the eve of)|"
    r"(?P<soon>(?:shortly|soon|immediately|right|just|directly) (?:after|following|upon))|(?P<same>as recently as|as late as|on the (?:day|date|morning|evening|night) of)|"
    r"(?P<open>beginning|starting|commencing|effective|as (?:early|far back|long ago) as|as soon as|dating(?: back)? to|(?P<from>from)|as of|on or after|no (?:earlier|sooner) than|not (?:before|until|till))|"
    r"(?P<upto>until|till|up (?:to|until|through)|through|no later than|on or before)|(?P<by>by)|"
    r"(?P<before>before|prior to|ahead of|in advance of|leading up to|in the run-?up to|pre-)|(?P<after>after|following|in the wake of|upon|once))(?!\w)"
)  # fmt: skip
_PARTLY: Final = w.pattern(r"\b(?:start|beginning|outset|opening|early|mid|end|late|closing|final|half|quarter|days|weeks|months)")
_DIRECT: Final = w.pattern(r"~(?:at least|about|around|early|late|the|on|in|approximately|last|this)?~(?:the )?~")


def scan(text: str, anchor: Anchor) -> list[Atom]:
    """The atoms of folded text, from left to right, never overlapping."""
    atoms, at = [], 0
    while found := _ANY.search(text, at):
        start = found.start()
        atom = None
        for number in range(int((found.lastgroup or "r0")[1:]), len(_RULES)):
            match = _COMPILED[number].match(text, start)
            if match and (atom := _RULES[number].make(match, anchor)):
                break
        if atom:
            atoms.append(atom)
        at = max(atom.to if atom else start + 1, start + 1)
    return atoms


def when(text: str, published: str | None, tense: Tense | None = None) -> tuple[str | None, str | None]:
    """The narrowest interval of days that a time phrase allows, as ISO dates (start, end), both included.

    `text` is a phrase (“last week”, “since they met in May”), `published` an ISO date or date-time or None, `tense` that of what is dated;
    without it, past, unless the words speak of the future. An end that the words leave open is None; so are both where the words give
    nothing (“soon”), depend on other sentences (“the next day”), or count from the publication of an undated article. Never raises.
    """
    folded = " ".join(w.fold(text[:MAX_LENGTH]).split())
    anchor = _anchor(published, tense == "future" or bool(_FUTURE.search(folded) and (tense is None or _decided(folded))))
    try:
        interval = _resolve(folded, anchor)
    except (OverflowError, ValueError):  # days beyond the calendar's first or last year
        return None, None
    if interval is None or (interval.start and interval.end and interval.start > interval.end):
        return None, None
    return interval.start.isoformat() if interval.start else None, interval.end.isoformat() if interval.end else None


_DECIDED: Final = w.pattern(r"\b(?:tomorrow|later this|as soon as|from now)\b")


def _decided(folded: str) -> bool:
    """Words that speak of the future whatever tense is given."""
    return bool(_DECIDED.search(folded))


def _anchor(published: str | None, future: bool) -> Anchor:
    found = _PUBLISHED.match(published) if published else None
    if not found:
        return Anchor(None, None, future)
    day = safe_date(int(found[1]), int(found[2]), int(found[3]))
    return Anchor(day, int(found[4]) if found[4] and day else None, future)


def _resolve(text: str, anchor: Anchor) -> Interval | None:
    atoms = scan(text, anchor)
    days = [atom for atom in atoms if atom.grain != CLOCK]
    if days:  # “after 10 p.m. on Friday” is Friday: a time of day governs nothing
        for atom in atoms:
            if atom.grain == CLOCK:
                text = text[: atom.at] + " " * (atom.to - atom.at) + text[atom.to :]
    atoms = days or atoms[:1]
    lost = max((atom.grain for atom in atoms if atom.kind == "context"), default=-1)
    # “July of that year”: what the lost words would have placed is lost with them.
    atoms = [a for a in atoms if a.kind != "context" and not (a.kind == "floating" and a.grain < lost)]
    atoms = _placed(text, atoms)
    found: Interval | None = None
    opening: Atom | None = None
    end = 0
    for group in _joined(text, atoms, anchor):
        constraint = _applied(text[end : group.at], group, text[group.at :], anchor)
        end = group.to
        if constraint is None:
            continue
        if found is None or opening is None:
            found, opening = constraint, group
        else:
            found = _both(found, opening, constraint)
    return found


def _both(found: Interval, opening: Atom, constraint: Interval) -> Interval:
    """What two parts of a phrase allow together; where they exclude each other the first holds, in a year that the second allows if it named none."""
    common = Interval(max(first(found), first(constraint)), min(last(found), last(constraint)))
    if first(common) <= last(common):
        return Interval(common.start if found.start or constraint.start else None, common.end if found.end or constraint.end else None)
    bound = constraint.end if constraint.start is None else constraint.start if constraint.end is None else None
    if bound and opening.within and opening.kind == "floating" and opening.grain >= MONTH and found == opening.interval:
        return opening.within(years(bound.year)) or found  # “in the summer before the 2028 election”
    return found


def _gap(text: str, before: Atom, after: Atom) -> str:
    """The words between two atoms, single-spaced (a time of day taken out leaves blanks)."""
    return f" {' '.join(text[before.to : after.at].split())} "


def _placed(text: str, atoms: list[Atom]) -> list[Atom]:
    """Atoms next to a wider one are placed in it: “Monday of last week”, “in May last year”, “In 2026, on May 5”."""
    result: list[Atom] = []
    for atom in atoms:
        before = result[-1] if result else None
        if before and _NEXT_TO.fullmatch(_gap(text, before, atom)):
            for finer, wider in ((before, atom), (atom, before)):
                if finer.within and finer.kind == "floating" and finer.grain < wider.grain and wider.interval and wider.kind != "floating":
                    there = finer.within(wider.interval)
                    if there:
                        result[-1] = Atom(before.at, atom.to, there, finer.grain, "fixed")
                        break
            else:
                result.append(atom)
        else:
            result.append(atom)
    return [atom for atom in result if atom.interval or atom.within]


def _joined(text: str, atoms: list[Atom], anchor: Anchor) -> list[Atom]:
    """Ranges and lists become one atom from the first day to the last."""
    groups: list[Atom] = []
    for atom in atoms:
        before = groups[-1] if groups else None
        if before and _JOIN.fullmatch(gap := _gap(text, before, atom)):
            listed = gap != " , " or before.grain == atom.grain
            if listed and (hull := _hull(before, atom, anchor)):
                groups[-1] = hull
                continue
        groups.append(atom)
    return [group for group in groups if group.interval]


def _hull(a: Atom, b: Atom, anchor: Anchor) -> Atom | None:
    one, other = a.interval, b.interval
    if a.kind == "floating" and b.kind in ("fixed", "joined") and a.within and other and a.grain <= MONTH and b.grain <= MONTH:
        # “from March to November 2030”: the year is said once.
        placed = a.within(years(last(other).year))
        if placed and first(placed) > first(other):
            placed = a.within(years(last(other).year - 1))
        one = placed or one
    elif one and other and first(other) < first(one) and a.kind == b.kind == "floating":
        one, other = _turned(a, b, one, other, anchor)
    if one is None or other is None or None in (*one, *other):
        return None
    hull = Interval(min(first(one), first(other)), max(last(one), last(other)))
    return Atom(a.at, b.to, hull, max(a.grain, b.grain), "joined")


def _turned(a: Atom, b: Atom, one: Interval, other: Interval, anchor: Anchor) -> tuple[Interval, Interval]:
    """A range runs forward: “Friday to Tuesday”, “November to March”. The past moves its beginning, the future its end."""
    weekly = (last(one) - first(one)).days == 0 and (first(one) - first(other)).days < 7
    moved, step = (b, 1) if anchor.future else (a, -1)
    interval = other if anchor.future else one
    if weekly:
        there: Interval | None = Interval(shift(first(interval), 7 * step), shift(last(interval), 7 * step))
    else:
        there = moved.within(years(first(interval).year + step)) if moved.within else None
    if there is None:
        return one, other
    return (one, there) if anchor.future else (there, other)


def _governing(before: str) -> tuple[re.Match[str] | None, bool]:
    """The last governing word, and whether it stands directly before the atom; “by”, “from” and “until” govern only there."""
    before = " ".join(before.split())
    for operator in reversed(list(_OPERATOR.finditer(before))):
        direct = bool(_DIRECT.fullmatch(before, operator.end()))
        if direct or operator.lastgroup not in ("by", "open", "upto", "week"):
            return operator, direct
    return None, False


def _applied(before: str, atom: Atom, rest: str, anchor: Anchor) -> Interval | None:
    """The interval of an atom under the last governing word before it; `rest` is the text from the atom on."""
    interval = atom.interval
    assert interval is not None
    operator, direct = _governing(before)
    if operator is None:
        return interval
    name = operator.lastgroup
    if operator[0] == "once" and direct:
        return interval  # “once last year”, unlike “once he had won in May”
    if operator["offset"]:
        if operator["way"] == "from" and not (direct and interval.start == interval.end):
            return interval if atom.kind == "joined" else None  # “in two weeks from May to July”, “a year from November”
        return _offset(operator, atom, anchor)
    if name == "eve":
        return one(shift(first(interval), -1)) if interval.start and interval.start == interval.end else interval
    if operator["week"]:
        day = interval.start
        return (weekend(day) if "weekend" in operator["week"] else week(day)) if day and direct else interval
    if atom.within and atom.kind == "fixed" and name in ("since", "before", "after", "soon", "upto", "by"):
        interval = atom.within(interval) or interval  # the day of an election
    if name == "since":
        return _since(interval, atom, anchor)
    if name == "same" or (operator["from"] and (atom.kind == "joined" or (atom.grain == DAY and interval.start != interval.end))):
        return interval
    if name == "soon":
        return interval if atom.grain >= MONTH else Interval(interval.start, None)
    if operator[0] == "as soon as":
        return Interval(max(first(interval), anchor.day), interval.end) if anchor.day and last(interval) >= anchor.day else interval
    # “before 2030”, “after May” leave the period out; “after the vote in May” does not.
    whole = (
        direct
        and atom.grain >= MONTH
        and interval.start != interval.end
        and name in ("before", "after")
        and not (_PARTLY.search(rest, 0, atom.to - atom.at) or rest[atom.to - atom.at :].strip(" ,.)"))
    )
    if name in ("after", "open"):
        return Interval(shift(last(interval), 1) if whole else interval.start, None)
    end = shift(first(interval), -1) if whole else last(interval)
    return _by(end, atom, anchor) if name in ("by", "before") and anchor.future else Interval(None, end)


def _ahead_of(day: date, atom: Atom, anchor: Anchor) -> date:
    """“by Monday” and “a week from Monday”, written on a Wednesday, speak of next week's."""
    if anchor.day and day < anchor.day and atom.kind == "floating" and atom.grain == DAY and (anchor.day - day).days < 7:
        return shift(day, 7)
    return day


def _by(end: date, atom: Atom, anchor: Anchor) -> Interval:
    """A deadline lies ahead."""
    end = _ahead_of(end, atom, anchor)
    return Interval(anchor.day if anchor.day and end >= anchor.day else None, end)


def _since(interval: Interval, atom: Atom, anchor: Anchor) -> Interval:
    start = interval.start
    if start is None or anchor.day is None or start > anchor.day:
        return Interval(start, None)
    if start == anchor.day and atom.kind == "floating" and atom.grain == DAY:
        start = shift(start, -7)  # “since Friday”, written on a Friday
    return Interval(start, anchor.day)


def _offset(operator: re.Match[str], atom: Atom, anchor: Anchor) -> Interval | None:
    """“ten days before Nov. 5”, “the day after the 2028 election”, “weeks before Friday's vote”, “a week from Tuesday”."""
    interval = atom.interval
    assert interval is not None
    if atom.within and atom.kind == "fixed":
        interval = atom.within(interval) or interval
    earlier = operator["way"] not in ("after", "following", "from")
    unit = w.unit(operator["unit"] or operator["some"])
    count = None if operator["some"] else 1.0 if operator["count"] == "the" else w.number(operator["count"])
    day = interval.start
    if day is None:
        return None
    grain = {"week": WEEK, "weekend": WEEK, "month": MONTH, "year": YEAR}.get(unit, DAY)
    if unit in ("second", "minute", "hour"):
        return interval
    if count is None:
        return Interval(None, interval.end) if earlier else Interval(interval.start, None)
    if interval.end == day:
        if operator["way"] == "from":
            day = _ahead_of(day, atom, anchor)
            return one(back(day, -round(count), unit))
        there = back(day, round(count if earlier else -count), unit)
        return Interval(there, there) if grain == DAY else around(there, unit)
    if grain < atom.grain:
        return interval
    return around(back(day, round(count if earlier else -count), unit), unit)
