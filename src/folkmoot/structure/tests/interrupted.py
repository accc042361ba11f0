"""An import in a process of its own, for a test that kills it: `python -m folkmoot.structure.tests.interrupted FILE`."""

import gc
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

SETTLED = "settled"


def main(file: Path) -> int:
    # It is started again and again, and nothing that it loads is garbage.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
    from folkmoot.kernel.migration_states import models_made_once  # noqa: PLC0415  -- models exist only now
    from folkmoot.structure.commands import import_file  # noqa: PLC0415  -- as above
    from folkmoot.units.models import Unit  # noqa: PLC0415  -- as above

    # It is killed only once it is settled, and so with all its tables.
    if not Path(settings.DATA, "folkmoot.sqlite3").exists():
        with models_made_once():
            call_command("migrate", verbosity=0)
    if not Unit.objects.exists():
        _found()
    print(SETTLED, flush=True)  # noqa: T201  -- what the test waits for
    return import_file("units", file, say=lambda _line: None)


def _found() -> None:
    from folkmoot.kernel.acts import Via, run  # noqa: PLC0415  -- models exist only now
    from folkmoot.kernel.clock import now  # noqa: PLC0415  -- as above
    from folkmoot.kernel.ids import new_id  # noqa: PLC0415  -- as above
    from folkmoot.structure.actions.organisation import found_organisation  # noqa: PLC0415  -- as above

    given = {"name": "Federation", "code": "top", "kind_set": "federation"}
    run(found_organisation, given, act_id=new_id(), by=None, at=now(), via=Via.OPERATOR)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
