"""A real Chromium, a small organisation served as an operator would, and pages that fail when the browser complains."""

import fcntl
import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from folkmoot.cli.testing.chromium import chromium
from tests.journeys.looking import barriers_on
from tests.journeys.serving import ROOT, Installation

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 860}
# A colour on its way to another is neither, and would be measured so.
STILL = {"reduced_motion": "reduce"}
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

# Files that take minutes, in the order in which processes take them: what was begun last would be waited for alone.
LONGEST = (
    "test_real_places.py",
    "test_leaks.py",
    "test_every_page.py",
    "test_first_meeting.py",
    "test_plan_to_figure.py",
)


def pytest_collection_modifyitems(items):
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("FOLKMOOT_TEST_CHROMIUM") or chromium(ROOT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Give the folder of the small organisation, made once for all processes; with FOLKMOOT_TEST_KEEP kept there."""
    folder = Path(os.environ.get("FOLKMOOT_TEST_KEEP") or of_all_processes(tmp_path_factory))
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "made"
    with (folder / "made.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / "people.json").exists():
            Installation(data, DEMO="1").run("tests.journeys.making_small")
    return data


def of_all_processes(tmp_path_factory):
    """Return the folder that holds the temporary files of all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def served(made, tmp_path_factory):
    """Serve a copy of the small organisation."""
    installation = Installation.copied(made, tmp_path_factory.mktemp("served") / "small", DEMO="1")
    with installation.serving():
        yield installation


@pytest.fixture
def open_page(browser, served):
    """Return a function that opens a page of the served organisation, signed in by the path given."""
    contexts, complaints = [], []

    def opened(path="", *, at=None, **asked):
        wanted = {"base_url": (at or served).url, "viewport": PHONE} | STILL | asked
        context = browser.new_context(**wanted)
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints)
        if path:
            page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def barriers(page):
    """Return a function that lists what on the page would stand in somebody's way, by axe's rules."""
    return lambda: barriers_on(page)


def listen(page, complaints):
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend(errors_in(said)))
    page.on("response", lambda response: complaints.extend(parts_missing_in(response)))


def errors_in(said):
    # A refusal or a missing page is an answer like any other; a part of a page that is missing is told below.
    # A question that was under way when somebody left the page or lost the connection comes to nothing, and htmx says so.
    is_known = said.text.startswith(("Failed to load resource", "htmx:sendError", "htmx:afterRequest"))
    return [said.text] if said.type == "error" and not is_known else []


def parts_missing_in(response):
    is_part = response.request.resource_type not in {"document", "fetch", "xhr"}
    return [f"{response.status} {response.url}"] if is_part and response.status >= 400 else []
