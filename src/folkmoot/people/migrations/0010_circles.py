import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from the constraints, which may be killed between two of them and are then begun anew.
    dependencies = [
        ("people", "0009_name_keys_given"),
        ("units", "0002_paths_compare_bytes"),
    ]

    operations = [
        # Null says "the organisation itself", so that no row has to be written, however many there are.
        migrations.AddField(
            model_name="membership",
            name="circle",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
        ),
    ]
