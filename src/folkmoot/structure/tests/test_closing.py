import json
from datetime import timedelta

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Membership, Term
from folkmoot.structure.actions.closing import close_unit
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.renaming import rename_unit
from folkmoot.structure.tests.acting import do, entries
from folkmoot.units.models import ParentEdge, Unit


@pytest.fixture
def quay(world):
    pk = do(
        found_unit,
        parent_id=world.north.pk,
        kind="local",
        name="Quay",
        code="quay",
        by=world.ada,
        at=world.at,
    )
    return Unit.objects.get(pk=pk)


def test_a_unit_with_nothing_open_in_it_is_closed(world, quay):
    later = world.at + timedelta(days=1)
    do(close_unit, unit_id=quay.pk, by=world.ada, at=later)
    assert Unit.objects.get(pk=quay.pk).closed_at == later
    assert list(ParentEdge.objects.filter(unit=quay).values_list("started_at", "ended_at")) == [
        (world.at, later)
    ]
    event, payload = entries()[-1]
    assert (event, json.loads(payload)) == (
        "UnitClosed",
        {"unit_id": str(quay.pk), "parent_id": str(world.north.pk)},
    )


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        (
            "north",
            (
                "North cannot be closed yet: 3 open units are right below it, move or close them first; "
                "1 person holds an office in it, end the term first."
            ),
        ),
        (
            "harbour",
            (
                "Harbour cannot be closed yet: it has 2 members, transfer them first; "
                "1 person holds an office in it, end the term first."
            ),
        ),
        (
            "union",
            "Union is the whole organisation, which has no unit above it. Choose one of the units below it.",
        ),
    ],
)
def test_what_is_still_open_is_counted_and_nothing_ends_by_itself(world, quay, unit, sentence):
    chairman = Term.objects.get(person=world.ada)
    Term.objects.create(
        office=chairman.office, unit=world.union, person=world.max, started_at=chairman.started_at
    )
    with pytest.raises(Refused) as refusal:
        do(close_unit, unit_id=getattr(world, unit).pk, by=world.max, at=world.at)
    assert str(refusal.value) == sentence
    assert Unit.objects.filter(closed_at=None).count() == 7
    assert Membership.objects.open().count() == 7


def test_a_membership_that_ends_tomorrow_keeps_a_unit_open(world, quay):
    tomorrow = world.at + timedelta(days=1)
    Membership.objects.create(person=world.stan, unit=quay, started_at=world.at, ended_at=tomorrow)
    with pytest.raises(Refused, match="it has 1 member, transfer them first"):
        do(close_unit, unit_id=quay.pk, by=world.ada, at=world.at)
    do(close_unit, unit_id=quay.pk, by=world.ada, at=tomorrow)


def test_a_closed_unit_is_changed_no_more(world, quay):
    do(close_unit, unit_id=quay.pk, by=world.ada, at=world.at)
    with pytest.raises(Refused, match="Quay was closed"):
        do(rename_unit, unit_id=quay.pk, name="Dock", by=world.ada, at=world.at)
    with pytest.raises(Refused, match="Quay was closed"):
        do(close_unit, unit_id=quay.pk, by=world.ada, at=world.at)


@pytest.mark.parametrize("who", ["bo", "cy", "dee", "stan", "max"])
def test_others_cannot_close_a_unit(world, quay, who):
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(close_unit, unit_id=quay.pk, by=getattr(world, who), at=world.at)
