# SPDX-License-Identifier: Apache-2.0

import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from running_hall import chromium, running_hall  # noqa: E402


@pytest.fixture(scope="session")
def hall(tmp_path_factory):
    """The address of a running hall."""
    with running_hall(tmp_path_factory.mktemp("hall")) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(hall, browser):
    """Opens a page in English; whatever it complains of fails the test, but what it may."""
    complaints, contexts = [], []

    def open_page(path, size=(1280, 800), may_complain_of="(?!)"):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, timezone_id="America/New_York")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.on("console", lambda message: message.type in ("error", "warning")
                and not re.search(may_complain_of, message.text)
                and complaints.append(f"{path}: {message.text}"))
        page.goto(f"{hall}{path}{'&' if '?' in path else '?'}lang=en")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
