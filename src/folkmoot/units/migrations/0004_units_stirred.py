from django.db import migrations, models

from folkmoot.kernel.migrating import AddIndexWhileServed


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("units", "0003_units_by_level"),
    ]

    operations = [
        migrations.AddField(model_name="unit", name="stirred_at", field=models.DateTimeField(null=True)),
        AddIndexWhileServed(
            model_name="unit",
            index=models.Index(
                fields=["stirred_at"], name="unit_stirred", condition=models.Q(stirred_at__isnull=False)
            ),
        ),
    ]
