from django.db import migrations, models

from folkmoot.kernel.migrating import AddIndexWhileServed


class Migration(migrations.Migration):
    # It lasts, and keeps nobody waiting.
    atomic = False

    dependencies = [("study", "0006_known")]

    operations = [
        AddIndexWhileServed(
            model_name="memory",
            index=models.Index(fields=["card", "person"], name="memory_by_card"),
        ),
    ]
