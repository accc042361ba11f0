from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("study", "0003_writers_known"),
    ]

    operations = [
        migrations.RemoveField(model_name="programme", name="written_by"),
        migrations.RemoveField(model_name="wording", name="written_by"),
    ]
