"""Letting a device be notified, in a real browser: what it shows where that works, where it does not, and without scripts."""

import os

import pytest

from folkmoot.cli.testing.chromium import chromium
from tests.journeys.conftest import DESKTOP, PHONE, QUIET, STILL, listen
from tests.journeys.looking import barriers_on, sticking_out_of
from tests.journeys.serving import ROOT
from tests.journeys.test_first_screens import press

MEMBERS = "alderwick-dairy"
NEEDS = "you need a browser that runs scripts"
# What a browser hands to the page; the journey stands in for the push service, which is not to be reached from here.
MADE = """() => {
  const keys = {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  };
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), each => each.charCodeAt(0));
  PushManager.prototype.subscribe = async asked => {
    window.asked = asked.userVisibleOnly;
    return { endpoint: "https://push.example.org/send/a", getKey: name => bytes(keys[name]).buffer };
  };
}"""


def on_notices(open_page, served, number, **asked):
    page = open_page(served.people["members"][MEMBERS][number], **asked)
    page.goto("/account/notices/")
    return page


def test_without_scripts_the_page_says_what_it_needs(open_page, served):
    page = on_notices(open_page, served, 0, java_script_enabled=False)
    assert page.get_by_text(NEEDS).is_visible()
    assert not page.get_by_role("button", name="Notify this device").is_visible()


@pytest.fixture
def own_window(browser, served, tmp_path):
    """Open a window that keeps what it did: in one that does not, Chromium knows of no push at all."""
    path = os.environ.get("FOLKMOOT_TEST_CHROMIUM") or chromium(ROOT)
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "window",
        executable_path=path,
        args=list(QUIET),
        base_url=served.url,
        viewport=PHONE,
        permissions=["notifications"],
        **STILL,
    )
    complaints = []
    listen(context.pages[0], complaints)
    yield context.pages[0]
    context.close()
    assert complaints == []


def test_a_browser_that_reaches_no_push_service_says_so_and_nothing_is_turned_on(own_window, served):
    page = own_window
    page.goto(served.people["members"][MEMBERS][1])
    page.goto("/account/notices/")
    assert not page.get_by_text(NEEDS).is_visible()
    press(page, "Notify this device")
    # It waits for its service, and the page for it, but not for ever.
    page.get_by_text("This browser cannot reach its push service").wait_for(timeout=40_000)
    # The worker is there all the same, under a scope without pages.
    scopes = page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistrations()).map(each => new URL(each.scope).pathname)"
    )
    assert scopes == ["/static/ui/"]
    page.reload()
    assert page.get_by_role("button", name="Turn it off").count() == 0


def test_a_member_who_denies_it_is_told_where_to_allow_it(open_page, served):
    page = on_notices(open_page, served, 1, permissions=[])
    page.evaluate("Notification.requestPermission = async () => 'denied'")
    press(page, "Notify this device")
    page.get_by_text("This browser does not let us notify you.").wait_for()


def test_a_member_turns_it_on_sees_it_listed_and_turns_it_off(open_page, served):
    page = on_notices(open_page, served, 2, permissions=["notifications"])
    page.evaluate(MADE)
    page.get_by_role("group", name="Notify this device").get_by_label("At once").check()
    press(page, "Notify this device")
    page.get_by_text("This device is notified now.").wait_for()
    assert page.get_by_text("by way of push.example.org").is_visible()
    assert [sticking_out_of(page, size["width"]) for size in (PHONE, DESKTOP)] == [[], []]
    assert barriers_on(page) == []
    page.goto("/account/sessions/")
    assert page.get_by_text("gets notifications").count() == 1
    press(page, "Turn notifications off on a device", "link")
    press(page, "Turn it off")
    page.get_by_text("That device is notified no more.").wait_for()
    assert page.get_by_role("button", name="Notify this device").is_visible()


def test_what_is_pushed_is_shown_and_a_repeat_takes_its_place(open_page, served):
    page = on_notices(open_page, served, 3, permissions=["notifications"])
    devtools = page.context.new_cdp_session(page)
    registrations = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    page.evaluate(
        "navigator.serviceWorker.register(document.forms[1]?.dataset.pushWorker ?? '/static/ui/push-worker.js')"
    )
    page.evaluate("async () => { while (!(await navigator.serviceWorker.getRegistrations())[0]?.active); }")
    said = '{"title": "Something new for you", "body": "There is 1 new thing for you.", "language": "en", "mark": "1"}'
    for _time in range(2):
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": served.url, "registrationId": registrations[0]["registrationId"], "data": said},
        )
    shown = """async () => {
      const [registration] = await navigator.serviceWorker.getRegistrations();
      const shown = await registration.getNotifications();
      return shown.map(each => [each.title, each.body, each.silent]);
    }"""
    for _time in range(100):
        # The second is shown after both were delivered.
        if (page.evaluate(shown) or [[""]])[0][-1]:
            break
        page.wait_for_timeout(50)
    assert page.evaluate(shown) == [["Something new for you", "There is 1 new thing for you.", True]]
