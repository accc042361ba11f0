"""By keyboard alone, on a slow line, and in a language that nobody here has written."""

import re
import sqlite3
from collections import defaultdict
from contextlib import closing

import pytest

from tests.journeys.conftest import PHONE, STILL
from tests.journeys.looking import sticking_out_of

BUDGET = 100 * 1024
MOST_STEPS = 60
FOCUSED = """() => {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const box = focused.getBoundingClientRect();
  return {
    words: (focused.labels?.[0]?.innerText || focused.innerText || "").trim(),
    isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInView: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""
# What is written for machines, what people gave, and what is set apart as no words of ours.
SAID = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const said = [];
  while (walker.nextNode()) {
    const within = walker.currentNode.parentElement;
    if (!within.closest("[translate=no], article, code, script, style, textarea, option"))
      said.push(walker.currentNode.data.replace(/\\s+/g, " ").trim());
  }
  return said.filter(each => each);
}"""
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
LETTERS = re.compile(r"[^\W\d_]{2,}")
SCREENS = {
    "member": [
        "/",
        "/decisions/",
        "/units/",
        "/me/",
        "/account/",
        "/account/readers/",
        "/account/openings/",
        "/account/leaving/",
    ],
    "secretary": ["/desk/", "/members/", "/members/new/"],
    "district": ["/overview/"],
    "office": ["/publish/", "/publish/new/", "/publish/import/"],
    "registrar": ["/imports/", "/imports/new/", "/units/kinds/", "/units/sectors/"],
}


def tab_to(page, words):
    """Press Tab until something that begins with `words` has the focus; all on the way must show it."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["isOutlined"], focused
        assert focused["isInView"], focused
        if focused["words"].startswith(words):
            return
    pytest.fail(f"Tab never came to “{words}”")


def test_a_member_acknowledges_by_keyboard_alone(open_page, served):
    page = open_page(served.people["members"]["brackenfold-bakers"][0])
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["words"] == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for words in ("Read it", "Acknowledge"):
        tab_to(page, words)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert (
        page.locator("#messages").inner_text() == "Acknowledged. You can withdraw it on the decision’s page."
    )


def press_by_keyboard(page, *words):
    for each in words:
        tab_to(page, each)
        with page.expect_navigation():
            page.keyboard.press("Enter")


def test_a_secretary_enters_a_reading_by_keyboard_alone(open_page, served):
    page = open_page(served.path_of("secretary fernlake-weavers"))
    page.goto("/desk/")
    press_by_keyboard(page, "Confirm it")
    tab_to(page, page.locator("label:has(input[type=checkbox])").first.inner_text())
    page.keyboard.press("Space")
    press_by_keyboard(page, "Enter that it was read aloud")
    assert (
        page.locator("#messages").inner_text()
        == "Entered: it was read aloud. Those present see it and can withdraw it."
    )


def test_a_registrar_admits_a_member_by_keyboard_alone(open_page, served):
    page = open_page(served.path_of("registrar"))
    page.goto("/members/new/")
    for label, words in (("Cell", "Fernlake"), ("Name", "Ida Keys")):
        tab_to(page, label)
        page.keyboard.type(words)
    press_by_keyboard(page, "Admit this member")
    assert "Ida Keys" in page.locator("#messages").inner_text()


def test_an_officer_conveys_a_decision_by_keyboard_alone(open_page, served):
    page = open_page(served.path_of("office"))
    page.goto("/publish/new/")
    for label, words in (("Title", "By keys alone"), ("Text", "1. Every page has its keys.")):
        tab_to(page, label)
        page.keyboard.type(words)
    press_by_keyboard(page, "Save and go on", "It was adopted in these words", "Look it over", "Convey it")
    assert "is conveyed: everybody it is for finds it" in page.locator("#messages").inner_text()


def test_what_a_member_or_secretary_opens_first_is_small(browser, open_page, served):
    """At most 100 KB come over the line, compressed, for a page of somebody who has none of it yet."""
    page, sizes = open_page(served.path_of("member")), {}
    decision = page.get_by_role("link", name="Read it").first.get_attribute("href")
    page.goto(served.path_of("secretary"))
    page.goto("/desk/")
    reading = page.get_by_role("link", name="Confirm it").first.get_attribute("href")
    of_secretary = ["/desk/", "/members/", reading]
    for role, screens in (("member", [*SCREENS["member"], decision]), ("secretary", of_secretary)):
        for path in screens:
            with browser.new_context(base_url=served.url, viewport=PHONE) as context:
                context.request.get(served.path_of(role))
                sizes[f"{role} {path}"] = bytes_of(context.new_page(), path)
    assert {where: size for where, size in sizes.items() if size > BUDGET} == {}
    # Were nothing counted, nothing could be too much.
    assert min(sizes.values()) > 5_000


def bytes_of(page, path):
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    sizes = []
    line.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    return sum(sizes)


@pytest.mark.parametrize(("language", "direction"), [("en-xa", "ltr"), ("ar-xb", "rtl")])
def test_no_word_of_ours_is_left_out_of_translation_and_no_direction_breaks_a_page(
    browser, served, language, direction
):
    findings, names = defaultdict(dict), names_in(served)
    for role, screens in SCREENS.items():
        with browser.new_context(base_url=served.url, viewport=PHONE, **STILL) as context:
            context.request.get(served.path_of(role))
            context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
            page = context.new_page()
            for path in [*screens, *first_task_on(page, screens[0])]:
                look(page, path, names, findings)
    assert findings["untranslated"] == {}
    assert findings["sticks out"] == {}
    assert set(findings["direction"].values()) == {direction}


def first_task_on(page, path):
    page.goto(path)
    return [each.get_attribute("href") for each in page.locator(".task-lead h3 a").all()]


def look(page, path, names, findings):
    page.goto(path)
    findings["direction"][path] = page.evaluate("getComputedStyle(document.body).direction")
    left = [each for each in page.evaluate(SAID) if LETTERS.search(without(each, names))]
    if left:
        findings["untranslated"][path] = left
    if sticking_out := sticking_out_of(page, PHONE["width"]):
        findings["sticks out"][path] = sticking_out


def without(words, names):
    """Take away what was translated, and the names that people gave."""
    while BRACKETED.search(words):
        words = BRACKETED.sub("", words)
    for name in names:
        words = words.replace(name, "")
    return words


def names_in(served):
    """Return the names that people gave, the longest first, as none of them is a word of ours."""
    columns = ("units_unit.name", "units_unit.code", "units_unitkind.name", "units_unitkind.plural", "units_unitkind.code",
               "units_sector.name", "units_sector.code",
               "people_person.name", "people_person.sort_name", "people_office.name", "people_account.email",
               "documents_text.title", "units_unit.time_zone")  # fmt: skip
    names = set()
    with closing(sqlite3.connect(served.data / "folkmoot.sqlite3")) as database:
        for column in columns:
            table, _dot, field = column.partition(".")
            names |= {name for (name,) in database.execute(f"select {field} from {table}") if name}  # noqa: S608  -- our own names
    return sorted(names, key=len, reverse=True)
