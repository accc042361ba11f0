"""A number given beside the id of somebody out of sight is a try, whichever act and door it comes by."""

from typing import Any

import pytest

from conftest import START, World
from folkmoot.accounts.actions.tries import MOST_TRIES
from folkmoot.config.api.tests.calling import post, said, token_client
from folkmoot.people.models import Office, Term

ACTS = ["appoint_officer", "offer_office", "hand_over_office", "offer_membership"]


def given(world: World, act: str, number: str) -> dict[str, Any]:
    if act == "hand_over_office":
        place = {"term_id": str(Term.objects.get(person=world.ada, office__code="chair").pk)}
    else:
        place = {"unit_id": str((world.harbour if act == "offer_membership" else world.hill).pk)}
        place |= {} if act == "offer_membership" else {"office": "treasurer"}
    return place | {"person_id": str(world.dee.pk), "member_number": number}


@pytest.mark.parametrize("act", ACTS)
def test_numbers_are_not_guessed_beside_an_officer_whom_everybody_sees(world: World, act: str) -> None:
    office = Office.objects.get(code="treasurer")
    Term.objects.create(person=world.dee, office=office, unit=world.union, started_at=START)
    by = world.bo if act == "offer_membership" else world.ada
    client = token_client(by, acts=[f"membership.{act}"])
    for number in range(MOST_TRIES):
        post(client, f"membership.{act}", given(world, act, f"M-{number}"))
    wrong, right = (
        said(post(client, f"membership.{act}", given(world, act, number))) for number in ("M-x", "M-Dee")
    )
    assert "Within a day you named 20 people whom you may not see" in str(wrong)
    assert wrong == right


def test_a_number_beside_somebody_in_sight_is_no_try(world: World) -> None:
    client = token_client(world.ada, acts=["membership.offer_office"])
    asked = given(world, "offer_office", "M-x") | {"person_id": str(world.ada.pk)}
    answers = [said(post(client, "membership.offer_office", asked)) for _time in range(MOST_TRIES + 1)]
    assert [status for status, _body in answers] == [200] * len(answers)
