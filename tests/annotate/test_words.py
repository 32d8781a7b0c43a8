"""Names without their titles."""

from rapport.annotate.words import name_words


def test_a_title_that_is_a_surname_stays_in_the_name() -> None:
    assert name_words("Mr. King") == ("king",)
    assert name_words("Larry King") == ("larry", "king")
    assert name_words("King Osric") == ("osric",)
