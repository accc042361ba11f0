"""The Debian Constitution from 1.0 to 1.9, adopted one after another, and a member who was away for seven versions of it."""

import gzip
from uuid import uuid4

import pytest

from folkmoot.cli.testing.papers import constitution
from folkmoot.documents.rules.plain_texts import outline_to_markdown, text_in
from tests.journeys.conftest import DESKTOP
from tests.journeys.serving import Installation
from tests.journeys.test_first_screens import heading, message, press

# The days on which they came into force; the package keeps the latest without its number.
VERSIONS = {
    "1.0": "1998-12-02",
    "1.1": "2003-06-21",
    "1.2": "2003-10-29",
    "1.3": "2006-09-24",
    "1.4": "2007-10-07",
    "1.5": "2015-01-09",
    "1.6": "2015-12-13",
    "1.7": "2016-08-14",
    "1.8": "2022-01-28",
    "1.9": "2022-03-26",
}
READ = "1.3"
IN_2010 = "1.4"


@pytest.fixture(scope="module")
def away(made, tmp_path_factory):
    """Serve a copy of the small organisation that nobody else uses."""
    installation = Installation.copied(made, tmp_path_factory.mktemp("constitution") / "small", DEMO="1")
    with installation.serving():
        yield installation


def words_of(version):
    name = "" if version == "1.9" else version
    read = outline_to_markdown(text_in(gzip.decompress(constitution(name).read_bytes())))
    return {"language": "en", "title": read.title, "body": read.markdown}


def do(page, act, **given):
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
    origin = page.url.split("/", 3)[:3]
    headers = {"Idempotency-Key": str(uuid4()), "X-CSRFToken": token, "Referer": "/".join(origin)}
    answer = page.request.post(f"/api/acts/{act}", data=given, headers=headers)
    assert answer.status == 200, answer.text()
    return answer.json()["id"]


def adopt_and_convey(page, draft, version, top):
    on = VERSIONS[version]
    do(page, "decisions.adopt_decision", decision_id=draft, revision=1, adopted_on=on)
    do(page, "decisions.convey_decision", decision_id=draft, unit_id=top)
    return draft


def amend(page, constitution_id, version, number, top):
    own = {"language": "en", "title": f"Version {version}", "body": f"1. Version {version} is adopted."}
    given = {"unit_id": top, "target_id": constitution_id, "on_version": number, "texts": [own]}
    draft = do(page, "decisions.draft_amendment", wording=[words_of(version)], **given)
    return adopt_and_convey(page, draft, version, top)


def points_on(page):
    return page.locator("article .point").all_inner_texts()


def test_a_member_returns_after_seven_versions_and_sees_what_changed(open_page, away):
    office = open_page(away.path_of("office"), at=away, viewport=DESKTOP)
    office.goto("/publish/")
    units = office.request.get("/api/units?q=federation").json()["rows"]
    top = next(row["id"] for row in units if row["code"] == "federation")
    draft = do(office, "decisions.draft_decision", unit_id=top, texts=[words_of("1.0")])
    first = adopt_and_convey(office, draft, "1.0", top)
    member = open_page(away.path_of("member"), at=away)
    for number, version in enumerate(list(VERSIONS)[1:], start=1):
        amend(office, first, version, number, top)
        if version == READ:
            read_whole(member)
    returns(member, first)
    reads_the_text_of_2010(member)
    sees_how_they_hang_together(member, first)
    the_api_tells_the_same(office, first)


def read_whole(member):
    """Read today's text once, though three amendments were conveyed beside the first version."""
    member.goto("/")
    assert member.get_by_role("link", name="Version 1.1").count() == 0
    member.get_by_role("link", name=words_of(READ)["title"], exact=True).click()
    assert member.locator("article ins, article del").count() == 0
    press(member, "Acknowledge")
    assert message(member) == "Acknowledged. You can withdraw it on the decision’s page."


def returns(member, first):
    member.goto("/")
    assert [member.get_by_role("link", name=f"Version 1.{number}", exact=True).count() for number in range(4, 10)] == [
        0, 0, 0, 0, 0, 1,
    ]  # fmt: skip
    member.get_by_role("link", name="Version 1.9", exact=True).click()
    assert heading(member) == words_of("1.9")["title"]
    notice = member.locator(".notice-warning")
    assert notice.get_by_role("heading", level=2).inner_text() == "Changed since you read it"
    assert notice.get_by_role("listitem").count() == 6
    # Version 1.5: members of the technical committee serve for a time; 1.8: a new way to discuss and vote.
    assert member.locator("article ins").count() > 20
    assert member.locator("article del").count() > 20
    unchanged = member.locator("[id='point-1']").inner_text()
    press(member, "I have read what changed")
    member.goto(f"/decisions/{first}/")
    assert member.locator("article ins, article del, .notice-warning").count() == 0
    assert member.locator("[id='point-1']").inner_text() == unchanged
    member.goto("/")
    assert member.get_by_role("region", name="New for you").get_by_role("link", name="Version").count() == 0
    member.goto(f"/decisions/{first}/")


def reads_the_text_of_2010(member):
    member.get_by_label("The text as it was on").fill("2010-07-01")
    press(member, "Read it")
    assert heading(member) == words_of(IN_2010)["title"]
    assert "This is the text as it was on 1 July 2010." in member.locator(".notice").first.inner_text()
    then = points_on(member)
    press(member, "See what changed since then", "link")
    assert member.locator("article ins").count() > 20
    assert len(then) < len(points_on(member))


def sees_how_they_hang_together(member, first):
    member.goto(f"/decisions/{first}/relations/")
    assert member.locator(".arcs-lines li").count() == 10
    assert member.locator(".arcs-drawing .arc").count() == 9
    assert member.get_by_role("table").get_by_role("row").count() == 10


def the_api_tells_the_same(office, first):
    rows = office.request.get(f"/api/decisions/{first}/versions").json()["rows"]
    assert [row["number"] for row in rows] == list(range(1, 11))
    assert all(row["operations"] for row in rows[1:])
    then = office.request.get(f"/api/decisions/{first}?on=2010-07-01").json()
    assert then["version"] == 5
