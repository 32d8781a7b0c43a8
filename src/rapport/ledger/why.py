"""Why two names are one and the same to a ledger, or are not: the evidence that was weighed, with the values used."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapport.errors import UnknownName
from rapport.ledger import leaders, ruled
from rapport.ledger.people import PAIRS, People
from rapport.ledger.results import Jsonable
from rapport.ledger.signing import block_rows, known_people
from rapport.resolve.evidence import JOIN, SURE, Profile, Reason, Score, Weighed, compare, weigh
from rapport.resolve.forms import bears, form_of
from rapport.resolve.identity import Counted, Persons, persons
from rapport.resolve.leaders import Office, described_office
from rapport.resolve.names import name_key
from rapport.resolve.signatures import Signature


@dataclass(frozen=True)
class Meant(Jsonable):
    """Who the actors of a name are: an entity with its id, and how many articles’ actors of that name it has. `id` is empty for those who stay of
    their article."""

    name: str
    id: str
    actors: int


@dataclass(frozen=True)
class Weight(Jsonable):
    """One piece of evidence: what it is about, the values compared, and its log-weight (above 0 speaks for one and the same)."""

    about: str
    one: str
    other: str
    weight: float


@dataclass(frozen=True)
class Candidate(Jsonable):
    """Whom a short name may mean (an empty name: someone unknown), with its share of all candidates and the evidence."""

    name: str
    share: float
    weights: tuple[Weight, ...]


@dataclass(frozen=True)
class Why(Jsonable):
    """`same` is whether most actors of the two names are one entity; of a description by office and place, most of those that are anyone's: where its
    article names someone who held it, it stays of its article. `weights` compare two full names, which are one from `needed` on; `candidates`
    are those of the shorter name, as it is most often used, of whom one must have the share `needed`."""

    a: str
    b: str
    same: bool
    a_means: tuple[Meant, ...]
    b_means: tuple[Meant, ...]
    rulings: tuple[str, ...] = ()
    weights: tuple[Weight, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    needed: float = 0.0


def why(db: sqlite3.Connection, people: People, a: str, b: str) -> Why:
    """Compare two names. Raises UnknownName where no actor is called so, AmbiguousName where a name that is nobody’s exact one fits several."""
    described = described_office(a.strip()), described_office(b.strip())
    if one_office := described[0] or described[1]:
        return _leader(db, people, a, b, one_office, first=described[0] is not None)
    one, other = _form(db, people, a), _form(db, people, b)
    sides = _means(db, one), _means(db, other)
    same = bool(sides[0] and sides[1]) and sides[0][0].id == sides[1][0].id != ""
    rulings = _rulings(db, one, other)
    blocks = [
        row[0] for form in (one, other) for row in db.execute("SELECT block FROM identity_signatures WHERE form = ? ORDER BY 1 DESC LIMIT 1", (form,))
    ]
    if one == other:
        return Why(a, b, same, *sides, rulings, (Weight("both names have one form", one, other, 9.0),), needed=JOIN)
    person = [block for block in blocks if block.startswith("p:")]
    if len(person) < 2:
        return Why(a, b, same, *sides, rulings, (Weight("names of organizations and places go by their form", one, other, 0.0),), needed=JOIN)
    rows, _ = block_rows(db, person[0], {})
    found = persons(rows, known_people(db))
    short = next((form for form in (one, other) if " " not in form or form in found.torn), None)
    if short is not None:
        block = next(block for form, block in zip((one, other), person, strict=False) if form == short)
        rows, _ = block_rows(db, block, {})
        weighed = _candidates(rows, persons(rows, known_people(db)), short)
        return Why(a, b, same, *sides, rulings, candidates=tuple(_candidate(db, w) for w in weighed), needed=SURE)
    return Why(a, b, same, *sides, rulings, _shown(_full(rows, one, other)), needed=JOIN)


def _leader(db: sqlite3.Connection, people: People, a: str, b: str, office: Office, *, first: bool) -> Why:
    """Compare a description that names someone by an office and a place with another name."""
    called = leaders.described(db, office)
    other = described_office((b if first else a).strip())
    of_other = _called_so(db, leaders.described(db, other)) if other else _means(db, _form(db, people, b if first else a))
    mine = _called_so(db, called)
    same = bool(mine and of_other) and mine[0].id == of_other[0].id != ""
    weights = tuple(
        _held(db, office, meant, [item for item in called if leaders.told(db, office, item.day).entity == meant.id]) for meant in mine if meant.id
    )
    nobody = Weight("no other article of about the time says who held it, or several do", f"{office.title} of {office.place}", "", 0.0)
    sides = (mine, of_other) if first else (of_other, mine)
    return Why(a, b, same, *sides, (), weights or (nobody,), needed=leaders.SHARE)


def _called_so(db: sqlite3.Connection, called: Sequence[leaders.Described]) -> tuple[Meant, ...]:
    """Who those are whom articles call by a description; those who stay of their article together, without an id."""
    pairs = json.dumps([[item.article, item.actor] for item in called])
    query = (
        f"SELECT CASE WHEN m.entity = m.actor THEN '' ELSE e.name END AS called, CASE WHEN m.entity = m.actor THEN '' ELSE m.entity END AS meant, count(*) AS times "
        f"FROM {PAIRS.format('?')} AS k CROSS JOIN members AS m ON m.article = k.article AND m.actor = k.id LEFT JOIN entities AS e ON e.id = m.entity "
        "GROUP BY called, meant ORDER BY meant = '', times DESC, called, meant"
    )
    return tuple(Meant(*row) for row in db.execute(query, (pairs,)))


def _held(db: sqlite3.Connection, office: Office, meant: Meant, called: Sequence[leaders.Described]) -> Weight:
    """That articles of about the time say of someone that they held an office: in how many, of those that say so of anyone."""
    told = [leaders.told(db, office, item.day) for item in called]
    most = max(told, key=lambda found: found.of, default=leaders.Told("", 0, 0))
    about = f"office and place, as articles within {leaders.NEAR} days have it"
    return Weight(
        about, f"{office.title} of {office.place}", f"{meant.name}: {most.articles} of {most.of} articles", round(most.articles / max(most.of, 1), 2)
    )


def _form(db: sqlite3.Connection, people: People, name: str) -> str:
    """The form of a name: its own where any actor is called exactly so, else the usual one of whom it means."""
    bare = name.strip(' "“”„')
    for kind in ("person", "organization"):
        form = form_of(name_key(bare, kind), kind)
        if form and db.execute("SELECT 1 FROM identity_signatures WHERE form = ? LIMIT 1", (form,)).fetchone():
            return form
    group = people.called(name).group
    row = db.execute("SELECT form FROM identity_signatures WHERE key = ? ORDER BY count DESC, form LIMIT 1", (group.key,)).fetchone()
    if row is None:
        raise UnknownName(name)
    return str(row[0])


def _means(db: sqlite3.Connection, form: str) -> tuple[Meant, ...]:
    query = (
        "SELECT coalesce(e.name, ''), s.entity, sum(s.count) FROM identity_signatures AS s LEFT JOIN entities AS e ON e.id = s.entity "
        "WHERE s.form = ? GROUP BY s.entity ORDER BY 3 DESC, 1, 2"
    )
    return tuple(Meant(*row) for row in db.execute(query, (form,)))


def _rulings(db: sqlite3.Connection, one: str, other: str) -> tuple[str, ...]:
    """What people have said of either form, in words."""
    said = []
    for ruling, one_key, one_kind, _, other_key, other_kind, _, name in db.execute(ruled.RULINGS):
        forms = {form_of(key, kind) for key, kind in ((one_key, one_kind), (other_key, other_kind)) if key}
        if forms & {one, other}:
            said.append(
                f"“{one_key}” is called {name}"
                if ruling == "name"
                else f"“{one_key}” and “{other_key}” are {'one' if ruling == 'same' else 'not one'}"
            )
    return tuple(said)


def _full(rows: list[Counted], one: str, other: str) -> Score:
    profiles: dict[str, Profile] = defaultdict(Profile)
    for _, signature, count in rows:
        if not signature.single:
            profiles[signature.form].add(signature, count)
    bearers = sum(profile.count for form, profile in profiles.items() if bears(form))
    return compare(one, other, profiles[one], profiles[other], bearers)


def _candidates(rows: list[Counted], found: Persons, short: str) -> list[Weighed]:
    """The four likeliest for a short name, as most of its actors are told of."""
    mine: list[tuple[int, Signature]] = [(count, signature) for _, signature, count in rows if signature.form == short]
    if not mine:
        return []
    usual = max(mine, key=lambda pair: (pair[0], not pair[1].titles, pair[1]))[1]
    return weigh(usual, found.field(usual), found.known)[:4]


def _candidate(db: sqlite3.Connection, weighed: Weighed) -> Candidate:
    row = db.execute("SELECT name FROM identity_signatures WHERE form = ? ORDER BY count DESC, name LIMIT 1", (weighed.form,)).fetchone()
    return Candidate(row[0] if row and weighed.form else "", round(weighed.share, 4), _shown(weighed.score))


def _shown(score: Score) -> tuple[Weight, ...]:
    return tuple(_weight(reason) for reason in score.reasons)


def _weight(reason: Reason) -> Weight:
    return Weight(reason.about, reason.one, reason.other, round(reason.weight, 2))
