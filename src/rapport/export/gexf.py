"""The network of contacts as GEXF 1.3 (gexf.net), for Gephi and its like."""

from __future__ import annotations

from typing import TextIO
from xml.etree.ElementTree import Element, SubElement

from rapport.export.graph import EDGE, NODE, Graph, Values, export_graph
from rapport.ledger import Filters, Ledger


def export_gexf(ledger: Ledger, out: TextIO, filters: Filters | None = None) -> int:
    """Write actors as nodes and what is reported between them as undirected edges, the strongest first; gives the number of edges.

    Raises UnknownName, AmbiguousName, UsageError.
    """
    return export_graph(ledger, out, filters, _shape)


def _shape(found: Graph) -> Element:
    root = Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    body = SubElement(root, "graph", {"mode": "static", "defaultedgetype": "undirected"})
    for kind, names in (("node", NODE), ("edge", EDGE)):
        declared = SubElement(body, "attributes", {"class": kind})
        for name, of in names.items():
            # The weight of an edge is an attribute of its own.
            if name != "weight":
                SubElement(declared, "attribute", {"id": name, "title": name, "type": of})
    nodes = SubElement(body, "nodes")
    for key, label, values in found.nodes:
        _attributes(SubElement(nodes, "node", {"id": key, "label": label}), values)
    edges = SubElement(body, "edges")
    for number, (source, target, values) in enumerate(found.edges):
        ends = {"id": str(number), "source": source, "target": target, "weight": values["weight"]}
        _attributes(SubElement(edges, "edge", ends), {name: value for name, value in values.items() if name != "weight"})
    return root


def _attributes(element: Element, values: Values) -> None:
    listed = SubElement(element, "attvalues")
    for name, value in values.items():
        SubElement(listed, "attvalue", {"for": name, "value": value})
