"""A brief as PDF, set by Typst (typst.app) from a template that takes the brief as data: what comes from an article is never read as markup.

Typst needs no other program and fetches nothing. Fonts are those within it and FiraGO (Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai,
Georgian), so that the same brief gives the same bytes everywhere. Only for signs that these lack, such as Chinese, fonts of this machine are lent; a sign that
none of them has is told by its number.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, Final

from rapport.errors import UsageError
from rapport.report.briefs.directions import apart
from rapport.report.briefs.fonts import Font, lacking, lent, spelled, strings
from rapport.report.briefs.parts import Brief
from rapport.report.pictures import plain_svg

_TEMPLATE: Final = Path(__file__).parent / "templates" / "brief.typ"
_FONT: Final = "FiraGO"
_CUTS: Final = ("Regular", "Bold", "Italic")
_REGULAR: Final = 400
_NOTE: Final = "no font on this machine has some signs of this brief: their Unicode numbers stand in brackets, Korean by its sound; as a web page and as Markdown the brief has the signs themselves"


def pages(brief: Brief, machine: Iterable[Font] | None = None) -> bytes:
    """The PDF; `machine` are the fonts of the machine (those that Typst finds). Raises UsageError where Typst or the font is not installed."""
    typst, cuts = _library("typst"), [_library(f"pymupdf_fonts.{_FONT}_{cut}") for cut in _CUTS]
    with TemporaryDirectory(prefix="rapport-brief-") as name:
        folder = Path(name)
        (folder / "fonts").mkdir()
        for cut, module in zip(_CUTS, cuts, strict=True):
            (folder / "fonts" / f"{cut}.otf").write_bytes(module.fontbuffer)
        data = _data(brief)
        wanted = lacking(strings(data), cuts[0].fontbuffer)
        found, missing = lent(wanted, _machine(typst) if machine is None else machine) if wanted else ([], wanted)
        for i, path in enumerate(found):
            (folder / "fonts" / f"{i}{path.suffix}").write_bytes(path.read_bytes())
        # The template can read nothing outside its folder.
        (folder / "brief.typ").write_bytes(_TEMPLATE.read_bytes())
        (folder / "brief.json").write_text(json.dumps(_shown(data, frozenset(missing))), encoding="utf-8")
        if brief.picture:
            (folder / "picture.svg").write_text(spelled(plain_svg(brief.picture.wide, _FONT), frozenset(missing)), encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder / "fonts")])
        compiler = typst.Compiler(str(folder / "brief.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True)
        # A fixed time: nothing in it is of today.
        body: bytes = compiler.compile(format="pdf", timestamp=0)
    return body


def _data(brief: Brief) -> dict[str, Any]:
    """What the template is given."""
    return brief.to_json() | {"legend": [list(line) for line in brief.picture.legend if line[0]] if brief.picture else []}


def _machine(typst: ModuleType) -> list[Font]:
    """Upright fonts of this machine, of usual weight."""
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    return [(Path(font.path), font.index) for font in found if font.path and font.style == "normal" and font.weight == _REGULAR]


def _shown(data: dict[str, Any], missing: frozenset[int]) -> dict[str, Any]:
    """The data as it can be set: with words for signs that no font has, and words from right to left apart from others."""
    if missing:
        data = _spelled(data, missing)
        data["made"] = [*data["made"], ["Not shown", _NOTE]]
    found: dict[str, Any] = apart(data)
    return found


def _spelled(value: Any, missing: frozenset[int]) -> Any:
    if isinstance(value, str):
        return spelled(value, missing)
    if isinstance(value, dict):
        return {key: _spelled(part, missing) for key, part in value.items()}
    return [_spelled(part, missing) for part in value] if isinstance(value, list | tuple) else value


def _library(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UsageError(f"PDF needs Typst and a font ({error}): say pip install 'rapport-ledger[pdf]'") from error
