"""Which signs of a brief its own fonts lack, which fonts of this machine have them, and what stands for a sign that no font has.

The character map of a font file (OpenType, table “cmap”, formats 4 and 12) is read here, since Typst does not tell what a font can show.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

# Typst's own fonts have Latin, Greek, Cyrillic and Hebrew in full, and the signs of arrows, shapes and mathematics.
_WITHIN: Final = ((0x0000, 0x05FF), (0x1E00, 0x2BFF), (0xFB00, 0xFB4F))
_SPELLED: Final = 8  # signs of a word of which each is named
Font = tuple[Path, int]


def strings(value: Any) -> Iterator[str]:
    """All texts of a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def lacking(texts: Iterable[str], own: bytes) -> set[int]:
    """The signs of some texts that neither Typst's fonts nor this one have."""
    signs = {ord(sign) for sign in set().union(*texts) if sign.isprintable()}
    foreign = {sign for sign in signs if not any(first <= sign <= last for first, last in _WITHIN) and not 0xFE00 <= sign <= 0xFE0F}
    return foreign - shown(own, 0, foreign)


def lent(wanted: set[int], fonts: Iterable[Font]) -> tuple[list[Path], set[int]]:
    """The fewest of some font files that have what is wanted, as near as taking the one that has most each time comes, and the signs that none has."""
    has = {font: shown(font[0].read_bytes(), font[1], wanted) for font in sorted(set(fonts))} if wanted else {}
    chosen: list[Path] = []
    while wanted and has:
        best = max(has, key=lambda font: len(has[font] & wanted))  # of equals the first
        if not has[best] & wanted:
            break
        chosen.append(best[0])
        wanted = wanted - has[best]
    return chosen, wanted


def shown(font: bytes, index: int, wanted: set[int]) -> set[int]:
    """Which of the wanted signs a font of a file has; none where the file is not understood."""
    try:
        return {sign for first, last, glyphs in _segments(font, index) for sign in wanted if first <= sign <= last and glyphs(sign)}
    except struct.error:
        return set()


def _segments(font: bytes, index: int) -> Iterator[tuple[int, int, Any]]:
    """Stretches of signs, each with what tells the glyph of a sign in it (0: none)."""
    start = struct.unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0
    tables = {
        name: at
        for name, _, at, _ in (struct.unpack_from(">4sIII", font, start + 12 + 16 * i) for i in range(struct.unpack_from(">H", font, start + 4)[0]))
    }
    cmap = tables.get(b"cmap")
    if cmap is None:
        return
    for i in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        platform, encoding, at = struct.unpack_from(">HHI", font, cmap + 4 + 8 * i)
        form = struct.unpack_from(">H", font, cmap + at)[0]
        if (platform, encoding) in ((0, 3), (0, 4), (3, 1), (3, 10)):
            yield from _short(font, cmap + at) if form == 4 else _long(font, cmap + at) if form == 12 else ()


def _short(font: bytes, at: int) -> Iterator[tuple[int, int, Any]]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, at + 14 + skip + 2 * count * part) for part, skip in enumerate((0, 2, 2, 2))
    )
    for i, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        base = at + 16 + 2 * count * 3 + 2 * i + offset - 2 * first if offset else 0
        yield (
            first,
            last,
            lambda sign, base=base, delta=delta: struct.unpack_from(">H", font, base + 2 * sign)[0] if base else (sign + delta) & 0xFFFF,
        )


def _long(font: bytes, at: int) -> Iterator[tuple[int, int, Any]]:
    for i in range(struct.unpack_from(">I", font, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * i)
        yield first, last, lambda sign, first=first, glyph=glyph: glyph + sign - first


def spelled(text: str, missing: frozenset[int]) -> str:
    """A text in which the words of signs that no font has are told by sound, where the name of a sign is its sound (Hangul), or by number: “[U+5C71 U+7530]”."""
    return _runs(missing).sub(_spell, text) if missing else text


@lru_cache(maxsize=2)
def _runs(missing: frozenset[int]) -> re.Pattern[str]:
    return re.compile("[" + "".join(re.escape(chr(sign)) for sign in sorted(missing)) + "]+")


def _spell(found: re.Match[str]) -> str:
    word = found[0]
    names = [unicodedata.name(sign, "") for sign in word]
    if all(name.startswith("HANGUL SYLLABLE ") for name in names):
        return "".join(name.rsplit(" ", 1)[-1].lower() for name in names).capitalize()
    more = f" and {len(word) - _SPELLED} more" if len(word) > _SPELLED else ""
    return f"[{' '.join(f'U+{ord(sign):04X}' for sign in word[:_SPELLED])}{more}]"
