"""What decisions do to earlier ones."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.models.audience import AudienceKind, AudienceOffice, AudienceSector
from folkmoot.decisions.models.decision import Decision
from folkmoot.kernel.ids import new_id


class Kind(models.TextChoices):
    """What one decision does to another."""

    AMENDS = "amends", _("amends")
    REPEALS = "repeals", _("repeals")
    REPLACES = "replaces", _("replaces")
    IMPLEMENTS = "implements", _("implements")


class RelationQuerySet(models.QuerySet["Relation"]):
    """Selections of relations."""

    def amending(self) -> Self:
        """Keep the amendments."""
        return self.filter(kind=Kind.AMENDS)

    def ending(self) -> Self:
        """Keep those that put an end to what they are about."""
        return self.filter(kind__in=(Kind.REPEALS, Kind.REPLACES))

    def adopted(self) -> Self:
        """Keep those of adopted decisions."""
        return self.filter(decision__adopted_on__isnull=False)

    def read_together(self, at: datetime) -> Self:
        """Keep the amendments that whoever reads today's text has read: conveyed, in force, to the audience of the text.

        An amendment to another audience is acknowledged by itself: else one acknowledgement would count in audiences
        cut a little differently, and their figures could be read apart.
        """
        # Asked of each: a list of all that hold would be gone through once for every relation.
        amendments = Decision.objects.conveyed().in_force(at).filter(pk=OuterRef("decision"))
        return self.filter(Exists(amendments), shares_audience=True)


class Relation(models.Model):
    """That a decision, or a draft once it is adopted, amends, repeals, replaces or implements an earlier one.

    An amendment is written on top of the version `base` of the other's document: in a document of its own, `wording`,
    while it is a draft, and from its adoption on as `version`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="relations_to_it", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    base = models.ForeignKey("documents.Version", null=True, on_delete=models.PROTECT, related_name="+")
    wording = models.OneToOneField(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.OneToOneField("documents.Version", null=True, on_delete=models.PROTECT, related_name="+")
    # Whether an amendment and its text were conveyed to the same audience: known once both are, and never changed.
    shares_audience = models.BooleanField(default=False)

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decision", "target"], name="one_relation_between_two_decisions"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(kind="amends"), name="a_decision_amends_one_other"
            ),
            models.CheckConstraint(
                condition=~Q(decision=models.F("target")), name="no_decision_relates_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(shares_audience=False) | Q(kind="amends"),
                name="only_an_amendment_is_read_with_its_text",
            ),
            models.CheckConstraint(
                condition=(~Q(kind="amends") & Q(base=None, wording=None, version=None))
                | Q(kind="amends", base__isnull=False, wording__isnull=False, version=None)
                | Q(kind="amends", base__isnull=False, wording=None, version__isnull=False),
                name="amendment_has_a_wording_or_a_version",
            ),
        )
        # What was done to a decision, the latest first.
        indexes = (models.Index(fields=["target", "kind", "id"], name="relation_by_target"),)


def same_audience() -> Q:
    """Return the condition that a relation's decisions were conveyed to the same unit, narrowed alike."""
    one, other = "decision__audience", "target__audience"
    flags = ("narrows_kinds", "narrows_sectors", "narrows_offices")
    equal = {f"{one}__{name}": models.F(f"{other}__{name}") for name in ("unit", *flags)}
    lists = ((AudienceKind, "kind"), (AudienceSector, "sector"), (AudienceOffice, "office"))
    return Q(**equal) & ~reduce(or_, (_lists_differ(rows, noun) for rows, noun in lists))


def _lists_differ(rows: type[models.Model], noun: str) -> Q:
    return Q(_names_more(rows, noun, "decision", "target")) | Q(_names_more(rows, noun, "target", "decision"))


def _names_more(rows: type[models.Model], noun: str, one: str, other: str) -> Exists:
    """Return whether the audience of `one` names something that the audience of `other` does not."""
    others: models.QuerySet[models.Model] = models.QuerySet(rows).filter(
        audience__decision=OuterRef(OuterRef(other))
    )
    return Exists(
        models.QuerySet(rows)
        .filter(audience__decision=OuterRef(one))
        .exclude(**{f"{noun}__in": Subquery(others.values(noun))})
    )
