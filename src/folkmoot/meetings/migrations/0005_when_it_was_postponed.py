from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("meetings", "0004_agenda_items_of_motions"),)

    operations = (
        migrations.AddField(model_name="meeting", name="postponed_at", field=models.DateTimeField(null=True)),
    )
