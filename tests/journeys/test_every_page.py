"""Every page there is, as everybody who has a first screen."""

from collections import defaultdict

import pytest

from tests.journeys.conftest import PHONE, STILL, listen
from tests.journeys.crawling import crawl, kind_of
from tests.journeys.looking import alike_on, barriers_on, faint_on, sticking_out_of

ROLES = ("member", "secretary", "district", "office", "registrar")
# 320 pixels are a phone held upright, or a desktop at 400 per cent.
WIDTHS = (320, 360, 1280)


@pytest.fixture(scope="module")
def reached(browser, served):
    """Follow every link as everybody."""
    found = {}
    for role in ROLES:
        with browser.new_context(base_url=served.url) as context:
            context.request.get(served.path_of(role))
            found[role] = list(crawl_in(context))
    return found


@pytest.fixture(scope="module")
def seen(browser, served, reached):
    """Look at one page of each kind, and at everybody's first screen."""
    findings, known = defaultdict(dict), set()
    for role, pages in reached.items():
        with browser.new_context(base_url=served.url, viewport=PHONE, **STILL) as context:
            page = context.new_page()
            complaints = []
            listen(page, complaints)
            page.goto(served.path_of(role))
            for path in paths_to_see(pages, known):
                page.goto(path)
                look(page, f"{role} {path}", findings)
            findings["complaints"] |= {f"{role} {each}": each for each in complaints}
    return findings


def crawl_in(context):
    for path, answer in crawl(context.request, "/"):
        yield path, answer.status, answer.headers["content-type"]


def paths_to_see(pages, known):
    for path, _status, content in pages:
        kind = kind_of(path)
        is_new = kind not in known or path == "/"
        if is_new and "text/html" in content and "sort" not in kind:
            known.add(kind)
            yield path


def look(page, where, findings):
    for name, found in (
        ("barriers", barriers_on(page)),
        ("alike", alike_on(page)),
        *((f"sticks out at {width}", sticking_out_of(page, width)) for width in WIDTHS),
        ("faint in the dark", faint_on(page, "dark")),
    ):
        if found:
            findings[name][where] = found
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere(reached, role):
    assert [(path, status) for path, status, _content in reached[role] if status != 200] == []


def test_nothing_on_a_page_stands_in_anybodys_way(seen):
    assert seen["barriers"] == {}


def test_a_page_is_as_readable_in_the_dark(seen):
    assert seen["faint in the dark"] == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_to_be_pushed_sideways(seen, width):
    assert seen[f"sticks out at {width}"] == {}


def test_every_control_can_be_told_from_its_neighbours_by_ear(seen):
    assert seen["alike"] == {}


def test_the_browser_has_nothing_to_complain_of(seen):
    assert seen["complaints"] == {}
