"""Pictures: what a page shows as a Vega-Lite or Vega specification, drawn as SVG on the server, so that they need no script and obey a strict policy."""

from rapport.web.pictures.draw import drawn, warm
from rapport.web.pictures.network import network, network_size
from rapport.web.pictures.timeline import timeline, timeline_size

__all__ = ["drawn", "network", "network_size", "timeline", "timeline_size", "warm"]
