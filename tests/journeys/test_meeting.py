"""A meeting run on a phone, by two people, one of whom loses the connection."""

import re

import pytest

from tests.journeys.looking import barriers_on
from tests.journeys.serving import wait_until

MOST_BYTES = 100 * 1024
WEIGHT = """() => [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
  .reduce((sum, each) => sum + each.transferSize, 0)"""


def press(page, words, role="button", nth=0):
    page.get_by_role(role, name=re.compile(f"^{re.escape(words)}")).nth(nth).click()


def here(page):
    return page.locator(".quorum-here").inner_text()


def taps(page):
    shown = page.locator("#taps")
    return shown.inner_text() if shown.is_visible() else ""


def now_dealt_with(page):
    return page.locator("#current").inner_text() if page.locator("#current").count() else ""


def name_of(page):
    return page.locator(".menu-name").first.text_content().strip()


def where(page):
    """Return how far down the page stands, and where its focus is."""
    return page.evaluate("[Math.round(window.scrollY), document.activeElement.id]")


def is_still(page, before):
    """Return whether the page stands where it stood, to a pixel or two, and its focus too."""
    (at, focus), (was_at, was_focus) = where(page), before
    return abs(at - was_at) <= 2 and focus == was_focus


def stay_where_it_is(page, chair):
    """Tap a row far down, by mouse and by keyboard: the page stays there, and so does that of who looks on."""
    one = page.locator(".row button", has_text="Is here").last.get_attribute("id")
    row = page.locator(f"#{one}")
    chair.locator(f"#{one}").focus()
    for press_it, count in ((row.click, 3), (lambda: page.keyboard.press("Enter"), 2)):
        row.focus()
        before, looks_on = where(page), where(chair)
        assert (before[0] > 0, before[1]) == (True, one)
        press_it()
        wait_until(lambda now=count: here(page) == f"{now} are here")
        assert is_still(page, before), (where(page), before)
        # The other screen asks by itself.
        wait_until(lambda now=count: here(chair) == f"{now} are here")
        assert is_still(chair, looks_on), (where(chair), looks_on)


def tap_without_one(page):
    """Tap, once too often too, and stay on the page whatever leads elsewhere."""
    page.context.set_offline(offline=True)
    wait_until(lambda: taps(page) == "There is no connection. What you tap here waits for it.")
    press(page, "Is here")
    press(page, "Is here", nth=1)
    button = page.locator("#tap-next")
    for _twice in range(2):
        button.click()
        assert button.inner_text() == "Take up: What became of the last meeting’s tasks · waits"
    wait_until(lambda: taps(page) == "3 taps wait for the connection.")
    address = page.url
    press(page, "Somebody moves something", "link")
    stays = "3 taps wait for the connection. Other pages open when the connection is back."
    assert (taps(page), page.url) == (stays, address)


def lose_the_connection(page, chair):
    """Tap on without one, while the chair turns to what comes after that."""
    tap_without_one(page)
    press(chair, "Take up: What became")
    wait_until(lambda: now_dealt_with(chair).startswith("What became"))
    press(chair, "Go on to: A second oven")
    wait_until(lambda: now_dealt_with(chair) == "A second oven")
    page.context.set_offline(offline=False)

    wait_until(lambda: taps(page) == "What waited was sent.")
    wait_until(lambda: taps(page) == "" and here(page) == "5 are here")
    assert now_dealt_with(page) == "A second oven"
    late = page.locator(".late h3")
    assert late.all_inner_texts() == ["Turned to: What became of the last meeting’s tasks"]
    wait_until(lambda: chair.locator(".late h3").count() == 1)
    press(chair, "Leave it out")
    wait_until(lambda: late.count() == 0)


@pytest.fixture
def kept(open_page, served):
    """The meeting called for today, opened by the secretary on a phone and kept by its chair on another."""
    chair = open_page(served.people["members"]["alderwick-bakers"][2])
    page = open_page(served.path_of("secretary"))
    page.goto("/units/")
    press(page, "Alderwick Bakers", "link")
    press(page, "Meetings", "link")
    press(page, "General meeting", "link")
    press(page, "Open the meeting", "link")
    page.get_by_label("Who chairs it").select_option(label=name_of(chair))
    early = page.get_by_label("Begin now, before its hour")
    if early.count():
        early.check()
    press(page, "Open the meeting")
    page.locator("#sitting").wait_for()
    chair.goto(page.url)
    return page, chair


def test_two_people_keep_a_meeting_and_nothing_is_lost_with_the_connection(kept):
    page, chair = kept
    assert barriers_on(page) == []
    assert page.evaluate(WEIGHT) <= MOST_BYTES
    assert (here(page), here(chair)) == ("2 are here", "2 are here")

    stay_where_it_is(page, chair)
    press(page, "Is here")
    wait_until(lambda: here(chair) == "3 are here")

    lose_the_connection(page, chair)
    assert barriers_on(page) == []

    press(page, "Go on to: Any other business")
    wait_until(lambda: now_dealt_with(page) == "Any other business")
    press(page, "Finish this item")
    press(page, "Close the meeting", "link")
    press(page, "Close the meeting")
    closed = page.locator(".notice-success:not(#taps)")
    closed.wait_for()
    assert closed.inner_text() == "The meeting is closed. 6 members attended it."
    wait_until(lambda: "is closed" in chair.locator("#sitting").inner_text())

    # What waits on a device goes with whoever tapped it.
    page.goto("/sign-out/")
    page.evaluate("localStorage.setItem('folkmoot.taps.a-meeting.somebody', '[]')")
    press(page, "Sign out")
    page.wait_for_url(lambda url: "/sign-out/" not in url)
    assert page.evaluate("Object.keys(localStorage)") == []
