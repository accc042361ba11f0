import pytest

from conftest import World
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.reports.tests.forms import JANUARY, accepted, asked_back, kept, opened, sent

ONE, TWO = "1 report waits to be read", "2 reports wait to be read"


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_what_was_sent_waits_on_the_desk_and_the_overview_above_until_it_is_answered(
    world: World, client
) -> None:
    form = opened(world)
    client = as_(client, world.ada)
    desk, overview = "/desk/", f"/overview/{world.north.pk}/"
    kept(world, form)
    told = [[name for name in links(client.get(page)) if "to be read" in name] for page in (desk, overview)]
    assert told == [[], []]
    later, earlier = sent(world, form), sent(world, form, first=JANUARY)
    assert links(client.get(desk))[TWO] == links(client.get(overview))[TWO]
    page = client.get(links(client.get(overview))[TWO])
    assert [links(page)["Harbour"], *texts_of(page, "p.meta")] == [
        f"/reports/{earlier.pk}/",
        "2 reports wait",
        "to be read Monthly report, February 2026, first sent on 2 March 2026",
        "to be read Monthly report, January 2026, first sent on 2 March 2026",
        "Monthly report, January 2026, was due by 10 February 2026",
    ]
    asked_back(world, later)
    assert ONE in links(client.get(desk))
    accepted(world, earlier)
    assert "to be read" not in " ".join([*links(client.get(desk)), *links(client.get(overview))])
    assert "Nothing waits to be read" in texts_of(client.get(page.request["PATH_INFO"]), "h2")


def test_what_was_not_sent_in_time_stands_there_with_whom_to_ask(world: World, client) -> None:
    form = opened(world)
    address = f"/units/{world.north.pk}/reports/arrived/"

    def late() -> list[str]:
        page = as_(client, world.ada).get(address)
        return [each for each in texts_of(page, "li.task") if "was due by" in each]

    what = "Monthly report, January 2026, was due by 10 February 2026"
    hill = f"Hill {what}"
    assert late() == [f"Harbour {what} In office there: Bo (secretary)", hill]
    sent(world, form, first=JANUARY)
    assert late() == [hill]


def test_where_reports_of_units_below_come_in_the_page_of_reports_says_so(world: World, client) -> None:
    address = f"/units/{world.north.pk}/reports/"
    client = as_(client, world.ada)
    assert "Nobody asks for reports here" in texts_of(client.get(address), "h2")
    form = opened(world)
    page = client.get(address)
    assert "Nobody asks for reports here" not in texts_of(page, "h2")
    assert (
        "Reports of the units below come in here. None waits to be read, and this unit itself is asked for none."
        in texts_of(page, "p")
    )
    sent(world, form)
    page = client.get(address)
    assert "This unit itself is asked for no report." in texts_of(page, "p")
    assert links(page)["1 report from the units below waits to be read"] == f"{address}arrived/"


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("max", 200), ("bo", 404), ("eve", 404), ("cy", 404)]
)
def test_the_list_is_for_those_who_accept_reports_there(world: World, client, who, status) -> None:
    address = f"/units/{world.north.pk}/reports/arrived/"
    assert as_(client, world.people[who]).get(address).status_code == status
    assert client.get(f"/units/{world.harbour.pk}/reports/arrived/").status_code == 404


def test_the_list_is_read_page_by_page(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.reports.queries.arriving.SHOWN", 1)
    form = opened(world)
    first, second = sent(world, form), sent(world, form, first=JANUARY)
    page = as_(client, world.ada).get(f"/units/{world.north.pk}/reports/arrived/")
    assert (links(page)["Harbour"], "2 reports wait" in texts_of(page, "p")) == (
        f"/reports/{first.pk}/",
        True,
    )
    page = client.get(links(page)["Older"])
    assert links(page)["Harbour"] == f"/reports/{second.pk}/"
    assert "Older" not in links(page)


def test_neither_costs_more_with_more_reports(world: World, client) -> None:
    form = opened(world)
    pages = ["/desk/", f"/overview/{world.north.pk}/", f"/units/{world.north.pk}/reports/arrived/"]
    sent(world, form)
    one = [cost(as_(client, world.ada), page) for page in pages]
    sent(world, form, first=JANUARY)
    assert [cost(client, page) for page in pages] == one
    assert max(one) <= 12
