"""The encoder (MiniLM, 6 layers) and its heads. Shapes: W windows of L pieces, H = 384; losses see a document's pieces in one row."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from rapport.annotate.contacts import ROLE_FEATURES
from rapport.annotate.labels import (
    ACT_HIDDEN,
    ACT_TAGS,
    ANCHOR_ROLES,
    ANCHOR_TAGS,
    ATTRIBUTION_TAGS,
    PAIR_HEADS,
    PLACES,
    SAID,
    SAID_ATTENTION,
    SAID_HIDDEN,
    SENTIMENTS,
    SPAN_KEYS,
    SPAN_QUERIES,
    SPAN_ROLES,
    STANCE_HIDDEN,
    TOKEN_HEADS,
    TONE_ATTENTION,
    TONE_HIDDEN,
    slices,
)  # fmt: skip
from rapport.annotate.pairs import FEATURES
from rapport.annotate.windows import TOKEN_TYPES
from training.docs import ARGUMENTS

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
BELOW = 5  # layers that the last one and the one of attitudes both stand on
DISTANCES = 9  # buckets of the distance in pieces between the two ends of an attribution link
CONTACT_FEATURES = (9 * 2, 9, 2)
RARE = frozenset(("audience", *ANCHOR_ROLES, *SPAN_ROLES))


@dataclass(frozen=True)
class Dropout:
    hidden: float = 0.05
    head: float = 0.1


class Linear(nn.Linear):
    """A linear map that can train as it will be shipped: `weight` rounded to 7 bits a row, the gradient passed through (Bengio et al. 2013)."""

    rounded: Tensor | None = None

    def round_weight(self, *, rounded: bool) -> None:
        """Round anew; call once a step, before the first forward pass."""
        if not rounded:
            self.rounded = None
            return
        with torch.no_grad():
            scale = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 64
            change = (self.weight / scale).round_() * scale - self.weight
        self.rounded = self.weight + change

    def forward(self, x: Tensor) -> Tensor:
        return functional.linear(x, self.weight if self.rounded is None or not self.training else self.rounded, self.bias)


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = Linear(HIDDEN, 3 * HIDDEN)
        self.out = Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = Linear(HIDDEN, INNER)
        self.down = Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        w, length, _ = x.shape
        q, k, v = self.qkv(x).view(w, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # Eager on purpose: fused attention trains at 0.7 of this speed on a CPU in bf16 with windows of 128.
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS) + mask, -1)
        mixed = (weights.to(v.dtype) @ v).transpose(1, 2).reshape(w, length, HIDDEN)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.types = nn.Embedding(TOKEN_TYPES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = nn.Dropout(dropout)
        self.rounded = False

    def set_phase(self, dropout: float, *, rounded: bool) -> None:
        """Set the dropout and whether training computes with rounded weights."""
        self.rounded = rounded
        for module in self.modules():
            if isinstance(module, nn.Dropout):
                module.p = dropout

    def round_weights(self) -> None:
        """Round the weights of all layers, where the phase asks for it; once a step."""
        round_all(self, rounded=self.rounded and self.training)

    def embed(self, ids: Tensor) -> Tensor:
        return self.words(ids)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor, layers: int = LAYERS) -> Tensor:
        """The states (W, L, H) after so many layers."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.embed(ids) + self.positions(places) + self.types(types)))
        for layer in self.layers[:layers]:
            x = layer(x, blocked(mask))
        return x

    def load_minilm(self, path: Path) -> None:
        """Take the published starting weights; the 36 token types all start from the first of the two."""
        from safetensors.torch import load_file

        source = {name.removeprefix("bert."): value.float() for name, value in load_file(path).items()}
        with torch.no_grad():
            self.words.weight.copy_(source["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(source["embeddings.position_embeddings.weight"])
            self.types.weight.copy_(source["embeddings.token_type_embeddings.weight"][:1].expand(TOKEN_TYPES, -1))
            self.types.weight.add_(torch.randn_like(self.types.weight) * 0.01)
            _copy(self.norm, source, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    joined = torch.cat([source[f"{at}attention.self.{name}.{part}"] for name in ("query", "key", "value")])
                    getattr(layer.qkv, part).copy_(joined)
                _copy(layer.out, source, at + "attention.output.dense")
                _copy(layer.norm1, source, at + "attention.output.LayerNorm")
                _copy(layer.up, source, at + "intermediate.dense")
                _copy(layer.down, source, at + "output.dense")
                _copy(layer.norm2, source, at + "output.LayerNorm")


def blocked(mask: Tensor) -> Tensor:
    """What attention adds to its scores: nothing where `mask` (W, L) is true, and enough to shut out where it is not."""
    return (1.0 - mask[:, None, None, :].float()) * -1e4


def round_all(module: nn.Module, *, rounded: bool) -> None:
    """Round the weights of every linear map in a module anew, or let them be as they are."""
    for part in module.modules():
        if isinstance(part, Linear):
            part.round_weight(rounded=rounded)


def _copy(module: nn.Module, source: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(source[name + ".weight"])
    module.bias.copy_(source[name + ".bias"])


class Crf(nn.Module):
    """Linear-chain CRF over the attribution tags. Nothing is forbidden: a window may start inside a span."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.randn(tags, tags) * 0.01)
        self.start = nn.Parameter(torch.zeros(tags))
        self.end = nn.Parameter(torch.zeros(tags))

    def forward(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Summed negative log-likelihood; scores (W, L, T), tags and mask (W, L), each row masked at its end only."""
        gold = self.start[tags[:, 0]] + scores[:, 0].gather(1, tags[:, :1]).squeeze(1)
        alpha = self.start + scores[:, 0]
        steps = scores.gather(2, tags[..., None]).squeeze(2)
        moves = self.transitions[tags[:, :-1], tags[:, 1:]]
        gold = gold + ((steps[:, 1:] + moves) * mask[:, 1:]).sum(1)
        for i in range(1, scores.shape[1]):
            following = torch.logsumexp(alpha[:, :, None] + self.transitions, 1) + scores[:, i]
            alpha = torch.where(mask[:, i : i + 1], following, alpha)
        last = tags.gather(1, mask.sum(1, keepdim=True) - 1).squeeze(1)
        return (torch.logsumexp(alpha + self.end, 1) - gold - self.end[last]).sum()


class StanceHead(nn.Module):
    """What a holder holds of a target: scores (pairs, 2) that it is positive and that it is negative, against 0 for neither."""

    def __init__(self) -> None:
        super().__init__()
        self.holder = nn.Linear(HIDDEN, STANCE_HIDDEN)
        self.target = nn.Linear(HIDDEN, STANCE_HIDDEN, bias=False)
        self.out = nn.Linear(STANCE_HIDDEN, 2)
        self.drop = nn.Dropout(0.3)

    def forward(self, holders: Tensor, targets: Tensor) -> Tensor:
        hidden = functional.relu(self.holder(self.drop(holders)) + self.target(self.drop(targets)))
        scores: Tensor = self.out(self.drop(hidden))
        return scores


class ActHead(nn.Module):
    """What is done by saying something: scores (statements, acts) from the states of the pieces of its cue, those of the last layer or those of attitudes, and of its content."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.Parameter(torch.zeros(2, HIDDEN))
        self.hidden = nn.Linear(2 * HIDDEN, ACT_HIDDEN)
        self.out = nn.Linear(ACT_HIDDEN, len(ACT_TAGS))
        self.drop, self.dropped = nn.Dropout(0.1), nn.Dropout(0.2)

    def forward(self, told: Sequence[tuple[Tensor, Tensor]]) -> Tensor:
        """`told` are states (pieces, H) of cue and content; a content may have no pieces."""
        parts = [attended([pair[side] for pair in told], self.attention[side : side + 1]) for side in (0, 1)]
        scores: Tensor = self.out(self.dropped(functional.relu(self.hidden(self.drop(torch.cat(parts, 1))))))
        return scores


class ToneHead(nn.Module):
    """How sentences speak of targets: scores (targets, 3) of negative, neutral, positive."""

    def __init__(self) -> None:
        super().__init__()
        self.target = nn.Linear(HIDDEN, TONE_HIDDEN)
        self.attention = nn.Parameter(torch.zeros(TONE_ATTENTION, HIDDEN))
        self.sentence = nn.Linear(TONE_ATTENTION * HIDDEN, TONE_HIDDEN, bias=False)
        self.out = nn.Linear(TONE_HIDDEN, len(SENTIMENTS))
        self.drop = nn.Dropout(0.3)

    def forward(self, targets: Tensor, sentences: Sequence[Tensor]) -> Tensor:
        """`targets` (T, H) are the mean states of their pieces, `sentences` the states (pieces, H) around each."""
        hidden = self.target(self.drop(targets.float())) + self.sentence(self.drop(attended(sentences, self.attention)))
        scores: Tensor = self.out(self.drop(functional.relu(hidden)))
        return scores


def attended(parts: Sequence[Tensor], attention: Tensor) -> Tensor:
    """States (pieces, H) of each part weighed by each row of attention (A, H): (parts, A * H); zeros for a part without pieces."""
    padded = nn.utils.rnn.pad_sequence([part.float() for part in parts], batch_first=True)
    there = (torch.arange(padded.shape[1])[None] < torch.tensor([len(part) for part in parts])[:, None])[..., None]
    weights = torch.softmax((padded @ attention.T).masked_fill(~there, -1e4), 1) * there
    return torch.einsum("npa,nph->nah", weights, padded).flatten(1)


@dataclass(frozen=True)
class Told:
    """A statement as the head of what is said of others sees it: the mean states (H) of its cue and its source (zeros without one), those of its content (P, H), and of M mentions in
    it the states (M, H), the classes of their anchors (M) and their places (M, PLACES)."""

    cue: Tensor
    source: Tensor
    content: Tensor
    mentions: Tensor
    classes: Tensor
    places: Tensor


class SaidHead(nn.Module):
    """Whom statements are about and what their speakers hold of them: scores (mentions of all, 3) that it is about one; that the speaker is positive, negative to them, against 0."""

    def __init__(self) -> None:
        super().__init__()
        self.cue = nn.Linear(HIDDEN, SAID_HIDDEN)
        self.source, self.mention = (nn.Linear(HIDDEN, SAID_HIDDEN, bias=False) for _ in range(2))
        self.attention = nn.Parameter(torch.zeros(SAID_ATTENTION, HIDDEN))
        self.content = nn.Linear(SAID_ATTENTION * HIDDEN, SAID_HIDDEN, bias=False)
        self.classes = nn.Parameter(torch.zeros(len(ANCHOR_TAGS), SAID_HIDDEN))
        self.places = nn.Linear(PLACES, SAID_HIDDEN, bias=False)
        self.out = nn.Linear(SAID_HIDDEN, len(SAID))
        self.drop = nn.Dropout(0.3)

    def forward(self, told: Sequence[Told]) -> Tensor:
        content = attended([item.content for item in told], self.attention)
        cues, sources = (torch.stack([getattr(item, side).float() for item in told]) for side in ("cue", "source"))
        around = self.cue(self.drop(cues)) + self.source(self.drop(sources)) + self.content(self.drop(content))
        mentions, classes, places = (torch.cat([getattr(item, part) for item in told]) for part in ("mentions", "classes", "places"))
        hidden = around[torch.tensor([i for i, item in enumerate(told) for _ in item.classes])]
        hidden = hidden + self.mention(self.drop(mentions.float())) + self.classes[classes] + self.places(places)
        scores: Tensor = self.out(self.drop(functional.relu(hidden)))
        return scores


ARGUMENT_SIZE = 64


class ArgumentHead(nn.Module):
    """Which tokens are the heads of a predicate's arguments, and of which kind: a bilinear score a kind. It only teaches the encoder, and ships with nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, (len(ARGUMENTS) - 1) * ARGUMENT_SIZE)
        self.key = nn.Linear(HIDDEN, ARGUMENT_SIZE)
        self.near = nn.Parameter(torch.zeros(ROLE_FEATURES, len(ARGUMENTS) - 1))
        self.bias = nn.Parameter(torch.full((len(ARGUMENTS) - 1,), -3.0))

    def forward(self, predicates: Tensor, pieces: Tensor, around: Tensor) -> Tensor:
        """Scores (P, L, kinds) of P predicates (P, H) and L pieces (L, H), whose places toward each other are given (P, L)."""
        q = self.query(predicates).view(len(predicates), -1, ARGUMENT_SIZE)
        scores = torch.einsum("prd,ld->plr", q, self.key(pieces)) / math.sqrt(ARGUMENT_SIZE) + self.bias + self.near[around]
        return functional.pad(scores, (1, 0))


def load(model: nn.Module, state: Mapping[str, Tensor]) -> None:
    """Take a checkpoint's weights; heads that only teach, and those that came later, may be missing from it, and start anew; one that is gone is left out.

    Raises RuntimeError where anything else differs.
    """
    anew = {name: value for name, value in model.state_dict().items() if name.startswith((TEACHING, *ADDED))}
    model.load_state_dict(anew | {name: value for name, value in state.items() if not re.match(GONE, name)})


GONE = r"(?:queries|keys|bias)\.about\b"  # names of weights that earlier checkpoints have
TEACHING = "arguments."  # names of weights that ship with nothing
ADDED = ("act.", "act_second.", "act_third.", "act_attitude.", "attitude.", "said.", "tone.")  # names of weights that earlier checkpoints lack


class Reader(nn.Module):
    """Encoder, token-level heads, and the projections and feature weights of the pair heads."""

    def __init__(self, dropout: Dropout | None = None) -> None:
        super().__init__()
        dropout = dropout or Dropout()
        self.encoder = Encoder(dropout.hidden)
        self.tokens = nn.Linear(HIDDEN, sum(TOKEN_HEADS.values()))
        self.queries = nn.ModuleDict({n: nn.Linear(HIDDEN * (2 if n in SPAN_QUERIES else 1), d) for n, d in PAIR_HEADS.items()})
        self.keys = nn.ModuleDict({n: nn.Linear(HIDDEN * (2 if n in SPAN_KEYS else 1), d) for n, d in PAIR_HEADS.items()})
        # Links that are asked of every piece start out improbable.
        self.bias = nn.ParameterDict({n: nn.Parameter(torch.full((1,), -5.0 if n in RARE else 0.0)) for n in PAIR_HEADS})
        self.coref_features = nn.ParameterList([nn.Parameter(torch.zeros(size)) for size in FEATURES])
        self.contact_features = nn.ParameterList([nn.Parameter(torch.zeros(size)) for size in CONTACT_FEATURES])
        self.distances = nn.ParameterDict({n: nn.Parameter(torch.zeros(2 * DISTANCES)) for n in ("content_cue", "cue_source")})
        self.role_features = nn.ParameterDict({n: nn.Parameter(torch.zeros(ROLE_FEATURES)) for n in (*ANCHOR_ROLES, *SPAN_ROLES)})
        self.crf = Crf(len(ATTRIBUTION_TAGS))
        # Beside the last layer, on the same states below it: what people hold of each other, how they are spoken of, what is done by saying something.
        self.attitude = Layer(dropout.hidden)
        self.stance = StanceHead()
        # Alike: all but one learn on the finished encoder alone.
        self.act, self.act_second, self.act_third, self.act_attitude = (ActHead() for _ in range(4))
        self.said = SaidHead()
        self.tone = ToneHead()
        self.arguments = ArgumentHead()
        self.drop = nn.Dropout(dropout.head)
        self.at = slices()

    def logits(self, states: Tensor, head: str) -> Tensor:
        at = self.at[head]
        return functional.linear(states, self.tokens.weight[at], self.tokens.bias[at])

    def pairs(self, head: str, queries: Tensor, keys: Tensor) -> Tensor:
        """Bilinear scores (queries, keys)."""
        q, k = self.queries[head](queries), self.keys[head](keys)
        return q @ k.T / math.sqrt(q.shape[-1]) + self.bias[head]
