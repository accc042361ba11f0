"""Plans of units and their targets. What was adopted stays; a change is another version."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.kernel.ids import new_id
from folkmoot.units.models import Unit
from folkmoot.work.rules import plans
from folkmoot.work.rules.plans import Counted, PlanState
from folkmoot.work.rules.words import POINT_LONGEST

_CODE_LONGEST = 10
_INDICATOR_LONGEST = 40


class PlanQuerySet(models.QuerySet["Plan"]):
    """Selections of plans."""

    def in_units(self, units: "models.QuerySet[Unit]") -> Self:
        """Keep those of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))

    def adopted(self) -> Self:
        """Keep those that are or were in force."""
        return self.exclude(state=PlanState.DRAFT)

    def in_force(self) -> Self:
        """Keep those that were adopted and that no other version has replaced."""
        return self.filter(state=PlanState.ADOPTED)

    def latest_first(self) -> Self:
        """Sort by the days they are for, those that begin last first."""
        return self.order_by("-first", "-version", "-pk")


class Plan(models.Model):
    """What a unit wants to reach from the day `first` on and before `until`; each version of it is one row."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=_CODE_LONGEST)
    first = models.DateField()
    until = models.DateField()
    title = models.CharField(max_length=plans.TITLE_LONGEST)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=_CODE_LONGEST, default=PlanState.DRAFT)
    # Counts each time the draft was changed, so that what is adopted is what was looked at.
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followers")
    adopted_on = models.DateField(null=True)
    meeting = models.ForeignKey("meetings.Meeting", null=True, on_delete=models.PROTECT, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(first__lt=F("until")), name="plan_is_for_a_day_at_least"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT.value, adopted_on=None)
                | (~Q(state=PlanState.DRAFT.value) & Q(adopted_on__isnull=False)),
                name="plan_has_a_day_iff_adopted",
            ),
            models.UniqueConstraint(fields=["follows"], name="one_version_follows_a_plan"),
        )
        indexes = (models.Index(fields=["unit", "state", "first"], name="plans_of_a_unit"),)

    @property
    def period(self) -> Period:
        """The days it is for."""
        return Period(self.first, self.until)

    @property
    def is_draft(self) -> bool:
        """Whether nobody has adopted it yet."""
        return self.state == PlanState.DRAFT

    @property
    def is_in_force(self) -> bool:
        """Whether it was adopted, and no other version has replaced it."""
        return self.state == PlanState.ADOPTED


class PlanPoint(models.Model):
    """A point of a decision that a plan implements, "" for the whole of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="points", db_index=False)
    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="+")
    point = models.CharField(max_length=POINT_LONGEST, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "decision", "point"], name="plan_implements_a_point_once"
            ),
        )


class TargetQuerySet(models.QuerySet["Target"]):
    """Selections of targets."""

    def in_order(self) -> Self:
        """Sort as they stand in their plan."""
        return self.order_by("position", "pk")


class Target(models.Model):
    """What a plan wants to reach by a day: an `amount` of an indicator, or a yes in words where there is none.

    An amount is kept in the smallest parts of its indicator. `thread` is what a target has in common with those that stand for
    it in other versions of its plan.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    thread = models.UUIDField(default=new_id, db_index=True)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=plans.TITLE_LONGEST)
    due_on = models.DateField()
    # A form of reports, which lie above work: by its id.
    form_id = models.UUIDField(null=True)
    code = models.CharField(max_length=_INDICATOR_LONGEST, blank=True)
    counted = models.CharField(max_length=_CODE_LONGEST, default=Counted.SUM)
    amount = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    done_words = models.TextField(blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(form_id=None, code="", amount=None)
                | (Q(form_id__isnull=False, amount__isnull=False) & ~Q(code="")),
                name="target_is_an_amount_of_something_or_words",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(amount=None), name="only_a_target_in_words_is_marked"
            ),
        )

    @property
    def is_counted(self) -> bool:
        """Whether reports tell what was reached."""
        return self.amount is not None

    @property
    def key(self) -> plans.Key | None:
        """What is counted for it, None if that is said in words."""
        if self.form_id is None:
            return None
        return plans.Key(self.form_id, self.code, Counted(self.counted))

    def is_late(self, at: datetime) -> bool:
        """Whether it was to be reached in words and nobody has said so in time."""
        return not self.is_counted and self.done_at is None and self.due_on < self.plan.unit.local(at).date()


class Aim(models.Model):
    """For which target some work is done; its words stand with the work as well, as why it is done."""

    assignment = models.OneToOneField(
        "work.Assignment", primary_key=True, on_delete=models.CASCADE, related_name="aim"
    )
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="aims")
