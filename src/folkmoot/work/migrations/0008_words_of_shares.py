from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0007_pieces_before_share_outs"),
    ]

    operations = [
        migrations.AddField(
            model_name="shareanswer",
            name="asked_title",
            field=models.CharField(max_length=120, null=True),
        ),
        migrations.AddField(
            model_name="shareanswer",
            name="title",
            field=models.CharField(max_length=120, null=True),
        ),
    ]
