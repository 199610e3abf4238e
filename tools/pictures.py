# SPDX-License-Identifier: Apache-2.0
"""Takes the README's pictures anew: `make pictures`.

Starts the demonstration hall, lets a busy moment come about (people waiting, windows serving,
one paused, one closed), looks at it with a browser, and puts kiosk, board, an officer's window
and the bench together with ImageMagick. Needs the built program, Chromium and ImageMagick.
"""

import json
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright
from running_hall import ROOT, chromium, running_hall

SERVICES = ["general", "social", "property", "medical", "police", "tax", "general", "business",
            "general", "pickup", "general", "property", "social", "general", "police", "medical"]
CALLING = ["W01", "W02", "W05", "W06", "W07", "W08", "W09", "W10"]
SERVING = ["W01", "W05", "W07"]


def busy_moment(address):
    def post(path, body=None):
        request = urllib.request.Request(
            f"{address}/api/v1{path}", json.dumps(body or {}).encode(),
            {"Content-Type": "application/json"})
        urllib.request.urlopen(request).close()

    for place, service in enumerate(SERVICES):
        kiosk = {"kiosk": "K2"} if place in (0, 5) else {}
        post("/tickets", {"service": service, **kiosk})
    for window in CALLING:
        post(f"/windows/{window}/call")
    for window in SERVING:
        post(f"/windows/{window}/start")
    post("/windows/W04/pause", {"reason": "papers", "minutes": 10})
    post("/windows/W11/close")
    post("/windows/W01/rating/ask")


def take_pictures(address, browser, into):
    def visit(path, width, height):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{address}{path}")
        return page

    kiosk = visit("/kiosk?kiosk=K1", 540, 960)
    kiosk.get_by_role("button", name="领证出件").click()
    kiosk.locator("#paper[data-print=confirmed]").wait_for(timeout=60_000)
    kiosk.screenshot(path=into / "kiosk.png")
    board = visit("/board", 1280, 720)
    window = visit("/window?window=W02&lang=en", 1100, 890)
    bench = visit("/bench?lang=en", 1240, 1003)
    bench.locator("#printers article").nth(1).locator("img").first.wait_for(timeout=60_000)
    for page, name in ((board, "board"), (window, "window")):
        page.locator("#newest:not(:empty), .current .number:not(.empty)").first.wait_for()
        page.screenshot(path=into / f"{name}.png")
    # Paper and signs are the bench's best side.
    bench.evaluate("document.querySelector('.slips').scrollIntoView()")
    bench.wait_for_timeout(1_000)
    bench.screenshot(path=into / "bench.png")
    units = visit("/bench?lang=en", 1280, 800)
    cards = [units.locator("#units article").nth(place) for place in (0, 1)]
    cards[0].get_by_role("button", name="dissatisfied", exact=True).wait_for()
    units.wait_for_timeout(1_000)
    left, right = (card.bounding_box() for card in cards)
    units.screenshot(path=into / "units.png", full_page=True, clip={
        "x": left["x"] - 8, "y": left["y"] - 8, "height": left["height"] + 16,
        "width": right["x"] + right["width"] - left["x"] + 16})


def take_troubled_printers(address, browser, into):
    """One printer without paper, and one whose cover opens with a number on its way."""
    def cause(printer, **fault):
        bench = urllib.request.Request(
            f"{address}/api/v1/bench/printers/{printer}", json.dumps(fault).encode(),
            {"Content-Type": "application/json"})
        urllib.request.urlopen(bench).close()

    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/desk?lang=en")
    cause("P1", paperOut=True)
    cause("P2", coverOpen=True)
    page.locator("[data-drawing=roll]").wait_for()
    page.locator("[data-drawing=cover]").wait_for()
    kiosk = browser.new_page()
    kiosk.goto(f"{address}/kiosk?kiosk=K1")
    kiosk.get_by_role("button", name="领证出件").click()
    page.locator("#unprinted li").wait_for()
    page.locator("main").screenshot(path=into / "printers.png")


def convert(*arguments):
    subprocess.run(["convert", *map(str, arguments)], check=True)


def compose(shots, into):
    frame = ["-bordercolor", "#7a8894", "-border", "1"]
    convert(shots / "kiosk.png", "-resize", "560x998!", *frame, shots / "1.png")
    convert(shots / "board.png", "-resize", "1024x576!", *frame, shots / "2.png")
    for name, number in (("window", 3), ("bench", 4)):
        convert(shots / f"{name}.png", "-resize", "505x408!", *frame, shots / f"{number}.png")
    gap = ["-background", "white"]
    convert(shots / "3.png", "-size", "10x1", "xc:white", shots / "4.png", *gap, "+append",
            shots / "lower.png")
    convert(shots / "2.png", "-size", "1x12", "xc:white", shots / "lower.png", *gap, "-append",
            shots / "right.png")
    convert(shots / "1.png", "-size", "12x1", "xc:white", shots / "right.png", *gap, "+append",
            "-strip", "+dither", "-colors", "192", f"png8:{into / 'hall.png'}")
    convert(shots / "printers.png", "-strip", "+dither", "-colors", "64",
            f"png8:{into / 'printers.png'}")
    convert(shots / "units.png", "-resize", "880x", "-strip", "+dither", "-colors", "96",
            f"png8:{into / 'units.png'}")


def main():
    into = ROOT / "docs/pictures"
    into.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        shots = Path(directory)
        with running_hall(shots / "data") as address:
            busy_moment(address)
            browser = chromium(playwright)
            take_pictures(address, browser, shots)
            take_troubled_printers(address, browser, shots)
        compose(shots, into)


if __name__ == "__main__":
    main()
