from datetime import timedelta

import pytest

from conftest import World
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.tests.keeping import keep
from folkmoot.bylaws.tests.papers import MONTHLY, bylaws, entered
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.structure.actions.moving import move_unit

READING = {"kind": "reading", "days": 14}
REVIEW = MONTHLY | {"meeting": "review", "every": "quarter"}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def late(world: World) -> World:
    """It is 2 May: Harbour met in April, Hill and Vale did not; North was to hold a review by the end of June."""
    decision = bylaws(world)
    entered(world, decision, "2.1", MONTHLY, unit_kinds=["local"])
    entered(world, decision, "1", REVIEW, unit_kinds=["region"])
    world.at += timedelta(days=25)
    called(world, day=(world.at + timedelta(days=10)).date())
    world.at += timedelta(days=36)
    keep(world)
    return world


def page(world, client, who, address):
    return as_(client, world.people[who]).get(address)


def rows(answer):
    """The rows of the tables on a page, without their headings."""
    return [text for text in texts_of(answer, "tr") if not text.endswith(("Late", "Articles"))]


def test_officers_see_how_many_are_in_order_by_article_and_by_level(late: World, client) -> None:
    answer = page(late, client, "max", f"/bylaws/compliance/{late.union.pk}/")
    assert rows(answer)[:4] == [
        "1A review meeting is held at least once every quarter.2 of 2100%20",
        "2.1A general meeting is held at least once every month.1 of 333%12",
        "regions2 of 2100%20",
        "locals1 of 333%12",
    ]
    assert rows(answer)[-2:] == ["HillNorth1 May 20262.1", "ValeSouth1 May 20262.1"]


def test_an_officer_sees_their_own_part_alone(late: World, client) -> None:
    answer = page(late, client, "ada", f"/bylaws/compliance/{late.north.pk}/")
    assert rows(answer)[-1:] == ["HillNorth1 May 20262.1"]
    assert client.get(f"/bylaws/compliance/{late.union.pk}/").status_code == 404
    assert client.get(f"/bylaws/compliance/{late.south.pk}/out-of-order.csv").status_code == 404
    assert client.get("/bylaws/compliance/")["Location"] == f"/bylaws/compliance/{late.north.pk}/"


@pytest.mark.parametrize("who", ["bo", "cy", "stan"])
def test_whoever_leads_no_unit_above_cells_is_told_so(late: World, client, who: str) -> None:
    answer = page(late, client, who, "/bylaws/compliance/")
    assert "Nothing lies below you" in answer.content.decode()
    assert client.get(f"/bylaws/compliance/{late.north.pk}/").status_code == 404


def test_the_list_is_narrowed_by_article_and_words_and_taken_away(late: World, client) -> None:
    monthly = Provision.objects.get(article="2.1").pk
    address = f"/bylaws/compliance/{late.union.pk}/"
    answer = page(late, client, "max", f"{address}?article={monthly}&q=val")
    assert rows(answer)[-1:] == ["ValeSouth1 May 20262.1"]
    review = Provision.objects.get(article="1").pk
    assert "No unit is late." in client.get(f"{address}?article={review}").content.decode()
    file = b"".join(client.get(f"{address}out-of-order.csv?article={monthly}&q=hill").streaming_content)
    assert file.decode("utf-8-sig").splitlines() == [
        "Code,Name,Kind,Below,Late since,Articles",
        "hill,Hill,local,north,2026-05-01,2.1",
    ]


def test_a_unit_that_was_moved_stands_in_the_list_of_those_above_it_now(late: World, client) -> None:
    do(late, move_unit, by=late.una, unit_id=late.hill.pk, to_parent_id=late.south.pk)
    assert "Who is late" in page(late, client, "ada", f"/bylaws/compliance/{late.north.pk}/").content.decode()
    assert "No unit is late." in client.get(f"/bylaws/compliance/{late.north.pk}/").content.decode()


def test_before_anything_is_asked_the_page_says_what_will_stand_there(world: World, client) -> None:
    answer = page(world, client, "max", f"/bylaws/compliance/{world.union.pk}/")
    assert "Nothing is asked of any unit here" in answer.content.decode()
    assert links(answer)["Read the bylaws"] == f"/units/{world.union.pk}/bylaws/"


@pytest.mark.parametrize("path", ["/bylaws/compliance/{union}/", "/overview/{union}/"])
def test_the_pages_cost_twelve_questions_at_most(late: World, client, path: str) -> None:
    conveyed(late)
    as_(client, late.max)
    assert cost(client, path.format(union=late.union.pk)) <= 12


def test_from_the_list_one_comes_to_what_is_asked_of_a_unit_without_its_buttons(late: World, client) -> None:
    answer = page(late, client, "ada", f"/units/{late.hill.pk}/duties/")
    assert texts_of(answer, "p.meta")[:2] == [
        "was due by 30 April 2026 Article 2.1", "by 31 May 2026 Article 2.1",
    ]  # fmt: skip
    assert "Call a meeting" not in links(answer)
    assert client.get(f"/units/{late.vale.pk}/duties/").status_code == 404
    assert page(late, client, "bo", f"/units/{late.harbour.pk}/duties/").status_code == 200


def test_the_desk_shows_what_was_missed_until_it_is_made_up(late: World, client) -> None:
    late.at += timedelta(days=60)
    keep(late)
    answer = page(late, client, "bo", "/desk/")
    assert texts_of(answer, "p.meta")[1:] == [
        "was due by 31 May 2026 Article 2.1", "by 31 July 2026 Article 2.1", "by 31 August 2026 Article 2.1",
    ]  # fmt: skip
    assert links(answer)["Call a meeting"] == f"/units/{late.harbour.pk}/meetings/new/"
    called(late, day=(late.at + timedelta(days=3)).date())
    late.at += timedelta(days=4)
    keep(late)
    assert texts_of(client.get("/desk/"), "p.meta")[1:] == [
        "done Article 2.1", "by 31 August 2026 Article 2.1",
    ]  # fmt: skip


def test_officers_above_cells_have_a_desk_for_their_own_unit(late: World, client) -> None:
    answer = page(late, client, "ada", "/desk/")
    assert texts_of(answer, "h2") == ["North"]
    assert "by 30 June 2026 Article 1" in texts_of(answer, "p.meta")
    assert cost(client, "/desk/") <= 12
    assert "You keep no desk" in page(late, client, "cy", "/desk/").content.decode()


def test_the_overview_tells_how_many_are_in_order_and_leads_there(late: World, client) -> None:
    answer = page(late, client, "max", f"/overview/{late.union.pk}/")
    assert "3 of 5" in answer.content.decode()
    assert links(answer)["See by article, and who is late"] == f"/bylaws/compliance/{late.union.pk}/"
