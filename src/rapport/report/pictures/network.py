"""Who deals with whom, as a graph that stays readable at 200 actors: forces part them, and only the names that have room are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import product
from math import sqrt
from typing import Any, Final

from rapport.ledger import Tie
from rapport.report.pictures.draw import ACCENT, FAINT, FONT, FRIENDLY, HERE, HOSTILE, INK, LINE, PAPER, scenegraph
from rapport.report.words import clean

MOST: Final = 200  # actors
_KINDS: Final = {"person": ACCENT, "organization": FRIENDLY, "place": HOSTILE, "group": FAINT}
_LONGEST: Final = 28
_FIRST: Final = 30  # actors whose names come before the points of others
_ALWAYS: Final = 5  # actors whose names may cover any point
_Box = tuple[float, float, float, float]


def kept(ties: Sequence[Tie], most: int = MOST) -> list[Tie]:
    """The strongest ties, as many as there is room for their actors."""
    actors: set[str] = set()
    found = []
    for tie in ties:
        if len(actors | {*tie.ends}) <= most:
            actors |= {*tie.ends}
            found.append(tie)
    return found


def network(ties: Sequence[Tie], link: Callable[[str, str], str] | None, *, narrow: bool = False) -> dict[str, Any]:
    """A Vega specification of these ties; `link` gives the address of an actor by its id (see `Tie.ends`) and name, null where a picture leads nowhere."""
    weight: dict[str, float] = defaultdict(float)
    actors: dict[str, tuple[str, str]] = {}
    for tie in ties:
        for key, name, kind in zip(tie.ends, (tie.a, tie.b), (tie.a_kind, tie.b_kind), strict=True):
            weight[key] += max(tie.weight, 0.3)
            actors[key] = name, kind
    ranked = sorted(weight, key=lambda key: (-weight[key], actors[key], key))
    at = {key: i for i, key in enumerate(ranked)}
    nodes = [
        {"name": _short(actors[key][0]), "label": clean(actors[key][0]), "weight": round(weight[key], 3), "kind": actors[key][1], "rank": i}
        | ({"href": HERE + link(key, actors[key][0])} if link else {})
        for i, key in enumerate(ranked)
    ]
    links = [{"source": at[tie.ends[0]], "target": at[tie.ends[1]], "weight": round(tie.weight, 3), "contacts": tie.contacts} for tie in ties]
    return _spec(nodes, links, *network_size(len(nodes), narrow))


def _short(name: str) -> str:
    shown = clean(name)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def network_size(actors: int, narrow: bool) -> tuple[int, int]:
    """Room grows with the number of actors; on a phone the picture is taller than wide."""
    if narrow:
        return 340, int(min(760, 150 + 46 * sqrt(actors)))
    return 1000, int(min(860, 130 + 52 * sqrt(actors)))


def _forces(nodes: list[dict[str, Any]], links: list[dict[str, Any]], width: int, height: int) -> dict[str, Any]:
    """A Vega specification that only moves points apart: its scenegraph has their places."""
    room = sqrt(width * height / max(4, len(nodes)))
    forces = [
        {"force": "center", "x": width / 2, "y": height / 2},
        {"force": "collide", "radius": {"expr": "datum.radius + 6"}},
        {"force": "nbody", "strength": -3.4 * room, "distanceMax": max(width, height) * 0.7},
        {"force": "link", "links": "links", "distance": room * 0.8},
        {"force": "x", "x": {"expr": str(width / 2)}, "strength": 0.11 * height / width},
        {"force": "y", "y": {"expr": str(height / 2)}, "strength": 0.16},
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json", "width": width, "height": height,
        "data": [{"name": "nodes", "values": nodes}, {"name": "links", "values": links}],
        "marks": [
            {"type": "symbol", "from": {"data": "nodes"}, "encode": {"enter": {"size": {"value": 1}}},
             "transform": [{"type": "force", "iterations": 280, "static": True, "forces": forces}]},
        ],
    }  # fmt: skip


def _placed(nodes: list[dict[str, Any]], links: list[dict[str, Any]], width: int, height: int) -> list[tuple[float, float]]:
    """Where each point comes to rest, within the picture."""
    scene = scenegraph(_forces([{"radius": node["radius"]} for node in nodes], [dict(link) for link in links], width, height))
    items = scene["items"][0]["items"][0]["items"]
    return list(zip(_within([item["x"] for item in items], width), _within([item["y"] for item in items], height), strict=True))


def _within(places: list[float], size: int) -> list[float]:
    """Places along one side of the picture; those beyond its edges are drawn in, in proportion, or they would stand in line at the edge."""
    first, last, room = 14 + size * 0.12, size - 14 - size * 0.12, size * 0.12
    before, after = max(first - min(places), room), max(max(places) - last, room)
    return [first - (first - at) * room / before if at < first else last + (at - last) * room / after if at > last else at for at in places]


def _labelled(nodes: list[dict[str, Any]], width: int, height: int) -> list[dict[str, Any]]:
    """A label for each point that has room for one, the most important first: right, left, above or below of it."""
    points: list[_Box] = [(n["x"] - n["radius"], n["y"] - n["radius"], n["x"] + n["radius"], n["y"] + n["radius"]) for n in nodes]
    taken: list[_Box] = []
    labels = []
    for i, node in enumerate(nodes):
        # Beside all points, if there is such a place; the names that matter more may cover small points, those that matter most any.
        shied: tuple[list[_Box], ...] = (points, points[:_FIRST], []) if i < _ALWAYS else (points, points[:_FIRST]) if i < _FIRST else (points,)
        for before, (align, baseline, x, y, box) in product(shied, _choices(node)):
            free = not any(_touch(box, other) for other in taken) and not any(j != i and _touch(box, other) for j, other in enumerate(before))
            if free and box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= height:
                taken.append(box)
                labels.append(
                    {
                        "text": node["name"],
                        "x": x,
                        "y": y,
                        "align": align,
                        "baseline": baseline,
                        "font": node["font"],
                        "bold": node["bold"],
                        **({"href": node["href"]} if "href" in node else {}),
                    }
                )
                break
    return labels


def _choices(node: dict[str, Any]) -> list[tuple[str, str, float, float, _Box]]:
    """Places of a label beside a point: alignment, baseline, anchor, and the box it fills."""
    x, y, away = node["x"], node["y"], node["radius"] + 3
    # The width of a letter of a wide sans serif (DejaVu, Verdana), so that no name runs out of the picture.
    width, half = len(node["name"]) * node["font"] * (0.65 if node["bold"] else 0.55), node["font"] * 0.62
    return [
        ("left", "middle", x + away, y, (x + away, y - half, x + away + width, y + half)),
        ("right", "middle", x - away, y, (x - away - width, y - half, x - away, y + half)),
        ("center", "bottom", x, y - away, (x - width / 2, y - away - 2 * half, x + width / 2, y - away)),
        ("center", "top", x, y + away, (x - width / 2, y + away, x + width / 2, y + away + 2 * half)),
    ]


def _touch(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _spec(nodes: list[dict[str, Any]], links: list[dict[str, Any]], width: int, height: int) -> dict[str, Any]:
    for node in nodes:
        node["radius"] = round(min(15.0, 2.8 + 1.5 * sqrt(node["weight"])), 2)
        node["bold"] = node["rank"] < 10
        node["font"] = 13 if node["bold"] else 11.5
    for node, (x, y) in zip(nodes, _placed(nodes, links, width, height), strict=True):
        node |= {"x": round(x, 1), "y": round(y, 1), "size": round(3.1416 * node["radius"] ** 2, 1)}
    lines = [
        {
            "x": nodes[k["source"]]["x"],
            "y": nodes[k["source"]]["y"],
            "x2": nodes[k["target"]]["x"],
            "y2": nodes[k["target"]]["y"],
            "w": round(min(6, 0.6 + 0.75 * sqrt(k["weight"])), 2),
        }
        for k in links
    ]
    labels = _labelled(nodes, width, height)
    leads = ("href",) if nodes and "href" in nodes[0] else ()

    def of(*names: str) -> dict[str, Any]:
        return {name: {"field": name} for name in names}

    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json", "width": width, "height": height, "padding": 6, "background": PAPER,
        "data": [{"name": "nodes", "values": nodes}, {"name": "lines", "values": lines}, {"name": "labels", "values": labels}],
        "scales": [{"name": "kind", "type": "ordinal", "domain": list(_KINDS), "range": list(_KINDS.values())}],
        "marks": [
            {"type": "rule", "from": {"data": "lines"}, "aria": False,
             "encode": {"enter": of("x", "y", "x2", "y2") | {"stroke": {"value": LINE}, "strokeWidth": {"field": "w"}, "strokeCap": {"value": "round"}}}},
            {"type": "symbol", "from": {"data": "nodes"},
             "encode": {"enter": of("x", "y", "size", *leads) | {"fill": {"scale": "kind", "field": "kind"}, "stroke": {"value": PAPER}, "strokeWidth": {"value": 1.2}, "description": {"field": "label"}}}},
            {"type": "text", "from": {"data": "labels"}, "aria": False, "interactive": False,
             "encode": {"enter": of("x", "y", "text", "align", "baseline") | {"stroke": {"value": PAPER}, "strokeWidth": {"value": 3}, "strokeJoin": {"value": "round"}, "font": {"value": FONT}, "fontSize": {"field": "font"}, "fontWeight": {"signal": "datum.bold ? 'bold' : 'normal'"}}}},
            {"type": "text", "from": {"data": "labels"}, "aria": False,
             "encode": {"enter": of("x", "y", "text", "align", "baseline", *leads) | {"fill": {"value": INK}, "font": {"value": FONT}, "fontSize": {"field": "font"}, "fontWeight": {"signal": "datum.bold ? 'bold' : 'normal'"}}}},
        ],
    }  # fmt: skip
