from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _whom() -> "models.ForeignKey[Any, Any]":
    # Nobody is looked for by it, and people stay for good: neither an index nor a constraint holds a large table up.
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="people.person",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_name_keys"),
    ]

    operations = [
        migrations.AddField(model_name="person", name="entered_by", field=_whom()),
        migrations.AddField(model_name="term", name="entered_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="term", name="entered_by", field=_whom()),
    ]
