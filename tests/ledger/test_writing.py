"""The same rows whatever the order, the number of runs and of batches; one article stored once."""

from __future__ import annotations

import dataclasses
import itertools
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.errors import IngestError, LedgerError, SpanError
from rapport.ledger import Ledger, rows
from rapport.records import Article, Evidence, Mention, Reading, Record
from tests.ledger.invented import dump, reading, write


def test_what_is_written_comes_back_whole(tmp_path: Path) -> None:
    wrote = reading(1)
    write(tmp_path / "l.db", [wrote])
    with Ledger(tmp_path / "l.db", create=False) as ledger:
        assert list(ledger.articles()) == [wrote.article]
        key = wrote.article.id
        assert {a.id: a for a in rows.actors(ledger.connection, key)} == {a.id: a for a in wrote.actors}
        assert list(rows.records(ledger.connection, key)) == [*wrote.contacts, *wrote.statements, *wrote.stances]
        assert set(rows.mentions(ledger.connection, key)) == set(wrote.mentions)
        assert ledger.check() == []


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(9)), cuts=st.sets(st.integers(1, 8), max_size=3), repeats=st.lists(st.integers(0, 8), max_size=4))
def test_same_rows_in_any_order_and_any_number_of_runs(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int], repeats: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    # Two outlets, one author list and one source id for the same address: what is not part of the id.
    variants = [reading(i % 7, outlet="Bay Courier" if i < 7 else "Harbor Ledger", authors=() if i < 7 else ("D. Marsh",)) for i in range(9)]
    write(folder / "plain.db", variants)
    bounds = [0, *sorted(cuts), 9]
    for start, end in itertools.pairwise(bounds):
        write(folder / "mixed.db", [variants[i] for i in order[start:end]])
    write(folder / "mixed.db", [variants[i] for i in repeats])
    assert dump(folder / "plain.db") == dump(folder / "mixed.db")


def test_metadata_outside_the_id_is_kept_the_same_way_round(tmp_path: Path) -> None:
    bare = reading(1, outlet=None, authors=(), language="en")
    full = reading(1, outlet="Bay Courier", authors=("D. Marsh",), source_id="b-7")
    assert bare.article.id == full.article.id
    for name, order in (("a", [bare, full]), ("b", [full, bare])):
        write(tmp_path / f"{name}.db", order)
        with Ledger(tmp_path / f"{name}.db") as ledger:
            kept = next(ledger.articles())
            assert (kept.outlet, kept.authors, kept.source_id) == ("Bay Courier", ("D. Marsh",), "b-7")
            assert [tuple(r) for r in ledger.connection.execute("SELECT count(*) FROM articles")] == [(1,)]


def test_an_article_met_again_is_another_sighting_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path) as ledger:
        for origin in ("one.txt", "two.txt"):
            with ledger.run("read") as run:
                known = run.done(reading(3).article, "w1", origin)
                assert known is (origin == "two.txt")
                if not known:
                    run.add(reading(3), origin, "w1")
                    assert run.done(reading(3).article, "w1", "again.txt")  # before it is committed
        assert [(r.read, r.known) for r in ledger.runs()] == [(1, 1), (0, 1)]
        seen = ledger.connection.execute("SELECT run, origin FROM sightings ORDER BY 1, 2").fetchall()
        assert [tuple(r) for r in seen] == [(1, "again.txt"), (1, "one.txt"), (2, "two.txt")]


def test_new_weights_replace_all_records_of_an_article_and_the_same_weights_do_not(tmp_path: Path) -> None:
    path, first = tmp_path / "l.db", reading(1)
    fewer = Reading(first.article, first.actors[:2], first.mentions[:1], (), ())
    write(path, [first, reading(2)], "w1")
    write(path, [fewer], "w1")
    assert len(dump(path)["statements"]) == 2
    write(path, [fewer, reading(2)], "w2")
    write(tmp_path / "fresh.db", [fewer, reading(2)], "w2")
    assert dump(path) == dump(tmp_path / "fresh.db")
    assert len(dump(path)["stances"]) == 1
    with Ledger(path) as ledger:
        assert ledger.check() == []
        assert [h.kind for h in ledger.search("never calls back")] == ["statement", "article", "article"]


def test_both_weights_within_one_batch(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger, ledger.run("read") as run:
        run.add(reading(1), "o", "w1")
        assert not run.done(reading(1).article, "w2")
        run.add(dataclasses.replace(reading(1), statements=()), "o", "w2")
        assert run.done(reading(1).article, "w2")
    assert dump(tmp_path / "l.db")["statements"] == []


def _broken() -> dict[str, Reading]:
    good = reading(1)
    contact, statement, text = good.contacts[0], good.statements[0], good.article.text
    sentence = contact.evidence[0]

    def with_evidence(*pieces: Evidence) -> Reading:
        return dataclasses.replace(good, contacts=(dataclasses.replace(contact, evidence=pieces),))

    return {
        "other words": with_evidence(dataclasses.replace(sentence, text=sentence.text.upper())),
        "shifted by one": with_evidence(dataclasses.replace(sentence, start=sentence.start + 1, end=sentence.end + 1)),
        "negative": with_evidence(Evidence(-3, -1, "sentence", text[-3:-1])),
        "beyond the end": with_evidence(Evidence(len(text) - 2, len(text) + 5, "sentence", text[-2:])),
        "empty": with_evidence(sentence, Evidence(4, 4, "trigger", "")),
        "none": with_evidence(),
        "no sentence": with_evidence(contact.evidence[1]),
        "no content": dataclasses.replace(good, statements=(dataclasses.replace(statement, evidence=statement.evidence[1:]),)),
        "unknown target": dataclasses.replace(good, stances=(dataclasses.replace(good.stances[0], target="f" * 16),)),
        "stance of another article": dataclasses.replace(good, stances=reading(2).stances),
        "unknown party": dataclasses.replace(good, contacts=(dataclasses.replace(contact, parties=("f" * 16, contact.parties[0])),)),
        "role": dataclasses.replace(
            good,
            actors=(
                dataclasses.replace(
                    good.actors[0], roles=(dataclasses.replace(good.actors[0].roles[0], evidence=(Evidence(0, 3, "label", "Xyz"),)),)
                ),
                *good.actors[1:],
            ),
        ),
        "mention": dataclasses.replace(good, mentions=(Mention(good.article.id, 0, len(text) + 1, good.actors[0].id),)),
        "other article": dataclasses.replace(good, actors=(*good.actors, reading(2).actors[0])),
        "half a character": Reading(Article("Ada \ud83d Quill")),
    }


@pytest.mark.parametrize("what", sorted(_broken()))
def test_evidence_that_does_not_stand_writes_nothing(tmp_path: Path, what: str) -> None:
    with Ledger(tmp_path / "l.db") as ledger, ledger.run("read") as run:
        run.add(reading(9), "o", "w1")
        with pytest.raises(SpanError):
            run.add(_broken()[what], "o", "w1")
        assert run.summary().read == 1
    write(tmp_path / "alone.db", [reading(9)])
    assert dump(tmp_path / "l.db") == dump(tmp_path / "alone.db")


def test_a_record_given_twice_is_stored_once(tmp_path: Path) -> None:
    good = reading(1)
    other = dataclasses.replace(good.contacts[0], channel="meeting", parties=(*good.contacts[0].parties, good.actors[2].id))
    write(tmp_path / "l.db", [dataclasses.replace(good, contacts=(*good.contacts, other), statements=good.statements * 2, stances=good.stances * 2)])
    write(tmp_path / "once.db", [good])
    assert dump(tmp_path / "l.db") == dump(tmp_path / "once.db")


def test_failures_are_logged_by_name_and_reason(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        with ledger.run("read a b", {"workers": 2, "path": Path("x")}) as run:
            run.add(reading(1), "o\udcff.txt", "w1")
            run.fail(IngestError("pages/caf\udce9.html", "binary", "no text"))
            run.fail(IngestError("b.jsonl:7", "malformed", "line 7"))
            run.fail(IngestError("c.jsonl:9", "malformed"))
            assert run.failed == 3
            summary = run.summary()
        assert (summary.read, summary.known, summary.failed, summary.exit_code) == (1, 0, 3, 3)
        assert summary.reasons == {"malformed": 2, "binary": 1}
        assert (summary.contacts, summary.statements, summary.words) == (1, 1, len(reading(1).article.text.split()))
        assert [f.item for f in ledger.failures(summary.run)] == ["pages/caf\\udce9.html", "b.jsonl:7", "c.jsonl:9"]
        row = ledger.runs()[-1]
        assert (row.read, row.failed, row.words, row.contacts, row.statements) == (1, 3, summary.words, 1, 1)
        assert row.finished is not None
        options = ledger.connection.execute("SELECT options FROM runs").fetchone()[0]
        assert json.loads(options) == {"workers": 2, "path": "x"}


@pytest.mark.parametrize(("read", "failed", "code"), [(1, 0, 0), (1, 1, 3), (0, 1, 1), (0, 0, 1)])
def test_exit_codes(tmp_path: Path, read: int, failed: int, code: int) -> None:
    with Ledger(tmp_path / "l.db") as ledger, ledger.run("read") as run:
        for i in range(read):
            run.add(reading(i), "o", "w1")
        for i in range(failed):
            run.fail(IngestError(f"{i}", "empty"))
        assert run.summary().exit_code == code


def test_what_was_added_before_an_error_is_committed(tmp_path: Path) -> None:
    def interrupted() -> None:
        with Ledger(tmp_path / "l.db") as ledger, ledger.run("read") as run:
            run.add(reading(1), "o", "w1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    write(tmp_path / "alone.db", [reading(1)])
    assert dump(tmp_path / "l.db") == dump(tmp_path / "alone.db")


def test_batches_are_committed_on_the_way(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger, ledger.run("read") as run:
        for i in range(70):
            run.add(reading(i), "o", "w1")
        with sqlite3.connect(tmp_path / "l.db") as other:
            assert other.execute("SELECT count(*) FROM articles").fetchone() == (64,)
        # Between batches the file is not locked: another process may write at once.
        with Ledger(tmp_path / "l.db") as second, second.run("read") as beside:
            second.connection.execute("PRAGMA busy_timeout = 50")
            beside.add(reading(1000), "o", "w1")
    assert len(dump(tmp_path / "l.db")["articles"]) == 71


def test_a_batch_that_cannot_be_written_is_not_half_written(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    write(path, [reading(0)])
    before = dump(path)
    ledger = Ledger(path)
    started = ledger.run("read")
    run = started.__enter__()
    run.add(reading(1), "o", "w1")
    run.add(reading(2), "o", "w1")
    ledger.connection.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON main.evidence WHEN new.position = 1 BEGIN SELECT raise(ABORT, 'disk full'); END"
    )
    with pytest.raises(LedgerError, match="disk full"):
        run.commit()
    assert dump(path) == before
    ledger.connection.execute("DROP TRIGGER full")
    started.__exit__(None, None, None)
    ledger.close()
    write(tmp_path / "all.db", [reading(0), reading(1), reading(2)])
    assert dump(path) == dump(tmp_path / "all.db")


def test_text_with_odd_characters_is_kept_to_the_letter(tmp_path: Path) -> None:
    text = "Ada\0Quill said “ﬁne” \u2028 e\u0301 𝒳 \r\n to Tom\u202eReyes."
    article = Article(text, title="\0", url="https://x.example/\0")
    write(tmp_path / "l.db", [Reading(article)])
    with Ledger(tmp_path / "l.db") as ledger:
        assert list(ledger.articles()) == [article]
        assert ledger.check() == []


def test_no_record_may_refer_to_a_missing_actor_even_by_hand(tmp_path: Path) -> None:
    write(tmp_path / "l.db", [reading(1)])
    with Ledger(tmp_path / "l.db") as ledger, pytest.raises(sqlite3.IntegrityError):
        ledger.connection.execute("UPDATE contact_parties SET actor = 'nobody'")


def test_the_records_used_here_have_every_field() -> None:
    # A field that stays at its default would not show that it is stored.
    sample = reading(1)
    for record in (*sample.contacts, *sample.statements, *sample.stances):
        assert isinstance(record, Record)
        assert not [f.name for f in dataclasses.fields(record) if getattr(record, f.name) in (None, ())]
