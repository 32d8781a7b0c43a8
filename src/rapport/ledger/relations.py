"""How a relationship went, who deals with whom, and what nothing has settled: questions over what is known across articles."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from rapport.ledger.conditions import last_day
from rapport.ledger.filters import Filters
from rapport.ledger.relation_results import Course, Shown, Stretch, Tie, TurningPoint
from rapport.ledger.rows import dated
from rapport.records import TOOK_PLACE
from rapport.resolve.outlets import Outlets
from rapport.resolve.relations import Period, Sign, Turn, one_tone, one_voice, told, turns

# What a sign weighs beside a stance: praise and criticism are acts toward someone, the tone of a contact is of both and only told. A stance that is no
# word of its holder is mostly an act or an accusation (“pressured”), and of a statement about several one does not know whom it praises.
_OF_STATEMENT: Final = 0.8
_OF_CONTACT: Final = 0.6
_ONLY_TOLD: Final = 0.5
_SHARED: Final = 12  # topics and third parties shown
# How surely a stance that is only told is read, where it may stand alone; it weighs more then.
_FIRMLY: Final = 0.9
_FIRMLY_TOLD: Final = 0.8
FIRM: Final = f"(s.own OR (s.kind = 'stance' AND s.confidence >= {_FIRMLY}))"  # which signs AS s may be firm: own words are where they are read twice to the same end
# What is only said to be of a year may be of any day of it: it tells neither before nor after. A season is near enough.
_VAGUE: Final = (
    "EXISTS (SELECT 1 FROM {0}_now AS r WHERE r.article = s.article AND r.id = s.record AND r.when_start IS NOT NULL "
    "AND coalesce(r.when_end, '9') > date(r.when_start, '+92 days'))"
)
PRECISE: Final = f"(s.day NOT LIKE '%-01-01' OR NOT iif(s.kind = 'stance', {_VAGUE.format('stances')}, {_VAGUE.format('statements')}))"
_SIGNS: Final = (
    "SELECT s.day, s.record, coalesce(c.original, s.article), s.holder, s.friendly, s.confidence, s.kind, a.outlet, s.own FROM signs AS s "
    f"JOIN articles AS a ON a.id = s.article LEFT JOIN copies AS c ON c.article = s.article WHERE s.one = min(:a, :b) AND s.other = max(:a, :b) AND {PRECISE}"
)
_ENTRIES: Final = (
    "SELECT e.id, e.date, e.when_start, e.when_end, e.tone, e.status, e.channel, e.confidence, e.articles, e.outlets, e.shown, e.shown_article FROM entry_parties AS p CROSS JOIN entry_parties AS q ON q.entry = p.entry AND q.entity = :other JOIN entries AS e ON e.id = p.entry "
    "WHERE p.entity = :one ORDER BY e.date IS NULL, e.date, e.id"
)

_FEWEST: Final = "SELECT id FROM entities WHERE id IN (?, ?) ORDER BY articles, id LIMIT 1"
# By day and tone, what all signs of two weigh, as `_sign` weighs them and `one_voice` counts them.
_WEIGHTS: Final = (
    "SELECT z.day, z.friendly, sum(z.weight) FROM (SELECT s.day, s.friendly, s.holder, coalesce(c.original, s.article) AS voice, max(s.confidence "
    f"* iif(s.kind = 'statement', {_OF_STATEMENT}, 1.0) * CASE WHEN s.own THEN 1.0 WHEN s.kind = 'stance' AND s.confidence >= {_FIRMLY} THEN {_FIRMLY_TOLD} ELSE {_ONLY_TOLD} END"
    f") AS weight FROM signs AS s LEFT JOIN copies AS c ON c.article = s.article WHERE s.one = min(:a, :b) AND s.other = max(:a, :b) AND {PRECISE} GROUP BY 1, 2, 3, 4) AS z GROUP BY 1, 2"
)


def steady(db: sqlite3.Connection, a: str, b: str) -> bool:
    """Whether two entities have clearly stood one way all along, so that there is no turn to look for: asked of sums by day, a tenth of what the signs take."""
    days: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for day, friendly, weight in db.execute(_WEIGHTS, {"a": a, "b": b}):
        days[day][friendly] += weight
    for sign in one_voice(_of_contact(row, _shown_in(db, row)[0], "") for row in _between(db, a, b) if _shows_tone(row)):
        days[sign.date][sign.friendly] += sign.weight
    return one_tone([(hostile, friendly) for _, (hostile, friendly) in sorted(days.items())])


def signs(db: sqlite3.Connection, a: str, b: str, entries: Sequence[sqlite3.Row] | None = None) -> list[Sign]:
    """What two entities hold of each other, as signs with a date; copies of one text are one voice. `entries` are those of the two, where these are at hand."""
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples: of two a ledger has thousands
    said = cursor.execute(_SIGNS, {"a": a, "b": b}).fetchall()
    met = _between(db, a, b) if entries is None else entries
    toned = [(row, *_shown_in(db, row)) for row in met if _shows_tone(row)]
    outlets = Outlets(outlet for outlet in (*(row[7] for row in said), *(outlet for _, _, outlet in toned)) if outlet)
    called = {outlet: outlets.called(outlet) or "" for outlet in {row[7] for row in said} | {outlet for _, _, outlet in toned}}
    # Of the pair as it is kept the first may be the second here.
    found = [_sign(row, called[row[7]], swapped=a > b) for row in said]
    return one_voice(found + [_of_contact(row, article, called[outlet]) for row, article, outlet in toned])


def _sign(row: Sequence[Any], outlet: str, *, swapped: bool) -> Sign:
    day, key, article, holder, friendly, confidence, kind, _, own = row
    firm = kind == "stance" and confidence >= _FIRMLY
    weight = confidence * (_OF_STATEMENT if kind == "statement" else 1.0) * (1.0 if own else _FIRMLY_TOLD if firm else _ONLY_TOLD)
    return Sign(day, key, article, 1 - holder if swapped else holder, bool(friendly), weight, kind, outlet, bool(own), firm)


def _shows_tone(row: sqlite3.Row) -> bool:
    """What one report says of the tone of a contact is no sign of how the two stand, and neither is a contact that nobody dates."""
    return bool(row["tone"]) and row["outlets"] > 1 and dated(row)


def _shown_in(db: sqlite3.Connection, row: sqlite3.Row) -> tuple[str, str | None]:
    """The article whose voice the shown report of a contact is, and its outlet."""
    query = "SELECT coalesce(c.original, a.id), a.outlet FROM articles AS a LEFT JOIN copies AS c ON c.article = a.id WHERE a.id = ?"
    article, outlet = db.execute(query, (row["shown_article"],)).fetchone()
    return article, outlet


def _of_contact(row: sqlite3.Row, article: str, outlet: str) -> Sign:
    weight = row["confidence"] * _OF_CONTACT
    return Sign(row["date"], row["id"], article, None, row["tone"] == "friendly", weight, "contact", outlet, own=False, firm=False)


def _between(db: sqlite3.Connection, a: str, b: str) -> list[sqlite3.Row]:
    # From the contacts of the one who is in fewer articles.
    first = db.execute(_FEWEST, (a, b)).fetchone()
    one, other = (b, a) if first and first[0] == b else (a, b)
    return db.execute(_ENTRIES, {"one": one, "other": other}).fetchall()


def went(db: sqlite3.Connection, a: str, b: str, without: Collection[str] = ()) -> list[Period]:
    """The stretches of two entities together, `without` what some articles tell."""
    met = [row for row in _between(db, a, b) if row["shown_article"] not in without]
    return told((sign for sign in signs(db, a, b, met) if sign.article not in without), _days(met))


def _days(entries: Iterable[sqlite3.Row]) -> list[str]:
    """When contacts took place."""
    return [row["date"] for row in entries if row["status"] in TOOK_PLACE and dated(row)]


def course(db: sqlite3.Connection, a: str, b: str, names: tuple[str, str], only: Collection[str] | None = None) -> Course:
    """How the relationship of two entities went; `names` are how the two are called. `only` are the ids of the entries that it may rest on, null for all."""
    met = _between(db, a, b)
    found = [sign for sign in signs(db, a, b, met) if only is None or sign.id in only]
    entries = [row for row in met if only is None or row["id"] in only]
    together = told(found, _days(entries))
    each = [told(sign for sign in found if sign.holder == number) for number in (0, 1)]
    points = [_point(db, turn, None, names, entries) for turn in turns(together)]
    points += [_point(db, turn, name, names, entries) for name, of in zip(names, each, strict=True) for turn in turns(of)]
    took_place = [entry for entry in entries if entry["status"] in TOOK_PLACE]
    of_a, of_b = (tuple(_stretch(db, p) for p in of) for of in each)
    months = Counter(entry["date"][:7] for entry in took_place if dated(entry))
    return Course(
        stretches=tuple(_stretch(db, p) for p in together),
        of_a=of_a,
        of_b=of_b,
        turning_points=tuple(_distinct(points)),
        channels=_ranked(entry["channel"] for entry in took_place),
        months=dict(sorted(months.items())),
        topics=_topics(db, entries),
        others=_others(db, a, b),
        mixed={}
        if together or not found
        else {tone: tuple(s.id for s in found if s.friendly == (tone == "friendly")) for tone in ("friendly", "hostile")},
    )


def _ranked(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))


def _distinct(points: list[TurningPoint]) -> list[TurningPoint]:
    """In order of time; a turn of one of them that is the turn of both is told once."""
    both = {(point.tone, point.by) for point in points if point.of is None}
    return sorted((p for p in points if p.of is None or (p.tone, p.by) not in both), key=lambda p: (p.by, p.of or ""))


def _stretch(db: sqlite3.Connection, period: Period) -> Stretch:
    return Stretch(
        period.tone,
        period.since,
        period.until,
        len(period.signs),
        tuple(_shown(db, sign) for sign in period.against),
        tuple(s.id for s in period.signs),
    )


def _point(db: sqlite3.Connection, turn: Turn, of: str | None, names: tuple[str, str], entries: Sequence[sqlite3.Row]) -> TurningPoint:
    # Of the contacts between, the one that most articles tell of: no sign of either tone is what came between them.
    signs_ = {sign.id for sign in (*turn.before, *turn.since)}
    between = [e for e in entries if e["status"] in TOOK_PLACE and dated(e) and turn.after <= e["date"] <= turn.by and e["id"] not in signs_]
    contact = _entry_shown(db, max(between, key=lambda e: (e["articles"], e["date"], e["id"]))) if between else None
    before, since = (tuple(_of_whom(_shown(db, sign), sign, names) for sign in part) for part in (turn.before, turn.since))
    return TurningPoint(of, turn.tone, turn.after, turn.by, before, since, contact, turn.articles[1], turn.articles[0])


def _of_whom(shown: Shown, sign: Sign, names: tuple[str, str]) -> Shown:
    """What a sign rests on, with whose attitude it shows."""
    tone = "friendly" if sign.friendly else "hostile"
    if sign.holder is None:
        return replace(shown, tone=tone)
    return replace(shown, tone=tone, holder=names[sign.holder], toward=names[1 - sign.holder])


def evidence_words(db: sqlite3.Connection, article: str, record: str) -> str:
    """The first sentence, or what was said, that a record rests on."""
    query = "SELECT text FROM evidence WHERE article = ? AND record = ? AND role IN ('sentence', 'content') ORDER BY role DESC, position LIMIT 1"
    row = db.execute(query, (article, record)).fetchone()
    return str(row[0]) if row else ""


def _shown(db: sqlite3.Connection, sign: Sign) -> Shown:
    if sign.kind == "contact":
        return _entry_shown(db, db.execute("SELECT * FROM entries WHERE id = ?", (sign.id,)).fetchone())
    table = "stances" if sign.kind == "stance" else "statements"
    article, outlet = db.execute(
        f"SELECT s.article, a.outlet FROM {table} AS s JOIN articles AS a ON a.id = s.article WHERE s.id = ?", (sign.id,)
    ).fetchone()
    return Shown(sign.id, sign.kind, sign.date, outlet, evidence_words(db, article, sign.id))


def _entry_shown(db: sqlite3.Connection, entry: sqlite3.Row) -> Shown:
    outlet = db.execute("SELECT outlet FROM articles WHERE id = ?", (entry["shown_article"],)).fetchone()[0]
    return Shown(entry["id"], "contact", entry["date"], outlet, evidence_words(db, entry["shown_article"], entry["shown"]))


def _topics(db: sqlite3.Connection, entries: Sequence[sqlite3.Row]) -> dict[str, int]:
    """What the contacts were about, each topic once an entry, as most often written."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    query = (
        "SELECT t.topic, count(DISTINCT r.entry) FROM json_each(?) AS k CROSS JOIN entry_reports AS r ON r.entry = k.value "
        "CROSS JOIN contact_topics AS t ON t.article = r.article AND t.contact = r.contact GROUP BY 1"
    )
    for topic, number in db.execute(query, (json.dumps([entry["id"] for entry in entries]),)):
        found[topic.casefold()][topic] += number
    ranked = sorted(found, key=lambda key: (-found[key].total(), key))[:_SHARED]
    return {min(found[key], key=lambda t: (-found[key][t], t)): found[key].total() for key in ranked}


def _others(db: sqlite3.Connection, a: str, b: str) -> dict[str, int]:
    """Who deals with both, by the smaller number of contacts with either that took place."""
    ties = "(SELECT other AS id, took_place FROM ties WHERE one = {0} UNION ALL SELECT one, took_place FROM ties WHERE other = {0})"
    query = (
        f"SELECT x.name, tied.took_place AS one, q.took_place AS other FROM {ties.format(':one')} AS tied CROSS JOIN {ties.format(':other')} AS q ON q.id = tied.id "
        "CROSS JOIN entities AS x ON x.id = tied.id AND x.key IS NOT NULL WHERE one > 0 AND other > 0 ORDER BY min(one, other) DESC, x.name LIMIT :limit"
    )
    return {name: min(one, other) for name, one, other in db.execute(query, {"one": a, "other": b, "limit": _SHARED})}


def network(db: sqlite3.Connection, filters: Filters, of: str | None = None) -> list[Tie]:
    """Who deals with whom, the strongest ties first; only actors that have a name. `of` keeps the ties of one entity, `filters.limit` the first so many."""
    if filters == Filters(filters.actor, filters.with_, limit=filters.limit, offset=filters.offset):
        one = "(SELECT * FROM ties WHERE one = :of UNION ALL SELECT * FROM ties WHERE other = :of)"
        return _kept(db, "ties" if of is None else one, {"of": of}, filters.limit, filters.offset)
    parts, values = entry_conditions(filters)
    if of is not None:
        parts.append("(p.entity = :of OR q.entity = :of)")
        values["of"] = of
    query = (
        "SELECT x.name, y.name, x.kind, y.kind, p.entity, q.entity, e.channel, e.status, e.date, e.confidence FROM entries AS e "
        "CROSS JOIN entry_parties AS p ON p.entry = e.id CROSS JOIN entry_parties AS q ON q.entry = e.id AND q.entity > p.entity "
        "JOIN entities AS x ON x.id = p.entity AND x.key IS NOT NULL JOIN entities AS y ON y.id = q.entity AND y.key IS NOT NULL "
        f"WHERE {' AND '.join(parts)}"
    )
    ties: dict[tuple[str, str], list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute(query, values):
        ties[row[4], row[5]].append(row)
    found = [_tie(rows) for rows in ties.values()]
    found.sort(key=lambda tie: (-tie.weight, -tie.contacts, tie.a, tie.b))
    return found[filters.offset :][: filters.limit]


_KEPT: Final = (
    "SELECT x.name, y.name, x.kind, y.kind, t.contacts, t.took_place, t.weight, t.channels, t.statuses, t.first, t.last, t.one, t.other FROM {0} AS t "
    "CROSS JOIN entities AS x ON x.id = t.one AND x.key IS NOT NULL CROSS JOIN entities AS y ON y.id = t.other AND y.key IS NOT NULL "
    "ORDER BY t.weight DESC, t.contacts DESC, min(x.name, y.name), max(x.name, y.name) LIMIT :limit OFFSET :offset"
)


def among(db: sqlite3.Connection, entities: Iterable[str]) -> list[Tie]:
    """The ties of some entities with each other."""
    source = "(SELECT t.* FROM json_each(:of) AS k CROSS JOIN ties AS t ON t.one = k.value WHERE t.other IN (SELECT value FROM json_each(:of)))"
    return _kept(db, source, {"of": json.dumps(sorted(entities))}, None, 0)


def _kept(db: sqlite3.Connection, source: str, values: dict[str, Any], limit: int | None, offset: int) -> list[Tie]:
    """`network` without filters, from the ties that are kept."""
    found = []
    for one, other, one_kind, other_kind, contacts, took, weight, channels, statuses, first, last, *ids in db.execute(
        _KEPT.format(source), values | {"limit": -1 if limit is None else limit, "offset": offset}
    ):
        (a, a_kind, a_id), (b, b_kind, b_id) = sorted(((one, one_kind, ids[0]), (other, other_kind, ids[1])))
        found.append(Tie(a, b, a_kind, b_kind, contacts, took, weight, json.loads(channels), json.loads(statuses), first, last, a_id, b_id))
    return found


def entry_conditions(filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """Conditions on entries AS e."""
    parts, values = ["1"], {}
    for name, value, condition in (
        ("channel", filters.channel, "e.channel = :channel"),
        ("status", filters.status, "e.status = :status"),
        ("since", filters.since, "e.date >= :since"),
        ("until", last_day(filters.until) if filters.until else None, "e.date <= :until"),
        ("confidence", filters.min_confidence or None, "e.confidence >= :confidence"),
        ("outlet", filters.outlet, _REPORTED.format("instr(fold(a.outlet), fold(:outlet)) > 0")),
        ("kind", filters.source_kind, _REPORTED.format(_LINKED)),
    ):
        if value is not None:
            parts.append(condition)
            values[name] = value
    return parts, values


_REPORTED: Final = "EXISTS (SELECT 1 FROM entry_reports AS r JOIN articles AS a ON a.id = r.article WHERE r.entry = e.id AND {0})"
_LINKED: Final = "EXISTS (SELECT 1 FROM sources AS k WHERE k.article = r.article AND k.record = r.contact AND k.kind = :kind)"


def _tie(rows: list[sqlite3.Row]) -> Tie:
    (a, a_kind, a_id), (b, b_kind, b_id) = sorted(((rows[0][0], rows[0][2], rows[0][4]), (rows[0][1], rows[0][3], rows[0][5])))
    done = [row for row in rows if row[7] in TOOK_PLACE]
    days = sorted(row[8] for row in rows if row[8])
    return Tie(
        a, b, a_kind, b_kind, len(rows), len(done), round(sum(row[9] for row in done), 3), _ranked(row[6] for row in rows), _ranked(row[7] for row in rows),
        days[0] if days else None, days[-1] if days else None, a_id, b_id,
    )  # fmt: skip
