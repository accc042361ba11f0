from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("meetings", "0009_motions_in_languages"),)

    operations = (
        migrations.AddField(model_name="sitting", name="went_on_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="sitting", name="close_entered_at", field=models.DateTimeField(null=True)
        ),
    )
