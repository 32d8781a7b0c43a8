"""Clusters of mentions keep people apart whom their names, gender or number keep apart."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from rapport.annotate.coref import Row, clusters, compatible
from rapport.annotate.model import WEIGHTS, Floats
from rapport.annotate.referents import Referent, referent
from rapport.annotate.windows import Pieces, pieces
from rapport.annotate.words import name_words


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Ada Quill", "Quill", True),
        ("Ada Quill", "Mayor Ada Quill", True),
        ("A. Quill", "Ada Quill", True),
        ("Ada Quill", "Ben Quill", False),
        ("Ada Quill", "Tom Reyes", False),
        ("Tom Reyes", "Tom Reyes Jr.", False),
        ("Harbor Port Authority", "HPA", True),
    ],
)
def test_names_of_one_actor(a: str, b: str, same: bool) -> None:
    assert compatible(name_words(a), name_words(b)) is same
    assert compatible(name_words(b), name_words(a)) is same


TEXT = "Ada Quill met Tom Reyes. She thanked him. Quill and several aides left, and they waved."


@pytest.fixture(scope="module")
def doc() -> Pieces:
    return pieces(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")), TEXT)


def rows(scores: Floats) -> list[Row]:
    return [(0, scores[i, :i]) for i in range(len(scores))]


def mention(doc: Pieces, words: str, head: str, kind: str = "person") -> Referent:
    start = TEXT.index(words)
    at = start + words.rindex(head)
    return referent(doc, (start, start + len(words)), (at, at + len(head)), kind)


def test_gender_number_and_names_forbid_a_link(doc: Pieces) -> None:
    refs = [
        mention(doc, "Ada Quill", "Quill"), mention(doc, "Tom Reyes", "Reyes"), mention(doc, "She", "She"), mention(doc, "him", "him"),
        mention(doc, "several aides", "aides"), mention(doc, "they", "they"),
    ]  # fmt: skip
    names = [("ada", "quill"), ("tom", "reyes"), (), (), (), ()]
    scores = np.full((6, 6), -1.0, dtype=np.float32)
    scores[1, 0] = 9  # Reyes is not Quill whatever the score
    scores[2, 0] = 2
    scores[3, 2] = 3  # him is not she
    scores[3, 1] = 1
    scores[5, 1] = 9  # they is not Reyes
    scores[5, 4] = 1
    assert clusters(rows(scores), refs, names) == [0, 1, 0, 1, 2, 2]
    scores[3, 2] = 9  # and nobody who is far less likely than she
    assert clusters(rows(scores), refs, names)[3] == 2


def test_one_full_name_is_one_actor_whatever_the_scores(doc: Pieces) -> None:
    refs = [mention(doc, "Ada Quill", "Quill"), mention(doc, "Tom Reyes", "Reyes"), mention(doc, "Quill and", "Quill")]
    scores = np.full((3, 3), -5.0, dtype=np.float32)
    assert clusters(rows(scores), refs, [("quill",), ("reyes",), ("quill",)]) == [0, 1, 0]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))


def cluster_words(tokenizer: Tokenizer, text: str, phrases: list[tuple[str, str, tuple[str, ...]]], sure: dict[tuple[int, int], float]) -> list[int]:
    """Clusters of (phrase, head word, bare name) in order of position; `sure` holds the pair scores above the least."""
    page, refs, at = pieces(tokenizer, text), [], 0
    for words, head, _ in phrases:
        start = text.index(words, at)
        at = start + len(words)
        inside = start + words.rindex(head)
        refs.append(referent(page, (start, at), (inside, inside + len(head)), "person"))
    scores = np.full((len(refs), len(refs)), -5.0, dtype=np.float32)
    for pair, score in sure.items():
        scores[pair] = score
    return clusters(rows(scores), refs, [name for _, _, name in phrases])


def test_a_description_that_repeats_a_title_is_its_bearer(tokenizer: Tokenizer) -> None:
    text = "Port Director Ada Quill met Tom Reyes. The port director left."
    phrases = [
        ("Port Director Ada Quill", "Quill", ("ada", "quill")),
        ("Tom Reyes", "Reyes", ("tom", "reyes")),
        ("The port director", "director", ()),
    ]
    assert cluster_words(tokenizer, text, phrases, {(2, 1): 5.0}) == [0, 1, 0]


def test_a_title_that_two_bear_settles_nothing(tokenizer: Tokenizer) -> None:
    text = "Mayor Ada Quill met Mayor Tom Reyes. The mayor left."
    phrases = [("Mayor Ada Quill", "Quill", ("ada", "quill")), ("Mayor Tom Reyes", "Reyes", ("tom", "reyes")), ("The mayor", "mayor", ())]
    assert cluster_words(tokenizer, text, phrases, {(2, 1): 5.0}) == [0, 1, 1]


def test_a_description_beside_a_name_is_that_person(tokenizer: Tokenizer) -> None:
    text = "Ada Quill, director of the port, spoke."
    phrases = [("Ada Quill", "Quill", ("ada", "quill")), ("director of the port", "director", ())]
    assert cluster_words(tokenizer, text, phrases, {}) == [0, 0]


def test_a_later_name_does_not_take_a_description_far_before_it(tokenizer: Tokenizer) -> None:
    text = "The delegate spoke at length. Then Ada Quill left."
    phrases = [("The delegate", "delegate", ()), ("Ada Quill", "Quill", ("ada", "quill"))]
    assert cluster_words(tokenizer, text, phrases, {(1, 0): 9.0}) == [0, 1]
    beside = "The delegate, Ada Quill, left."
    assert cluster_words(tokenizer, beside, phrases, {(1, 0): 0.5}) == [0, 0]


def test_a_mention_is_not_the_wider_one_that_it_helps_to_name(tokenizer: Tokenizer) -> None:
    text = "Tom Reyes spoke. The Ferris senator left."
    phrases = [("Tom Reyes", "Reyes", ("tom", "reyes")), ("The Ferris senator", "senator", ())]
    page, refs = pieces(tokenizer, text), []
    for words, head, _ in phrases:
        start = text.index(words)
        refs.append(referent(page, (start, start + len(words)), (start + words.rindex(head), start + len(words)), "person"))
    start = text.index("Ferris")
    refs.append(referent(page, (start, start + 6), (start, start + 6), "person"))
    scores = np.full((3, 3), -5.0, dtype=np.float32)
    scores[2, 1] = 9.0
    assert clusters(rows(scores), refs, [("tom", "reyes"), (), ("ferris",)]) == [0, 1, 2]


def test_a_title_that_is_a_surname_is_compared() -> None:
    assert compatible(name_words("Mr. King"), name_words("Larry King"))


APART = "The Ferris governor left. The Merriam governor stayed. The governor spoke. The Republican governor won."


def test_descriptions_with_other_names_before_the_same_word_are_two() -> None:
    doc = pieces(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")), APART)
    refs = []
    for words in ("The Ferris governor", "The Merriam governor", "The governor", "The Republican governor"):
        start = APART.index(words)
        end = start + len(words)
        refs.append(referent(doc, (start, end), (end - len("governor"), end), "person"))
    scores = np.full((4, 4), -2.0, dtype=np.float32)
    scores[1, 0] = 9  # Merriam's is not Ferris's, whatever the score
    scores[2, 1] = 9
    scores[3, 1] = 9  # a party sets nobody apart
    assert clusters(rows(scores), refs, [(), (), (), ()]) == [0, 1, 1, 1]


def test_somebody_else_is_not_whom_the_scores_say(doc: Pieces) -> None:
    refs = [mention(doc, "Ada Quill", "Quill"), mention(doc, "She", "She"), mention(doc, "Quill and", "Quill")]
    scores = np.full((3, 3), -5.0, dtype=np.float32)
    scores[1, 0] = 9.0
    names = [("ada", "quill"), (), ("quill",)]
    assert clusters(rows(scores), refs, names)[1] == 0
    assert clusters(rows(scores), refs, names, {1: 0})[1] == 1
    assert clusters(rows(scores), refs, names, {1: 2})[1] == 1  # nor whom a name means that comes later
    strange = [("tom", "reyes"), (), ("quill",)]
    scores[1, 0], scores[2, 1] = -5.0, 9.0
    assert clusters(rows(scores), refs, strange)[2] == 1
    assert clusters(rows(scores), refs, strange, {1: 2})[2] == 2  # and the name is not the pronoun before it
