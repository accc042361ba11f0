from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("notices", "0002_devices"),)

    operations = (
        migrations.AddField(
            model_name="recipient", name="wants_meetings", field=models.BooleanField(null=True)
        ),
    )
