"""Cues that name their act."""

import pytest

from rapport.extract import extract
from rapport.extract.acts import act_of
from tests.extract.builder import Page


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("denied", "deny"), ("has vowed", "promise"), ("predicted", "predict"), ("praised", "praise"), ("publicly condemned", "criticize"),
        ("called on", "request"), ("called", None), ("said", None), ("demanded and promised", None), ("thinks", "think"),
    ],
)  # fmt: skip
def test_the_act_that_a_cue_names(cue: str, act: str | None) -> None:
    assert act_of(cue) == act


@pytest.mark.parametrize(("read", "kept"), [("assert", "promise"), ("criticize", "criticize")])
def test_a_cue_settles_only_what_was_read_as_an_assertion(read: str, kept: str) -> None:
    page = Page("Quill vowed to run the boats.")
    page.mention("Quill", 0)
    page.said("Quill", "vowed", "to run the boats", act=read)
    assert [s.act for s in extract(page.article, page.annotations()).statements] == [kept]
