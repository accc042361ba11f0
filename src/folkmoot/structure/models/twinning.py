"""Units that are twinned: one offered it, the other agreed."""

from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id
from folkmoot.units.models import Unit


class TwinningQuerySet(models.QuerySet["Twinning"]):
    """Selections of twinnings and offers."""

    def of(self, unit: Unit) -> Self:
        """Keep those that `unit` is one side of, while the other one is open."""
        theirs = Q(unit=unit, other__closed_at=None) | Q(other=unit, unit__closed_at=None)
        return self.filter(theirs)

    def accepted_of(self, unit: Unit) -> Self:
        """Keep those by which `unit` is twinned with an open unit."""
        return self.of(unit).exclude(accepted_at=None)

    def between(self, one: Unit, another: Unit) -> Self:
        """Keep the one between two units, whoever offered it."""
        return self.filter(Q(unit=one, other=another) | Q(unit=another, other=one))


class Twinning(models.Model):
    """That `unit` offered `other` to be twinned, and since when they are. What was declined or ended leaves no row."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects = TwinningQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "other"], name="two_units_are_twinned_once"),
            models.CheckConstraint(condition=~Q(unit=models.F("other")), name="no_unit_is_its_own_twin"),
        )

    def across(self, unit: Unit) -> Unit:
        """Return the side that is not `unit`."""
        return self.other if self.unit_id == unit.pk else self.unit


class CodeMissed(models.Model):
    """That somebody who acts for `unit` offered to twin it by a code that no open unit has: kept for a day."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    missed_at = models.DateTimeField()
