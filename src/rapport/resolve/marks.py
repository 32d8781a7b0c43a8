"""Marks of a text by which the same words are found again: MinHash bands for whole texts, winnowed shingles for what is quoted.

Marks are the same on every machine and with every version of Python. Sources: Broder 1997 (resemblance and containment by MinHash), Indyk and
Motwani 1998 (bands), Schleimer, Wilkerson and Aiken 2003 (winnowing: every run of `_RUN` + `_WINDOW` - 1 shared words is found).
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
_SHINGLE: Final = 5  # words of a shingle of a whole text
_BANDS, _ROWS = (
    24,
    2,
)  # half the shingles shared: found with 0.999; a third: 0.94; a tenth, as among unrelated texts of one outlet: 0.21, and then compared
_RUN, _WINDOW = 5, 4
_ODD: Final = np.asarray(
    [int.from_bytes(hashlib.blake2b(f"rapport{i}".encode(), digest_size=8).digest(), "big") | 1 for i in range(_BANDS * _ROWS)], dtype=np.uint64
)
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def words_of(text: str) -> list[str]:
    """The words of a text, folded, with straight apostrophes."""
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def shingles(words: list[str], size: int = _SHINGLE) -> Hashes:
    """Hashes of all runs of `size` words, in order; of a shorter text the one of all its words."""
    if not words:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.asarray([_hash(word) for word in words], dtype=np.uint64)
    size = min(size, len(hashes))
    total = np.zeros(len(hashes) - size + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for i in range(size):
            total = total * _BASE + hashes[i : i + len(total)]
        total ^= total >> np.uint64(29)
        total *= _BASE
    return total ^ (total >> np.uint64(32))


def bands(shingled: Hashes) -> list[int]:
    """One signed 64-bit number a band: texts that share one may be the same. Empty for a text without words."""
    if not len(shingled):
        return []
    unique = np.unique(shingled)
    with np.errstate(over="ignore"):
        least = (unique[None] * _ODD[:, None]).min(1).reshape(_BANDS, _ROWS)
        mixed = (least[:, 0] * _BASE) ^ least[:, 1] ^ (np.arange(_BANDS, dtype=np.uint64) * _BASE)
    return [int(value) for value in mixed.view(np.int64)]


def resemblance(a: Hashes, b: Hashes) -> tuple[float, float, int]:
    """Shared shingles as a share of all, as a share of the shorter text, and their number."""
    shared = len(np.intersect1d(a, b))
    one, other = len(np.unique(a)), len(np.unique(b))
    return shared / max(one + other - shared, 1), shared / max(min(one, other), 1), shared


def winnowed(words: list[str], salt: int = 0) -> set[int]:
    """Marks of what is quoted: of every `_WINDOW` neighbouring runs of words the one with the least hash. `salt` keeps apart what must not meet."""
    hashes = shingles(words, _RUN)
    if not len(hashes):
        return set()
    size = min(_WINDOW, len(hashes))
    least = hashes[: len(hashes) - size + 1]
    for i in range(1, size):
        least = np.minimum(least, hashes[i : i + len(least)])
    with np.errstate(over="ignore"):
        chosen = least ^ (np.uint64(salt & (2**64 - 1)) * _BASE)
    return set(chosen.view(np.int64).tolist())


def salt_of(text: str) -> int:
    """A number for `winnowed` that stands for a text."""
    return _hash(text)
