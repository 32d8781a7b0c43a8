"""Names that are no person's, whatever the reader takes them for."""

import pytest

from rapport.annotate.nobody import nobody


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("She left the White House in November.", "House", True),
        ("The White House said so.", "House", True),
        ("She left the White House in November.", "November", True),
        ("Many Americans agreed.", "Americans", True),
        ("Ada Quill agreed.", "Quill", False),
        ("Ada White left.", "White", False),
        ("Ada House left.", "House", False),
        ("the house was sold", "house", False),
    ],
)
def test_a_run_of_words_with_capitals_names_a_person_or_not(text: str, word: str, expected: bool) -> None:
    start = text.index(word)
    assert nobody(text, start, start + len(word)) == expected
