"""What is quoted, and whether two quote the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.resolve.quoted import Quoted, fullest, quoted, quoted_text, same_quotation, variant_of

SAID = "We will not close a single pier this winter, and whoever says otherwise has not read the budget."
WHOLE = quoted(f"“{SAID}”", "direct")


def words(text: str) -> tuple[str, ...]:
    return quoted(text, "direct").words


def test_what_is_quoted_stands_in_quotation_marks_and_is_the_speakers() -> None:
    found = quoted("that “[the governor] never (laughs) called” her, “not … once", "mixed")
    assert found == Quoted((("never",), ("called",), ("not",), ("once",)))
    assert found.breaks == {1, 2, 3}
    assert quoted("that he never called", "mixed").words == ()
    assert quoted('“It goes on.\n\n“In the next paragraph,” he said, "in the U.S. ’e-mail’."', "mixed").words == tuple(
        "it goes on in the next paragraph in the us e mail".split()
    )


def test_all_words_of_a_direct_statement_are_quoted_whatever_its_marks() -> None:
    assert quoted("‘never again,’ … ‘not once’", "direct").words == ("never", "again", "not", "once")


def test_what_is_shown_is_without_the_words_of_the_outlet() -> None:
    assert quoted_text("that he “never called,” not even “on Sunday”", "mixed") == "“never called,” … “on Sunday”"
    assert quoted_text("“Never called,” … “not once.”", "direct") == "“Never called,” … “not once.”"


@pytest.mark.parametrize(
    ("report", "variant"),
    [
        (SAID, "same"),
        ("We will not close a single pier this winter", "shortened"),
        ("[They] will not close a single pier this winter", "shortened"),
        ("We will not close a single pier [now], and whoever says otherwise has not read the budget", "shortened"),
        ("We will not close a single pier … whoever says otherwise has not read the budget", "spliced"),
        ("We will not close a pier this winter, and whoever says otherwise has not read the budget", "altered"),
        ("We will not shut a single pier this winter, and whoever says otherwise has not read the budget", "altered"),
        ("We shall see.” … “Whoever says otherwise has not read the budget", "spliced"),
    ],
)  # fmt: skip
def test_variants(report: str, variant: str) -> None:
    assert variant_of(quoted(f"“{report}”", "direct"), [WHOLE.words, words("We will see who is right about the ferries")]) == variant


def test_hyphens_make_no_variant() -> None:
    one, other = quoted("“The re-opening of the e-mail desk is over”", "direct"), words("The reopening of the email desk is over")
    assert variant_of(one, [other]) == "same"
    assert same_quotation(one.words, other, 0)


@pytest.mark.parametrize(
    ("one", "other", "days", "same"),
    [
        ("whoever says otherwise has not read the budget", SAID, 3, True),
        ("whoever says otherwise has not read the budget", SAID, 90, False),
        # Short and of stock words only.
        ("that is not what we said about it", "I know that is not what we said about it", 0, False),
        # One of the words that matter is another.
        ("We will not shut a single pier this winter, and whoever says otherwise has not read the budget", SAID, 900, True),
        ("This is one of the biggest parades in the history of our state", "This is one of the great wrongs in the history of our state", 900, False),
        # A long run in common, and much besides.
        (f"Listen to me for once, since nobody else here will. I beg you. {SAID}", f"{SAID} Ask the council, ask the ferry workers, ask anyone at all", 2, True),
        (f"Listen to me for once, since nobody else here will. I beg you. {SAID}", f"{SAID} Ask the council, ask the ferry workers, ask anyone at all", None, False),
    ],
)  # fmt: skip
def test_the_same_quotation(one: str, other: str, days: int | None, same: bool) -> None:
    for a, b in ((one, other), (other, one)):
        assert same_quotation(words(a), words(b), days) is same


def test_of_different_speakers_only_long_runs_count() -> None:
    changed = words(SAID.replace("close", "shut"))
    assert same_quotation(WHOLE.words, changed, 900, one_speaker=False)
    assert not same_quotation(WHOLE.words[:11], WHOLE.words, 0, one_speaker=False)
    assert same_quotation(WHOLE.words[:12], WHOLE.words, 0, one_speaker=False)


@given(st.lists(st.sampled_from("pier ferry strike budget harbor".split()), min_size=6, max_size=14), st.data())
def test_any_run_of_a_long_quotation_is_the_same_and_shortened(drawn: list[str], data: st.DataObject) -> None:
    whole = tuple(f"{word}{chr(97 + i)}" for i, word in enumerate(drawn))
    start = data.draw(st.integers(0, len(whole) - 6))
    part = whole[start : data.draw(st.integers(start + 6, len(whole)))]
    assert same_quotation(whole, part, 0)
    assert same_quotation(part, whole, 0)
    assert variant_of(Quoted((part,)), [whole]) == ("same" if part == whole else "shortened")


def test_the_fullest_has_what_most_outlets_print_and_does_not_stutter() -> None:
    long = words("Nobody asked me about the weather or the boats or the gulls that morning. We will not close a single pier this winter")
    core = words("We will not close a single pier this winter, and whoever says otherwise has not read the budget")
    stuttered = words("We, we will not close a single pier this winter, and whoever says otherwise has not read the, the budget")
    outlets = {long: {"a"}, core: {"b", "c"}, stuttered: {"d"}, core[:9]: {"e"}}
    assert fullest(outlets)[0] == fullest(dict(reversed(outlets.items())))[0] == core
    assert variant_of(Quoted((stuttered,)), fullest(outlets)) == "same"


def test_words_beyond_the_fullest_are_further_ones() -> None:
    first, other = words(SAID), words("whoever says otherwise has not read the budget or the law")
    beyond = quoted("“has not read the budget or the law”", "direct")
    assert variant_of(beyond, [first, other]) == "further"
    assert variant_of(Quoted((other,)), [first, other]) == "further"
