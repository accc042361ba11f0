"""Merges and splits: which unit hands over to which, and how far that has come."""

from fractions import Fraction
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class Way(models.TextChoices):
    """How two units hand over to one another."""

    MERGE = "merge", _("merged")
    SPLIT = "split", _("split")


class Stage(models.TextChoices):
    """How far a merge or split has come."""

    MOVING = "moving", _("Under way")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class ReorganisationQuerySet(models.QuerySet["Reorganisation"]):
    """Selections of merges and splits."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those in which one of `units` hands over."""
        return self.filter(from_unit__in=units.order_by().values("pk"))

    def moving(self) -> Self:
        """Keep those that a worker can take further."""
        return self.filter(stage=Stage.MOVING)


class Reorganisation(models.Model):
    """One merge of a unit into another, or one split of a new unit from another: done in batches that are acts.

    Where a merge stands is in the rows themselves: what is still in the unit has yet to go. A split keeps which units go.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    way = models.CharField(max_length=8, choices=Way.choices)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=16)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.MOVING)
    stopped_because = models.TextField(blank=True)
    # The ids of the units that have yet to go over in a split, at most 250.
    units = models.JSONField(default=list)
    # The next batch; how many things went over, and how many there were when it began.
    batch = models.IntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    whole_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["from_unit"],
                condition=models.Q(stage="moving"),
                name="one_reorganisation_under_way_per_unit",
            ),
        )
        # The worker asks for the oldest that can go on; a page for those of a unit.
        indexes = (
            models.Index(fields=["id"], name="reorganisation_moving", condition=models.Q(stage="moving")),
        )

    @property
    def is_merge(self) -> bool:
        """Whether the unit that hands over is closed in the end."""
        return self.way == Way.MERGE

    @property
    def is_moving(self) -> bool:
        """Whether a worker takes it further."""
        return self.stage == Stage.MOVING

    @property
    def share_done(self) -> Fraction:
        """How much of what there was when it began went over, from 0 to 1."""
        if self.stage == Stage.DONE:
            return Fraction(1)
        return Fraction(min(self.done_count, self.whole_count), max(self.whole_count, 1))
