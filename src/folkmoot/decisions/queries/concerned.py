"""Which units a decision concerns: with all below them, its body and those it is for."""

from uuid import UUID

from folkmoot.decisions.models import Decision


def units_concerned(decision_id: UUID) -> set[UUID]:
    """Return the body of a decision and the unit that it was conveyed to, if it was; nothing if it is gone."""
    rows = Decision.objects.filter(pk=decision_id).values_list("body", "audience__unit")
    return {unit_id for row in rows for unit_id in row if unit_id is not None}
