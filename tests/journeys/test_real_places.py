"""The closing journey: 36,000 real units and a real constitution, in a browser and then again over the API.

The units are all there are; of members there are 100,000 unless FOLKMOOT_TEST_MEMBERS says otherwise. Figures
are taken every second here, and every three minutes where nothing is set.
"""

import csv
import email
import gzip
import io
import os
import re
from datetime import datetime
from email.policy import default
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from folkmoot.cli.testing.papers import constitution
from folkmoot.documents.rules.plain_texts import outline_to_markdown, text_in
from tests.journeys import real_places
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.serving import Installation, wait_until
from tests.journeys.test_first_screens import heading, message, press

MEMBERS = int(os.environ.get("FOLKMOOT_TEST_MEMBERS", "100000"))
REGISTRAR = "greffe@communes.example"
# By their numbers in the file: in Bayonne and Biarritz, whose first ones keep their papers, and one who is head office.
MEMBER, SECRETARY = real_places.address(2), real_places.address(31)
HEAD_OFFICE = 2 * real_places.IN_BOTH + 1
LONG = 600
# Days are those of the communes, whatever it is here.
ZONE = ZoneInfo("Europe/Paris")


class Country:
    """France as an organisation, with everybody who plays a part in it signed in."""

    def __init__(self, browser, folder):
        self.installation = Installation(folder / "data", FIGURES_SECONDS="1")
        self.files = folder
        self.browser = browser
        self.pages = {}

    def found(self):
        named = {"name": "France", "code": real_places.TOP, "kinds": "mass", "time-zone": ZONE.key}
        first = {"officer-name": "Claire Greffe", "officer-email": REGISTRAR}
        words = [word for name, value in (named | first).items() for word in (f"--{name}", value)]
        self.installation.run("folkmoot", "setup", *words)

    def page_of(self, address, viewport=DESKTOP):
        """Return a page of somebody, signed in once by the code that was sent to them."""
        if address not in self.pages:
            page = self.browser.new_context(base_url=self.installation.url, viewport=viewport).new_page()
            page.set_default_timeout(120_000)
            page.goto("/sign-in/")
            page.get_by_label("E-mail address").fill(address)
            press(page, "Send me a code")
            page.get_by_label("Code").fill(self.code_sent_to(address))
            press(page, "Sign in")
            self.pages[address] = page
        return self.pages[address]

    def code_sent_to(self, address):
        for path in sorted((self.installation.data / "outbox").glob("*.eml"), reverse=True):
            sent = email.message_from_bytes(path.read_bytes(), policy=default)
            if address in sent["To"]:
                return re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", sent.get_content(), re.MULTILINE)[1]
        return pytest.fail(f"no mail was sent to {address}")

    def get(self, address, path, **asked):
        answer = self.page_of(address).request.get(f"/api/{path}", params=asked)
        assert answer.status == 200, answer.text()
        return answer.json()

    def do(self, address, act, **given):
        """Do an act over the API, as whoever is signed in with that address, and return the id that it answers."""
        page = self.page_of(address)
        token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
        headers = {"Idempotency-Key": str(uuid4()), "X-CSRFToken": token, "Referer": self.installation.url}
        answer = page.request.post(f"/api/acts/{act}", data=given, headers=headers)
        assert answer.status == 200, answer.text()
        return answer.json()["id"]


@pytest.fixture(scope="module")
def country(browser, tmp_path_factory):
    """Import the country in a browser, appoint its secretary, and give it to both journeys."""
    country = Country(browser, tmp_path_factory.mktemp("country"))
    country.found()
    with country.installation.serving():
        import_everything(country)
        appoint_head_office(country)
        yield country
        for page in country.pages.values():
            page.context.close()


def import_everything(country):
    page = country.page_of(REGISTRAR)
    raw, units, members = (country.files / f"{name}.csv" for name in ("raw", "units", "members"))
    real_places.write_as_they_come(raw)
    bring(page, raw)
    assert page.get_by_role("alert").inner_text() == (
        "Something is wrong in 26 rows. Nothing was imported. Correct them and bring the file again."
    )
    # The offices give Guadeloupe and Ain the same code.
    assert "“01” is in row 2 already" in page.get_by_role("table").inner_text()
    counts = real_places.write_units(units)
    assert counts["cell"] > 34_000
    bring(page, units)
    import_it(page, counts.total())
    real_places.write_members(members, MEMBERS)
    bring(page, members, kind="Members")
    import_it(page, MEMBERS)


def bring(page, path, kind="Units"):
    """Bring a file, take the columns as they were guessed, and wait until it was tried."""
    page.goto("/imports/new/")
    page.get_by_label(kind).check()
    unit = page.locator("[name=under_id]")
    # As long as there is but one, it is not asked.
    if unit.evaluate("field => field.tagName === 'INPUT' && field.type !== 'hidden'"):
        unit.fill(real_places.TOP)
    page.get_by_label("File").set_input_files(path)
    press(page, "Bring it")
    press(page, "Try it")
    wait_for(page, ".refusal, form[action*='/start/']")


def import_it(page, rows):
    press(page, "Import them")
    wait_for(page, ".notice-success")
    said = page.locator(".notice-success").inner_text()
    assert said == f"{rows:,} rows are imported: {rows:,} new, 0 changed, 0 already so."


def wait_for(page, selector):
    # The page looks again every two seconds by itself.
    page.wait_for_selector(selector, timeout=LONG * 1000)


def appoint_head_office(country):
    page = country.page_of(REGISTRAR)
    page.goto(f"/units/{top_of(country)}/officers/appointment/")
    page.get_by_text("Appoint somebody by member number and name").click()
    page.get_by_label("Office", exact=True).select_option("secretary")
    page.get_by_label("Member number").fill(f"F{HEAD_OFFICE}")
    page.get_by_label("Name", exact=True).fill(f"Membre {HEAD_OFFICE}")
    press(page, "Go on")
    page.locator("form .button-primary").click()


def top_of(country):
    return unit_called(country, real_places.TOP)


def unit_called(country, code):
    rows = country.get(REGISTRAR, "units", q=code)["rows"]
    return next(row["id"] for row in rows if row["code"] == code)


def test_a_constitution_reaches_two_communes_and_every_level_sees_it_move(country):
    office = country.page_of(real_places.address(HEAD_OFFICE))
    adopt_and_convey(office, constitution("1.0"))
    member = country.page_of(MEMBER, PHONE)
    member.goto("/")
    press(member, "Read it", "link")
    title = heading(member)
    assert title == "Historical version of the Constitution for the Debian Project (v1.0)"
    assert member.locator("[id='point-4.1']").count() == 1
    press(member, "Acknowledge")
    attest(country.page_of(SECRETARY, PHONE), title)
    assert_reach_moves(country, office, title)
    assert_the_others_are_listed(office)


def adopt_and_convey(page, path):
    press(page, "Publish", "link")
    press(page, "Bring a text", "link")
    page.get_by_label("File").set_input_files(
        {"name": path.stem, "mimeType": "text/plain", "buffer": gzip.decompress(path.read_bytes())}
    )
    press(page, "Read it in")
    press(page, "Save and go on")
    press(page, "It was adopted in these words")
    press(page, "Look it over")
    press(page, "Convey it")
    assert "is conveyed: everybody it is for finds it" in message(page)


def attest(page, title):
    page.goto("/desk/")
    page.get_by_role("link", name=title, exact=True).click()
    for number in range(real_places.IN_BOTH + 1, real_places.IN_BOTH + 13):
        page.get_by_label(f"Membre {number}", exact=True).check()
    press(page, "Enter that it was read aloud")
    assert message(page) == "Entered: it was read aloud. Those present see it and can withdraw it."


def assert_reach_moves(country, page, title):
    """One cell of all has confirmed, and of 13 who have it at least ten are told of, from the top down."""
    press(page, "Overview", "link")
    page.get_by_role("table").get_by_role("link", name=re.compile(re.escape(title))).click()
    everybody = rf"1 of 34969 .* at least 10 of {MEMBERS}\b"
    wait_until(lambda: re.search(everybody, reach_on(page)), lambda: reach_on(page), patience=LONG)
    here = unit_called(country, real_places.BASQUE)
    page.goto(re.sub(r"/reach/.*", f"/reach/{here}/", page.url))
    assert re.search(
        rf"1 of 158 .* at least 10 of {real_places.members_in_basque(MEMBERS)}\b", reach_on(page)
    )


def reach_on(page):
    page.reload()
    return " ".join(" ".join(page.locator(".progress").all_inner_texts()).replace(",", "").split())


def assert_the_others_are_listed(page):
    address = page.get_by_role("link", name=re.compile("CSV")).get_attribute("href")
    rows = list(csv.DictReader(io.StringIO(page.request.get(address).body().decode("utf-8-sig"))))
    codes = {row["Code"] for row in rows}
    assert len(rows) == 157
    assert real_places.BAYONNE in codes
    assert real_places.BIARRITZ not in codes


def test_the_same_over_the_api(country):
    office = real_places.address(HEAD_OFFICE)
    assert_a_file_again_changes_nothing(country)
    decision = adopt_and_convey_over_the_api(country, office, constitution())
    (first, *_others) = country.get(MEMBER, "inbox")["rows"]
    assert (first["id"], first["acknowledged_at"]) == (decision, None)
    country.do(MEMBER, "decisions.acknowledge_decision", decision_id=decision)
    biarritz = unit_called(country, real_places.BIARRITZ)
    people = country.get(SECRETARY, "people", unit=real_places.BIARRITZ)["rows"]
    present = [row["id"] for row in people][:12]
    read_on = datetime.now(ZONE).date().isoformat()
    given = {"decision_id": decision, "unit_id": biarritz, "read_on": read_on, "present": present}
    country.do(SECRETARY, "decisions.attest_reading", **given)
    assert_reach_moves_over_the_api(country, office, decision)


def assert_a_file_again_changes_nothing(country):
    page = country.page_of(REGISTRAR)
    bring(page, country.files / "units.csv")
    (job, *_earlier) = country.get(REGISTRAR, "imports")["rows"]
    assert (job["state"], job["new_count"], job["changed_count"]) == ("checked", 0, 0)
    assert job["same_count"] == job["row_count"] > 36_000
    country.do(REGISTRAR, "structure.drop_import", job_id=job["id"])


def adopt_and_convey_over_the_api(country, office, path):
    read = outline_to_markdown(text_in(gzip.decompress(path.read_bytes())))
    top = top_of(country)
    texts = [{"language": "en", "title": read.title, "body": read.markdown}]
    decision = country.do(office, "decisions.draft_decision", unit_id=top, texts=texts)
    today = datetime.now(ZONE).date().isoformat()
    country.do(office, "decisions.adopt_decision", decision_id=decision, revision=1, adopted_on=today)
    country.do(office, "decisions.convey_decision", decision_id=decision, unit_id=top)
    return decision


def assert_reach_moves_over_the_api(country, office, decision):
    def figure_in(unit):
        return country.get(office, f"decisions/{decision}/reach", unit=unit)["figure"] or {}

    def shown_in(unit):
        figure = figure_in(unit)
        return [figure.get(name) for name in ("cells", "cells_reached", "members", "acknowledged_at_least")]

    top = real_places.TOP
    wait_until(lambda: shown_in(top) == [34_969, 1, MEMBERS, 10], lambda: shown_in(top), patience=LONG)
    assert shown_in(real_places.BASQUE) == [158, 1, real_places.members_in_basque(MEMBERS), 10]
    lacking = country.get(office, f"decisions/{decision}/not-reached", unit=real_places.BASQUE, limit=500)
    codes = {row["code"] for row in lacking["rows"]}
    assert (len(codes), real_places.BIARRITZ in codes) == (157, False)
