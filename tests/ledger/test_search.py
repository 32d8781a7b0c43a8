"""Search takes whatever is typed as words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rapport.errors import UsageError
from rapport.ledger import Hit, Ledger
from rapport.records import Article, Reading
from tests.ledger.invented import reading, write


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    path = tmp_path_factory.mktemp("search") / "l.db"
    write(path, [reading(i) for i in range(6)])
    return Ledger(path)


def test_all_words_must_be_found_in_any_case_accent_and_ending(ledger: Ledger) -> None:
    everywhere = ledger.search("CAFE closing", 50)
    assert {h.kind for h in everywhere} == {"article"}
    assert len(everywhere) == 6
    assert ledger.search("café zeppelin") == []
    assert all({"Café", "closed"} == {h.snippet[start:end] for start, end in h.found} for h in everywhere)


def test_brackets_of_a_quotation_stay_and_mark_nothing(tmp_path: Path) -> None:
    text = "“[The governor] never called [back],” Quill said of the zeppelin \ufdd0fair\ufdd1."
    write(tmp_path / "l.db", [Reading(Article(text, "Brackets"))])
    with Ledger(tmp_path / "l.db") as ledger:
        hit = ledger.search("zeppelin never")[0]
    assert hit.snippet == text.replace("\ufdd0", "").replace("\ufdd1", "")
    assert [hit.snippet[start:end] for start, end in hit.found][:2] == ["never", "zeppelin"]


def test_quoted_words_stand_together(ledger: Ledger) -> None:
    assert len(ledger.search('"never calls back"', 50)) == 12
    assert ledger.search('"calls never back"', 50) == []
    assert ledger.search("“never calls back”", 50) == ledger.search('"never calls back"', 50)


def test_a_hit_says_where_it_is(ledger: Ledger) -> None:
    said = ledger.search("never calls", 1)[0]
    assert (said.kind, said.outlet) == ("statement", "Bay Courier")
    assert ledger.show(said.id).record.article
    assert said.said
    assert (said.said.id, said.said.speaker, said.said.act) == (said.id, "Tom Reyes", "criticize")
    assert all(hit.said is None for hit in ledger.search("call 3", 20) if hit.kind == "article")
    titled = next(h for h in ledger.search("call 3", 20) if h.kind == "article")
    assert titled.title == "Call 3"


def test_neither_kind_crowds_out_the_other(ledger: Ledger) -> None:
    kinds = [h.kind for h in ledger.search("never", 4)]
    assert kinds == ["statement", "statement", "article", "article"]
    assert len(ledger.search("never", 9)) == 9


@pytest.mark.parametrize("words", ["", "  ", "!!!", '""', "- * ( ) :", "\0"])
def test_no_word_at_all_is_an_error(ledger: Ledger, words: str) -> None:
    with pytest.raises(UsageError):
        ledger.search(words)


def test_a_limit_under_one_is_an_error(ledger: Ledger) -> None:
    with pytest.raises(UsageError):
        ledger.search("ferry", 0)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ferry AND", "ferry and"),
        ("NOT ferry", "not ferry"),
        ("NEAR(ferry, 2)", "near ferry 2"),
        ("title:ferry", "title ferry"),
        ("fer*", "fer"),
        ("^ferry", "ferry"),
        ("ferry)", "ferry"),
        ("a OR b", "a or b"),
        ("{ferry}", "ferry"),
    ],
)
def test_search_syntax_is_taken_as_words(ledger: Ledger, typed: str, words: str) -> None:
    assert ledger.search("ferry")
    assert ledger.search(typed) == ledger.search(words)


@pytest.mark.parametrize("words", ['"ferry', "fer\0ry"])
def test_a_mark_that_stays_open_is_no_error(ledger: Ledger, words: str) -> None:
    assert all(isinstance(hit, Hit) for hit in ledger.search(words))


@settings(max_examples=300, deadline=None)
@given(words=st.text(max_size=30) | st.text(alphabet="\"“”*():^-+_\0' aAND", max_size=20))
@example("_")
@example("²")
@example("\ud800 ferry")
@example('"\0"')
@example("ª º ①")
def test_nothing_typed_breaks_the_search(ledger: Ledger, words: str) -> None:
    try:
        ledger.search(words)
    except UsageError:
        assert not any(c.isalnum() for c in words)
