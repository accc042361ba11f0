from datetime import datetime, timedelta
from typing import cast

import pytest

from conftest import World
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.actions.recirculating import keep_in_mind, set_recirculation
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.jobs import forget_what_was_in_mind_job
from folkmoot.decisions.models import Decision, InMind
from folkmoot.decisions.queries.recirculating import back_again
from folkmoot.decisions.rules.recirculation import Rhythm, round_at
from folkmoot.decisions.tests.papers import adopted, conveyed, do
from folkmoot.kernel.canonical import canonical_json
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.people.models import Membership, Person


def acknowledged(world: World, person: Person | None = None, **given) -> Decision:
    decision = conveyed(world, **given)
    do(world, acknowledge_decision, by=person or world.cy, decision_id=decision.pk)
    return decision


def back(world: World, person: Person) -> list[tuple[str, str]]:
    found = back_again(person, at=world.at)
    return [(each.title, each.point.point.number) for each in found if each.point]


def conveyed_at(decision: Decision) -> datetime:
    return cast("datetime", decision.conveyed_at)


def later(world: World, **given: int) -> None:
    world.at += timedelta(**given)


def test_a_decision_comes_back_with_another_point_each_time(world: World) -> None:
    acknowledged(world)
    assert back(world, world.cy) == []
    for days, points in ((30, ["1"]), (14, []), (46, ["2"]), (90, ["1"]), (185, ["2"])):
        later(world, days=days)
        assert back(world, world.cy) == [("Meet monthly", point) for point in points]


def test_only_what_was_acknowledged_is_addressed_and_is_in_force_comes_back(world: World) -> None:
    acknowledged(world)
    conveyed(world, title="Not acknowledged")
    over = acknowledged(world, title="Over")
    do(world, repeal_decision, by=world.max, decision_id=over.pk)
    acknowledged(world, by=world.ada, unit=world.north, to=world.north)
    later(world, days=30)
    assert len(back(world, world.cy)) == 2
    Membership.objects.filter(person=world.cy).update(unit=world.vale)
    assert back(world, world.cy) == [("Meet monthly", "1")]
    assert back(world, world.bo) == []


def test_no_more_than_two_come_back_at_a_time_and_the_next_follow(world: World) -> None:
    for number in range(3):
        acknowledged(world, title=f"Decision {number}")
        later(world, minutes=1)
    later(world, days=30)
    assert [title for title, _point in back(world, world.cy)] == ["Decision 2", "Decision 1"]
    (first, _second) = back_again(world.cy, at=world.at)
    do(world, keep_in_mind, by=world.cy, decision_id=first.decision.pk)
    assert [title for title, _point in back(world, world.cy)] == ["Decision 1", "Decision 0"]


def test_who_has_it_in_mind_is_left_in_peace_until_the_next_round(world: World) -> None:
    decision = acknowledged(world)
    before = (Entry.objects.count(), ActClaim.objects.count())
    later(world, days=31)
    for _again in range(2):
        do(world, keep_in_mind, by=world.cy, decision_id=decision.pk)
    assert InMind.objects.get().begun_at == conveyed_at(decision) + timedelta(days=30)
    assert back(world, world.cy) == []
    assert (Entry.objects.count(), ActClaim.objects.count()) == before
    later(world, days=60)
    assert back(world, world.cy) == [("Meet monthly", "2")]


def test_nobody_has_in_mind_what_did_not_come_back_to_them(world: World) -> None:
    decision = acknowledged(world, by=world.ada, unit=world.north, to=world.north)
    with pytest.raises(Refused, match="has not come back to you now"):
        do(world, keep_in_mind, by=world.cy, decision_id=decision.pk)
    later(world, days=30)
    with pytest.raises(Refused, match="has not come back to you now"):
        do(world, keep_in_mind, by=world.dee, decision_id=decision.pk)
    do(world, keep_in_mind, by=world.cy, decision_id=decision.pk)


def test_the_rhythm_is_set_when_conveying_and_later_by_whoever_conveys(world: World) -> None:
    decision = acknowledged(world)
    assert decision.recirculation.rhythm == "usual"
    later(world, days=7)
    assert back(world, world.cy) == []
    do(world, set_recirculation, by=world.max, decision_id=decision.pk, rhythm="often")
    assert back(world, world.cy) == [("Meet monthly", "1")]
    assert Entry.objects.get(event="RecirculationSet").payload == canonical_json(
        {"decision_id": decision.pk, "rhythm": "often"}
    )
    do(world, set_recirculation, by=world.max, decision_id=decision.pk, rhythm="never")
    assert back(world, world.cy) == []


def test_a_rhythm_is_set_by_no_others_and_for_nothing_else(world: World) -> None:
    decision, waiting = conveyed(world), adopted(world)
    for by, pk, rhythm, why in (
        (world.cy, decision.pk, "often", "You hold no office"),
        (world.max, waiting.pk, "often", "It was not conveyed yet"),
        (
            world.max,
            decision.pk,
            "hourly",
            "“hourly” is not how often it can come back. Choose one of: usual, often",
        ),
    ):
        with pytest.raises(Refused, match=why):
            do(world, set_recirculation, by=by, decision_id=pk, rhythm=rhythm)
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    with pytest.raises(Refused, match="was repealed"):
        do(world, set_recirculation, by=world.max, decision_id=decision.pk, rhythm="often")


@pytest.mark.parametrize("rhythm", Rhythm)
@pytest.mark.parametrize("days", [7, 30, 60, 100, 365, 379, 1095])
def test_the_database_finds_what_the_rule_says(world: World, rhythm: Rhythm, days: int) -> None:
    decision = acknowledged(world)
    do(world, set_recirculation, by=world.max, decision_id=decision.pk, rhythm=rhythm.value)
    later(world, days=days)
    is_on = round_at(rhythm, conveyed_at=conveyed_at(decision), at=world.at) is not None
    assert bool(back(world, world.cy)) == is_on


def test_what_was_in_mind_is_forgotten_when_the_round_is_long_over(world: World) -> None:
    decision = acknowledged(world)
    later(world, days=30)
    do(world, keep_in_mind, by=world.cy, decision_id=decision.pk)
    later(world, days=29)
    assert not forget_what_was_in_mind_job(world.at)
    assert InMind.objects.count() == 1
    later(world, days=2)
    assert not forget_what_was_in_mind_job(world.at)
    assert InMind.objects.count() == 0
