"""Which consultations are for somebody: found by looking up from where they belong, never written down for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import visible
from folkmoot.consultations.models import Consultation
from folkmoot.consultations.models.consultation import ConsultationQuerySet
from folkmoot.decisions.queries.audiences import audiences_reached_from, audiences_reaching
from folkmoot.documents.queries import language_of, title_of
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person

SEE, OPEN = "consultations.see_comments", "consultations.open_consultation"
Standings = Sequence[tuple[tuple[str, ...], UUID, UUID | None]]


def titled(
    consultations: ConsultationQuerySet, languages: Sequence[str], *, at: datetime
) -> ConsultationQuerySet:
    """Return consultations with their bodies and, in the first of `languages` they have, `title` and `title_language`."""
    additions: dict[str, Any] = {
        "title": title_of("document", languages, at=at),
        "title_language": language_of("document", languages, at=at),
    }
    return consultations.select_related("body").annotate(**additions)


def reaching(person: Person, *, at: datetime) -> ConsultationQuerySet:
    """Return what `person` is or was asked: begun, not withdrawn, and they are among its audience now."""
    audiences = audiences_reaching(person, at=at)
    return Consultation.objects.begun(at).for_audiences(audiences).select_related("body")


def of_bodies(person: Person, *, at: datetime) -> ConsultationQuerySet:
    """Return what the bodies ask or asked whose comments `person` may read, withdrawn ones too."""
    return visible(Consultation.objects.all(), person, SEE, at=at)


def running_of_bodies(person: Person, *, at: datetime) -> ConsultationQuerySet:
    """Return what is not over of the bodies for which `person` may ask."""
    found = visible(Consultation.objects.not_over(at), person, OPEN, at=at)
    return found.select_related("body")


def readable(person: Person, *, at: datetime) -> ConsultationQuerySet:
    """Return the consultations that `person` may read: those they are asked, and those of their bodies."""
    asked, own = reaching(person, at=at), of_bodies(person, at=at)
    return Consultation.objects.filter(
        Q(pk__in=asked.order_by().values("pk")) | Q(pk__in=own.order_by().values("pk"))
    )


def open_for(person: Person, *, standings: Standings, at: datetime, most: int) -> Sequence[Consultation]:
    """Return what `person`, who stands so, can take part in now, what ends first first, at most so many."""
    return list(_open(standings=standings, languages=person.languages, at=at, most=most)) if standings else []


@prepared
def _open(*, standings: Standings, languages: list[str], at: datetime, most: int) -> ConsultationQuerySet:
    rows = Consultation.objects.open(at).for_audiences(audiences_reached_from(standings))
    return titled(rows, languages, at=at).order_by("ends_at", "pk")[:most]
