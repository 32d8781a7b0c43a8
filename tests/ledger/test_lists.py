"""Lists that are kept as articles are taken in are what they would be from scratch, and what they answer is what a look at all records answers."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.errors import UsageError
from rapport.ledger import Filters, Ledger, lists, lists_tables
from rapport.records import Reading
from tests.ledger.invented import reading, write

_KEPT = ("signs", "forward", "relied", "relied_sums", "relied_outlets", "records_of", "ties")
_DERIVED = {
    "superseded": lists_tables._PLACED.format("IN (SELECT key FROM articles GROUP BY key HAVING count(*) > 1)"),
    "record_days": " UNION ALL ".join(
        f"SELECT '{table}', coalesce({day}, ''), s.article, s.id FROM {table}_ruled AS s JOIN articles AS a ON a.id = s.article" for table, day in lists_tables._DAYS.items()
    ),
}  # fmt: skip


def rows(db: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in db.execute(query)), key=repr)


def from_scratch(path: Path, folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The lists of a copy of the file, emptied and made of all that it holds."""
    copy = folder / "scratch.db"
    shutil.copy(path, copy)
    with Ledger(copy) as ledger:
        db = ledger.connection
        for table in _KEPT:
            db.execute(f"DELETE FROM {table}")
        db.execute(
            "INSERT INTO ties_waiting SELECT p.entity, q.entity FROM entry_parties AS p JOIN entry_parties AS q ON q.entry = p.entry AND q.entity > p.entity GROUP BY 1, 2"
        )
        lists.update(db, [row[0] for row in db.execute("SELECT article FROM readings")])
        found = {table: rows(db, f"SELECT * FROM {table}") for table in _KEPT}
        found |= {table: rows(db, query) for table, query in _DERIVED.items()}
    copy.unlink()
    return found


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """Runs of articles, some of them later versions or read by other weights, and what people say between them."""
    act = st.one_of(
        st.tuples(st.just("read"), st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["", ", again"]), st.sampled_from(["w1", "w2"])), min_size=1, max_size=4)),
        st.tuples(st.sampled_from(["reject", "correct", "attribute", "merge", "undo"]), st.integers(0, 50)),
    )  # fmt: skip
    return [("read", [(1, "", "w1"), (2, "", "w1")]), *draw(st.lists(act, min_size=1, max_size=5))]


def told(seed: int, twist: str) -> Reading:
    return reading(seed, twist=twist, url=f"https://courier.example/{seed}", published=f"2031-02-{1 + seed % 20 + bool(twist):02}")


def play(path: Path, history: list[tuple[str, Any]]) -> None:
    for act, what in history:
        if act == "read":
            for seed, twist, weights in what:
                write(path, [told(seed, twist)], weights)
            continue
        with Ledger(path) as ledger:
            db = ledger.connection
            keys = [row[0] for row in db.execute("SELECT id FROM contacts UNION SELECT id FROM statements ORDER BY id")]
            said = [row[0] for row in db.execute("SELECT id FROM statements ORDER BY id")]
            names = [actor.name for actor in ledger.actors()]
            # What is so already, or cannot be, is refused: then nothing is to be seen.
            with suppress(UsageError):
                if act == "reject":
                    ledger.reject(keys[what % len(keys)], reason="wrong", author="tester")
                elif act == "correct":
                    ledger.correct(said[what % len(said)], "act", ("promise", "predict", "assert")[what % 3], reason="wrong", author="tester")
                elif act == "attribute":
                    field, value = (("speaker", names[-1]), ("about", names[:2]), ("audience", names[0]))[what % 3]
                    ledger.correct(said[what % len(said)], field, value, reason="wrong", author="tester")
                elif act == "merge" and len(names) > 1:
                    ledger.merge(names[0], names[1 + what % (len(names) - 1)], reason="same", author="tester")
                elif act == "undo" and (made := [c for c in ledger.corrections() if c.state != "undone"]):
                    ledger.undo(made[-1].id, author="tester")
            ledger.resolve()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_lists_are_what_they_would_be_from_scratch(history: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "town.db"
        play(path, history)
        with sqlite3.connect(path) as db:
            kept = {table: rows(db, f"SELECT * FROM {table}") for table in (*_KEPT, *_DERIVED)}
            assert db.execute("SELECT (SELECT count(*) FROM lists_waiting) + (SELECT count(*) FROM ties_waiting)").fetchone()[0] == 0
        assert kept == from_scratch(path, folder)
        assert kept["record_days"]
        with Ledger(path, read_only=True) as ledger:
            totals_are_those_of_the_records(ledger)


def totals_are_those_of_the_records(ledger: Ledger) -> None:
    """The lists of actors and pairs against a look at all records."""
    actors = [f"{actor.name} ({actor.id})" for actor in ledger.actors()]
    told = {name: {row.id: row for row in ledger.quotes(Filters(actor=name))} for name in actors}
    for name in actors:
        found = ledger.who(name)
        held = {row.id for filters in (Filters(actor=name), Filters(with_=name)) for row in ledger.stances(filters)}
        assert (found.statements_total, found.stances_total, found.contacts_total) == (
            len(told[name]),
            len(held),
            len(ledger.contacts(Filters(actor=name))),
        )
    for a, b in combinations(actors[:6], 2):
        said = {row.id for one, other in ((a, b), (b, a)) for row in ledger.quotes(Filters(actor=one, with_=other))}
        held = {row.id for one, other in ((a, b), (b, a)) for row in ledger.stances(Filters(actor=one, with_=other))}
        both = ledger.between(a, b)
        assert ({row.id for row in both.statements}, {row.id for row in both.stances}) == (said, held)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists") / "town.db"
    write(path, [told(seed, twist) for seed in range(40) for twist in ("", ", again")])
    return path


@pytest.mark.parametrize(
    "chosen", [{}, {"actor": "Quill"}, {"until": "2031-02-10"}, {"outlet": "bay"}, {"source_kind": "outlet"}, {"actor": "Bell", "with_": "Reyes"}]
)
@pytest.mark.parametrize("few", [1, 10_000])
def test_the_newest_are_those_of_the_whole_list(town: Path, chosen: dict[str, Any], few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport.ledger.queries._FEW", few)
    with Ledger(town) as ledger:
        for asked in (ledger.quotes, ledger.stances):
            every = asked(Filters(**chosen, newest=True))
            assert every or asked == ledger.stances
            assert asked(Filters(**chosen, newest=True, limit=7)) == every[:7]
            assert asked(Filters(**chosen, newest=True, limit=7, offset=5)) == every[5:12]


def test_sources_by_their_sums_are_those_of_the_records(town: Path) -> None:
    with Ledger(town) as ledger:
        kept = ledger.sources()
        counted = ledger.sources(Filters(min_confidence=0.01))
        assert [row for row in kept if row.entries] == counted
        total, some = ledger.relied_on(Filters(), 3, 1)
        assert (total, some) == (len(kept), kept[1:4])
        assert all(cited >= unnamed for _, cited, unnamed in ledger.unnamed(Filters(), 5))


def test_ties_that_are_kept_are_those_of_the_entries(town: Path) -> None:
    with Ledger(town) as ledger:
        kept = ledger.network()
        assert kept == ledger.network(Filters(min_confidence=0.01))
        assert kept[1:3] == ledger.network(Filters(limit=2, offset=1))
        assert ledger.ties_among({kept[0].a_id, kept[0].b_id}) == kept[:1]


def test_open_ends_come_in_parts(town: Path) -> None:
    with Ledger(town) as ledger:
        for key in [row.id for row in ledger.quotes()][:9]:
            ledger.correct(key, "act", "promise", reason="it is one", author="tester")
        every = ledger.open_ends()
        assert {end.kind for end in every} == {"promise"}
        assert ledger.open_counts()["promise"] == len(every) == 9
        assert ledger.open_ends(Filters(limit=4, offset=3)) == every[3:7]
        assert ledger.open_ends(kind="planned") == []


def test_changes_come_in_parts(town: Path) -> None:
    with Ledger(town) as ledger:
        every = ledger.changes("1")
        counts, some = ledger.changed("1", 2, 5)
        assert sum(counts.values()) == len(every) > 7
        assert some == every[2:7]
