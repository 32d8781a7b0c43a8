"""Who is who, kept up: whatever the order, the batches, the re-readings and the deletions, the tables are those made from scratch."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.ledger import Ledger
from rapport.ledger.identities import rulings_changed, update
from rapport.ledger.known import replace
from rapport.records import Actor, Article, Mention, Reading, Role, content_id
from rapport.resolve.known_people import KnownPerson, Office
from rapport.resolve.names import name_key

TABLES: Final = ("entities", "members", "identity_signatures", "identity_actors", "identity_ruled")
# Few names with much in common, so that small ledgers are full of doubt.
NAMES: Final = (
    ("Ada Quill", "person"), ("Quill", "person"), ("Ada B. Quill", "person"), ("Tom Quill", "person"), ("A. Quill", "person"), ("Ada", "person"),
    ("Addie Quill", "person"), ("Sen. Ada Quill", "person"), ("Tom Quill Jr.", "person"), ("Anchor Tom Quill", "person"), ("Quill", "place"),
    ("Quill", "organization"), ("Harbor Boat Authority", "organization"), ("HBA", "organization"), ("HBA", "person"), ("Heron Bird Association", "organization"),
    ("Committee", "organization"), ("Department of Ferries", "organization"), ("Ferries Department", "organization"), ("Georgia", "place"), ("Tbilisi", "place"),
    ("the mayor", "person"), ("the mayor of Dover", "person"), ("two aides", "unnamed"), ("some Democrats", "group"), ("Quills", "person"), ("van Quill", "person"), ("Ann van Quill", "person"),
)  # fmt: skip
ALIASES: Final = ("Mr. Quill", "Mrs. Quill", "Mayor Ada Quill", "HBA", "Ada Quill", "the mayor", "Harbor Boat Authority")
TITLES: Final = ("Mayor", "Sen.", "former Sen.", "spokesman")

Who = tuple[str, Any, tuple[str, ...], tuple[str, ...]]
WHO: Final = st.builds(
    lambda name, aliases, titles: (*name, tuple(aliases), tuple(titles)),
    st.sampled_from(NAMES), st.lists(st.sampled_from(ALIASES), max_size=2), st.lists(st.sampled_from(TITLES), max_size=2),
)  # fmt: skip
STORY: Final = st.tuples(st.lists(WHO, max_size=5, unique_by=lambda who: who[:2]), st.sampled_from((None, "2029-01-02", "2031-05-06")), st.booleans())
Story = tuple[Sequence[Who], str | None, bool]


def _roles(titles: Sequence[str]) -> tuple[Role, ...]:
    return tuple(Role(title) for title in titles)


def reading(number: int, story: Story) -> Reading:
    """An article of some actors, the first of whom is “she” or “he”."""
    who, published, she = story
    text = f"She met him {number}." if she else f"He met her {number}."
    article = Article(text, None, "Bay Courier", f"https://courier.example/{number}", published)
    actors = [
        Actor(content_id("actor", article.id, name, kind), article.id, name, kind, aliases, _roles(titles) if kind == "person" else ())
        for name, kind, aliases, titles in who
    ]
    mentions = [Mention(article.id, 0, len(text.split()[0]), actors[0].id)] if actors else []
    return Reading(article, tuple(actors), tuple(mentions))


def person(name: str, *aliases: str, title: str | None = None) -> Who:
    return (name, "person", aliases, (title,) if title else ())


def add(ledger: Ledger, readings: Iterable[Reading], weights: str = "w1") -> list[str]:
    """Store readings; gives the ids of their articles."""
    listed = list(readings)
    with ledger.run("read") as run:
        for item in listed:
            run.add(item, "", weights)
    return [item.article.id for item in listed]


@contextmanager
def fresh() -> Iterator[Ledger]:
    """An empty ledger, copied from one made before: making the tables takes longer than filling them."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "l.db").write_bytes(_empty())
        with Ledger(Path(folder) / "l.db") as ledger:
            ledger.connection.execute("PRAGMA synchronous = OFF")
            yield ledger


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        Ledger(Path(folder) / "l.db").close()
        return (Path(folder) / "l.db").read_bytes()


def take(db: sqlite3.Connection, articles: Sequence[str]) -> set[tuple[str, str]]:
    """Take articles in as resolving does: by one transaction, after which they wait no more."""
    db.execute("BEGIN")
    moved = update(db, articles)
    db.executemany("DELETE FROM unresolved WHERE article = ?", [(article,) for article in articles])
    db.execute("COMMIT")
    return moved


def tables(db: sqlite3.Connection) -> dict[str, list[Any]]:
    return {table: sorted((tuple(row) for row in db.execute(f"SELECT * FROM {table}")), key=repr) for table in TABLES}


def scratch(db: sqlite3.Connection) -> dict[str, list[Any]]:
    """What the tables are when made from nothing, all articles at once."""
    db.execute("SAVEPOINT scratch")
    for table in TABLES:
        db.execute(f"DELETE FROM {table}")
    update(db, [row[0] for row in db.execute("SELECT id FROM articles")])
    found = tables(db)
    db.execute("ROLLBACK TO scratch")
    db.execute("RELEASE scratch")
    return found


def who(ledger: Ledger) -> dict[str, list[str]]:
    """The names of the actors of each entity."""
    found: dict[str, list[str]] = {}
    for entity, name in ledger.connection.execute(
        "SELECT m.entity, a.name FROM members AS m JOIN actors AS a ON a.article = m.article AND a.id = m.actor ORDER BY a.name"
    ):
        found.setdefault(entity, []).append(name)
    return found


def entity(ledger: Ledger, name: str, number: int = 0) -> str:
    """The entity of the actor of that name in the article of that number."""
    query = "SELECT m.entity FROM members AS m JOIN actors AS a ON a.article = m.article AND a.id = m.actor JOIN articles AS r ON r.id = m.article WHERE a.name = ? AND r.url LIKE ?"
    return str(ledger.connection.execute(query, (name, f"%/{number}")).fetchone()[0])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STORY, min_size=1, max_size=9), st.integers(0, 2**32), st.data())
def test_any_order_and_any_batches_give_what_all_at_once_gives(stories: list[Story], seed: int, data: st.DataObject) -> None:
    rng = random.Random(seed)
    with fresh() as ledger:
        db = ledger.connection
        articles = add(ledger, (reading(number, story) for number, story in enumerate(stories)))
        rng.shuffle(articles)
        while articles:
            size = rng.randint(1, len(articles))
            before = dict(db.execute("SELECT article || actor, entity FROM members").fetchall())
            moved = take(db, articles[:size])
            after = dict(db.execute("SELECT article || actor, entity FROM members").fetchall())
            assert {a + b for a, b in moved} == {pair for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair)}
            articles = articles[size:]
        assert tables(db) == scratch(db)
        # Read again by other weights, with other actors; and taken out.
        number = rng.randrange(len(stories))
        again = add(ledger, [reading(number, (data.draw(STORY)[0], *stories[number][1:]))], "w2")
        take(db, again)
        assert tables(db) == scratch(db)
        gone = rng.choice([row[0] for row in db.execute("SELECT id FROM articles")])
        for table in ("mentions", "roles", "actor_aliases", "actors"):
            db.execute(f"DELETE FROM {table} WHERE article = ?", (gone,))
        take(db, [gone])
        assert tables(db) == scratch(db)
        counted = "SELECT entity, count(DISTINCT article) FROM members GROUP BY entity ORDER BY 1"
        assert [tuple(r) for r in db.execute("SELECT id, articles FROM entities ORDER BY 1")] == [tuple(r) for r in db.execute(counted)]


RULING: Final = st.tuples(
    st.sampled_from(("same", "apart", "name")),
    st.sampled_from(NAMES),
    st.sampled_from((None, 0, 1, 2)),
    st.sampled_from(NAMES),
    st.sampled_from((None, 0, 1, 2)),
)


def rule(
    db: sqlite3.Connection,
    key: str,
    ruling: str,
    one: tuple[str, str, str | None],
    other: tuple[str, str, str | None] | None = None,
    name: str | None = None,
) -> None:
    """Write a correction of who is who, as forms (name key, kind, key of an article)."""
    db.execute(
        "INSERT OR IGNORE INTO corrections (id, made, author, reason, action, subject, value) VALUES (?, ?, 'me', 'known', ?, '', '')",
        (key, f"2031-01-01T00:00:{key[-2:]}Z", ruling),
    )
    db.execute("INSERT INTO identity_rulings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (key, ruling, *one, *(other or (None, None, None)), name))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STORY, min_size=3, max_size=7), st.lists(RULING, min_size=1, max_size=4), st.integers(0, 2**32))
def test_corrections_hold_whenever_they_are_made(stories: list[Story], rulings: list[Any], seed: int) -> None:
    rng = random.Random(seed)
    with fresh() as ledger:
        db = ledger.connection
        articles = add(ledger, (reading(number, story) for number, story in enumerate(stories)))
        half = rng.randint(0, len(articles))
        take(db, articles[:half])
        forms = []
        for number, (ruling, one, at, other, there) in enumerate(rulings):
            first = (name_key(*one), one[1], None if at is None else f"url:https://courier.example/{at}")
            second = (name_key(*other), other[1], None if there is None else f"url:https://courier.example/{there}")
            rule(db, f"c{number:02}", ruling, first, None if ruling == "name" else second, "Somebody" if ruling == "name" else None)
            forms += [first, second]
        rulings_changed(db, forms)
        assert tables(db)["entities"] == _only(db, articles[:half])["entities"]
        take(db, articles[half:])
        assert tables(db) == scratch(db)
        db.execute("UPDATE corrections SET undone = 'now' WHERE id = 'c00'")
        rulings_changed(db, forms[:2])
        assert tables(db) == scratch(db)


PEOPLE: Final = (
    KnownPerson("k1", "Ada Quill", ("HBA", "Addie Quill"), (Office("Senator", None, "2028", "2030"), Office("Mayor", "Dover", "2030"))),
    KnownPerson("k2", "Ada B. Quill", ("Ann van Quill",), (Office("Mayor", "Hollis", "2025", "2031"),)),
    KnownPerson("k3", "Tom Quill", ("Quills", "A. Quill")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STORY, min_size=2, max_size=6), st.lists(st.sets(st.sampled_from(PEOPLE)), min_size=1, max_size=3), st.integers(0, 2**32))
def test_known_people_weigh_the_same_whenever_they_are_taken_in(stories: list[Story], lists: list[set[KnownPerson]], seed: int) -> None:
    with fresh() as ledger:
        db = ledger.connection
        articles = add(ledger, (reading(number, story) for number, story in enumerate(stories)))
        half = random.Random(seed).randint(0, len(articles))
        take(db, articles[:half])
        for people in lists:
            replace(db, sorted(people, key=lambda p: p.id))
        take(db, articles[half:])
        assert tables(db) == scratch(db)


def _only(db: sqlite3.Connection, articles: Sequence[str]) -> dict[str, list[Any]]:
    db.execute("SAVEPOINT part")
    for table in TABLES:
        db.execute(f"DELETE FROM {table}")
    update(db, articles)
    found = tables(db)
    db.execute("ROLLBACK TO part")
    db.execute("RELEASE part")
    return found


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "l.db") as opened:
        yield opened


def told(ledger: Ledger, *stories: Sequence[Who], published: str | None = None) -> None:
    """Take in one article a story."""
    take(ledger.connection, add(ledger, (reading(number, (story, published, True)) for number, story in enumerate(stories))))


def test_all_that_one_is_called_is_one(ledger: Ledger) -> None:
    told(ledger, [person("Ada Quill")], [person("Mayor Ada Quill")], [person("Quill", "Mrs. Quill")], [person("Ada B. Quill")], [person("Ada Quill")])
    assert list(who(ledger).values()) == [["Ada B. Quill", "Ada Quill", "Ada Quill", "Mayor Ada Quill", "Quill"]]
    assert [tuple(r)[1:] for r in ledger.connection.execute("SELECT * FROM entities")] == [("Ada Quill", "person", "ada quill", 5)]


def test_descriptions_groups_and_unnamed_stay_of_their_article(ledger: Ledger) -> None:
    story: list[Who] = [
        person("the mayor"),
        ("two aides", "unnamed", (), ()),
        ("some Democrats", "group", (), ()),
        ("Committee", "organization", (), ()),
    ]
    told(ledger, story, story)
    assert len(who(ledger)) == 8
    assert {row[0] for row in ledger.connection.execute("SELECT articles FROM entities")} == {1}


def test_a_correction_wins_over_what_was_read(ledger: Ledger) -> None:
    told(ledger, [person("Ada Quill")], [person("Ada Quill")], [person("Tom Reyes")], [person("Tomas Reyes-Holt")])
    db = ledger.connection
    rule(db, "c1", "same", ("tom reyes", "person", None), ("tomas reyes-holt", "person", None))
    rule(db, "c2", "apart", ("ada quill", "person", None), ("ada quill", "person", "url:https://courier.example/1"))
    rule(db, "c3", "name", ("tom reyes", "person", None), name="Tomás Reyes Holt")
    moved = rulings_changed(db, [("tom reyes", "person", None), ("ada quill", "person", "url:https://courier.example/1")])
    assert entity(ledger, "Tom Reyes", 2) == entity(ledger, "Tomas Reyes-Holt", 3)
    assert entity(ledger, "Ada Quill", 0) != entity(ledger, "Ada Quill", 1)
    assert [r[0] for r in db.execute("SELECT name FROM entities ORDER BY 1")] == ["Ada Quill", "Ada Quill", "Tomás Reyes Holt"]
    assert len(moved) == 2
    db.execute("UPDATE corrections SET undone = 'now'")
    assert rulings_changed(db, [("tom reyes", "person", None), ("ada quill", "person", "url:https://courier.example/1")]) == moved
    assert entity(ledger, "Ada Quill", 0) == entity(ledger, "Ada Quill", 1)


@pytest.mark.parametrize(("bare", "name"), [(24, "Rangers"), (5, "Tearful Rangers")])
def test_a_fuller_name_that_hardly_any_article_gives_is_not_what_someone_is_called(ledger: Ledger, bare: int, name: str) -> None:
    found = [person("Rangers") for _ in range(bare)] + [person("Tearful Rangers")]
    add(ledger, [reading(number, ([who], "2031-05-06", False)) for number, who in enumerate(found)])
    ledger.resolve()
    assert [(row.name, row.articles) for row in ledger.actors("rangers", 5)] == [(name, bare + 1)]
