from typing import Any

from django.db import migrations, models

from folkmoot.kernel.migrating import AddIndexWhileServed, ChangeInBatches
from folkmoot.kernel.text import name_key

_LONGEST = 400


def give_keys(people: "models.QuerySet[Any]") -> None:
    found = list(people.filter(erased_at=None, name_key=None).only("pk", "name"))
    for person in found:
        person.name_key = name_key(person.name)[:_LONGEST]
    people.model._default_manager.using(people.db).bulk_update(found, ["name_key"], batch_size=100)  # noqa: SLF001  -- Django's documented API


class Migration(migrations.Migration):
    # Each batch is a transaction of its own, so that pages act between two of them.
    atomic = False

    dependencies = [
        ("people", "0008_entered_by_whom"),
    ]

    operations = [
        ChangeInBatches("people.Person", give_keys),
        AddIndexWhileServed(
            model_name="person", index=models.Index(fields=["name_key"], name="person_by_name_key")
        ),
    ]
