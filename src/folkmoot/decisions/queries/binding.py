"""Which decisions bind a unit, and which points they have: what it can say that its plans implement."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from folkmoot.decisions.models import Audience, Decision
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.documents.queries.versions import holding_version, holding_versions, labels_of_version
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def binding(unit: Unit, *, at: datetime) -> DecisionQuerySet:
    """Return the decisions that are in force for a unit: its own, and those that bodies above it conveyed to it."""
    above = paths.ancestors_of(unit.path)
    to_it = Audience.objects.filter(decision=OuterRef("pk"), unit__path__in=above)
    conveyed = Q(Exists(to_it), conveyed_at__lte=at, body__path__in=above)
    return Decision.objects.in_force(at).filter(Q(body=unit) | conveyed).newest_first()


def points_binding(
    decisions: Collection[UUID], unit: Unit, *, at: datetime
) -> Mapping[UUID, Collection[str]]:
    """Return the numbers of the points of those among `decisions` that are in force for a unit; one question for each."""
    rows = binding(unit, at=at).filter(pk__in=decisions).order_by()
    documents = dict(rows.values_list("document_id", "pk"))
    versions = holding_versions(documents, at=at)
    return {documents[each]: labels_of_version(version.pk) for each, version in versions.items()}


def point_binding(decision_id: UUID, unit: Unit, *, at: datetime) -> tuple[UUID, Sequence[str]] | None:
    """Return the version of a decision in force for a unit that holds now, and the numbers of its points; None if it is not."""
    decision = binding(unit, at=at).filter(pk=decision_id).first()
    if decision is None:
        return None
    version = holding_version(decision.document_id, at=at)
    return version.pk, labels_of_version(version.pk)
