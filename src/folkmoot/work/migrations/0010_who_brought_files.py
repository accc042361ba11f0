import django.db.models.deletion
from django.db import migrations, models

from folkmoot.kernel.migrating import AddIndexWhileServed


class Migration(migrations.Migration):
    # It lasts, and keeps nobody waiting.
    atomic = False

    dependencies = [("work", "0009_files")]

    operations = [
        migrations.AddField(
            model_name="workfile",
            name="brought_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        AddIndexWhileServed(
            model_name="workfile",
            index=models.Index(
                condition=models.Q(("brought_by__isnull", False)),
                fields=["brought_by"],
                name="files_somebody_brought",
            ),
        ),
    ]
