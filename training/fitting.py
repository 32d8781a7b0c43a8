"""Train a small head on inputs that were computed once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

BATCH: Final = 96
RATE: Final = 2e-3


def fit(head: nn.Module, count: int, epochs: int, seed: int, loss: Callable[[Tensor], Tensor]) -> None:
    """Train a head on so many cases in an order that the seed decides; `loss` is that of a batch of their numbers."""
    size = min(BATCH, count)
    steps = epochs * (count // size)
    adam = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.02)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps, pct_start=0.1)
    generator = np.random.default_rng(seed)
    for epoch in range(epochs):
        order = torch.from_numpy(generator.permutation(count))
        total = 0.0
        for at in range(0, count - size + 1, size):
            value = loss(order[at : at + size])
            adam.zero_grad()
            value.backward()
            adam.step()
            rate.step()
            total += float(value.detach()) / (count // size)
        print(json.dumps({"epoch": epoch, "loss": round(total, 4)}), flush=True)
