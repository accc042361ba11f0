"""Twinning two units: one offers, the other accepts, either ends it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import may, require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit, no_such_unit
from folkmoot.structure.events import TwinningAccepted, TwinningEnded, TwinningOffered
from folkmoot.structure.models import CodeMissed, Twinning
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.rules.twinning import (
    MISSES_MOST,
    MISSES_WITHIN,
    must_be_apart,
    must_have_room,
    must_not_try_codes,
    must_wait_for_answers,
)
from folkmoot.units.models import Unit

PERMISSION = "structure.offer_twinning"


def count_a_miss(*, unit_id: UUID, code: str, by: Person | None, at: datetime) -> None:
    """Note that the code is one that no open unit has, if `by` may offer at all: ahead of an act that then refuses.

    What the act itself writes is gone once it refuses.
    """
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or by is None or not may(by, PERMISSION, on=unit, at=at) or _called(code) is not None:
        return
    CodeMissed.objects.filter(missed_at__lte=at - MISSES_WITHIN).delete()
    # Past the limit nothing is told any more, and nothing needs to be counted.
    if _misses(unit, at=at) <= MISSES_MOST:
        CodeMissed.objects.create(unit=unit, missed_at=at)


@act(PERMISSION, before=count_a_miss)
def offer_twinning(*, unit_id: UUID, code: str, by: Person | None, at: datetime) -> UUID:
    """Offer the unit with this code to be twinned with the unit `unit_id`.

    Nothing is seen of each other before the other one accepts.

    :raises Refused: if `by` may not twin the unit, there is no open unit with the code or it belongs to the same line, they
        are twinned or an offer between them waits, ten offers of the unit wait, or too many codes were tried for it.
    """
    # Whoever may not offer is told nothing of any code.
    offering = _unit(unit_id)
    require(by, PERMISSION, on=offering, at=at)
    must_not_try_codes(place_of(offering), misses=_misses(offering, at=at))
    unit, other = _claim_both(unit_id, _unit_called(code).pk)
    require(by, PERMISSION, on=unit, at=at)
    must_be_apart(place_of(unit), place_of(other))
    if Twinning.objects.between(unit, other).exists():
        raise Refused(
            _("The two are twinned already, or one of them has offered it. Nothing is left to offer."),
            field="code",
        )
    waiting = Twinning.objects.filter(unit=unit, accepted_at=None).count()
    must_wait_for_answers(place_of(unit), offers=waiting)
    made = Twinning.objects.create(unit=unit, other=other, offered_at=at)
    record(TwinningOffered(unit.pk, other.pk), by=by, at=at)
    return made.pk


@act("structure.accept_twinning")
def accept_twinning(*, unit_id: UUID, other_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Accept for the unit `unit_id` what the unit `other_id` offered: from now on they are twinned.

    :raises Refused: if `by` may not twin the unit, no offer of that unit waits, or one of them has twenty twins.
    """
    unit, other = _claim_both(unit_id, other_id)
    require(by, PERMISSION, on=unit, at=at)
    offers = Twinning.objects.filter(unit=other, other=unit, accepted_at=None)
    if not offers.update(accepted_at=at):
        raise Refused(_("No such offer waits. It may have been withdrawn, or accepted already."))
    # Counted with this one, while both are held.
    must_have_room(
        *((place_of(each), Twinning.objects.accepted_of(each).count() - 1) for each in (unit, other))
    )
    record(TwinningAccepted(unit.pk, other.pk), by=by, at=at)
    return unit.pk


@act("structure.end_twinning")
def end_twinning(*, unit_id: UUID, other_id: UUID, by: Person | None, at: datetime) -> UUID:
    """End for the unit `unit_id` that it is twinned with `other_id`, or withdraw or decline the offer between them.

    :raises Refused: if `by` may not twin the unit, or there is nothing between the two.
    """
    unit = claim_unit(unit_id)
    require(by, PERMISSION, on=unit, at=at)
    other = Unit.objects.filter(pk=other_id).first()
    if other is None or not Twinning.objects.between(unit, other).delete()[0]:
        raise Refused(_("The two are not twinned, and no offer waits. Nothing is left to end."))
    record(TwinningEnded(unit.pk, other.pk), by=by, at=at)
    return unit.pk


def _misses(unit: Unit, *, at: datetime) -> int:
    return CodeMissed.objects.filter(unit=unit, missed_at__gt=at - MISSES_WITHIN).count()


def _called(code: str) -> Unit | None:
    return Unit.objects.filter(code=code.strip(), closed_at=None).first()


def _unit(unit_id: UUID) -> Unit:
    # Not locked yet: both are, in the order of their ids.
    unit = Unit.objects.select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        raise no_such_unit()
    return unit


def _unit_called(code: str) -> Unit:
    unit = _called(code)
    if unit is None:
        raise Refused(
            _("There is no open unit with the code “%(code)s”. Ask its officers for it.") % {"code": code},
            field="code",
        )
    return unit


def _claim_both(unit_id: UUID, other_id: UUID) -> tuple[Unit, Unit]:
    # Locked in the order of their ids, so that two units that offer at once do not wait for each other.
    claimed = {pk: claim_unit(pk) for pk in sorted({unit_id, other_id})}
    return claimed[unit_id], claimed[other_id]
