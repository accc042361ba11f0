"""Where somebody had a page of a decision that has moved on since."""

from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import may
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.publishing import papers_of
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


def decision_followed(
    person: Person, decision_id: UUID, unit_id: UUID | None = None, *, at: datetime
) -> Decision | None:
    """Return a decision to whoever writes for its body, or, with `unit_id`, confirms there what is addressed to them."""
    if unit_id is None:
        return papers_of(person, "decisions.draft_decision", at=at).filter(pk=decision_id).first()
    cell = Unit.objects.cells().filter(pk=unit_id).first()
    if cell is None or not may(person, "decisions.confirm_conveyed", on=cell, at=at):
        return None
    return Decision.objects.conveyed().addressed_to(person, at).filter(pk=decision_id).first()
