"""Taking a decision back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.claiming import claim_decision, must_not_be_repealed
from folkmoot.decisions.events import DecisionRepealed
from folkmoot.decisions.models import State
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person


@act("decisions.repeal_decision")
def repeal_decision(*, decision_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Repeal an adopted decision: at once it is in force for nobody and leaves everybody's list.

    :raises Refused: if `by` may not repeal for the body, it is a draft, or it was repealed before.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.repeal_decision", on=decision.body, at=at)
    must_not_be_repealed(decision)
    if decision.state is State.DRAFT:
        raise Refused(_("This is still a draft. Throw the draft away instead."))
    decision.repealed_at = at
    decision.save(update_fields=["repealed_at"])
    record(DecisionRepealed(decision.pk, decision.body_id, decision.number), by=by, at=at)
    return decision.pk
