"""Takes the README's pictures of the first screens, in a browser: `python -m tests.journeys.pictures DATA FOLDER`.

DATA is the folder of a demo organisation, made by `folkmoot --data DATA demo --no-serve`.
"""

import json
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from folkmoot.cli.testing.chromium import chromium
from tests.journeys.conftest import QUIET, STILL
from tests.journeys.serving import ROOT, Installation

PHONE = {"width": 360, "height": 800}
DESKTOP = {"width": 1100, "height": 940}
SCREENS = {
    "today": ("member", "/", [], PHONE),
    "decision": ("member", "/", ["Read it"], PHONE),
    "desk": ("secretary", "/desk/", [], PHONE),
    "overview": ("office", "/overview/", [], DESKTOP),
    "reach": ("office", "/overview/", ["See where it has not arrived"], DESKTOP),
    "publish": ("office", "/publish/", ["Write a decision"], DESKTOP),
}


def take(data, folder):
    installation = Installation(data, DEMO="1")
    with installation.serving_pages_alone(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(ROOT), args=list(QUIET))
        people = json.loads((data / "demo-people.json").read_text(encoding="utf-8"))
        for name, (role, *_screen) in SCREENS.items():
            page = picture(browser, installation.url, people[role]["path"], name)
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


def picture(browser, address, sign_in, name):
    """Return the page of a screen, as the one has it whom the path `sign_in` signs in."""
    _role, screen, links, viewport = SCREENS[name]
    page = browser.new_context(base_url=address, viewport=viewport, **STILL).new_page()
    page.goto(sign_in)
    page.goto(screen)
    for link in links:
        page.get_by_role("link", name=link).first.click()
    page.wait_for_load_state()
    return page


if __name__ == "__main__":
    take(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
