"""The mean of the weights at the ends of several cycles: `python -m training.mean RUN` reads `RUN/cycle-N.pt` and writes `RUN/mean.pt`.

Weights of one run that lie near each other can be averaged (Izmailov et al. 2018); which cycles, and their shares, stand in `training.schedule.MEAN`.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from training.schedule import MEAN


def mean(weights: Mapping[int, Mapping[str, Tensor]], shares: Mapping[int, float]) -> dict[str, Tensor]:
    """The weighted mean, name by name; what a cycle had not yet, or in another shape, is of the others alone. The last cycle's names are kept."""
    last = weights[max(weights)]
    found: dict[str, Tensor] = {}
    for name, value in last.items():
        if not value.is_floating_point():
            found[name] = value
            continue
        held = {cycle: part[name] for cycle, part in weights.items() if name in part and part[name].shape == value.shape}
        total = sum(shares[cycle] for cycle in held)
        found[name] = torch.stack([shares[cycle] / total * part for cycle, part in held.items()]).sum(0)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="folder of the checkpoints of a training run")
    arguments = parser.parse_args()
    saved = {cycle: torch.load(arguments.run / f"cycle-{cycle}.pt", map_location="cpu", weights_only=True) for cycle in MEAN}
    found = saved[max(saved)]
    found["model"] = mean({cycle: part["model"] for cycle, part in saved.items()}, MEAN)
    torch.save(found, arguments.run / "mean.pt")


if __name__ == "__main__":
    main()
