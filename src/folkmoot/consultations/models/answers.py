"""What a body says back: answers to what members said, and a summary of what becomes of each point."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.consultations.models.consultation import Consultation
from folkmoot.kernel.ids import new_id

# As a point of a document is cited.
POINT_LONGEST = 120


class Answer(models.Model):
    """A body's answer about a point, or the whole where `point` is empty: to comments it chose, or to all there are of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    text = models.TextField()
    is_for_all = models.BooleanField()
    answered_at = models.DateTimeField()


class Outcome(models.TextChoices):
    """What becomes of what was said about a point."""

    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    NOT = "not", _("not accepted")


class Summary(models.Model):
    """What was said about a point, or the whole where `point` is empty, what becomes of it, and why."""

    id = models.UUIDField(primary_key=True, default=new_id)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+", db_index=False)
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reasons = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["consultation", "point"], name="one_summary_per_point"),
        )
