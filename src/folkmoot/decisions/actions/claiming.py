"""Taking a decision for the act that changes it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.interfaces import hindrance_to
from folkmoot.decisions.models import Decision, State
from folkmoot.kernel.errors import Refused


def claim_decision(decision_id: UUID) -> Decision:
    """Lock the decision for this transaction and return it with its body.

    :raises Refused: if there is none.
    """
    claimed = Decision.objects.select_for_update(of=("self",)).select_related("body")
    decision = claimed.filter(pk=decision_id).first()
    if decision is None:
        raise Refused(_("There is no such decision. Choose it from the list again."), field="decision_id")
    return decision


def must_be_draft(decision: Decision) -> None:
    """Let only a draft through.

    :raises Refused: if it was adopted.
    """
    if decision.state is not State.DRAFT:
        raise Refused(
            _("Decision %(number)s was adopted, so its words are fixed. Write a new decision to change it.")
            % {"number": decision.number}
        )


def must_not_be_hindered(decision: Decision, *, at: datetime) -> None:
    """Let only a draft through that nothing else waits for.

    :raises Refused: if another feature says that it may neither be adopted nor thrown away at the moment `at`.
    """
    hindered = hindrance_to(decision.pk, at=at)
    if hindered is not None:
        raise Refused(hindered.sentence)


def must_await_conveying(decision: Decision, *, at: datetime) -> None:
    """Let only a decision through that was adopted, not repealed, is not over, and was conveyed to nobody yet.

    :raises Refused: if it is another.
    """
    if decision.state is State.DRAFT:
        raise Refused(_("This is still a draft. Adopt it first; then it can be conveyed."))
    must_not_be_repealed(decision, at=at)
    if decision.conveyed_at is not None:
        raise Refused(
            _("Decision %(number)s was already conveyed. Nothing more needs to be done.")
            % {"number": decision.number}
        )
    if decision.in_force_to is not None and decision.in_force_to <= at:
        raise Refused(
            _("Decision %(number)s is no longer in force, so there is nothing to convey.")
            % {"number": decision.number}
        )


def must_not_be_repealed(decision: Decision, *, at: datetime) -> None:
    """Let only a decision through that still stands.

    :raises Refused: if it was repealed.
    """
    if decision.is_repealed(at):
        raise Refused(
            _("Decision %(number)s was repealed. Write a new decision if it should hold again.")
            % {"number": decision.number}
        )
