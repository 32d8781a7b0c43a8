"""Subject and object of one verb are two people, where nothing stands between them but that verb."""

import pytest
from tokenizers import Tokenizer

from rapport.annotate.disjoint import disjoint
from rapport.annotate.model import WEIGHTS
from rapport.annotate.referents import referent
from rapport.annotate.windows import pieces


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))


def apart(tokenizer: Tokenizer, text: str, *phrases: str) -> list[tuple[str, str]]:
    """Pairs of a pronoun and who it is not, of phrases in order of position."""
    page, refs, at = pieces(tokenizer, text), [], 0
    for words in phrases:
        start = text.index(words, at)
        at = start + len(words)
        head = start + (words.rindex(" ") + 1 if " " in words else 0)
        refs.append(referent(page, (start, at), (head, at), "person"))
    return [(phrases[i], phrases[j]) for i, j in disjoint(text, refs).items()]


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("Quill told him about the ferry.", ("Quill", "him"), [("him", "Quill")]),
        ("Reyes had later met with her in Dover.", ("Reyes", "her"), [("her", "Reyes")]),
        ("In May he phoned Tom Reyes.", ("he", "Tom Reyes"), [("he", "Tom Reyes")]),
        ("She did not trust Quill.", ("She", "Quill"), []),  # two words that are no verb's: left to the scores
        ("Quill said he met Reyes.", ("Quill", "he", "Reyes"), [("he", "Reyes")]),
        ("Quill told her staff to leave.", ("Quill", "her"), []),  # whose staff is open
        ("In May he became Tom Reyes.", ("he", "Tom Reyes"), []),
        ("Those closest to Quill dumped him.", ("Quill", "him"), []),
        ("To know Quill is to like him.", ("Quill", "him"), []),
        ("He met Quill's brother.", ("He", "Quill"), []),
        ("I phoned him on Sunday.", ("I", "him"), []),  # who “I” is, is decided later
        ("Quill left. Reyes, who came late, liked him.", ("Quill", "Reyes", "him"), []),
    ],
)
def test_who_cannot_be_whom(tokenizer: Tokenizer, text: str, phrases: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert apart(tokenizer, text, *phrases) == expected
