import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0008_decisions_by_conveying"),
        ("units", "0004_units_stirred"),
    ]

    operations = [
        migrations.CreateModel(
            name="ErasedCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "decision", "unit", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made", models.PositiveIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
        ),
    ]
