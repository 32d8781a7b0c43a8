"""What people say holds over what is read, can be taken back, and outlives readers, versions and ledgers."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.errors import AmbiguousName, RapportError, UnknownName, UnknownRecord, UsageError
from rapport.export import export_csv, export_jsonl
from rapport.ledger import Filters, Ledger, schema
from rapport.ledger.corrections_apply import attach
from rapport.ledger.corrections_fields import FIELDS
from rapport.records import Article, Contact, Reading, Record, Stance, Statement, content_id
from tests.ledger.invented import dump, reading, write

ROOT = Path(__file__).parents[2]
BY: Any = {"reason": "read the page", "author": "Ines Varga"}
DERIVED = (
    "record_rulings",
    "identity_rulings",
    "corrected_contacts",
    "corrected_statements",
    "corrected_stances",
    "corrected_lists",
    "added_actors",
    "read_sources",
)


def other_weights(wrote: Reading, prefix: str = "", *, keep_ids: bool = False) -> Reading:
    """The same article as another reader has it: all records under other ids; with a `prefix`, another version of its text."""
    text = prefix + wrote.article.text
    old = wrote.article
    article = Article(text, old.title, old.outlet, old.url, old.published, old.authors, old.language, old.source_id)
    names = {a.id: a.id if keep_ids and not prefix else content_id("other", article.id, a.name) for a in wrote.actors}
    shift = len(prefix)

    def evidence(record: Any) -> Any:
        return tuple(replace(e, start=e.start + shift, end=e.end + shift) for e in record.evidence)

    def chain(record: Any) -> Any:
        return tuple(replace(s, actor=s.actor and names[s.actor], for_=s.for_ and names[s.for_]) for s in record.according_to)

    def moved(record: Any, **fields: Any) -> Any:
        key = record.id if keep_ids and not prefix else content_id("other", article.id, record.id)
        return replace(record, id=key, article=article.id, evidence=evidence(record), according_to=chain(record), **fields)

    actors = tuple(
        replace(a, id=names[a.id], article=article.id, roles=tuple(replace(r, evidence=evidence(r)) for r in a.roles)) for a in wrote.actors
    )
    contacts = tuple(moved(c, parties=tuple(names[p] for p in c.parties), initiator=c.initiator and names[c.initiator]) for c in wrote.contacts)
    statements = tuple(
        moved(s, speaker=s.speaker and names[s.speaker], audience=s.audience and names[s.audience], about=tuple(names[a] for a in s.about))
        for s in wrote.statements
    )
    stances = tuple(moved(s, holder=names[s.holder], target=names[s.target]) for s in wrote.stances)
    mentions = tuple(replace(m, article=article.id, start=m.start + shift, end=m.end + shift, actor=names[m.actor]) for m in wrote.mentions)
    return Reading(article, actors, mentions, contacts, statements, stances)


def listings(ledger: Ledger) -> dict[str, Any]:
    """All that questions answer, without ids of articles and records where `plain`."""
    return {
        "contacts": [row.to_json() for row in ledger.contacts()],
        "quotes": [row.to_json() for row in ledger.quotes()],
        "stances": [row.to_json() for row in ledger.stances()],
        "sources": [row.to_json() for row in ledger.sources()],
        "stats": {key: value for key, value in ledger.stats().items() if key != "runs"},
        "search": [hit.to_json() for hit in ledger.search("calls")],
        "who is who": sorted(tuple(row) for row in ledger.connection.execute("SELECT article, actor, entity FROM members")),
    }


def said(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """What holds because people said so."""
    return {table: sorted((tuple(row) for row in ledger.connection.execute(f"SELECT * FROM {table}")), key=repr) for table in DERIVED}


def one_of(ledger: Ledger, kind: str, at: int = 0) -> str:
    table = {"contact": "contacts", "statement": "statements", "stance": "stances"}[kind]
    return str(ledger.connection.execute(f"SELECT id FROM {table} ORDER BY id LIMIT 1 OFFSET ?", (at,)).fetchone()[0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "l.db", [reading(i) for i in range(4)])
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.resolve()
    return tmp_path / "l.db"


def test_a_rejected_entry_is_gone_from_every_answer_and_shown_with_who_and_why(path: Path) -> None:
    with Ledger(path) as ledger:
        key = one_of(ledger, "statement")
        content = next(row.content for row in ledger.quotes() if row.id == key)
        before = listings(ledger)
        made = ledger.reject(key[:9], **BY)
        assert (made.state, made.record, made.author, made.reason) == ("applied", key, "Ines Varga", "read the page")
        assert key not in {row.id for row in ledger.quotes()}
        assert key not in {hit.id for hit in ledger.search(content)}
        assert ledger.stats()["statements"] == before["stats"]["statements"] - 1
        shown = ledger.show(key)
        assert shown.verdict is not None
        assert (shown.verdict.field, shown.verdict.author, shown.verdict.reason) == ("rejected", "Ines Varga", "read the page")
        assert shown.to_json()["corrections"][0]["correction"] == made.id
        with pytest.raises(UsageError, match="rejected already"):
            ledger.reject(key, **BY)
        assert ledger.undo(made.id[:10], author="Jo").undone_by == "Jo"
        assert listings(ledger) == before
        with pytest.raises(UsageError, match="undone already, by Jo"):
            ledger.undo(made.id, author="Jo")
        assert [c.state for c in ledger.corrections()] == ["undone"]


def test_the_views_for_other_programs_are_corrected_too(path: Path) -> None:
    with Ledger(path) as ledger:
        kept, gone = one_of(ledger, "contact"), one_of(ledger, "stance")
        ledger.correct(kept, "parties", ["Ada Quill", "Nadia Okafor"], new="person", **BY)
        ledger.correct(kept, "topics", ["rails"], **BY)
        ledger.reject(gone, **BY)
        row = ledger.connection.execute("SELECT parties, topics FROM contacts_view WHERE id = ?", (kept,)).fetchone()
        assert tuple(row) == ("Ada Quill + Nadia Okafor", "rails")
        assert ledger.connection.execute("SELECT count(*) FROM stances_view").fetchone()[0] == len(ledger.stances()) == 3
        assert ledger.connection.execute("SELECT count(*) FROM statements_view").fetchone()[0] == 4


def test_confirm_and_reject_of_several_people_the_later_wins_and_both_are_logged(path: Path) -> None:
    with Ledger(path) as ledger:
        key = one_of(ledger, "contact")
        ledger.confirm(key, reason="her office says so", author="Ines")
        row = next(row for row in ledger.contacts(Filters(min_confidence=0.99)) if row.id == key)
        assert (row.confidence, row.corrected) == (1.0, ("confirmed",))
        rejected = ledger.reject(key, reason="her office takes it back", author="Jo")
        assert [c.state for c in ledger.corrections()] == ["overruled", "applied"]
        ledger.undo(rejected.id, author="Jo")
        assert [c.state for c in ledger.corrections()] == ["applied", "undone"]
        verdict = ledger.show(key).verdict
        assert verdict is not None
        assert verdict.field == "confirmed"


@pytest.mark.parametrize(
    ("kind", "field", "value", "column", "shown"),
    [
        ("contact", "channel", "meeting", "channel", "meeting"), ("contact", "status", "planned", "status", "planned"), ("contact", "initiator", None, "initiator", None),
        ("contact", "when", "2031-05", "start", "2031-05-01"), ("contact", "when", "2031-05", "end", "2031-05-31"), ("contact", "when", None, "start", None),
        ("contact", "when", "2031-05-02/2031-05-04", "end", "2031-05-04"), ("contact", "when", "2031/", "end", None), ("contact", "when", "2028-02", "end", "2028-02-29"),
        ("contact", "duration", "an hour and a half", "duration", "PT1H30M"), ("contact", "duration", "PT10M", "duration_text", "PT10M"),
        ("contact", "duration", None, "duration_text", None), ("contact", "place", "Dover", "place", "Dover"), ("contact", "place", None, "place", None),
        ("contact", "cadence", "at least twice a month", "cadence", "at least twice a month"), ("contact", "cadence", "six times", "cadence", "six times"), ("contact", "cadence", None, "cadence", None),
        ("contact", "according_to", ["unnamed: two clerks via Capitol Wire"], "sources", [{"actor": "two clerks", "kind": "unnamed", "for": None, "via": "Capitol Wire"}]),
        ("contact", "according_to", None, "sources", []),
        ("statement", "according_to", ["spokesperson: Dana Whitlock for Marcus Bell", "document"], "sources", [
            {"actor": "Dana Whitlock", "kind": "spokesperson", "for": "Marcus Bell", "via": None}, {"actor": None, "kind": "document", "for": None, "via": None},
        ]),
        ("stance", "according_to", ["outlet: Harbor Ledger"], "sources", [{"actor": "Harbor Ledger", "kind": "outlet", "for": None, "via": None}]),
        ("contact", "topics", ["the budget", "ferries"], "topics", ["the budget", "ferries"]), ("contact", "topics", None, "topics", []),
        ("contact", "parties", ["Tom Reyes", "Dana Whitlock", "two aides"], "parties", ["Tom Reyes", "Dana Whitlock", "two aides"]),
        ("statement", "speaker", "Marcus Bell", "speaker", "Marcus Bell"), ("statement", "speaker", None, "speaker", None), ("statement", "act", "deny", "act", "deny"),
        ("statement", "form", "mixed", "form", "mixed"), ("statement", "audience", None, "audience", None), ("statement", "about", ["Ada Quill"], "about", ["Ada Quill"]),
        ("statement", "about", None, "about", []), ("statement", "when", "2030-10-08", "date", "2030-10-08"), ("stance", "polarity", "positive", "polarity", "positive"),
        ("stance", "label", "a wrecking ball", "label", "a wrecking ball"), ("stance", "label", None, "label", None), ("stance", "when", None, "start", None),
    ],
)  # fmt: skip
def test_every_field_can_be_corrected_and_taken_back(path: Path, kind: str, field: str, value: Any, column: str, shown: Any) -> None:
    with Ledger(path) as ledger:
        key = one_of(ledger, kind)
        ask: Any = {"contact": ledger.contacts, "statement": ledger.quotes, "stance": ledger.stances}[kind]
        before = listings(ledger)
        made = ledger.correct(key, field, value, **BY)
        row = next(row.to_json() for row in ask() if row.id == key)
        assert (row[column], row["corrected"]) == (shown, [field])
        (ruling,) = ledger.show(key).rulings
        assert (ruling.field, ruling.correction, ruling.author) == (field, made.id, "Ines Varga")
        assert ruling.read != ruling.value
        ledger.undo(made.id, author="Jo")
        assert listings(ledger) == before


def test_holder_and_target_are_corrected_but_never_to_the_same(path: Path) -> None:
    with Ledger(path) as ledger:
        row = ledger.stances()[0]
        ledger.correct(row.id, "holder", "Harbor Boat Authority" if row.target != "Harbor Boat Authority" else "Ada Quill", **BY)
        with pytest.raises(UsageError, match="holder already"):
            ledger.correct(row.id, "target", ledger.stances()[0].holder if ledger.stances()[0].id == row.id else _holder(ledger, row.id), **BY)


def _holder(ledger: Ledger, key: str) -> str:
    return next(row.holder for row in ledger.stances() if row.id == key)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("contact", "channel", "fax"), ("contact", "channel", None), ("contact", "status", "maybe"), ("contact", "parties", ["Ada Quill"]), ("contact", "parties", None),
        ("contact", "colour", "red"), ("contact", "when", "on Sunday"), ("contact", "when", "2031-02-30"), ("contact", "when", "2031-05/2031-04"), ("contact", "when", "/"),
        ("contact", "duration", "ages"), ("contact", "cadence", "sometimes"), ("contact", "according_to", ["two aides"]), ("contact", "according_to", ["rumor: two aides"]),
        ("contact", "according_to", ["named:"]), ("contact", "according_to", ["named: Nobody Bell-Here"]), ("contact", "according_to", ["unnamed: two aides", "unnamed: two aides"]),
        ("contact", "place", ""), ("contact", "place", ["Dover", "Hollis"]), ("contact", "topics", ["x", "x"]), ("contact", "tone", "warm"),
        ("statement", "content", "x"), ("statement", "act", None), ("stance", "polarity", "neutral"), ("stance", "holder", None), ("contact", "initiator", "Marcus Bell-Nobody-Here"),
    ],
)  # fmt: skip
def test_values_that_a_field_does_not_take_are_refused_and_nothing_is_logged(path: Path, kind: str, field: str, value: Any) -> None:
    with Ledger(path) as ledger:
        with pytest.raises((UsageError, UnknownName)):
            ledger.correct(one_of(ledger, kind), field, value, **BY)
        assert ledger.corrections() == []


def test_names_are_those_of_the_article_first_then_of_the_ledger_then_new(tmp_path: Path) -> None:
    readings = [reading(i) for i in range(8)]
    write(tmp_path / "l.db", readings)
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.resolve()
        wrote = next(
            r for r in readings if {"Tom Reyes", "Dana Whitlock"} <= {a.name for a in r.actors} and "Marcus Bell" not in {a.name for a in r.actors}
        )
        key = wrote.contacts[0].id
        actors = dump(tmp_path / "l.db")["actors"]
        made = ledger.correct(key, "parties", ["reyes", "Whitlock"], **BY)
        assert next(row.parties for row in ledger.contacts() if row.id == key) == ("Tom Reyes", "Dana Whitlock")
        assert dump(tmp_path / "l.db")["actors"] == actors
        elsewhere = ledger.correct(key, "parties", ["Reyes", "Bell"], **BY)
        assert next(row.parties for row in ledger.contacts() if row.id == key) == ("Tom Reyes", "Marcus Bell")
        assert key in {row.id for row in ledger.between("Marcus Bell", "Tom Reyes").contacts}
        with pytest.raises(UnknownName, match="--new person"):
            ledger.correct(key, "parties", ["Reyes", "Nadia Okafor"], **BY)
        with pytest.raises(UsageError, match="same actor"):
            ledger.correct(key, "parties", ["Reyes", "Tom Reyes"], **BY)
        new = ledger.correct(key, "parties", ["Reyes", "Nadia Okafor"], new="person", **BY)
        assert next(row.parties for row in ledger.contacts() if row.id == key) == ("Tom Reyes", "Nadia Okafor")
        assert key in {row.id for row in ledger.between("Okafor", "Reyes").contacts}
        assert ledger.check() == []
        for made_one in (new, elsewhere, made):
            ledger.undo(made_one.id, author="Jo")
        assert dump(tmp_path / "l.db")["actors"] == actors


def test_an_initiator_is_a_party_and_goes_with_the_parties(path: Path) -> None:
    with Ledger(path) as ledger:
        row = ledger.contacts()[0]
        assert row.initiator in row.parties
        outsider = next(name for name in ("Ada Quill", "Tom Reyes", "Marcus Bell", "Dana Whitlock") if name not in row.parties)
        with pytest.raises(UsageError, match="one of the parties"):
            ledger.correct(row.id, "initiator", outsider, **BY)
        ledger.correct(row.id, "parties", [row.parties[1], outsider], **BY)
        assert next(r.initiator for r in ledger.contacts() if r.id == row.id) is None
        ledger.correct(row.id, "initiator", outsider, **BY)
        assert next(r.initiator for r in ledger.contacts() if r.id == row.id) == outsider


def test_a_reason_is_asked_for_and_wrong_ids_are_named(path: Path) -> None:
    with Ledger(path) as ledger:
        with pytest.raises(UsageError, match="--reason"):
            ledger.reject(one_of(ledger, "contact"), reason=" ", author="Jo")
        with pytest.raises(UnknownRecord):
            ledger.reject("ffff0000ffff0000", **BY)
        with pytest.raises(UnknownRecord):
            ledger.undo("ffff0000ffff0000", author="Jo")
        assert ledger.reject(one_of(ledger, "contact"), reason="r", author=" \n").author == "unknown"


def rulings(ledger: Ledger) -> list[tuple[Any, ...]]:
    query = "SELECT ruling, one_key, one_kind, one_article, other_key, other_kind, other_article, name FROM identity_rulings ORDER BY 1, 2, 5"
    return [tuple(row) for row in ledger.connection.execute(query)]


def test_merge_split_and_rename_write_rulings_and_have_their_articles_taken_in_again(tmp_path: Path) -> None:
    write(tmp_path / "l.db", [reading(i) for i in range(8)])
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.resolve()
        merged = ledger.merge("Reyes", "Marcus Bell", resolve=False, **BY)
        with_either = {row[0] for row in ledger.connection.execute("SELECT DISTINCT article FROM actors WHERE name IN ('Tom Reyes', 'Marcus Bell')")}
        assert {row[0] for row in ledger.connection.execute("SELECT article FROM unresolved")} == with_either
        assert ledger.resolve() == len(with_either)
        assert rulings(ledger) == [("same", "tom reyes", "person", None, "marcus bell", "person", None, None)]
        article = next(r.article for r in map(reading, range(8)) if {"Ada Quill", "Quill"} & {a.name for a in r.actors} == {"Ada Quill"})
        ledger.split("Ada Quill", article=article.id[:12], **BY)
        named = ledger.rename("Whitlock", " Dana  M. Whitlock ", **BY)
        assert rulings(ledger) == [
            ("apart", "ada quill", "person", article.key, "ada quill", "person", None, None),
            ("name", "dana whitlock", "person", None, None, None, None, "Dana M. Whitlock"),
            ("same", "tom reyes", "person", None, "marcus bell", "person", None, None),
        ]
        ledger.undo(named.id, author="Jo")
        ledger.undo(merged.id, author="Jo")
        assert [row[0] for row in rulings(ledger)] == ["apart"]


def test_a_spelling_is_split_off_and_a_later_merge_of_the_two_wins(path: Path) -> None:
    with Ledger(path) as ledger:
        someone = ledger._people.called("Ada Quill").group
        if not {"quill", "ada quill"} <= someone.keys:
            write(path, [reading(i) for i in range(4, 30)])
        split = ledger.split("Ada Quill", form="quill", **BY)
        assert rulings(ledger) == [("apart", "quill", "person", None, "ada quill", "person", None, None)]
        form = {"key": "quill", "kind": "person", "article": None, "name": "Quill"}
        later = json.loads(json.dumps(split.line()))
        later |= {"action": "merge", "made": "2999-01-01T00:00:00.000000Z", "subject": {"forms": [split.subject["forms"][0], form]}}
        later["id"] = _id_of(later)
        found = ledger.import_corrections([json.dumps(later)])
        assert (found.added, len(found.clashes), found.clashes[0].holds.action) == (1, 1, "merge")
        assert [row[0] for row in rulings(ledger)] == ["same"]
        assert [c.state for c in ledger.corrections()] == ["overruled", "applied"]
        ledger.undo(later["id"], author="Jo")
        assert [row[0] for row in rulings(ledger)] == ["apart"]
        again = ledger.rename("Ada Quill", "Ada R. Quill", **BY)
        assert again.made > later["made"], "what is said now stands above a line of a clock that runs ahead"


def _id_of(line: dict[str, Any]) -> str:
    from rapport.ledger.corrections import identity

    return identity(line["made"], line["author"], line["reason"], line["action"], line["subject"], line["value"])


def test_what_cannot_be_merged_or_split_is_said(path: Path) -> None:
    with Ledger(path) as ledger:
        name = "Tom Reyes"
        acts: tuple[Callable[[], Any], ...] = (
            lambda: ledger.merge(name, name, **BY),
            lambda: ledger.split(name, **BY),
            lambda: ledger.split(name, form="Reyes the Third", article=reading(0).article.id, **BY),
            lambda: ledger.split(name, form="Bell", **BY),
            lambda: ledger.split(name, form=name, **BY),
            lambda: ledger.rename(name, " ", **BY),
            lambda: ledger.rename(name, f" {name} ", **BY),
            lambda: ledger.rename(name, "Ada Quill", **BY),
        )
        for act in acts:
            with pytest.raises(UsageError):
                act()
        with pytest.raises((UnknownName, AmbiguousName)):
            ledger.merge(name, "Irene Castellane", **BY)
        assert ledger.corrections() == []


@pytest.mark.parametrize("prefix", ["", "An earlier paragraph that was put before it.\n\n"])
def test_corrections_follow_their_records_to_other_weights_and_versions(tmp_path: Path, prefix: str) -> None:
    wrote = reading(1)
    write(tmp_path / "l.db", [wrote])
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.resolve()
        ledger.correct(wrote.contacts[0].id, "channel", "meeting", **BY)
        ledger.correct(wrote.contacts[0].id, "parties", ["Ada Quill", "Irene Castellane"], new="person", **BY)
        ledger.reject(wrote.statements[0].id, **BY)
        ledger.correct(wrote.stances[0].id, "label", None, **BY)
        ledger.correct(wrote.contacts[0].id, "cadence", "twice a month", **BY)
        ledger.correct(wrote.contacts[0].id, "according_to", ["unnamed: two clerks"], **BY)
    again = other_weights(wrote, prefix)
    write(tmp_path / "l.db", [again], "w2")
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.resolve()
        (contact,) = ledger.contacts()
        assert (contact.id, contact.channel, contact.parties) == (again.contacts[0].id, "meeting", ("Ada Quill", "Irene Castellane"))
        assert (contact.cadence, [(link.actor, link.kind) for link in contact.sources]) == ("twice a month", [("two clerks", "unnamed")])
        assert ledger.quotes() == []
        (stance,) = ledger.stances()
        assert (stance.label, stance.corrected) == (None, ("label",))
        assert {c.state for c in ledger.corrections()} == {"applied"}
        assert ledger.check() == []
    write(tmp_path / "l.db", [wrote], "w3")
    with Ledger(tmp_path / "l.db") as ledger:
        assert ledger.contacts()[0].channel == "meeting", "the first version is current again"
        if prefix:
            with pytest.raises(UsageError, match="superseded"):
                ledger.reject(again.contacts[0].id, **BY)


def test_a_correction_whose_record_is_read_no_more_waits_and_comes_back(tmp_path: Path) -> None:
    wrote = reading(1)
    write(tmp_path / "l.db", [wrote])
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.correct(wrote.contacts[0].id, "place", "Dover", **BY)
    write(tmp_path / "l.db", [replace(wrote, contacts=())], "w2")
    with Ledger(tmp_path / "l.db") as ledger:
        (waiting,) = ledger.corrections()
        assert (waiting.state, waiting.record) == ("waiting", None)
    write(tmp_path / "l.db", [other_weights(wrote)], "w3")
    with Ledger(tmp_path / "l.db") as ledger:
        assert [row.place for row in ledger.contacts()] == ["Dover"]
        assert ledger.corrections()[0].state == "applied"


_REREADER = """
import sys, time
from pathlib import Path
from tests.ledger.invented import reading
from tests.ledger.test_corrections import other_weights
from rapport.ledger import Ledger
with Ledger(Path(sys.argv[1])) as ledger, ledger.run("read") as run:
    for i in range(200):
        item = other_weights(reading(i))
        if not run.done(item.article, "w2", "o"):
            run.add(item, "o", "w2")
        print(i, flush=True)
"""


def test_corrections_are_attached_after_a_killed_run(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    readings = [reading(i) for i in range(200)]
    write(path, readings)
    with Ledger(path) as ledger:
        for item in readings[::3]:
            ledger.correct(item.contacts[0].id, "place", f"Dover {item.article.id}", resolve=False, **BY)
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    process = subprocess.Popen(
        [sys.executable, "-c", _REREADER, str(path)], cwd=ROOT, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 100:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with Ledger(path) as ledger:
        assert 0 < ledger.connection.execute("SELECT count(*) FROM readings WHERE weights = 'w2'").fetchone()[0] < 200
        assert {c.state for c in ledger.corrections()} == {"applied"}
        assert {row.place for row in ledger.contacts()} == {"Hollis", *(f"Dover {item.article.id}" for item in readings[::3])}
        before = said(ledger)
        attach(ledger.connection, [item.article.key for item in readings])
        assert said(ledger) == before
        ledger.resolve()
        assert ledger.check() == []


def test_export_of_records_gives_what_people_say_or_what_was_read(path: Path, tmp_path: Path) -> None:
    with Ledger(path) as ledger:
        as_it_was = _exported(ledger, as_read=True)
        ledger.reject(one_of(ledger, "contact"), **BY)
        corrected = one_of(ledger, "contact", 1)
        ledger.correct(corrected, "parties", ["Ada Quill", "Nadia Okafor"], new="person", **BY)
        ledger.correct(corrected, "according_to", ["named: Nadia Okafor"], **BY)
        lines = [json.loads(line) for line in _exported(ledger).splitlines()]
        contacts = {line["id"]: line for line in lines if line["type"] == "contact"}
        names = {line["id"]: line["name"] for line in lines if line["type"] == "actor"}
        assert len(contacts) == 3
        assert [names[key] for key in contacts[corrected]["parties"]] == ["Ada Quill", "Nadia Okafor"]
        assert [names[link["actor"]] for link in contacts[corrected]["according_to"]] == ["Nadia Okafor"]
        assert _exported(ledger, as_read=True) == as_it_was
        export_csv(ledger, tmp_path / "said")
        export_csv(ledger, tmp_path / "read", as_read=True)
        assert "Nadia Okafor" in (tmp_path / "said/contacts.csv").read_text(encoding="utf-8-sig")
        assert "Nadia Okafor" in (tmp_path / "said/actors.csv").read_text(encoding="utf-8-sig")
        assert len((tmp_path / "read/contacts.csv").read_text(encoding="utf-8-sig").splitlines()) == 5
        assert not any("Nadia" in file.read_text(encoding="utf-8-sig") for file in (tmp_path / "read").iterdir())


def _exported(ledger: Ledger, **options: Any) -> str:
    out = io.StringIO()
    export_jsonl(ledger, out, **options)
    return out.getvalue()


# Any sequence of corrections: what of which record or name, by numbers that are taken modulo what there is.
_FIELD_VALUES: dict[str, list[tuple[str, Any]]] = {
    "contact": [
        ("channel", "message"), ("channel", "meeting"), ("status", "planned"), ("place", "Dover"), ("place", None), ("when", "2031-05"), ("when", None), ("tone", None),
        ("parties", ["Ada Quill", "Tom Reyes", "Marcus Bell"]), ("parties", ["Dana Whitlock", "Irene Castellane"]), ("initiator", "Ada Quill"), ("initiator", None),
        ("topics", ["rails"]), ("topics", None), ("duration", "two hours"), ("setting", "public"), ("cadence", "twice a month"), ("cadence", None),
        ("according_to", ["spokesperson: Marcus Bell for Ada Quill", "unnamed: two clerks"]), ("according_to", None),
    ],
    "statement": [("speaker", "Tom Reyes"), ("speaker", None), ("act", "deny"), ("about", ["Marcus Bell"]), ("about", None), ("audience", "Ada Quill"), ("when", "2030"), ("according_to", ["document"])],
    "stance": [("polarity", "positive"), ("holder", "Marcus Bell"), ("target", "Irene Castellane"), ("label", None), ("when", None), ("according_to", ["outlet: Dover Mail"])],
}  # fmt: skip
_NAMES = ("Ada Quill", "Tom Reyes", "Marcus Bell", "Dana Whitlock", "Harbor Boat Authority", "Zoë Łukasz")
_STEPS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8)
_SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def do(ledger: Ledger, steps: Sequence[tuple[int, int, int]], records: Sequence[Record]) -> list[str]:
    """Make the corrections that can be made; gives their ids."""
    made = []
    for action, which, what in steps:
        record = records[which % len(records)]
        kind = type(record).__name__.lower()
        a, b = _NAMES[which % len(_NAMES)], _NAMES[what % len(_NAMES)]
        try:
            if action == 0:
                done = ledger.merge(a, b, **BY)
            elif action == 1:
                done = ledger.split(a, article=record.article, **BY)
            elif action == 2:
                done = ledger.rename(a, f"{b} the {what}th", **BY)
            elif action == 3:
                done = ledger.reject(record.id, **BY)
            elif action == 4:
                done = ledger.confirm(record.id, **BY)
            else:
                field, value = _FIELD_VALUES[kind][what % len(_FIELD_VALUES[kind])]
                done = ledger.correct(record.id, field, value, new="person" if "Irene Castellane" in (value or ()) else None, **BY)
        except RapportError:
            continue
        made.append(done.id)
    return made


def records_of(readings: Sequence[Reading]) -> list[Record]:
    found: list[Record] = []
    for item in readings:
        found += [*item.contacts, *item.statements, *item.stances]
    return found


@given(steps=_STEPS, seed=st.integers(0, 1000))
@_SETTINGS
def test_undoing_everything_in_any_order_gives_the_ledger_as_it_was(steps: list[tuple[int, int, int]], seed: int) -> None:
    readings = [reading(i) for i in range(3)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.db"
        write(path, readings)
        with Ledger(path) as ledger:
            ledger.resolve()
            before, content = listings(ledger), dump(path)
            made = do(ledger, steps, records_of(readings))
            assert not set(dump(path)["contacts"]) ^ set(content["contacts"]), "what was read stays"
            for key in random.Random(seed).sample(made, len(made)):
                ledger.undo(key, author="Jo")
            assert listings(ledger) == before
            assert dump(path) == content
            assert not any(said(ledger).values())
            assert len(ledger.corrections()) == len(made)


@given(steps=_STEPS, seed=st.integers(0, 1000))
@_SETTINGS
def test_before_or_after_reading_more_and_by_way_of_a_file_the_answers_are_the_same(steps: list[tuple[int, int, int]], seed: int) -> None:
    first, more = [reading(i) for i in range(3)], [reading(i) for i in range(3, 6)]
    with tempfile.TemporaryDirectory() as folder:
        early, late, moved = (Path(folder) / name for name in ("early.db", "late.db", "moved.db"))
        write(early, first)
        with Ledger(early) as ledger:
            ledger.resolve()
            do(ledger, steps, records_of(first))
            lines = [json.dumps(line) for line in ledger.export_corrections()]
        # Read again by weights that give the same, as well as more.
        write(early, more)
        write(early, [other_weights(item, keep_ids=True) for item in first], "w2")
        write(late, [*more, *first])
        with Ledger(moved) as ledger:
            half = random.Random(seed).sample(lines, len(lines) // 2)
            ledger.import_corrections(half)
        write(moved, [*first, *more])
        found = {}
        for path in (early, late, moved):
            with Ledger(path) as ledger:
                imported = ledger.import_corrections(lines)
                assert imported.added + imported.known == len(lines)
                ledger.resolve()
                found[path.name] = (listings(ledger), said(ledger), [json.dumps(line) for line in ledger.export_corrections()])
                assert ledger.import_corrections(lines).added == 0
                assert ledger.check() == []
        assert found["early.db"] == found["late.db"] == found["moved.db"]


def test_an_import_reports_what_it_did_and_where_people_disagree(tmp_path: Path) -> None:
    readings = [reading(i) for i in range(3)]
    for name in ("a.db", "b.db"):
        write(tmp_path / name, readings)
    write(tmp_path / "c.db", readings[:1])
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.reject(readings[0].contacts[0].id, reason="a stage", author="Ines")
        ledger.correct(readings[1].contacts[0].id, "channel", "meeting", reason="in person", author="Ines")
        undone = ledger.correct(readings[1].contacts[0].id, "tone", None, reason="slip", author="Ines")
        both = [json.dumps(line) for line in ledger.export_corrections()]
        ledger.undo(undone.id, author="Ines")
        lines = [json.dumps(line) for line in ledger.export_corrections()]
    with Ledger(tmp_path / "b.db") as ledger:
        ledger.confirm(readings[0].contacts[0].id, reason="her office", author="Jo")
        ledger.correct(readings[1].contacts[0].id, "channel", "meeting", reason="as I read it", author="Jo")
        assert ledger.import_corrections(both).added == 3
        found = ledger.import_corrections(lines)
        assert (found.added, found.known, found.undone) == (0, 2, 1)
        ledger.undo(ledger.corrections()[0].id, author="Jo")
    with Ledger(tmp_path / "c.db") as ledger:
        ledger.confirm(readings[0].contacts[0].id, reason="her office", author="Jo")
        found = ledger.import_corrections(lines)
        assert (found.added, found.waiting) == (3, 1)
        (clash,) = found.clashes
        assert (clash.holds.author, clash.overruled.author) == ("Jo", "Ines")
        assert "verdict" in clash.about
        assert len(ledger.contacts()) == 1, "what was said last holds"


@pytest.mark.parametrize(
    "change",
    [
        {"type": "article"}, {"reason": "another"}, {"value": {"field": "channel", "value": "fax"}}, {"made": "yesterday"}, {"action": "erase"}, {"author": 7}, {"subject": {}},
        {"undone": "2031-01-01T00:00:00.000000Z"}, {"value": None},
    ],
)  # fmt: skip
def test_a_file_that_was_changed_by_hand_is_refused_whole(path: Path, change: dict[str, Any]) -> None:
    with Ledger(path) as ledger:
        made = ledger.correct(one_of(ledger, "contact"), "channel", "meeting", **BY)
        other = ledger.reject(one_of(ledger, "statement"), **BY)
        lines = [json.dumps(other.line()), json.dumps(made.line() | change)]
    with Ledger(path.with_name("fresh.db")) as fresh:
        with pytest.raises(UsageError, match=r"line 2 .*nothing was imported"):
            fresh.import_corrections(lines)
        for line, told in (("{]", "line 1"), ("[]", "it is no object"), ('{"type": "correction"}', "it has no made")):
            with pytest.raises(UsageError, match=told):
                fresh.import_corrections([line])
        assert fresh.corrections() == []


def test_review_puts_first_what_is_unsure_and_much_hangs_on_and_leaves_out_what_is_judged(path: Path) -> None:
    with Ledger(path) as ledger:
        items = ledger.to_review()
        assert len(items) == 12
        assert [item.score for item in items] == sorted((item.score for item in items), reverse=True)
        sure = {item.id: item for item in items}
        assert all(item.score > 0 for item in items)
        ledger.confirm(items[0].id, **BY)
        ledger.correct(items[1].id, "when", None, **BY)
        assert [item.id for item in ledger.to_review()] == [item.id for item in items[2:]]
        assert {item.kind for item in ledger.to_review(kind="stance")} <= {"stance"}
        assert len(ledger.to_review(limit=3)) == 3
        of_reyes = {item.id for item in ledger.to_review(actor="Tom Reyes", kind="contact")}
        assert of_reyes == {row.id for row in ledger.contacts(Filters(actor="Tom Reyes"))} & sure.keys() - {items[0].id, items[1].id}
        for wrong in ({"kind": "framing"}, {"limit": 0}):
            with pytest.raises(UsageError):
                ledger.to_review(**wrong)


def test_review_puts_contacts_first_and_spreads_what_one_article_tells(tmp_path: Path) -> None:
    one = reading(0)
    told = [replace(one.stances[0], id=content_id("more", i), confidence=0.4) for i in range(5)]
    write(tmp_path / "l.db", [replace(one, stances=(*one.stances, *told)), reading(1)])
    with Ledger(tmp_path / "l.db") as ledger:
        items = ledger.to_review()
    assert [item.kind for item in items[:2]] == ["contact", "contact"]
    crowded = [item.score for item in items if item.kind == "stance" and item.article == one.article.id]
    assert [round(crowded[0] / score, 1) for score in crowded[:3]] == [1.0, 2.0, 3.0]


def test_what_can_be_corrected_are_fields_of_the_records() -> None:
    for kind, record in (("contact", Contact), ("statement", Statement), ("stance", Stance)):
        assert set(FIELDS[kind]) <= set(record.__dataclass_fields__)


def test_origins_follow_the_chain_that_people_say(path: Path) -> None:
    with Ledger(path) as ledger:
        key = one_of(ledger, "contact")
        before = ledger.entry(key).origins
        made = ledger.correct(key, "according_to", ["unnamed: two clerks via Capitol Wire"], **BY)
        assert [(o.name, o.kind, o.via) for o in ledger.entry(key).origins] == [("two clerks", "unnamed", "Capitol Wire")]
        assert key in {row.id for row in ledger.contacts(Filters(source_kind="unnamed"))}
        ledger.correct(key, "according_to", None, **BY)
        assert [o.kind for o in ledger.entry(key).origins] == ["outlet"]
        ledger.undo(ledger.corrections()[-1].id, author="Jo")
        ledger.undo(made.id, author="Jo")
        assert ledger.entry(key).origins == before


def test_what_was_corrected_before_cadences_could_be_keeps_the_cadence_that_was_read(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(path) as ledger:
        key = one_of(ledger, "contact")
        ledger.correct(key, "channel", "meeting", **BY)
    older = [step for step in schema.MIGRATIONS if step[0] < "0021"]
    with sqlite3.connect(tmp_path / "older.db", isolation_level=None) as db, monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", tuple(older))
        schema.migrate(db)
        db.execute("ATTACH ? AS later", (str(path),))
        for table in (
            "articles", "readings", "runs", "sightings", "actors", "contacts", "contact_parties", "sources", "evidence", "corrections", "record_rulings", "corrected_contacts",
        ):  # fmt: skip
            columns = ", ".join(f'"{row[1]}"' for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM later.{table}")
    with Ledger(tmp_path / "older.db") as ledger:
        ledger.resolve()
        row = next(row for row in ledger.contacts() if row.id == key)
        assert (row.channel, row.cadence, row.corrected) == ("meeting", "weekly", ("channel",))
        ledger.correct(key, "cadence", None, **BY)
        assert next(row.cadence for row in ledger.contacts() if row.id == key) is None
