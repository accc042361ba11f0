"""How often a decision comes back, and having it in mind."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.claiming import claim_decision, must_not_be_repealed
from folkmoot.decisions.events import RecirculationSet
from folkmoot.decisions.models import Decision, InMind, Recirculation
from folkmoot.decisions.queries.recirculating import is_in_focus, round_of
from folkmoot.decisions.rules.recirculation import Rhythm
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person

# A round lasts two weeks; who had it in mind is of no use afterwards, to anybody.
KEPT = timedelta(days=30)
AT_ONCE = 500


@act("decisions.set_recirculation")
def set_recirculation(*, decision_id: UUID, rhythm: str, by: Person | None, at: datetime) -> UUID:
    """Set how often a conveyed decision comes back: "usual", "often", "yearly" or "never".

    Usual is 30, 90 and 180 days after it was conveyed, often 7, 30, 60, 90, 180 and 270; then, as with yearly, every year.

    :raises Refused: if `by` may not convey for the body, it was not conveyed or was repealed, or there is no such rhythm.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.convey_decision", on=decision.body, at=at)
    must_not_be_repealed(decision, at=at)
    if decision.conveyed_at is None:
        raise Refused(_("It was not conveyed yet. Say whom it is for; then it can come back to them."))
    write_rhythm(decision, rhythm)
    record(RecirculationSet(decision.pk, rhythm), by=by, at=at)
    return decision.pk


@act("decisions.keep_in_mind", private=True)
def keep_in_mind(*, decision_id: UUID, by: Person, at: datetime) -> UUID:
    """Say for oneself that one has a decision in mind that has come back; again changes nothing.

    :raises Refused: if it is not in force, not addressed to `by`, or has not come back now.
    """
    decision = _addressed(decision_id, by, at=at)
    if decision is None or not _is_kept(decision, by, at=at):
        raise Refused(_("This decision has not come back to you now, so there is nothing to say."))
    return decision_id


def keep_round(decision_id: UUID, point: str, *, by: Person, at: datetime) -> None:
    """Keep, in the running private act, that `by` has a decision in mind, if its point with this number is in focus now."""
    if not Recirculation.objects.filter(decision=decision_id).exists():
        return
    decision = _addressed(decision_id, by, at=at)
    if decision is not None and is_in_focus(decision, point, at=at):
        _is_kept(decision, by, at=at)


def _addressed(decision_id: UUID, by: Person, *, at: datetime) -> Decision | None:
    addressed = Decision.objects.addressed_to(by, at).in_force(at)
    return addressed.filter(pk=decision_id).select_related("recirculation").first()


def _is_kept(decision: Decision, by: Person, *, at: datetime) -> bool:
    on = round_of(decision, at=at)
    if on is not None:
        InMind.objects.get_or_create(person=by, decision=decision, begun_at=on.begun_at)
    return on is not None


def forget_what_was_in_mind(at: datetime) -> bool:
    """Delete up to 500 marks of rounds that began more than 30 days ago, and return whether there may be more."""
    old = InMind.objects.filter(begun_at__lt=at - KEPT).order_by("begun_at")
    keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
    InMind.objects.filter(pk__in=keys).delete()
    return len(keys) == AT_ONCE


def write_rhythm(decision: Decision, rhythm: str) -> None:
    """Keep how often a decision comes back, in the running act.

    :raises Refused: if there is no such rhythm.
    """
    if rhythm not in set(Rhythm):
        raise Refused(
            _("“%(rhythm)s” is not how often it can come back. Choose one of: %(all)s.")
            % {"rhythm": rhythm, "all": ", ".join(Rhythm)},
            field="rhythm",
        )
    Recirculation.objects.update_or_create(decision=decision, defaults={"rhythm": rhythm})
