from typing import Any

from django.db import migrations, models

from folkmoot.kernel.migrating import ChangeInBatches


def know_beginners(programmes: "models.QuerySet[Any]") -> None:
    rows = programmes.filter(written_by__isnull=False).values_list("pk", "pk", "written_by")
    _know(programmes, list(rows))


def know_writers(wordings: "models.QuerySet[Any]") -> None:
    rows = wordings.filter(written_by__isnull=False)
    _know(wordings, list(rows.values_list("card__programme", "card", "written_by")))


def _know(rows: "models.QuerySet[Any]", written: "list[tuple[Any, Any, Any]]") -> None:
    writer = rows.model._meta.apps.get_model("study", "Writer")  # noqa: SLF001  -- Django's documented API
    made = [writer(programme_id=programme, of=of, person_id=person) for programme, of, person in written]
    writer.objects.using(rows.db).bulk_create(made, ignore_conflicts=True)


class Migration(migrations.Migration):
    # Each batch is a transaction of its own, so that pages act between two of them.
    atomic = False

    dependencies = [
        ("study", "0002_writers"),
    ]

    operations = [
        ChangeInBatches("study.Programme", know_beginners),
        ChangeInBatches("study.Wording", know_writers),
    ]
