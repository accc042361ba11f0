"""A merge in a process of its own, for a test that kills it: `python -m folkmoot.membership.tests.interrupted_merge`."""

import gc
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

MEMBERS = 400
SETTLED = "settled"


def main() -> int:
    # It is started again and again, and nothing that it loads is garbage.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
    from folkmoot.kernel.clock import now  # noqa: PLC0415  -- models exist only now
    from folkmoot.kernel.migration_states import models_made_once  # noqa: PLC0415  -- as above
    from folkmoot.membership.actions import going_over  # noqa: PLC0415  -- as above
    from folkmoot.structure.actions.handing_over import continue_reorganisations  # noqa: PLC0415  -- as above
    from folkmoot.structure.models import Reorganisation  # noqa: PLC0415  -- as above

    # It is killed only once it is settled, and so with all its tables.
    if not Path(settings.DATA, "folkmoot.sqlite3").exists():
        with models_made_once():
            call_command("migrate", verbosity=0)
    if not Reorganisation.objects.exists():
        _begin()
    going_over.BATCH = 4
    print(SETTLED, flush=True)  # noqa: T201  -- what the test waits for
    while continue_reorganisations(now()):
        pass
    return 0


def _begin() -> None:
    from conftest import make_world  # noqa: PLC0415  -- as above
    from folkmoot.kernel.acts import Via, run  # noqa: PLC0415  -- as above
    from folkmoot.kernel.clock import now  # noqa: PLC0415  -- as above
    from folkmoot.kernel.ids import new_id  # noqa: PLC0415  -- as above
    from folkmoot.membership.tests.recounting import recount_members  # noqa: PLC0415  -- as above
    from folkmoot.people.models import Membership, Person  # noqa: PLC0415  -- as above
    from folkmoot.structure.actions.reorganising import merge_units  # noqa: PLC0415  -- as above

    world = make_world()
    people = [
        Person(name=f"P{n}", sort_name=f"P{n}", search_name=f"p{n}", created_at=world.at)
        for n in range(MEMBERS)
    ]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=each, unit=world.harbour, started_at=world.at) for each in people
    )
    recount_members()
    given = {"unit_id": world.harbour.pk, "into_unit_id": world.hill.pk}
    run(merge_units, given, act_id=new_id(), by=world.una, at=now(), via=Via.WEB)


if __name__ == "__main__":
    sys.exit(main())
