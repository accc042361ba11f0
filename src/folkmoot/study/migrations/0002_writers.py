import django.db.models.deletion
from django.db import migrations, models

import folkmoot.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_terms_that_follow"),
        ("study", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="card",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.CreateModel(
            name="Writer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=folkmoot.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("of", models.UUIDField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="writers",
                        to="study.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "of", "person"), name="one_writer_of_what_waits"
                    )
                ],
            },
        ),
    ]
