from django.db import migrations, models

from folkmoot.kernel.migrating import AddIndexWhileServed


class Migration(migrations.Migration):
    # It lasts, and keeps nobody waiting.
    atomic = False

    dependencies = [("meetings", "0003_motions_and_votes")]

    operations = [
        AddIndexWhileServed(
            model_name="agendaitem",
            index=models.Index(
                condition=models.Q(("motion__isnull", False)),
                fields=["motion"],
                name="agenda_item_of_a_motion",
            ),
        ),
    ]
