"""From a specification to SVG. One rendering serves light and dark: the colours of the palette are changed by a style sheet within the picture."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Final

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
# The renderer is one engine with its own thread: more would wait for it.
_pool = ThreadPoolExecutor(1, "rapport-picture")


async def drawn(spec: dict[str, Any]) -> str:
    """The SVG of a specification; drawn once, and remembered while the last hundred are."""
    return await asyncio.get_running_loop().run_in_executor(_pool, draw, json.dumps(spec, sort_keys=True, ensure_ascii=False))


@lru_cache(128)
def draw(spec: str) -> str:
    """The SVG of a specification in JSON: Vega-Lite, or Vega where its schema says so. Fetches nothing."""
    import vl_convert  # here, since it takes seconds to load and pages need none of it

    if "vega-lite" in json.loads(spec)["$schema"]:
        svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    else:
        svg = vl_convert.vega_to_svg(spec, allowed_base_urls=[])
    at = svg.index(">") + 1
    return svg[:at] + _STYLE + svg[at:].replace(f'xlink:href="{HERE}', 'href="')


def scenegraph(spec: dict[str, Any]) -> dict[str, Any]:
    """The scene of a Vega specification, with the places of all that is in it."""
    import vl_convert

    found: dict[str, Any] = vl_convert.vega_to_scenegraph(spec, allowed_base_urls=[])["scenegraph"]
    return found


def warm() -> None:
    """Load the renderer, which takes seconds the first time."""
    empty = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"values": []}, "mark": "point", "encoding": {}}
    _pool.submit(draw, json.dumps(empty)).result()
