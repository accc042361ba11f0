"""Noting who opened what is kept of members: for those members alone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import DatabaseError
from django.db.models import Q, QuerySet

from folkmoot.access.grants import GRANTS
from folkmoot.access.hands import is_by_own_hand
from folkmoot.access.openings import Opening, What
from folkmoot.kernel.ids import derived_id
from folkmoot.kernel.inserting import insert_new
from folkmoot.kernel.prepared import prepared
from folkmoot.membership.queries.places import places_of
from folkmoot.people.models import Membership, Term
from folkmoot.rights import models
from folkmoot.rights.rules.sights import Held, Sight, sights_of_list, sights_of_page
from folkmoot.units.models import Unit

_NAMESPACE = UUID("1c2b3c4e-6d0f-4f6d-9a57-53a0a1d0f1f6")
log = structlog.get_logger()


def note_opening(opening: Opening, at: datetime) -> None:
    """Write down by which office something was opened: one row for each office and day, however much was shown.

    A full disk keeps nobody from reading: then the fault is logged, without any person.
    """
    try:
        insert_new(list(_rows(opening, at)))
    except DatabaseError:
        log.exception("an opening could not be noted", what=opening.what)


def _rows(opening: Opening, at: datetime) -> Iterator[models.Opening]:
    grant = GRANTS[opening.permission]
    held = _held(opening, at)
    places = list(places_of(opening.person.pk)) if opening.person else [opening.top]
    known = {term.unit.path: term.unit for term in held.values()}
    known |= {place.path: place for place in places if place}
    is_page = opening.what is What.PAGE
    sights = [
        sight
        for path in (place.path if place else "" for place in places)
        for sight in (
            sights_of_page(held, grant, place=path) if is_page else sights_of_list(held, grant, top=path)
        )
    ]
    return (_row(opening, held[sight.held], sight, known[sight.path], at) for sight in sights)


def _held(opening: Opening, at: datetime) -> dict[Held, Term]:
    grant = GRANTS[opening.permission]
    giving, own = sorted(grant.below | grant.here), sorted(grant.own)
    found = _giving(person=opening.viewer.pk, giving=giving, own=own, at=at)
    return {Held(term.office.code, term.unit.path, is_cell=term.unit.kind.is_cell): term for term in found}


@prepared
def _giving(*, person: UUID, giving: list[str], own: list[str], at: datetime) -> QuerySet[Term]:
    terms: Any = Term.objects.current(at).filter(person=person)
    home = Membership.objects.current(at).filter(person=person).values("unit")
    # What is for those who belong there shows nothing to an officer from outside, nor to one who put themselves there.
    belongs = Q(office__code__in=own, unit__in=home, is_by_own_hand=False)
    gives = Q(office__code__in=giving) | belongs
    found: QuerySet[Term] = terms.annotate(is_by_own_hand=is_by_own_hand()).filter(gives)
    return found.select_related("office", "unit__kind").order_by("pk")


def _row(opening: Opening, term: Term, sight: Sight, unit: Unit, at: datetime) -> models.Opening:
    person_id = opening.person.pk if opening.person else None
    day = unit.local(at).date()
    said = (opening.what.value, sight.held.office, term.unit_id, unit.pk, person_id, day)
    return models.Opening(
        id=derived_id(_NAMESPACE, "|".join(map(str, said))),
        what=opening.what.value,
        office_id=term.office_id,
        held_in_id=term.unit_id,
        unit=unit,
        person_id=person_id,
        day=day,
    )
