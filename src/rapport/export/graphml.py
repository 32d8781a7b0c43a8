"""The network of contacts as GraphML (graphml.graphdrawing.org), for igraph, networkx, yEd and their like."""

from __future__ import annotations

from typing import TextIO
from xml.etree.ElementTree import Element, SubElement

from rapport.export.graph import EDGE, NODE, Graph, Values, export_graph
from rapport.ledger import Filters, Ledger


def export_graphml(ledger: Ledger, out: TextIO, filters: Filters | None = None) -> int:
    """Write actors as nodes and what is reported between them as undirected edges, the strongest first; gives the number of edges.

    Raises UnknownName, AmbiguousName, UsageError.
    """
    return export_graph(ledger, out, filters, _shape)


def _shape(found: Graph) -> Element:
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for kind, names in (("node", {"name": "string"} | NODE), ("edge", EDGE)):
        for name, of in names.items():
            SubElement(root, "key", {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": of})
    body = SubElement(root, "graph", {"id": "contacts", "edgedefault": "undirected"})
    for key, label, values in found.nodes:
        _data(SubElement(body, "node", {"id": key}), "node", {"name": label} | values)
    for source, target, values in found.edges:
        _data(SubElement(body, "edge", {"source": source, "target": target}), "edge", values)
    return root


def _data(element: Element, kind: str, values: Values) -> None:
    for name, value in values.items():
        SubElement(element, "data", {"key": f"{kind}-{name}"}).text = value
