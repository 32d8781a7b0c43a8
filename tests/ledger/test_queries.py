"""Questions to a small ledger whose every record is known (see tests/conftest.py), and to versions of one article."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from rapport.errors import AmbiguousName, UnknownName, UnknownRecord, UsageError
from rapport.ledger import Filters, Ledger
from rapport.records import Actor, Article, Contact, Evidence, Reading, Role, Stance, Statement, When, content_id
from tests.conftest import Story
from tests.ledger import story
from tests.ledger.invented import write


@pytest.fixture
def ledger(ledger_file: Path) -> Ledger:
    return Ledger(ledger_file, create=False)


def test_between_tells_contacts_and_statements_in_order_of_time(ledger: Ledger) -> None:
    found = ledger.between("quill", "REYES")
    assert (found.a, found.b) == ("Ada Quill", "Tom Reyes")
    assert [(c.date, c.channel, c.status) for c in found.contacts] == [
        ("2031-02-16", "call", "happened"),
        ("2031-02-19", "call", "happened"),
        ("2031-02-20", "unspecified", "denied"),
        ("2031-05-01", "message", "recurring"),
        ("2031-05-01", "meeting", "happened"),
        ("2031-07-08", "meeting", "planned"),
    ]
    assert [(s.speaker, s.content) for s in found.statements] == [
        ("Tom Reyes", "“a demolition crew”"),
        ("Ada Quill", "“He answers faster than my own staff,”"),
    ]
    assert found == ledger.between("Mayor Ada Quill", "Gov. Tom Reyes")
    turned = ledger.between("Reyes", "Quill")
    assert (turned.a, turned.contacts, turned.statements) == ("Tom Reyes", found.contacts, found.statements)


def test_bare_rows_are_filled_in_to_what_they_would_have_been(ledger: Ledger) -> None:
    whole, bare = ledger.between("Quill", "Reyes"), ledger.between("Quill", "Reyes", reports=False)
    assert bare.contacts == ()
    assert [row.reports for row in bare.entries] == [()] * len(whole.entries)
    assert ledger.whole([*bare.stances, *bare.entries, *bare.statements]) == [*whole.stances, *whole.entries, *whole.statements]
    assert tuple(ledger.reports(bare.entries)) == whole.contacts
    assert (bare.course, bare.a_id, bare.b_id) == (whole.course, whole.a_id, whole.b_id)
    outlets = [{report.outlet for report in row.reports} for row in whole.entries]
    assert ledger.told_by(bare.entries) == {outlet: sum(outlet in told for told in outlets) for outlet in set().union(*outlets)}


def test_an_id_asks_for_one_and_no_other(ledger: Ledger) -> None:
    (quill,) = ledger.actors("Ada Quill")
    for name in (quill.id, f"Ada Quill ({quill.id})", f"whoever ({quill.id})", "Ada Quill (0123456789abcdef)"):
        assert ledger.who(name).id == quill.id
    assert ledger.addressed([quill.id]) == {quill.id: "Ada Quill"}
    with pytest.raises(UnknownName):
        ledger.who("0123456789abcdef")


def test_a_contact_row_has_all_that_a_line_needs(ledger: Ledger) -> None:
    row = ledger.between("Quill", "Reyes").contacts[0]
    assert row.parties == ("Tom Reyes", "Ada Quill")
    assert (row.initiator, row.dated, row.when, row.duration, row.duration_text) == ("Tom Reyes", True, "Sunday night", "PT30M", "half an hour")
    assert (row.outlet, row.title, row.published, row.topics) == ("Harbor Ledger", "A Sunday call", "2031-02-18", ("the ferry strike",))
    assert row.sentence.startswith("Gov. Tom Reyes phoned Mayor Ada Quill")
    assert row.trigger == "phoned"
    assert row.to_json()["sources"] == [{"actor": "two aides", "kind": "unnamed", "for": None, "via": None}]
    denial = ledger.contacts(Filters(status="denied"))[0]
    assert denial.to_json()["sources"] == [{"actor": "Dana Whitlock", "kind": "spokesperson", "for": "Ada Quill", "via": None}]


def test_a_statement_row_holds_its_passage(ledger: Ledger) -> None:
    row = next(s for s in ledger.quotes(Filters(actor="quill")) if s.act == "praise")
    assert row.sentence == "“He answers faster than my own staff,” Quill said"
    assert (row.speaker, row.about, row.cue, row.confidence) == ("Ada Quill", ("Tom Reyes",), "said", 0.97)


@pytest.mark.parametrize(
    ("filters", "dates"),
    [
        ({"since": "2031-03"}, ["2031-05-01", "2031-05-01", "2031-07-08"]),
        ({"until": "2031-02-19"}, ["2031-02-16", "2031-02-19"]),
        # What lasted from May to June is in June too: intervals overlap.
        ({"since": "2031-06", "until": "2031-06"}, ["2031-05-01"]),
        ({"since": "2031", "until": "2031-02-16"}, ["2031-02-16"]),
        ({"until": "2030"}, []),
        ({"channel": "call"}, ["2031-02-16", "2031-02-19"]),
        ({"status": "denied"}, ["2031-02-20"]),
        ({"outlet": "bay COURIER", "channel": "meeting"}, ["2031-05-01", "2031-07-08"]),
        ({"source_kind": "unnamed"}, ["2031-02-16", "2031-02-19"]),
        ({"source_kind": "spokesperson"}, ["2031-02-20"]),
        ({"min_confidence": 0.9, "channel": "call"}, ["2031-02-16"]),
        ({"actor": "bell"}, ["2031-07-08"]),
        ({"actor": "quill", "with_": "bell"}, ["2031-07-08"]),
        ({"actor": "whitlock"}, []),
        ({"limit": 2}, ["2031-02-16", "2031-02-19"]),
    ],
)
def test_filters_of_contacts(ledger: Ledger, filters: dict[str, object], dates: list[str]) -> None:
    assert [c.date for c in ledger.contacts(Filters(**filters))] == dates  # type: ignore[arg-type]


def test_undated_entries_come_last_unless_days_are_asked_for(ledger: Ledger) -> None:
    assert [c.date for c in ledger.contacts()].index(None) == 6
    assert [s.date for s in ledger.quotes()][-1] is None
    assert all(c.date for c in ledger.contacts(Filters(since="0001")))
    assert all(s.date for s in ledger.quotes(Filters(until="9999")))


@pytest.mark.parametrize(
    ("filters", "contents"),
    [
        ({"actor": "reyes"}, ["“a demolition crew”"]),
        ({"with_": "reyes", "until": "2031"}, ["“He answers faster", "that Ada Quill and Tom"]),
        ({"actor": "quill", "with_": "reyes"}, ["“He answers faster"]),
        ({"source_kind": "named", "outlet": "wire"}, ["that Ada Quill and Tom"]),
        ({"source_kind": "unnamed"}, []),
        ({"min_confidence": 0.95}, ["“He answers faster"]),
    ],
)
def test_filters_of_quotes(ledger: Ledger, filters: dict[str, object], contents: list[str]) -> None:
    found = [s.content for s in ledger.quotes(Filters(**filters))]  # type: ignore[arg-type]
    assert len(found) == len(contents)
    assert all(whole.startswith(start) for whole, start in zip(found, contents, strict=True))


def test_who(ledger: Ledger) -> None:
    found = ledger.who("quill")
    assert (found.name, found.kind, found.articles, found.contacts_total, found.statements_total) == ("Ada Quill", "person", 6, 7, 2)
    assert [(s.holder, s.polarity, s.target) for s in found.stances] == [
        ("Tom Reyes", "negative", "Ada Quill"),
        ("Rex [bold red]Doyle[/]", "positive", "Ada Quill"),
    ]
    assert (found.stances_total, ledger.who("Reyes").stances_total, ledger.who("Whitlock").stances) == (2, 1, ())
    assert found.aliases == ("Mayor Ada Quill", "Quill")
    assert found.roles == ("Mayor",)
    partners = [(p.name, p.contacts, p.last) for p in found.counterparts]
    # The planned meeting of July 8 and what was denied are counted, but are not the last that took place.
    assert partners == [("Tom Reyes", 6, "2031-06-12"), ("Marcus Bell", 1, None), ("Rex [bold red]Doyle[/]", 1, None)]
    assert found.counterparts[0].by_status == {"happened": 3, "recurring": 1, "planned": 1, "denied": 1}
    newest = ledger.who("quill", Filters(limit=2))
    assert [c.date for c in newest.contacts] == ["2031-05-01", "2031-07-08"]
    assert (newest.contacts_total, newest.counterparts) == (7, found.counterparts)
    assert ([s.polarity for s in ledger.who("quill", Filters(limit=1)).stances], newest.stances_total) == (["negative"], 2)
    assert ledger.who("quill", Filters(since="2031-06", outlet="Courier")).contacts_total == 2


def test_every_filter_holds_between_two_and_of_one(ledger: Ledger) -> None:
    def between(**filters: object) -> tuple[int, int, int]:
        found = ledger.between("Quill", "Reyes", Filters(**filters))  # type: ignore[arg-type]
        return len(found.contacts), len(found.statements), len(found.stances)

    assert between() == (6, 2, 1)
    # Statements and stances have no channel and no status.
    assert between(channel="call") == (2, 0, 0)
    assert between(status="planned") == (1, 0, 0)
    # A third party; and of what the two said and hold, only what one of them does.
    assert between(with_="Bell") == (1, 0, 0)
    assert between(actor="Quill") == (6, 1, 0)
    assert between(actor="Reyes") == (6, 1, 1)
    assert between(actor="Bell") == (1, 0, 0)
    assert between(since="2031", min_confidence=0.5) == (6, 1, 0)
    someone = ledger.who("Quill", Filters(actor="Bell"))
    assert (someone.contacts_total, someone.statements_total) == (1, 0)
    assert ledger.who("Quill", Filters(with_="Doyle")).statements_total == 1
    assert ledger.who("Quill", Filters(status="denied")).statements_total == 0
    assert ledger.who("Quill", Filters(status="denied")).stances_total == 0
    assert ledger.who("Quill", Filters(actor="Reyes")).stances_total == 1
    with pytest.raises(UnknownName):
        between(actor="Ostrander")


def test_an_article_comes_with_all_that_was_read_in_it(ledger: Ledger) -> None:
    row = ledger.contacts(Filters(channel="call"))[0]
    found = ledger.article(row.article[:12])
    assert (found.article.id, [type(r).__name__ for r in found.records]) == (row.article, ["Contact", "Statement"])
    assert set(found.names.values()) == {"Tom Reyes", "Ada Quill", "two aides"}
    json.dumps(found.to_json())
    for wrong in ("", "xyz", row.id):
        with pytest.raises(UnknownRecord):
            ledger.article(wrong)


def test_sources_count_chains_and_speakers(ledger: Ledger) -> None:
    found = {(s.name, s.kind, s.via): s for s in ledger.sources()}
    assert found["three aides", "unnamed", "Harbor Ledger"].to_json() == {
        "name": "three aides", "kind": "unnamed", "via": "Harbor Ledger", "entries": 1, "outlets": ["Bay Courier"], "contacts": 1, "statements": 0,
        "by_outlet": {"Bay Courier": 1},
    }  # fmt: skip
    quill = found["Ada Quill", "named", None]
    assert (quill.entries, quill.contacts, quill.statements) == (2, 0, 2)
    assert found["Dana Whitlock", "spokesperson", None].contacts == 1
    # Two aides and three aides are not added up; asked for by kind or by channel, others stay out.
    assert [s.name for s in ledger.sources(Filters(source_kind="unnamed"))] == ["three aides", "two aides"]
    assert {s.kind for s in ledger.sources(Filters(channel="call"))} == {"unnamed"}
    assert len(ledger.sources(Filters(limit=1))) == 1


@pytest.mark.parametrize("name", ["Quill", "the Mayor", "two aides"])
def test_nobody_is_found_by_a_description(tmp_path: Path, name: str) -> None:
    story = Story("Two aides met the mayor.", "Bay Courier", None, "Aides")
    story.contact("meeting", "happened", (story.actor("two aides", "unnamed"), story.actor("the mayor")), "Two aides met the mayor.", "met")
    write(tmp_path / "l.db", [story.reading()])
    with Ledger(tmp_path / "l.db") as ledger, pytest.raises(UnknownName):
        ledger.who(name)


def _told(number: int, *names: str) -> Reading:
    """An article in which all of these met."""
    text = f"{', '.join(names)} met at pier {number}."
    story = Story(text, "Bay Courier", f"2031-01-{number:02d}", f"Pier {number} {names[-1]}")
    story.contact("meeting", "happened", [story.actor(n) for n in names], text, "met")
    return story.reading()


def test_a_surname_joins_its_only_bearer_and_no_other(tmp_path: Path) -> None:
    write(tmp_path / "l.db", [_told(1, "Ada Quill", "Tom Reyes"), _told(2, "Quill", "Reyes"), _told(3, "Mayor QUILL", "Bell")])
    with Ledger(tmp_path / "l.db") as ledger, Ledger(tmp_path / "l.db", read_only=True) as reader:
        ledger.resolve()
        assert [reader.who(name).name for name in ("Quill", "Ada Quill")] == ["Ada Quill", "Ada Quill"]
        assert len(ledger.contacts(Filters(actor="Quill"))) == 3
        assert len(ledger.between("Ada Quill", "Tom Reyes").contacts) == 2
        assert ledger.who("Quill").aliases == ("Mayor QUILL", "Quill")
        # Another Quill appears: the surname alone may be either.
        with Ledger(tmp_path / "l.db") as other, other.run("read") as run:
            run.add(_told(4, "Bruno Quill", "Tom Reyes"), "o", "w1")
        ledger.resolve()
        with pytest.raises(AmbiguousName) as caught:
            ledger.who("Quill")
        # Who only reads remembers whom a name means, until somebody writes.
        for _ in range(2):
            with pytest.raises(AmbiguousName):
                reader.who("Quill")
        assert reader.who("Ada Quill").name == "Ada Quill"
        assert caught.value.candidates == ("Ada Quill", "Bruno Quill", "“Quill”")
        assert [len(ledger.contacts(Filters(actor=name))) for name in caught.value.candidates] == [1, 1, 2]


def test_an_alias_finds_who_has_it_alone(tmp_path: Path) -> None:
    story = Story("The Harbor Boat Authority (HBA) wrote to Ada Quill.", "Bay Courier", None, "Boats")
    story.actor("Harbor Boat Authority", "organization", aliases=["HBA"])
    story.actor("Ada Quill")
    write(tmp_path / "l.db", [story.reading()])
    with Ledger(tmp_path / "l.db") as ledger:
        assert ledger.who("the HBA").name == "Harbor Boat Authority"


def test_wrong_questions_say_what_is_wrong(ledger: Ledger) -> None:
    with pytest.raises(UnknownName) as caught:
        ledger.who("Adam Quillon")
    assert "Ada Quill" in caught.value.suggestions
    assert ledger.who("Whitlok").name == "Dana Whitlock"
    with pytest.raises(UsageError, match="are the same: Ada Quill"):
        ledger.between("Quill", "Ada Quill")
    with pytest.raises(UsageError, match="are the same"):
        ledger.contacts(Filters(actor="Quill", with_="Mayor Quill"))
    for filters in (Filters(channel="call"), Filters(status="denied")):
        with pytest.raises(UsageError, match="of contacts"):
            ledger.quotes(filters)
        with pytest.raises(UsageError, match="of contacts"):
            ledger.stances(filters)
    with pytest.raises(UnknownName):
        ledger.iter_stances(Filters(with_="Nobody Known")).__next__()
    with pytest.raises(UnknownName):
        ledger.iter_contacts(Filters(actor="Nobody Known")).__next__()
    with pytest.raises(UnknownRecord, match="no run 9"):
        ledger.failures(9)


def test_show_by_the_beginning_of_an_id(ledger: Ledger) -> None:
    row = ledger.contacts(Filters(channel="call"))[0]
    entry = ledger.show(row.id)
    assert isinstance(entry.record, Contact)
    assert entry.names[entry.record.parties[0]] == "Tom Reyes"
    assert entry.names[entry.record.according_to[0].actor or ""] == "two aides"
    assert all(entry.article.text[e.start : e.end] == e.text for e in entry.record.evidence)
    everything = [c.id for c in ledger.contacts()] + [s.id for s in ledger.quotes()]
    short = next(n for n in range(1, 17) if sum(key.startswith(row.id[:n]) for key in everything) == 1)
    assert ledger.show(row.id[:short].upper()) == entry
    assert isinstance(ledger.show(ledger.quotes()[0].id).record, Statement)
    json.dumps(entry.to_json())
    for wrong, why in (("", "no id"), ("xyz", "no id"), ("0" * 16, "begins with"), (row.article, "begins with")):
        with pytest.raises(UnknownRecord, match=why):
            ledger.show(wrong)


def test_show_refuses_a_beginning_that_several_have(tmp_path: Path) -> None:
    article = Article("Ada Quill met Tom Reyes.")
    actors = tuple(Actor(content_id(n), article.id, n, "person") for n in ("Ada Quill", "Tom Reyes"))
    evidence = (Evidence(0, 24, "sentence", article.text),)
    parties = tuple(a.id for a in actors)
    records = tuple(Contact(key * 8, article.id, "meeting", "happened", parties, 1.0, evidence) for key in ("ab", "ac"))
    write(tmp_path / "l.db", [Reading(article, actors, (), records)])
    with Ledger(tmp_path / "l.db") as ledger:
        with pytest.raises(UnknownRecord, match="several"):
            ledger.show("a")
        assert ledger.show("ab").record == records[0]


def _version(text: str, published: str) -> Reading:
    article = Article(text, "Ferry", "Bay Courier", "https://courier.example/ferry", published)
    actors = tuple(Actor(content_id(n, article.id), article.id, n, "person") for n in ("Ada Quill", "Tom Reyes"))
    evidence = (Evidence(0, len(text), "sentence", text),)
    parties = tuple(a.id for a in actors)
    contact = Contact(content_id("c", article.id), article.id, "meeting", "happened", parties, 1.0, evidence)
    said = Statement(content_id("s", article.id), article.id, parties[0], "indirect", "assert", text, 1.0, (Evidence(0, len(text), "content", text),))
    held = Stance(content_id("h", article.id), article.id, parties[0], parties[1], "positive", 1.0, evidence)
    return Reading(article, actors, (), (contact,), (said,), (held,))


def test_only_the_version_met_last_answers(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    old, new = _version("Quill met Reyes at noon.", "2031-01-01"), _version("Quill met Reyes at one.", "2031-01-01")
    write(path, [old])
    write(path, [new])
    with Ledger(path) as ledger:
        assert [c.sentence for c in ledger.contacts()] == [new.article.text]
        assert [s.content for s in ledger.quotes()] == [new.article.text]
        assert [s.sentence for s in ledger.stances()] == [new.article.text]
        assert ledger.stats()["stances_by_polarity"] == {"positive": 1}
        assert ledger.who("Quill").articles == 1
        assert [h.kind for h in ledger.search("noon")] == []
        assert len(ledger.search("one")) == 2
        counts = ledger.stats()
        assert (counts["articles"], counts["superseded_versions"], counts["contacts"], counts["statements"]) == (1, 1, 1, 1)
        assert ledger.sources() == ledger.sources(Filters(actor="Quill"))
        # It is still stored, and can be shown by its id.
        assert ledger.show(old.contacts[0].id).article == old.article
        assert ledger.show(old.stances[0].id).record == old.stances[0]
        assert len(list(ledger.articles(versions=True))) == 2
        assert [a.text for a in ledger.articles()] == [new.article.text]
        views = ("contacts_view", "statements_view", "stances_view", "current_articles")
        assert [ledger.connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] for view in views] == [1, 1, 1, 1]
    # The address shows the old text again: that is what is current now.
    write(path, [old])
    with Ledger(path) as ledger:
        assert [c.sentence for c in ledger.contacts()] == [old.article.text]


def test_of_versions_in_one_run_the_later_published_answers_whatever_the_order(tmp_path: Path) -> None:
    old, new = _version("Quill met Reyes at noon.", "2031-01-01"), _version("Quill met Reyes at one.", "2031-01-02")
    for name, order in (("a", [old, new]), ("b", [new, old])):
        write(tmp_path / f"{name}.db", order)
        with Ledger(tmp_path / f"{name}.db") as ledger:
            assert [c.sentence for c in ledger.contacts()] == [new.article.text]


def test_what_others_write_is_seen(ledger_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with sqlite3.connect(ledger_file) as source, sqlite3.connect(path) as target:
        source.backup(target)
    with Ledger(path) as ledger:
        with pytest.raises(UnknownName):
            ledger.who("Ivo Castellane")
        write(path, [_told(1, "Ivo Castellane", "Ada Quill")])
        assert ledger.who("Castellane").counterparts[0].name == "Ada Quill"


def test_questions_about_someone_look_at_no_other_records(ledger: Ledger) -> None:
    asked: list[str] = []
    ledger.connection.set_trace_callback(lambda query: asked.append(query) if query.startswith("SELECT") else None)
    ledger.between("Quill", "Reyes")
    ledger.who("Quill")
    ledger.contacts(Filters(actor="Quill"))
    ledger.quotes(Filters(actor="Quill", with_="Reyes"))
    ledger.stances(Filters(actor="Reyes", with_="Quill", source_kind="unnamed"))
    ledger.show(ledger.stances(Filters(with_="Quill"))[0].id)
    ledger.show(ledger.contacts(Filters(actor="Bell"))[0].id)
    ledger.connection.set_trace_callback(None)
    steps = {row["detail"] for query in asked for row in ledger.connection.execute("EXPLAIN QUERY PLAN " + query)}
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN") and " INDEX " not in step}
    # “q”, “z” and “found” are the statements found, “w” some of the actors. What is corrected is few. CONSTANT and the lists of keys are no tables; superseded versions are few, an index has hardly any settings, and what
    # waits is what a run that was cut off has left.
    few = {
        "CONSTANT",
        "k",
        "json_each",
        "superseded",
        "main.identity_words_config",
        "ties_waiting",
        "z",
        "found",
        "w",
        "tied",
        "ruled",
        "corrected_statements",
        "corrected_stances",
    }
    assert {name for name in scanned if "subquery" not in name} - few == {"q", "unresolved"}
    assert not {step for step in steps if step.startswith("SCAN articles")}


def test_views_read_without_rapport(ledger_file: Path) -> None:
    with sqlite3.connect(ledger_file) as db:
        row = db.execute(
            "SELECT date, channel, parties, initiator, according_to, topics FROM contacts_view WHERE channel = 'call' ORDER BY 1"
        ).fetchone()
        assert row == ("2031-02-16", "call", "Tom Reyes + Ada Quill", "Tom Reyes", "two aides", "the ferry strike")
        said = db.execute("SELECT speaker, about FROM statements_view WHERE act = 'deny'").fetchone()
        assert said == ("Dana Whitlock", "Ada Quill, Tom Reyes")
        held = db.execute("SELECT date, holder, polarity, target, label, sentence, outlet FROM stances_view WHERE polarity = 'negative'").fetchone()
        words = "He called her “a demolition crew” at a rally in Hollis."
        assert held == ("2030-10-08", "Tom Reyes", "negative", "Ada Quill", "a demolition crew", words, "Harbor Ledger")


def test_results_are_plain_json(ledger: Ledger) -> None:
    for found in (
        ledger.between("Quill", "Reyes"),
        ledger.who("Quill"),
        *ledger.stances(),
        *ledger.sources(),
        *ledger.runs(),
        *ledger.failures(1),
        *ledger.search("call"),
    ):
        assert json.loads(json.dumps(found.to_json())) == found.to_json()
    json.dumps(ledger.stats())


def test_stats_count_the_named_once(ledger: Ledger) -> None:
    found = ledger.stats()
    assert (found["articles"], found["undated"], found["contacts"], found["statements"], found["actors"]) == (6, 1, 7, 4, 5)
    assert (found["stances"], found["stances_by_polarity"]) == (2, {"negative": 1, "positive": 1})
    assert found["contacts_by_channel"] == {"meeting": 3, "call": 2, "message": 1, "unspecified": 1}
    assert (found["first_published"], found["last_published"]) == ("2030-10-08", "2031-06-12")


def test_more_rows_than_one_chunk_keep_their_order(tmp_path: Path) -> None:
    readings = [_told(1 + i % 28, f"Ada Quill {'I' * (i % 3)}".strip(), f"Tom Reyes{i}") for i in range(450)]
    write(tmp_path / "l.db", readings)
    with Ledger(tmp_path / "l.db") as ledger:
        found = ledger.contacts()
        assert len(found) == 450
        assert [c.date for c in found] == sorted(c.date or "" for c in found)
        assert all(c.parties[1] in c.sentence and c.trigger == "met" for c in found)
        assert found == list(ledger.iter_contacts())


def test_a_promise_is_listed_on_the_day_on_which_it_was_told(tmp_path: Path) -> None:
    told = story.Story(tmp_path / "l.db")
    told.statement("Ada Quill", "promise", "that fares would not rise before 2033", "2031-01-04", When("2033", "2033-01-01", "2033-12-31"))
    told.statement("Tom Reyes", "assert", "that fares rose in 2029", "2031-01-05", When("in 2029", "2029-01-01", "2029-12-31"))
    with told.ledger() as ledger:
        assert [(row.date, row.start) for row in ledger.quotes()] == [("2029-01-01", "2029-01-01"), ("2031-01-04", "2033-01-01")]
        assert [row.dated for row in ledger.quotes()] == [True, False]
        assert ledger.quotes(Filters(since="2032")) == []
        assert [row.act for row in ledger.quotes(Filters(until="2031-01"))] == ["assert", "promise"]


def test_roles_tell_when_and_where_they_were_given(ledger_file: Path) -> None:
    with Ledger(ledger_file) as ledger:
        (mayor,) = ledger.roles("Quill")
        assert ledger.read_by() == {"0" * 64: 6}
    assert (mayor.title, mayor.articles, mayor.first, mayor.last, mayor.outlet) == ("Mayor", 1, "2030-10-08", "2030-10-08", "Harbor Ledger")


def test_roles_that_differ_in_case_are_one_and_keep_the_time_that_texts_agree_on(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        with ledger.run("read") as run:
            for day, role in (
                ("2031-01-02", Role("Mayor", "Dover", "2029")),
                ("2031-03-02", Role("mayor", "Dover")),
                ("2031-02-02", Role("Senator")),
            ):
                article = Article(f"Of {day}: Ada Quill.", "Q", "Bay Courier", f"https://x.example/{day}", day)
                actor = Actor(content_id("actor", article.id), article.id, "Ada Quill", "person", (), (role,))
                run.add(Reading(article, (actor,), (), ()), "origin", "w1")
        ledger.resolve()
        found = [(r.title, r.organization, r.since, r.articles, r.first, r.last) for r in ledger.roles("Quill")]
    assert found == [("Mayor", "Dover", "2029", 2, "2031-01-02", "2031-03-02"), ("Senator", None, None, 1, "2031-02-02", "2031-02-02")]
