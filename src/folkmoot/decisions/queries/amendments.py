"""Amendments as they are read: with the text that they changed, of which they are a part."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField

from folkmoot.decisions.models import Decision, Receipt, Relation, UnitReached
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

# Whether what the reference points to was received, by whomever the question is about.
Received = Callable[[OuterRef], Exists]


def read_together(decision_ids: Collection[UUID], *, at: datetime) -> defaultdict[UUID, list[UUID]]:
    """Return, by decision, the amendments that whoever reads its text at the moment `at` has read with it."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for target, amendment in _together(decisions=padded(list(decision_ids)), at=at):
        found[target].append(amendment)
    return found


def read_with_later(*, at: datetime) -> set[UUID]:
    """Return the decisions that nobody acknowledges any more but together with a later amendment of the same text.

    Their own private figures rest: if all of a text's moved at once, each in steps of its own, one acknowledgement would
    show between the steps.
    """
    amending = Relation.objects.read_together(at)
    later = amending.filter(target=OuterRef("target"), version__number__gt=OuterRef("version__number"))
    older = amending.filter(Exists(later)).values_list("decision", flat=True)
    return {*amending.values_list("target", flat=True), *older}


@prepared
def _together(*, decisions: Sequence[UUID], at: datetime) -> QuerySet[Any, Any]:
    rows = Relation.objects.read_together(at).filter(target__in=decisions)
    return rows.order_by("decision").values_list("target", "decision")


def to_read(decisions: DecisionQuerySet, person: Person, *, at: datetime) -> DecisionQuerySet:
    """Leave out the amendments that `person` reads with something else, so that each text is to be read once.

    Somebody who has not acknowledged a text reads it as it is today; who has, reads what all amendments since have made
    of it, for which the latest one stands. Adds `amends_id`, the decision to open for an amendment.
    """
    return with_opened(without_read_elsewhere(decisions, person, at=at), at=at)


def with_opened(decisions: DecisionQuerySet, *, at: datetime) -> DecisionQuerySet:
    """Return `decisions` with `amends_id`, the decision to open for an amendment; None for any other."""
    amends = Relation.objects.read_together(at).filter(decision=OuterRef("pk"))
    opened = {"amends_id": Subquery(amends.values("target")[:1], output_field=UUIDField())}
    return decisions.annotate(**opened)


def without_read_elsewhere(decisions: DecisionQuerySet, person: Person, *, at: datetime) -> DecisionQuerySet:
    """Leave out what `to_read` leaves out, and add nothing."""

    def received(decision: OuterRef) -> Exists:
        return Exists(Receipt.objects.of(person).filter(decision=decision))

    # Few decisions are amendments: only of those is the rest asked, which costs ten times what finding a decision does.
    amendments = Relation.objects.filter(shares_audience=True).order_by().values("decision")
    read_elsewhere = _is_read_later(received, at) | _is_new_with_its_text(received, at)
    return decisions.exclude(Q(pk__in=amendments) & read_elsewhere)


def to_convey(decisions: DecisionQuerySet, cell: Unit, *, at: datetime) -> DecisionQuerySet:
    """Leave out the amendments of texts that are still to be conveyed in `cell`, and are then conveyed as they are today."""

    def received(decision: OuterRef) -> Exists:
        return Exists(UnitReached.objects.filter(unit=cell, decision=decision))

    return decisions.exclude(_is_new_with_its_text(received, at))


def _is_new_with_its_text(received: Received, at: datetime) -> Q:
    standing = Decision.objects.conveyed().standing(at).filter(pk=OuterRef("target"))
    amends = Relation.objects.filter(Exists(standing), shares_audience=True, decision=OuterRef("pk"))
    return Q(Exists(amends.filter(~received(OuterRef("target")))))


def _is_read_later(received: Received, at: datetime) -> Q:
    """Return whether a later amendment stands for this one: one not received yet, or any if this one was."""
    own = Relation.objects.read_together(at).filter(decision=OuterRef(OuterRef("pk")))
    later = Relation.objects.read_together(at).filter(
        target=Subquery(own.values("target")[:1]),
        version__number__gt=Subquery(own.values("version__number")[:1]),
    )
    is_unread = Q(Exists(later.filter(~received(OuterRef("decision")))))
    return is_unread | (Q(received(OuterRef("pk"))) & Q(Exists(later)))
