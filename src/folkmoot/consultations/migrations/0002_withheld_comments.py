from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0001_first"),
    ]

    operations = [
        migrations.AddField(model_name="comment", name="is_withheld", field=models.BooleanField(null=True)),
    ]
