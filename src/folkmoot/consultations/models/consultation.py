"""A consultation: a draft that was put before people, in the words it had then."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from folkmoot.consultations.rules.period import last_day_of
from folkmoot.kernel.ids import new_id
from folkmoot.units.models import Unit


class State(StrEnum):
    """How far a consultation has come."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Selections of consultations."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of one of `units`."""
        return self.filter(body__in=units.order_by().values("pk"))

    def standing(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def begun(self, at: datetime) -> Self:
        """Keep those that stand and have begun by the moment `at`, over or not."""
        return self.standing().filter(opens_at__lte=at)

    def open(self, at: datetime) -> Self:
        """Keep those in which people can take part at the moment `at`."""
        return self.begun(at).filter(ends_at__gt=at)

    def not_over(self, at: datetime) -> Self:
        """Keep those that are open at the moment `at` or will be."""
        return self.standing().filter(ends_at__gt=at)

    def uncounted(self, before: datetime) -> Self:
        """Keep those that were over by the moment `before`, and of whose opinions no figures were taken."""
        return self.standing().filter(ends_at__lte=before, counted_at=None)

    def for_audiences(self, audiences: models.QuerySet[Any]) -> Self:
        """Keep those put before one of `audiences`."""
        return self.filter(audience__in=audiences)


class Consultation(models.Model):
    """A draft of `body`, put before an audience in the words of `document`, which stay as they were.

    `opens_at` and `ends_at` bound a half-open period that ends with a day of the body's clocks, or when it was closed
    early. The draft itself may go on being written, and is let go of when it is thrown away.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Other features' models, so by name.
    decision = models.ForeignKey("decisions.Decision", null=True, on_delete=models.SET_NULL, related_name="+")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    audience = models.OneToOneField("decisions.Audience", on_delete=models.PROTECT, related_name="+")
    introduction = models.TextField(blank=True)
    opens_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # When people were last told of it: once it opened, or was made longer.
    told_at = models.DateTimeField()
    closed_early_for = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    # When the figures of opinions were taken, once and for good.
    counted_at = models.DateTimeField(null=True)
    # Whether five or more spoke without a name; found out once, with the figures, and read with `counted_at`.
    shows_unsigned = models.BooleanField(default=False)
    # When the summary was published, with the figures.
    published_at = models.DateTimeField(null=True)

    # Added to rows by queries, never columns.
    title: str
    title_language: str
    is_answered: bool
    is_asked: bool

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gte=models.F("opens_at")), name="consultation_ends_after_it_opens"
            ),
        )
        indexes = (
            # What a body asks or has asked, what ends last first.
            models.Index(fields=["body", "ends_at"], name="consultation_by_body"),
            # What the worker asks every few seconds.
            models.Index(
                fields=["ends_at"],
                name="consultation_uncounted",
                condition=Q(counted_at=None, withdrawn_at=None),
            ),
        )

    def state(self, at: datetime) -> State:
        """How far it has come by the moment `at`."""
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        if at < self.opens_at:
            return State.SCHEDULED
        return State.OPEN if at < self.ends_at else State.OVER

    @property
    def opens_on(self) -> date:
        """The first day, by the body's calendar."""
        return self.opens_at.astimezone(self._zone).date()

    @property
    def last_on(self) -> date:
        """The last day, by the body's calendar."""
        return last_day_of(self.ends_at, self._zone)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.body.time_zone)
