"""The public face: what `import rapport` promises, and that it costs little."""

from __future__ import annotations

import subprocess
import sys

import rapport
from rapport import errors

NAMES = {
    "Actor", "AmbiguousName", "Article", "Contact", "CorruptLedger", "Evidence", "Filters", "IngestError", "Ledger", "LedgerError", "RapportError",
    "ReadOptions", "RunSummary", "SpanError", "Stance", "Statement", "UnknownName", "UnknownRecord", "UsageError", "WeightsError", "brief", "read",
}  # fmt: skip


def test_the_public_names_are_these() -> None:
    assert set(rapport.__all__) == NAMES
    assert list(rapport.__all__) == sorted(rapport.__all__, key=lambda name: (name.islower(), name))
    assert set(dir(rapport)) >= NAMES


def test_every_public_name_is_there_and_documented() -> None:
    for name in rapport.__all__:
        assert getattr(rapport, name).__doc__, name


def test_every_error_is_public_and_of_the_tree() -> None:
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, Exception):
            assert issubclass(value, rapport.RapportError)
            assert getattr(rapport, name) is value


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(rapport, "unread")


def test_errors_pass_between_processes() -> None:
    import pickle

    for error in (
        rapport.IngestError("a.txt", "binary", "not text"), rapport.UnknownName("Quil", ["Ada Quill"]), rapport.AmbiguousName("Quill", ["Ada Quill", "Ben Quill"]),
        rapport.LedgerError("no"), rapport.UsageError("no"),
    ):  # fmt: skip
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, rapport; print([m for m in ('numpy', 'onnxruntime', 'trafilatura', 'typer', 'rich', 'sqlite3', 'httpx') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
