"""The weights that ship as a checkpoint to go on from: `python -m training.restore WEIGHTS RUN [--cycle N]` writes `RUN/mean-N.pt` and `RUN/last.pt`.

Checkpoints of a training run are large and are not kept; what ships holds the same numbers, rounded. So a further cycle can be trained by whoever has the
repository alone: `training.train --out RUN` goes on after cycle N (by default the last but one), as if it had just made the mean that ships.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from rapport.annotate.labels import ACT_HEADS
from training.export import arrays
from training.model import TEACHING, Reader, load
from training.schedule import Options, cycle_ends


def tables(path: Path) -> dict[str, np.ndarray]:
    """The graph's arrays by the names that `training.export` gave them; quantised ones as the floats that they stand for."""
    held = {weight.name: numpy_helper.to_array(weight) for weight in onnx.load(path).graph.initializer}
    found = {}
    for name, value in held.items():
        base = name.removesuffix("_quantized")
        if base != name:
            scale, zero = held[base + "_scale"], held[base + "_zero_point"]
            found[base] = (value.astype(np.float32) - zero.astype(np.float32)) * scale
        elif not name.endswith(("_scale", "_zero_point")):
            found[name] = value
    return found


def encoder(model: Reader, weights: Path) -> dict[str, Tensor]:
    """The encoder, the layer of attitudes and the token-level heads, by their names in the model."""
    given = tables(weights / "encoder.onnx") | tables(weights / "attitudes.onnx")
    given["attitude.qkv.w"] = np.concatenate([given[f"attitude.{part}.w"] for part in "qkv"], axis=1)
    table = {name: torch.from_numpy(np.array(value)) for name, value in given.items()}
    found = {
        "encoder.words.weight": table["words"].float() * table["word_scales"],
        "encoder.types.weight": table["type_table"],
        "encoder.positions.weight": table["positions"],
        "encoder.norm.weight": table["norm.g"],
        "encoder.norm.bias": table["norm.b"],
        "tokens.weight": table["tokens.w"].T,
        "tokens.bias": table["tokens.b"],
    }
    layers = {f"encoder.layers.{i}.": f"layer{i}." for i in range(len(model.encoder.layers))} | {"attitude.": "attitude."}
    for at, layer in layers.items():
        for part in ("qkv", "out", "up", "down"):
            found[f"{at}{part}.weight"] = table[f"{layer}{part}.w"].T
        found[at + "qkv.bias"], found[at + "up.bias"] = table[layer + "qkv.b"], table[layer + "up.b"]
        for part, before in (("norm1", "out"), ("norm2", "down")):
            found[f"{at}{part}.weight"], found[f"{at}{part}.bias"] = table[f"{layer}{part}.g"], table[f"{layer}{part}.b"]
            found[f"{at}{before}.bias"] = table[f"{layer}{part}.x"]
    return {name: value.float().contiguous() for name, value in found.items()}


def heads(model: Reader, path: Path) -> dict[str, Tensor]:
    """The pair heads, the CRF and the features, by their names in the model."""
    found: dict[str, Tensor] = {}
    with np.load(path, allow_pickle=False) as archive:
        wanted = arrays(model).keys()
        if wanted != set(archive.files):
            raise ValueError(f"{path} does not hold the heads that the model has: {sorted(wanted ^ set(archive.files))}")
        for name in archive.files:
            value = torch.from_numpy(archive[name].astype(np.float32))
            key, _, last = name.rpartition(".")
            if name.endswith((".query.w", ".query.b", ".key.w", ".key.b")):
                head, side, part = name.split(".")
                found[f"{'queries' if side == 'query' else 'keys'}.{head}.{'weight' if part == 'w' else 'bias'}"] = value.T if part == "w" else value
            elif key.startswith(("stance.", *(f"{head}." for head in ACT_HEADS), "act_attitude.", "said.", "tone.")):
                found[f"{key}.{'weight' if last == 'w' else 'bias'}"] = value.T if last == "w" else value
            elif last == "bias":
                found[f"bias.{key}"] = value
            else:
                found[name] = value
    return {name: value.contiguous() for name, value in found.items()}


def restore(weights: Path) -> Reader:
    """The model whose export the folder holds. Raises ValueError where its parts are not those of this model, FileNotFoundError where one is missing."""
    model = Reader()
    state = encoder(model, weights) | heads(model, weights / "heads.npz")
    missing = {name for name in model.state_dict() if not name.startswith(TEACHING)} ^ state.keys()
    if missing:
        raise ValueError(f"{weights} is not an export of this model: {sorted(missing)}")
    load(model, state)
    return model


def main() -> None:
    ends = cycle_ends(Options())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="folder of exported weights")
    parser.add_argument("run", type=Path, help="folder for the checkpoint")
    parser.add_argument("--cycle", type=int, default=len(ends) - 1, help="the cycle that the weights are the mean after")
    arguments = parser.parse_args()
    arguments.run.mkdir(parents=True, exist_ok=True)
    saved = {"model": restore(arguments.weights).state_dict(), "step": ends[arguments.cycle - 1]}
    torch.save(saved, arguments.run / f"mean-{arguments.cycle}.pt")
    torch.save(saved, arguments.run / "last.pt")


if __name__ == "__main__":
    main()
