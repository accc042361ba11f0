"""Bylaws: what stands at the articles of a decision that a machine can check, or why it cannot be checked."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from folkmoot.bylaws.rules.remarks import REMARK_LONGEST
from folkmoot.kernel.ids import new_id
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

ARTICLE_LONGEST = 120


class ProvisionQuerySet(models.QuerySet["Provision"]):
    """Selections of provisions."""

    def clauses(self) -> Self:
        """Keep those that a machine can check."""
        return self.exclude(kind="")

    def kept(self) -> Self:
        """Leave out those of a wording that was withdrawn before it held: they never were."""
        return self.filter(version__withdrawn_at=None)

    def over(self, unit: Unit) -> Self:
        """Keep those of the bylaws of `unit` and of the units above it: at most twelve bodies, found by their paths."""
        return self.filter(body__path__in=paths.ancestors_of(unit.path))

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of the bylaws of the bodies `units`."""
        return self.filter(body__in=units.order_by().values("pk"))

    def with_ends(self) -> Self:
        """Add `replaced_on`: the first day of whatever took their place, None for most."""
        later = Provision.objects.filter(former=OuterRef("pk")).kept().order_by("since")
        return self.annotate(replaced_on=Subquery(later.values("since")[:1]))

    def not_over(self, day: date) -> Self:
        """Keep those that hold on `day` or will later; the decision they stand in may end them sooner."""
        return self.not_over_but((), day)

    def not_over_but(self, kinds: Collection[str], day: date) -> Self:
        """Keep what `not_over` does, and whatever ever held of these `kinds`."""
        is_open = Q(until=None) | Q(until__gt=day)
        is_last = Q(replaced_on=None) | Q(replaced_on__gt=day)
        return self.kept().with_ends().filter(Q(kind__in=kinds) | (is_open & is_last))


class Provision(models.Model):
    """What an article of bylaws says, from a day on: a clause in plain values, or a remark why it cannot be one.

    It hangs on the wording in which it was last looked at. It is for the kinds of unit in `unit_kinds`, for all if none is
    named. Days are those of the body's clocks; one that ends on its first day never held.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    # Other features' models, so by name.
    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    article = models.CharField(max_length=ARTICLE_LONGEST)
    # Where the article stands in its text.
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, blank=True)
    clause: "models.JSONField[Mapping[str, str | int | bool | None] | None]" = models.JSONField(null=True)
    remark = models.CharField(max_length=REMARK_LONGEST, blank=True)
    unit_kinds: "models.JSONField[list[str]]" = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField(null=True)
    former = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # Whether the words of the article were changed since somebody last looked whether the clause says the same.
    is_to_check = models.BooleanField(default=False)

    # Added to rows by `with_ends`, never a column.
    replaced_on: date | None

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(kind="", clause__isnull=True) & ~Q(remark=""))
                | (~Q(kind="") & Q(clause__isnull=False, remark="")),
                name="provision_is_a_clause_or_a_remark",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="provision_ends_after_it_begins",
            ),
        )
        # What the bylaws of a body say, read for every unit below it.
        indexes = (models.Index(fields=["body", "since"], name="provision_by_body"),)


class UnitStanding(models.Model):
    """Where a unit stands by all articles together: from when on something is to be done, and from when on it is late.

    Both are moments: as long as nothing happens they stay true, and no row is written because a day is over. At `again_at`
    they are to be told anew. None of it is ever entered: the worker tells it from what units did.
    """

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="+")
    again_at = models.DateTimeField()
    is_asked = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            # The worker asks for what is to be told anew; pages for what is late.
            models.Index(fields=["again_at"], name="unit_standing_again"),
            models.Index(fields=["late_at"], name="unit_standing_late", condition=Q(late_at__isnull=False)),
        )


class Standing(models.Model):
    """Where a unit stands by one clause, as `UnitStanding` says it of all; without a row it is not asked by it."""

    pk = models.CompositePrimaryKey("unit", "provision")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["provision", "late_at"], name="standing_late", condition=Q(late_at__isnull=False)
            ),
        )


class Sweep(models.Model):
    """A unit of which, with all below it, it is to be told anew where they stand; `after` is the last path that was done."""

    id = models.UUIDField(primary_key=True, default=new_id)
    below = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    after = models.CharField(max_length=paths.STEP * paths.DEEPEST, blank=True)


class Compliance(models.Model):
    """How many units at and below one stand how, by clause and kind of unit.

    `figures` are `{provision: {kind: [asked, due, late]}}`, each of the whole subtree; those under "" are of units by all
    articles together, and by clauses of bodies below the unit no line of its own is kept.
    """

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="+")
    figures: "models.JSONField[dict[str, dict[str, list[int]]]]" = models.JSONField(default=dict)


class ComplianceTaken(models.Model):
    """When figures were last added up, and when something changed that they have yet to show; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="compliance_is_taken_as_one"),)
