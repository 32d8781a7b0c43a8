"""Quotation marks of every kind."""

import pytest

from rapport.extract.quotations import form_of
from tests.extract.builder import Page


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("“He was polite,”", "direct"),
        ('"He was polite,"', "direct"),
        ("that he was polite", "indirect"),
        ("that he was “very polite” to her", "mixed"),
        ("“He was", "direct"),
        ("«He was polite»", "direct"),
        ("„He was polite,“", "direct"),
        ("``He was polite,''", "direct"),
        ("‘He was polite.’", "direct"),
        ("'He wasn't polite,'", "direct"),
        ("that the ‘polite’ man wasn’t", "indirect"),
    ],
)
def test_form_goes_by_the_quotation_marks(content: str, form: str) -> None:
    page = Page(f"Quill said {content}")
    assert form_of(page.article.text, (page.at(content),)) == form
