from django.db import migrations, models

from folkmoot.kernel.migrating import AddIndexWhileServed


class Migration(migrations.Migration):
    # It lasts, and keeps nobody waiting.
    atomic = False

    dependencies = [("reports", "0003_ways")]

    operations = [
        AddIndexWhileServed(
            model_name="report",
            index=models.Index(
                condition=models.Q(("state", "sent")),
                fields=["unit", "id"],
                name="reports_to_read",
            ),
        ),
    ]
