"""The removal of lost passkeys can lapse."""

from django.db import migrations, models

_OUTCOMES = (
    ("applied", "in use"),
    ("refused", "refused by the member"),
    ("replaced", "replaced by another change"),
    ("taken", "already used by somebody else"),
    ("lapsed", "lapsed: an officer might not do it any more"),
)


class Migration(migrations.Migration):
    dependencies = (("accounts", "0003_sealed_sessions"),)
    # Databases know nothing of choices.
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model, "outcome", models.CharField(blank=True, choices=_OUTCOMES, max_length=8)
                )
                for model in ("contactchange", "recovery")
            ]
        ),
    )
