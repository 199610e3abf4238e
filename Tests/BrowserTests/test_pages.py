# SPDX-License-Identifier: Apache-2.0
"""What citizens, officers and technicians see in a browser, from a tap to a lit sign."""

import re

import pytest
from hands import PAPER, accessible, press, take_ticket
from playwright.sync_api import expect

KIOSK, WINDOW, BOARD, WALL, HISTORY, BENCH = (
    "/kiosk?kiosk=K1", "/window?window=W05", "/board", "/wall", "/history", "/bench")


def switch(page, label, on, printer=0):
    """Causes or mends a fault of a printer."""
    box = page.locator("#printers article").nth(printer).get_by_label(label)
    box.set_checked(on)
    expect(box).to_be_checked(checked=on)


def test_a_tap_becomes_paper_and_a_key_a_number_on_board_and_sign(visit):
    kiosk, board, bench = visit(KIOSK, (1080, 1920)), visit(BOARD, (1920, 1080)), visit(BENCH)
    window = visit("/window?window=W09")
    expect(window.locator("#ticket-state")).to_have_text("Free")
    number = take_ticket(kiosk, "Household register")
    expect(kiosk.locator("#paper")).to_have_attribute("data-print", "confirmed", timeout=PAPER)
    slip = bench.locator("#printers article").first.locator("pre").first
    expect(slip).to_contain_text(number, use_inner_text=False)

    expect(window.locator("#queue")).to_contain_text(number)
    press(window, "n")
    expect(window.locator("#number")).to_have_text(number)
    expect(window.locator("#why")).to_contain_text(f"{number} is first in line")
    expect(window.locator("#sign")).to_contain_text("sent, not confirmed")
    expect(board.locator("#newest")).to_have_text(number)
    expect(board.locator("#newest-window")).to_have_text("Please go to window 9")
    sign = bench.locator("#signs figure").first.get_by_role("img")
    expect(sign).to_have_attribute("alt", re.compile(number), timeout=PAPER)

    press(window, "s")
    expect(window.locator("#ticket-state")).to_have_text("Being served")
    press(window, "f")
    expect(window.locator("#ticket-state")).to_have_text("Free")


def test_what_one_printer_cannot_print_comes_out_of_another_and_the_screen_says_where(visit):
    kiosk, bench, wall = visit(KIOSK), visit(BENCH), visit(WALL)
    expect(kiosk.locator("#trouble")).to_be_empty()
    switch(bench, "Paper out", True)
    try:
        expect(kiosk.locator("#trouble")).to_contain_text(
            "Out of paper). Tickets are printed at Kiosk 2", timeout=PAPER)
        first = wall.locator("#printers article").first
        expect(first).to_contain_text("put in a new roll")
        number = take_ticket(kiosk, "Medical insurance")
        paper = kiosk.locator("#paper")
        expect(paper).to_have_attribute("data-print", "confirmed", timeout=PAPER)
        expect(kiosk.locator("#paper-line")).to_contain_text("printed at another printer")
        expect(kiosk.locator("#paper-place")).to_have_text("Kiosk 2")
        slip = bench.locator("#printers article").nth(1).locator("pre").first
        expect(slip).to_contain_text(number, use_inner_text=False)
        expect(wall.locator("#unprinted")).not_to_contain_text(number)
        for page in (kiosk, wall):
            accessible(page)
    finally:
        switch(bench, "Paper out", False)
    expect(kiosk.locator("#trouble")).to_be_empty(timeout=PAPER)


def test_without_any_paper_the_number_is_told_spoken_and_on_the_guide_desks_list(visit):
    kiosk, bench, wall, desk = visit(KIOSK), visit(BENCH), visit(WALL), visit("/desk")
    # The test's browser has no voices.
    kiosk.evaluate("""() => {
      window.said = [];
      window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
      Object.defineProperty(window, 'speechSynthesis', { value: {
        getVoices: () => [{ lang: 'en-GB' }], cancel() {},
        speak: (saying) => window.said.push(saying.text),
      } });
    }""")
    expect(desk.locator("#glance")).to_have_text("Nobody is without paper")
    for printer in (0, 1):
        switch(bench, "Paper out", True, printer)
    try:
        expect(kiosk.locator("#trouble")).to_contain_text("please remember it", timeout=PAPER)
        number = take_ticket(kiosk, "Medical insurance")
        paper = kiosk.locator("#paper")
        expect(paper).to_contain_text("the guide desk has it on its list", timeout=PAPER)
        expect(paper).to_contain_text("Out of paper")
        assert kiosk.evaluate("window.said") == [f"Please note your number: {' '.join(number)}"]
        for page in (wall, desk):
            expect(page.locator("#unprinted")).to_contain_text(number)
        expect(wall.locator("#glance")).to_contain_text("Devices needing attention: 2")
        expect(desk.locator("#glance")).to_contain_text("Printers that cannot print: 2")
        for page in (kiosk, wall, desk):
            accessible(page)
        switch(bench, "Paper out", False, 1)
        expect(paper).to_have_attribute("data-print", "confirmed", timeout=PAPER)
        expect(kiosk.locator("#paper-place")).to_have_text("Kiosk 2")
    finally:
        for printer in (0, 1):
            switch(bench, "Paper out", False, printer)
    expect(desk.locator("#glance")).to_have_text("Nobody is without paper", timeout=PAPER)


def test_the_guide_desk_tells_a_number_by_hand_and_prints_another_again(visit):
    kiosk, other, bench, desk = (
        visit(KIOSK), visit("/kiosk?kiosk=K2"), visit(BENCH), visit("/desk"))
    for printer in (0, 1):
        switch(bench, "Paper out", True, printer)
    try:
        expect(desk.locator("#printers article").nth(1)).to_contain_text(
            "Out of paper", timeout=PAPER)
        told, again = take_ticket(kiosk, "Civil affairs"), take_ticket(other, "Civil affairs")
        expect(desk.locator("#unprinted li")).to_have_count(2)
        desk.get_by_role("button", name=f"{told} was told by hand").click()
        accessible(desk)
        desk.locator("dialog button[value=yes]").click()
        expect(desk.locator("hk-notices")).to_contain_text(f"{told} was told by hand")
        expect(desk.locator("#unprinted")).not_to_contain_text(told)
        expect(kiosk.locator("#paper")).to_contain_text("gave you your number by hand")
        desk.get_by_role("button", name=f"Print {again} again").click()
        desk.get_by_label("Printer", exact=True).select_option("P1")
        accessible(desk)
        desk.locator("dialog button[value=yes]").click()
        expect(desk.locator("hk-notices")).to_contain_text(f"{again} is to be printed again")
    finally:
        for printer in (0, 1):
            switch(bench, "Paper out", False, printer)
    slips = bench.locator("#printers article").first.locator("pre")
    expect(slips.filter(has_text=again)).to_have_count(1, timeout=PAPER)
    expect(slips.filter(has_text=told)).to_have_count(0)
    expect(desk.locator("#glance")).to_have_text("Nobody is without paper", timeout=PAPER)


def test_a_printer_is_tested_and_a_new_roll_is_counted_from_there(visit):
    wall, bench = visit(WALL), visit(BENCH)
    card = wall.locator("#printers article").nth(1)
    card.get_by_role("button", name="New roll put in").click()
    accessible(wall)
    wall.keyboard.press("Escape")
    expect(wall.locator("dialog[open]")).to_have_count(0)
    expect(wall.locator("hk-notices")).not_to_contain_text("On record")
    card.get_by_role("button", name="New roll put in").click()
    wall.locator("dialog[open] button[value=yes]").click()
    expect(card).to_contain_text("About 80 m of paper left · Slips since the roll was changed")
    card.get_by_role("button", name="Test print").click()
    expect(card).to_contain_text(re.compile(r"Tested at [\d:]+: Printed"), timeout=PAPER)
    expect(card).to_contain_text(re.compile(r"roll was changed \(.*\): 1"))
    switch(bench, "Cover open", True, 1)
    try:
        expect(card).to_contain_text("Close the cover", timeout=PAPER)
        expect(card.locator("[data-drawing=cover] svg")).to_be_visible()
        card.get_by_role("button", name="Test print").click()
        expect(card).to_contain_text("Cover is open", timeout=PAPER)
    finally:
        switch(bench, "Cover open", False, 1)


def test_a_cut_line_is_shown_with_what_to_do_and_counted(visit):
    devices, bench = visit("/devices"), visit(BENCH)
    line = devices.locator("#lines tr").filter(has_text="P2")
    expect(devices.locator("#glance")).to_have_text("All lines are up")
    expect(line).to_contain_text("Ticket printer")
    switch(bench, "Unplugged", True, 1)
    try:
        expect(line).to_contain_text("Lost", timeout=PAPER)
        expect(devices.locator("#glance")).to_have_text("Lines that are lost: 1")
        accessible(devices)
    finally:
        switch(bench, "Unplugged", False, 1)
    expect(devices.locator("#glance")).to_have_text("All lines are up", timeout=PAPER)
    expect(line).to_contain_text("opened again: 1")


def test_a_kiosk_that_got_no_answer_asks_again_though_nothing_happens_in_the_hall(visit):
    kiosk = visit(KIOSK, may_complain_of="ERR_FAILED")
    expect(kiosk.locator("#trouble")).to_be_empty()
    kiosk.route("**/api/v1/kiosk?*", lambda route: route.abort(), times=3)
    kiosk.reload()
    expect(kiosk.locator("#trouble")).not_to_be_empty()
    expect(kiosk.locator("#trouble")).to_be_empty(timeout=PAPER)


def test_a_second_tap_leaves_the_number_on_the_screen(visit):
    kiosk = visit(KIOSK)
    button = kiosk.get_by_role("button", name="Medical insurance")
    spot = button.bounding_box()
    x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    kiosk.mouse.click(x, y)
    expect(kiosk.locator("#taken")).to_be_visible()
    number = kiosk.locator("#number").inner_text()
    kiosk.locator("#back").click()
    kiosk.mouse.click(x, y)
    expect(kiosk.locator("#number")).to_have_text(number)
    expect(kiosk.locator("#taken")).to_be_visible()


def test_a_tap_within_three_seconds_brings_the_same_number_and_later_a_question(visit):
    kiosk = visit(KIOSK, (1080, 1920))
    # The kiosk's own clock, so that nobody waits for it.
    kiosk.clock.install()
    number = take_ticket(kiosk, "Company registration")
    kiosk.clock.run_for(1_600)
    kiosk.locator("#back").click()
    # From here on in the hall's own language, for the next citizen.
    assert take_ticket(kiosk, "企业设立") == number
    kiosk.clock.run_for(10_000)
    kiosk.locator("#back").click()
    kiosk.get_by_role("button", name="企业设立").click()
    expect(kiosk.locator("#another")).to_contain_text(number)
    accessible(kiosk)
    kiosk.get_by_role("button", name=f"不用，查看 {number}").click()
    expect(kiosk.locator("#number")).to_have_text(number)
    kiosk.clock.run_for(2_000)
    kiosk.locator("#back").click()
    kiosk.get_by_role("button", name="企业设立").click()
    kiosk.get_by_role("button", name="再取一个号").click()
    expect(kiosk.locator("#taken")).to_be_visible()
    expect(kiosk.locator("#number")).not_to_have_text(number)


def test_enter_confirms_a_transfer_and_a_pause(visit):
    kiosk, window = visit("/kiosk?kiosk="), visit("/window?window=W08")
    number = take_ticket(kiosk, "Deed and income tax")
    expect(window.locator("#queue")).to_contain_text(number)
    press(window, "n")
    expect(window.locator("hk-notices")).to_contain_text(f"{number} called")
    press(window, "t")
    expect(window.locator("#transfer")).to_be_visible()
    accessible(window)
    window.keyboard.press("Enter")
    expect(window.locator("#ticket-state")).to_have_text("Free")
    press(window, "p")
    window.get_by_label("Expected length").focus()
    window.keyboard.press("Enter")
    expect(window.locator("#ticket-state")).to_have_text("Paused")
    press(window, "p")
    expect(window.locator("#ticket-state")).to_have_text("Free")


def test_a_supervisor_pauses_the_whole_hall_and_every_page_says_why(visit):
    wall, kiosk, board = visit("/wall"), visit("/kiosk?kiosk=K1"), visit("/board")
    window = visit("/window?window=W09")
    wall.click("#pause-hall")
    wall.select_option("#pause-reason", index=0)
    wall.keyboard.press("Enter")
    expect(wall.locator("#whole-state")).to_contain_text("The whole hall is paused")
    expect(wall.locator("#resume-hall")).to_be_focused()
    expect(kiosk.locator("#trouble")).to_contain_text("The hall is paused")
    expect(kiosk.locator("#services button").first).to_have_attribute("aria-disabled", "true")
    expect(kiosk.locator("#services button .count").first).to_have_text("Not available")
    expect(kiosk.locator("#check-in")).to_have_attribute("aria-disabled", "true")
    expect(board.locator("#hall-pause")).to_contain_text("The hall is paused")
    expect(board.locator("#newest")).to_be_hidden()
    expect(window.locator("#hall-pause")).to_contain_text("The whole hall is paused")
    wall.click("#resume-hall")
    expect(board.locator("#hall-pause")).to_be_empty()
    expect(board.locator(".newest")).to_be_visible()
    expect(kiosk.locator("#trouble")).to_be_empty()


def test_a_policy_is_previewed_before_it_is_put_in_force(visit):
    kiosk, manage = visit("/kiosk?kiosk=K1"), visit("/manage")
    take_ticket(kiosk, "Household")
    manage.select_option("#policy-choice", label="Two normal to one priority")
    manage.get_by_role("button", name="Preview").click()
    expect(manage.locator("#preview")).to_contain_text("F00")
    manage.select_option("#next-window", label="Window 9")
    manage.get_by_role("button", name="Show").click()
    expect(manage.locator("#next")).to_contain_text("is first in line")


def test_a_case_is_finished_with_an_outcome_and_goes_on_under_its_number(visit):
    kiosk, window = visit("/kiosk?kiosk=K1"), visit("/window?window=W07")
    expect(window.locator("#ticket-state")).to_have_text("Free")
    number = take_ticket(kiosk, "Property")
    expect(window.locator("#queue")).to_contain_text(number)
    press(window, "n")
    expect(window.locator("#number")).to_have_text(number)
    press(window, "e")
    window.select_option("#finish-outcome", index=1)
    window.fill("#finish-case", "2026-77")
    window.select_option("#finish-next", label="Collecting documents")
    window.locator("#finish button.main").click()
    expect(window.locator("hk-notices")).to_contain_text(number)
    pickup = visit("/window?window=W12")
    expect(pickup.locator("#ticket-state")).to_have_text("Free")
    press(pickup, "n")
    expect(pickup.locator("#number")).to_have_text(number)
    press(pickup, "f")


def test_a_supervisor_is_told_why_one_number_was_called_before_another(visit):
    window = visit("/window?window=W08")
    numbers = [take_ticket(visit("/kiosk?kiosk="), "Deed and income tax") for _ in range(2)]
    expect(window.locator("#queue")).to_contain_text(numbers[1])
    for number in numbers:
        press(window, "n")
        expect(window.locator("hk-notices")).to_contain_text(f"{number} called")
        press(window, "s")
        expect(window.locator("#ticket-state")).to_have_text("Being served")
        press(window, "f")
        expect(window.locator("#ticket-state")).to_have_text("Free")

    history = visit(HISTORY, (1280, 900))
    expect(history.locator("#figures")).to_contain_text("Served")
    expect(history.locator("#counts svg rect").first).to_be_attached()
    expect(history.locator("#windows")).to_contain_text("8")
    for first, second, words in [
        (numbers[0], numbers[1], f"called {numbers[0]}"),
        (numbers[1], numbers[0], f"{numbers[0]} was in fact called first"),
    ]:
        history.get_by_role("textbox", name="Called first").fill(first)
        history.get_by_role("textbox", name="Called later").fill(second)
        history.get_by_role("button", name="Ask why").press("Enter")
        expect(history.locator("#answer")).to_contain_text(words)
    history.get_by_role("textbox", name="Number, case or officer").fill(numbers[0].lower())
    history.get_by_role("button", name="Find", exact=True).click()
    history.get_by_role("button", name=f"Show what happened to {numbers[0]}").click()
    expect(history.locator("#story-title")).to_be_focused()
    expect(history.locator("#facts")).to_contain_text("Number issued")
    expect(history.locator("#facts")).to_contain_text("Asked for a rating")
    expect(history.locator("#facts tr")).to_have_count(6)
    accessible(history)
    history.get_by_role("button", name="Day before").click()
    expect(history.locator("#standing")).to_have_text("There is nothing on record for this day.")
    history.get_by_role("button", name="Day after").click()
    expect(history.locator("#days")).to_contain_text("All days")
    expect(history.locator("#standing")).to_be_empty()


@pytest.mark.parametrize("size", [(1280, 800), (1080, 1920), (360, 740)], ids=str)
@pytest.mark.parametrize("path", ["/", KIOSK, "/window", WINDOW, BOARD, WALL, "/desk", "/devices", "/manage", HISTORY, BENCH])
def test_every_page_is_accessible_and_as_wide_as_the_screen(visit, path, size):
    page = visit(path, size)
    expect(page.locator("h1")).not_to_be_empty()
    page.wait_for_load_state("load")
    # Some are filled by the first view only.
    expect(page.locator("summary:empty")).to_have_count(0)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
