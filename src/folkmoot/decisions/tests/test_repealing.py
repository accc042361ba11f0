import pytest

from conftest import World
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Decision, State
from folkmoot.decisions.tests.papers import adopted, conveyed, do, drafted
from folkmoot.kernel.canonical import canonical_json
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry


def test_a_repealed_decision_leaves_every_list_at_once(world: World) -> None:
    decision = conveyed(world)
    kept = conveyed(world)
    assert Decision.objects.addressed_to(world.cy, world.at).standing(world.at).count() == 2
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    decision.refresh_from_db()
    assert (decision.state, decision.repealed_at) == (State.REPEALED, world.at)
    assert not decision.is_in_force(world.at)
    assert list(Decision.objects.addressed_to(world.cy, world.at).standing(world.at)) == [kept]
    assert list(Decision.objects.in_force(world.at)) == [kept]
    assert list(Entry.objects.filter(event="DecisionRepealed").values_list("by", "payload")) == [
        (
            world.max.pk,
            canonical_json({"decision_id": decision.pk, "unit_id": world.union.pk, "number": "2026/1"}),
        )
    ]


def test_what_was_adopted_but_not_conveyed_can_be_repealed(world: World) -> None:
    decision = adopted(world)
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    decision.refresh_from_db()
    assert decision.state is State.REPEALED


def test_a_draft_and_a_repealed_decision_cannot_be_repealed(world: World) -> None:
    with pytest.raises(Refused, match="Throw the draft away instead"):
        do(world, repeal_decision, by=world.max, decision_id=drafted(world).pk)
    decision = adopted(world)
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    with pytest.raises(Refused, match="Decision 2026/1 was repealed"):
        do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    assert Entry.objects.filter(event="DecisionRepealed").count() == 1


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "stan"])
def test_others_cannot_repeal_for_the_union(world: World, who: str) -> None:
    decision = conveyed(world)
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, repeal_decision, by=getattr(world, who), decision_id=decision.pk)
    decision.refresh_from_db()
    assert decision.state is State.CONVEYED
