"""A real Chromium at a phone's width, and a page that fails its test when the browser complains."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from folkmoot.cli.testing.chromium import chromium

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # A container has no other user to leave root for.
    "--no-sandbox",
)

# Playwright keeps an event loop in this thread, which Django would take for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("FOLKMOOT_TEST_CHROMIUM") or chromium(ROOT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(browser, live_server):
    with browser.new_context(base_url=live_server.url, viewport=PHONE) as context:
        page = context.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend(errors_in(said)))
        page.on("response", lambda response: complaints.extend(parts_missing_in(response)))
        yield page
        assert complaints == []


def errors_in(said):
    # A refusal or a missing page is an answer like any other; a part of a page that is missing is told below.
    is_answer = said.text.startswith("Failed to load resource")
    return [said.text] if said.type == "error" and not is_answer else []


def parts_missing_in(response):
    is_part = response.request.resource_type not in {"document", "fetch", "xhr"}
    return [f"{response.status} {response.url}"] if is_part and response.status >= 400 else []


@pytest.fixture
def barriers(page):
    """Return a function that lists what on the page would stand in somebody's way, by axe's rules."""

    def listed():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]

    return listed
