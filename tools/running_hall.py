# SPDX-License-Identifier: Apache-2.0
"""The demonstration hall, running on a port of its own, and a browser to look at it with."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("HALLKEEPER_PROGRAM", ROOT / ".build/release/hallkeeper")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_ready(address):
    try:
        return urllib.request.urlopen(f"{address}/readyz", timeout=1).status == 200
    except OSError:
        return False


def add_account(data, name, role, password):
    """Adds an account to a hall that does not run."""
    subprocess.run(
        [PROGRAM, "account", "add", name, "--role", role], cwd=ROOT, check=True, text=True,
        input=f"{password}\n", env={**os.environ, "HALLKEEPER_DATA": str(data)},
        stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def running_hall(data, config="examples/demo-hall.yaml"):
    """The address of a hall that keeps its journal in `data`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [PROGRAM, "--config", str(config), "--port", str(port)],
        cwd=ROOT, env={**os.environ, "HALLKEEPER_DATA": str(data)}, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not is_ready(address):
            assert process.poll() is None and time.monotonic() < deadline, "the hall did not start"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def chromium(playwright):
    """Debian's Chromium; its sandbox needs rights that a build machine may not give."""
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox"])
