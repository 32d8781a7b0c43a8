"""The tokenizer of the weights in the package."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest
from tokenizers import Tokenizer


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    with as_file(files("rapport.annotate") / "weights" / "tokenizer.json") as path:
        return Tokenizer.from_file(str(path))
