"""Sessions are kept under a hash from now on, and sealed: those from before open nothing, and end."""

from django.db import migrations

from folkmoot.kernel.migrating import ChangeInBatches


class Migration(migrations.Migration):
    atomic = False
    dependencies = (
        ("accounts", "0002_slips_recoveries_devices"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    )
    operations = (
        ChangeInBatches("usersessions.UserSession", lambda rows: rows.delete()),
        ChangeInBatches("sessions.Session", lambda rows: rows.delete()),
    )
