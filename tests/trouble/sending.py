"""Sends an act for each line it is given, `ACT_ID NAME`, and says what was answered."""

import sys
from uuid import UUID

import django

django.setup()

from folkmoot.kernel.acts import Via, run  # noqa: E402  -- models exist only now
from folkmoot.kernel.clock import now  # noqa: E402  -- as above
from folkmoot.kernel.errors import Refused  # noqa: E402  -- as above
from folkmoot.people.models import Person  # noqa: E402  -- as above
from folkmoot.structure.actions.founding import found_unit  # noqa: E402  -- as above
from folkmoot.units.models import Unit  # noqa: E402  -- as above

root, una = Unit.objects.get(parent=None), Person.objects.get()
print("ready", flush=True)  # noqa: T201  -- what the test waits for
for line in sys.stdin:
    act_id, name = line.split()
    given = {"parent_id": root.pk, "kind": "region", "name": name, "code": name}
    try:
        answer = run(found_unit, given, act_id=UUID(act_id), by=una, at=now(), via=Via.OPERATOR)
    except Refused as refusal:
        answer = refusal
    print(answer, flush=True)  # noqa: T201  -- as above
