"""The network of contacts as nodes and edges, which GEXF and GraphML write in their own ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TextIO
from xml.etree.ElementTree import Element, indent, tostring

from rapport.export.jsonl import OBEYED
from rapport.ledger import Filters, Ledger, Tie

# What XML 1.0 cannot hold even as a reference.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What an edge says besides its ends, with its type: `weight` is the sum of the confidences of the contacts that took place.
EDGE: Final = {
    "weight": "double",
    "contacts": "long",
    "took_place": "long",
    "channels": "string",
    "statuses": "string",
    "first": "string",
    "last": "string",
}
NODE: Final = {"kind": "string", "ties": "long"}

Values = dict[str, str]


@dataclass(frozen=True)
class Graph:
    """Nodes are (id, label, values), edges (source, target, values); values have the names of `NODE` and `EDGE`, without those that are not known."""

    nodes: tuple[tuple[str, str, Values], ...]
    edges: tuple[tuple[str, str, Values], ...]


def graph(ties: list[Tie]) -> Graph:
    """Actors that have a name and a tie, in order of id, and the ties, the strongest first."""
    seen: dict[str, tuple[str, str, int]] = {}
    for tie in ties:
        for key, name, kind in ((tie.a_id, tie.a, tie.a_kind), (tie.b_id, tie.b, tie.b_kind)):
            seen[key] = (name, kind, seen.get(key, ("", "", 0))[2] + 1)
    nodes = tuple((key, text(name), {"kind": kind, "ties": str(number)}) for key, (name, kind, number) in sorted(seen.items()))
    return Graph(nodes, tuple((tie.a_id, tie.b_id, _values(tie)) for tie in ties))


def _values(tie: Tie) -> Values:
    def tally(counts: dict[str, int]) -> str:
        return "; ".join(f"{name} {number}" for name, number in counts.items())

    found = {
        "weight": str(tie.weight), "contacts": str(tie.contacts), "took_place": str(tie.took_place), "channels": tally(tie.channels),
        "statuses": tally(tie.statuses), "first": tie.first, "last": tie.last,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def text(value: str) -> str:
    """Without what XML cannot hold."""
    return _NO_XML.sub("", value)


def export_graph(ledger: Ledger, out: TextIO, filters: Filters | None, shape: Callable[[Graph], Element]) -> int:
    """Write the network that answers to the filters; gives the number of ties. Raises UnknownName, AmbiguousName, UsageError."""
    with ledger.snapshot() as still:
        found = graph(still.network(filters))
    root = shape(found)
    indent(root)
    body = tostring(root, encoding="unicode")
    # What a terminal would obey stays in the names, as a reference.
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + OBEYED.sub(lambda char: f"&#{ord(char.group())};", body) + "\n")
    return len(found.edges)
