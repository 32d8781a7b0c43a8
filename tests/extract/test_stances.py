"""Stances: who holds what of whom, in their own words or as it is told, with the words that name."""

from __future__ import annotations

import pytest

from rapport.extract import extract
from rapport.records import Reading, Stance
from tests.extract.builder import Page


def read(page: Page) -> Reading:
    return extract(page.article, page.annotations(), min_confidence=0.0)


def lines(reading: Reading) -> list[tuple[str, str, str]]:
    names = {actor.id: actor.name for actor in reading.actors}
    return [(names[s.holder], s.polarity, names[s.target]) for s in reading.stances]


def words(stance: Stance, role: str) -> list[str]:
    return [piece.text for piece in stance.evidence if piece.role == role]


def test_a_speaker_holds_what_the_statement_says_of_whom_it_names() -> None:
    page = Page("“Tom Reyes is a disgrace,” Ada Quill said.")
    target = page.mention("Tom Reyes", 1)
    page.mention("Ada Quill", 0)
    page.said("Ada Quill", "said", "“Tom Reyes is a disgrace,”", stances=((target, 0.05, 0.9),))
    reading = read(page)
    assert lines(reading) == [("Ada Quill", "negative", "Tom Reyes")]
    assert words(reading.stances[0], "content") == ["“Tom Reyes is a disgrace,”"]
    assert words(reading.stances[0], "target") == ["Tom Reyes"]


def test_what_a_statement_tells_alone_shows_a_stance_to_whom_it_is_about() -> None:
    def shown(about: float) -> bool:
        page = Page("“Tom Reyes is a disgrace,” Ada Quill said.")
        target = page.mention("Tom Reyes", 0)
        page.mention("Ada Quill", 1)
        page.said("Ada Quill", "said", "“Tom Reyes is a disgrace,”", held=((target, 0.05, 0.9),), about=((target, about),))
        reading = extract(page.article, page.annotations(), min_confidence=0.0)
        return ("Ada Quill", "negative", "Tom Reyes") in lines(reading)

    assert shown(0.9)
    assert not shown(0.05)


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ("“I was wrong.”", False),
        ("“I take it back.”", False),
        ("“I was there.”", True),
        ("It rained.\n\n“I was wrong,” said Pike.", True),  # another paragraph is another's
    ],
)
def test_what_is_taken_back_is_held_no_more(more: str, held: bool) -> None:
    page = Page(f"“Tom Reyes is a disgrace,” Ada Quill said. {more}")
    target = page.mention("Tom Reyes", 0)
    page.mention("Ada Quill", 1)
    page.said("Ada Quill", "said", "“Tom Reyes is a disgrace,”", stances=((target, 0.05, 0.9),))
    assert (("Ada Quill", "negative", "Tom Reyes") in lines(read(page))) == held


def test_a_pronoun_is_whom_it_stands_for() -> None:
    page = Page("Tom Reyes met Ada Quill. He called her a wrecking ball, and left.")
    page.mention("Tom Reyes", 1)
    page.mention("Ada Quill", 0)
    he = page.mention("He", 1, form="pronoun")
    her = page.mention("her", 0, form="pronoun")
    page.holds(he, her, "negative")
    reading = read(page)
    assert lines(reading) == [("Tom Reyes", "negative", "Ada Quill")]
    assert reading.stances[0].label == "a wrecking ball"
    assert words(reading.stances[0], "sentence")


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Reyes called Quill “a wrecking ball” last fall.", "a wrecking ball"),
        ("Reyes dubbed Quill a friend of the ports.", "a friend of the ports"),
        ("Reyes described Quill as the best mayor in years.", "the best mayor in years"),
        ('Reyes denounced Quill as "a fraud" on Monday.', "a fraud"),
        ("Reyes called Quill on Sunday.", None),
        ("Reyes praised Quill.", None),
    ],
)
def test_the_words_that_name(sentence: str, label: str | None) -> None:
    page = Page(sentence)
    holder, target = page.mention("Reyes", 1), page.mention("Quill", 0)
    page.holds(holder, target, "negative")
    assert read(page).stances[0].label == label


def test_nobody_holds_a_stance_toward_himself_nor_a_thing_toward_anyone() -> None:
    page = Page("Reyes said Reyes and the bridge liked Reyes.")
    first = page.mention("Reyes", 1)
    bridge = page.mention("the bridge", 2, kind="other", form="nominal")
    again = page.mention("Reyes", 1, after=page.at("liked").start)
    page.holds(first, again, "positive")
    page.holds(bridge, again, "positive")
    assert read(page).stances == ()


def test_two_places_that_show_one_stance_are_one_record_and_the_surer_polarity_stays() -> None:
    page = Page("Quill blasted Reyes.\n\nQuill attacked Reyes again.\n\nQuill nodded at Reyes.")
    at = 0
    for polarity, score in (("negative", 0.9), ("negative", 0.7), ("positive", 0.4)):
        holder = page.mention("Quill", 0, after=at)
        target = page.mention("Reyes", 1, after=at)
        page.holds(holder, target, polarity, score)
        at = page.annotations().mentions[target].span.end
    reading = read(page)
    assert lines(reading) == [("Quill", "negative", "Reyes")]
    assert len(words(reading.stances[0], "sentence")) == 2


def test_who_was_clearly_against_someone_and_is_clearly_for_them_is_told_both_ways() -> None:
    page = Page("Quill had called Reyes a disgrace.\n\nQuill embraced Reyes and praised him.")
    at = 0
    for polarity in ("negative", "positive"):
        holder = page.mention("Quill", 0, after=at)
        target = page.mention("Reyes", 1, after=at)
        page.holds(holder, target, polarity, 0.99)
        at = page.annotations().mentions[target].span.end
    assert lines(read(page)) == [("Quill", "negative", "Reyes"), ("Quill", "positive", "Reyes")]


def test_what_is_told_by_another_rests_on_their_word() -> None:
    page = Page("Pia Lorne said that Quill despises Reyes.")
    page.mention("Pia Lorne", 2)
    holder, target = page.mention("Quill", 0), page.mention("Reyes", 1)
    page.said("Pia Lorne", "said", "that Quill despises Reyes")
    page.holds(holder, target, "negative")
    reading = read(page)
    names = {actor.id: actor.name for actor in reading.actors}
    assert [names[link.actor or ""] for link in reading.stances[0].according_to] == ["Pia Lorne"]


def test_the_holders_own_words_rest_on_nobody_else() -> None:
    page = Page("Quill said that she despises Reyes.")
    page.mention("Quill", 0)
    holder, target = page.mention("she", 0, form="pronoun"), page.mention("Reyes", 1)
    page.said("Quill", "said", "that she despises Reyes")
    page.holds(holder, target, "negative")
    assert read(page).stances[0].according_to == ()


def test_ids_are_the_same_whatever_the_order_of_what_was_seen() -> None:
    def page(turned: bool) -> Page:
        made = Page("Quill blasted Reyes. Quill attacked Reyes again.")
        pairs = [(made.mention("Quill", 0), made.mention("Reyes", 1))]
        pairs.append((made.mention("Quill", 0, after=10), made.mention("Reyes", 1, after=25)))
        for holder, target in reversed(pairs) if turned else pairs:
            made.holds(holder, target, "negative", 0.8)
        return made

    assert read(page(False)).stances == read(page(True)).stances


@pytest.mark.parametrize(("verb", "held"), [("backing", False), ("close to", False), ("like", True)])
def test_whom_others_side_with_does_not_hold_what_they_hold(verb: str, held: bool) -> None:
    page = Page(f"Donors {verb} Ada Quill attacked Tom Reyes.")
    page.mention("Donors", 2, kind="group", form="nominal")
    page.holds(page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1), "negative")
    assert (lines(read(page)) == [("Ada Quill", "negative", "Tom Reyes")]) is held


def test_nobody_holds_anything_of_whom_they_only_address() -> None:
    page = Page("“Ladies and gentlemen, shame on you,” Ada Quill said.")
    target = page.mention("Ladies and gentlemen", 1, kind="group", form="nominal")
    page.mention("Ada Quill", 0)
    page.said("Ada Quill", "said", "“Ladies and gentlemen, shame on you,”", stances=((target, 0.05, 0.9),))
    assert lines(read(page)) == []
