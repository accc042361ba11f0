"""Reports: what one unit says of one period, and each time it was sent."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from folkmoot.kernel.ids import new_id
from folkmoot.reports.models.forms import Form, FormVersion
from folkmoot.reports.rules.values import Kept
from folkmoot.units.models import Unit


class State(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft"
    SENT = "sent"
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"


class Answer(models.TextChoices):
    """What the level above said of what was sent."""

    ACCEPTED = "accepted"
    ASKED_BACK = "asked_back"


class Way(models.TextChoices):
    """How a report came, if it was not written here."""

    FILE = "file"
    PAPER = "paper"
    PROGRAM = "program"


class ReportQuerySet(models.QuerySet["Report"]):
    """Selections of reports."""

    def sent(self) -> Self:
        """Keep those that were sent, whatever is being changed in them since."""
        return self.filter(sent_number__gt=0)

    def to_read_at(self, units: Collection[UUID]) -> Self:
        """Keep those that units right below `units` have sent, and that wait to be accepted or asked back."""
        return self.filter(state=State.SENT, unit__parent__in=units)

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))


class Report(models.Model):
    """What a unit reports of the period that begins on `first`, by one version of a form.

    `values`, `texts` and `reasons` are what is being written; what was sent last is `counted`, and counts until something else
    is sent. `revision` grows with every change of what is written, so that nobody writes over what they have not seen.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    values: "models.JSONField[dict[str, Kept]]" = models.JSONField(default=dict)
    texts: "models.JSONField[dict[str, str]]" = models.JSONField(default=dict)
    # By the codes of checks that fail, and of figures that the system computes otherwise.
    reasons: "models.JSONField[dict[str, str]]" = models.JSONField(default=dict)
    sent_number = models.PositiveIntegerField(default=0)
    # By the unit's clocks: whether it was in time is told by the first time.
    first_sent_on = models.DateField(null=True)
    is_in_time = models.BooleanField(default=False)
    counted: "models.JSONField[dict[str, Kept] | None]" = models.JSONField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = (
            # Its index finds the reports on a period, and one unit's among them.
            models.UniqueConstraint(
                fields=["form", "first", "unit"], name="one_report_of_a_unit_on_a_period"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, sent_number=0, first_sent_on=None)
                | (~Q(state=State.DRAFT) & Q(sent_number__gt=0, first_sent_on__isnull=False)),
                name="report_is_a_draft_until_it_is_sent",
            ),
        )
        # Those that wait to be read, by the unit that sent them: most were accepted long ago.
        indexes = (
            models.Index(fields=["unit", "id"], name="reports_to_read", condition=Q(state=State.SENT)),
        )


class Sent(models.Model):
    """A report as it was sent one time, and what the level above said of it; nothing of what was sent changes.

    `why` is what the unit says of a correction, `words` what was asked when it was asked back.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sendings", db_index=False)
    number = models.PositiveIntegerField()
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    values: "models.JSONField[dict[str, Kept]]" = models.JSONField()
    texts: "models.JSONField[dict[str, str]]" = models.JSONField()
    reasons: "models.JSONField[dict[str, str]]" = models.JSONField()
    why = models.TextField(blank=True)
    # Null of what was written here.
    way = models.CharField(max_length=10, choices=Way.choices, null=True)  # noqa: DJ001  -- added to a large table
    # The act by which it was brought, null of what its unit sent: whose act that was, the ledger knows.
    act_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "number"], name="one_sending_of_a_report_by_number"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, words="")
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_at__gte=F("sent_at"))),
                name="sending_is_answered_after_it",
            ),
        )
