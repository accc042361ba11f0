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
