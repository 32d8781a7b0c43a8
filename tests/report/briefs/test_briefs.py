"""Briefs: nothing is said without an entry that says the same, and the same ledger gives the same bytes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import rapport
from rapport.errors import AmbiguousName, UnknownName, UsageError
from rapport.ledger import Filters, Ledger, RoleRow
from rapport.report.briefs import Brief, brief, form_of, refs_text, write_whole
from rapport.report.briefs.beside import offices
from rapport.report.briefs.items import quoted
from rapport.report.briefs.parts import ranges
from tests.conftest import Story as Article
from tests.ledger import invented
from tests.ledger.story import Story
from tests.report.briefs.said import wrong

QUILL, REYES = "Ada Quill", "Tom Reyes"
SUMMARY = [
    (
        "Between Ada Quill and Tom Reyes, five contacts are told of, the dated ones from 16 February 2031 to 8 July 2031: one call, one message, two meetings and one contact of a kind that is not told.",
        (1, 2, 3, 4, 5),
    ),
    ("Of these, two took place, one goes on, one was planned and one is denied.", (1, 2, 3, 4, 5)),
    ("The latest that took place and is dated: repeated messages from 1 May to 12 June 2031.", (3,)),
    ("Most widely told is a call on 16 February 2031: by two outlets, all citing one unnamed source.", (1,)),
    ("By Ada Quill, one statement about or to Tom Reyes is told of: one in praise.", (6,)),
    ("By Tom Reyes, one statement about or to Ada Quill is told of: one in criticism.", (7,)),
    ("One passage shows Tom Reyes against Ada Quill.", (8,)),
    ("Signs of a friendly and of a hostile tone stand against each other: too little to tell how it went.", (6, 8)),
    ("Reports differ on how long the call on 16 February 2031 took: 30 minutes or 1 hour.", (1,)),
    ("Nothing tells what came of a planned meeting on 8 July 2031.", (4,)),
]


@pytest.fixture
def ledger(ledger_file: Path) -> Ledger:
    return Ledger(ledger_file)


def of_two(ledger: Ledger, filters: Filters | None = None) -> Brief:
    return brief(ledger, "Quill", "Reyes", filters, picture=False)


def test_the_summary_of_the_example(ledger: Ledger) -> None:
    found = of_two(ledger)
    assert [(s.text, s.refs) for s in found.summary] == SUMMARY
    assert not wrong(found)


def test_a_sentence_that_its_entries_do_not_bear_out_is_found_wrong(ledger: Ledger) -> None:
    """The check itself: with the references of another sentence every one of these fails."""
    found = of_two(ledger)
    for i, sentence in enumerate(found.summary):
        others = (8,) if sentence.refs != (8,) else (5,)
        turned = replace(found, summary=(replace(sentence, refs=others),))
        # The tone may rest on any sign of it.
        assert wrong(turned), i


def test_entries_are_numbered_in_order_and_hold_what_the_ledger_says(ledger: Ledger) -> None:
    found, told = of_two(ledger), ledger.between("Quill", "Reyes")
    assert [item.number for item in found.items] == list(range(1, len(found.items) + 1))
    assert {item.id for item in found.items} == {row.id for row in (*told.entries, *told.statements, *told.stances)}  # type: ignore[attr-defined]
    for section in found.sections:
        days = [item.date or "9999" for item in section.items]
        assert days == sorted(days)
    rows = {row.id: row for row in told.entries}
    for item in found.items[: len(rows)]:
        row = rows[item.id]
        assert "".join(piece for piece, _ in item.words) == row.first.sentence
        assert (item.place.outlet, item.place.url) == (row.first.outlet, row.first.url)
        assert item.dated == row.dated
        assert len(item.also) == len(row.reports) - 1
    assert [section.title for section in found.sections[:3]] == ["Contacts", "Contacts without a date", "Ada Quill on Tom Reyes"]
    assert [(item.number, item.when) for item in found.sections[1].items] == [(5, "20 February 2031")]
    assert [item.head for item in found.sections[2].items] == ["Ada Quill praised"]


def test_the_sentence_shown_names_the_two_where_one_does(ledger: Ledger) -> None:
    (call, *_) = ledger.between("Quill", "Reyes").entries
    best, other = call.reports
    assert quoted(call, (QUILL, REYES)).id == best.id
    vague = replace(call, reports=(replace(best, sentence="The call was long, aides said."), replace(other, sentence="Quill and Reyes spoke.")))
    assert quoted(vague, (QUILL, REYES)).id == other.id
    assert quoted(replace(vague, reports=(vague.reports[0], replace(other, sentence="Quill spoke."))), (QUILL, REYES)).id == best.id


def test_what_stands_beside_rests_on_entries(ledger: Ledger) -> None:
    found = of_two(ledger)
    numbers = {item.number for item in found.items}
    for refs in ([*s.refs] for s in found.sources):
        assert set(refs) <= numbers
    assert {source.name: source.refs for source in found.sources} == {
        "Dana Whitlock, speaking for Ada Quill": (5,), "three aides": (1,), "two aides": (1,), "the outlets on their own account": (2, 3, 4),
    }  # fmt: skip
    assert [(c.title, c.ref, [side.value for side in c.sides]) for c in found.conflicts] == [
        ("How long it took: the call on 16 February 2031", 1, ["30 minutes", "1 hour"])
    ]
    assert [(end.ref, end.words) for end in found.open] == [(4, "The two will meet with Sen. Marcus Bell in Washington on July 8.")]
    assert not found.turns
    assert [(s.holder, s.favour, s.against) for s in found.stands] == [(QUILL, (6,), ()), (REYES, (), (7, 8))]


def test_a_turning_point_rests_on_entries(feud_file: Path) -> None:
    with Ledger(feud_file, create=False) as ledger:
        found, later = (brief(ledger, "Vale", "Crane", asked, picture=False) for asked in (None, Filters(since="2031")))
    (turn,) = found.turns
    assert turn.text == "Irma Vale and Hugo Crane turned friendly after 20 May 2030, by 15 January 2031"
    assert turn.note == "hostile in 3 articles before, friendly in 3 since"
    assert [(q.label, found.items[q.ref - 1].date) for q in turn.rests_on] == [
        ("Before", "2030-05-20"),
        ("Then", "2030-12-02"),
        ("Since", "2031-01-15"),
    ]
    assert [s.text for s in found.summary if "tone" in s.text or "has been" in s.text] == [
        "The tone between them was hostile until 20 May 2030.", "It has been friendly since 15 January 2031.",
    ]  # fmt: skip
    assert not wrong(found)
    assert not later.turns


def test_where_there_is_too_little_to_tell_the_brief_says_so(tmp_path: Path) -> None:
    story = Story(tmp_path / "ledger.db")
    for polarity, day in (("positive", "2031-03-01"), ("negative", "2031-03-07")):
        story.stance(QUILL, REYES, polarity, day, own=True)
    with story.ledger() as ledger:
        found = of_two(ledger)
    (sentence,) = (s for s in found.summary if "tone" in s.text)
    assert sentence.text == "Signs of a friendly and of a hostile tone stand against each other: too little to tell how it went."
    assert {found.items[ref - 1].tone for ref in sentence.refs} == {"friendly", "hostile"}
    assert not found.turns
    assert not wrong(found)


def test_what_a_filter_leaves_out_makes_no_tone(ledger: Ledger) -> None:
    found = of_two(ledger, Filters(since="2031"))
    assert not found.turns
    assert [s.text for s in found.summary if "tone" in s.text] == ["What shows a tone between them, of 18 February 2031, is friendly."]
    assert not wrong(found)
    assert "since 2031" in dict(found.made)["In this brief"]
    only = of_two(ledger, Filters(channel="call"))
    assert {item.head for item in only.items} == {"Call"}
    assert not wrong(only)


@pytest.mark.parametrize("seeds", [range(6), range(20, 60), range(100, 103)])
def test_every_sentence_of_every_brief_has_its_entries(tmp_path: Path, seeds: range) -> None:
    invented.write(tmp_path / "l.db", [invented.reading(seed) for seed in seeds])
    with Ledger(tmp_path / "l.db") as ledger:
        names = [tie.a for tie in ledger.network()] + [tie.b for tie in ledger.network()]
        assert names
        for name in sorted(set(names))[:4]:
            found = brief(ledger, f"“{name}”", picture=False)
            assert found.summary
            assert not wrong(found)
        for tie in ledger.network()[:6]:
            found = brief(ledger, f"“{tie.a}”", f"“{tie.b}”", picture=False)
            assert found.summary
            assert not wrong(found)


def test_of_one_the_roles_partners_and_open_ends(ledger: Ledger) -> None:
    found = brief(ledger, "Quill", picture=False)
    assert not wrong(found)
    assert [(o.title, o.when, o.place.outlet) for o in found.offices] == [("Mayor", "8 October 2030", "Harbor Ledger")]
    assert [(p.name, p.contacts) for p in found.partners][:2] == [(REYES, 5), ("Marcus Bell", 1)]
    assert found.partners[0].refs == tuple(item.number for item in found.items if item.kind == "contact" and REYES in item.rest)
    assert [section.title for section in found.sections] == ["Contacts", "Contacts without a date", "Statements"]


def test_a_role_that_one_of_many_articles_gives_is_left_out() -> None:
    common = RoleRow("mayor", None, None, None, 10, "2031-01-02", "2031-02-02", "Bay Courier", None, "Mayor")
    rare = RoleRow("saying the mayor", None, None, None, 1, "2031-01-03", "2031-01-03", "Bay Courier", None, "saying the mayor")
    assert [office.title for office in offices([common, rare])] == ["Mayor"]
    assert [office.title for office in offices([replace(common, articles=9), rare])] == ["Mayor", "Saying the mayor"]


def test_of_one_the_latest_and_what_is_open_are_told(tmp_path: Path) -> None:
    story = Story(tmp_path / "l.db")
    story.contact([QUILL, "Marcus Bell"], "2030-01-05", status="planned", when="2030-02-01")
    for month in range(1, 10):
        story.contact([QUILL, REYES], f"2031-0{month}-03", when=f"2031-0{month}-02")
    with story.ledger() as ledger:
        found = brief(ledger, "Quill", filters=Filters(limit=2), picture=False)
    assert [item.date for item in found.items] == ["2030-02-01", "2031-08-02", "2031-09-02"]
    assert found.sections[0].title == "Latest contacts"
    assert found.summary[0].text.startswith("Of Ada Quill, ten contacts are told of, of which three stand here")
    assert not wrong(found)


def test_the_same_words_in_several_outlets_are_one_entry(tmp_path: Path) -> None:
    said = "“The boats run on Sundays and on every holiday of the year, because people need them,”"
    with Ledger(tmp_path / "l.db") as ledger:
        with ledger.run("read") as run:
            for outlet, day in (("Bay Courier", "2031-01-02"), ("Harbor Ledger", "2031-01-03"), ("Capitol Wire", "2031-01-04")):
                told = Article(f"It was cold, writes the {outlet}.\n\n{said} Ada Quill said.", outlet, day, "Boats")
                told.statement(told.actor(QUILL), "direct", "assert", said, "said")
                run.add(told.reading(), "origin", "w1")
        ledger.resolve()
        found = brief(ledger, "Quill", picture=False)
    (item,) = found.items
    assert (item.place.outlet, item.told) == ("Bay Courier", "The same words in 3 outlets")
    assert [place.outlet for place in item.also] == ["Harbor Ledger", "Capitol Wire"]
    assert found.sections[0].title == "Statements"
    assert found.summary[0].text == "By Ada Quill, one statement is told of."


def test_how_it_was_made_names_file_articles_weights_and_corrections(tmp_path: Path) -> None:
    story = Story(tmp_path / "town.db")
    key = story.contact([QUILL, REYES], "2031-01-03", when="2031-01-02")
    story.contact([QUILL, REYES], "2031-03-03", when="2031-03-02")
    with story.ledger() as ledger:
        before = dict(brief(ledger, "Quill", "Reyes", picture=False).made)
        ledger.correct(key, "channel", "call", reason="misread", author="A. Reader")
        found = brief(ledger, "Quill", "Reyes", picture=False)
    made = dict(found.made)
    assert made["Ledger"] == "town.db: 2 articles of 1 outlet, published 3 January to 3 March 2031"
    assert made["Read by"] == f"Rapport {rapport.__version__}; weights w1"
    assert before["Corrections"] == "nobody has corrected this ledger."
    assert made["Corrections"] == "1 correction of people holds: one corrected fields. Entries here that people corrected or confirmed: 1."
    assert [note.text for note in found.items[0].notes] == ["Corrected by people: how they were in touch."]


def test_no_day_but_the_one_that_is_given(ledger: Ledger) -> None:
    from datetime import UTC, datetime

    assert str(datetime.now(UTC).year) not in json.dumps(of_two(ledger).to_json())
    assert brief(ledger, "Quill", picture=False, dated="2031-07-12").dated == "12 July 2031"
    with pytest.raises(UsageError, match="dated by a day"):
        brief(ledger, "Quill", picture=False, dated="July")


def test_names_that_mean_nobody_several_or_the_same(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        brief(ledger, "Nobody", picture=False)
    with pytest.raises(UsageError, match="are the same"):
        brief(ledger, "Quill", "Ada Quill", picture=False)
    story = Story(tmp_path / "l.db")
    story.contact([QUILL, "Tom Quill"], "2031-01-03")
    with story.ledger() as other, pytest.raises(AmbiguousName):
        brief(other, "Quill", picture=False)


def test_undated_stays_undated(tmp_path: Path) -> None:
    invented.write(tmp_path / "l.db", [invented.reading(seed, published=None) for seed in range(4)])
    with Ledger(tmp_path / "l.db") as ledger:
        tie = ledger.network()[0]
        found = brief(ledger, f"“{tie.a}”", f"“{tie.b}”", picture=False)
    assert {item.place.day for item in found.items} == {"undated"}
    assert {item.when for item in found.items if item.kind == "statement"} <= {"undated"}


def test_references_are_runs() -> None:
    assert ranges([3, 1, 2, 7]) == [(1, 3), (7, 7)]
    assert refs_text((1, 2, 3, 7, 9, 10)) == "1–3, 7, 9–10"
    assert ranges([]) == []


def test_a_file_is_written_whole_and_its_form_is_its_suffix(tmp_path: Path) -> None:
    assert [form_of(Path(name)) for name in ("a.html", "a.HTM", "a.md", "a.pdf")] == ["html", "html", "md", "pdf"]
    with pytest.raises(UsageError, match=r"a.txt: say by the suffix"):
        form_of(Path("a.txt"))
    write_whole(tmp_path / "a.md", b"one")
    write_whole(tmp_path / "a.md", b"two")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.md", b"two")]
    with pytest.raises(UsageError, match="there is no folder"):
        write_whole(tmp_path / "no" / "a.md", b"")


def test_the_brief_is_of_the_public_api(ledger: Ledger, tmp_path: Path) -> None:
    assert rapport.brief is brief
    rapport.brief(ledger, "Quill", "Reyes", picture=False).write(tmp_path / "b.md")
    assert re.match(r"# Ada Quill and Tom Reyes\n", (tmp_path / "b.md").read_text(encoding="utf-8"))
