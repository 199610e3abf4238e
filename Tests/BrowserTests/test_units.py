# SPDX-License-Identifier: Apache-2.0
"""Window units, from a press at the pad to a sign that shows it, and what befalls them."""

import re

import pytest
from hands import PAPER, accessible, press, take_ticket
from playwright.sync_api import expect

HEALED = 40_000  # Milliseconds until a unit is missed or met again on a busy machine.


class Unit:
    """A window unit on the bench, and its row on the page of devices."""

    def __init__(self, visit, window):
        self.bench, self.devices = visit("/bench"), visit("/devices")
        self.card = self.bench.locator("#units article").nth(window - 1)
        self.row = self.devices.locator("#units tr").nth(window - 1)
        self.sign = self.card.get_by_role("img")
        expect(self.row).to_contain_text("Works", timeout=HEALED)
        expect(self.sign).to_have_attribute("alt", re.compile("Sign reads"), timeout=HEALED)

    def shows(self, text):
        expect(self.sign).to_have_attribute("alt", re.compile(text), timeout=HEALED)

    def press(self, name):
        self.card.get_by_role("button", name=name, exact=True).click()

    def switch(self, label, on):
        box = self.card.get_by_label(label)
        box.set_checked(on)
        expect(box).to_be_checked(checked=on)

    @property
    def uid(self):
        return re.search(r"UID (\w{12})", self.card.inner_text())[1]


def test_a_citizens_way_past_a_window_unit_ends_on_the_supervisors_wall(visit):
    kiosk, wall, window = visit("/kiosk?kiosk=K1"), visit("/wall"), visit("/window?window=W05")
    unit = Unit(visit, 5)
    number = take_ticket(kiosk, "Social insurance")
    expect(unit.card).to_contain_text("Waiting 1")
    unit.press("Call")
    expect(unit.bench.locator("hk-notices")).to_contain_text("Window 5: “Call” pressed")
    expect(window.locator("#number")).to_have_text(number)
    unit.shows(number)
    expect(unit.card).to_contain_text(f"Current {number}")
    assert unit.sign.evaluate("image => image.naturalWidth") > 0
    expect(window.locator("#sign")).to_contain_text("confirmed by the sign")

    expect(unit.card).to_contain_text("The rating pad is not open")
    press(window, "s")
    expect(window.locator("#ticket-state")).to_have_text("Being served")
    press(window, "f")
    expect(unit.card).to_contain_text("The citizen is asked for a rating")
    expect(window.locator("#rating")).to_contain_text(f"{number} is asked for a rating")
    accessible(unit.bench)
    unit.press("dissatisfied")
    expect(wall.locator("#low-ratings")).to_contain_text(
        re.compile(f"{number} at window 5: dissatisfied"))
    expect(window.locator("#rating")).to_have_text(f"{number} gave a rating")
    expect(window.locator("body")).not_to_contain_text("dissatisfied")
    expect(unit.card).to_contain_text("The rating pad is not open")
    accessible(wall)

    history = visit("/history")
    grades = history.locator("#ratings tr").filter(has_text="Window 5").locator("td")
    expect(grades).to_have_text(["0", "0", "0", "1", "0", "0"])
    accessible(history)


def test_a_swapped_unit_is_taken_up_by_itself_and_told_by_its_uid(visit):
    unit = Unit(visit, 3)
    old = unit.uid
    expect(unit.row).to_contain_text(old)
    unit.press("Swap for a new one")
    expect(unit.card).not_to_contain_text(old)
    expect(unit.row).to_contain_text(unit.uid, timeout=HEALED)
    expect(unit.row).to_contain_text("Works", timeout=HEALED)
    unit.shows("Sign reads: (欢迎光临 3号窗口|Welcome Window 3)")


def test_an_unplugged_unit_shows_no_stale_number_and_what_it_should_once_it_is_back(visit):
    kiosk, window = visit("/kiosk?kiosk=K1"), visit("/window?window=W07")
    unit = Unit(visit, 7)
    expect(window.locator("#ticket-state")).to_have_text("Free")
    number = take_ticket(kiosk, "Property")
    unit.press("Call")
    unit.shows(number)
    unit.switch("Unplugged", True)
    try:
        unit.shows("Sign reads: [-— ]+$")
        expect(unit.row).to_contain_text("Does not answer", timeout=HEALED)
        expect(unit.devices.locator("#glance")).to_have_text("Window units needing attention: 1")
        expect(window.locator("#sign")).to_contain_text("call by voice")
        accessible(unit.devices)
    finally:
        unit.switch("Unplugged", False)
    unit.shows(number)
    expect(unit.row).to_contain_text("Works", timeout=HEALED)
    expect(unit.devices.locator("#glance")).to_have_text("All lines are up")
    press(window, "f")


def test_a_unit_that_babbles_is_told_to_the_technician(visit):
    unit = Unit(visit, 8)
    unit.switch("Sends without end", True)
    try:
        expect(unit.devices.locator("#buses")).to_contain_text(
            "A device sends without end", timeout=HEALED)
        accessible(unit.devices)
    finally:
        unit.switch("Sends without end", False)
    expect(unit.devices.locator("#glance")).to_have_text("All lines are up", timeout=HEALED)


@pytest.mark.parametrize("key", ["Ask for a rating", "Score key 0"])
def test_a_keypad_of_the_old_kind_has_the_keys_of_ratings(visit, key):
    bench = visit("/bench")
    pad = bench.locator("#keypads article").first
    pad.get_by_role("button", name=key, exact=True).click()
    expect(bench.locator("hk-notices")).to_contain_text(f"Window 9: “{key}” pressed")
