"""Entries in a real ledger: the same whatever the order and the batches, each report in one of them, and what they say of sources and conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.errors import UnknownRecord
from rapport.ledger import Filters, Ledger, entries, entry_nodes
from rapport.records import Reading, content_id
from tests.ledger.told import Told, add, add_in_batches, article, assert_as_from_scratch, dump, from_scratch, told

NAMES = ("Ada Quill", "Quill", "Ben Quill", "Tom Reyes", "Marcus Bell", "Ferry Workers Local 41", "two aides")
OUTLETS = ("Harbor Ledger", "Bay Courier", "Capitol Wire", None)
WORDS = ("about ferries", "about ferries harbor strike mediator", "about bonds bridge money", "")


def days(first: int, last: int) -> st.SearchStrategy[str]:
    return st.integers(first, last).map(lambda day: f"2031-03-{day:02}")


contacts = st.builds(
    Told,
    parties=st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True).map(tuple),
    channel=st.sampled_from(("call", "meeting", "unspecified", "message")),
    status=st.sampled_from(("happened", "happened", "happened", "planned", "denied", "declined", "recurring")),
    when=st.one_of(st.none(), days(3, 8), days(18, 19), st.just(("2031-03-01", "2031-03-31"))),
    words=st.sampled_from(WORDS),
    duration=st.sampled_from((None, "PT30M", "PT1H")),
    place=st.sampled_from((None, "Hollis", "Dover")),
    source=st.sampled_from((None, ("two aides", "unnamed"), ("aides", "unnamed", "Harbor Ledger"), ("Marcus Bell", "named"))),
)
articles = st.builds(
    lambda number, outlet, published, told, version: article(outlet, published, *told, number=number, version=version),
    number=st.integers(0, 9),
    outlet=st.sampled_from(OUTLETS),
    published=st.one_of(st.none(), days(4, 12)),
    told=st.lists(contacts, max_size=3),
    version=st.integers(0, 1),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "told.db") as opened:
        yield opened


@settings(max_examples=25, deadline=None)
@given(readings=st.lists(articles, min_size=2, max_size=12), cuts=st.sets(st.integers(1, 11), max_size=4), window=st.integers(1, 4), data=st.data())
def test_the_same_entries_in_batches_and_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, readings: list[Reading], cuts: set[int], window: int, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch, Ledger(tmp_path_factory.mktemp("entries") / "l.db") as ledger:
        # Windows so narrow that nodes fall out of them.
        patch.setattr(entry_nodes, "_WINDOW", window)
        add_in_batches(ledger, readings, cuts, patch)
        held = told(ledger)
        if len(held) % 2:
            ledger.reject(data.draw(st.sampled_from(held)), reason="wrong", author="a reader")
            add(ledger, readings[: data.draw(st.integers(0, 2))], weights="w2")
        assert_as_from_scratch(ledger, patch)


def call(**fields: Any) -> Told:
    return Told(("Tom Reyes", "Ada Quill"), **({"when": "2031-02-16", "initiator": "Tom Reyes", "words": "about the ferry strike"} | fields))


def test_one_call_told_by_three_outlets_is_one_entry(ledger: Ledger) -> None:
    add(
        ledger,
        [
            article("Harbor Ledger", "2031-02-18", call(duration="PT30M", source=("two sources", "unnamed"))),
            article("Bay Courier", "2031-02-18", Told(("Ada Quill", "Tom Reyes", "Nadia Okafor"), when="2031-02-16", duration="PT1H")),
            article("Capitol Wire", "2031-02-20", call(duration="PT30M", source=("Sources familiar with it", "unnamed", "the Harbor Ledger"))),
        ],
    )
    (entry,) = ledger.entries()
    assert (entry.channel, entry.status, entry.date, entry.parties) == ("call", "happened", "2031-02-16", ("Tom Reyes", "Ada Quill"))
    assert (len(entry.reports), entry.outlets, entry.articles, entry.named) == (3, 3, 3, 0)
    assert [(o.kind, o.via or o.name) for o in entry.origins] == [("unnamed", "Harbor Ledger"), ("outlet", "Bay Courier")]
    # The value shown is that of the best-sourced report, which is the first.
    assert (entry.duration, entry.first.outlet) == ("PT30M", "Harbor Ledger")
    (conflict,) = entry.conflicts
    assert (conflict.field, [(v.value, len(v.reports)) for v in conflict.values]) == ("duration", [("PT30M", 2), ("PT1H", 1)])


def test_copies_are_one_voice(ledger: Ledger) -> None:
    readings = [article(outlet, "2031-02-18", call()) for outlet in ("Capitol Wire", "Bay Courier", "Harbor Ledger")]
    add(ledger, readings)
    assert len(ledger.entries()[0].origins) == 3
    ids = [reading.article.id for reading in readings]
    ledger.connection.executemany("INSERT INTO copies VALUES (?, ?)", [(key, ids[0]) for key in ids])
    entries.update(ledger.connection, set(ids), ())
    (entry,) = ledger.entries()
    assert (len(entry.reports), entry.outlets) == (3, 3)
    assert [(o.kind, o.name) for o in entry.origins] == [("outlet", "Capitol Wire")]
    assert [report.copy_of for report in entry.reports].count(None) == 1


def test_two_contacts_of_one_article_stay_two(ledger: Ledger) -> None:
    add(ledger, [article("Harbor Ledger", "2031-02-18", call(), call()), article("Bay Courier", "2031-02-18", call())])
    assert sorted(len(entry.reports) for entry in ledger.entries()) == [1, 2]


@pytest.mark.parametrize(
    "other",
    [
        call(channel="meeting", initiator=None, words="over dinner"),
        call(when="2031-03-20"),
        call(status="planned"),
        call(status="denied"),
        Told(("Tom Reyes", "Marcus Bell"), when="2031-02-16"),
    ],
)
def test_what_excludes_it_is_another_entry(ledger: Ledger, other: Told) -> None:
    add(ledger, [article("Harbor Ledger", "2031-02-18", call()), article("Bay Courier", "2031-03-21", other)])
    assert len(ledger.entries()) == 2


def test_undated_reports_need_more_than_their_parties(ledger: Ledger) -> None:
    plain = call(when=None, words="")
    add(ledger, [article("Harbor Ledger", "2031-02-18", plain), article("Bay Courier", "2031-02-18", plain)])
    assert len(ledger.entries()) == 2
    told = call(when=None, words="pledged a mediator for the stranded ferries of Lake Tamsin")
    add(ledger, [article("Capitol Wire", "2031-02-18", told), article("Hollis Herald", "2031-02-19", told)])
    assert sorted(len(entry.reports) for entry in ledger.entries()) == [1, 1, 2]


def test_a_plan_is_linked_to_the_meeting_and_a_dropped_one_to_its_refusal(ledger: Ledger) -> None:
    met = Told(("Ada Quill", "Tom Reyes"), "meeting", when="2030-12-11", place="the State House")
    dropped = Told(("Ada Quill", "Walter Pike"), "meeting", "planned", when="2031-01-22")
    add(
        ledger,
        [
            article("Capitol Wire", "2030-12-03", Told(met.parties, "meeting", "planned", when="2030-12-11"), number=1),
            article("Capitol Wire", "2031-01-16", dropped, number=2),
            article("Bay Courier", "2031-01-16", Told(("Ada Quill", "Tom Reyes"), "meeting", "planned", when="2031-05-02"), number=3),
        ],
    )
    assert [entry.settled_by for entry in ledger.entries()] == [None, None, None]
    add(
        ledger,
        [
            article("Capitol Wire", "2030-12-12", met),
            article("Bay Courier", "2031-01-23", Told(dropped.parties, "meeting", "declined", when="2031-01-22")),
        ],
    )
    of = {(entry.status, entry.date): entry for entry in ledger.entries()}
    assert of["planned", "2030-12-11"].settled_by == of["happened", "2030-12-11"].id
    assert of["planned", "2031-01-22"].settled_by == of["declined", "2031-01-22"].id
    assert of["planned", "2031-05-02"].settled_by is None


def test_a_ledger_from_before_edges_were_kept_can_be_read_anew(tmp_path: Path) -> None:
    plan = Told(("Ada Quill", "Tom Reyes"), "meeting", "planned", when="2030-12-11", place="the State House")
    met = Told(plan.parties, "meeting", when="2030-12-11", place="the State House")
    told = [article("Capitol Wire", "2030-12-03", plan), article("Bay Courier", "2030-12-12", met), article("Harbor Ledger", "2030-12-12", met)]
    path = tmp_path / "before.db"
    with Ledger(path) as ledger:
        add(ledger, told)
        # What the program before this migration left.
        for undo in ("DROP TABLE entry_edges", "DELETE FROM migrations WHERE name = '0013-edges'"):
            ledger.connection.execute(undo)
    # Other weights see the same, and give it other ids.
    again = [replace(reading, contacts=tuple(replace(c, id=content_id("again", c.id)) for c in reading.contacts)) for reading in told]
    with Ledger(path) as ledger:
        add(ledger, again, "w2")
        found = dump(ledger.connection)
        assert sorted(len(entry.reports) for entry in ledger.entries()) == [1, 2]
        assert found == from_scratch(ledger)


def test_a_ledger_from_before_days_and_pairs_were_kept_gets_both(tmp_path: Path) -> None:
    call = Told(("Tom Reyes", "Ada Quill"), when=("2031-02-16", "2031-02-18"))
    words = " ".join(f"word{i}" for i in range(60))
    copies = [
        article(outlet, "2031-02-19", Told(call.parties, when="2031-02-17", words=words)) for outlet in ("Bay Courier", "Capitol Wire", "Dover Post")
    ]
    asked = ("SELECT * FROM entry_blocks ORDER BY 1, 2, 3", "SELECT * FROM alike_pairs ORDER BY 1, 2, 3")
    path = tmp_path / "before.db"
    with Ledger(path) as ledger:
        add(ledger, [article("Harbor Ledger", "2031-02-19", call, Told(call.parties, "meeting")), *copies])
        now = [ledger.connection.execute(query).fetchall() for query in asked]
        for undo in (
            "ALTER TABLE entry_blocks DROP COLUMN first", "ALTER TABLE entry_blocks DROP COLUMN last",
            "CREATE TABLE alike_links (kind TEXT, bucket INTEGER, item TEXT, least TEXT)",
            "INSERT INTO alike_links SELECT kind, n.value, item, least FROM alike_pairs, json_each('[1, 2]') AS n", "DROP TABLE alike_pairs",
            "DELETE FROM migrations WHERE name IN ('0023-pairs', '0024-spans')",
        ):  # fmt: skip
            ledger.connection.execute(undo)
    with Ledger(path) as ledger:
        found = [ledger.connection.execute(query).fetchall() for query in asked]
    assert [list(map(tuple, rows)) for rows in found] == [list(map(tuple, rows)) for rows in now]
    assert all(found)
    assert {row["first"] is None for row in found[0]} == {True, False}


def test_a_denial_is_a_conflict_with_what_it_denies(ledger: Ledger) -> None:
    lodge = Told(
        ("Ada Quill", "Tom Reyes"), "meeting", when=("2030-10-01", "2030-10-31"), words="in secret at a lodge", source=("Leonard Voss", "named")
    )
    denial = Told(
        ("Ada Quill", "Tom Reyes"), "meeting", "denied", words="no meeting took place", source=("Bill Trask", "spokesperson", None, "Tom Reyes")
    )
    add(
        ledger,
        [
            article("Bay Courier", "2031-03-11", lodge, denial),
            article("Harbor Ledger", "2031-01-05", call(channel="meeting", when="2031-01-04"), number=7),
        ],
    )
    (conflict,) = ledger.conflicts()
    assert (conflict.field, [side.value for side in conflict.sides]) == ("happened", ["happened", "denied"])
    assert [side.reports[0].outlet for side in conflict.sides] == ["Bay Courier", "Bay Courier"]
    denied = ledger.entry(conflict.denials[0])
    assert (denied.denies, denied.origins[0].kind, denied.origins[0].name) == (conflict.entry, "spokesperson", "Tom Reyes")
    assert ledger.entry(conflict.entry).denied_by == (denied.id,)


def test_two_messages_of_two_days_are_two(ledger: Ledger) -> None:
    for number, day in enumerate(("2031-02-16", "2031-02-17", "2031-02-17")):
        told = Told(("Ada Quill", "Tom Reyes"), "message", when=day, words=f"on paper {'of the harbor ' * (number > 0)}number {min(number, 1)}")
        add(ledger, [article(f"Outlet {number}", "2031-02-18", told, number=number)])
    assert sorted(len(entry.reports) for entry in ledger.entries()) == [1, 2]
    assert ledger.conflicts() == []


def test_entries_answer_to_filters(ledger: Ledger) -> None:
    add(
        ledger,
        [
            article("Harbor Ledger", "2031-02-18", call(source=("two aides", "unnamed")), number=1),
            article("Bay Courier", "2031-02-18", call(), Told(("Ada Quill", "Marcus Bell"), "meeting", when="2031-05-02", confidence=0.4), number=2),
        ],
    )
    filters = {
        "all": Filters(),
        "actor": Filters(actor="Reyes"),
        "both": Filters(actor="Bell", with_="Quill"),
        "channel": Filters(channel="call"),
        "since": Filters(since="2031-03"),
        "until": Filters(until="2031-02"),
        "outlet": Filters(outlet="harbor"),
        "source": Filters(source_kind="unnamed"),
        "sure": Filters(min_confidence=0.5),
        "limit": Filters(limit=1),
    }
    found = {name: [len(row.reports) for row in ledger.entries(chosen)] for name, chosen in filters.items()}
    assert found == {
        "all": [2, 1], "actor": [2], "both": [1], "channel": [2], "since": [1], "until": [2], "outlet": [2], "source": [2], "sure": [2], "limit": [2],
    }  # fmt: skip


def test_an_entry_is_found_by_its_id_and_by_that_of_a_report(ledger: Ledger) -> None:
    told = article("Harbor Ledger", "2031-02-18", call())
    add(ledger, [told])
    (entry,) = ledger.entries()
    assert ledger.entry(entry.id[:10]) == ledger.entry(told.contacts[0].id) == entry
    with pytest.raises(UnknownRecord, match="no entry’s id begins with"):
        ledger.entry("0000000000000000")


def test_another_name_of_the_outlet_is_taken_in(ledger: Ledger) -> None:
    add(ledger, [article(None, "2031-02-18", call(), url="https://one.example/a")])
    assert ledger.entries()[0].outlets == 0
    same = article("Bay Courier", "2031-02-18", call(), url="https://one.example/a")
    add(ledger, [same])
    assert [(o.kind, o.name) for o in ledger.entries()[0].origins] == [("outlet", "Bay Courier")]


def test_a_list_has_of_each_contact_the_words_of_the_report_that_is_shown(ledger: Ledger) -> None:
    call = Told(("Ada Quill", "Tom Reyes"), "call", when="2031-03-05", words="about ferries", source=("two aides", "unnamed"))
    readings = [article(outlet, "2031-03-06", call, number=number) for number, outlet in enumerate(("Harbor Ledger", "Bay Courier", "Capitol Wire"))]
    add(ledger, readings)
    (whole,), (lean,) = ledger.entries(), ledger.entries(lean=True)
    assert len(whole.reports) == 3
    assert lean.first == whole.first == whole.reports[0]
    assert lean == replace(whole, reports=(whole.first, *(replace(r, sentence="", trigger=None, sources=(), parties=()) for r in whole.reports[1:])))
    assert lean.topics == whole.topics
    assert ledger.whole([lean]) == [whole]
    assert ledger.whole([whole], lean=True) == [lean]
