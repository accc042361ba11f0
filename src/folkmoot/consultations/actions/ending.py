"""Making a consultation longer, ending it before its day, and taking it back."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.consultations.actions.claiming import claim_consultation, must_not_be_over
from folkmoot.consultations.events import ConsultationClosed, ConsultationExtended, ConsultationWithdrawn
from folkmoot.consultations.models import State
from folkmoot.consultations.rules.period import Period, extended_end
from folkmoot.consultations.rules.words import reason_text
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person

OPEN = "consultations.open_consultation"


@act("consultations.extend_consultation")
def extend_consultation(*, consultation_id: UUID, last_on: date, by: Person | None, at: datetime) -> UUID:
    """Let a consultation go on until `last_on` is over by the body's clocks; people are told again.

    :raises Refused: if `by` may not do this, it is over or withdrawn, or the day is no later than the last one.
    """
    consultation = claim_consultation(consultation_id, OPEN, by=by, at=at)
    must_not_be_over(consultation, at=at)
    period = Period(consultation.opens_at, consultation.ends_at)
    consultation.ends_at = extended_end(last_on, period, zone=ZoneInfo(consultation.body.time_zone))
    consultation.told_at = max(at, consultation.opens_at)
    consultation.save(update_fields=["ends_at", "told_at"])
    record(ConsultationExtended(consultation.pk, consultation.ends_at), by=by, at=at)
    return consultation.pk


@act("consultations.close_consultation")
def close_consultation(*, consultation_id: UUID, reason: str, by: Person | None, at: datetime) -> UUID:
    """End an open consultation now, and say why to those who were asked.

    :raises Refused: if `by` may not do this, it has not begun, is over or withdrawn, or no reason is given.
    """
    consultation = claim_consultation(consultation_id, OPEN, by=by, at=at)
    must_not_be_over(consultation, at=at)
    if consultation.state(at) is State.SCHEDULED:
        raise Refused(_("It has not begun, so there is nothing to close. Withdraw it instead."))
    consultation.closed_early_for = reason_text(reason)
    consultation.ends_at = at
    consultation.save(update_fields=["closed_early_for", "ends_at"])
    record(ConsultationClosed(consultation.pk), by=by, at=at)
    return consultation.pk


@act("consultations.withdraw_consultation")
def withdraw_consultation(*, consultation_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take back a consultation that is not over: nobody is asked any more, and what was said is forgotten unread.

    :raises Refused: if `by` may not do this, it is over, or was withdrawn.
    """
    consultation = claim_consultation(consultation_id, OPEN, by=by, at=at)
    must_not_be_over(consultation, at=at)
    consultation.withdrawn_at = at
    consultation.save(update_fields=["withdrawn_at"])
    record(ConsultationWithdrawn(consultation.pk), by=by, at=at)
    return consultation.pk
