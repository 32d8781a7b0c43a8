"""A contact that many tell of draws what retells it, the same whatever the order and the batches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.ledger import Filters, Ledger
from rapport.records import Reading
from tests.ledger.told import Told, add, add_in_batches, article, assert_as_from_scratch, told

ABOUT = "pledged a mediator for the stranded ferries of Lake Tamsin"
WORDS = (ABOUT, "about the mediator, ferries and bonds", "the stranded ferries", "over dinner")
PAIR = ("Tom Reyes", "Ada Quill")

calls = st.builds(
    Told,
    parties=st.sampled_from(
        (
            PAIR,
            PAIR,
            PAIR,
            (*PAIR, "Marcus Bell"),
            ("Tom Reyes", "the mayor"),
            (*PAIR, "the mayor"),
            ("Ada Quill", "Marcus Bell"),
            ("Ada Quill", "the mayor"),
        )
    ),
    channel=st.sampled_from(("call", "call", "call", "unspecified", "meeting")),
    status=st.sampled_from(("happened", "happened", "happened", "planned")),
    when=st.sampled_from((None, "2031-03-03", "2031-03-03", "2031-03-03", "2031-03-06", ("2031-03-01", "2031-03-31"), "2031-05-02")),
    words=st.sampled_from(WORDS),
)
articles = st.builds(
    lambda number, outlet, month, day, told, version: article(outlet, f"2031-{month:02}-{day:02}", *told, number=number, version=version),
    number=st.integers(0, 8),
    outlet=st.sampled_from(("Harbor Ledger", "Bay Courier", "Capitol Wire")),
    # What was told weeks before is not looked at again.
    month=st.sampled_from((3, 3, 3, 4, 5, 7)),
    day=st.integers(4, 14),
    told=st.lists(calls, min_size=1, max_size=2),
    version=st.integers(0, 1),
)


# A call that many tell of with its day, among others.
well_told = st.builds(
    lambda many, month: [
        article(f"Wire {i}", f"2031-{month:02}-{4 + i % 3:02}", Told(PAIR, when=f"2031-{month:02}-02", words=ABOUT)) for i in range(many)
    ],
    many=st.integers(2, 9),
    month=st.sampled_from((3, 3, 5)),
)
stories = st.tuples(well_told, well_told, st.lists(articles, min_size=2, max_size=12)).flatmap(lambda told: st.permutations(list(chain(*told))))


@settings(max_examples=40, deadline=None)
@given(readings=stories, cuts=st.sets(st.integers(1, 20), max_size=6), data=st.data())
def test_the_same_in_batches_and_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, readings: list[Reading], cuts: set[int], data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch, Ledger(tmp_path_factory.mktemp("retold") / "l.db") as ledger:
        add_in_batches(ledger, readings, cuts, patch)
        for key in data.draw(st.lists(st.sampled_from(told(ledger)), max_size=3, unique=True)):
            ledger.reject(key, reason="wrong", author="a reader")
        add(ledger, readings[: data.draw(st.integers(0, 4))], weights="w2")
        assert_as_from_scratch(ledger, patch)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """One call that five outlets tell of, on 2031-02-16."""
    with Ledger(tmp_path / "told.db") as opened:
        outlets = ("Harbor Ledger", "Bay Courier", "Capitol Wire", "Hollis Herald", "Dover Dispatch")
        add(opened, [article(outlet, "2031-02-18", Told(PAIR, when="2031-02-16", words=ABOUT)) for outlet in outlets])
        yield opened


def retelling(
    published: str = "2031-03-20", parties: tuple[str, ...] = PAIR, words: str = "the mediator and the ferries, years ago", **fields: Any
) -> Reading:
    return article("Lake Letter", published, Told(parties, words=words, **fields), number=9)


@pytest.mark.parametrize(
    "told",
    [
        retelling(),
        retelling(when=("2031-02-01", "2031-02-28")),
        retelling(parties=("Tom Reyes", "the mayor"), words="pledged a mediator for the stranded ferries of Tamsin"),
    ],
)
def test_what_retells_it_without_its_day_is_one_with_it(ledger: Ledger, told: Reading) -> None:
    # Two more, that call one of them by her office only beside her name.
    add(ledger, [article(f"Wire {i}", "2031-02-18", Told((*PAIR, "the mayor"), when="2031-02-16", words=ABOUT)) for i in range(2)])
    add(ledger, [told])
    (entry,) = ledger.entries()
    assert (entry.date, set(PAIR) <= set(entry.parties)) == ("2031-02-16", True)
    assert {report.outlet for report in entry.reports} >= {"Lake Letter", "Hollis Herald"}


@pytest.mark.parametrize(
    "told",
    [
        retelling(when="2031-03-19"),
        retelling(published="2031-02-10"),
        retelling(published="2031-09-20"),
        retelling(status="planned"),
        retelling(status="denied"),
        retelling(status="recurring"),
        retelling(channel="meeting"),
        retelling(words="over dinner"),
        retelling(parties=("Tom Reyes", "the mayor")),
        retelling(parties=(*PAIR, "Marcus Bell")),
        retelling(parties=("Tom Reyes", "Marcus Bell")),
    ],
)
def test_what_may_be_another_stays_alone(ledger: Ledger, told: Reading) -> None:
    add(ledger, [told])
    assert sorted(len(entry.reports) for entry in ledger.entries()) == [1, 5]


@pytest.mark.parametrize(
    "told",
    [
        # Who listened to it, or speaks of it, is read as a party.
        retelling(
            parties=(*PAIR, "Marcus Bell"), words="Bell misread a call between Reyes and Ada Quill about the ferries and the mediator", trigger="call"
        ),
        retelling(
            parties=("Tom Reyes", "Marcus Bell"), words="Bell defended Reyes’s call with Mayor Quill about ferries and the mediator", trigger="call"
        ),
    ],
)
def test_whoever_else_is_named_those_are_meant_whom_its_words_are_between(ledger: Ledger, told: Reading) -> None:
    add(ledger, [article(f"Wire {i}", "2031-02-18", Told(PAIR, when="2031-02-16", words=ABOUT)) for i in range(20)])
    add(ledger, [told])
    (entry,) = ledger.entries()
    assert set(entry.parties) == set(PAIR)


@pytest.mark.parametrize(
    "told",
    [
        retelling(parties=("Tom Reyes", "Marcus Bell"), words="Reyes and Bell had a call about Quill, the ferries and the mediator", trigger="call"),
        retelling(
            parties=("Tom Reyes", "Marcus Bell"), words="Bell defended Reyes’s call with Mayor Quill about ferries and the mediator", trigger="call"
        ),
        retelling(
            parties=(*PAIR, "Marcus Bell"), words="Bell called; a call of Reyes with Quill about ferries", trigger="call", initiator="Marcus Bell"
        ),
    ],
)
def test_a_guest_who_may_have_been_the_other_side_keeps_it_apart(ledger: Ledger, told: Reading) -> None:
    add(ledger, [told])
    assert sorted(len(entry.reports) for entry in ledger.entries()) == [1, 5]


def test_of_two_well_told_calls_none_draws_what_may_be_either(ledger: Ledger) -> None:
    add(ledger, [article(f"Wire {i}", "2031-02-28", Told(PAIR, when="2031-02-27", words=ABOUT)) for i in range(2)])
    add(ledger, [retelling()])
    assert sorted(len(entry.reports) for entry in ledger.entries()) == [1, 2, 5]


def test_an_article_that_tells_the_two_apart_is_left_as_it_is(ledger: Ledger) -> None:
    dated, undated = (Told(PAIR, when=when, words=ABOUT) for when in ("2031-02-16", None))
    add(ledger, [article("Lake Letter", "2031-02-19", dated, undated, number=9)])
    assert sorted(len(entry.reports) for entry in ledger.entries()) == [1, 6]


AGAIN = "Bell spoke of {} about the mediator and the ferries"


@pytest.mark.parametrize(
    ("again", "one"),
    [
        (Told(PAIR, words=AGAIN.format("Reyes’s call with Ada Quill"), trigger="call"), True),
        (Told(("Quill-Reyes", "Ada Quill"), words=AGAIN.format("the Quill-Reyes phone call"), trigger="call"), True),
        (Told(PAIR, when="2031-02-16", words=ABOUT), True),
        (Told(PAIR, words=AGAIN.format("a second call between Reyes and Ada Quill"), trigger="call"), False),
        (Told(("Hollis-Reyes", "Ada Quill"), words=AGAIN.format("the Hollis-Reyes phone call"), trigger="call"), False),
    ],
)
def test_an_article_may_tell_of_it_twice(ledger: Ledger, again: Told, one: bool) -> None:
    add(ledger, [article("Lake Letter", "2031-02-19", Told(PAIR, when="2031-02-16", words=ABOUT), again, number=9)])
    assert sorted(len(entry.reports) for entry in ledger.entries()) == ([7] if one else [1, 6])


def test_who_writes_for_an_organization_is_that_one(ledger: Ledger) -> None:
    letter = "Hollis Council clerk Ada Quill sent Reyes a twelve-page letter about the stranded ferries, bonds and Tamsin"
    pair = ("Ada Quill", "Tom Reyes", "Hollis Council")
    add(
        ledger,
        [
            article(f"Wire {i}", "2031-03-05", Told(pair if i < 2 else PAIR, "message", when="2031-03-04", words=letter, trigger="letter"))
            for i in range(5)
        ],
    )
    house = ("Hollis Council", "Tom Reyes")
    add(
        ledger,
        [
            article(
                "Lake Letter", "2031-03-08", Told(house, "message", words="its twelve-page letter about ferries, bonds and Tamsin", trigger="letter")
            )
        ],
    )
    add(ledger, [article("Dover Daily", "2031-03-08", Told(house, "message", words="its letter about bonds", trigger="letter"))])
    assert sorted(len(entry.reports) for entry in ledger.entries(Filters(channel="message"))) == [1, 6]
