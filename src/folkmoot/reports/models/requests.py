"""Requests: what a unit asks of the level above in a report, and what that answers."""

from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id
from folkmoot.reports.models.reports import Report
from folkmoot.units.models import Unit

_ARTICLE_LONGEST = 120
_OPEN = Q(answered_at=None, withdrawn_at=None)


class RequestQuerySet(models.QuerySet["Request"]):
    """Selections of requests."""

    def open(self) -> Self:
        """Keep those that wait for an answer."""
        return self.filter(_OPEN)

    def answered(self) -> Self:
        """Keep those that were answered."""
        return self.filter(answered_at__isnull=False)

    def put_to(self, unit: Unit) -> Self:
        """Keep those of the units that hang on `unit` now: it is for that one to answer."""
        return self.filter(unit__parent=unit)

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))


class Request(models.Model):
    """What a unit asked when it sent a report the time `number`, in its answer to the question `code`.

    It is withdrawn when a correction asks something else, or nothing. Nothing of what was asked or answered changes.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="requests", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    words = models.TextField()
    # By the clocks of the unit that answers.
    due_on = models.DateField()
    # The article that says so; None where the form does.
    article = models.CharField(max_length=_ARTICLE_LONGEST, null=True)  # noqa: DJ001  -- a table that is not written anew for it
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report", "code", "number"], name="one_request_of_a_question_by_sending"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, withdrawn_at=None)),
                name="request_is_answered_or_withdrawn",
            ),
        )
        # Those that wait, by the unit that asks: what was answered is read by its key.
        indexes = (models.Index(fields=["unit", "due_on"], name="requests_that_wait", condition=_OPEN),)
