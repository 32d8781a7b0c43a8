"""Relationships, the network, open ends and changes: what a reader can rely on."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport.errors import UnknownRecord, UsageError
from rapport.ledger import Filters, open_ends
from rapport.ledger.relations import steady
from rapport.records import When
from rapport.report import plain, record_page
from tests.ledger.story import Story

QUILL, REYES, BELL = "Ada Quill", "Tom Reyes", "Marcus Bell"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path / "ledger.db")


def campaign(story: Story) -> list[str]:
    """Three outlets tell that the two were against each other; the ids of the stances."""
    held = ((REYES, QUILL, "2030-09-01", "Bay Courier"), (QUILL, REYES, "2030-09-20", "Capitol Wire"), (REYES, QUILL, "2030-10-03", "Harbor Ledger"))
    return [story.stance(holder, target, "negative", day, outlet, own=True) for holder, target, day, outlet in held]


def friends(story: Story) -> list[str]:
    held = ((QUILL, REYES, "2031-02-01", "Bay Courier"), (REYES, QUILL, "2031-03-01", "Capitol Wire"), (REYES, QUILL, "2031-04-01", "Harbor Ledger"))
    return [story.stance(holder, target, "positive", day, outlet, own=True) for holder, target, day, outlet in held]


def test_a_hostile_campaign_that_became_a_working_relationship_turns_at_the_meeting(story: Story) -> None:
    first, _, _ = campaign(story)
    story.contact([QUILL, REYES], "2030-12-12", when="2030-12-11", channel="meeting")
    later, _, _ = friends(story)
    with story.ledger() as ledger:
        course = ledger.course("quill", "reyes")
        (point,) = (p for p in course.turning_points if p.of is None)
        meeting = ledger.entries()[0]
    assert [(s.tone, s.since, s.until) for s in course.stretches] == [
        ("hostile", "2030-09-01", "2030-10-03"),
        ("friendly", "2031-02-01", "2031-04-01"),
    ]
    assert (point.tone, point.after, point.by, point.articles) == ("friendly", "2030-10-03", "2031-02-01", 3)
    assert (point.before[0].id, point.since[0].id) == (first, later)
    assert point.contact is not None
    assert (point.contact.id, point.contact.date) == (meeting.id, "2030-12-11")
    assert course.channels == {"meeting": 1}
    assert course.months == {"2030-12": 1}
    assert not course.mixed


def test_whose_own_words_a_sign_is_in_is_found_in_a_ledger_that_was_made_before_it_was_kept(story: Story) -> None:
    campaign(story)
    story.worked(QUILL, REYES)
    story.stance(REYES, QUILL, "positive", "2031-05-01")
    with story.ledger() as ledger:
        db = ledger.connection
        kept = [tuple(row) for row in db.execute("SELECT * FROM signs")]
        assert {row[-1] for row in kept} == {0, 1}
        db.execute("ALTER TABLE signs DROP COLUMN own")
        db.execute("DELETE FROM migrations WHERE name = '0016-own-words'")
    with story.ledger() as ledger:
        assert [tuple(row) for row in ledger.connection.execute("SELECT * FROM signs")] == kept


def test_who_stood_one_way_all_along_is_steady_and_who_turned_is_not(story: Story) -> None:
    def stood() -> bool:
        with story.ledger() as ledger:
            one, other = ledger.connection.execute("SELECT DISTINCT one, other FROM signs").fetchone()
            assert steady(ledger.connection, one, other) == steady(ledger.connection, other, one)
            return steady(ledger.connection, one, other)

    campaign(story)
    assert stood()
    friends(story)
    assert not stood()


def test_a_contact_without_a_date_is_in_no_month_and_between_no_turn(story: Story) -> None:
    campaign(story)
    story.contact([QUILL, REYES], "2030-12-12", channel="meeting", tone="hostile")
    friends(story)
    with story.ledger() as ledger:
        course = ledger.course(QUILL, REYES)
    (point,) = (p for p in course.turning_points if p.of is None)
    assert point.contact is None
    assert course.months == {}
    assert course.channels == {"meeting": 1}


def test_one_article_may_tell_both_sides_where_a_contact_came_between(story: Story) -> None:
    before, since = story.worked(QUILL, REYES)
    with story.ledger() as ledger:
        course = ledger.course(QUILL, REYES)
    assert (course.turning_points, course.mixed) == ((), {"friendly": (since,), "hostile": (before,)})
    story.contact([QUILL, REYES], "2031-01-12", when="2031-01-10")
    with story.ledger() as ledger:
        course = ledger.course(QUILL, REYES)
    assert [(s.tone, s.shown_by) for s in course.stretches] == [("hostile", (before,)), ("friendly", (since,))]
    (point,) = course.turning_points
    assert (point.of, point.tone, point.after, point.by, point.articles_before, point.articles) == (
        None,
        "friendly",
        "2030-09-01",
        "2031-06-18",
        1,
        1,
    )
    assert [(s.holder, s.toward, s.tone) for s in (*point.before, *point.since)] == [(REYES, QUILL, "hostile"), (QUILL, REYES, "friendly")]
    assert point.contact is not None
    assert (point.contact.date, point.contact.tone) == ("2031-01-10", None)


@pytest.mark.parametrize(("confidence", "turned"), [(0.95, True), (0.7, False)])
def test_a_stance_that_is_only_told_stands_alone_where_it_is_read_firmly(story: Story, confidence: float, turned: bool) -> None:
    story.stance(REYES, QUILL, "negative", "2030-09-01", own=True)
    story.stance(REYES, QUILL, "positive", "2031-02-01", confidence=confidence)
    story.contact([QUILL, REYES], "2031-01-12", when="2031-01-10")
    with story.ledger() as ledger:
        assert bool(ledger.course(QUILL, REYES).turning_points) == turned


@pytest.mark.parametrize(
    ("when", "dated"),
    [
        (When("in 2029", "2029-01-01", "2029-12-31"), False),
        (When("since 2029", "2029-01-01"), False),
        (When("that winter", "2029-01-01", "2029-03-31"), True),
        (When("on New Year’s Day", "2029-01-01", "2029-01-01"), True),
        (None, True),
    ],
    ids=["a year", "since a year", "a season", "a day", "the day of publication"],
)
def test_what_is_only_said_to_be_of_a_year_is_no_sign_of_a_day(story: Story, when: When | None, dated: bool) -> None:
    story.stance(REYES, QUILL, "negative", "2030-01-01", when=when)
    with story.ledger() as ledger:
        assert bool(ledger.course(REYES, QUILL).stretches) == dated
    friends(story)
    with story.ledger() as ledger:
        one, other = ledger.connection.execute("SELECT DISTINCT one, other FROM signs").fetchone()
        assert not steady(ledger.connection, one, other) or not dated


def test_what_is_only_told_of_someone_makes_no_turn(story: Story) -> None:
    before = campaign(story)
    held = (("2031-02-01", "Bay Courier"), ("2031-03-01", "Capitol Wire"), ("2031-04-01", "Harbor Ledger"))
    since = [story.stance(REYES, QUILL, "positive", day, outlet) for day, outlet in held]
    with story.ledger() as ledger:
        course = ledger.course(QUILL, REYES)
    assert not course.turning_points
    assert not course.stretches
    assert course.mixed == {"friendly": tuple(since), "hostile": tuple(before)}


def test_a_criticism_that_is_less_likely_than_not_is_no_sign_until_someone_confirms_it(story: Story) -> None:
    kept = story.judgement(REYES, QUILL, "criticize", "2030-09-01", unsure=True)
    with story.ledger() as ledger:
        assert not ledger.course(REYES, QUILL).stretches
        assert "criticize (less likely than not), direct" in plain(record_page(ledger.show(kept)))
        ledger.confirm(kept, author="Ines Varga", reason="she was there")
        ledger.resolve()
        (stretch,) = ledger.course(REYES, QUILL).stretches
        assert "criticize, direct" in plain(record_page(ledger.show(kept)))
    assert (stretch.tone, stretch.shown_by) == ("hostile", (kept,))


def test_a_criticism_that_is_likely_is_a_sign(story: Story) -> None:
    kept = story.judgement(REYES, QUILL, "criticize", "2030-09-01")
    with story.ledger() as ledger:
        (stretch,) = ledger.course(REYES, QUILL).stretches
    assert (stretch.tone, stretch.shown_by) == ("hostile", (kept,))


def test_the_tone_that_one_report_gives_a_contact_is_no_sign(story: Story) -> None:
    story.contact([QUILL, REYES], "2031-01-02", when="2031-01-01", channel="call", tone="hostile")
    with story.ledger() as ledger:
        assert not ledger.course(QUILL, REYES).stretches
        assert [row.tone for row in ledger.entries()] == ["hostile"]
    told = "A call of Ada Quill and Tom Reyes on the first of January was told by the governor’s office."
    story.contact([QUILL, REYES], "2031-01-03", "Harbor Ledger", when="2031-01-01", channel="call", text=told)
    with story.ledger() as ledger:
        assert [(row.tone, len(row.reports)) for row in ledger.entries()] == [(None, 2)]


def test_each_way_is_told_apart(story: Story) -> None:
    story.stance(QUILL, REYES, "positive", "2031-01-01")
    story.stance(REYES, QUILL, "negative", "2031-02-01")
    with story.ledger() as ledger:
        course = ledger.course(QUILL, REYES)
    assert [s.tone for s in course.of_a] == ["friendly"]
    assert [s.tone for s in course.of_b] == ["hostile"]


def test_no_sign_no_tone(story: Story) -> None:
    story.contact([QUILL, REYES], "2031-01-02")
    with story.ledger() as ledger:
        course = ledger.course(QUILL, REYES)
    assert not (course.stretches)
    assert not (course.of_a)
    assert not (course.of_b)
    assert not (course.turning_points)


def test_who_deals_with_both_is_between_them(story: Story) -> None:
    story.contact([QUILL, BELL], "2031-01-02")
    story.contact([REYES, BELL], "2031-01-05")
    story.contact([QUILL, REYES], "2031-01-09")
    story.contact([QUILL, "Celeste Marin"], "2031-01-11")
    with story.ledger() as ledger:
        assert ledger.course(QUILL, REYES).others == {BELL: 1}


def test_the_network_counts_what_took_place_and_by_channel(story: Story) -> None:
    story.contact([QUILL, REYES], "2031-01-02", channel="call", when="2031-01-01")
    story.contact([QUILL, REYES], "2031-03-02", channel="meeting", when="2031-03-01")
    story.contact([QUILL, REYES], "2031-05-02", channel="meeting", status="planned")
    story.contact([QUILL, BELL], "2031-01-02", status="denied")
    with story.ledger() as ledger:
        strong, weak = ledger.network()
        assert [(t.a, t.b) for t in ledger.network(Filters(actor="bell"))] == [(QUILL, BELL)]
        assert [(t.a, t.contacts) for t in ledger.network(Filters(channel="call"))] == [(QUILL, 1)]
        assert [t.contacts for t in ledger.network(Filters(since="2031-02"))] == [2]
    assert (strong.a, strong.b, strong.contacts, strong.took_place) == (QUILL, REYES, 3, 2)
    assert strong.channels == {"meeting": 2, "call": 1}
    assert strong.statuses == {"happened": 2, "planned": 1}
    assert strong.weight == pytest.approx(1.8)
    assert (weak.a, weak.b, weak.took_place, weak.weight) == (QUILL, BELL, 0, 0)


def test_when_the_last_contacts_of_pairs_were_is_one_question(story: Story) -> None:
    for other in (REYES, BELL):
        for day in ("2031-02-01", "2031-05-04"):
            story.contact([QUILL, other], day, when=day)
    with story.ledger() as ledger:
        ties = ledger.network()
        asked: list[str] = []
        ledger.connection.set_trace_callback(asked.append)
        spans = ledger.spans_between((*tie.ends, tie.last) for tie in ties)
        ledger.connection.set_trace_callback(None)
        assert spans == {tie.ends: ("2031-05-04", "2031-05-04") for tie in ties}
        assert len(ties) == 2
        assert sum("when_start" in query for query in asked) == 1
        assert ledger.spans_between([(*ties[0].ends, None)]) == {}


def test_a_plan_is_open_until_the_meeting_that_comes_of_it(story: Story) -> None:
    plan = story.contact([QUILL, REYES], "2031-01-02", status="planned", when="2031-01-10")
    story.contact([QUILL, BELL], "2031-01-03", status="proposed")
    story.statement(REYES, "promise", "that fares would not rise before 2033", "2031-01-04", When("2033", "2033-01-01", "2033-12-31"))
    story.statement(REYES, "assert", "that fares are low", "2031-01-04")
    with story.ledger() as ledger:
        found = ledger.open_ends()
        assert [(e.kind, e.date, e.overdue) for e in found] == [
            ("promise", "2031-01-04", False), ("proposed", "2031-01-03", False), ("planned", "2031-01-02", False),
        ]  # fmt: skip
        assert found[0].due == "2033-12-31"
        assert found[0].sentence == "that fares would not rise before 2033"
    story.contact([QUILL, REYES], "2031-01-11", when="2031-01-10")
    with story.ledger() as ledger:
        assert [e.kind for e in ledger.open_ends()] == ["promise", "proposed"]
        assert [e.age for e in ledger.open_ends()] == [7, 8]
        assert ledger.entry(plan).settled_by is not None


def test_what_was_planned_for_a_day_gone_by_is_overdue(story: Story) -> None:
    story.contact([QUILL, REYES], "2031-01-02", status="planned", when="2031-01-10")
    story.statement(BELL, "assert", "that it rained", "2031-02-01")
    with story.ledger() as ledger:
        (end,) = ledger.open_ends()
    assert (end.due, end.overdue, end.age) == ("2031-01-10", True, 30)


def test_changes_tell_what_the_last_run_did(story: Story) -> None:
    story.contact([QUILL, REYES], "2031-01-02", when="2031-01-01", channel="call", source="two aides")
    with story.ledger() as ledger:
        assert [c.what for c in ledger.changes()] == ["added"]
    told = "A call of Ada Quill and Tom Reyes on the first of January was told by the governor’s office."
    story.contact([QUILL, REYES], "2031-01-03", "Harbor Ledger", when="2031-01-01", channel="call", text=told)
    with story.ledger() as ledger:
        (change,) = ledger.changes()
        assert (change.what, change.outlets, change.who) == ("confirmed", ("Harbor Ledger",), (QUILL, REYES))
        assert [c.what for c in ledger.changes("1")] == ["added"]
        assert ledger.changes("2020-01-01") == ledger.changes("1")
        assert ledger.changes("2999-01-01") == []


def test_a_settled_plan_and_a_turn_are_changes(story: Story) -> None:
    campaign(story)
    plan = story.contact([QUILL, REYES], "2031-01-02", status="planned", when="2031-01-10")
    story.contact([QUILL, REYES], "2031-01-11", when="2031-01-10")
    with story.ledger() as ledger:
        found = ledger.changes()
        assert [c.what for c in found] == ["settled", "added"]
        assert found[0].id == ledger.entry(plan).id
    story.stance(QUILL, REYES, "positive", "2031-02-01", own=True)
    with story.ledger() as ledger:
        (turned,) = ledger.changes()
    assert turned.what == "turned"
    assert turned.detail == "friendly since 2031-02-01, hostile before"


def test_wrong_runs_and_days_are_named(story: Story) -> None:
    story.contact([QUILL, REYES], "2031-01-02")
    with story.ledger() as ledger:
        with pytest.raises(UnknownRecord, match="no run 77"):
            ledger.changes("77")
        with pytest.raises(UsageError, match="yesterday"):
            ledger.changes("yesterday")
        with pytest.raises(UsageError, match="the same"):
            ledger.course("quill", "Ada Quill")


def test_a_course_of_some_entries_rests_on_nothing_else(story: Story) -> None:
    one, other = campaign(story), friends(story)
    with story.ledger() as ledger:
        whole, part = ledger.course(QUILL, REYES), ledger.course(QUILL, REYES, set(other))
        nothing = ledger.course(QUILL, REYES, ())
    assert [(s.tone, s.shown_by) for s in whole.stretches] == [("hostile", tuple(one)), ("friendly", tuple(other))]
    assert [(s.tone, s.shown_by) for s in part.stretches] == [("friendly", tuple(other))]
    assert not part.turning_points
    assert not nothing.stretches


def test_what_is_open_of_one_is_found_from_their_contacts_or_from_all_that_is_open(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, pair in enumerate(((QUILL, REYES), (QUILL, BELL), (REYES, BELL))):
        story.contact(list(pair), f"2031-03-0{number + 1}", status="planned" if number else "proposed")
    with story.ledger() as ledger:
        every = ledger.open_ends()
        for most in (2000, 0):
            monkeypatch.setattr(open_ends, "_MANY", most)
            assert ledger.open_ends(Filters(actor=QUILL)) == [end for end in every if QUILL in end.who]
            assert ledger.open_ends(Filters(actor=BELL), "planned") == [end for end in every if BELL in end.who and end.kind == "planned"]
            assert ledger.open_counts(Filters(actor=REYES)) == {"planned": 1, "proposed": 1, "promise": 0, "prediction": 0}
    assert len(every) == 3
