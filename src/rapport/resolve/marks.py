"""Marks of a text by which the same words are found again: MinHash bands for whole texts, winnowed shingles for what is quoted.

Marks are the same on every machine and with every version of Python. Sources: Broder 1997 (resemblance and containment by MinHash), Indyk and
Motwani 1998 (bands), Schleimer, Wilkerson and Aiken 2003 (winnowing: every `_RUN` + `_WINDOW` - 1 shared words in a row are found).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

_WORD: Final = re.compile(r"(?:\w\.){2,}|\w+(?:'\w+)*")  # “U.S.” is one word
_SHINGLE: Final = 5  # words of a shingle of a whole text
# Half the shingles shared: found with 0.999; a third: 0.94; a tenth, as among unrelated texts of one outlet: 0.21, and then compared.
_BANDS, _ROWS = 24, 2
_PASSAGE, _SAMPLE = 16, 64  # words that two texts have in a row seldom unless one copies the other; one such run of how many is a mark
_RUN, _WINDOW = 5, 3
_LONG_RUN, _LONG_WINDOW = 6, 7
_ODD: Final = np.asarray(
    [int.from_bytes(hashlib.blake2b(f"rapport{i}".encode(), digest_size=8).digest(), "big") | 1 for i in range(_BANDS * _ROWS)], dtype=np.uint64
)
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


class _Hashes(dict[str, int]):
    """The hash of every word met; forgotten when there are too many, as in a text of random letters."""

    def __missing__(self, word: str) -> int:
        if len(self) >= 1 << 18:
            self.clear()
        self[word] = found = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        return found


_HASHES: Final = _Hashes()


def words_of(text: str) -> list[str]:
    """The words of a text, folded, with straight apostrophes."""
    found: list[str] = _WORD.findall(text.casefold().replace("’", "'"))
    return [word.replace(".", "") if "." in word else word for word in found] if "." in text else found


def hashed(words: Sequence[str]) -> Hashes:
    """The hash of each word."""
    return np.fromiter(map(_HASHES.__getitem__, words), dtype=np.uint64, count=len(words))


def shingles(hashes: Hashes, size: int = _SHINGLE) -> Hashes:
    """Hashes of all runs of `size` words, in order; of a shorter text the one of all its words."""
    if not len(hashes):
        return hashes
    size = min(size, len(hashes))
    total = np.zeros(len(hashes) - size + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for i in range(size):
            total = total * _BASE + hashes[i : i + len(total)]
        total ^= total >> np.uint64(29)
        total *= _BASE
    return total ^ (total >> np.uint64(32))


def bands(unique: Hashes) -> list[int]:
    """One signed 64-bit number a band of the shingles of a text: texts that share one may be the same. Empty for a text without words."""
    if not len(unique):
        return []
    with np.errstate(over="ignore"):
        least = (unique[None] * _ODD[:, None]).min(1).reshape(_BANDS, _ROWS)
        mixed = (least[:, 0] * _BASE) ^ least[:, 1] ^ (np.arange(_BANDS, dtype=np.uint64) * _BASE)
    return [int(value) for value in mixed.view(np.int64)]


def sampled(hashes: Hashes) -> list[int]:
    """Every `_SAMPLE`-th run of words, by its hash: a text has those of each part of it, so that a part finds the whole, which its bands seldom do."""
    unique = np.unique(shingles(hashes, _PASSAGE))
    return [int(value) for value in unique[unique % np.uint64(_SAMPLE) == 0].view(np.int64)]


def resemblance(a: Hashes, b: Hashes) -> tuple[float, float, int]:
    """Shared shingles as a share of all, as a share of the shorter text, and their number; each given once and in order, as `np.unique` has them."""
    shared = len(np.intersect1d(a, b, assume_unique=True))
    one, other = len(a), len(b)
    return shared / max(one + other - shared, 1), shared / max(min(one, other), 1), shared


def winnowed(words: Sequence[str], salt: int = 0) -> set[int]:
    """Marks of what is quoted, by which any 7 words in a row that two share are found. `salt` keeps apart what must not meet."""
    return _winnowed(words, _RUN, _WINDOW, salt)


def long_marks(words: Sequence[str]) -> set[int]:
    """Marks by which any 12 words in a row that two share are found, fewer than those of `winnowed`."""
    return _winnowed(words, _LONG_RUN, _LONG_WINDOW, 0)


def _winnowed(words: Sequence[str], run: int, window: int, salt: int) -> set[int]:
    """Of every `window` neighbouring runs of words the one with the least hash."""
    hashes = shingles(hashed(words), run)
    if not len(hashes):
        return set()
    size = min(window, len(hashes))
    least = hashes[: len(hashes) - size + 1]
    for i in range(1, size):
        least = np.minimum(least, hashes[i : i + len(least)])
    with np.errstate(over="ignore"):
        chosen = least ^ (np.uint64(salt & (2**64 - 1)) * _BASE)
    return set(chosen.view(np.int64).tolist())


def salt_of(text: str) -> int:
    """A number for `winnowed` that stands for a text."""
    return _HASHES[text]
