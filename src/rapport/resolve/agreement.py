"""Field by field, what the reports of one contact say: every value with the reports that give it, and the one that is shown.

Nothing is averaged. A value that a report does not give conflicts with nothing, and neither does one that it gives loosely: by words that stand elsewhere in
the article than what reports the contact, by one voice of many, that bound a day more than they name it, or that tell who spoke and not who made the approach. Of nine conflicts
that two ledgers of 3,300 real articles showed without that, one was one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from rapport.resolve.origins import vouched
from rapport.resolve.reports import Party, Report, described
from rapport.resolve.values import names_place, other_place, rate, seconds

_FIELDS: Final = ("initiator", "setting", "tone", "when_text", "duration_text", "cadence_text", "place", "topics")
_LATEST: Final = 7  # days that an expression may span that says which day it was
# Words for contacts that say who made the approach only together with “from” or “to”: of “their call” nobody knows.
_NOUNS: Final = frozenset(
    "call calls chat chats contact contacts conversation conversations correspondence dinner discussion discussions email emails exchange exchanges letter letters lunch meeting "
    "meetings message messages phone session sessions summit talk talks telephone text texts visit visits".split()
)
# A party that fewer of the voices name is left out, whoever names it, and so is a value that no more of them give: a slip of reading. Of four voices and more.
_ODD: Final = 0.25
_FEW: Final = 4
_DAY: Final = 86400.0  # seconds
# Of what is misread most often no value of one voice counts beside two of others.
_SLIPPERY: Final = frozenset({"when", "place"})
_PAIR: Final = 2
# What may stand between the words of a contact and what the same clause says of it.
_CLAUSE: Final = r"[^,.;:!?—]{0,60}?"
_SENTENCE: Final = r"[^.;:!?—]{0,120}?"  # “called …, and the two spoke for an hour”
_WORD: Final = 3
# Of so many voices a value that one alone gives is hers, and not the contact's.
MANY: Final = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a field, as JSON, and a report that gives it."""

    field: str
    value: str
    article: str
    contact: str


def ranked(reports: Iterable[Report]) -> list[Report]:
    """Best-sourced first: who can be held to it before who cannot, then what tells more, then what was published earlier, then by id."""

    def rank(report: Report) -> tuple[object, ...]:
        told = sum(bool(getattr(report, name)) for name in _FIELDS) + (report.channel != "unspecified")
        return vouched(report), -told, report.published or "9999", report.contact, report.article

    return sorted(reports, key=rank)


def given(reports: Sequence[Report], *names: str) -> tuple[Any, ...]:
    """The values of fields that belong together, of the best-sourced report that gives the first of them; of many voices none that one alone gives.
    `reports` are ranked."""
    voices: dict[Any, set[str]] = {}
    for given_by in reports:
        voices.setdefault(getattr(given_by, names[0]), set()).add(given_by.told_by)
    least = 2 if len(_voices(reports)) >= MANY else 1
    report = next((r for r in reports if (value := getattr(r, names[0])) and len(voices[value]) >= least), None)
    return tuple(getattr(report, name) if report else None for name in names)


def tone(reports: Sequence[Report]) -> str | None:
    """The tone of the best-sourced report that gives one: of several voices one that two hear, of many one that more than a few do, and none where they hear both.
    `reports` are ranked."""
    heard = [report for report in reports if report.tone]
    total, hearing = len(_voices(reports)), len(_voices(heard))
    if len({report.tone for report in heard}) != 1 or hearing < min(2, total) or (total >= _FEW and hearing <= _ODD * total):
        return None
    return heard[0].tone


def channel(reports: Sequence[Report]) -> str:
    """The channel of the best-sourced report that specifies one. `reports` are ranked."""
    return next((report.channel for report in reports if report.channel != "unspecified"), "unspecified")


def when(reports: Sequence[Report]) -> tuple[str | None, str | None, str | None]:
    """Words, start and end of when it was: what the best-sourced report that dates it says, or the narrowest interval inside that. `reports` are ranked."""
    dated = [report for report in reports if report.interval]
    if not dated:
        return given(reports, "when_text", "start", "end")
    first, last = dated[0].interval or (0, 0)
    inside = [(r.interval[1] - r.interval[0], i) for i, r in enumerate(dated) if r.interval and first <= r.interval[0] and r.interval[1] <= last]
    best = dated[min(inside)[1]]
    return best.when_text, best.start, best.end


def parties(reports: Sequence[Report]) -> tuple[Party, ...]:
    """Who took part: the parties of the best-sourced report, and whom else most voices name; of many voices, no one whom hardly any names. `reports` are ranked."""
    shown = reports[0]
    voices: dict[str, set[str]] = {}
    for report in reports:
        for party in report.parties:
            voices.setdefault(party.entity, set()).add(report.told_by)
    total = len(_voices(reports))
    heads = Counter(head for report in reports for head in report.heads)
    kept = [p for p in shown.parties if total < _FEW or (len(voices[p.entity]) if p.known else heads[described(p.name)]) > _ODD * total]
    kept = kept if len(kept) > 1 else list(shown.parties)
    others = Counter({p: len(voices[p.entity]) for r in reports[1:] for p in r.parties if p.known and 2 * len(voices[p.entity]) > total})
    kept += sorted((p for p in others if p.known), key=lambda p: (-others[p], p.entity, p.name, p.kind))
    first: dict[str, Party] = {}
    for party in kept:
        first.setdefault(party.entity, party)
    return tuple(first.values())


def differences(reports: Iterable[Report], present: Collection[str]) -> list[Said]:
    """Every value of the fields on which two voices exclude each other, with every report that firmly gives one, in order of field, value and report.

    `present` are the entities that took part: no one else made the approach, whatever one report says.
    """
    told = sorted(reports, key=lambda report: report.key)
    least = 2 if len(_voices(told)) >= MANY else 1
    found: list[Said] = []
    for field, (value, contrary) in _COMPARED.items():
        by_value: dict[Any, list[Report]] = {}
        for report in told:
            said = value(report)
            if field == "place" and report.persons.difference(present):
                continue  # who takes someone else for a party has mixed two contacts
            if said is not None and (field != "initiator" or said in present):
                by_value.setdefault(said, []).append(report)
        if field == "place":
            by_value = _single(by_value)
        told_by = len(_voices(report for reports in by_value.values() for report in reports))
        needed = 2 if field in _SLIPPERY and told_by > _PAIR else least
        by_value = {said: reports for said, reports in by_value.items() if len(_same_voices(by_value, said, contrary)) >= needed}
        total = len(_voices(report for reports in by_value.values() for report in reports))
        if total >= _FEW:
            by_value = {said: reports for said, reports in by_value.items() if len(_voices(reports)) > _ODD * total}
        if any(contrary(a, b) and _contradict(by_value[a], by_value[b]) for a, b in combinations(by_value, 2)):
            written = sorted(((_written(field, said), given_by) for said, given_by in by_value.items()), key=lambda pair: pair[0])
            found += [Said(field, text, *report.key) for text, given_by in written for report in given_by]
    return found


def _single(by_place: dict[str, list[Report]]) -> dict[str, list[Report]]:
    """The places without the reports whose sentences name one of the others too: these tell of two encounters, or of where someone else was."""
    found = {
        place: [r for r in reports if not any(other_place(place, other) and names_place(r.sentence, other) for other in by_place)]
        for place, reports in by_place.items()
    }
    return {place: reports for place, reports in found.items() if reports}


def exclude(field: str, a: Any, b: Any) -> bool:
    """Whether two values of a field, as JSON has them, cannot both be right."""
    contrary: Callable[[Any, Any], bool] = _COMPARED[field][1]
    names = _NAMES.get(field)
    return contrary(tuple(a[name] for name in names), tuple(b[name] for name in names)) if names else contrary(a, b)


def _written(field: str, value: Any) -> str:
    names = _NAMES.get(field)
    return json.dumps(dict(zip(names, value, strict=True)) if names else value, ensure_ascii=False)


def _voices(reports: Iterable[Report]) -> set[str]:
    return {report.told_by for report in reports}


def _contradict(a: Iterable[Report], b: Iterable[Report]) -> bool:
    """Whether either of two values has a voice that does not give the other too."""
    one, other = _voices(a), _voices(b)
    return bool(one - other and other - one)


def _same_voices(by_value: dict[Any, list[Report]], value: Any, contrary: Callable[[Any, Any], bool]) -> set[str]:
    """The voices that give a value, or one that does not exclude it."""
    return _voices(report for other, reports in by_value.items() if other == value or not contrary(value, other) for report in reports)


def _differ(a: object, b: object) -> bool:
    return a != b


def _longer(a: str, b: str) -> bool:
    one, other = seconds(a), seconds(b)
    # Days are those of a visit, of which a talk is an hour.
    return one is not None and other is not None and one != other and max(one, other) < _DAY


def _other_day(a: tuple[str, str], b: tuple[str, str]) -> bool:
    return max(a[0], b[0]) > min(a[1], b[1])


def _other_rate(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    one, other = rate(*a[1:3]), rate(*b[1:3])
    if one is None or other is None or one == other:
        return False
    # “at least twice a week” allows for three times.
    low, high = (a, b) if one < other else (b, a)
    return bool(low[3] != "min" and high[3] != "max")


def _channel_of(report: Report) -> str | None:
    return report.channel if report.channel != "unspecified" else None


def _when_of(report: Report) -> tuple[str, str] | None:
    """The days, where the sentence that reports the contact says which day or week it was."""
    if not report.start or not report.end or not report.interval or report.interval[1] - report.interval[0] >= _LATEST:
        return None
    words = report.when_text or ""
    # A calendar day belongs to nothing else as easily as a weekday does.
    said = words.casefold() in report.sentence.casefold() if any(c.isdigit() for c in words) else _told_of(report, words)
    return (report.start[:10], report.end[:10]) if said else None


def _duration_of(report: Report) -> str | None:
    """How long it was, where words that report the contact say so."""
    return report.duration if _told_of(report, report.duration_text or "", _SENTENCE) else None


def _place_of(report: Report) -> str | None:
    """Where it was, where words that report the contact say so; who calls or writes is in two places, and “Memorial Day” is none."""
    if not report.place or report.channel in ("call", "message") or report.place in (report.when_text or ""):
        return None
    return report.place if _told_of(report, report.place) else None


def _told_of(report: Report, phrase: str, between: str = _CLAUSE) -> bool:
    """Whether a phrase stands in the clause of words that report the contact: elsewhere in a sentence it may tell of anything. True of no phrase."""
    sentence, phrase = report.sentence.casefold(), phrase.casefold()
    words = {word for word in report.trigger.casefold().split() if len(word) >= _WORD}
    told = "|".join(re.escape(word) for word in sorted(words))
    if not phrase or not told:
        return phrase in sentence
    there = re.escape(phrase)
    return (
        re.search(rf"\b(?:{told})\b{between}{there}|{there}{between}\b(?:{told})\b", sentence) is not None
        or re.search(rf"\b(?:{told})\b", phrase) is not None
    )


def _caller_of(report: Report) -> str | None:
    """Who made the approach, where the words that report the contact say so."""
    words = report.trigger.casefold().split()
    if report.channel in ("call", "meeting") and report.of_content:
        return None  # who asked for something in a call need not have called
    if report.channel == "message":
        return None  # a letter has its answer
    if (
        words
        and words[-1] in _NOUNS
        and not re.search(re.escape(report.trigger) + r"\s+(?:\S+\s+){0,2}?(?:from|to)\b", report.sentence, re.IGNORECASE)
    ):
        return None
    return report.caller


def _cadence_of(report: Report) -> tuple[Any, ...] | None:
    if not report.cadence_count or not report.cadence_period:
        return None
    return report.cadence_text, report.cadence_count, report.cadence_period, report.cadence_bound


# Fields of several parts, as JSON has them.
_NAMES: Final = {"when": ("start", "end"), "cadence": ("text", "count", "period", "bound")}
_COMPARED: Final[dict[str, tuple[Callable[[Report], Any], Callable[[Any, Any], bool]]]] = {
    "initiator": (_caller_of, _differ),
    "channel": (_channel_of, _differ),
    "when": (_when_of, _other_day),
    "duration": (_duration_of, _longer),
    "cadence": (_cadence_of, _other_rate),
    "place": (_place_of, other_place),
}
