"""Nobody stops what the worker does for everybody by sending the id of one of its acts with an act of their own."""

from collections.abc import Callable
from uuid import UUID

import pytest

from conftest import World, give_passkey
from folkmoot.accounts.actions.changing import change_contact
from folkmoot.accounts.actions.recovering import ask_for_recovery
from folkmoot.accounts.jobs import (
    apply_contact_changes,
    apply_recoveries,
    tell_of_recoveries,
    tell_old_addresses,
)
from folkmoot.accounts.models import ContactChange, Recovery
from folkmoot.accounts.rules.waiting import WAIT
from folkmoot.accounts.tests.paper import do
from folkmoot.kernel.ids import derived_id, keyed_id
from folkmoot.kernel.models import ActClaim
from folkmoot.people.models import Office, Term

Named = Callable[[UUID, str], UUID]


def claim(world: World, act_id: UUID) -> None:
    """Have done with this id what anybody may do: it matters only that it is something else."""
    ActClaim.objects.create(
        act_id=act_id, act="accounts.make_token", digest="0" * 64, answer=act_id, claimed_at=world.at
    )


def outcomes(model: type[ContactChange] | type[Recovery]) -> list[str]:
    return list(model.objects.order_by("pk").values_list("outcome", flat=True))


# Whoever could name the worker's own id would stop this one thing, and not what is due after it.
@pytest.mark.parametrize(
    ("named", "expected"), [(derived_id, ["applied", "applied"]), (keyed_id, ["", "applied"])]
)
def test_addresses_are_put_in_use_whoever_claims_an_act(
    world: World, named: Named, expected: list[str]
) -> None:
    changes = [
        do(world, change_contact, "una", person_id=person.pk, email=f"new.{person.name}@example.org")
        for person in (world.eve, world.dee)
    ]
    tell_old_addresses(world.at)
    claim(world, named(changes[0], "apply"))
    assert apply_contact_changes(world.at + WAIT) is False
    assert outcomes(ContactChange) == expected


@pytest.mark.parametrize(
    ("named", "expected"), [(derived_id, ["applied", "applied"]), (keyed_id, ["", "applied"])]
)
def test_passkeys_are_removed_whoever_claims_an_act(world: World, named: Named, expected: list[str]) -> None:
    recoveries = []
    for person in (world.eve, world.cy):
        give_passkey(person)
        recoveries.append(do(world, ask_for_recovery, "una", person_id=person.pk))
    Term.objects.filter(person=world.max).update(office=Office.objects.get(code="registrar"))
    Recovery.objects.update(confirmed_by=world.max, confirmed_at=world.at)
    tell_of_recoveries(world.at)
    claim(world, named(recoveries[0], "apply"))
    assert apply_recoveries(world.at + WAIT) is False
    assert outcomes(Recovery) == expected
