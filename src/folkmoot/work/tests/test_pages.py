from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.work.actions.holding import help_with_work, report_done
from folkmoot.work.actions.offering import decline_work, offer_work
from folkmoot.work.models import Assignment, Step
from folkmoot.work.tests.doing import fresh, offered, put_up, taken


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def of_unit(unit) -> str:
    return f"/units/{unit.pk}/work/"


def test_work_is_put_up_in_the_browser_and_stands_on_the_list(world: World, client) -> None:
    page = as_(client, world.bo).get(links(as_(client, world.bo).get(f"/units/{world.harbour.pk}/"))["Work"])
    assert texts_of(page, "h3") + texts_of(page, "h2") == ["Nothing stands here"]
    page = client.get(links(page)["Put up work"])
    given = {
        **fields(page),
        "title": "Paint the boat",
        "due_on": "2026-03-20",
        "why": "It leaks.",
        "steps": "Buy paint\nScrape it",
    }
    client.post(page.request["PATH_INFO"], given)
    page = as_(client, world.eve).get(of_unit(world.harbour))
    assert texts_of(page, "h3") == ["Paint the boat"]
    assert texts_of(page, "p.meta") == ["open by 20 March 2026"]
    page = client.get(links(page)["Paint the boat"])
    assert texts_of(page, "button.button") == ["I do it"]
    assert list(Step.objects.order_by("position").values_list("text", flat=True)) == [
        "Buy paint",
        "Scrape it",
    ]


def test_a_member_takes_work_marks_its_steps_and_reports_it(world: World, client) -> None:
    work = put_up(world, steps=["Buy paint", "Scrape it"])
    page = as_(client, world.eve).get(f"/work/{work.pk}/")
    client.post(f"/work/{work.pk}/taking/", fields(page))
    page = client.get(f"/work/{work.pk}/")
    assert texts_of(page, "dd") == ["20 March 2026", "Eve"]
    step = work.steps.get(position=1)
    client.post(f"/work/{work.pk}/steps/{step.pk}/", {**fields(page), "done": "yes"})
    page = client.get(links(page)["Report it done"])
    answer = client.post(page.request["PATH_INFO"], {**fields(page), "result": " "})
    assert (answer.status_code, refusals(answer)) == (422, ["What came of it – This is empty. Fill it in."])
    client.post(page.request["PATH_INFO"], {**fields(page), "result": "It is blue."})
    work = fresh(work.pk)
    assert (work.state, work.result, work.holder) == ("done", "It is blue.", world.eve)
    assert work.steps.get(position=1).is_done
    assert texts_of(client.get(f"{of_unit(world.harbour)}?show=done"), "h3") == ["Paint the boat"]
    assert texts_of(client.get(of_unit(world.harbour)), "h3") == []
    assert texts_of(client.get("/work/"), "h2")[-1] == "My year"


SEEN = [("bo", "names"), ("eve", "names"), ("ada", "counts"), ("cy", ""), ("dee", ""), ("stan", "")]


@pytest.mark.parametrize(("who", "what"), SEEN)
def test_the_work_of_a_cell_is_seen_by_its_members_counted_by_those_above_and_by_nobody_else(
    world: World, client, who: str, what: str
) -> None:
    work = taken(world, world.eve)
    page = as_(client, world.people[who]).get(of_unit(world.harbour))
    assert page.status_code == (200 if what else 404)
    assert ("Eve" in page.content.decode()) == (what == "names")
    assert client.get(f"/work/{work.pk}/").status_code == (200 if what == "names" else 404)
    if what == "counts":
        assert texts_of(page, "dd") == ["0", "1", "0", "0"]


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("cy", 200), ("eve", 200), ("max", 200), ("dee", 404), ("stan", 404)]
)
def test_members_below_a_body_see_its_work_and_may_take_it(
    world: World, client, who: str, status: int
) -> None:
    work = put_up(world, unit=world.north, by=world.ada)
    assert as_(client, world.people[who]).get(of_unit(world.north)).status_code == status
    assert client.get(f"/work/{work.pk}/").status_code == status
    client.post(f"/work/{work.pk}/taking/", fields(client.get("/work/")))
    assert (fresh(work.pk).holder == world.people[who]) == (status == 200)


@pytest.mark.parametrize("who", ["eve", "cy", "ada", "stan"])
@pytest.mark.parametrize("page", ["new", "offer", "withdrawal"])
def test_only_who_keeps_the_unit_is_offered_to_give_work(world: World, client, who: str, page: str) -> None:
    work = put_up(world)
    address = f"{of_unit(world.harbour)}new/" if page == "new" else f"/work/{work.pk}/{page}/"
    assert as_(client, world.people[who]).get(address).status_code == 404
    assert as_(client, world.bo).get(address).status_code == 200


def test_whom_is_asked_is_between_them_and_those_who_ask(world: World, client) -> None:
    """Eve belongs to Harbour as well, and helps: before, while Bo is asked, and after he declined she sees the same."""
    work = put_up(world)
    do(world, help_with_work, by=world.eve, assignment_id=work.pk)
    as_(client, world.eve)

    def seen() -> list[list[str]]:
        pages = [client.get(each) for each in (of_unit(world.harbour), "/work/", f"/work/{work.pk}/")]
        return [
            texts_of(page, kind) for page in pages for kind in ("h3", "p.meta", "main p", "button.button")
        ]

    before = seen()
    do(world, offer_work, by=world.bo, assignment_id=work.pk, person_id=world.bo.pk)
    assert seen() == before
    do(world, decline_work, by=world.bo, assignment_id=work.pk)
    assert seen() == before


def test_whoever_says_yes_first_does_it_and_the_offer_is_gone(world: World, client) -> None:
    work = offered(world, world.bo)
    said = "Bo is asked. Only they and the officers here see that."
    assert said in texts_of(as_(client, world.bo).get(f"/work/{work.pk}/"), "span.meta")
    page = as_(client, world.eve).get(f"/work/{work.pk}/")
    client.post(f"/work/{work.pk}/taking/", fields(page))
    assert (fresh(work.pk).holder, fresh(work.pk).waiting) == (world.eve, None)


def test_whoever_is_asked_declines_and_it_is_open_as_if_they_never_had_been(world: World, client) -> None:
    work = offered(world, world.eve)
    page = as_(client, world.eve).get("/work/")
    assert texts_of(page, "h3") == ["Paint the boat"]
    answer = client.post(f"/work/{work.pk}/declining/", fields(page), follow=True)
    assert "You are asked no more, and nothing says that you were." in answer.content.decode()
    page = client.get(of_unit(world.harbour))
    assert texts_of(page, "p.meta") == ["open by 20 March 2026"]


def test_work_is_asked_of_somebody_chosen_by_name(world: World, client) -> None:
    work = put_up(world)
    page = as_(client, world.bo).get(f"/work/{work.pk}/offer/")
    assert texts_of(page, "option") == ["—", "Bo", "Eve"]
    client.post(page.request["PATH_INFO"], {**fields(page), "person_id": str(world.eve.pk)})
    assert fresh(work.pk).offer.person == world.eve


def test_the_list_is_searched_by_words_and_goes_on_after_fifty(world: World, client) -> None:
    meeting = called(world)
    Assignment.objects.bulk_create(
        Assignment(
            unit=world.harbour,
            title=f"Work {number:02}",
            meeting_id=meeting.pk,
            due_on=world.at.date() + timedelta(days=number // 2),
        )
        for number in range(1, 61)
    )
    page = as_(client, world.eve).get(of_unit(world.harbour))
    first = texts_of(page, "h3")
    rest = texts_of(client.get(of_unit(world.harbour) + links(page)["Further work"]), "h3")
    assert sorted(first + rest) == [f"Work {number:02}" for number in range(1, 61)]
    assert len(first) == 50
    found = client.get(f"{of_unit(world.harbour)}?q=work+07")
    assert texts_of(found, "h3") == ["Work 07"]


def test_a_list_asks_no_more_however_long_it_is(world: World, client) -> None:
    taken(world, world.eve)
    as_(client, world.eve)
    few = cost(client, of_unit(world.harbour))
    for number in range(5):
        taken(world, world.bo, title=f"More {number}")
    assert cost(client, of_unit(world.harbour)) == few
    assert few <= 12


def test_late_work_is_marked_so(world: World, client) -> None:
    taken(world, world.eve)
    world.at += timedelta(days=30)
    assert texts_of(as_(client, world.eve).get(of_unit(world.harbour)), "p.meta") == [
        "late: by 20 March 2026 Eve"
    ]


def test_what_somebody_did_longer_than_a_year_ago_stands_on_no_list_of_theirs(world: World, client) -> None:
    work = taken(world, world.eve)
    do(world, report_done, by=world.eve, assignment_id=work.pk, result="It is blue.")
    world.at += timedelta(days=400)
    assert texts_of(as_(client, world.eve).get("/work/"), "h3") == []


def test_a_board_has_a_column_for_what_is_open_being_done_and_to_be_talked_over(world: World, client) -> None:
    put_up(world, title="Sweep")
    taken(world, world.eve)
    done = taken(world, world.eve, title="Mend the net")
    do(world, report_done, by=world.eve, assignment_id=done.pk, result="Mended.")
    page = as_(client, world.eve).get(f"{of_unit(world.harbour)}?view=board")
    assert texts_of(page, "h2") == ["Open 1", "Being done 1", "To be talked over 1"]
    assert texts_of(page, "h3") == ["Sweep", "Paint the boat", "Mend the net"]


def test_a_calendar_has_what_is_due_week_by_week(world: World, client) -> None:
    put_up(world, title="Sweep", due_on=world.at.date())
    put_up(world, due_on=world.at.date() + timedelta(days=6))
    put_up(world, title="Mend the net", due_on=world.at.date() + timedelta(days=7))
    page = as_(client, world.eve).get(f"{of_unit(world.harbour)}?view=days")
    assert texts_of(page, "h2") == ["Week of 2 March 2026", "Week of 9 March 2026"]
    assert texts_of(page, "h3") == ["Sweep", "Paint the boat", "Mend the net"]
