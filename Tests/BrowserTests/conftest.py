# SPDX-License-Identifier: Apache-2.0
"""A demonstration hall of its own for the tests, and a browser to look at it with."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
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


@pytest.fixture(scope="session")
def hall(tmp_path_factory):
    """The address of a running hall."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "HALLKEEPER_DATA": str(tmp_path_factory.mktemp("hall"))}
    process = subprocess.Popen(
        [PROGRAM, "--config", "examples/demo-hall.yaml", "--port", str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not is_ready(address):
            assert process.poll() is None and time.monotonic() < deadline, "the hall did not start"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(hall, browser):
    """Opens a page in English; whatever it complains of fails the test."""
    complaints, contexts = [], []

    def open_page(path, size=(1280, 800)):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, timezone_id="America/New_York")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.on("console", lambda message: message.type in ("error", "warning")
                and complaints.append(f"{path}: {message.text}"))
        page.goto(f"{hall}{path}{'&' if '?' in path else '?'}lang=en")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
