"""Pictures as files by themselves: SVG, which follows the reader's choice of light or dark, and PNG on a light ground."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any, Final

from rapport.report.pictures.draw import draw, plain_svg, renderer
from rapport.report.words import clean

_SCALE: Final = 2.0  # pixels of a PNG for each of the picture
_FONT: Final = "Liberation Sans"  # which the renderer brings along, so that a PNG does not depend on the fonts of the machine


def drawn(spec: dict[str, Any], title: str, path: Path) -> bytes:
    """The picture in the form that the file's suffix says, called `title`. Raises UsageError where the renderer is missing."""
    svg = draw(json.dumps(spec, sort_keys=True, ensure_ascii=False))
    if path.suffix.lower() == ".svg":
        return re.sub(r"(<svg\b[^>]*>)", lambda m: f"{m[1]}<title>{escape(clean(title))}</title>", svg, count=1).encode("utf-8", "replace") + b"\n"
    return png(svg)


def png(svg: str) -> bytes:
    """A drawn picture in pixels, in light colours on white."""
    found: bytes = renderer().svg_to_png(plain_svg(svg, _FONT), scale=_SCALE)
    return found
