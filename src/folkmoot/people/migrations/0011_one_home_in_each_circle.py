from django.db import migrations, models

from folkmoot.kernel.migrating import AddUniqueWhileServed, RemoveUniqueWhileServed


class Migration(migrations.Migration):
    # Each is built without keeping pages waiting. The one before goes last: meanwhile nobody has two homes.
    atomic = False

    dependencies = [
        ("people", "0010_circles"),
    ]

    operations = [
        AddUniqueWhileServed(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(ended_at=None, circle=None),
                fields=("person",),
                name="one_home_in_the_organisation_per_person",
            ),
        ),
        AddUniqueWhileServed(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(ended_at=None, circle__isnull=False),
                fields=("circle", "person"),
                name="one_home_in_each_circle_per_person",
            ),
        ),
        RemoveUniqueWhileServed(model_name="membership", name="one_open_membership_per_person"),
    ]
