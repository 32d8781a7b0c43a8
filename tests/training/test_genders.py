"""First names and their gender, counted in invented articles."""

from __future__ import annotations

from collections import Counter

from rapport.annotate.coref import gender_of_name
from training.genders import kept, of_honorifics, of_people


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
    assert list(of_people(text, actors)) == [("adele", 2)]


def test_a_name_that_both_bear_tells_nothing() -> None:
    assert kept({"adele": Counter({2: 5}), "robin": Counter({1: 3, 2: 2}), "rare": Counter({1: 1}), "bert": Counter({1: 40, 2: 1})}) == {
        "he": ["bert"],
        "she": ["adele"],
    }


def test_the_first_first_name_of_a_full_name_decides() -> None:
    assert gender_of_name("Mayor Maria Quill") == 2
    assert gender_of_name("Robert Maria Reyes") == 1
    assert gender_of_name("Maria") == 0  # by itself it may be a surname
    assert gender_of_name("Quill") == 0
