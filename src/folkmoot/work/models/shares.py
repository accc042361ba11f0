"""How targets are shared out: a rule and what it was reckoned with, in pieces; and a row for each unit that answered, no more."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from folkmoot.kernel.ids import new_id
from folkmoot.units.models import Unit
from folkmoot.work.models.plans import Target
from folkmoot.work.rules import plans
from folkmoot.work.rules.plans import PlanState
from folkmoot.work.rules.shares import ShareState

_CODE_LONGEST = 10


class ShareOutQuerySet(models.QuerySet["ShareOut"]):
    """Selections of share-outs."""

    def latest_of_each(self) -> Self:
        """Keep those that no other one of the same target has followed."""
        later = ShareOut.objects.filter(thread=OuterRef("thread"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def in_force(self) -> Self:
        """Keep those of targets that stand in a plan that is in force, in whichever version."""
        return self.filter(
            Exists(Target.objects.filter(thread=OuterRef("thread"), plan__state=PlanState.ADOPTED))
        )


class ShareOut(models.Model):
    """That a body shared a target out among the units right below it, by a rule. The next one follows it, and it stays."""

    id = models.UUIDField(primary_key=True, default=new_id)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="+")
    # What the target has in common with those that stand for it in later versions of the plan.
    thread = models.UUIDField()
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=_CODE_LONGEST)
    amount = models.BigIntegerField()
    made_at = models.DateTimeField()
    # Until when the units are asked to answer; a share can be answered later too.
    answer_by = models.DateField(null=True)

    objects = ShareOutQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["thread", "number"], name="one_share_out_of_a_target_by_number"),
        )


class SharePiece(models.Model):
    """Some units among which a target was shared out, by their ids: with what each was weighed then, and its share."""

    pk = models.CompositePrimaryKey("share_out", "least")
    share_out = models.ForeignKey(ShareOut, on_delete=models.CASCADE, related_name="+", db_index=False)
    least = models.UUIDField()
    total = models.BigIntegerField()
    count = models.PositiveIntegerField()
    units = models.BinaryField()
    weights = models.BinaryField()
    shares = models.BinaryField()


class ShareAnswer(models.Model):
    """What a unit said to its share, and the body above to that. Without a row it has not answered."""

    id = models.UUIDField(primary_key=True, default=new_id)
    share_out = models.ForeignKey(ShareOut, on_delete=models.PROTECT, related_name="answers", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=_CODE_LONGEST, default=ShareState.WAITING)
    # As it was shared out, and as it is since the body above took what was asked for.
    original = models.BigIntegerField()
    share = models.BigIntegerField()
    asked = models.BigIntegerField(null=True)
    # Of a target in words: what the unit wants to reach instead, and what it is to reach since that was taken.
    asked_title = models.CharField(max_length=plans.TITLE_LONGEST, null=True)  # noqa: DJ001  -- added to a large table
    title = models.CharField(max_length=plans.TITLE_LONGEST, null=True)  # noqa: DJ001  -- as the one above
    accepted_as = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["share_out", "unit"], name="a_unit_answers_a_share_out_once"),
        )


class ShareWord(models.Model):
    """Something that was said about a share: by the unit whose it is, or `from_above`; with the amount that was asked for."""

    id = models.UUIDField(primary_key=True, default=new_id)
    answer = models.ForeignKey(ShareAnswer, on_delete=models.CASCADE, related_name="words")
    from_above = models.BooleanField()
    amount = models.BigIntegerField(null=True)
    words = models.CharField(max_length=plans.DONE_LONGEST)
    said_at = models.DateTimeField()
