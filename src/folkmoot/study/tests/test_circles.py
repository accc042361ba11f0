import json
from uuid import UUID

import pytest

from conftest import World
from folkmoot.decisions.models import Receipt
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.attendance import note_departure
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.interfaces import outcomes_of
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.tests.held import going_on, joined
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.structure.tests.acting import entries
from folkmoot.study.actions.circles import count_quiz, plan_circle
from folkmoot.study.models import Card, Circle, QuizCount
from folkmoot.study.tests.studying import begun, offered, published, source_of, written

BODY = "1. Every local meets once a month.\n2. The secretary calls the meeting.\n"
ANSWERS = {"Never", "Once a month", "Once a year"}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def circle_going_on(world: World) -> Meeting:
    """A study circle of Harbour with four people, led by Bo."""
    return going_on(world, *joined(world, 2), world.bo, world.eve, kind="study_circle")


def told(name: str) -> list[dict[str, object]]:
    return [json.loads(payload) for event, payload in entries() if event == name]


def planned(world: World, meeting: Meeting, **given: object) -> Circle:
    do(world, plan_circle, by=world.bo, meeting_id=meeting.pk, **{"minutes": 20, **given})
    return Circle.objects.get(meeting=meeting.pk)


def counted(world: World, meeting: Meeting, card: UUID, groups: int, right: int) -> None:
    given = {"meeting_id": meeting.pk, "card_id": card, "groups": groups, "right": right}
    do(world, count_quiz, by=world.bo, **given)


def test_a_circle_is_planned_before_it_is_opened_and_anew_while_it_goes_on(world: World) -> None:
    decision, (card,) = conveyed(world), offered(world)
    meeting = called(world, kind="study_circle")
    circle = planned(world, meeting, decision_id=decision.pk)
    assert (circle.decision_id, circle.programme_id, circle.minutes) == (decision.pk, None, 20)
    circle = planned(world, meeting, programme_id=card.programme_id, minutes=90)
    assert (circle.decision_id, circle.programme_id, circle.minutes) == (None, card.programme_id, 90)
    event = {"meeting_id": str(meeting.pk), "unit_id": str(world.harbour.pk), "minutes": 90}
    assert told("CirclePlanned")[-1] == event


@pytest.mark.parametrize("both", [True, False])
def test_one_thing_is_studied(world: World, both: bool) -> None:
    decision, (card,) = conveyed(world), offered(world)
    given = {"decision_id": decision.pk, "programme_id": card.programme_id} if both else {}
    with pytest.raises(Refused, match=r"Choose one thing to study"):
        planned(world, called(world, kind="study_circle"), **given)


def test_what_is_not_offered_in_the_unit_is_not_studied_there(world: World) -> None:
    conveyed(world)
    waiting = begun(world, unit=world.union, by=world.max)
    meeting = called(world, kind="study_circle")
    with pytest.raises(Refused):
        planned(world, meeting, programme_id=waiting.pk)
    with pytest.raises(Refused):
        planned(world, meeting, decision_id=conveyed(world, to=world.south).pk)
    with pytest.raises(Refused, match=r"Only a study circle"):
        planned(world, called(world), decision_id=conveyed(world).pk)


def test_only_whoever_runs_the_meeting_plans_and_counts(world: World) -> None:
    (card,) = offered(world)
    meeting = circle_going_on(world)
    with pytest.raises(Refused):
        do(
            world,
            plan_circle,
            by=world.eve,
            meeting_id=meeting.pk,
            minutes=20,
            programme_id=card.programme_id,
        )
    planned(world, meeting, programme_id=card.programme_id)
    with pytest.raises(Refused):
        do(world, count_quiz, by=world.eve, meeting_id=meeting.pk, card_id=card.pk, groups=2, right=1)
    assert not QuizCount.objects.exists()


def test_of_a_quiz_only_numbers_of_groups_are_kept(world: World) -> None:
    first, second = offered(world, cards=2)
    meeting = circle_going_on(world)
    circle = planned(world, meeting, programme_id=first.programme_id)
    counted(world, meeting, first.pk, 2, 2)
    counted(world, meeting, first.pk, 2, 1)
    counted(world, meeting, second.pk, 2, 0)
    kept = QuizCount.objects.order_by("pk").values_list("circle", "card", "groups", "right")
    assert list(kept) == [(circle.pk, first.pk, 2, 1), (circle.pk, second.pk, 2, 0)]
    said = {"meeting_id": str(meeting.pk), "unit_id": str(world.harbour.pk)}
    assert told("QuizCounted") == [said] * 3
    assert outcomes_of(meeting) == [
        "Studied in 20 minutes: Meeting.",
        "A quiz of 2 questions: 1 of 4 answers of groups were right.",
    ]
    assert outcomes_of(going_on(world)) == []


def test_no_group_is_one_person_alone(world: World) -> None:
    (card,) = offered(world)
    meeting = circle_going_on(world)
    planned(world, meeting, programme_id=card.programme_id)
    with pytest.raises(Refused, match=r"there are 1 to 2 groups here"):
        counted(world, meeting, card.pk, 3, 1)
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[world.eve.pk])
    with pytest.raises(Refused, match=r"there are 1 to 1 groups here"):
        counted(world, meeting, card.pk, 2, 1)


def test_a_card_of_another_programme_is_not_counted_and_a_closed_circle_counts_nothing(world: World) -> None:
    (card,), (other,) = offered(world), offered(world)
    meeting = circle_going_on(world)
    with pytest.raises(Refused, match=r"does not ask this card"):
        counted(world, meeting, card.pk, 2, 1)
    planned(world, meeting, programme_id=card.programme_id)
    with pytest.raises(Refused, match=r"does not ask this card"):
        counted(world, meeting, other.pk, 2, 1)
    counted(world, meeting, card.pk, 2, 1)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    with pytest.raises(Refused, match=r"closed"):
        counted(world, meeting, card.pk, 2, 2)
    with pytest.raises(Refused, match=r"closed"):
        planned(world, meeting, programme_id=other.programme_id)


def test_what_was_counted_of_other_cards_goes_when_it_is_planned_anew(world: World) -> None:
    (card,), (other,) = offered(world), offered(world)
    meeting = circle_going_on(world)
    planned(world, meeting, programme_id=card.programme_id)
    counted(world, meeting, card.pk, 2, 1)
    planned(world, meeting, programme_id=card.programme_id, minutes=45)
    assert QuizCount.objects.count() == 1
    planned(world, meeting, programme_id=other.programme_id)
    assert not QuizCount.objects.exists()


def test_a_circle_is_led_on_one_phone_from_the_plan_to_those_who_heard_it(world: World, client) -> None:
    decision = conveyed(world, body=BODY)
    programme = begun(world)
    written(world, programme, decision, question="How often does a local meet?")
    published(world, programme)
    meeting = circle_going_on(world)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/run/")
    page = client.get(links(page)["Plan of the study circle"], follow=True)
    answer = client.post(page.request["PATH_INFO"], {**fields(page), "studied": "", "minutes": "20"})
    assert (answer.status_code, refusals(answer)) == (422, ["What is studied – This is empty. Fill it in."])
    chosen = {**fields(page), "studied": f"decision {decision.pk}", "minutes": "20"}
    page = client.post(page.request["PATH_INFO"], chosen, follow=True)
    assert [each.split(" minute")[0] for each in texts_of(page, "h2")] == [
        "Opening",
        "Reading aloud, in turn",
        "Talking it over",
        "A quiz in groups",
        "What we take with us",
    ]


def test_a_quiz_shows_what_is_right_and_counts_groups_and_those_who_heard_it_are_entered(
    world: World, client
) -> None:
    decision = conveyed(world, body=BODY)
    programme = begun(world)
    written(world, programme, decision, question="How often does a local meet?")
    published(world, programme)
    meeting = circle_going_on(world)
    planned(world, meeting, decision_id=decision.pk)
    plan = f"/meetings/{meeting.pk}/circle/"
    page = as_(client, world.bo).get(plan)
    page = client.get(links(page)["How often does a local meet?"])
    assert sorted(ANSWERS & set(texts_of(page, "li"))) == sorted(ANSWERS)
    page = client.get(page.request["PATH_INFO"] + "?shown")
    assert ANSWERS & set(texts_of(page, "li")) == {"Once a month"}
    answer = client.post(page.request["PATH_INFO"], {**fields(page), "groups": "3", "right": "1"})
    assert (answer.status_code, refusals(answer)) == (
        422,
        ["How many groups – A group has at least two people, so there are 1 to 2 groups here."],
    )
    page = client.post(page.request["PATH_INFO"], {**fields(page), "groups": "2", "right": "1"}, follow=True)
    assert page.request["PATH_INFO"] == plan
    assert "1 of 2 groups had it right" in page.content.decode()
    page = client.get(links(page)["It was read: enter who heard it"])
    present = [str(world.bo.pk), str(world.eve.pk)]
    client.post(page.request["PATH_INFO"], {**fields(page), "present": present})
    heard = Receipt.objects.filter(decision=decision, attested_by=world.bo.pk)
    assert set(heard.values_list("person", flat=True)) == {world.bo.pk, world.eve.pk}


def test_a_decision_of_which_only_a_part_is_read_counts_as_heard_by_nobody(world: World, client) -> None:
    long = "\n".join(f"{number}. {'word ' * 300}." for number in range(1, 6))
    decision = conveyed(world, body=long)
    meeting = circle_going_on(world)
    planned(world, meeting, decision_id=decision.pk)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/circle/")
    assert "3 more points do not fit into this time." in page.content.decode()
    assert "It was read: enter who heard it" not in links(page)
    assert client.get(f"/meetings/{meeting.pk}/circle/heard/").status_code == 404


def test_the_sheet_has_the_points_the_questions_and_what_is_right_for_whoever_leads(
    world: World, client
) -> None:
    (card,) = offered(world)
    meeting = called(world, kind="study_circle")
    planned(world, meeting, programme_id=card.programme_id)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/")
    page = client.get(links(page)["Plan of the study circle"])
    page = client.get(links(page)["Sheet to print"])
    number = source_of(card).number
    assert texts_of(page, "h2") == [
        f"To read aloud, from {number}",
        "To talk over",
        "A quiz in groups",
        "For whoever leads the circle",
    ]
    assert "Every local meets once a month." in page.content.decode()


@pytest.mark.parametrize("address", ["", "planning/", "sheet/", "heard/"])
def test_those_who_do_not_lead_it_find_no_plan(world: World, client, address: str) -> None:
    (card,) = offered(world)
    meeting = circle_going_on(world)
    planned(world, meeting, programme_id=card.programme_id)
    for each in (world.eve, world.dee):
        assert as_(client, each).get(f"/meetings/{meeting.pk}/circle/{address}").status_code == 404
        assert client.get(f"/meetings/{meeting.pk}/circle/quiz/{card.pk}/").status_code == 404
    assert as_(client, world.bo).get(f"/meetings/{meeting.pk}/circle/quiz/{new_id()}/").status_code == 404
    general = going_on(world)
    assert client.get(f"/meetings/{general.pk}/circle/").status_code == 404


@pytest.mark.parametrize("cards", [1, 3])
def test_the_plan_costs_the_same_however_many_cards_there_are(world: World, client, cards: int) -> None:
    card, *_others = offered(world, cards=cards)
    meeting = circle_going_on(world)
    planned(world, meeting, programme_id=card.programme_id)
    assert cost(as_(client, world.bo), f"/meetings/{meeting.pk}/circle/") == 11
    assert Card.objects.count() == cards
