"""Untrusted words on a terminal, dates in a margin, chains in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.ledger import Link
from rapport.report.words import TRIGGER, chain_words, clean, count, marked, percent, period, the, without


@given(st.text())
def test_cleaned_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = clean(text)
    assert all(c.isprintable() or c == " " for c in shown if c < "\u00a0")
    assert not set(shown) & set("\x1b\x07\x08\r\n\x7f\x9b\u202e\u2066\u200b")
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain words", "plain words"),
        ("a\n\n b\tc", "a b c"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b2Jleft", "left"),
        ("\x1b]0;title\x07text", "]0;titletext"),
        ("[bold]kept[/bold]", "[bold]kept[/bold]"),
        ("Zoë Ünal – “so”", "Zoë Ünal – “so”"),
        (None, ""),
    ],
)
def test_cleaning(raw: str | None, shown: str) -> None:
    assert clean(raw) == shown


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [
        (None, None, ()),
        ("2031-02-16", "2031-02-16", ("2031-02-16",)),
        ("2031-02-16", None, ("since", "2031-02-16")),
        (None, "2031-02-16", ("until", "2031-02-16")),
        ("2031-05-01", "2031-05-31", ("2031-05",)),
        ("2031-02-01", "2031-02-28", ("2031-02",)),
        ("2030-01-01", "2030-12-31", ("2030",)),
        ("2030-09-01", "2030-11-30", ("2030-09", "– 11")),
        ("2030-12-01", "2031-02-28", ("2030-12", "– 2031-02")),
        ("2031-05-01", "2031-06-12", ("2031-05-01", "– 06-12")),
        ("2030-12-24", "2031-01-02", ("2030-12-24", "– 2031-01-02")),
        ("2031-02-16T10:00", "2031-02-16T12:00", ("2031-02-16",)),
        ("soon", "later", ("soon", "– later")),
    ],
)
def test_periods(start: str | None, end: str | None, lines: tuple[str, ...]) -> None:
    assert period(start, end) == lines
    assert all(len(line) <= 12 for line in lines)


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ((), ""),
        ((Link("two aides", "unnamed", None, None),), "according to two aides"),
        ((Link("three aides", "unnamed", None, "Harbor Ledger"),), "according to three aides, told to the Harbor Ledger"),
        ((Link("Dana Whitlock", "spokesperson", "Ada Quill", None),), "according to Dana Whitlock, speaking for Ada Quill"),
        ((Link("a memo", "document", None, "Bay Courier"),), "according to a memo, in the Bay Courier"),
        ((Link(None, "outlet", None, "Capitol Wire"),), "according to Capitol Wire"),
        ((Link("Harbor Ledger", "outlet", None, "Harbor Ledger"),), "according to Harbor Ledger"),
        ((Link(None, "unnamed", None, None),), "according to an unnamed source"),
        ((Link("an aide", "unnamed", None, None), Link("a letter", "document", None, None)), "according to an aide; a letter"),
    ],
)
def test_source_chains(links: tuple[Link, ...], words: str) -> None:
    assert chain_words(links) == words


def test_outlets_in_a_sentence() -> None:
    assert [the(n) for n in ("Harbor Ledger", "The Bay Courier", "Politikon", "the Globe", None)] == [
        "the Harbor Ledger",
        "The Bay Courier",
        "Politikon",
        "the Globe",
        "",
    ]


def test_the_trigger_is_marked_where_it_is_a_word() -> None:
    text = marked("The metro chief met Quill.", "met")
    assert [(s.start, s.end, s.style) for s in text.spans] == [(16, 19, TRIGGER)]
    assert not marked("The metro chief met Quill.", "wrote").spans
    assert not marked("The metro chief met Quill.", None).spans
    assert marked("They\nmet  for lunch.", "met for\nlunch").plain == "They met for lunch."
    assert [(s.start, s.end) for s in marked("Remet, met_in, met2, “met”.", "met").spans] == [(22, 25)]
    assert [(s.start, s.end) for s in marked("Met, met again (met).", "met)").spans] == [(16, 20)]


def test_a_cue_is_marked_outside_of_what_it_attributes() -> None:
    text = marked("“I said no,” Quill said.", "said", "“I said no,”")
    assert [(s.start, s.end) for s in text.spans] == [(19, 23)]
    assert [(s.start, s.end) for s in marked("“I said no,” Quill told us.", "said", "“I said no,”").spans] == [(3, 7)]


def test_of_an_endless_sentence_the_part_around_the_trigger_is_shown() -> None:
    text = marked("word " * 500 + "Quill phoned Reyes. " + "word " * 500, "phoned")
    assert text.plain.startswith("… ")
    assert text.plain.endswith(" …")
    assert len(text.plain) < 620
    assert [text.plain[s.start : s.end] for s in text.spans] == ["phoned"]
    assert marked("word " * 500, None).plain.endswith(" …")


def test_a_phrase_without_the_word_that_the_page_puts_before_it() -> None:
    assert [without("for 45 minutes", "for"), without("forty minutes", "for"), without(None, "for")] == ["45 minutes", "forty minutes", ""]


def test_numbers() -> None:
    assert [count(1, "contact"), count(0, "contact"), count(1204, "reply", "replies")] == ["1 contact", "0 contacts", "1,204 replies"]
    assert [percent(0.914), percent(1.0), percent(0.0)] == ["91 %", "99 %", "0 %"]
