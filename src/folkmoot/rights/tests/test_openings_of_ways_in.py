"""Pages from which somebody's ways in are opened are noted, as their record is."""

import pytest

from conftest import World, give_passkey
from folkmoot.membership.tests.paging import as_
from folkmoot.rights.models import Opening


@pytest.mark.parametrize("page", ["slip", "recovery"])
def test_a_member_reads_that_an_office_opened_their_ways_in(world: World, client, page: str) -> None:
    give_passkey(world.una)
    assert as_(client, world.una).get(f"/people/{world.cy.pk}/{page}/").status_code == 200
    assert [(each.office.code, each.person) for each in Opening.objects.all()] == [("registrar", world.cy)]
