from datetime import UTC, datetime

import pytest

from conftest import World
from folkmoot.config import worker as working
from folkmoot.config.subscribers import SUBSCRIBERS
from folkmoot.config.worker import Worker
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Cursor
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.rights.models import Mention


@pytest.fixture
def _entered(world: World) -> None:
    given = {"unit_id": world.harbour.pk, "name": "Flo"}
    run(admit_member, given, act_id=new_id(), by=world.bo, at=datetime.now(UTC), via=Via.WEB)


@pytest.mark.usefixtures("_entered")
def test_the_worker_feeds_every_subscriber_and_each_keeps_how_far_it_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(working, "_FEED_SECONDS", 0)
    worker = Worker(jobs=())
    assert worker.round()
    assert not worker.round()
    positions = Cursor.objects.values_list("subscriber", "position")
    assert sorted(positions) == sorted((subscriber.name, 1) for subscriber in SUBSCRIBERS)
    assert Mention.objects.count() == 2
