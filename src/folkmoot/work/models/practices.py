"""What worked, as a unit marked it for others, and which units copied it. Of work, and of nobody."""

from typing import Self
from uuid import UUID

from django.db import models

from folkmoot.kernel.ids import new_id
from folkmoot.units.models import Unit
from folkmoot.work.models.plans import Target
from folkmoot.work.rules import practices


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Selections of good practice."""

    def standing(self) -> Self:
        """Keep what was not ended."""
        return self.filter(ended_at=None)

    def in_circle(self, circle: UUID | None) -> Self:
        """Keep that of one organisation: an affiliated one, by its unit, or with None that to which these are affiliated."""
        return self.filter(circle=circle)


class Practice(models.Model):
    """What a unit did that worked: on a target, on work that was talked over, or by itself."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The affiliated organisation to which the unit belonged when it marked this, so that its own units find it.
    circle = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey("work.Assignment", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=practices.TITLE_LONGEST)
    done = models.TextField()
    result = models.TextField()
    mind = models.TextField(blank=True)
    # All of it folded: what lists are searched by.
    search_text = models.TextField()
    marked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # How many other units copied it: one more with each `PracticeCopy`, in the same transaction.
    copies = models.PositiveIntegerField(default=0)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(target=None) | models.Q(assignment=None),
                name="practice_comes_from_one_thing_at_most",
            ),
        )
        indexes = (
            # The list of an organisation, by either order.
            models.Index(fields=["circle", "ended_at", "id"], name="practices_newest"),
            models.Index(fields=["circle", "ended_at", "copies", "id"], name="practices_most_copied"),
        )


class PracticeCopy(models.Model):
    """That a unit took up what worked elsewhere: as a target of its plan, or as work. It is the unit's own from then on."""

    id = models.UUIDField(primary_key=True, default=new_id)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    copied_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["practice", "unit"], name="a_unit_copies_a_practice_once"),
        )
