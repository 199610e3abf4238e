# SPDX-License-Identifier: Apache-2.0
"""A hall that is no demonstration: who takes numbers at its kiosks."""

import sys
from pathlib import Path

import pytest
from hands import accessible
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from running_hall import ROOT, add_account, running_hall  # noqa: E402

PASSWORD = "open sesame"


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """The address of a hall with accounts for its first two kiosks."""
    directory = tmp_path_factory.mktemp("signin")
    demo = (ROOT / "examples/demo-hall.yaml").read_text(encoding="utf8")
    config = directory / "hall.yaml"
    config.write_text(demo.replace("demo: true", "demo: false"), encoding="utf8")
    for kiosk in ("K1", "K2"):
        add_account(directory / "data", kiosk, "citizenKiosk", PASSWORD)
    with running_hall(directory / "data", config) as address:
        yield address


def sign_in(page, name):
    page.get_by_label("Account").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def test_a_kiosk_gives_numbers_once_a_technician_signed_it_in(visit):
    kiosk = visit("/kiosk?kiosk=K1", may_complain_of="401")
    expect(kiosk.locator("#trouble")).to_contain_text("until a technician signs it in")
    expect(kiosk.locator("hk-signin")).to_contain_text("this kiosk's account")
    expect(kiosk.locator("#services button")).to_have_count(0)
    accessible(kiosk)
    sign_in(kiosk, "K1")
    kiosk.get_by_role("button", name="Social insurance").click()
    expect(kiosk.locator("#taken")).to_be_visible()
    assert "kiosk=K1" in kiosk.url
    expect(kiosk.locator("hk-signin")).to_be_empty()


def test_another_kiosks_account_is_asked_for_the_right_one(visit):
    kiosk = visit("/kiosk?kiosk=K1", may_complain_of="40[13]")
    sign_in(kiosk, "K2")
    expect(kiosk.locator("#trouble")).to_contain_text("until a technician signs it in")
    sign_in(kiosk, "K1")
    expect(kiosk.locator("#services button").first).to_be_visible()
    expect(kiosk.locator("#trouble")).to_be_empty()
