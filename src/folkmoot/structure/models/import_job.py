"""Imports: a file, how it is read, and how far it has come."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.ids import new_id
from folkmoot.kernel.tables import Layout
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class State(models.TextChoices):
    """How far an import has come."""

    STAGED = "staged", _("Columns to be chosen")
    READING = "reading", _("Being read")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    STOPPED = "stopped", _("Stopped")
    DROPPED = "dropped", _("Given up")
    RETURNING = "returning", _("Being taken back")
    RETURNED = "returned", _("Taken back")


MOVING = (State.READING, State.CHECKING, State.IMPORTING, State.RETURNING)
ENDED = (State.DONE, State.DROPPED, State.RETURNED)
# For so many days what an import did is taken back.
RETURNABLE_DAYS = 7
# What begins at nought with each attempt.
COUNTS = (
    "read_bytes",
    "row_count",
    "checked_count",
    "problem_count",
    "wrong_row_count",
    "new_count",
    "changed_count",
    "same_count",
    "batch",
    "done_count",
    "done_new_count",
    "done_changed_count",
    "done_same_count",
)


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Selections of imports."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep the imports below one of `units`."""
        return self.filter(under__in=units.order_by().values("pk"))

    def moving(self) -> Self:
        """Keep the imports that a worker can take further."""
        return self.filter(state__in=MOVING)


class ImportJob(models.Model):
    """One bringing of one file. Its rows are outside the database, in the file and in a scratch file beside it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=40)
    under = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=16)
    # By whose hand the file was brought, and its columns chosen last; None for the operator, and where it is not known.
    brought_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    chosen_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.STAGED)
    # Why it stopped, for whoever started it.
    stopped_because = models.TextField(blank=True)

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    byte_count = models.BigIntegerField()
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    header = models.JSONField()
    first_byte = models.BigIntegerField()
    header_number = models.IntegerField()

    # Which column holds which field, and how often that was decided: each time the check begins anew.
    places = models.JSONField(default=dict)
    attempt = models.IntegerField(default=0)
    # Whether the day or the month comes first in its dates, if somebody said so.
    day_order = models.CharField(max_length=12, blank=True, default="", db_default="")

    read_bytes = models.BigIntegerField(default=0)
    row_count = models.IntegerField(default=0)
    checked_count = models.IntegerField(default=0)
    problem_count = models.IntegerField(default=0)
    wrong_row_count = models.IntegerField(default=0)
    # What the check foresaw.
    new_count = models.IntegerField(default=0)
    changed_count = models.IntegerField(default=0)
    same_count = models.IntegerField(default=0)

    # The next batch, how many rows make one, and what the batches before it did.
    batch = models.IntegerField(default=0)
    batch_rows = models.IntegerField()
    done_count = models.IntegerField(default=0)
    done_new_count = models.IntegerField(default=0)
    done_changed_count = models.IntegerField(default=0)
    done_same_count = models.IntegerField(default=0)

    # How many people or things were given back to what they were, and how many were left as somebody made them since.
    returned_count = models.IntegerField(default=0)
    left_count = models.IntegerField(default=0)

    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        # The worker asks for the oldest that can go on.
        indexes = (
            models.Index(fields=["id"], name="import_moving", condition=models.Q(state__in=sorted(MOVING))),
        )

    @property
    def layout(self) -> Layout:
        """How its file is written."""
        return Layout(self.encoding, self.delimiter, tuple(self.header), self.first_byte, self.header_number)

    def is_all_by(self, hand: Person | None) -> bool:
        """Return whether its file was brought, and its columns chosen, by that hand and no other."""
        return {self.brought_by_id, self.chosen_by_id} == {hand.pk if hand else None}

    @property
    def is_moving(self) -> bool:
        """Whether a worker takes it further."""
        return self.state in MOVING

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED

    @property
    def may_be_started(self) -> bool:
        """Whether its check found rows and nothing wrong in them."""
        return self.state == State.CHECKED and self.row_count > 0 and self.problem_count == 0

    @property
    def done_something(self) -> bool:
        """Whether it has made something new, or changed something, that was not taken back."""
        return self.batch > 0 and self.done_new_count + self.done_changed_count > 0

    def may_be_returned(self, at: datetime) -> bool:
        """Return whether what it did can still be taken back at the moment `at`, by its state and its age."""
        ended = self.ended_at if self.state in {State.DONE, State.DROPPED} else None
        return ended is not None and self.done_something and at < ended + timedelta(days=RETURNABLE_DAYS)

    @property
    def right_row_count(self) -> int:
        """In how many rows its check found nothing wrong."""
        return self.row_count - self.wrong_row_count

    @property
    def share_done(self) -> Fraction:
        """How much of what it is doing now is done, from 0 to 1."""
        done, whole = {
            State.READING: (self.read_bytes, self.byte_count),
            State.CHECKING: (self.checked_count, self.row_count),
            State.IMPORTING: (self.done_count, self.row_count),
            State.STOPPED: (self.done_count, self.row_count),
            State.RETURNING: (
                self.returned_count + self.left_count,
                self.done_new_count + self.done_changed_count,
            ),
        }.get(State(self.state), (1, 1))
        return Fraction(min(done, whole), max(whole, 1))
