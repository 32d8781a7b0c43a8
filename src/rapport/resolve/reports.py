"""One article's report of a contact, as it is compared with the reports of other articles.

Everything here derives from the article alone but `entity` (who is who) and `voice` (which articles are copies), so that a report changes only
where its article, its actors or its copies do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Final

from rapport.records import content_id
from rapport.resolve.names import name_words
from rapport.resolve.places import countries_in

# An interval up to so many days dates a contact (“last October”); a longer one only bounds it.
DATING: Final = 45
# Of a long list of guests the first few are looked up: 20 guests would be 190 pairs.
_LOOKED_UP: Final = 8
_WORD: Final = re.compile(r"[^\W_]+")
# Share of words from which sentences are one text with changes (Jaccard), and how many they share at least.
_NEAR: Final = 0.6
_NEAR_WORDS: Final = 4
# Words of news about contacts that tell no two of them apart.
_COMMON: Final = frozenset(
    """about above according added additional administration after again against agreed aide aides almost already also although always among another
    anyone around asked asking back because became been before began being below best better between both bring brought call called calling calls came
    chief city come comes could country currently days dealing democrat democratic democrats described despite different discuss discussed
    discussing discussion discussions does doing done down during each earlier early either email emails even evening ever every expected face
    fellow first five following former forward four friday from further gave general give given going government governor group hand have held
    help here high himself herself hold hosted hour hours house however including inside interview into invited issue issues itself just keep
    kept kind knew know known last late later lawyer lawyers leader leaders least left less letter like long look made make making many mayor
    maybe means meet meeting meetings member members message messages met might minister minutes monday month months more morning most much
    must national nearly need never news next night nothing office official officials often once only other others over part party people person
    phone phoned place plan planned president press private public publicly questions reached really recent recently repeatedly reporter
    reporters republican republicans right said same saturday says secretary senate senator sent several should shortly since some something soon
    source sources speak speaker speaking spent spoke spoken spokesman spokeswoman staff state states statement still such sunday take taken
    talk talked talking talks team tell telling text texted than that their them themselves then there these they thing things think third this
    those though three through thursday time times today together told tomorrow tonight took toward tuesday under united until upon used using very visit
    visited wanted ways wednesday week weekend weeks well went were what when where whether which while white whom whose will with within without
    word words work working would write writing written wrote year years yesterday your""".split()
)
# Words that report what was said in a contact.
_SAID: Final = frozenset(
    "ask asked asking asks tell told telling discuss discussed discussing consult consulted request requested promise promised offer offered urge urged "
    "pressure pressured press pressed demand demanded order ordered instruct instructed direct directed raise raised convey conveyed mention mentioned".split()
)

_NO: Final = frozenset(
    "not never no neither nor without didn't don't hasn't haven't hadn't wasn't weren't didn’t don’t hasn’t haven’t hadn’t wasn’t weren’t".split()
)

# Who has not heard back waits for an answer, and “nobody told him” is of nobody: neither denies what others report.
_UNHEARD: Final = frozenset("hear heard hearing nobody none".split())

_INVITES: Final = ("invit", "offer", "propos")

_KIN: Final = frozenset(
    "father mother dad mom parent parents son sons daughter daughters child children kids brother brothers sister sisters husband wife uncle aunt nephew niece cousin "
    "grandfather grandmother grandson granddaughter stepfather stepmother stepson stepdaughter".split()
)
_AFTER_SURNAMES: Final = frozenset("jr sr ii iii iv".split())


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who took part. `known` where the actor is one of the ledger, else it is of its article only; `name` is the article's."""

    entity: str
    name: str
    kind: str
    known: bool


@dataclass(frozen=True, slots=True)
class Voucher:
    """One link of a report's source chain. `speaks_for` is the entity that a spokesperson speaks for; `reports` whether its words tell of the contact, and do not
    only comment on one that is known."""

    kind: str
    entity: str | None = None
    name: str | None = None
    known: bool = False
    speaks_for: str | None = None
    via: str | None = None
    reports: bool = True


@dataclass(frozen=True)
class Report:
    """A contact as one article tells it. `outlet` printed it; `voice` is the article whose copy it is (itself where it is none), `own` that article's outlet;
    `tells` whether any of its words report it, and not all take it as known."""

    article: str
    contact: str
    channel: str
    status: str
    parties: tuple[Party, ...]
    confidence: float = 1.0
    outlet: str | None = None
    published: str | None = None
    voice: str = ""
    own: str | None = None
    initiator: str | None = None
    setting: str | None = None
    tone: str | None = None
    when_text: str | None = None
    start: str | None = None
    end: str | None = None
    duration_text: str | None = None
    duration: str | None = None
    cadence_text: str | None = None
    cadence_count: float | None = None
    cadence_period: str | None = None
    cadence_bound: str | None = None
    place: str | None = None
    topics: tuple[str, ...] = ()
    chain: tuple[Voucher, ...] = ()
    sentence: str = ""
    trigger: str = ""
    tells: bool = True

    @property
    def key(self) -> tuple[str, str]:
        return self.article, self.contact

    @cached_property
    def known(self) -> frozenset[str]:
        """The parties that other articles may name too."""
        return frozenset(party.entity for party in self.parties if party.known)

    @cached_property
    def persons(self) -> frozenset[str]:
        return frozenset(party.entity for party in self.parties if party.known and party.kind == "person")

    @cached_property
    def standing(self) -> str:
        """The status by which reports are compared: what is said to recur, on one day and in no rhythm, took place."""
        once = self.interval is not None and self.interval[0] == self.interval[1] and self.cadence_count is None
        return "happened" if self.status == "recurring" and once else self.status

    @property
    def of_content(self) -> bool:
        """Whether the words that report it tell what was said, more than that there was a contact: “never asked him to” denies no call."""
        return any(word in _SAID for word in _WORD.findall(self.trigger.casefold()))

    @property
    def negated(self) -> bool:
        """Whether the words that report it say that it did not happen (“has not asked”), whatever it was read as."""
        return any(word in _NO for word in re.findall(r"[^\W_]+(?:['’]t)?", self.trigger.casefold()))

    @property
    def unheard(self) -> bool:
        """Whether the words that report it tell of an answer that did not come (“never heard back”), or of nobody."""
        return any(word in _UNHEARD for word in _WORD.findall(self.trigger.casefold()))

    @property
    def invited(self) -> bool:
        """Whether the words that report it only invite to it, whatever it was read as."""
        words = _WORD.findall(self.trigger.casefold())
        return bool(words) and all(word.startswith(_INVITES) for word in words)

    @property
    def asked(self) -> bool:
        """Whether the words that report it stand in a question (“asked if they had spoken”), whatever it was read as."""
        first = re.escape(self.trigger.split(" ")[0]) if self.trigger else "$^"
        return re.search(rf"\b(?:if|whether)\b(?:\W+\w+){{0,4}}?\W+{first}\b", self.sentence, re.IGNORECASE) is not None

    @cached_property
    def caller(self) -> str | None:
        """The initiator, where other articles may name them too."""
        return self.initiator if self.initiator in self.known else None

    @cached_property
    def heads(self) -> frozenset[str]:
        """What those of this article only are called, by one word each: “negotiators for the city” are negotiators."""
        found = (described(party.name) for party in self.parties if not party.known)
        return frozenset(word for word in found if word)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries of those of this article only (“Turkish officials”)."""
        return frozenset(country for party in self.parties if not party.known for country in countries_in(party.name))

    @cached_property
    def kin(self) -> bool:
        """Whether a party is but somebody's relative (“his son”)."""
        return any(
            not party.known and _WORD.findall(party.name.casefold())[-1:] and _WORD.findall(party.name.casefold())[-1] in _KIN
            for party in self.parties
        )

    @cached_property
    def family(self) -> bool:
        """Whether two parties have one surname."""
        surnames = [_surname(party) for party in self.parties if party.known and party.kind == "person"]
        return len(set(surnames)) < len(surnames)

    @cached_property
    def interval(self) -> tuple[int, int] | None:
        """First and last day on which it may have been, as ordinals; an open end is the other one's day, as far as that says."""
        first, last = ordinal(self.start), ordinal(self.end)
        if first is None or last is None:
            return None
        return (first, last) if first <= last else (last, first)

    @cached_property
    def told(self) -> int | None:
        """The day of publication, as an ordinal."""
        return ordinal(self.published)

    @cached_property
    def day(self) -> int:
        """The day by which reports are put in order: of the contact where it is dated, else of publication; 0 where neither is known."""
        if self.interval and self.interval[1] - self.interval[0] <= DATING:
            return self.interval[0]
        return self.told or 0

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the sentence and the topics that may tell this contact from others: no names of its parties, and none that are frequent in news."""
        names = {word for party in self.parties for word in name_words(party.name, party.kind)}
        return content_words((self.sentence, *self.topics)) - names

    @property
    def told_by(self) -> str:
        """The article whose words these are, that of which its own is a copy or itself: copies are one voice."""
        return self.voice or self.article

    def signature(self, number: int = 0) -> str:
        """Equal for reports between which no comparison can tell a difference; `number` counts those of one article, which are never one."""
        parties = sorted((p.entity, p.name, p.kind) if p.known else ("", p.name, p.kind) for p in self.parties)
        told = self.published and self.published[:10]
        fields = (self.channel, self.status, self.standing, self.caller, self.start, self.end, told, self.duration, self.place, self.own)
        chain = [(v.kind, v.entity if v.known else v.name, v.via) for v in self.chain]
        return content_id("report", self.told_by, parties, fields, sorted(self.words), chain, number)


def took_part(parties: Iterable[Party], chain: Iterable[Voucher]) -> tuple[Party, ...]:
    """The parties without the outlets that a report cites, which a slip of reading takes for one; at least two stay."""
    told = tuple(parties)
    cited = {link.entity for link in chain if link.kind == "outlet"}
    kept = tuple(party for party in told if party.entity not in cited)
    return kept if len(kept) > 1 else told


def ordinal(day: str | None) -> int | None:
    """An ISO date or date-time as the number of its day; none for what is no full date."""
    try:
        return date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return None


def _surname(party: Party) -> str:
    words = [word for word in name_words(party.name, party.kind) if word not in _AFTER_SURNAMES]
    return words[-1] if words else ""


def content_words(texts: Iterable[str]) -> frozenset[str]:
    """Words of four letters and more that are not frequent in news about contacts, and numbers of two digits and more."""
    found = (word for text in texts for word in _WORD.findall(text.casefold()))
    return frozenset(word for word in found if word not in _COMMON and (len(word) > 3 or (len(word) > 1 and word.isdigit())))


def alike_words(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether the words of two reports are those of one text with changes."""
    shared = len(a & b)
    return shared >= _NEAR_WORDS and shared >= _NEAR * len(a | b)


def described(description: str) -> str:
    """The word by which an unnamed party is known: the last before “of”, “for”, “in” and the like (“two of his aides” → aides)."""
    words = _WORD.findall(description.casefold())
    if len(words) > 2 and words[1] == "of" and words[0] in {"one", "two", "three", "four", "some", "several", "many", "both", "all", "members"}:
        words = words[2:]
    for at, word in enumerate(words):
        if at and word in {"of", "for", "from", "in", "at", "to", "with", "who", "on", "close", "familiar", "and", "or", "representing", "involved"}:
            words = words[:at]
            break
    return words[-1] if words and len(words[-1]) > 3 else ""


def blocks(report: Report) -> list[str]:
    """Where reports of the same contact meet: one block for each pair of parties, of a party with those that have no name, and of one with a relative."""
    known = sorted(report.known)[:_LOOKED_UP]
    pairs = {"|".join(pair) for pair in combinations(known, 2)}
    akin = known if report.kin or report.family else []
    return sorted(pairs | {f"{entity}|~{word}" for entity in known for word in sorted(report.heads)[:2]} | {f"{entity}|~~kin" for entity in akin})
