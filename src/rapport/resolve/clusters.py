"""From pairs that are likely one to clusters: the likeliest first, as long as nothing in the two clusters excludes it.

The result is a function of the nodes and edges alone: edges are taken in order of score, then of name.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

# Of a large cluster so many members speak for it when it meets another.
_SPOKEN_FOR: Final = 6
# What the members of two clusters must on average be worth to each other: a chain of likely pairs is no proof that its ends are one.
_MEAN: Final = 3.0

Edge = tuple[float, str, str]


def components(nodes: Iterable[str], edges: Iterable[Edge]) -> list[list[str]]:
    """The connected parts of a graph, each in order, in the order of their first nodes."""
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for _, a, b in edges:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    found: dict[str, list[str]] = {}
    for node in sorted(parent):
        found.setdefault(root(node), []).append(node)
    return list(found.values())


def clusters(
    nodes: Collection[str], edges: Iterable[Edge], apart: Mapping[str, Collection[str]], score: Callable[[str, str], float | None]
) -> list[list[str]]:
    """Join the nodes that edges make one, unless the clusters hold things of one article (`apart` gives each node's articles), or members of theirs
    exclude each other (`score` gives none), or are worth too little to each other on average."""
    members = {node: [node] for node in sorted(nodes)}
    articles = {node: set(apart[node]) for node in members}
    of = {node: node for node in members}
    # With their sizes, so that a refusal holds only until either has grown.
    refused: set[tuple[str, str, int, int]] = set()
    for _, a, b in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        one, other = sorted((of[a], of[b]), key=lambda name: (-len(members[name]), name))
        pair = (one, other, len(members[one]), len(members[other]))
        if one == other or pair in refused:
            continue
        if articles[one].isdisjoint(articles[other]) and _fit(members[one], members[other], score):
            for node in members.pop(other):
                of[node] = one
                insort(members[one], node)
            articles[one] |= articles.pop(other)
        else:
            refused.add(pair)
    return sorted(members.values())


def _fit(one: list[str], other: list[str], worth: Callable[[str, str], float | None]) -> bool:
    values = [worth(a, b) for a in _speakers(one) for b in _speakers(other)]
    points = [value for value in values if value is not None]
    return len(points) == len(values) and sum(points) >= _MEAN * len(points)


def _speakers(members: list[str]) -> list[str]:
    """Evenly from the members in order: names are hashes, so that no kind of member is preferred."""
    step = max(1, len(members) // _SPOKEN_FOR)
    return members[::step][:_SPOKEN_FOR]
