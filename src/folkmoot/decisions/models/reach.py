"""How far a decision has come, unit by unit: taken by the worker, read by pages."""

from typing import Self

from django.db import models

from folkmoot.decisions.models.audience import Deadline
from folkmoot.decisions.models.decision import Decision
from folkmoot.kernel.ids import new_id
from folkmoot.units.models import Unit


class TreeThen(models.Model):
    """The units of an audience as they hung when a decision was conveyed, as columns in order of path.

    Found by its content, so decisions conveyed to the same unchanged tree share one.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveIntegerField()
    units = models.BinaryField()
    depths = models.BinaryField()
    cells = models.BinaryField()


class ReachState(models.Model):
    """What the next figures of a decision are reckoned from: its groups and what each has published, as columns."""

    decision = models.OneToOneField(Decision, primary_key=True, on_delete=models.PROTECT, related_name="+")
    tree = models.ForeignKey(TreeThen, on_delete=models.PROTECT, related_name="+")
    groups = models.BinaryField()
    addressed = models.BinaryField()
    published = models.BinaryField()
    settled = models.BinaryField()
    # Who came to be addressed and who left since it was conveyed, up to the moment to which places were walked.
    came = models.BinaryField(null=True)
    left = models.BinaryField(null=True)
    walked_to = models.DateTimeField(null=True)
    # When private figures last moved on, and what had been made and confirmed when figures were last taken.
    published_at = models.DateTimeField()
    # The time zones of the units it is for, when figures were last taken: a deadline has passed when it has in each.
    zones = models.JSONField(default=list)
    reckoned_at = models.DateTimeField()
    made = models.PositiveIntegerField(default=0)
    made_on_new_day = models.PositiveIntegerField(default=0)
    cells_reached = models.PositiveIntegerField(default=0)


class Snapshot(models.Model):
    """The figures of one decision at one moment; complete before `is_current` points pages to it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)
    # Kept for good where it was taken at a deadline.
    deadline = models.ForeignKey(Deadline, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["decision"],
                condition=models.Q(is_current=True),
                name="one_current_snapshot_per_decision",
            ),
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(deadline__isnull=False),
                name="one_snapshot_per_deadline",
            ),
        )


class FigureQuerySet(models.QuerySet["Figure"]):
    """Selections of figures."""

    def current(self) -> Self:
        """Keep those of the snapshots that pages show."""
        return self.filter(snapshot__is_current=True)


class Figure(models.Model):
    """What is shown of one unit that is no cell, in one snapshot.

    `cells` and `cells_reached` are organisational and exact. `members` were addressed; at least `acknowledged` of them
    acknowledged, None where that is shown at `shown_at` instead, with others (null: nowhere).
    """

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="figures", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    cells = models.PositiveIntegerField()
    cells_reached = models.PositiveIntegerField()
    members = models.PositiveIntegerField()
    acknowledged = models.PositiveIntegerField(null=True)
    shown_at = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["snapshot", "unit"], name="one_figure_per_snapshot_and_unit"),
        )
