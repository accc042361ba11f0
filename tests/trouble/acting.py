"""Founds units, each by an act of its own, and says which once it was answered: `… COUNT [PAUSE]`."""

import os
import sys
import time

import django

from folkmoot.config.loading import undisturbed

with undisturbed():
    django.setup()

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.structure.actions.founding import found_unit
from folkmoot.units.models import Unit

count = int(sys.argv[1])
root, una = Unit.objects.get(parent=None), Person.objects.get()
print("ready", flush=True)  # noqa: T201  -- what the test waits for
for number in range(count):
    name = f"r-{os.getpid()}-{number}"
    act_id = new_id()
    given = {"parent_id": root.pk, "kind": "region", "name": name, "code": name}
    unit_id = run(found_unit, given, act_id=act_id, by=una, at=now(), via=Via.OPERATOR)
    print(act_id, unit_id, flush=True)  # noqa: T201  -- answered, and so not to be lost
    time.sleep(float(sys.argv[2]) if sys.argv[2:] else 0)
