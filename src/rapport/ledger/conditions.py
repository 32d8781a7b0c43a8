"""Filters as SQL conditions. Only the current version of each article answers; what was superseded stays stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger.filters import Filters
from rapport.ledger.lists_tables import LISTED
from rapport.ledger.people import MEMBERS, People, Someone

# The days that a record may be of: of its own time expression, else that of publication.
CONTACT_DAYS: Final = (
    "coalesce(c.when_start, c.when_end, substr(a.published, 1, 10))",
    "coalesce(c.when_end, c.when_start, substr(a.published, 1, 10))",
)
STANCE_DAYS: Final = (
    "coalesce(s.when_start, s.when_end, substr(a.published, 1, 10))",
    "coalesce(s.when_end, s.when_start, substr(a.published, 1, 10))",
)
FORWARD: Final = frozenset({"promise", "predict"})
# The time of a promise or a prediction is when it is to come true: it was said when it was published.
STATEMENT_DAYS: Final[tuple[str, ...]] = tuple(
    f"CASE WHEN s.act IN ('promise', 'predict') THEN substr(a.published, 1, 10) ELSE {day} END" for day in STANCE_DAYS
)
SPEAKER_KIND: Final = "(SELECT CASE kind WHEN 'unnamed' THEN 'unnamed' ELSE 'named' END FROM actors WHERE article = s.article AND id = s.speaker)"


def last_day(date: str) -> str:
    """The last day that the beginning of a date allows, for comparing as text."""
    return date + "-99-99"[: 10 - len(date)]


class Where:
    """Conditions and their values, gathered from filters."""

    def __init__(self, record: str, table: str) -> None:
        # What is asked: the records of a table, or those of it that an index finds.
        self.source = f"{table}_now AS {record}"
        # What an index finds, before it is told apart: to see whether it is much.
        self.found = ""
        self.parts = [f"{record}.article NOT IN (SELECT id FROM superseded_articles)"]
        self.values: dict[str, Any] = {}

    def add(self, condition: str, **values: Any) -> None:
        self.parts.append(condition)
        self.values |= values

    def find(self, found: str, table: str) -> None:
        """Look only at the statements or stances (AS s) whose (article, id) a query gives: SQLite goes through all where this is a condition."""
        if not self.found:
            self.found = found
            found = f"SELECT DISTINCT * FROM ({found})"
            self.source = f"({found}) AS found CROSS JOIN {table}_now AS s ON s.article = found.article AND s.id = found.id"

    def __str__(self) -> str:
        return " AND ".join(self.parts)


def _common(where: Where, people: People, filters: Filters, record: str, days: Sequence[str]) -> None:
    if filters.min_confidence:
        where.add(f"{record}.confidence >= :confidence", confidence=filters.min_confidence)
    if filters.since:
        where.add(f"substr({days[1]}, 1, 10) >= :since", since=filters.since)
    if filters.until:
        where.add(f"{days[0]} <= :until", until=last_day(filters.until))
    if filters.outlet:
        where.add("a.outlet IN (SELECT value FROM json_each(:outlet))", outlet=people.outlets(filters.outlet))


def _both(people: People, filters: Filters) -> tuple[str | None, str | None]:
    """The entities of `actor` and `with_`, for MEMBERS. Raises UnknownName, AmbiguousName, UsageError where both mean the same."""
    one = people.called(filters.actor) if filters.actor else None
    other = people.called(filters.with_) if filters.with_ else None
    if one and other and one.group == other.group:
        raise UsageError(f"“{filters.actor}” and “{filters.with_}” are the same: {one.name}")
    return one.entities if one else None, other.entities if other else None


def of_contacts(people: People, filters: Filters, who: Sequence[Someone] = ()) -> Where:
    """Conditions on contacts AS c, articles AS a. All of `who` are parties, whoever else the filters ask for."""
    where = Where("c", "contacts")
    named = dict(zip(("one", "other"), _both(people, filters), strict=True)) | {f"who{i}": someone.entities for i, someone in enumerate(who)}
    for name, entities in named.items():
        if entities is not None:
            where.add(f"(c.article, c.id) IN ({_of('contact_parties_now', 'contact', 'actor', name)})", **{name: entities})
    if filters.channel:
        where.add("c.channel = :channel", channel=filters.channel)
    if filters.status:
        where.add("c.status = :status", status=filters.status)
    if filters.source_kind:
        where.add("EXISTS (SELECT 1 FROM sources AS x WHERE x.article = c.article AND x.record = c.id AND x.kind = :kind)", kind=filters.source_kind)
    _common(where, people, filters, "c", CONTACT_DAYS)
    return where


def _of(table: str, key: str, column: str, name: str) -> str:
    """(article, key) of the rows of a table that refer to one of the actors: theirs are the articles that are looked into, and no others."""
    return (
        f"SELECT r.article, r.{key} FROM {MEMBERS.format(':' + name)} AS w CROSS JOIN {table} AS r ON r.article = w.article WHERE r.{column} = w.id"
    )


# Where a statement is looked for by who said it or whom it is about, an index of what was read finds it, and the table of what was corrected; whether
# it is so as corrected is asked of each that is found.
_SAID_BY: Final = (
    "EXISTS (SELECT 1 FROM members AS m WHERE m.article = s.article AND m.actor = s.speaker AND m.entity IN (SELECT value FROM json_each(:{0})))"
)
_ABOUT_WHOM: Final = (
    "EXISTS (SELECT 1 FROM members AS m WHERE m.article = s.article AND m.entity IN (SELECT value FROM json_each(:{0})) AND (m.actor = s.audience OR EXISTS ("
    "SELECT 1 FROM statement_about_now AS r WHERE r.article = s.article AND r.statement = s.id AND r.actor = m.actor)))"
)
# What was corrected is gone through instead: it is little, where someone may be in all articles.
_FOUND_SAID: Final = (
    "SELECT r.article, r.id FROM {0} AS w CROSS JOIN statements AS r ON r.article = w.article AND r.speaker = w.id "
    "UNION ALL SELECT ruled.article, ruled.id FROM corrected_statements AS ruled CROSS JOIN {0} AS w ON w.article = ruled.article AND w.id = ruled.speaker"
)
_FOUND_ABOUT: Final = (
    "SELECT r.article, r.statement AS id FROM {0} AS w CROSS JOIN statement_about AS r ON r.article = w.article AND r.actor = w.id "
    "UNION ALL SELECT r.article, r.id FROM {0} AS w CROSS JOIN statements AS r ON r.article = w.article AND r.audience = w.id "
    "UNION ALL SELECT ruled.article, ruled.id FROM corrected_statements AS ruled CROSS JOIN {0} AS w ON w.article = ruled.article AND w.id = ruled.audience "
    "UNION ALL SELECT ruled.article, ruled.record FROM corrected_lists AS ruled CROSS JOIN {0} AS w ON w.article = ruled.article AND w.id = ruled.value WHERE ruled.field = 'about'"
)
# What either of two said of or to the other, or holds of it, stands in a list.
_OF_EACH_OTHER: Final = (
    "SELECT r.article, r.record AS id FROM json_each(:who0) AS x CROSS JOIN json_each(:who1) AS y CROSS JOIN records_of AS r "
    "ON r.entity = min(x.value, y.value) AND r.other = max(x.value, y.value) AND r.kind = '{0}'"
)


def of_statements(people: People, filters: Filters, who: Sequence[Someone] = (), *, walk: bool = False) -> Where:
    """Conditions on statements AS s, articles AS a. Where `who` is one, they said it; where two, either of them about or to the other.

    With `walk` they hold for each statement that is looked at, whichever these are; else they say where to look.
    """
    where = Where("s", "statements")

    def add(name: str, condition: str, found: str) -> None:
        where.add(condition.format(name))
        if not walk:
            where.find(found.format(MEMBERS.format(":" + name)), "statements")

    where.values |= {f"who{i}": someone.entities for i, someone in enumerate(who)}
    if len(who) == 2:
        where.find(_OF_EACH_OTHER.format(LISTED["statements"]), "statements")
    elif who:
        add("who0", _SAID_BY, _FOUND_SAID)
    one, other = _both(people, filters)
    if one is not None:
        add("one", _SAID_BY, _FOUND_SAID)
        where.values["one"] = one
    if other is not None:
        add("other", _ABOUT_WHOM, _FOUND_ABOUT)
        where.values["other"] = other
    if filters.source_kind:
        links = "EXISTS (SELECT 1 FROM sources AS x WHERE x.article = s.article AND x.record = s.id AND x.kind = :kind)"
        where.add(f"({links} OR {SPEAKER_KIND} = :kind)", kind=filters.source_kind)
    _common(where, people, filters, "s", STATEMENT_DAYS)
    return where


_HELD_BY: Final = (
    "EXISTS (SELECT 1 FROM members AS m WHERE m.article = s.article AND m.actor = s.holder AND m.entity IN (SELECT value FROM json_each(:{0})))"
)
_TOWARD: Final = (
    "EXISTS (SELECT 1 FROM members AS m WHERE m.article = s.article AND m.actor = s.target AND m.entity IN (SELECT value FROM json_each(:{0})))"
)
_FOUND_HELD: Final = (
    "SELECT r.article, r.id FROM {0} AS w CROSS JOIN stances AS r ON r.article = w.article AND r.holder = w.id "
    "UNION ALL SELECT ruled.article, ruled.id FROM corrected_stances AS ruled CROSS JOIN {0} AS w ON w.article = ruled.article AND w.id = ruled.holder"
)
_FOUND_TOWARD: Final = (
    "SELECT r.article, r.id FROM {0} AS w CROSS JOIN stances AS r ON r.article = w.article AND r.target = w.id "
    "UNION ALL SELECT ruled.article, ruled.id FROM corrected_stances AS ruled CROSS JOIN {0} AS w ON w.article = ruled.article AND w.id = ruled.target"
)


def of_stances(people: People, filters: Filters, who: Sequence[Someone] = ()) -> Where:
    """Conditions on stances AS s, articles AS a. One `who` holds it or is its target, of two either holds it toward the other; `actor` holds it, toward `with_`."""
    where = Where("s", "stances")
    where.values |= {f"who{i}": someone.entities for i, someone in enumerate(who)}
    if len(who) == 2:
        where.find(_OF_EACH_OTHER.format(LISTED["stances"]), "stances")
    elif who:
        where.add(f"({_HELD_BY.format('who0')} OR {_TOWARD.format('who0')})")
        members = MEMBERS.format(":who0")
        where.find(f"{_FOUND_HELD.format(members)} UNION ALL {_FOUND_TOWARD.format(members)}", "stances")
    one, other = _both(people, filters)
    for name, entities, condition, found in (("one", one, _HELD_BY, _FOUND_HELD), ("other", other, _TOWARD, _FOUND_TOWARD)):
        if entities is not None:
            where.add(condition.format(name), **{name: entities})
            where.find(found.format(MEMBERS.format(":" + name)), "stances")
    if filters.source_kind:
        where.add("EXISTS (SELECT 1 FROM sources AS x WHERE x.article = s.article AND x.record = s.id AND x.kind = :kind)", kind=filters.source_kind)
    _common(where, people, filters, "s", STANCE_DAYS)
    return where
