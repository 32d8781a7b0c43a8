"""What people said of names never contradicts itself, and a record is known again by its words or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.resolve.rulings import Parting, Trace, meant, standing


def test_standing_keeps_the_latest_and_what_does_not_contradict_it() -> None:
    def what(*rulings: tuple[str, str, str]) -> list[bool]:
        return standing([Parting(r, a, b) for r, a, b in rulings])  # type: ignore[arg-type]

    assert what() == []
    assert what(("same", "a", "b"), ("apart", "b", "a")) == [False, True]
    assert what(("apart", "a", "b"), ("same", "a", "b")) == [False, True]
    assert what(("apart", "a", "c"), ("same", "a", "b"), ("same", "b", "c")) == [False, True, True]
    assert what(("same", "a", "b"), ("same", "b", "c"), ("apart", "a", "c")) == [False, True, True]
    assert what(("same", "a", "b"), ("apart", "c", "d"), ("same", "b", "d"), ("apart", "a", "c")) == [True, True, True, True]
    assert what(("same", "a", "c"), ("same", "a", "b"), ("same", "c", "d"), ("apart", "b", "d")) == [False, True, True, True]


@given(rulings=st.lists(st.tuples(st.sampled_from(["same", "apart"]), st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12))
@settings(max_examples=300, deadline=None)
def test_what_stands_never_contradicts_itself(rulings: list[tuple[Any, str, str]]) -> None:
    partings = [Parting(*r) for r in rulings if r[1] != r[2]]
    kept = [p for p, stands in zip(partings, standing(partings), strict=True) if stands]
    groups = {node: {node} for node in "abcde"}
    for p in kept:
        if p.ruling == "same":
            whole = groups[p.one] | groups[p.other]
            for node in whole:
                groups[node] = whole
    assert all(p.other not in groups[p.one] for p in kept if p.ruling == "apart")
    assert not partings or partings[-1] in kept
    assert standing(kept) == [True] * len(kept)


def test_a_record_is_known_again_by_its_words_or_not_at_all() -> None:
    sentence = ("sentence", 0, 40, "Ada Quill met Tom Reyes in Dover on Sunday.")
    wanted = Trace("1", "contact", (sentence, ("trigger", 10, 13, "met")), ("Ada Quill", "Tom Reyes"), "meeting happened")

    def other(
        key: str, *evidence: Any, names: tuple[str, ...] = ("Ada Quill", "Tom Reyes"), kind: str = "contact", what: str = "meeting happened"
    ) -> Trace:
        return Trace(key, kind, evidence, names, what)

    same = other("2", sentence, ("trigger", 10, 13, "met"))
    assert meant(wanted, [replace(same, record="1", what="call denied"), same], same_text=True) == "1"
    assert meant(wanted, [same, other("3", sentence, ("trigger", 50, 53, "met"))], same_text=True) == "2"
    assert meant(wanted, [same, replace(same, record="3", names=("Tom Reyes", "Marcus Bell"))], same_text=True) == "2"
    assert meant(wanted, [same, replace(same, record="3", what="meeting denied")], same_text=True) == "2"
    assert meant(wanted, [same, replace(same, record="3")], same_text=True) is None, "two alike: neither"
    assert meant(wanted, [replace(same, kind="statement")], same_text=True) is None
    moved = ("sentence", 90, 130, "Ada Quill met Tom Reyes in Dover on Sunday!")
    assert meant(wanted, [other("4", moved, ("trigger", 100, 103, "met"))], same_text=False) == "4"
    assert meant(wanted, [other("4", moved, ("trigger", 100, 103, "called"))], same_text=False) is None
    status, party = (
        other("6", sentence, ("trigger", 10, 13, "met"), what="meeting denied"),
        other("6", sentence, ("trigger", 10, 13, "met"), names=("Quill", "Bell")),
    )
    assert [meant(wanted, [mended], same_text=True) for mended in (status, party)] == ["6", "6"]
    assert [meant(wanted, [mended], same_text=True, judged=True) for mended in (status, party)] == [None, None]
    assert meant(wanted, [replace(same, names=("Quill", "Gov. Reyes", "Bell"))], same_text=True, judged=True) == "2"
    elsewhere = ("sentence", 0, 40, "Marcus Bell met the union in Hollis.")
    assert meant(wanted, [other("5", elsewhere, ("trigger", 10, 13, "met"))], same_text=False) is None
