"""What of a promise, a prediction or a plan looks ahead."""

from __future__ import annotations

import pytest

from rapport.resolve.ahead import looks_ahead, overtaken


@pytest.mark.parametrize(
    ("act", "cue", "content", "ahead"),
    [
        ("promise", "said", "he would not raise the fare", True),
        ("promise", "vowed", "free ferries for all", True),
        ("promise", "announced", "to cut the fare", True),
        ("promise", "announced", "her plan for the harbor", False),
        ("promise", "said", "We should be able to sell our fish", False),
        ("promise", "agreed", "to buy the ferries in 2028 and 2029", False),
        ("predict", "said", "the strike could last for weeks", True),
        ("predict", "predicted", "a long strike", True),
        ("predict", "said", "If he comes, he’ll lose", True),
        ("predict", "said", "We don’t know unless we ask", False),
        ("predict", "said", "Whether we will have ferries remains open", False),
        ("predict", "asked", "Will she win?", False),
    ],
)
def test_what_looks_ahead(act: str, cue: str, content: str, ahead: bool) -> None:
    assert looks_ahead(act, cue, content, "2031-03-04") is ahead


@pytest.mark.parametrize(
    ("sentence", "past"),
    [
        ("Quill was preparing to meet Reyes when she was fired.", True),
        ("Quill planned to meet Reyes, but was told not to come.", True),
        ("The talks were originally scheduled for June.", True),
        ("Quill was scheduled to meet Reyes on Tuesday.", False),
        ("Quill and Reyes plan to meet in Dover.", False),
    ],
)
def test_what_has_been_overtaken(sentence: str, past: bool) -> None:
    assert overtaken(sentence) is past
