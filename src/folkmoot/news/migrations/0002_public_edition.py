import django.db.models.deletion
from django.db import migrations, models

import folkmoot.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0006_audiences_of_drafts"),
        ("news", "0001_first"),
        ("units", "0002_paths_compare_bytes"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicEdition",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("is_open", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_public_edition")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(default=folkmoot.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("published_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="news.item",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["published_at"], name="public_paper_by_moment"),
                    models.Index(fields=["body", "published_at"], name="public_paper_by_body"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", None), ("item__isnull", False)),
                            models.Q(("decision__isnull", False), ("item", None)),
                            _connector="OR",
                        ),
                        name="public_paper_is_a_decision_or_news",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_back_at", None),
                            ("taken_back_at__gte", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="public_paper_taken_back_after_it_was_published",
                    ),
                ],
            },
        ),
    ]
