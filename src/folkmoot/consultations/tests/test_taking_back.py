"""What was said is taken back from anywhere, also by whoever is asked no more."""

from datetime import timedelta

from conftest import World
from folkmoot.consultations.actions.opining import give_opinion, withdraw_opinion
from folkmoot.consultations.models import GivenOpinion
from folkmoot.consultations.tests.asking import later, opened
from folkmoot.decisions.tests.papers import do
from folkmoot.membership.actions.transferring import transfer_member

HOUR = timedelta(hours=1)


def test_whoever_moved_where_they_are_not_asked_takes_their_opinion_back_all_the_same(world: World) -> None:
    consultation = opened(world, to=world.north)
    for person in (world.cy, world.bo):
        do(world, give_opinion, by=person, consultation_id=consultation.pk, opinion="disagree")
    moved = {"person_id": world.cy.pk, "to_unit_id": world.vale.pk}
    later(world.at + HOUR, transfer_member, by=world.una, **moved)
    later(world.at + 2 * HOUR, withdraw_opinion, by=world.cy, consultation_id=consultation.pk)
    assert [each.person for each in GivenOpinion.objects.all()] == [world.bo]
