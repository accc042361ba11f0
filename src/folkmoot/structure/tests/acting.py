"""Doing acts in tests of structure."""

from uuid import UUID

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry


def do(function, *, by, at, via=Via.WEB, **given) -> UUID:
    return run(function, given, act_id=new_id(), by=by, at=at, via=via)


def entries() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("id").values_list("event", "payload"))


def events() -> list[str]:
    return [event for event, _payload in entries()]
