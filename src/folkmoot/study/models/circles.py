"""Study circles: what a meeting reads and talks over, and how many groups had a question of its quiz right."""

from django.db import models
from django.db.models import F, Q

from folkmoot.kernel.ids import new_id
from folkmoot.study.models.material import Card, Programme


class Circle(models.Model):
    """What a study circle studies, a programme or a decision, in so many minutes. Its plan is made from that each time."""

    # Another feature's models, so by name.
    meeting = models.OneToOneField(
        "meetings.Meeting", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    programme = models.ForeignKey(Programme, null=True, on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey("decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(programme=None, decision__isnull=False)
                | Q(programme__isnull=False, decision=None),
                name="circle_studies_a_programme_or_a_decision",
            ),
        )


class QuizCount(models.Model):
    """How many of the groups of a study circle had a card right. Groups are numbers or colours; who was in one is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="counts")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    groups = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["circle", "card"], name="one_count_of_a_card_in_a_circle"),
            models.CheckConstraint(
                condition=Q(right__lte=F("groups"), groups__gt=0),
                name="no_more_groups_are_right_than_there_are",
            ),
        )
