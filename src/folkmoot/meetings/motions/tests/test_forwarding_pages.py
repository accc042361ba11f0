from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.motions.actions.forwarding import forward_motion
from folkmoot.meetings.motions.tests.motions import carried
from folkmoot.membership.tests.paging import as_
from folkmoot.structure.tests.pages import words_of
from folkmoot.units.models import Unit


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_nothing_is_sent_up_where_nothing_stands_above(world: World, client) -> None:
    motion = carried(world, world.bo, world.eve)
    address = f"/motions/{motion.pk}/"
    assert "Send it to a body above" in words_of(as_(client, world.bo).get(address))
    Unit.objects.exclude(pk=world.harbour.pk).update(closed_at=world.at)
    assert "Send it to a body above" not in words_of(client.get(address))
    page = client.get(f"{address}forwarding/")
    said = "Nothing stands above Harbour to which it could be sent. It is decided here."
    assert (page.status_code, said in words_of(page)) == (422, True)


def test_what_waits_too_long_says_so(world: World, client) -> None:
    motion = carried(world, world.bo, world.eve)
    do(world, forward_motion, by=world.bo, motion_id=motion.pk, unit_id=world.north.pk)
    world.at += timedelta(days=91)
    assert "waits too long" in words_of(as_(client, world.ada).get(f"/overview/{world.north.pk}/"))
    assert "waits too long" in words_of(client.get(f"/units/{world.north.pk}/motions/"))
