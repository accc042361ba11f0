from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from giving the keys, which may be killed between two batches and is then begun anew.
    dependencies = [
        ("people", "0006_accounts_without_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="person", name="name_key", field=models.CharField(max_length=400, null=True)
        ),
    ]
