"""What figures are added up from: the tree of each period, and a column for each figure, both in pieces.

None of it is ever entered: the worker makes it from reports and from where units hung, and `folkmoot reports` makes it anew.
"""

from django.db import models

from folkmoot.kernel.ids import new_id
from folkmoot.reports.models.forms import Form
from folkmoot.units.models import Unit


class Tree(models.Model):
    """Where all units hung at the end of a period. Periods between which nothing moved share one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    # Null while it is being written.
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  -- unique, and two may be written at once
    size = models.PositiveIntegerField()
    kind_codes: "models.JSONField[list[str]]" = models.JSONField()
    begun_at = models.DateTimeField()


class TreePiece(models.Model):
    """Some units of a tree in preorder. The ids stand last: whoever reads the shape need not read past them."""

    pk = models.CompositePrimaryKey("tree", "number")
    tree = models.ForeignKey(Tree, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    depths = models.BinaryField()
    kinds = models.BinaryField()
    ends = models.BinaryField()
    units = models.BinaryField()


class TreePlaces(models.Model):
    """Some units of a tree in the order of their ids, and where each stands: to find one by one row."""

    pk = models.CompositePrimaryKey("tree", "least")
    tree = models.ForeignKey(Tree, on_delete=models.CASCADE, related_name="+", db_index=False)
    least = models.UUIDField()
    places = models.BinaryField()
    units = models.BinaryField()


class RollUp(models.Model):
    """The figures of one form in one period, over the tree of that period."""

    id = models.UUIDField(primary_key=True, default=new_id)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+", db_index=False)
    first = models.DateField()
    tree = models.ForeignKey(Tree, on_delete=models.PROTECT, related_name="+")
    # Null until all reports that were there are in it.
    whole_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "first"], name="one_roll_up_of_a_form_by_period"),
        )


class ColumnPiece(models.Model):
    """One figure of some units, in the order of the tree, with its sum and of how many that is; without a row there is none."""

    pk = models.CompositePrimaryKey("roll_up", "code", "number")
    roll_up = models.ForeignKey(RollUp, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=90, blank=True)
    number = models.PositiveIntegerField()
    total = models.BigIntegerField()
    count = models.PositiveIntegerField()
    presence = models.BinaryField()
    values = models.BinaryField()


class ToRollUp(models.Model):
    """That a unit's report on a period was sent and is not in the figures yet."""

    id = models.UUIDField(primary_key=True, default=new_id)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+", db_index=False)
    first = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        # What waits of one period.
        indexes = (models.Index(fields=["form", "first"], name="to_roll_up_by_period"),)
