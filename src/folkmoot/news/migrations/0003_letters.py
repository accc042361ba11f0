import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0002_public_edition"),
        ("people", "0006_accounts_without_address"),
        ("units", "0002_paths_compare_bytes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_named", models.BooleanField()),
                ("text", models.TextField()),
                ("sent_at", models.DateTimeField()),
                ("offered", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="news.item",
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["body", "published_at"], name="letter_by_body"),
                    models.Index(fields=["item", "published_at"], name="letter_by_item"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("published_at", None), ("declined_at", None), _connector="OR"),
                        name="letter_published_or_declined",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declined_at", None), ("reason", "")),
                            models.Q(("declined_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="letter_declined_iff_there_is_a_reason",
                    ),
                ],
            },
        ),
    ]
