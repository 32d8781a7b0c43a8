"""A brief as PDF, set by Typst (typst.app) from a template that takes the brief as data: what comes from an article is never read as markup.

Typst needs no other program and fetches nothing. Fonts are those within it and FiraGO (Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai,
Georgian), never those of the machine, so that the same brief gives the same bytes everywhere. Chinese, Japanese and Korean signs show as boxes.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, Final

from rapport.errors import UsageError
from rapport.report.briefs.parts import Brief
from rapport.report.pictures import plain_svg

_TEMPLATE: Final = Path(__file__).parent / "templates" / "brief.typ"
_FONT: Final = "FiraGO"
_CUTS: Final = ("Regular", "Bold", "Italic")


def pages(brief: Brief) -> bytes:
    """The PDF. Raises UsageError where Typst or the font is not installed."""
    typst, cuts = _library("typst"), [_library(f"pymupdf_fonts.{_FONT}_{cut}") for cut in _CUTS]
    with TemporaryDirectory(prefix="rapport-brief-") as name:
        folder = Path(name)
        (folder / "fonts").mkdir()
        for cut, module in zip(_CUTS, cuts, strict=True):
            (folder / "fonts" / f"{cut}.otf").write_bytes(module.fontbuffer)
        # The template can read nothing outside its folder.
        (folder / "brief.typ").write_bytes(_TEMPLATE.read_bytes())
        (folder / "brief.json").write_text(json.dumps(_data(brief)), encoding="utf-8")
        if brief.picture:
            (folder / "picture.svg").write_text(plain_svg(brief.picture.wide, _FONT), encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder / "fonts")])
        compiler = typst.Compiler(str(folder / "brief.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True)
        # A fixed time: nothing in it is of today.
        body: bytes = compiler.compile(format="pdf", timestamp=0)
    return body


def _data(brief: Brief) -> dict[str, Any]:
    """What the template is given."""
    return brief.to_json() | {"legend": [list(line) for line in brief.picture.legend if line[0]] if brief.picture else []}


def _library(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UsageError(f"PDF needs Typst and a font ({error}): say pip install 'rapport-ledger[pdf]'") from error
