"""What the layers that no longer learn make of a text: computed once, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

import numpy as np
import torch
from torch import Tensor, nn

from rapport.annotate.windows import batch
from training.docs import TrainDoc
from training.model import Encoder, Linear, half_is_fast


class Still:
    """The lower layers of an encoder as they will be shipped, without dropout; 0.8 KB are kept for each piece that was read (half precision).

    It copies the encoder, whose own lower layers must not learn from here on.
    """

    def __init__(self, encoder: Encoder, layers: int) -> None:
        self.layers, self.encoder = layers, deepcopy(encoder).eval().requires_grad_(requires_grad=False)
        self.held: dict[tuple[str, str, int, int], Tensor] = {}
        for module in self.encoder.modules():
            if isinstance(module, Linear):
                module.round_weight(rounded=True)
                module.weight.data = module.rounded.detach() if module.rounded is not None else module.weight.data

    def states(self, cuts: Sequence[tuple[int, int, TrainDoc]]) -> tuple[Tensor, Tensor]:
        """The states (W, L, 384) of windows (begin, end, document), with those of [CLS] and [SEP], and which of them are there (W, L)."""
        keys = [(doc.corpus, doc.id, begin, end) for begin, end, doc in cuts]
        missing = [i for i, key in enumerate(keys) if key not in self.held]
        if missing:
            self._read([cuts[i] for i in missing], [keys[i] for i in missing])
        rows = [self.held[key] for key in keys]
        there = torch.arange(max(len(row) for row in rows))[None] < torch.tensor([len(row) for row in rows])[:, None]
        device = self.encoder.norm.weight.device
        return nn.utils.rnn.pad_sequence(rows, batch_first=True).to(device).float(), there.long().to(device)

    def _read(self, cuts: Sequence[tuple[int, int, TrainDoc]], keys: Sequence[tuple[str, str, int, int]]) -> None:
        length = max(end - begin for begin, end, _ in cuts) + 2
        device = self.encoder.norm.weight.device
        arrays = [batch(doc.pieces, [(begin, end)], length) for begin, end, doc in cuts]
        ids, types, mask = (torch.from_numpy(np.concatenate(column)).to(device) for column in zip(*arrays, strict=True))
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16, enabled=half_is_fast(device)):
            found = self.encoder(ids, types, mask, self.layers).half().cpu()
        for key, row, (begin, end, _) in zip(keys, found, cuts, strict=True):
            self.held[key] = row[: end - begin + 2].clone()
