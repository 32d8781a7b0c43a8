"""The network as GEXF and GraphML: read back by another program's parser, it is the network of the ledger."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rapport.export import export_gexf, export_graphml
from rapport.ledger import Filters, Ledger
from tests.ledger.told import Told, add, article

GEXF = "{http://gexf.net/1.3}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
HOSTILE = "Rex <Doyle> & “Sons”\x1b[31m \u202eEno"


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    stories = [
        article("Bay Courier", "2031-02-18", Told(("Ada Quill", "Tom Reyes"), when="2031-02-16", words="the ferry"), number=1),
        article("Bay Courier", "2031-04-18", Told(("Ada Quill", "Tom Reyes"), "meeting", "planned", words="the budget"), number=2),
        article("Bay Courier", "2031-05-18", Told((HOSTILE, "Tom Reyes"), "meeting", words="boats"), number=3),
    ]
    with Ledger(path) as ledger:
        add(ledger, stories)
        ledger.resolve()
    return path


def written(path: Path, export: Callable[..., int], filters: Filters | None = None) -> tuple[ElementTree.Element, str]:
    out = io.StringIO()
    with Ledger(path) as ledger:
        ties = ledger.network(filters)
        assert export(ledger, out, filters) == len(ties)
    return ElementTree.fromstring(out.getvalue()), out.getvalue()


def test_gexf(ledger_path: Path) -> None:
    root, _ = written(ledger_path, export_gexf)
    labels = {node.get("id"): node.get("label") for node in root.iter(f"{GEXF}node")}
    assert sorted(filter(None, labels.values())) == ["Ada Quill", HOSTILE.replace("\x1b", ""), "Tom Reyes"]
    edges = {frozenset((labels[e.get("source")], labels[e.get("target")])): e for e in root.iter(f"{GEXF}edge")}
    edge = edges[frozenset(("Ada Quill", "Tom Reyes"))]
    values = {v.get("for"): v.get("value") for v in edge.iter(f"{GEXF}attvalue")}
    assert edge.get("weight") == "0.9"
    assert values == {
        "contacts": "2",
        "took_place": "1",
        "channels": "call 1; meeting 1",
        "statuses": "happened 1; planned 1",
        "first": "2031-02-16",
        "last": "2031-04-18",
    }
    declared = {a.get("id") for a in root.iter(f"{GEXF}attribute")}
    assert declared >= {v.get("for") for v in root.iter(f"{GEXF}attvalue")}


def test_graphml(ledger_path: Path) -> None:
    root, _ = written(ledger_path, export_graphml)
    keys = {key.get("id"): (key.get("for"), key.get("attr.name")) for key in root.iter(f"{GRAPHML}key")}
    assert {data.get("key") for data in root.iter(f"{GRAPHML}data")} <= keys.keys()
    nodes = {node.get("id"): {d.get("key"): d.text for d in node} for node in root.iter(f"{GRAPHML}node")}
    assert {values["node-name"] for values in nodes.values()} == {"Ada Quill", HOSTILE.replace("\x1b", ""), "Tom Reyes"}
    assert all(edge.get("source") in nodes and edge.get("target") in nodes for edge in root.iter(f"{GRAPHML}edge"))
    assert sorted(d.text or "" for d in root.iter(f"{GRAPHML}data") if d.get("key") == "edge-weight") == ["0.9", "0.9"]


def test_the_filters_hold_and_a_terminal_is_told_nothing(ledger_path: Path) -> None:
    for export, tag in ((export_gexf, f"{GEXF}edge"), (export_graphml, f"{GRAPHML}edge")):
        root, text = written(ledger_path, export)
        assert len(list(root.iter(tag))) == 2
        assert not set(text) & set("\x1b\u202e")
        root, _ = written(ledger_path, export, Filters(actor="Quill", since="2031-03"))
        assert len(list(root.iter(tag))) == 1
