"""Groups of alike things: the same whatever came first, and however often things come and go."""

from __future__ import annotations

import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.ledger.alike import Alike
from rapport.ledger.texts_tables import PAIRS, TEXTS

Groups = set[frozenset[str]]


def fresh() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.executescript("CREATE TABLE quotation_reports (statement TEXT);" + TEXTS + PAIRS)
    return db


def same(one: str, other: str) -> bool:
    """Alike are those whose names begin with one letter, or with neighbouring ones: not transitive."""
    return abs(ord(one[0]) - ord(other[0])) <= 1


def state(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall()) for table in ("alike_buckets", "alike_pairs")}


names = st.text("abcd", min_size=1, max_size=3)
changes = st.lists(st.dictionaries(names, st.sets(st.integers(0, 4), max_size=3), min_size=1, max_size=4), max_size=6)


@settings(max_examples=200, deadline=None)
@given(changes)
def test_any_way_to_a_state_gives_the_same_links(steps: list[dict[str, set[int]]]) -> None:
    db = fresh()
    alike = Alike(db, "x", same)
    last: dict[str, set[int]] = {}
    groups: Groups = set()
    for step in steps:
        found = alike.update(step)
        last |= step
        changed = {item for group in found for item in group} | {item for item, of in step.items() if not of}
        # Groups that were not given are as they were.
        groups = {group for group in groups if not group & changed} | {frozenset(group) for group in found}
    once = fresh()
    whole = Alike(once, "x", same).update(last)
    assert state(db) == state(once)
    assert groups == {frozenset(group) for group in whole}


def test_those_that_share_a_bucket_and_are_the_same_are_one_group() -> None:
    db = fresh()
    found = Alike(db, "x", same).update({"a1": {1}, "a2": {1}, "a3": {2}, "d1": {1}})
    assert {frozenset(group) for group in found} == {frozenset({"a1", "a2"}), frozenset({"a3"}), frozenset({"d1"})}


def test_many_of_one_cost_one_comparison_each() -> None:
    asked = 0

    def counted(one: str, other: str) -> bool:
        nonlocal asked
        asked += 1
        return same(one, other)

    Alike(fresh(), "x", counted).update({f"a{i:04}": {7} for i in range(3000)})
    assert asked == 2999
