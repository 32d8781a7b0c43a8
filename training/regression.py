"""Logistic regressions for confidences: fitted, cross-validated over articles, and written to the package."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from scipy.optimize import minimize

from rapport.extract.confidence import CALIBRATION, reload

Case = tuple[int, tuple[float, ...], bool]  # article, features, right


def fit(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression, the bias first; a ridge draws the other weights weakly to zero."""
    x = np.concatenate([np.ones((len(features), 1)), features], 1)

    def loss(w: np.ndarray) -> float:
        z = x @ w
        return float(np.logaddexp(0, np.where(right, -z, z)).sum() + 0.05 * (w[1:] ** 2).sum())

    return np.asarray(minimize(loss, np.zeros(x.shape[1])).x)


def predict(weights: np.ndarray, features: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(weights[0] + features @ weights[1:]))))


def calibration_error(probability: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal size."""
    order = np.argsort(probability, kind="stable")
    return float(sum(abs(probability[part].mean() - right[part].mean()) * len(part) for part in np.array_split(order, bins)) / len(order))


def average_precision(probability: np.ndarray, right: np.ndarray) -> float:
    """How well the right ones are ranked before the wrong ones, 0 to 1."""
    ranked = right[np.argsort(-probability, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked].mean())


def by_chance(probability: np.ndarray, rounds: int = 400) -> float:
    """The expected calibration error that these probabilities would show were they exactly right: so few cases never come out even."""
    generator = np.random.default_rng(20)
    return float(np.mean([calibration_error(probability, generator.random(len(probability)) < probability) for _ in range(rounds)]))


def calibrate(cases: list[Case]) -> dict[str, Any]:
    """Weights on all cases, and of five-fold cross-validation over articles the expected calibration error (ten bins) and the average precision."""
    number = np.asarray([n for n, _, _ in cases])
    features = np.asarray([f for _, f, _ in cases])
    right = np.asarray([r for _, _, r in cases])
    held = np.zeros(len(cases))
    for fold in range(5):
        train = number % 5 != fold
        held[~train] = predict(fit(features[train], right[train]), features[~train])
    return {
        "weights": [round(float(w), 4) for w in fit(features, right)],
        "cases": len(cases),
        "right": round(float(right.mean()), 4),
        "expected_calibration_error": round(calibration_error(held, right), 4),
        "by_chance": round(by_chance(held), 4),
        "average_precision": round(average_precision(held, right), 4),
    }


def write(found: dict[str, Any]) -> None:
    """Put regressions beside, or in place of, those of `calibration.json`; what is asked from then on goes by them."""
    whole = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    CALIBRATION.write_text(json.dumps(whole | found, indent=1) + "\n", encoding="utf-8")
    reload()
