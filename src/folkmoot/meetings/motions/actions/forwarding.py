"""A carried motion sent to a body above: those on the way are told, it is taken up there, and answered with reasons."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.motions.actions.motions import append_item, claim_for_items
from folkmoot.meetings.motions.actions.moving import claim_motion, copied
from folkmoot.meetings.motions.actions.translating import copy_translations
from folkmoot.meetings.motions.events import MotionAnswered, MotionForwarded, MotionTakenUp
from folkmoot.meetings.motions.models import Forwarding, Motion
from folkmoot.meetings.motions.rules.forwarding import ANSWERS, Answer, must_be_so_decided, reasons_text
from folkmoot.meetings.motions.rules.permissions import ANSWERING, FORWARDING
from folkmoot.meetings.motions.rules.states import MotionDeed, MotionState, motion_after
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


@act("meetings.forward_motion")
def forward_motion(*, motion_id: UUID, unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Send a motion that was carried to the body of a unit above, one or several levels up, which has to answer it.

    :raises Refused: if `by` may forward nothing from its unit, it was not carried or came from below itself, the unit is not
        above or was closed, or has it already.
    """
    motion = claim_motion(motion_id)
    require(by, FORWARDING, on=motion.unit, at=at)
    motion_after(motion.state, MotionDeed.FORWARD)
    if Forwarding.objects.filter(taken_up=motion).exists():
        raise Refused(
            _("This motion came from below. Answer those who sent it: there it is passed on higher.")
        )
    _send(motion, motion.unit, unit_id, by=by, at=at)
    return motion.pk


@act("meetings.take_up_motion")
def take_up_motion(*, forwarding_id: UUID, meeting_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Put a motion that came from below at the end of an agenda, as a motion of this body, in the words that were carried.

    :raises Refused: if `by` may neither call nor run that meeting, it was cancelled or is over, is another body's, the motion was
        taken up or answered already, or there are sixty items.
    """
    meeting = claim_for_items(meeting_id, by=by, at=at)
    forwarding = _claim_waiting(forwarding_id)
    if forwarding.to_unit_id != meeting.unit_id:
        raise Refused(
            _("This motion was sent to %(unit)s. Choose a meeting there.")
            % {"unit": forwarding.to_unit.name},
            field="meeting_id",
        )
    if forwarding.taken_up_id is not None:
        raise Refused(_("This motion was taken up already. Find it on the agenda."))
    sent = forwarding.motion
    own = Motion.objects.create(
        unit=meeting.unit,
        document_id=copied(sent.document_id, at=at),
        title=sent.title,
        language=sent.language,
        reason=sent.reason,
        matter=sent.matter,
        submitted_at=at,
    )
    copy_translations(sent, own, at=at)
    append_item(meeting, own)
    forwarding.taken_up = own
    forwarding.save(update_fields=["taken_up"])
    record(MotionTakenUp(forwarding.pk, own.pk, meeting.pk), by=by, at=at)
    return own.pk


@act("meetings.answer_motion")
def answer_motion(
    *,
    forwarding_id: UUID,
    answer: str,
    reasons: str,
    unit_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Answer a motion that came from below, with reasons that those who sent it read.

    `answer` is what the body's meeting decided: `adopted`, `in_part` (with other words) or `rejected`; or else `passed_on`, to
    the unit above `unit_id`.

    :raises Refused: if `by` may not answer for the body, it was answered already, there are no reasons, the body decided
        otherwise or not yet, or it is passed on to nobody or to a unit that is not above.
    """
    forwarding = _claim_waiting(forwarding_id)
    require(by, ANSWERING, on=forwarding.to_unit, at=at)
    chosen = _answer_called(answer)
    own = forwarding.taken_up
    decided = None if own is None else MotionState(own.state)
    must_be_so_decided(chosen, decided, is_changed=own is not None and own.revision > 1)
    forwarding.answer, forwarding.reasons, forwarding.answered_at = chosen, reasons_text(reasons), at
    forwarding.save(update_fields=["answer", "reasons", "answered_at"])
    record(MotionAnswered(forwarding.pk, chosen), by=by, at=at)
    if chosen is Answer.PASSED_ON:
        if unit_id is None:
            raise Refused(_("Choose the unit above to which it is passed on."), field="unit_id")
        _send(forwarding.motion, forwarding.to_unit, unit_id, by=by, at=at)
    return forwarding.pk


def _claim_waiting(forwarding_id: UUID) -> Forwarding:
    claimed = Forwarding.objects.select_for_update(of=("self",)).select_related(
        "motion__unit", "to_unit__kind", "taken_up"
    )
    forwarding = claimed.filter(pk=forwarding_id).first()
    if forwarding is None or forwarding.is_for_information:
        raise Refused(
            _("There is no such motion from below. Choose it from the list again."), field="forwarding_id"
        )
    if not forwarding.is_waiting:
        raise Refused(_("This motion was answered already."))
    return forwarding


def _answer_called(code: str) -> Answer:
    if code not in set(Answer):
        raise Refused(
            _("“%(given)s” is none of these: %(known)s. Choose one of them.")
            % {"given": code, "known": ", ".join(ANSWERS)},
            field="answer",
        )
    return Answer(code)


def _send(motion: Motion, start: Unit, unit_id: UUID, *, by: Person | None, at: datetime) -> None:
    """Send a motion from the unit `start` up to another, and tell those between, each once."""
    line = list(Unit.objects.above(start).exclude(pk=start.pk).open().order_by("-path"))
    target = next((each for each in line if each.pk == unit_id), None)
    if target is None:
        raise Refused(
            _("Choose a unit above %(unit)s that was not closed.") % {"unit": start.name}, field="unit_id"
        )
    if motion.forwardings.filter(to_unit=target, is_for_information=False).exists():
        raise Refused(_("%(unit)s has this motion already.") % {"unit": target.name}, field="unit_id")
    told = set(motion.forwardings.values_list("to_unit", flat=True))
    between = [each for each in line[: line.index(target)] if each.pk not in told]
    Forwarding.objects.create(motion=motion, to_unit=target, is_for_information=False, forwarded_at=at)
    Forwarding.objects.bulk_create(
        Forwarding(motion=motion, to_unit=each, is_for_information=True, forwarded_at=at) for each in between
    )
    record(MotionForwarded(motion.pk, target.pk, tuple(each.pk for each in between)), by=by, at=at)
