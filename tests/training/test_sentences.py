"""Corpora of single sentences as documents: an invented sentence."""

from __future__ import annotations

from tokenizers import Tokenizer

from training.docs import ARGUMENTS
from training.sentences import by_text, kind_of, propbank

TEXT = "The mayor told her aide on Sunday that the ferry strike, which Reyes had called, was over."
TOKENS = "The mayor told her aide on Sunday that the ferry strike , which Reyes had called , was over .".split()
RECORD = {
    "id": "one",
    "text": TEXT,
    "tokens": TOKENS,
    "predicates": [
        {
            "index": 2,
            "args": [
                {"role": "ARG0", "start": 0, "end": 2},
                {"role": "ARG2", "start": 3, "end": 5},
                {"role": "ARGM-TMP", "start": 5, "end": 7},
                {"role": "ARG1", "start": 7, "end": 19},
            ],
        },
        {"index": 15, "args": [{"role": "R-ARG1", "start": 12, "end": 13}, {"role": "ARG0", "start": 13, "end": 14}]},
    ],
}


def test_arguments_are_the_heads_of_their_phrases(tokenizer: Tokenizer) -> None:
    (doc,) = propbank(tokenizer, by_text([RECORD, RECORD]))

    def word(piece: int) -> str:
        return doc.pieces.text[doc.pieces.starts[piece] : doc.pieces.ends[piece]]

    told, called = doc.predicates  # a sentence that stands twice is one
    assert (word(told.piece), word(called.piece)) == ("told", "called")
    assert [(word(piece), ARGUMENTS[kind]) for piece, kind in told.heads] == [("mayor", "ARG0"), ("aide", "ARG2"), ("Sunday", "ARGM-TMP")]
    assert [ARGUMENTS[kind] for _, kind in called.heads] == ["ARG0"]


def test_nothing_is_learnt_of_clauses_and_relative_pronouns(tokenizer: Tokenizer) -> None:
    (doc,) = propbank(tokenizer, by_text([RECORD]))
    told, called = doc.predicates
    texts = [[doc.pieces.text[doc.pieces.starts[a] : doc.pieces.ends[b - 1]] for a, b in predicate.unknown] for predicate in (told, called)]
    assert any(text.startswith("that the ferry strike") for text in texts[0])
    assert texts[1] == ["which"]


def test_roles_beyond_the_first_three_are_told_apart_by_little() -> None:
    assert [ARGUMENTS[kind_of(role)] for role in ("ARG1", "ARG4", "ARGA", "ARGM-LOC", "ARGM-MOD")] == ["ARG1", "ARG3", "ARG3", "ARGM-LOC", "ARGM"]
