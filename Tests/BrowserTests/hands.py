# SPDX-License-Identifier: Apache-2.0
"""What the tests' people do at several pages."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PAPER = 20_000  # Milliseconds until paper has crossed a slow line on a busy machine.


def take_ticket(page, service):
    page.get_by_role("button", name=service).click()
    expect(page.locator("#number")).to_have_text(re.compile(r"^[A-Z]+\d{3,}$"))
    return page.locator("#number").inner_text()


def press(page, key):
    """Presses an officer's key once it counts: the page hears none while it awaits an answer."""
    button = f"#actions [aria-keyshortcuts={key.upper()}]:not([aria-disabled], [hidden])"
    expect(page.locator(button)).to_have_count(1)
    page.keyboard.press(key)


def accessible(page):
    report = Axe().run(page)
    assert report.violations_count == 0, report.generate_report()
