"""What two mentions look like beside each other: categorical features, for each of which the model has learnt a weight a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from rapport.annotate.referents import Referent

# Number of values of each categorical pair feature, in the order of `pair_features`.
FEATURES: Final = (9 * 8, 9 * 2, 9 * 2, 5, 25, 100, 10 * 5 * 3, 3 * 2 * 2 * 3, 4, 8, 4 * 4, 9)


# Where a distance in sentences, and one in mentions, falls into the next bucket.
SENTENCE_EDGES: Final = (1, 2, 3, 5, 9, 17, 40)
NEAR_EDGES: Final = (2, 3, 5, 9, 17, 33, 65)


def _buckets(values: npt.NDArray[np.int64], edges: tuple[int, ...]) -> npt.NDArray[np.int64]:
    return np.searchsorted(np.asarray(edges), values, side="right")


def columns(refs: Sequence[Referent]) -> dict[str, npt.NDArray[np.int64]]:
    """The facts of mentions, each as an array; heads and texts as numbers that are equal where they are."""
    names = ("kind", "form", "pronoun", "quoted", "gender", "definite", "sentence", "start", "end")
    found = {name: np.asarray([getattr(ref, name) for ref in refs], dtype=np.int64) for name in names}
    return found | {name: _numbered([getattr(ref, name) for ref in refs]) for name in ("head", "text")}


def _numbered(texts: list[str]) -> npt.NDArray[np.int64]:
    index: dict[str, int] = {}
    return np.asarray([index.setdefault(text, len(index)) for text in texts], dtype=np.int64)


def words_of_names(refs: Sequence[Referent]) -> npt.NDArray[np.float32]:
    """Which words (columns) the names among mentions (rows) have; other mentions have none."""
    vocabulary: dict[str, int] = {}
    rows = [[vocabulary.setdefault(w, len(vocabulary)) for w in ref.words] if ref.form == 0 else [] for ref in refs]
    member = np.zeros((len(refs), max(len(vocabulary), 1)), dtype=np.float32)
    for i, row in enumerate(rows):
        member[i, row] = 1
    return member


def name_relations(common: npt.NDArray[np.float32], one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Of names with so many words, `common` of them shared: 1 disjoint, 2 same words, 3 one within the other, 4 share some words only."""
    least, most = np.minimum(one, other), np.maximum(one, other)
    return np.where(common == 0, 1, np.where(common == most, 2, np.where(common == least, 3, 4)))


def gender_relations(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0 where a gender is unknown, 1 where they agree, 2 where they do not."""
    return np.where((one == 0) | (other == 0), 0, np.where(one == other, 1, 2))


def _name_relation(refs: Sequence[Referent], first: int) -> npt.NDArray[np.int64]:
    """`name_relations` of pairs, 0 where not both are names."""
    member = words_of_names(refs)
    sizes = member.sum(1)
    relation = name_relations(member[first:] @ member.T, sizes[first:, None], sizes[None])
    return np.where((sizes[first:, None] > 0) & (sizes[None] > 0), relation, 0)


def pair_features(refs: Sequence[Referent], first: int = 0) -> npt.NDArray[np.int16]:
    """Categorical features of pairs: array (n - first, n, len(FEATURES)); row = anaphor (from `first` on), column = candidate antecedent."""
    column = columns(refs)
    rows = {name: values[first:, None] for name, values in column.items()}
    kind, form, pronoun, quoted, gender = (column[name] for name in ("kind", "form", "pronoun", "quoted", "gender"))
    forms = rows["form"] * 3 + form[None]
    distance = _buckets(rows["sentence"] - column["sentence"][None], SENTENCE_EDGES)
    same_head = (rows["head"] == column["head"][None]).astype(np.int64)
    same_text = (rows["text"] == column["text"][None]).astype(np.int64)
    genders = gender_relations(rows["gender"], gender[None])
    # Who is meant shifts with who speaks: 1 “they”, “you”; 2 “I”.
    person = ((pronoun == 4) | (pronoun == 6)).astype(np.int64) + 2 * (pronoun == 5)
    order = np.arange(len(refs))
    near = _buckets(order[first:, None] - order[None], NEAR_EDGES)
    start, end = column["start"], column["end"]
    nested = ((rows["start"] >= start[None]) & (rows["end"] <= end[None])).astype(np.int64) + 2 * (
        (start[None] >= rows["start"]) & (end[None] <= rows["end"])
    )
    pairs = (
        forms * 8 + distance,
        forms * 2 + same_head,
        forms * 2 + same_text,
        _name_relation(refs, first),
        rows["kind"] * 5 + kind[None],
        rows["pronoun"] * 10 + pronoun[None],
        (rows["pronoun"] * 5 + kind[None]) * 3 + gender[None],
        ((person[first:, None] * 2 + rows["quoted"]) * 2 + quoted[None]) * 3 + person[None],
        nested,
        near,
        rows["definite"] * 4 + column["definite"][None],
        genders * 3 + np.minimum(same_head + same_text, 2),
    )
    stack = np.empty((len(refs) - first, len(refs), len(pairs)), dtype=np.int16)
    for i, values in enumerate(pairs):
        stack[..., i] = values
    return np.maximum(stack, 0)
