from django.db import migrations, models
from django.db.models.functions import Length

from folkmoot.kernel.migrating import AddIndexWhileServed


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("units", "0002_paths_compare_bytes"),
    ]

    operations = [
        AddIndexWhileServed(
            model_name="unit",
            index=models.Index("kind", Length("path"), "path", name="unit_by_kind_and_level"),
        ),
    ]
