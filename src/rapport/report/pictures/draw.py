"""From a specification to SVG. One rendering serves light and dark: the colours of the palette are changed by a style sheet within the picture."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from types import ModuleType
from typing import Any, Final

from rapport.errors import UsageError

# Light and dark of each colour that a picture may use; rapport.css has the same for pictures within the page.
PALETTE: Final = {
    "ink": ("#1f1e1b", "#ece8df"), "faint": ("#6b675e", "#a8a295"), "line": ("#d9d4c8", "#45423b"), "paper": ("#fffefa", "#1b1a18"),
    "friendly": ("#1f7a5c", "#5fc7a3"), "hostile": ("#b3452b", "#f08a6c"), "friendlyground": ("#e3f0e9", "#1f3029"),
    "hostileground": ("#f7e6e0", "#3a2621"), "accent": ("#1d4f7c", "#8fbbe6"),
}  # fmt: skip
INK, FAINT, LINE, PAPER = (PALETTE[name][0] for name in ("ink", "faint", "line", "paper"))
FRIENDLY, HOSTILE, ACCENT = (PALETTE[name][0] for name in ("friendly", "hostile", "accent"))
FRIENDLY_GROUND, HOSTILE_GROUND = PALETTE["friendlyground"][0], PALETTE["hostileground"][0]
FONT: Final = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif"
# The renderer takes no address without a host: links are given one that is none, and it is taken out of the picture again.
HERE: Final = "https://here.invalid"
_DARK: Final = "".join(
    f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}' for light, dark in PALETTE.values()
)  # fmt: skip
_STYLE: Final = f"<style>@media (prefers-color-scheme: dark){{{_DARK}}}</style>"


@lru_cache(128)
def draw(spec: str) -> str:
    """The SVG of a specification in JSON: Vega-Lite, or Vega where its schema says so. Fetches nothing. Raises UsageError where the renderer is missing."""
    engine = renderer()
    if "vega-lite" in json.loads(spec)["$schema"]:
        svg: str = engine.vegalite_to_svg(spec, allowed_base_urls=[])
    else:
        svg = engine.vega_to_svg(spec, allowed_base_urls=[])
    at = svg.index(">") + 1
    return svg[:at] + _STYLE + svg[at:].replace(f'xlink:href="{HERE}', 'href="')


def scenegraph(spec: dict[str, Any]) -> dict[str, Any]:
    """The scene of a Vega specification, with the places of all that is in it."""
    found: dict[str, Any] = renderer().vega_to_scenegraph(spec, allowed_base_urls=[])["scenegraph"]
    return found


def renderer() -> ModuleType:
    """The module that draws; loaded when a picture is, since it takes seconds and most need none."""
    try:
        import vl_convert
    except ImportError as error:
        raise UsageError(f"pictures need vl-convert ({error}): say pip install 'rapport-ledger[pictures]'") from error
    return vl_convert


def plain_svg(svg: str, font: str) -> str:
    """A drawn picture for paper: in light colours on white, in a font that is at hand, and leading nowhere."""
    return re.sub(r"<a href=[^>]*>|</a>", "", svg.replace(_STYLE, "").replace(FONT, font).replace(PAPER, "#ffffff"))
