"""Forms: what units are asked to report, how often, and in which words."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.bylaws.rules.calendar import Period, span_around
from folkmoot.bylaws.rules.kinds import Every
from folkmoot.kernel.ids import new_id
from folkmoot.reports.rules.naming import ANSWER_DAYS
from folkmoot.reports.rules.periods import period_of
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


class EveryChoices(models.TextChoices):
    """How often a form is filled; the values are those of `bylaws.rules.kinds.Every`."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")


class FormQuerySet(models.QuerySet["Form"]):
    """Selections of forms."""

    def over(self, unit: Unit) -> Self:
        """Keep those of `unit` and of the units above it."""
        return self.filter(unit__path__in=paths.ancestors_of(unit.path))

    def asking(self) -> Self:
        """Keep those that ask for reports, or once did."""
        return self.filter(since__isnull=False)

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))


class Form(models.Model):
    """What the units below one report, every month or at another pace.

    It asks from the period that begins `since` on, and not before anybody opened it; `until` is the first day of the first
    period for which it no longer does.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    names: "models.JSONField[dict[str, str]]" = models.JSONField()
    every = models.CharField(max_length=10, choices=EveryChoices.choices)
    unit_kinds: "models.JSONField[list[str]]" = models.JSONField()
    due_days = models.PositiveSmallIntegerField()
    # So many days after a report was sent the level above has answered what is asked for in it.
    answer_days = models.PositiveSmallIntegerField(default=ANSWER_DAYS)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = FormQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(since__isnull=False), name="form_that_ended_was_open"
            ),
        )

    def period_at(self, first: date) -> Period:
        """Return the period that begins on `first`.

        :raises Refused: if none does.
        """
        return period_of(first, self.every)

    def period_around(self, day: date) -> Period:
        """Return the period in which a day lies."""
        return span_around(day, Every(self.every))

    @property
    def languages(self) -> list[str]:
        """The languages it is written in, the first one first."""
        return list(self.names)


class FormVersion(models.Model):
    """What a form asks: indicators, questions and checks. Nothing in it changes once a report uses it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition: "models.JSONField[dict[str, Any]]" = models.JSONField()
    fixed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "number"], name="one_version_of_a_form_by_number"),
        )
