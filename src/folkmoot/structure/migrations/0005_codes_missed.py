import django.db.models.deletion
from django.db import migrations, models

import folkmoot.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("structure", "0004_affiliated_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeMissed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=folkmoot.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("missed_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
        ),
    ]
