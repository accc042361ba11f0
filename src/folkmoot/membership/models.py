"""The figures that acts on members keep: how many each cell has, and the series of member numbers."""

from django.db import models

from folkmoot.units.models import Unit


class MemberCount(models.Model):
    """How many open memberships a cell has, kept in the transaction of every act that changes it."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="member_count")
    members = models.PositiveIntegerField()


class MemberTotal(models.Model):
    """How many members a unit and all below it had when totals were last taken: kept for units that have units below."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="+")
    members = models.PositiveIntegerField()


class TotalsTaken(models.Model):
    """When the totals were last taken; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="totals_are_taken_as_one"),)


class NumberSeries(models.Model):
    """The last member number given by the organisation; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_series_of_member_numbers"),)
