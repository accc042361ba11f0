from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0004_ends_of_the_public_edition")]

    operations = [
        migrations.AddField(model_name="letter", name="offered_at", field=models.DateTimeField(null=True))
    ]
