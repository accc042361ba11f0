"""Cells that get their decisions on paper, and batches of circulars printed for them."""

from fractions import Fraction
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


class PaperCell(models.Model):
    """A cell that has no connection, so that decisions are sent there on paper; an officer said so."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="paper_cell")
    since = models.DateTimeField()


class State(models.TextChoices):
    """How far a batch has come."""

    PRINTING = "printing", _("Being set")
    DONE = "done", _("Ready")
    STOPPED = "stopped", _("Stopped")
    DISCARDED = "discarded", _("Discarded")


class BatchQuerySet(models.QuerySet["Batch"]):
    """Selections of batches."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep the batches for the cells below one of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))

    def printing(self) -> Self:
        """Keep those that a worker can take further."""
        return self.filter(state=State.PRINTING)

    def kept(self) -> Self:
        """Keep those that nobody discarded."""
        return self.exclude(state=State.DISCARDED)


class Batch(models.Model):
    """Circulars of one decision for the cells on paper at and below `unit`: set part by part, kept for a week.

    `last_path` is the path of the last cell that was set; the next part begins behind it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    # Another feature's model, so by name.
    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # The language of the decision that was asked for, and that of the pages it was asked on.
    language = models.CharField(max_length=35, blank=True)
    own_language = models.CharField(max_length=35)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PRINTING)
    stopped_because = models.TextField(blank=True)
    cells = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    part_count = models.PositiveIntegerField(default=0)
    last_path = models.CharField(max_length=paths.STEP * paths.DEEPEST, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        # The worker asks every second which are to be gone on with.
        indexes = (models.Index(fields=["state", "id"], name="batch_by_state"),)

    @property
    def share_done(self) -> Fraction:
        """How much of it is set; whole where there is nothing left to do."""
        return min(Fraction(1), Fraction(self.done, self.cells)) if self.cells else Fraction(1)

    @property
    def is_printing(self) -> bool:
        """Whether the worker still sets it."""
        return self.state == State.PRINTING


class BatchPart(models.Model):
    """One file of a batch: the circulars for a few cells of one district, in the order of the tree."""

    id = models.UUIDField(primary_key=True, default=new_id)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The ids of its cells: at most as many as one part holds.
    cell_ids = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "number"], name="one_part_per_number_of_a_batch"),
        )
