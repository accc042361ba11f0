"""Of which consultations and comments an act may be told at all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from conftest import World
from folkmoot.consultations.jobs import count_opinions_job
from folkmoot.consultations.models import Comment
from folkmoot.consultations.queries.known import comments_known, consultations_known
from folkmoot.consultations.tests.asking import later, opened, said
from folkmoot.kernel.sight import Asking
from folkmoot.membership.actions.ending import end_membership
from folkmoot.people.models import Person

AFTER = datetime(2026, 3, 16, 23, 5, tzinfo=UTC)
FIVE = ("ada", "bo", "cy", "dee", "eve")


def asking(ids: set[UUID], to: Person, at: datetime) -> Asking:
    return Asking(ids, to, {}, at)


def test_whoever_has_spoken_knows_it_when_it_is_no_longer_for_them(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.dee, "Word of dee.")
    afterwards = world.at + timedelta(hours=1)
    for person in (world.dee, world.eve):
        later(afterwards, end_membership, by=world.una, person_id=person.pk)
    assert consultations_known(asking({consultation.pk}, world.dee, afterwards)) == {consultation.pk}
    assert consultations_known(asking({consultation.pk}, world.eve, afterwards)) == set()


def test_the_body_knows_a_comment_once_it_may_read_it_and_nobody_else_ever_does(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.max, "Aloud.", is_signed=True)
    for name in FIVE:
        said(world, consultation, world.people[name], f"Word of {name}.")
    every = set(Comment.objects.values_list("pk", flat=True))
    aloud = {Comment.objects.get(is_signed=True).pk}
    assert comments_known(asking(every, world.max, world.at)) == aloud
    count_opinions_job(AFTER)
    assert comments_known(asking(every, world.max, AFTER)) == every
    assert comments_known(asking(every, world.cy, AFTER)) == set()
