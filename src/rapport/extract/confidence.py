"""Calibrated confidence: the probability that a record is right, from what the reader was sure of.

`calibration.json` holds one logistic regression a kind of record, fitted by `training.calibrate` on the development articles and written
anew with the weights; its scores (expected calibration error) stand in the model card.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Final

Features = tuple[float, ...]
CALIBRATION: Final = Path(__file__).with_name("calibration.json")


@cache
def _weights(kind: str) -> tuple[float, ...]:
    found = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    return tuple(float(w) for w in found[kind]["weights"])


def reload() -> None:
    """Forget what was read of `calibration.json`, which training has written anew."""
    _weights.cache_clear()


def log_odds(chance: float) -> float:
    """Log odds of a probability, which is kept within [0.002, 0.998]."""
    chance = min(max(chance, 0.002), 0.998)
    return math.log(chance / (1 - chance))


def probability(kind: str, features: Features) -> float:
    """Probability in (0, 1) by the regression of a kind."""
    bias, *weights = _weights(kind)
    z = bias + sum(w * x for w, x in zip(weights, features, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def confidence(kind: str, features: Features) -> float:
    """The same, rounded to 4 digits, as records carry it."""
    return round(probability(kind, features), 4)
