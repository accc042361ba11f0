"""A district is split in the browser, and its figures add up before and after: members, cells and who confirmed a decision."""

import re

import pytest

from tests.journeys.conftest import DESKTOP
from tests.journeys.serving import Installation, wait_until
from tests.journeys.test_first_screens import heading, press, write_adopt_and_convey

CELLS = ("Brackenfold Bakers", "Brackenfold Dairy", "Brackenfold Weavers")
TITLE = "Before and after the split"


@pytest.fixture
def divided(made, tmp_path_factory):
    """An organisation of its own: nobody else shall find a district split."""
    return Installation.copied(made, tmp_path_factory.mktemp("divided") / "small", DEMO="1")


def test_a_district_is_split_and_its_figures_add_up_before_and_after(open_page, divided):
    with divided.serving():
        office, registrar = (
            open_page(divided.path_of(role), at=divided, viewport=DESKTOP) for role in ("office", "registrar")
        )
        write_adopt_and_convey(office, TITLE)
        confirm(open_page(divided.path_of("secretary brackenfold-dairy"), at=divided, viewport=DESKTOP))
        before = counted(office, registrar, {"Alderwick", "Brackenfold"})
        assert before["Brackenfold"] == (39, 1, 3)
        split(registrar)
    # The worker adds up members when it starts, and then every five minutes; figures are taken when one more cell confirms.
    with divided.serving():
        confirm(open_page(divided.path_of("secretary brackenfold-weavers"), at=divided, viewport=DESKTOP))
        after = counted(office, registrar, {"Alderwick", "Brackenfold", "Copperhill"})
    assert (after["Brackenfold"], after["Copperhill"]) == ((13, 0, 1), (26, 2, 2))
    members, confirmed, cells = summed(before)
    assert summed(after) == (members, confirmed + 1, cells)
    assert after["Alderwick"] == before["Alderwick"]


def confirm(page):
    press(page, "Desk", "link")
    page.get_by_role("link", name=TITLE, exact=True).click()
    press(page, "Everyone here has it")


def split(page):
    open_unit(page, "Brackenfold")
    page.get_by_text("More to change").click()
    press(page, "Split it", "link")
    page.get_by_label("Name of the new unit").fill("Copperhill")
    page.get_by_label("Code").fill("copperhill")
    for cell in CELLS[1:]:
        page.get_by_label(cell).check()
    press(page, "Split it")
    wait_until(lambda: "Copperhill has what was chosen for it" in main_of(page), lambda: main_of(page))


def counted(office, registrar, districts):
    """The members of each district of the region, its cells that confirmed and all of them, once they add up to the region's."""
    found = {}

    def is_counted():
        found.update({name: figures_of(office, registrar, name) for name in sorted(districts)})
        figures = [*found.values(), figures_of(office, registrar, "Northmark")]
        return all(None not in each for each in figures) and summed(found) == figures[-1]

    wait_until(is_counted, lambda: str(found))
    return found


def figures_of(office, registrar, name):
    return (members_of(registrar, name), *reached_in(office, name))


def summed(found):
    return tuple(sum(column) for column in zip(*found.values(), strict=True))


def open_unit(page, name):
    page.goto(f"/units/?q={name}")
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    assert heading(page) == name


def members_of(page, name):
    open_unit(page, name)
    said = re.search(r"Members\s+([\d,]+)", main_of(page))
    return int(said[1].replace(",", "")) if said else None


def reached_in(page, name):
    """How many cells of a unit confirmed the decision, and how many there are, as its page on reach says."""
    open_unit(page, name)
    unit = page.url.rstrip("/").rpartition("/")[2]
    page.goto(f"{address_of_decision(page)}reach/{unit}/")
    said = re.search(r"Cells that confirmed.*?(\d+) of (\d+)", main_of(page), re.DOTALL)
    return (int(said[1]), int(said[2])) if said else (None, None)


def address_of_decision(page):
    page.goto("/decisions/")
    return page.locator("main").get_by_role("link", name=TITLE).first.get_attribute("href")


def main_of(page):
    page.wait_for_load_state()
    return page.locator("main").inner_text()
