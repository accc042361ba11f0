"""Visits: an officer from above was at a unit."""

from datetime import date, datetime
from typing import Self

from django.db import models

from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Term
from folkmoot.structure.rules.visiting import PURPOSE_LONGEST, may_still_be_changed
from folkmoot.units.models import Unit


class VisitQuerySet(models.QuerySet["Visit"]):
    """Selections of visits."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those to one of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))

    def counted(self) -> Self:
        """Leave out those of which the unit says that they did not take place."""
        return self.filter(objected_at=None)

    def since(self, day: date) -> Self:
        """Keep those of a day or later."""
        return self.filter(on__gte=day)

    def newest_first(self) -> Self:
        """Sort by the day of the visit, the last one first."""
        return self.order_by("-on", "-pk")


class Visit(models.Model):
    """That whoever served a `term` of office above was at a unit on a day by its clocks, and what for.

    `objected_at` is when the unit said that it did not take place: then it counts for nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    # It says who came, by which office, and of which unit.
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    # Forgotten with whoever wrote it.
    purpose = models.CharField(max_length=PURPOSE_LONGEST, blank=True)
    entered_at = models.DateTimeField()
    objected_at = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "on", "term"], name="a_visit_is_entered_once"),
        )

    def may_still_be_changed(self, at: datetime) -> bool:
        """Whether it can be objected to, or taken back, at the moment `at`."""
        return may_still_be_changed(self.entered_at, at=at)
