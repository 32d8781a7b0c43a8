"""A contact told by many articles draws to itself what retells it without its day.

Most retellings of a famous contact are undated, or take the day of a release, an interview or an announcement. Pairs of such reports have too little in
common to be joined (see `sameness`); beside a contact of the same parties and channel that is far better told than any other at the time they are one
with it. A plan, a denial and what recurs never are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapport.resolve.between import same_surname, says_between, spellings
from rapport.resolve.places import country_of
from rapport.resolve.reports import DATING, Party, Report, described
from rapport.sayings import of_saying

# Voices that a contact needs to draw others, and how many times as many as any other it may be.
FAMOUS: Final = 4
_MARGIN: Final = 3
# A word that so large a share of its voices, and two of them, use belongs to a contact; so many of them a retelling shares, or where only one of
# the parties is named, or its own date is another's.
_SHARE: Final = 0.05
_ALIKE: Final = 2
_STRONG: Final = 4
# Days up to which several days are one (“Wednesday night”); how much of the voices that date it must give its day, and how much of all.
_DAY: Final = 2
_AGREED: Final = 0.5
_DATED: Final = 0.25
# A report may be published a day before the others that tell of it.
_AHEAD: Final = 1
# Of a contact of more parties hardly anyone tells without its day.
_FEW: Final = 4
# A contact that so many voices tell of is meant whenever nothing speaks against it.
_RENOWNED: Final = 20
# Between how many a sentence can say that a contact was.
_TWO: Final = 2
# Of several voices so large a share may give another day: a slip of reading.
_ODD: Final = 0.25


@dataclass(frozen=True)
class Told:
    """A contact as the reports that are surely one tell it."""

    reports: tuple[Report, ...]

    @cached_property
    def voices(self) -> int:
        return len({report.told_by for report in self.reports})

    @property
    def known_as(self) -> tuple[str, str]:
        return self.reports[0].key

    @cached_property
    def once(self) -> bool:
        """Whether all its reports say that it took place, once."""
        return all(report.standing == "happened" for report in self.reports)

    @cached_property
    def channel(self) -> str:
        """The only channel that its reports specify; unspecified where they specify none, or several."""
        found = {report.channel for report in self.reports if report.channel != "unspecified"}
        return found.pop() if len(found) == 1 else "unspecified"

    @cached_property
    def teller(self) -> bool:
        """Whether it may be what another retells: told by several, with a day, of a few who have a name, and by one channel."""
        return self.voices > 1 and self.once and self.channel != "unspecified" and 1 < len(self.core) <= _FEW and self.day is not None

    @property
    def famous(self) -> bool:
        """Whether it draws what retells it, and so retells no other."""
        return self.teller and self.voices >= FAMOUS

    @cached_property
    def named(self) -> dict[str, int]:
        """Who has a name among all whom its reports name, and how many voices do."""
        found: dict[str, set[str]] = {}
        for report in self.reports:
            for party in report.parties:
                if _has_name(party):
                    found.setdefault(party.entity, set()).add(report.told_by)
        return {entity: len(voices) for entity, voices in found.items()}

    @cached_property
    def core(self) -> frozenset[str]:
        """Those whom most of the voices name."""
        return frozenset(entity for entity, voices in self.named.items() if 2 * voices > self.voices)

    @cached_property
    def days(self) -> dict[tuple[int, int], int]:
        """The days that its reports firmly give, by how many voices."""
        found: dict[tuple[int, int], set[str]] = {}
        for report in self.reports:
            if (interval := firm(report)) is not None:
                found.setdefault(interval, set()).add(report.told_by)
        return {interval: len(voices) for interval, voices in found.items()}

    @cached_property
    def day(self) -> tuple[int, int] | None:
        """The day on which most of the voices that date it agree; none where they do not, or hardly any does."""
        exact = {interval: voices for interval, voices in self.days.items() if interval[1] - interval[0] < _DAY}
        best = min(exact, key=lambda interval: (-exact[interval], interval), default=None)
        if best is None or exact[best] < max(min(self.voices, 2), _DATED * self.voices) or exact[best] < _AGREED * sum(exact.values()):
            return None
        return best

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that belong to it."""
        used: dict[str, set[str]] = {}
        for report in self.reports:
            for word in report.words:
                used.setdefault(word, set()).add(report.told_by)
        least = max(2, _SHARE * self.voices) if self.voices > 1 else 1
        return frozenset(word for word, voices in used.items() if len(voices) >= least)

    @cached_property
    def called(self) -> dict[str, frozenset[str]]:
        """By what names its reports call those of its core, and by what descriptions that hold a name (“the mayor of Hollis”): where two voices and more
        name one of two, what they call the other describes that one."""
        names: dict[str, set[str]] = {entity: set() for entity in self.core}
        described_as: dict[tuple[str, str], set[str]] = {}
        for report in self.reports:
            missing = self.core - {party.entity for party in report.parties if _has_name(party)}
            for party in report.parties:
                if party.entity in names:
                    names[party.entity] |= spellings(party)
                elif len(missing) == 1 and not _has_name(party):
                    for name in spellings(party):
                        described_as.setdefault((min(missing), name), set()).add(report.told_by)
        for (entity, name), voices in described_as.items():
            if len(voices) > 1:
                names[entity].add(name)
        return {entity: frozenset(found) for entity, found in names.items()}

    def told_in(self, report: Report) -> bool:
        """Whether the words of a report say that it is between the two of this contact, whoever else it takes for a party."""
        if len(self.core) != _TWO or self.core.isdisjoint(report.known):
            return False
        one, other = sorted(self.core)
        names = self.called[one] | self.called[other]
        if any(party.entity not in self.core and same_surname(party, names) for party in report.parties):
            return False
        return says_between(report.sentence, report.trigger.split(), self.called[one], self.called[other])

    @cached_property
    def heads(self) -> Counter[str]:
        """What its reports call parties without a name, by how many reports."""
        return Counter(described(party.name) for report in self.reports for party in report.parties if not _has_name(party))

    @cached_property
    def told(self) -> list[int]:
        """The days on which its reports were published, in order."""
        return sorted(report.told for report in self.reports if report.told is not None)

    def lately(self, day: int) -> int:
        """How many voices had told of it by a day, in the weeks before."""
        return len({report.told_by for report in self.reports if report.told is not None and lately((report.told,), day)})


def lately(told: Sequence[int], day: int) -> int:
    """Of the days on which something was told, in order, how many are a day or in the weeks before."""
    return bisect_right(told, day + _AHEAD) - bisect_left(told, day - DATING)


def soon(days: Sequence[int], told: int) -> bool:
    """Whether what was told on a day was told `lately` on any of these, in order."""
    return bisect_right(days, told + DATING) > bisect_left(days, told - _AHEAD)


def firm(report: Report) -> tuple[int, int] | None:
    """The days that a report gives for the contact itself; none where it gives a long time, or the day of a release, a saying or an airing."""
    interval = report.interval
    if interval is None or interval[1] - interval[0] > DATING:
        return None
    return None if of_another(report) else interval


def of_another(report: Report) -> bool:
    """Whether every place of the time expression in the report's sentences dates another event."""
    phrase = (report.when_text or "").strip()
    sentence = report.sentence
    if not phrase:
        return False
    found = [match.span() for match in re.finditer(re.escape(phrase), sentence)]
    triggers = [match.span() for word in set(report.trigger.split()) if len(word) > 3 for match in re.finditer(rf"\b{re.escape(word)}\b", sentence)]
    return bool(found) and all(of_saying(sentence, start, end, triggers) for start, end in found)


def drawn(loose: Told, others: Iterable[Told]) -> Told | None:
    """The contact that `loose` retells: of those that it may be, one far better told than all others by then. Does not depend on the order of `others`."""
    when = loose.told[0] if loose.told else None
    if when is None or loose.famous or not loose.once or loose.channel == "unspecified" or any(report.negated for report in loose.reports):
        return None
    near = [other for other in others if _near(loose, other, when)]
    said = [other for other in near if _said(loose, other)]
    possible = (
        said or [other for other in near if other.core <= loose.core] or [other for other in near if len(loose.core) == 1 and loose.core < other.core]
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
        return best if voices >= _RENOWNED or _usual(loose, best) >= _ALIKE else None
    return best if _words_fit(loose, best, voices) and _parties_fit(loose, best) else None


def _said(loose: Told, other: Told) -> bool:
    """Whether most reports of a retelling say that it was between the two of a contact, and none that anyone else made the approach."""
    if not other.famous or any(_by_guest(report, other) for report in loose.reports):
        return False
    if other.voices < _RENOWNED and not other.core <= loose.core and any(report.persons - other.core for report in loose.reports):
        return False  # one of the two, and somebody else: of few voices that may be another contact
    return 2 * sum(other.told_in(report) for report in loose.reports) > len(loose.reports)


def _by_guest(report: Report, other: Told) -> bool:
    """Whether someone else made the approach, whose name is none of the two's with a word too many (“Quill Tower”)."""
    callers = [party.name for party in report.parties if party.entity == report.caller and party.entity not in other.core]
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
    if best.core <= loose.core:
        return usual >= (1 if voices >= _RENOWNED else _ALIKE)
    return usual >= (_ALIKE if any(interval[1] - interval[0] < _DAY for interval in loose.days) else _STRONG)


def _parties_fit(loose: Told, best: Told) -> bool:
    """Whether the retelling names both sides and at most one guest, whom a report of the contact names too, or one side and a description of the other."""
    guests = loose.core - best.core
    if len(guests) > 1 or not guests <= best.named.keys() or any(report.caller in guests for report in loose.reports):
        return False
    return best.core <= loose.core or any(head and best.heads[head] > 1 for head in loose.heads)


def stands_for(report: Report, beside: Iterable[Report], best: Told) -> bool:
    """Whether of all reports of an article this one may be that of a contact: none is for sure, and of those that may be, it has most of its words."""
    sure = {other.key for other in best.reports}
    others = [other for other in beside if other.key != report.key]
    if any(other.key in sure for other in others):
        return False
    rank = (-len(report.words & best.words), report.key)
    return all(rank < (-len(other.words & best.words), other.key) for other in others if _may_be(other, best))


def _may_be(report: Report, best: Told) -> bool:
    if report.channel != best.channel or report.standing != "happened":
        return False
    named = {party.entity for party in report.parties if _has_name(party)}
    return best.core <= named or (len(named) == 1 and named < best.core) or best.told_in(report)


def _has_name(party: Party) -> bool:
    """Whether a party has a name: no description that stands for one (“the leader of Hollis”), nor a country, its government or a place that may stand for anyone there."""
    return party.known and party.kind != "place" and not party.name[:1].islower() and not country_of(party.name)
