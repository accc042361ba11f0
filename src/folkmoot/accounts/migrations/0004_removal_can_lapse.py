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
    operations = (
        migrations.AlterField(
            "contactchange", "outcome", models.CharField(blank=True, choices=_OUTCOMES, max_length=8)
        ),
        migrations.AlterField(
            "recovery", "outcome", models.CharField(blank=True, choices=_OUTCOMES, max_length=8)
        ),
    )
