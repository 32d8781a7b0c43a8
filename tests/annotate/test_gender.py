"""What the words of a mention tell of a gender."""

from rapport.annotate.gender import gender_of_name


def test_the_first_first_name_of_a_full_name_decides() -> None:
    assert gender_of_name("Mayor Maria Quill") == 2
    assert gender_of_name("Robert Maria Reyes") == 1
    assert gender_of_name("Maria") == 0  # by itself it may be a surname
    assert gender_of_name("Quill") == 0
