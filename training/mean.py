"""The mean of the weights at the ends of several cycles: `python -m training.mean RUN` writes `RUN/mean.pt`, that after the last one, which is what ships.

Weights of one run that lie near each other can be averaged (Izmailov et al. 2018); which cycles, and their shares, stand in `training.schedule.MEANS`.
Training makes those it goes on from by itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.schedule import MEANS


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


def after(run: Path, cycle: int, means: Mapping[int, Mapping[int, float]] = MEANS) -> dict[str, Any]:
    """The checkpoint whose weights are the mean after a cycle; raises FileNotFoundError where a checkpoint of the run that it needs is missing."""
    saved = {}
    for part in means[cycle]:
        kind = "mean" if part < cycle and part in means else "cycle"
        saved[part] = torch.load(run / f"{kind}-{part}.pt", map_location="cpu", weights_only=True)
    return saved[max(saved)] | {"model": mean({part: held["model"] for part, held in saved.items()}, means[cycle])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="folder of the checkpoints of a training run")
    arguments = parser.parse_args()
    torch.save(after(arguments.run, max(MEANS)), arguments.run / "mean.pt")


if __name__ == "__main__":
    main()
