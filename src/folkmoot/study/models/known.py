"""How well texts are known: figures of a week, made by the worker and never changed. No row says anything of a person.

What members have learnt is added up in memory, and leaves it with noise: no table has a sum without.
"""

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id
from folkmoot.study.rules.cards import POINT_LONGEST
from folkmoot.units.models import Unit


class Spending(models.Model):
    """What the figures of one week may tell of one text, in thousandths, entered before any of them is taken."""

    id = models.UUIDField(primary_key=True, default=new_id)
    # Another feature's model, so by name.
    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="+")
    half_year = models.DateField()
    week = models.DateField()
    thousandths = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decision", "week"], name="one_spending_of_a_text_and_week"),
        )


class KnownWeek(models.Model):
    """How well a text was known in a week by those at home in `unit` and below, whom it is for; shown once `whole_at`."""

    id = models.UUIDField(primary_key=True, default=new_id)
    spending = models.ForeignKey(Spending, on_delete=models.PROTECT, related_name="weeks", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    as_of = models.DateTimeField()
    # The numbers of its points, in order.
    points: "models.JSONField[list[str]]" = models.JSONField()
    whole_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["spending", "unit"], name="one_week_of_a_text_and_unit"),
        )
        # The worker asks every minute which it has begun.
        indexes = (models.Index(fields=["as_of"], name="known_week_begun", condition=Q(whole_at=None)),)


class KnownGroups(models.Model):
    """What the figures of a week are taken from, until they are whole: the cards, and the units as columns, and their groups."""

    week = models.OneToOneField(KnownWeek, primary_key=True, on_delete=models.CASCADE, related_name="drawn")
    # By the number of a point, the ids of its cards.
    cards: "models.JSONField[dict[str, list[str]]]" = models.JSONField()
    units = models.BinaryField()
    depths = models.BinaryField()
    cells = models.BinaryField()
    groups = models.BinaryField()
    addressed = models.BinaryField()


class KnownColumn(models.Model):
    """What one point is known by in each group, with its noise: drawn once, and never again. The text itself has no point."""

    pk = models.CompositePrimaryKey("week", "point")
    week = models.ForeignKey(KnownWeek, on_delete=models.CASCADE, related_name="columns", db_index=False)
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    noised = models.BinaryField()


class KnownFigure(models.Model):
    """The figures of one unit above cells in a week: sums over its `groups`, in thousandths of a member, by point."""

    pk = models.CompositePrimaryKey("unit", "week")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    week = models.ForeignKey(KnownWeek, on_delete=models.CASCADE, related_name="figures")
    members = models.PositiveIntegerField()
    groups = models.PositiveIntegerField()
    noised: "models.JSONField[dict[str, int]]" = models.JSONField()
