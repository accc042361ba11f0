"""What worked in one co-operative is marked there, and copied by another one of another region into its own work."""

import re

from tests.journeys.looking import alike_on, barriers_on, sticking_out_of

TITLE = "Open the bakery on the first Sunday"


def press(page, words, role="button"):
    page.get_by_role(role, name=re.compile(f"^{re.escape(words)}")).first.click()
    page.wait_for_load_state()


def to_practices(page, unit):
    page.goto("/units/")
    press(page, unit, "link")
    press(page, "Plans", "link")
    press(page, "Good practice", "link")


def stands_in_nobodys_way(page):
    assert (barriers_on(page), alike_on(page), sticking_out_of(page, 360)) == ([], [], [])


def said(page):
    return page.locator("main").inner_text()


def mark_it(page):
    """Mark what worked, forgetting at first what came of it."""
    press(page, "Mark what worked here", "link")
    stands_in_nobodys_way(page)
    page.get_by_label("What worked", exact=True).fill(TITLE)
    page.get_by_label("What was done").fill("Two of us open it.\nA board at the door says so.")
    press(page, "Mark it")
    assert "This is empty. Fill it in." in said(page)
    page.get_by_label("What came of it").fill("Forty neighbours came in.")
    press(page, "Mark it")


def copy_it(page):
    """Copy it as work, by a day that is too far away at first."""
    press(page, TITLE, "link")
    stands_in_nobodys_way(page)
    press(page, "Copy it", "link")
    stands_in_nobodys_way(page)
    page.get_by_label("By when").fill("2090-01-01")
    press(page, "Copy it")
    assert "That is more than ten years ahead." in said(page)
    page.get_by_label("By when").fill(next_year(page))
    press(page, "Copy it")


def test_what_worked_in_one_unit_is_found_and_copied_by_another(open_page, served):
    marks = open_page(served.path_of("secretary alderwick-bakers"))
    to_practices(marks, "Alderwick Bakers")
    mark_it(marks)
    assert f"{TITLE}\nAlderwick Bakers, copied by 0 units" in re.sub(r"\n+", "\n", said(marks))
    stands_in_nobodys_way(marks)

    copies = open_page(served.path_of("secretary greywater-dairy"))
    to_practices(copies, "Greywater Dairy")
    copy_it(copies)
    assert "Copied by 1 unit · Greywater Dairy copied it" in said(copies)
    press(copies, "All good practice", "link")
    press(copies, "Work of Greywater Dairy", "link")
    press(copies, TITLE, "link")
    assert "A board at the door says so." in said(copies)


def next_year(page):
    return page.evaluate("`${new Date().getFullYear() + 1}-03-01`")
