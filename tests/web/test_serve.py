"""`rapport serve` as a process, and the pages by plain Datasette."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from rapport.cli.serve import free_port
from rapport.errors import UsageError
from rapport.ledger import Ledger


def test_the_port_wanted_or_one_that_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} cannot be used"):
            free_port("127.0.0.1", port)
    assert free_port("127.0.0.1", port) == port
    with socket.socket() as default:
        default.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            default.bind(("127.0.0.1", 8001))
            default.listen()
        except OSError:
            pass  # somebody else has it
        assert free_port("127.0.0.1", None) not in (0, 8001)


def test_serve_says_where_and_how_to_sign_in_and_ends(ledger_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "harbor.db"
    with Ledger(ledger_file) as ledger:
        ledger.connection.execute("VACUUM INTO ?", (str(path),))
    command = [
        sys.executable,
        "-c",
        "from rapport.cli import main; main()",
        "serve",
        str(path),
        "--no-browser",
        "--port",
        str(free_port("127.0.0.1", 0)),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)})
    assert process.stderr is not None
    try:
        lines = [process.stderr.readline() for _ in range(3)]
        home = re.search(r"http://127\.0\.0\.1:\d+/harbor/-/rapport", lines[0])
        assert home, lines
        token = re.search(r"http://\S+/-/auth-token\?token=\w{64}", lines[1])
        assert token, lines
        answer = _patiently(home[0])
        assert answer.status_code == 200
        assert "Ada Quill" in answer.text
        with httpx.Client(follow_redirects=True, timeout=60) as client:
            client.get(token[0])
            assert "Confirm" in client.get(home[0] + "/entry/" + client.get(home[0] + "/contacts.json").json()[0]["id"]).text
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def _patiently(address: str) -> httpx.Response:
    for _ in range(100):
        try:
            return httpx.get(address, timeout=30)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_a_missing_ledger_is_said_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from rapport.cli import main; main()", "serve", str(tmp_path / "none.db"), "--no-browser"]
    told = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    )
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "there is no such ledger" in told.stderr
    assert not (tmp_path / "none.db").exists()
