"""Pictures: they can be drawn, say what they show, and stay readable at 200 actors."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

pytest.importorskip("vl_convert", reason="the pictures need vl-convert-python: pip install -e '.[pictures]'")

from rapport.ledger import Tie
from rapport.report.pictures import network
from rapport.report.pictures.draw import draw
from rapport.report.pictures.network import kept


def ties(actors: int, seed: int = 7) -> list[Tie]:
    """Ties of so many actors, each with somebody before it."""
    rng = random.Random(seed)
    found = []
    for i in range(1, actors):
        for j in {rng.randrange(i), rng.randrange(i)}:
            n = rng.randint(1, 9)
            found.append(Tie(f"Actor Number {j}", f"Actor Number {i}", "person", "person", n, n, n * 0.9, {"call": n}, {"happened": n}, None, None))
    return found


def of(spec: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return next(data["values"] for data in spec["data"] if data["name"] == name)


@pytest.mark.parametrize("narrow", [False, True])
def test_two_hundred_actors_stay_readable(narrow: bool) -> None:
    spec = network(kept(ties(260)), lambda _, name: f"/actor?name={name}", narrow=narrow)
    nodes, labels = of(spec, "nodes"), of(spec, "labels")
    assert len(nodes) == 200
    assert len(labels) >= (24 if narrow else 90)
    assert {node["name"] for node in sorted(nodes, key=lambda n: n["rank"])[:3]} <= {label["text"] for label in labels}
    assert all(0 <= node["x"] <= spec["width"] and 0 <= node["y"] <= spec["height"] for node in nodes)
    # No two names lie on each other: as wide as half their height a letter.
    boxes = [_box(label) for label in labels]
    assert not [1 for i, a in enumerate(boxes) for b in boxes[:i] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


def _box(label: dict[str, Any]) -> tuple[float, float, float, float]:
    width, height = len(label["text"]) * label["font"] * 0.5, label["font"] * 1.1
    left = label["x"] - {"left": 0.0, "right": 1.0, "center": 0.5}[label["align"]] * width
    top = label["y"] - {"top": 0.0, "bottom": 1.0, "middle": 0.5}[label["baseline"]] * height
    return left, top, left + width, top + height


def test_the_same_ties_give_the_same_picture_and_it_is_drawn() -> None:
    one, other = (network(ties(12), lambda _, name: f"/actor?name={name}") for _ in range(2))
    assert one == other
    svg = draw(json.dumps(one))
    assert svg.startswith("<svg")
    assert svg.count('href="/actor?name=Actor Number') >= 12
    assert "here.invalid" not in svg
    assert "prefers-color-scheme: dark" in svg
