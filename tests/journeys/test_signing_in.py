"""Signing in with a passkey and with an app, in a real browser; without JavaScript the plain ways are there alone."""

import re
import time

from folkmoot.accounts.tests.apps import STEP_SECONDS, code_of
from tests.journeys.conftest import DESKTOP
from tests.journeys.test_first_screens import heading, message, press

MEMBERS = "alderwick-dairy"


def by_name(served):
    # Passkeys belong to a name; an address of numbers has none.
    return served.url.replace("127.0.0.1", "localhost")


def give_device(page):
    """Give the browser a device that unlocks itself for its owner."""
    asked = page.context.new_cdp_session(page)
    asked.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    asked.send("WebAuthn.addVirtualAuthenticator", {"options": kind})


def sign_out(page):
    page.goto("/sign-out/")
    press(page, "Sign out")


def test_a_member_adds_a_passkey_and_signs_in_with_it(open_page, served):
    page = open_page(base_url=by_name(served))
    give_device(page)
    page.goto(served.people["members"][MEMBERS][1])
    page.goto("/account/second/")
    press(page, "Add a passkey", "link")
    page.get_by_label("What do you call it?").fill("My phone")
    press(page, "Add a passkey")
    page.get_by_role("heading", name="Recovery codes", level=1).wait_for()
    assert page.locator("#recovery-codes li").count() == 10
    press(page, "I have kept them", "link")
    assert page.get_by_role("heading", name="My phone").count() == 1
    sign_out(page)
    page.goto("/sign-in/")
    press(page, "Use a passkey")
    page.get_by_role("heading", name="Today", level=1).wait_for()


def test_a_device_that_gives_no_passkey_is_told_and_the_code_by_mail_stays(open_page, served):
    page = open_page(base_url=by_name(served))
    give_device(page)
    page.goto("/sign-in/")
    press(page, "Use a passkey")
    page.get_by_text("The device gave no passkey.").wait_for()
    assert page.get_by_role("button", name="Send me a code").is_visible()


def typed_in_time(secret: str, *, steps_on: int = 0) -> str:
    """The code of an app as somebody types it who sees that the next one is some seconds off."""
    while STEP_SECONDS - time.time() % STEP_SECONDS < STEP_SECONDS / 2:
        time.sleep(0.5)
    return code_of(secret, steps_on=steps_on)


def test_a_member_sets_up_an_app_and_enters_its_code_as_the_second_step(open_page, served):
    page = open_page(served.people["members"][MEMBERS][2], java_script_enabled=False, viewport=DESKTOP)
    page.goto("/account/second/")
    press(page, "Set up an app", "link")
    secret = page.locator("#totp-key").inner_text()
    page.get_by_label("Code that the app shows").fill(typed_in_time(secret, steps_on=-1))
    press(page, "Set up the app")
    assert heading(page) == "Recovery codes"
    page.goto("/account/password/first/")
    for label in ("New password", "The same once more"):
        page.get_by_label(label, exact=True).fill("a long enough sentence")
    if "confirmation" in page.url:
        page.get_by_label("Code").fill(typed_in_time(secret))
    press(page, "Keep this password")
    page.goto("/account/")
    email = page.get_by_text(re.compile(r"@.*\.")).first.inner_text()
    sign_out(page)
    page.goto("/sign-in/password/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill("a long enough sentence")
    press(page, "Sign in")
    assert heading(page) == "The second step"
    page.get_by_label(re.compile("^Code from your app")).fill(typed_in_time(secret, steps_on=1))
    press(page, "Sign in")
    assert heading(page) == "Today"


def test_without_javascript_no_passkey_is_offered_where_none_can_be_used(open_page, served):
    page = open_page("/sign-in/", java_script_enabled=False, base_url=by_name(served))
    assert not page.get_by_role("button", name="Use a passkey").is_visible()
    assert page.get_by_role("link", name="I have a paper slip").is_visible()
    assert message(page) == ""


def test_a_member_without_a_mailbox_comes_in_by_a_paper_that_takes_two_officers(open_page, served):
    page = open_page(served.path_of(f"secretary {MEMBERS}"))
    page.goto("/members/")
    press(page, "Admit", "link")
    page.get_by_label("Name", exact=True).fill("Nell Paper")
    press(page, "Admit this member")
    page.goto("/members/?q=Paper")
    page.get_by_role("link", name=re.compile("Nell")).first.click()
    press(page, "Slip to sign in", "link")
    slip = page.url.removeprefix(served.url)
    press(page, "Print a slip")
    code = page.locator("#slip-code").inner_text()
    seconded(open_page, served, slip)
    member = open_page("/sign-in/slip/")
    member.get_by_label("Code from the paper").fill(code.lower())
    member.get_by_label("Your PIN").fill("271828")
    press(member, "Sign in")
    assert heading(member) == "Passkeys and the second step"
    page.goto(slip)
    assert page.get_by_text("No slip is open.").is_visible()


def seconded(open_page, served, slip):
    second = open_page(served.path_of(f"treasurer {MEMBERS}"))
    second.goto(slip)
    press(second, "The member is here with me", "link")
    for label in ("PIN that the member chooses", "The same once more"):
        second.get_by_label(label).fill("271828")
    press(second, "I have seen them")
    assert message(second) == "The slip is confirmed. The member can sign in with it now."
