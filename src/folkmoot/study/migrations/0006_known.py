import django.db.models.deletion
from django.db import migrations, models

import folkmoot.kernel.ids

_ID = ("id", models.UUIDField(default=folkmoot.kernel.ids.new_id, primary_key=True, serialize=False))
_CASCADE, _PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0010_repeals"),
        ("study", "0005_lessons"),
        ("units", "0004_units_stirred"),
    ]

    operations = [
        migrations.CreateModel(
            name="Spending",
            fields=[
                _ID,
                ("half_year", models.DateField()),
                ("week", models.DateField()),
                ("thousandths", models.PositiveIntegerField()),
                (
                    "decision",
                    models.ForeignKey(on_delete=_PROTECT, related_name="+", to="decisions.decision"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "week"), name="one_spending_of_a_text_and_week"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownWeek",
            fields=[
                _ID,
                ("as_of", models.DateTimeField()),
                ("points", models.JSONField()),
                ("whole_at", models.DateTimeField(null=True)),
                (
                    "spending",
                    models.ForeignKey(
                        db_index=False, on_delete=_PROTECT, related_name="weeks", to="study.spending"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(db_index=False, on_delete=_PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("spending", "unit"), name="one_week_of_a_text_and_unit")
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("whole_at", None)), fields=["as_of"], name="known_week_begun"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownGroups",
            fields=[
                (
                    "week",
                    models.OneToOneField(
                        on_delete=_CASCADE,
                        primary_key=True,
                        related_name="drawn",
                        serialize=False,
                        to="study.knownweek",
                    ),
                ),
                ("cards", models.JSONField()),
                ("units", models.BinaryField()),
                ("depths", models.BinaryField()),
                ("cells", models.BinaryField()),
                ("groups", models.BinaryField()),
                ("addressed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="KnownColumn",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "week", "point", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "week",
                    models.ForeignKey(
                        db_index=False, on_delete=_CASCADE, related_name="columns", to="study.knownweek"
                    ),
                ),
                ("point", models.CharField(blank=True, max_length=20)),
                ("noised", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="KnownFigure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "week", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(db_index=False, on_delete=_PROTECT, related_name="+", to="units.unit"),
                ),
                (
                    "week",
                    models.ForeignKey(on_delete=_CASCADE, related_name="figures", to="study.knownweek"),
                ),
                ("members", models.PositiveIntegerField()),
                ("groups", models.PositiveIntegerField()),
                ("noised", models.JSONField()),
            ],
        ),
    ]
