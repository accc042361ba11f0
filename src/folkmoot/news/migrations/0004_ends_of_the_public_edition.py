from django.db import migrations, models

from folkmoot.kernel.migrating import AddIndexWhileServed


class Migration(migrations.Migration):
    # An index is made without keeping anybody from the table.
    atomic = False

    dependencies = [
        ("news", "0003_letters"),
    ]

    operations = [
        AddIndexWhileServed(
            model_name="publicpaper",
            index=models.Index(
                condition=models.Q(("taken_back_at", None)),
                fields=["body", "taken_back_at"],
                name="public_paper_out_by_body",
            ),
        ),
        AddIndexWhileServed(
            model_name="publicpaper",
            index=models.Index(
                condition=models.Q(("taken_back_at__isnull", False)),
                fields=["taken_back_at"],
                name="public_paper_back",
            ),
        ),
        AddIndexWhileServed(
            model_name="publicpaper",
            index=models.Index(
                condition=models.Q(("taken_back_at__isnull", False)),
                fields=["body", "taken_back_at"],
                name="public_paper_back_by_body",
            ),
        ),
    ]
