import django.db.models.deletion
from django.db import migrations, models

import folkmoot.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("decisions", "0006_audiences_of_drafts"),
        ("documents", "0003_versions_and_operations"),
        ("people", "0006_accounts_without_address"),
        ("units", "0002_paths_compare_bytes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.UUIDField(default=folkmoot.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("corrected_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("is_pinned", models.BooleanField(default=False)),
                (
                    "audience",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.audience",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "published_at"], name="news_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", None), ("published_at", None)),
                            models.Q(("audience__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="news_published_iff_it_has_an_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", False),
                            models.Q(
                                ("corrected_at", None),
                                ("ends_at", None),
                                ("is_pinned", False),
                                ("withdrawn_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="news_corrected_withdrawn_ended_or_pinned_only_once_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_pinned", False), ("ends_at__isnull", False), _connector="OR"),
                        name="news_pinned_only_for_a_time",
                    ),
                ],
            },
        ),
    ]
