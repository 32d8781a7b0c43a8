"""Pictures: what a page or a brief shows as a Vega-Lite or Vega specification, drawn as SVG here, so that they need no script and nothing is fetched."""

from rapport.report.pictures.draw import HERE, draw, plain_svg
from rapport.report.pictures.files import drawn, png
from rapport.report.pictures.network import MOST, kept, network, network_size
from rapport.report.pictures.timeline import LEGEND, left_out, looks, timeline, timeline_size

__all__ = [
    "HERE",
    "LEGEND",
    "MOST",
    "draw",
    "drawn",
    "kept",
    "left_out",
    "looks",
    "network",
    "network_size",
    "plain_svg",
    "png",
    "timeline",
    "timeline_size",
]
