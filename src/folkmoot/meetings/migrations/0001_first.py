import django.db.models.deletion
from django.db import migrations, models

import folkmoot.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("decisions", "0008_decisions_by_conveying"),
        ("units", "0004_units_stirred"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.UUIDField(default=folkmoot.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=20)),
                ("how", models.CharField(max_length=10)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                ("called_at", models.DateTimeField()),
                ("was_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("sequence", models.PositiveIntegerField(default=0)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.UUIDField(default=folkmoot.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(blank=True, max_length=200)),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="meetings.meeting",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["unit", "ends_at"], name="meeting_by_end"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["unit", "begins_at", "id"], name="meeting_by_beginning"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                name="meeting_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "in_person"), ("link", "")),
                    models.Q(
                        models.Q(("how", "in_person"), _negated=True), models.Q(("link", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="meeting_has_a_link_iff_some_join_online",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "online"), ("place", "")),
                    models.Q(
                        models.Q(("how", "online"), _negated=True), models.Q(("place", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="meeting_has_a_place_iff_some_come",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at", None), ("reason", ""), ("was_at", None)),
                    models.Q(
                        models.Q(("was_at__isnull", False), ("cancelled_at__isnull", False), _connector="OR"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="meeting_has_a_reason_iff_postponed_or_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("meeting", "position"), name="one_agenda_item_at_a_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__isnull", False), ("text", "")),
                    models.Q(models.Q(("text", ""), _negated=True), ("decision", None)),
                    _connector="OR",
                ),
                name="agenda_item_is_a_text_or_a_decision",
            ),
        ),
    ]
