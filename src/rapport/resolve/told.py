"""A contact as the reports that are surely one tell it: who took part, by what names, on which day, in which words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from rapport.resolve.between import acts_for, joined, joined_names, letters_moved, same_surname, says_between, spellings
from rapport.resolve.places import country_of
from rapport.resolve.reports import DATING, Party, Report, described
from rapport.sayings import of_saying

# Voices that a contact needs to draw what retells it.
FAMOUS: Final = 4
# A contact that so many voices tell of is meant whenever nothing speaks against it.
RENOWNED: Final = 20
# A word that so large a share of its voices, and two of them, use belongs to a contact.
_SHARE: Final = 0.05
# Days up to which several days are one (“Wednesday night”); how much of the voices that date it must give its day, and how much of all.
DAY: Final = 2
_AGREED: Final = 0.5
_DATED: Final = 0.25
# A report may be published a day before the others that tell of it.
_AHEAD: Final = 1
# Of a contact of more parties hardly anyone tells without its day.
_FEW: Final = 4
# Between how many a sentence can say that a contact was; letters that a word of a contact has more of.
_TWO: Final = 2
_SHORT: Final = 3
# “a second call”; “the May 3 call”, “Quill’s May 3 phone call”.
_FURTHER: Final = r"\b(?:another|first|second|third|separate|subsequent|previous|prior|earlier|follow-up|other)"
_KNOWN: Final = r"\b(?:the|that|this|his|her|their|[\w.]+['’]s?)\s+"


@dataclass(frozen=True)
class Told:
    """A contact as the reports that are surely one tell it."""

    reports: tuple[Report, ...]

    @cached_property
    def voices(self) -> int:
        return len({report.told_by for report in self.reports})

    @cached_property
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
                if has_name(party):
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
        exact = {interval: voices for interval, voices in self.days.items() if interval[1] - interval[0] < DAY}
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
            missing = self.core - {party.entity for party in report.parties if has_name(party)}
            for party in report.parties:
                if party.entity in names:
                    names[party.entity] |= spellings(party)
                elif len(missing) == 1 and not has_name(party):
                    for name in spellings(party):
                        described_as.setdefault((min(missing), name), set()).add(report.told_by)
        for (entity, name), voices in described_as.items():
            if len(voices) > 1:
                names[entity].add(name)
        return {entity: frozenset(found) for entity, found in names.items()}

    @cached_property
    def houses(self) -> dict[str, str]:
        """The organizations for which one of its core acts, as two voices and more say (“White House counsel Ada Quill”): who writes for one is that one."""
        parties = (party for report in self.reports for party in report.parties)
        named = {(party.entity, party.name) for party in parties if party.kind == "organization" and party.known and party.entity not in self.core}
        found: dict[tuple[str, str], set[str]] = {}
        for report in self.reports if named else ():
            for house, name in named:
                for entity in self.core:
                    if acts_for(report.sentence, name, self.called[entity]):
                        found.setdefault((house, entity), set()).add(report.told_by)
        sure = sorted(pair for pair, voices in found.items() if len(voices) > 1)
        return {house: entity for house, entity in sure if sum(other == house for other, _ in sure) == 1}

    def means(self, party: Party) -> frozenset[str]:
        """Whom of its core a party of a retelling is: also one in whose surname letters changed places (“Reyse”), and both where one word names them
        (“the Quill-Reyes call”)."""
        if party.entity in self.core:
            return frozenset({party.entity})
        if len(self.core) != _TWO or not party.known or party.kind != "person":
            return frozenset()
        if joined_names(party.name, *(self.called[entity] for entity in sorted(self.core))):
            return self.core
        return frozenset(entity for entity in self.core if any(letters_moved(party.name, name) for name in self.called[entity]))

    def read(self, loose: Told, *, houses: bool = True) -> frozenset[str]:
        """The core of a retelling, those whom it means of this one's by other names as these; organizations in whose name they act too, where `houses`."""
        found = set(loose.core)
        for party in {party for report in loose.reports for party in report.parties if party.entity in loose.core - self.core}:
            meant = self.means(party) or (frozenset({self.houses[party.entity]}) if houses and party.entity in self.houses else frozenset())
            if meant:
                found.discard(party.entity)
                found |= meant
        return frozenset(found)

    def told_in(self, report: Report) -> bool:
        """Whether the words of a report say that it is between the two of this contact, whoever else it takes for a party."""
        meant = [(party, self.means(party)) for party in report.parties]
        if len(self.core) != _TWO or not any(found for _, found in meant):
            return False
        names = {entity: set(self.called[entity]) for entity in self.core}
        for party, found in meant:
            if len(found) > 1 and joined(report.sentence, party.name, report.trigger.split()):
                return True
            if len(found) == 1 and party.entity not in self.core:
                names[min(found)] |= spellings(party)
        one, other = (names[entity] for entity in sorted(self.core))
        if any(not found and same_surname(party, one | other) for party, found in meant):
            return False
        return says_between(report.sentence, report.trigger.split(), one, other)

    def referred(self, report: Report) -> bool:
        """Whether a report only refers to this contact by its calendar day, and to one of its two (“the May 3 call”)."""
        words = _long_words(report)
        if self.voices < RENOWNED or report.tells or not words or report.interval != self.day or not any(c.isdigit() for c in report.when_text or ""):
            return False
        told = rf"{_KNOWN}{re.escape(report.when_text or '')}\s+(?:\w+\s+){{0,2}}(?:{words})\b"
        return any(self.means(party) for party in report.parties) and re.search(told, report.sentence, re.IGNORECASE) is not None

    @cached_property
    def heads(self) -> Counter[str]:
        """What its reports call parties without a name, by how many reports."""
        return Counter(described(party.name) for report in self.reports for party in report.parties if not has_name(party))

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


def weeks_before(day: int) -> range:
    """The days on which what was told was told `lately`, as of a day."""
    return range(day - DATING, day + _AHEAD + 1)


def span_around(days: Sequence[int]) -> tuple[str, str]:
    """The first and the last day on which may have been told what retells, or may be meant instead of, what was told on these days, in order."""
    first, last = (min(max(day, 1), date.max.toordinal()) for day in (days[0] - DATING - _AHEAD, days[-1] + DATING + _AHEAD))
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()


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
    triggers = [
        match.span()
        for word in {word for word in report.trigger.split() if len(word) > _SHORT}
        for match in re.finditer(rf"\b{re.escape(word)}\b", sentence)
    ]
    return bool(found) and all(of_saying(sentence, start, end, triggers) for start, end in found)


def _long_words(report: Report) -> str:
    """The words of a report's trigger but for short ones, as the choices of a pattern; empty where there is none."""
    return "|".join(re.escape(word) for word in sorted({word for word in report.trigger.split() if len(word) > _SHORT}))


def of_further(report: Report) -> bool:
    """Whether the words of a report tell it from another of the same kind (“in a second call”)."""
    words = _long_words(report)
    return bool(words) and re.search(rf"{_FURTHER}\s+(?:[\w-]+\s+){{0,2}}(?:{words})\b", report.sentence, re.IGNORECASE) is not None


def has_name(party: Party) -> bool:
    """Whether a party has a name: no description that stands for one (“the leader of Hollis”), nor a country, its government or a place that may stand for anyone there."""
    return party.known and party.kind != "place" and not party.name[:1].islower() and not country_of(party.name)
