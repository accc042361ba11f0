"""Naming by number and name a member whom one does not see: the same answer whatever is wrong, and a few tries a day."""

import pytest

from conftest import World
from folkmoot.accounts.actions import tries
from folkmoot.kernel.models import Entry
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.membership.tests.paging import as_, refusals

NOBODY = (
    "Member number – Nobody can be chosen here by this number and this name. Ask them for both, as they stand in the"
    " roll, and look at the rest again; if all is right, ask the registrar of the whole organisation."
)
TOO_MANY = (
    "Member number – Within a day you named 20 people whom you may not see. Go on tomorrow, or ask the registrar of the"
    " whole organisation."
)


def known(client, number: str, name: str, unit: str = "harbour") -> list[str]:
    return refusals(client.post("/members/known/", {"unit": unit, "member_number": number, "name": name}))


@pytest.mark.parametrize(
    ("number", "name"), [("M-Dee", "Dee"), ("M-Dee", "Dora"), ("M-0", "Dee"), ("M-Stan", "Stan")]
)
def test_a_secretary_learns_of_nobody_elsewhere(world: World, client, number: str, name: str) -> None:
    assert known(as_(client, world.bo), number, name) == [NOBODY]
    assert Entry.objects.count() == 0


def test_of_those_whom_one_sees_it_is_told_what_is_wrong(world: World, client) -> None:
    assert known(as_(client, world.bo), "M-Bo", "Bo") == ["Bo is a member of Harbour already."]


def test_after_twenty_tries_a_day_nothing_more_is_told(world: World, client) -> None:
    bo = as_(client, world.bo)
    assert {known(bo, f"M-{number}", "Dee")[0] for number in range(19)} == {NOBODY}
    assert known(bo, "M-Dee", "Dee") == [NOBODY]
    assert [known(bo, "M-Dee", "Dee"), known(bo, "M-1", "Dee")] == [[TOO_MANY], [TOO_MANY]]
    # Nor is anybody else kept from it, and one's own members are as near as ever.
    assert known(bo, "M-Bo", "Bo") == ["Bo is a member of Harbour already."]
    assert known(as_(client, world.una), "M-1", "Dee") == [NOBODY]


def test_what_was_tried_to_appoint_counts_as_well(
    world: World, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST_TRIES", 1)
    ada, url = as_(client, world.ada), f"/units/{world.hill.pk}/officers/"
    typed = {"office": "editor", "member_number": "M-Dee", "name": "Dee"}
    assert ada.post(f"{url}appointment/", typed).status_code == 200
    said = [TOO_MANY.replace("20", "1")]
    assert refusals(ada.post(f"{url}appointment/", typed)) == said
    assert refusals(ada.post(url, typed)) == [said[0].removeprefix("Member number – ")]


def test_whom_one_offers_membership_stays_counted(
    world: World, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An offer is withdrawn again without a trace, and would tell of anybody who has the number and the name."""
    monkeypatch.setattr(tries, "MOST_TRIES", 1)
    with_league(world)
    at_home(world, "dee", "young")
    dee = as_(client, world.dee)
    assert known(dee, "M-Cy", "Cy", "young") == []
    assert known(dee, "M-Bo", "Bo", "young") == [TOO_MANY.replace("20", "1")]
