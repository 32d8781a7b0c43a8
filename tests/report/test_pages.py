"""Pages as people see them: content, width, and nothing hostile on the terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType

from rapport.ledger import EntryRow, Failure, Filters, Ledger, Relationship, StatementRow
from rapport.report import (
    article_page,
    brief,
    brief_text,
    contacts_table,
    hits_table,
    plain,
    problems_list,
    profile,
    quotes_table,
    record_page,
    runs_table,
    sources_table,
    stances_table,
    stats_page,
)  # fmt: skip
from tests.conftest import WEIGHTS, Story
from tests.ledger.story import Story as Invented

EXPECTED = """\
Ada Quill  ⟷  Tom Reyes
1 contact · 1 statement about each other · 2031-02-16 to 2031-02-18 · Harbor
Ledger, Bay Courier

HOW IT WENT ────────────────────────────────────────────────────────────────────
too little to tell how it went: 1 friendly sign, 1 hostile one
Ada Quill: friendly 2031-02-18 (1 sign)
Tom Reyes: hostile 2030-10-08 (1 sign)

IN SHORT ───────────────────────────────────────────────────────────────────────
by channel: call, meeting, message
about: money, the ferry strike

CONTACTS  1 happened ───────────────────────────────────────────────────────────

2031-02-16    ● Call happened  Tom Reyes → Ada Quill · lasting half an hour ·
{first}      about the ferry strike
91 %          │ Gov. Tom Reyes *phoned* Mayor Ada Quill on Sunday night and they
              │ talked for half an hour about the ferry strike, two aides
              │ familiar with the call said.
              according to two aides · Harbor Ledger, 2031-02-18
              2 reports in 2 outlets; 1 independent origin, not named
              reports differ on the duration: 30 minutes or 1 hour

WHAT THEY SAID  1 statement ────────────────────────────────────────────────────

(2031-02-18)  Ada Quill  praise · about Tom Reyes
{third}      │ “He answers faster than my own staff,” Quill *said*
97 %          Harbor Ledger, 2031-02-18

Faint dates, in brackets or after “by”, are days of publication: the text gives
none.
"""


@pytest.fixture(scope="module")
def pages(ledger_file: Path) -> list[RenderableType]:
    with Ledger(ledger_file, create=False) as ledger:
        runs = ledger.runs()
        shown = [*(row.id for row in ledger.stances()), ledger.contacts()[-1].id, ledger.quotes()[-1].id, ledger.contacts()[0].id]
        return [
            brief(ledger.between("Quill", "Reyes")),
            brief(ledger.between("Quill", "Doyle")),
            profile(ledger.who("Quill")),
            Group(*contacts_table(ledger.contacts())),
            Group(*quotes_table(ledger.quotes())),
            Group(*sources_table(ledger.sources())),
            Group(*hits_table([*ledger.search("ferry"), *ledger.search("met"), *ledger.search("comment")])),
            runs_table(runs, {run.id: ledger.failures(run.id) for run in runs}),
            stats_page(ledger.stats()),
            problems_list([]),
            article_page(ledger.article(ledger.contacts()[-1].article)),
            article_page(ledger.article(ledger.stances()[-1].article)),
            Group(*stances_table(ledger.stances())),
            *(record_page(ledger.show(key)) for key in shown),
        ]


def test_a_turning_point_is_told_with_what_makes_it(feud_file: Path) -> None:
    with Ledger(feud_file, create=False) as ledger:
        page = brief_text(ledger.between("Vale", "Crane"))
    assert "hostile until 2030-05-20; friendly since 2031-01-15, after the contact of\n2030-12-02\n" in page
    assert (
        "2031-01-15    The relationship turned friendly after 2030-05-20, by 2031-01-15:\n              hostile in 3 articles before, friendly in 3 since\n"
        in page
    )
    for words in (
        "before 2030-03-02 Irma Vale criticizes Hugo Crane: “He has never kept a promise,”",
        "before 2030-05-20 Irma Vale criticizes Hugo Crane: “He is unfit for any office,”",
        "then 2030-12-02 Irma Vale and Hugo Crane met",
        "since 2031-01-15 Hugo Crane praises Irma Vale: “She is the best partner",
    ):
        assert words in " ".join(page.replace("│", " ").split())


def test_what_is_said_within_a_month_is_too_little_to_tell(tmp_path: Path) -> None:
    story = Invented(tmp_path / "ledger.db")
    for polarity, day in (("positive", "2031-03-01"), ("negative", "2031-03-07")):
        story.stance("Ada Quill", "Tom Reyes", polarity, day, own=True)
    with story.ledger() as ledger:
        page = brief_text(ledger.between("Quill", "Reyes"))
    assert "too little to tell how it went: 1 friendly sign, 1 hostile one\n" in page
    assert "turned" not in page


def test_contacts_without_a_date_come_after_those_with_one(tmp_path: Path) -> None:
    story = Invented(tmp_path / "ledger.db")
    story.contact(["Ada Quill", "Tom Reyes"], "2031-03-02", when="2031-03-01", channel="call")
    story.contact(["Ada Quill", "Tom Reyes"], "2031-02-05", "Harbor Ledger", text="Ada Quill and Tom Reyes met over the pier.")
    story.contact(
        ["Ada Quill", "Tom Reyes"],
        "2031-02-01",
        "Capitol Wire",
        text="Tom Reyes denied that he had met Ada Quill.",
        status="denied",
        channel="message",
    )
    with story.ledger() as ledger:
        found = ledger.between("Quill", "Reyes")
    assert [(row.date, row.dated) for row in found.entries] == [("2031-03-01", True), ("2031-02-01", False), ("2031-02-05", False)]
    page = brief_text(found)
    assert page.index("CONTACTS  1 happened") < page.index("\n2031-03-01 ") < page.index("CONTACTS WITHOUT A DATE  1 happened, 1 denied")
    assert page.index("\n(2031-02-01)  ✕") < page.index("\nby            ●") < page.index("\n2031-02-05 ")


def test_the_brief_of_a_relationship(ledger_file: Path) -> None:
    with Ledger(ledger_file, create=False) as ledger:
        found = ledger.between("Quill", "Reyes", Filters(since="2031-02", until="2031-02-19"))
    rows: list[EntryRow | StatementRow] = [*found.entries, *found.statements]
    ids = {name: row.id[:8] for name, row in zip(("first", "third"), rows, strict=True)}
    assert brief_text(found) == EXPECTED.format(**ids)


def test_the_brief_says_who_else_took_part_when_it_lasted_and_what_was_denied(ledger_file: Path) -> None:
    with Ledger(ledger_file, create=False) as ledger:
        page = brief_text(ledger.between("Quill", "Reyes"), 120)
    assert "○ Meeting planned  Ada Quill, Tom Reyes, Marcus Bell · Washington" in page
    assert "◉ Message recurring  Ada Quill, Tom Reyes · about twice a week" in page
    assert "✕ Contact denied  Ada Quill, Tom Reyes · about money" in page
    assert "according to Dana Whitlock, speaking for Ada Quill · Capitol Wire, 2031-02-20" in page
    assert "Bay Courier, 2031-06-12, on its own account" in page
    body = page[page.index("CONTACTS") :]
    assert body.index("2031-02-16") < body.index("2031-05") < body.index("2031-07-08")


def test_where_each_stands_is_shown_with_the_words_that_name(ledger_file: Path) -> None:
    with Ledger(ledger_file, create=False) as ledger:
        found = ledger.between("Quill", "Reyes")
        (row,) = found.stances
        page = brief_text(found, 120)
        record = plain(record_page(ledger.show(row.id)), 120)
        article = plain(article_page(ledger.article(row.article)), 120)
        listed = plain(Group(*stances_table(ledger.stances())), 120)
        person = plain(profile(ledger.who("Quill")), 120)
    assert "1 stance · " in page
    assert "Tom Reyes → Ada Quill  negative · “a demolition crew”" in page
    assert page.index("WHERE EACH STANDS") < page.index("WHAT THEY SAID")
    assert f"Stance {row.id}  negative" in record
    assert "toward         Ada Quill" in record
    assert "in the words   a demolition crew" in record
    assert "│ He called her “*a demolition crew*” at a rally in Hollis." in page
    assert "WHO STANDS WHERE  2 ──" in person
    assert "Tom Reyes → Ada Quill  negative · “a demolition crew”" in person
    assert "Tom Reyes → Ada Quill: “a demolition crew”" in article
    assert "1 stance" in article
    assert row.id[:6] in listed


def test_an_empty_relationship_says_so() -> None:
    assert "No contact between them" in brief_text(Relationship("Ada Quill", "Dana Whitlock", (), ()))


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_or_than_is_good_to_read(pages: list[RenderableType], width: int) -> None:
    for page in pages:
        lines = plain(page, width).splitlines()
        assert all(cell_len(line) <= min(width, 112) for line in lines)
        assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("terminal", [True, False])
def test_an_article_cannot_talk_to_the_terminal(pages: list[RenderableType], terminal: bool) -> None:
    for page in pages:
        out = io.StringIO()
        # Colours off: every escape that is left would be the article's own.
        console = Console(file=out, width=100, force_terminal=terminal, color_system=None, highlight=False, markup=False, emoji=False)
        console.print(page)
        assert not set(out.getvalue()) & set("\x1b\x07\x9b\r\u202e\u202c")


def test_markup_in_an_article_is_text(pages: list[RenderableType]) -> None:
    with_doyle = plain(pages[1], 120)
    assert "Rex [bold red]Doyle[/]" in with_doyle
    assert "[link=file:///etc/passwd]" in with_doyle
    assert "yadnuS no" in with_doyle


def test_markup_is_text_on_a_console_that_obeys_it(pages: list[RenderableType]) -> None:
    for page in pages:
        out = io.StringIO()
        Console(file=out, width=200, force_terminal=True, color_system=None, markup=True).print(page)
        assert "\x1b]8" not in out.getvalue()
        assert "[bold" in out.getvalue() or "bold" not in out.getvalue()


def test_no_word_of_a_table_is_cut_short(pages: list[RenderableType]) -> None:
    for page in pages[3:6]:
        assert "…" not in plain(page, 60)


def test_a_long_table_comes_in_pieces_that_stand_in_line(ledger_file: Path) -> None:
    with Ledger(ledger_file, create=False) as ledger:
        rows = ledger.contacts()
    pieces = contacts_table(row for _ in range(40) for row in rows)
    first = plain(next(pieces), 90)
    rest = [plain(piece, 90) for piece in pieces]
    assert len(rest) == 3
    assert "brackets" in rest[-1]
    assert (first + rest[0]).count("between") == 1
    lines = (first + rest[0] + rest[1]).splitlines()
    assert len({line.index("d209a7e3") for line in lines if "d209a7e3" in line}) == 1


def test_who_one_deals_with_says_what_took_place(pages: list[RenderableType]) -> None:
    page = plain(pages[2], 100)
    assert "Tom Reyes                6 contacts   4 took place, last 2031-06-12; 1 planned, 1 denied" in page
    assert "Marcus Bell               1 contact   1 planned" in page


def test_the_trigger_is_bold_on_a_terminal_and_starred_elsewhere(pages: list[RenderableType]) -> None:
    out = io.StringIO()
    Console(file=out, width=100, force_terminal=True, color_system="standard", highlight=False, legacy_windows=False).print(pages[0])
    assert "\x1b[1;4mphoned\x1b[0m" in out.getvalue()
    assert "*phoned*" not in out.getvalue()
    assert "*phoned*" in plain(pages[0])


def test_a_record_is_shown_where_it_stands(pages: list[RenderableType], ledger_file: Path) -> None:
    page = plain(pages[-1], 80)
    assert "duration       half an hour (PT30M)" in page
    assert "according to   two aides (unnamed)" in page
    assert "│ Gov. Tom Reyes *phoned* Mayor Ada Quill on Sunday night" in page
    assert "https://harborledger.example/a-sunday-call" in page


def test_every_passage_of_a_record_is_shown_with_its_neighbourhood(tmp_path: Path) -> None:
    filler = "Nothing of note was said that day in Port Calder. " * 40
    story = Story(f"{filler}Quill wrote to Reyes. {filler}\n\n{filler}\n\nThe letter ran to nine pages.", "Bay Courier", "2031-01-01", "A letter")
    pair = (story.actor("Ada Quill"), story.actor("Tom Reyes"))
    key = story.contact("message", "happened", pair, "Quill wrote to Reyes.", "wrote")
    far = story.piece("The letter ran to nine pages.", "sentence")
    story.contacts[0] = replace(story.contacts[0], evidence=(*story.contacts[0].evidence, far))
    with Ledger(tmp_path / "l.db") as ledger:
        with ledger.run("read") as run:
            run.add(story.reading(), "a", WEIGHTS)
        page = plain(record_page(ledger.show(key)), 80)
    assert "Quill *wrote* to Reyes." in page
    assert "│ The letter ran to nine pages." in page
    assert "  …\n" in page
    assert page.count("Nothing of note") < 30


def test_failures_are_named_up_to_ten(pages: list[RenderableType]) -> None:
    page = plain(pages[7], 100)
    assert page.count("binary (not text)") == 10
    assert "… and 2 more" in page
    assert "articles/photo-0.jpg: binary" in page
    assert plain(runs_table([], {1: [Failure("a", "empty", "")]})) != ""
