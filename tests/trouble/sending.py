"""Sends an act for each line it is given, `ACT_ID NAME`, and says what was answered."""

import sys
from uuid import UUID

import django

from folkmoot.config.loading import undisturbed

with undisturbed():
    django.setup()

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.structure.actions.founding import found_unit
from folkmoot.units.models import Unit

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
