from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("meetings", "0007_what_was_written_down_for_others"),)

    operations = (
        migrations.AddField(model_name="sitting", name="went_on_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="sitting", name="close_entered_at", field=models.DateTimeField(null=True)
        ),
    )
