"""A contact told by many articles draws to itself what retells it without its day.

Most retellings of a famous contact are undated, or take the day of a release, an interview or an announcement. Pairs of such reports have too little in
common to be joined (see `sameness`); beside a contact of the same parties and channel that is far better told than any other at the time they are one
with it. A plan, a denial and what recurs never are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapport.resolve.reports import Report
from rapport.resolve.told import DAY, FAMOUS, RENOWNED, Told, firm, has_name, of_another, of_further

# How many times as many voices as any other a contact needs to draw others.
_MARGIN: Final = 3
# So many words of a contact a retelling shares, or where only one of the parties is named, or its own date is another's.
_ALIKE: Final = 2
_STRONG: Final = 4
# Of several voices so large a share may give another day: a slip of reading.
_ODD: Final = 0.25


def drawn(loose: Told, others: Iterable[Told]) -> Told | None:
    """The contact that `loose` retells: of those that it may be, one far better told than all others by then. Does not depend on the order of `others`."""
    when = loose.told[0] if loose.told else None
    if when is None or loose.famous or not loose.once or loose.channel == "unspecified" or any(report.negated for report in loose.reports):
        return None
    near = [other for other in others if _near(loose, other, when)]
    # Most is told when nothing famous was: then nothing more has to be asked of the others.
    if not any(other.famous and other.lately(when) >= FAMOUS for other in near):
        return None
    said = [other for other in near if _said(loose, other)]
    read = {other.known_as: other.read(loose) for other in near}
    possible = (
        said
        or [other for other in near if other.core <= read[other.known_as]]
        or [other for other in near if len(read[other.known_as]) == 1 and read[other.known_as] < other.core]
    )
    # Who says between whom it was means those two, and so does who names both sides; who names one, whomever that one dealt with.
    told = [(other.lately(when), other) for other in possible]
    told.sort(key=lambda pair: (-pair[0], pair[1].known_as))
    if not told or told[0][0] < FAMOUS or (len(told) > 1 and told[0][0] < _MARGIN * told[1][0]):
        return None
    voices, best = told[0]
    if not best.famous:
        return None
    if best.voices < _MARGIN * loose.voices or not _dates_fit(loose, best):
        return None
    if said:
        return best if voices >= RENOWNED or _usual(loose, best) >= _ALIKE else None
    return best if _words_fit(loose, best, voices) and _parties_fit(loose, best) else None


def _said(loose: Told, other: Told) -> bool:
    """Whether most reports of a retelling say that it was between the two of a contact, and none that anyone else made the approach."""
    if not other.famous or any(_by_guest(report, other) for report in loose.reports):
        return False
    if other.voices < RENOWNED and not other.core <= other.read(loose) and any(report.persons - other.core for report in loose.reports):
        return False  # one of the two, and somebody else: of few voices that may be another contact
    return 2 * sum(other.told_in(report) or other.referred(report) for report in loose.reports) > len(loose.reports)


def _by_guest(report: Report, other: Told) -> bool:
    """Whether someone else made the approach, whose name is none of the two's with a word too many (“Quill Tower”)."""
    callers = [party.name for party in report.parties if party.entity == report.caller and not other.means(party)]
    return any(not any(name in caller for names in other.called.values() for name in names) for caller in callers)


def _near(loose: Told, other: Told, when: int) -> bool:
    """Whether a contact with a day may be what is retold, by channel and time."""
    return other.teller and other.known_as != loose.known_as and other.channel == loose.channel and other.day is not None and other.day[0] <= when


def _dates_fit(loose: Told, best: Told) -> bool:
    """Whether what the retelling says of the time, but for a slip, holds the day."""
    assert best.day is not None
    others = {
        report.told_by
        for report in loose.reports
        if report.interval and not (report.interval[0] <= best.day[1] and best.day[0] <= report.interval[1]) and not of_another(report)
    }
    return len(others) <= (_ODD * loose.voices if loose.voices >= FAMOUS else 0)


def _usual(loose: Told, best: Told) -> int:
    """How many words of a contact a report of its retelling has."""
    shared = sorted(len(report.words & best.words) for report in loose.reports)
    return shared[len(shared) // 2]


def _words_fit(loose: Told, best: Told, voices: int) -> bool:
    usual = _usual(loose, best)
    if best.core <= best.read(loose, houses=False):
        return usual >= (1 if voices >= RENOWNED else _ALIKE)
    return usual >= (_ALIKE if any(interval[1] - interval[0] < DAY for interval in loose.days) else _STRONG)


def _parties_fit(loose: Told, best: Told) -> bool:
    """Whether the retelling names both sides and at most one guest, whom a report of the contact names too, or one side and a description of the other."""
    core = best.read(loose)
    guests = core - best.core
    if len(guests) > 1 or not guests <= best.named.keys() or any(report.caller in guests for report in loose.reports):
        return False
    return best.core <= core or any(head and best.heads[head] > 1 for head in loose.heads)


def stands_for(report: Report, beside: Iterable[Report], best: Told) -> bool:
    """Whether of all reports of an article this one is of a contact: it has most of its words of those that may be, none is for sure, or it can be of no other.
    Never where somebody there denies a contact of one of the two with another party of this one: that is what it tells of, too."""
    beside = list(beside)
    if any(
        other.standing == "denied" and len(other.persons) > 1 and other.persons <= report.persons and other.persons - best.core for other in beside
    ):
        return False
    if _of_no_other(report, best):
        return True
    sure = {other.key for other in best.reports}
    others = [other for other in beside if other.key != report.key]
    if any(other.key in sure for other in others):
        return False
    rank = (-len(report.words & best.words), report.key)
    return all(rank < (-len(other.words & best.words), other.key) for other in others if _may_be(other, best))


def _of_no_other(report: Report, best: Told) -> bool:
    """Whether a report says between whom it was, gives its day, or takes it as known, and speaks of no further one: an article may tell of one contact twice."""
    return not of_further(report) and (not report.tells or firm(report) == best.day or best.told_in(report))


def _may_be(report: Report, best: Told) -> bool:
    if report.channel != best.channel or report.standing != "happened":
        return False
    named = {party.entity for party in report.parties if has_name(party)}
    return best.core <= named or (len(named) == 1 and named < best.core) or best.told_in(report)
