from django.db import migrations, models

from folkmoot.kernel.migrating import AddIndexWhileServed


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("decisions", "0007_own_too"),
    ]

    operations = [
        AddIndexWhileServed(
            model_name="decision",
            index=models.Index(fields=["conveyed_at", "id"], name="decision_by_conveying"),
        ),
    ]
