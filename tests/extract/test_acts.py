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


@pytest.mark.parametrize(
    ("cue", "read", "kept"), [("vowed", "assert", "promise"), ("vowed", "criticize", "promise"), ("said", "criticize", "criticize")]
)
def test_a_cue_that_names_its_act_settles_it_whatever_was_read(cue: str, read: str, kept: str) -> None:
    page = Page(f"Quill {cue} to run the boats.")
    page.mention("Quill", 0)
    page.said("Quill", cue, "to run the boats", act=read)
    assert [s.act for s in extract(page.article, page.annotations()).statements] == [kept]


@pytest.mark.parametrize(("liked", "disliked", "act"), [(0.1, 0.8, "criticize"), (0.7, 0.2, "praise"), (0.1, 0.1, "assert")])
def test_who_calls_somebody_something_praises_or_criticizes_and_requests_nothing(liked: float, disliked: float, act: str) -> None:
    page = Page("Reyes called Quill “a wrecking ball” on Sunday.")
    page.mention("Reyes", 0)
    target = page.mention("Quill", 1)
    page.said("Reyes", "called", "Quill “a wrecking ball”", act="request", stances=((target, liked, disliked),))
    assert [s.act for s in extract(page.article, page.annotations()).statements] == [act]


@pytest.mark.parametrize(
    ("more", "act"),
    [
        ("“I was wrong.”", "assert"),
        ("“I was there.”", "criticize"),
        ("“I’m sorry, but she is one.”", "criticize"),
        ("“I was wrong to trust her.”", "criticize"),
    ],
)
def test_what_is_taken_back_criticizes_nobody(more: str, act: str) -> None:
    page = Page(f"“I called Quill a menace,” Reyes said. {more}")
    page.mention("Quill", 1)
    page.mention("Reyes", 0)
    page.said("Reyes", "said", "“I called Quill a menace,”", more, act="criticize")
    assert [s.act for s in extract(page.article, page.annotations(), min_confidence=0.0).statements] == [act]


@pytest.mark.parametrize(
    ("cue", "act", "score", "unsure"),
    [("said", "criticize", 0.4, True), ("said", "criticize", 0.6, False), ("said", "ask", 0.4, False), ("criticized", "criticize", 0.4, False)],
)
def test_praise_and_criticism_by_less_than_even_odds_are_unsure(cue: str, act: str, score: float, unsure: bool) -> None:
    page = Page(f"Reyes {cue} the boats of Quill.")
    page.mention("Reyes", 0)
    page.mention("Quill", 1)
    page.said("Reyes", cue, "the boats of Quill", act=act, act_score=score)
    assert [s.unsure for s in extract(page.article, page.annotations(), min_confidence=0.0).statements] == [unsure]
