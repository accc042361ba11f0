"""Each first screen, from signing in to what it is for: on a phone, on a desktop, and on a phone without JavaScript."""

import csv
import io
import re

import pytest

from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.serving import wait_until

DEVICES = {
    "phone": {"viewport": PHONE},
    "desktop": {"viewport": DESKTOP},
    "phone without JavaScript": {"viewport": PHONE, "java_script_enabled": False},
}
# Everybody who walks a journey has a cell of their own, so that none meets what another has done.
CELLS = {
    "phone": "alderwick-bakers",
    "desktop": "alderwick-dairy",
    "phone without JavaScript": "alderwick-weavers",
}


@pytest.fixture(params=DEVICES)
def device(request):
    return request.param


def press(page, words, role="button"):
    page.get_by_role(role, name=re.compile(f"^{re.escape(words)}")).first.click()
    # A click returns as the next page begins to arrive; a list read then would be the part that is there.
    page.wait_for_load_state()


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def message(page):
    return page.locator("#messages").inner_text()


def test_a_member_reads_what_is_new_acknowledges_it_and_takes_it_back(open_page, served, device):
    member = served.people["members"][CELLS[device]][0]
    page = open_page(member, **DEVICES[device])
    assert heading(page) == "Today"
    title = page.locator(".task-lead").get_by_role("heading").inner_text()
    press(page, "Read it", "link")
    assert heading(page) == title
    press(page, "Acknowledge")
    assert message(page) == "Acknowledged. You can withdraw it on the decision’s page."
    page.get_by_role("region", name="Received").get_by_role("link", name=title).click()
    press(page, "Withdraw")
    assert message(page) == "Withdrawn."
    assert page.get_by_role("button", name=re.compile("^Acknowledge")).count() == 1


def test_a_secretary_sees_who_lacks_it_enters_a_reading_and_takes_it_back(open_page, served, device):
    page = open_page(served.path_of(f"secretary {CELLS[device]}"), **DEVICES[device])
    press(page, "Desk", "link")
    title = page.locator(".task-lead").get_by_role("heading").inner_text()
    press(page, "Confirm it", "link")
    lacking = page.get_by_role("region", name="not reached yet").get_by_role("listitem").all_inner_texts()
    for name in lacking[:3]:
        page.get_by_label(name, exact=True).check()
    press(page, "Enter that it was read aloud")
    assert message(page) == "Entered: it was read aloud. Those present see it and can withdraw it."
    press(page, title, "link")
    still = page.get_by_role("region", name="not reached yet").get_by_role("listitem").all_inner_texts()
    assert still == lacking[3:]
    press(page, "Withdraw")
    assert message(page) == "Withdrawn: this decision is open again."
    press(page, title, "link")
    press(page, "Everyone here has it")
    assert message(page) == "Confirmed: everyone has it. You can withdraw this here: open the decision again."


def test_a_district_officer_finds_the_cells_that_were_not_reached(open_page, served, device):
    page = open_page(served.path_of("chair greywater"), **DEVICES[device])
    press(page, "Overview", "link")
    assert heading(page) == "Greywater"
    press(page, "See where it has not arrived", "link")
    table = page.get_by_role("region", name="Where it has not arrived")
    table.wait_for()
    shown = table.get_by_role("rowheader").or_(table.locator("tbody td:first-child")).all_inner_texts()
    address = table.get_by_role("link", name=re.compile("CSV")).get_attribute("href")
    rows = list(csv.DictReader(io.StringIO(page.request.get(address).body().decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == shown


def test_head_office_conveys_a_decision_as_a_newcomer_and_sees_the_first_cell_confirm(
    open_page, served, device
):
    page = open_page(served.path_of("office"), **DEVICES[device])
    title = f"A week of open doors ({device})"
    steps = write_adopt_and_convey(page, title)
    # Ten things to press or fill in: nobody takes three minutes for them.
    assert steps == 10
    assert re.fullmatch(r"2\d\d\d/\d+ is conveyed: everybody it is for finds it .*", message(page))
    secretary = open_page(served.path_of("secretary fernlake-dairy"), **DEVICES[device])
    press(secretary, "Desk", "link")
    secretary.get_by_role("link", name=title, exact=True).click()
    press(secretary, "Everyone here has it")
    press(page, "Overview", "link")
    page.get_by_role("link", name=re.compile(re.escape(title))).last.click()
    wait_until(lambda: "1 of 12" in reach_on(page), lambda: reach_on(page))


def write_adopt_and_convey(page, title):
    """Do what the pages say comes next, and return how many things that were."""
    text = "1. Every co-operative opens its doors for a week.\n2. It says on which days.\n"
    steps = [
        lambda: press(page, "Publish", "link"),
        lambda: press(page, "Write a decision", "link"),
        lambda: page.get_by_label("Title").fill(title),
        lambda: page.get_by_label("Text", exact=True).fill(text),
        lambda: press(page, "Save and go on"),
        lambda: page.get_by_label("Adopted on").click(),
        lambda: press(page, "It was adopted in these words"),
        lambda: press(page, "Look it over"),
        lambda: page.get_by_role("heading", level=1).click(),
        lambda: press(page, "Convey it"),
    ]
    for step in steps:
        step()
    return len(steps)


def reach_on(page):
    page.reload()
    return " ".join(page.locator("main").inner_text().split())
