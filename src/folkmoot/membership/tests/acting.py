"""How these tests act: through `run`, as the pages do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction

from conftest import World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry, PersonalPayload
from folkmoot.membership.models import MemberCount
from folkmoot.people.models import Membership, Person


def do(world: World, act, by: str, via: Any = Via.WEB, at: Any = None, **given: object) -> UUID:
    actor = world.people[by] if by else None
    return run(act, given, act_id=new_id(), by=actor, at=at or world.at, via=via)


def homes(person: Person) -> list[tuple[str, object, object]]:
    rows = Membership.objects.filter(person=person).order_by("started_at", "pk")
    return list(rows.values_list("unit__code", "started_at", "ended_at"))


def counts() -> dict[str, int]:
    return dict(MemberCount.objects.order_by("unit__path").values_list("unit__code", "members"))


def entries() -> list[tuple[str, object, dict[str, object]]]:
    rows = Entry.objects.order_by("id").values_list("event", "by", "payload")
    return [(event, by, json.loads(payload)) for event, by, payload in rows]


def kept_apart() -> list[dict[str, object]]:
    return [
        json.loads(row)
        for row in PersonalPayload.objects.order_by("entry_id").values_list("payload", flat=True)
    ]


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is gone afterwards, so that one test can begin many times."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
