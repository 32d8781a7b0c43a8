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


def confidence(kind: str, features: Features) -> float:
    """Probability in (0, 1), rounded to 4 digits."""
    bias, *weights = _weights(kind)
    z = bias + sum(w * x for w, x in zip(weights, features, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), 4)
