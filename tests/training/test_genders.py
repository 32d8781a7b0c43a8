"""First names and their gender, counted in invented articles."""

from __future__ import annotations

from collections import Counter

from training.genders import Bearers, counts, kept, of_honorifics, of_people


def test_an_honorific_tells_the_gender_of_the_first_name_that_stands_with_its_surname() -> None:
    text = "Adele Quill met Bertold Reyes. Ms. Quill thanked Mr. Reyes’s aides. Mr. Pike and Ms. Pike watched; Corin Pike did not."
    assert list(of_honorifics(text)) == [("adele", 2), ("bertold", 1)]


def test_pronouns_tell_it_where_they_are_of_one_gender() -> None:
    text = "Adele Quill said she would. Bertold Reyes said he or she would."
    spans = {words: [text.index(words), text.index(words) + len(words)] for words in ("Adele Quill", "she", "Bertold Reyes", "he or")}
    later = text.rindex("she")
    actors = [
        {"kind": "person", "mentions": [spans["Adele Quill"], spans["she"]]},
        {"kind": "person", "mentions": [spans["Bertold Reyes"], [spans["he or"][0], spans["he or"][0] + 2], [later, later + 3]]},
    ]
    assert list(of_people(text, actors)) == [("adele", "quill", 2)]


def bearers(he: int, she: int, *surnames: str) -> Bearers:
    return Bearers(Counter({1: he, 2: she}), set(surnames))


def test_a_name_that_both_bear_tells_nothing_nor_does_one_of_nobody_marked() -> None:
    found = {
        "adele": bearers(0, 5, "quill"),
        "robin": bearers(3, 2, "reyes"),
        "rare": bearers(1, 0, "pike"),
        "bert": bearers(40, 1, "tull"),
        "ferry": bearers(9, 0),
    }
    assert kept(found, set()) == {"he": ["bert"], "she": ["adele"]}


def test_a_word_that_is_something_else_too_needs_several_bearers() -> None:
    found = {"pen": bearers(0, 9, "quill", "reyes", "pike"), "quill": bearers(9, 0, "okafor")}
    assert kept(found, {"pen", "quill"}) == {"he": [], "she": ["pen"]}


def test_which_words_are_something_else_too() -> None:
    texts = [
        "Pen Quill, Ms. Quill to most, took a pen. Adele Reyes, or Ms. Reyes, met Corin Quill.",
        "Ms. Pike, who is Adele Pike, met Mara Quill in Dover. Dover Pike is a pond; Dover is not.",
    ]
    found, other = counts([{"id": str(i), "text": text} for i, text in enumerate(texts)])
    assert other == {"dover", "pen"}  # a place that stands by itself, and what one writes with
    assert found["adele"].genders == Counter({2: 2})
