"""Taking a decision back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.claiming import claim_decision, must_not_be_repealed
from folkmoot.decisions.actions.taking_effect import end_with_amendments, undo_effect
from folkmoot.decisions.events import DecisionRepealed
from folkmoot.decisions.models import Relation, Repeal, State
from folkmoot.decisions.rules.repealing import repeal_reason
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person


@act("decisions.repeal_decision")
def repeal_decision(*, decision_id: UUID, reason: str = "", by: Person | None, at: datetime) -> UUID:
    """Repeal an adopted decision: at once it is in force for nobody and leaves everybody's list, and its amendments with it.

    Those it was for find on their first page for two weeks that it is repealed, and the `reason`: at most 500 characters,
    kept with the repeal and shown to all who may read the decision.

    Repealed before it is in force, it does nothing to other decisions either. What an amendment in force has changed
    stays: to go back, adopt another.

    :raises Refused: if `by` may not repeal for the body, it is a draft, it was repealed before, it is an amendment
        that is in force or on which another builds, or the reason is too long.
    """
    for amended in (
        Relation.objects.amending().adopted().filter(decision=decision_id).values_list("target", flat=True)
    ):
        # What is amended comes first, as when it is repealed itself: two that repeal cannot wait for each other.
        claim_decision(amended)
    decision = claim_decision(decision_id)
    require(by, "decisions.repeal_decision", on=decision.body, at=at)
    must_not_be_repealed(decision, at=at)
    if decision.state is State.DRAFT:
        raise Refused(_("This is still a draft. Throw the draft away instead."))
    why = repeal_reason(reason)
    undo_effect(decision, at=at)
    end_with_amendments(decision, at=at)
    Repeal.objects.create(decision=decision, reason=why, repealed_at=max(at, decision.conveyed_at or at))
    record(DecisionRepealed(decision.pk, decision.body_id, decision.number), by=by, at=at)
    return decision.pk
