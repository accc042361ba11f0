"""Visits of officers from above: entered by whoever came, and answered by the unit."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person, Term
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.structure.events import VisitAnswered, VisitEntered, VisitWithdrawn
from folkmoot.structure.models import Visit
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.queries.visits import ENTERING, is_own_unit, term_above, was_own_unit
from folkmoot.structure.rules.naming import visit_purpose
from folkmoot.structure.rules.placing import must_be_open
from folkmoot.structure.rules.visiting import (
    must_be_a_day_past,
    must_be_from_elsewhere,
    must_have_been_from_elsewhere,
    must_still_be_open,
)
from folkmoot.units.models import Unit


@act(ENTERING)
def enter_visit(*, unit_id: UUID, on: date, purpose: str, by: Person | None, at: datetime) -> UUID:
    """Enter that whoever does this visited the unit `unit_id` on a day, as an officer of a unit above it, and what for.

    Of several offices above, it is by the nearest one. The purpose is about the unit and its work, never about a person.

    :raises Refused: if `by` holds no office above the unit, belongs to it or holds an office in it, now or on that day,
        the day is to come, more than sixty days ago or before their office began, no purpose is given, or it was entered already.
    """
    unit = claim_unit(unit_id)
    require(by, ENTERING, on=unit, at=at)
    person, term = _officer_above(by, unit, at=at)
    since = max(unit.local(moment).date() for moment in (term.started_at, unit.founded_at))
    must_be_a_day_past(on, today=unit.local(at).date(), since=since)
    must_have_been_from_elsewhere(place_of(unit), was_own=was_own_unit(person, unit, on))
    said = visit_purpose(purpose)
    _must_be_new(unit, term, on)
    made = Visit.objects.create(unit=unit, term=term, on=on, purpose=said, entered_at=at)
    record(VisitEntered(made.pk, unit.pk, term.pk, on), by=by, at=at)
    return made.pk


@act("structure.withdraw_visit")
def withdraw_visit(*, visit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take back that one visited a unit: nothing is left of it but the entries in the ledger.

    :raises Refused: if it is not a visit of `by`, thirty days have passed, or the unit said that it did not take place.
    """
    visit = _claim_visit(visit_id)
    require(by, ENTERING, on=visit.unit, at=at)
    if by is None or visit.term.person_id != by.pk:
        raise Refused(_("Somebody else entered this visit. They alone can take it back."))
    must_still_be_open(visit.entered_at, at=at)
    if visit.objected_at is not None:
        raise Refused(
            _("%(unit)s said that this visit did not take place. It counts for nothing, and stays as it is.")
            % {"unit": visit.unit.name}
        )
    visit.delete()
    record(VisitWithdrawn(visit_id, visit.unit_id), by=by, at=at)
    return visit.unit_id


@act("structure.answer_visit")
def answer_visit(*, visit_id: UUID, took_place: bool, by: Person | None, at: datetime) -> UUID:
    """Say for the unit that was visited that the visit did not take place, or that it did after all.

    :raises Refused: if `by` may not do so, thirty days have passed since it was entered, or that is said already.
    """
    visit = _claim_visit(visit_id)
    require(by, "structure.answer_visit", on=visit.unit, at=at)
    if by is not None and visit.term.person_id == by.pk:
        raise Refused(_("You entered this visit. Take it back if it did not take place."))
    must_still_be_open(visit.entered_at, at=at)
    if took_place is (visit.objected_at is None):
        raise Refused(_("That is said already. Nothing is left to do."))
    visit.objected_at = None if took_place else at
    visit.save(update_fields=["objected_at"])
    record(VisitAnswered(visit.pk, visit.unit_id, took_place), by=by, at=at)
    return visit.pk


def _officer_above(by: Person | None, unit: Unit, *, at: datetime) -> tuple[Person, Term]:
    term = term_above(by, unit, at=at) if by is not None else None
    if by is None or term is None:
        raise Refused(
            _("A visit is made by officers from above. You hold no office above %(unit)s.")
            % {"unit": unit.name}
        )
    must_be_from_elsewhere(place_of(unit), is_own=is_own_unit(by, unit, at=at))
    return by, term


def _must_be_new(unit: Unit, term: Term, on: date) -> None:
    there = Visit.objects.filter(unit=unit, on=on, term__person=term.person_id).first()
    if there is None:
        return
    if there.objected_at is not None:
        raise Refused(
            _(
                "%(unit)s said that you were not there on this day. Speak with its officers; they can change it."
            )
            % {"unit": unit.name},
            field="on",
        )
    raise Refused(_("You entered a visit on this day already. Choose another day."), field="on")


def _claim_visit(visit_id: UUID) -> Visit:
    rows = Visit.objects.select_for_update(of=("self",)).select_related("unit__kind", "term")
    visit = rows.filter(pk=visit_id).first()
    if visit is None:
        raise Refused(_("There is no such visit. Choose it from the list again."), field="visit_id")
    must_be_open(place_of(visit.unit))
    return visit
