"""A decision: a document adopted by a body. Its state is read from its dates."""

from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from folkmoot.decisions.models.audience import Audience
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class State(StrEnum):
    """How far a decision has come."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    CONVEYED = "conveyed"
    REPEALED = "repealed"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Selections of decisions."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those adopted, or being drafted, by one of `units`."""
        return self.filter(body__in=units.order_by().values("pk"))

    def drafts(self) -> Self:
        """Keep those not yet adopted."""
        return self.filter(adopted_on=None)

    def adopted(self) -> Self:
        """Keep those that have a number."""
        return self.filter(adopted_on__isnull=False)

    def waiting(self) -> Self:
        """Keep those adopted and not repealed, but conveyed to nobody yet."""
        return self.filter(adopted_on__isnull=False, conveyed_at=None, repealed_at=None)

    def conveyed(self) -> Self:
        """Keep those that have an audience, repealed or not."""
        return self.filter(conveyed_at__isnull=False)

    def standing(self, at: datetime) -> Self:
        """Keep those that bind at the moment `at` or will later: adopted, not over and not repealed."""
        return self.filter(
            Q(in_force_to=None) | Q(in_force_to__gt=at),
            Q(repealed_at=None) | Q(repealed_at__gt=at),
            adopted_on__isnull=False,
        )

    def in_force(self, at: datetime) -> Self:
        """Keep those that bind at the moment `at`: standing, and begun."""
        return self.standing(at).filter(in_force_from__lte=at)

    def addressed_to(self, person: Person, at: datetime) -> Self:
        """Keep those conveyed by the moment `at` to an audience that `person` is then among."""
        return self.for_audiences(Audience.objects.reaching(person, at), at)

    def for_audiences(self, audiences: models.QuerySet[Audience], at: datetime) -> Self:
        """Keep those conveyed by the moment `at` to one of `audiences`."""
        return self.filter(conveyed_at__lte=at, audience__in=audiences)

    def newest_first(self) -> Self:
        """Sort by when they were conveyed, the latest first."""
        return self.order_by("-conveyed_at", "-pk")


class Decision(models.Model):
    """A document on its way: drafted, adopted by `body` under a number, conveyed to an audience, perhaps repealed.

    `in_force_from` and `in_force_to` bound a half-open period that begins and ends with a day of the body's clocks.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Another feature's model, so by name: documents are reached through their actions and queries.
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    number = models.CharField(max_length=24, blank=True)
    adopted_on = models.DateField(null=True)
    in_force_from = models.DateTimeField(null=True)
    in_force_to = models.DateTimeField(null=True)
    conveyed_at = models.DateTimeField(null=True)
    repealed_at = models.DateTimeField(null=True)

    # Added to rows by `queries.inbox`, never columns: what a reader sees of it.
    title: str
    title_language: str
    acknowledged_at: datetime | None
    marked_by: str | None
    amends_id: UUID | None

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["body", "number"], condition=~Q(number=""), name="one_decision_per_number_of_a_body"
            ),
            models.CheckConstraint(
                condition=Q(number="", adopted_on=None, in_force_from=None, in_force_to=None)
                | (~Q(number="") & Q(adopted_on__isnull=False, in_force_from__isnull=False)),
                name="decision_numbered_and_in_force_iff_adopted",
            ),
            models.CheckConstraint(
                condition=Q(conveyed_at=None, repealed_at=None) | Q(adopted_on__isnull=False),
                name="decision_conveyed_or_repealed_only_once_adopted",
            ),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gt=models.F("in_force_from")),
                name="decision_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(conveyed_at=None)
                | Q(repealed_at=None)
                | Q(repealed_at__gte=models.F("conveyed_at")),
                name="decision_repealed_after_it_was_conveyed",
            ),
        )
        indexes = (
            # What a body has, drafts and latest conveyed first.
            models.Index(fields=["body", "conveyed_at"], name="decision_by_body"),
            # The latest of all: lists that take few of them.
            models.Index(fields=["conveyed_at", "id"], name="decision_by_conveying"),
        )

    def is_repealed(self, at: datetime) -> bool:
        """Whether it was repealed by the moment `at`; a repeal may be known before it comes into force."""
        return self.repealed_at is not None and self.repealed_at <= at

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.repealed_at is not None:
            return State.REPEALED
        if self.conveyed_at is not None:
            return State.CONVEYED
        return State.DRAFT if self.adopted_on is None else State.ADOPTED

    def is_in_force(self, at: datetime) -> bool:
        """Whether it binds at the moment `at`: what `in_force` asks of many, of this one."""
        if self.in_force_from is None or self.in_force_from > at:
            return False
        return all(end is None or end > at for end in (self.in_force_to, self.repealed_at))

    @property
    def in_force_from_on(self) -> date | None:
        """The first day on which it binds, by the body's calendar."""
        return self._day(self.in_force_from)

    @property
    def in_force_to_on(self) -> date | None:
        """The first day on which it no longer binds, by the body's calendar."""
        return self._day(self.in_force_to)

    @property
    def repealed_on(self) -> date | None:
        """The day on which it was or will be repealed, by the body's calendar."""
        return self._day(self.repealed_at)

    def _day(self, at: datetime | None) -> date | None:
        return None if at is None else at.astimezone(ZoneInfo(self.body.time_zone)).date()


class Series(models.Model):
    """The numbers a body has given its decisions in a year: `last` is the latest."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "year"], name="one_series_per_unit_and_year"),)
