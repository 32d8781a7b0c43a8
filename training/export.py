"""A checkpoint to what users get: an ONNX graph in int8 and the pair heads' arrays. `python -m training.export CHECKPOINT START OUT`.

The graph is written node by node with onnxruntime's fused operators where they are the faster ones (Attention, Gelu); there is no mask, since
windows run one by one: attention with a mask takes half as long again; weights are
quantised per channel to 7 bits of range (8 saturate on processors without VNNI: the same text would be read differently there),
activations dynamically, embeddings by row. READER figures: nothing lost, a quarter of the size.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from rapport.annotate.labels import ACT_HEADS, PAIR_HEADS
from rapport.annotate.model import folder_digest
from training.model import BELOW, HEADS, HIDDEN, POSITIONS, Layer, Reader, load


class Graph:
    """Collects nodes and initializers; each method gives the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, value: torch.Tensor | np.ndarray) -> str:
        array = value.detach().numpy() if isinstance(value, torch.Tensor) else value
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, *, fused: bool = False, **attributes: object) -> str:
        domain = "com.microsoft" if fused else ""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output


def _embeddings(graph: Graph, model: Reader) -> str:
    words = model.encoder.words.weight.detach()
    scale = words.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    table = graph.constant("words", (words / scale).round().clamp(-127, 127).to(torch.int8))
    scales = graph.constant("word_scales", scale)
    picked = graph.add("Cast", [graph.add("Gather", [table, "ids"], "picked")], "picked_float", to=TensorProto.FLOAT)
    words_out = graph.add("Mul", [picked, graph.add("Gather", [scales, "ids"], "picked_scales")], "word_vectors")
    types = graph.add("Gather", [graph.constant("type_table", model.encoder.types.weight), "types"], "type_vectors")
    shape = graph.add("Shape", ["ids"], "shape")
    length = graph.add("Gather", [shape, graph.constant("one", np.asarray([1], dtype=np.int64))], "length")
    zero = graph.constant("zero", np.asarray([0], dtype=np.int64))
    axis = graph.constant("axis", np.asarray([0], dtype=np.int64))
    places = graph.add("Slice", [graph.constant("positions", model.encoder.positions.weight[:POSITIONS]), zero, length, axis], "place_vectors")
    summed = graph.add("Add", [graph.add("Add", [words_out, types], "words_types"), places], "summed")
    norm = model.encoder.norm
    return graph.add(
        "LayerNormalization", [summed, graph.constant("norm.g", norm.weight), graph.constant("norm.b", norm.bias)], "embedded", epsilon=1e-12, axis=-1
    )


def build(model: Reader) -> onnx.ModelProto:
    """The encoder with its token-level heads: ids, types (W, L) int64, unpadded -> states (W, L, 384), logits (W, L, classes), and the states below the last layer (W, L, 384)."""
    graph = Graph()
    x = _embeddings(graph, model)
    for i, layer in enumerate(model.encoder.layers):
        if i == BELOW:
            graph.add("Identity", [x], "below")
        name = f"layer{i}."
        qkv = graph.constant(name + "qkv.w", layer.qkv.weight.T), graph.constant(name + "qkv.b", layer.qkv.bias)
        mixed = graph.add("Attention", [x, *qkv], name + "attention", fused=True, num_heads=HEADS)
        x = _after_attention(graph, name, layer, mixed, x)
    graph.add("Identity", [x], "states")
    scores = graph.add("MatMul", [x, graph.constant("tokens.w", model.tokens.weight.T)], "scores")
    graph.add("Add", [scores, graph.constant("tokens.b", model.tokens.bias)], "logits")
    inputs = [helper.make_tensor_value_info(n, t, ["windows", "pieces"]) for n, t in
              (("ids", TensorProto.INT64), ("types", TensorProto.INT64))]  # fmt: skip
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["windows", "pieces", d]) for n, d in
               (("states", HIDDEN), ("logits", model.tokens.out_features), ("below", HIDDEN))]  # fmt: skip
    return _model(graph, inputs, outputs)


def build_attitudes(model: Reader) -> onnx.ModelProto:
    """The layer of attitudes: the states of one window below the last layer (1, L, 384) and the places asked for (A,) int64 -> their states (1, A, 384).

    Only these places ask and go through the rest of the layer; all of the window answers.
    """
    graph, layer, name = Graph(), model.attitude, "attitude."
    asking = graph.add("Gather", ["below", "at"], "asking", axis=1)
    parts = zip("qkv", layer.qkv.weight.chunk(3), (asking, "below", "below"), strict=True)
    products = [graph.add("MatMul", [source, graph.constant(f"{name}{part}.w", weight.T)], name + part) for part, weight, source in parts]
    bias = graph.constant(name + "qkv.b", layer.qkv.bias)
    mixed = graph.add("MultiHeadAttention", [*products, bias], name + "attention", fused=True, num_heads=HEADS)
    graph.add("Identity", [_after_attention(graph, name, layer, mixed, asking)], "attitudes")
    inputs = [
        helper.make_tensor_value_info("below", TensorProto.FLOAT, [1, "pieces", HIDDEN]),
        helper.make_tensor_value_info("at", TensorProto.INT64, ["asked"]),
    ]
    return _model(graph, inputs, [helper.make_tensor_value_info("attitudes", TensorProto.FLOAT, [1, "asked", HIDDEN])])


def _model(graph: Graph, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
    body = helper.make_graph(graph.nodes, "rapport", inputs, outputs, graph.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=8)


def _after_attention(graph: Graph, name: str, layer: Layer, mixed: str, x: str) -> str:
    """The rest of a layer over the states `x`, whose attention gave `mixed`; `name` goes before those of its parts."""
    out = graph.add("MatMul", [mixed, graph.constant(name + "out.w", layer.out.weight.T)], name + "out")
    x = _skip_norm(graph, name + "norm1", out, x, layer.norm1, layer.out.bias)
    up = graph.add("MatMul", [x, graph.constant(name + "up.w", layer.up.weight.T)], name + "up")
    # The sum becomes part of the quantised product: quicker than BiasGelu.
    raised = graph.add("Add", [up, graph.constant(name + "up.b", layer.up.bias)], name + "raised")
    inner = graph.add("Gelu", [raised], name + "gelu", fused=True)
    down = graph.add("MatMul", [inner, graph.constant(name + "down.w", layer.down.weight.T)], name + "down")
    return _skip_norm(graph, name + "norm2", down, x, layer.norm2, layer.down.bias)


def _skip_norm(graph: Graph, name: str, x: str, skip: str, norm: torch.nn.LayerNorm, bias: torch.Tensor) -> str:
    """The normalised sum, in plain operators: onnxruntime's fused one (1.32) goes number by number, and takes a fifth of the whole pass."""
    gain, shift, added = (graph.constant(f"{name}.{part}", value) for part, value in (("g", norm.weight), ("b", norm.bias), ("x", bias)))
    summed = graph.add("Add", [graph.add("Add", [x, added], name + ".biased"), skip], name + ".summed")
    centred = graph.add("Sub", [summed, graph.add("ReduceMean", [summed], name + ".mean", axes=[-1], keepdims=1)], name + ".centred")
    variance = graph.add("ReduceMean", [graph.add("Mul", [centred, centred], name + ".squares")], name + ".variance", axes=[-1], keepdims=1)
    least = graph.constant(name + ".least", np.asarray(1e-12, dtype=np.float32))
    spread = graph.add("Sqrt", [graph.add("Add", [variance, least], name + ".kept")], name + ".spread")
    normal = graph.add("Mul", [centred, graph.add("Reciprocal", [spread], name + ".scale")], name + ".normal")
    return graph.add("Add", [graph.add("Mul", [normal, gain], name + ".gained"), shift], name)


def arrays(model: Reader) -> dict[str, np.ndarray]:
    """Everything the pair heads and the CRF need, in half precision where it is large."""
    found: dict[str, np.ndarray] = {}
    for name in PAIR_HEADS:
        for side, modules in (("query", model.queries), ("key", model.keys)):
            found[f"{name}.{side}.w"] = modules[name].weight.detach().numpy().T.astype(np.float16)
            found[f"{name}.{side}.b"] = modules[name].bias.detach().numpy()
        found[f"{name}.bias"] = model.bias[name].detach().numpy()
    for name in ("stance", *ACT_HEADS, "act_attitude", "said", "tone"):
        found |= head_arrays(name, getattr(model, name))
    for group in ("coref_features", "contact_features"):
        for i, weights in enumerate(getattr(model, group)):
            found[f"{group}.{i}"] = weights.detach().numpy()
    for group in ("distances", "role_features"):
        for name, weights in getattr(model, group).items():
            found[f"{group}.{name}"] = weights.detach().numpy()
    for name in ("transitions", "start", "end"):
        found[f"crf.{name}"] = getattr(model.crf, name).detach().numpy()
    return found


def head_arrays(name: str, head: torch.nn.Module) -> dict[str, np.ndarray]:
    """The arrays of a head with hidden layers: its maps in half precision, and what else it has learnt."""
    found: dict[str, np.ndarray] = {}
    for part, value in head.named_parameters():
        module, _, kind = part.rpartition(".")
        array = value.detach().numpy()
        if kind == "weight":
            found[f"{name}.{module}.w"] = array.T.astype(np.float16)
        else:
            found[f"{name}.{module}.b" if module else f"{name}.{part}"] = array
    return found


def export(checkpoint: Path, start: Path, out: Path, *, quantise: bool = True) -> None:
    model = Reader()
    load(model, torch.load(checkpoint, map_location="cpu", weights_only=True)["model"])
    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    for graph, file in ((build(model), "encoder.onnx"), (build_attitudes(model), "attitudes.onnx")):
        _save(graph, out / file, quantise=quantise)
    save_arrays(out / "heads.npz", arrays(model))
    tokenizer = json.loads((start / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print(json.dumps({"sha256": folder_digest(out), "bytes": sum(f.stat().st_size for f in out.iterdir())}))


def _save(graph: onnx.ModelProto, out: Path, *, quantise: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(graph, plain)
        if quantise:
            quantize_dynamic(
                plain, out, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Attention"],
                nodes_to_exclude=["scores"], extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )  # fmt: skip
        else:
            shutil.copy(plain, out)


def save_arrays(path: Path, found: dict[str, np.ndarray]) -> None:
    """np.savez with a fixed date in the zip, so that equal arrays give equal bytes."""
    import io
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(found):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, found[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(name + ".npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("start", type=Path, help="folder of the starting weights (its tokenizer.json is kept)")
    parser.add_argument("out", type=Path)
    parser.add_argument("--float", action="store_true", help="keep float32, to measure what quantising costs")
    arguments = parser.parse_args()
    export(arguments.checkpoint, arguments.start, arguments.out, quantise=not arguments.float)


if __name__ == "__main__":
    main()
