"""On whose word an entry rests: the distinct ends of the chains of its reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapport.resolve.names import name_words
from rapport.resolve.outlets import Outlets
from rapport.resolve.reports import Report, Voucher, alike_words, described

# Kinds of sources that can be held to what they say.
NAMED: Final = frozenset({"named", "spokesperson"})
_ORDER: Final = ("named", "spokesperson", "document", "poll", "unnamed", "outlet")
# Of so many reports, who is named by fewer than this share of them took no part.
_FEW: Final = 4
_ODD: Final = 0.25
# Of so many voices, whom one alone cites; and how many passages of an outlet are told apart.
_CROWD: Final = 12
_PASSAGES: Final = 8
# Who writes down or prints what others did; everyone else may only comment on it.
_RECORDS: Final = frozenset({"document", "outlet"})
# Days, months and shares are read as sources where the real one is not (“a transcript released Wednesday”, “only 40 percent said”).
_NO_SOURCE: Final = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|today|yesterday|tomorrow)s?"
    r"|.*(?:\bper ?cent\b|%).*",
    re.IGNORECASE,
)
# One who goes by a description of his own (“the whistleblower”) is one whoever writes of him. These many may be called so: each article has its own.
_ANYONE: Final = frozenset(
    """source sources official officials person people insider insiders aide aides adviser advisers advisor advisors ally allies associate associates staffer
    staffers lawmaker lawmakers diplomat diplomats expert experts critic critics supporter supporters member members someone somebody witness witnesses
    friend friends individual individuals authorities investigators prosecutors lawyer lawyers attorney attorneys reporter reporters democrat democrats
    republican republicans others""".split()
)
_DEFINITE: Final = re.compile(r"the\s", re.IGNORECASE)
_MANY: Final = re.compile(r"(?:two|three|four|five|six|several|some|many|most|other|both|few|multiple)\b", re.IGNORECASE)
# Documents of which one contact has one, whoever quotes from it.
_RECORD_OF: Final = frozenset("memo memorandum transcript transcripts letter complaint summary readout recording affidavit indictment".split())


@dataclass(frozen=True, slots=True)
class Origin:
    """The end of a chain. `entity` of someone whom the ledger knows (for a spokesperson: whom they speak for), else `name`, the words for them; `via` the outlet that got it."""

    kind: str
    entity: str | None = None
    name: str | None = None
    via: str | None = None

    @property
    def named(self) -> bool:
        return self.kind in NAMED


def end_of(report: Report) -> Origin:
    """The far end of a report's chain: the article's own outlet where there is none."""
    return _end(report.chain, report.own)


def _end(chain: Sequence[Voucher], own: str | None) -> Origin:
    if not chain:
        return Origin("outlet", name=own)
    last = chain[-1]
    # Who got it: the outlet that the nearest link names, for it stands in this article and no other.
    via = next((link.via for link in reversed(chain) if link.via), None)
    if last.kind == "outlet":
        return Origin("outlet", name=last.via or last.name)
    if last.kind == "spokesperson" and (last.speaks_for or last.entity):
        return Origin(last.kind, last.speaks_for or last.entity)
    if last.known and last.kind != "unnamed":
        return Origin(last.kind, last.entity)
    return Origin(last.kind, name=last.name, via=via or own)


def _is_source(link: Voucher, present: Collection[str]) -> bool:
    """Whether a link of a chain can be where a report comes from: a poll and a day cannot, and who only comments on a contact that is known is
    none either. Who took part speaks of what they did, and what records it tells of it."""
    if link.kind == "poll" or _NO_SOURCE.fullmatch(link.name or link.via or ""):
        return False
    return link.reports or link.kind in _RECORDS or link.entity in present or link.speaks_for in present


def source_of(report: Report, present: Collection[str] | None = None) -> Origin | None:
    """Where a report comes from: the far end of its chain, commentators left out; null where nobody tells of the contact and the article takes it as known.

    `present` are those who took part, where other reports say so too; else the report's own parties.
    """
    there = {party.entity for party in report.parties} if present is None else present
    chain = tuple(link for link in report.chain if _is_source(link, there))
    return _end(chain, report.own) if chain or report.tells else None


def _present(reports: Sequence[Report]) -> frozenset[str]:
    """Who took part: everyone of few reports, of more those whom several of them name."""
    told = Counter(entity for report in reports for entity in {party.entity for party in report.parties})
    least = 1 if len(reports) < _FEW else _ODD * len(reports)
    return frozenset(entity for entity, times in told.items() if times >= least)


def origins(reports: Iterable[Report]) -> tuple[Origin, ...]:
    """The independent sources of an entry, named ones first.

    A named source is one whoever prints it; so are a spokesperson's words for one principal, a public document, and one whom articles call by a description
    of his own (“the whistleblower”). Other unnamed people of one outlet are one. An outlet that is only cited, and tells of the contact itself too, is no
    source beside its own: its report's are counted. Who only comments on the contact is none, nor is an article that only refers to it, where others tell of it.
    An outlet that says in one article where it has it from is no source beside that one in another, and a passage that it prints again is one voice. Of many
    voices, someone who took no part and whom one alone cites comments on what is known.
    """
    listed = sorted(reports, key=lambda report: (report.published or "9999", report.key))
    there = _present(listed)
    found = {report.key: end for report in listed if (end := source_of(report, there))} or {report.key: end_of(report) for report in listed}
    aside = _commentators(listed, found, there)
    told = _once([report for report in listed if report.key in found and report.key not in aside])
    outlets = Outlets(name for end in found.values() for name in (end.name if end.kind == "outlet" else None, end.via) if name)
    own = {outlets.called(report.own) for report in told if report.own}
    sourced = {
        outlets.called(report.own)
        for report in told
        if report.own and report.chain and report.chain[-1].reports and not _by_itself(found[report.key], report.own, outlets)
    }
    singled = _singled_out(found.values())
    kept: dict[tuple[str | None, ...], Origin] = {}
    for report in told:
        end = found[report.key]
        name, via = (outlets.called(end.name), None) if end.kind == "outlet" else (end.name, outlets.called(end.via))
        if end.kind == "outlet" and name in (sourced if _by_itself(end, report.own, outlets) else own):
            continue
        key = _key(report, end, name, via, singled)
        kept.setdefault(key, Origin(end.kind, end.entity, name, None if key[0] == "one" else via))
    if not kept:
        # Outlets that cite each other, and nobody else.
        kept[()] = Origin("outlet", name=outlets.called(told[0].own))
    return tuple(sorted(kept.values(), key=_rank))


def _by_itself(end: Origin, own: str | None, outlets: Outlets) -> bool:
    """Whether an outlet tells of a contact in its own voice."""
    return end.kind == "outlet" and outlets.called(end.name) == outlets.called(own)


def _commentators(listed: Sequence[Report], found: Mapping[tuple[str, str], Origin], there: Collection[str]) -> set[tuple[str, str]]:
    """Of many voices, the reports whose source took no part, has a name, and is no other voice's."""
    told = [report for report in listed if report.key in found]
    voices: dict[str, set[str]] = {}
    for report in told:
        if found[report.key].named:
            voices.setdefault(_whose(found[report.key]), set()).add(report.told_by)
    if len({report.told_by for report in told}) < _CROWD:
        return set()
    aside = {report.key for report in told if (end := found[report.key]).named and end.entity not in there and len(voices[_whose(end)]) == 1}
    return aside if len(aside) < len(told) else set()


def _whose(end: Origin) -> str:
    return end.entity or end.name or ""


def _once(reports: Iterable[Report]) -> list[Report]:
    """Reports without those by which an outlet prints a passage again; of an outlet the first few passages are looked at."""
    passages: dict[str, list[frozenset[str]]] = {}
    kept = []
    for report in reports:
        before = passages.setdefault(report.own or report.told_by, [])
        if not any(alike_words(report.words, words) for words in before):
            kept.append(report)
            if len(before) < _PASSAGES:
                before.append(report.words)
    return kept


def _singled_out(ends: Iterable[Origin]) -> frozenset[str]:
    """The words by which someone without a name is known to several articles: “the whistleblower”, then “a whistleblower” is the same."""
    names = (end.name or "" for end in ends if end.kind == "unnamed" and not end.entity)
    heads = {described(name) for name in names if _DEFINITE.match(name)}
    return frozenset(heads - _ANYONE - {""})


def _key(report: Report, end: Origin, name: str | None, via: str | None, singled: frozenset[str]) -> tuple[str | None, ...]:
    """What two origins that are one have in common."""
    if end.entity:
        return end.kind, end.entity
    head = described(name or "")
    if (end.kind == "unnamed" and head in singled and not _MANY.match(name or "")) or (end.kind == "document" and head in _RECORD_OF):
        return "one", end.kind, head
    if end.kind in ("unnamed", "document"):
        return end.kind, via or report.told_by
    if end.kind == "outlet":
        return end.kind, name or report.told_by
    return end.kind, " ".join(name_words(name or "", "organization")), None if name else via


def _rank(origin: Origin) -> tuple[object, ...]:
    return _ORDER.index(origin.kind), origin.entity or "", origin.name or "", origin.via or ""


def vouched(report: Report) -> int:
    """How well a report is sourced, best first: 0 by someone named or a document, 1 by unnamed people, 2 by nobody but an outlet, 3 where it only refers to it."""
    end = source_of(report)
    if end is None:
        return 3
    return 0 if end.named or end.kind == "document" else 1 if end.kind == "unnamed" else 2
