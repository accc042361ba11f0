from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_erased_people"),
    ]

    operations = [
        # Null says "when it began", so that no row has to be written, however many there are.
        migrations.AddField(
            model_name="membership",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
    ]
