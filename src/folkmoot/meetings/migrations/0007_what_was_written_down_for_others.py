from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("meetings", "0006_minutes"),)

    operations = (
        migrations.AddField(
            model_name="backing", name="written_down_at", field=models.DateTimeField(null=True)
        ),
    )
