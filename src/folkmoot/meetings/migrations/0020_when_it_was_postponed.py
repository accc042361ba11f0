from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("meetings", "0002_meetings_held"),)

    operations = (
        migrations.AddField(model_name="meeting", name="postponed_at", field=models.DateTimeField(null=True)),
    )
