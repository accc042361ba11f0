import json
from datetime import date
from typing import Any

import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import MONTHLY, bylaws, entered
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.planning import plan_meetings
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.tests.meetings import GIVEN, WEEK
from folkmoot.membership.tests.paging import as_, refusals
from folkmoot.structure.tests.acting import entries

PLAN: dict[str, Any] = {name: value for name, value in GIVEN.items() if name not in {"day", "begins"}}
DATES = [{"day": date(2026, 4, 7), "begins": "19:00"}, {"day": date(2026, 5, 5), "begins": "19:30"}]


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def plan(world: World, **given: Any) -> None:
    by = given.pop("by", world.bo)
    do(world, plan_meetings, by=by, unit_id=world.harbour.pk, **{"dates": DATES, **PLAN, **given})


def called() -> list[str]:
    rows = Meeting.objects.select_related("unit").order_by("begins_at")
    return [f"{each.kind} {each.begins:%Y-%m-%d %H:%M} {each.place}" for each in rows]


def test_a_plan_calls_all_its_meetings_by_one_act(world: World) -> None:
    plan(world)
    assert called() == [
        "general 2026-04-07 19:00 The old net loft",
        "general 2026-05-05 19:30 The old net loft",
    ]
    event, payload = entries()[-1]
    assert event == "MeetingsPlanned"
    rows = Meeting.objects.order_by("begins_at")
    assert json.loads(payload) == {
        "unit_id": str(world.harbour.pk),
        "kind": "general",
        "how": "in_person",
        "meetings": [str(each.pk) for each in rows],
        "begins_at": ["2026-04-07T17:00:00.000000+00:00", "2026-05-05T17:30:00.000000+00:00"],
        "minutes": 90,
        "article": "",
    }


def test_of_a_plan_with_one_date_too_early_nothing_is_called(world: World) -> None:
    entered(world, bylaws(world), "2.1", WEEK)
    with pytest.raises(Refused) as refusal:
        plan(world, dates=[*DATES, {"day": date(2026, 3, 9), "begins": "19:00"}])
    assert str(refusal.value).startswith(
        "2026-03-09 19:00: The earliest day is 10 March 2026. Notice, general meeting: at least 7 full days"
    )
    assert (refusal.value.field, called()) == ("dates", [])
    plan(world)
    assert json.loads(entries()[-1][1])["article"] == "2.1"


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"dates": []}, "dates", "No date is named."),
        ({"dates": [DATES[0]] * 2}, "dates", "Two of these dates are the same."),
        ({"dates": [DATES[0]] * 61}, "dates", "These are 61 meetings; at most 60 are called at once."),
        ({"dates": [{"day": date(2026, 3, 1), "begins": "19:00"}]}, "dates", "2026-03-01 19:00: 1 March 2026, 19:00 is past."),
        ({"minutes": 1}, "minutes", "2026-04-07 19:00: A meeting lasts from 5 minutes"),
        ({"kind": "party"}, "kind", "“party” is none of these"),
        ({"place": ""}, "place", "Say where people meet."),
    ],
)  # fmt: skip
def test_a_plan_that_is_not_in_order_is_refused_as_a_whole(
    world: World, given, field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        plan(world, **given)
    assert str(refusal.value).startswith(sentence)
    assert (refusal.value.field, called()) == (field, [])


def test_sixty_meetings_are_called_at_once(world: World) -> None:
    dates = [
        {"day": date(2026, 4 + month, 1 + day), "begins": "19:00"} for month in range(3) for day in range(20)
    ]
    plan(world, dates=dates)
    assert Meeting.objects.count() == 60


@pytest.mark.parametrize("who", ["ada", "eve", "max"])
def test_only_those_who_call_meetings_plan_them(world: World, client, who: str) -> None:
    with pytest.raises(Refused, match="You hold no office"):
        plan(world, by=world.people[who])
    assert as_(client, world.people[who]).get(f"/units/{world.harbour.pk}/meetings/plan/").status_code == 404


def test_dates_are_proposed_at_the_rhythm_of_the_bylaws_changed_and_called(world: World, client) -> None:
    entered(world, bylaws(world), "2.1", MONTHLY | {"every": "quarter"})
    address = f"/units/{world.harbour.pk}/meetings/plan/"
    page = as_(client, world.bo).get(address)
    assert fields(page)["rhythm"] == "quarterly"
    assert texts_of(page, "dd") == ["A general meeting is held at least once every quarter. (article 2.1)"]
    asked = {
        **fields(page),
        "first": "2026-04-07",
        "until": "2026-12-31",
        "begins": "19:00",
        "step": "propose",
    }
    page = client.post(address, asked)
    proposed = page.context["form"]["dates"].value()
    assert "3 dates are proposed: look at them and call them." in texts_of(page, "p")
    assert (page.status_code, proposed) == (200, "2026-04-07 19:00\n2026-07-07 19:00\n2026-10-06 19:00")
    changed = proposed.replace("07-07 19:00", "07-08 18:30")
    given = {**asked, **fields(page), "dates": changed, "how": "in_person", "place": "Loft", "step": "call"}
    page = client.post(address, given, follow=True)
    assert page.request["PATH_INFO"] == f"/units/{world.harbour.pk}/meetings/"
    assert called() == [
        "general 2026-04-07 19:00 Loft",
        "general 2026-07-08 18:30 Loft",
        "general 2026-10-06 19:00 Loft",
    ]


def test_what_is_missing_or_no_date_is_said_beside_its_field(world: World, client) -> None:
    address = f"/units/{world.harbour.pk}/meetings/plan/"
    page = as_(client, world.bo).get(address)
    page = client.post(address, {**fields(page), "step": "propose", "begins": "19:00"})
    assert page.status_code == 422
    assert refusals(page) == [
        "First day – Fill this in, so that dates can be proposed.",
        "Until – Fill this in, so that dates can be proposed.",
    ]
    page = client.post(
        address, {**fields(page), "step": "call", "dates": "soon", "how": "in_person", "place": "Loft"}
    )
    assert refusals(page) == ["Dates – “soon” is no day and hour. Write it as 2027-01-05 19:00."]
    page = client.post(
        address, {**fields(page), "step": "call", "dates": "", "how": "in_person", "place": "Loft"}
    )
    assert refusals(page) == ["Dates – No date is named. Have some proposed, or write them."]
    assert called() == []
