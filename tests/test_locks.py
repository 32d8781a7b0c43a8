"""The locked sets are complete, agree with each other, and carry nothing of the machine on which they were resolved."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[1]
LOCKS: Final = ("requirements.lock", "requirements-dev.lock", "requirements-train.lock", "requirements-start.lock")
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {m[1]: m[2] for line in lines if (m := re.match(r"([a-z0-9-]+)==([^ \\]+)", line))}


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_no_index_path_or_address_in_a_lock(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host|https?://|file://|(?:^|[\s(])/\w|\+cpu", text, re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-start.lock"])
def test_every_pin_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))
    pinned = [entry for entry in entries if "==" in entry.splitlines()[0] or "gt-all" in entry]
    assert pinned
    assert all("--hash=sha256:" in entry for entry in pinned)


def test_locks_hold_what_the_project_asks_for() -> None:
    assert named(PROJECT["dependencies"]) <= pins("requirements.lock").keys()
    assert named(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]) <= pins("requirements-dev.lock").keys()
    assert named(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["train"]) <= pins("requirements-train.lock").keys()


def test_locks_agree_with_each_other() -> None:
    run, dev, train = (pins(lock) for lock in LOCKS[:3])
    assert run.items() <= dev.items()
    assert all(dev.get(name, version) == version for name, version in train.items())


def test_running_needs_no_torch() -> None:
    assert not {"torch", "transformers", "onnx", "scipy", "pandas", "ray", "datasette"} & pins("requirements.lock").keys()
