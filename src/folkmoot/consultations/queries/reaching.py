"""Which consultations are for somebody: found by looking up from where they belong, never written down for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, DateTimeField, Exists, F, OuterRef, Q, When

from folkmoot.access.policy import readers_in, visible
from folkmoot.consultations.models import Answer, Comment, Consultation, GivenOpinion
from folkmoot.consultations.models.consultation import ConsultationQuerySet
from folkmoot.decisions.queries.addressing import are_few as are_few_of
from folkmoot.decisions.queries.audiences import (
    Standings,
    addressees_called,
    audiences_reached_from,
    audiences_reaching,
)
from folkmoot.documents.queries import language_of, title_of
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person

SEE, OPEN = "consultations.see_comments", "consultations.open_consultation"
# For so long an answer stands on the first screen of those it is for.
ANSWERS_SHOWN = timedelta(days=14)


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
    """Return the consultations that `person` may read: those of which `is_asked` says that they are asked, and their bodies'."""
    asked, own = reaching(person, at=at).order_by(), of_bodies(person, at=at).order_by()
    additions: dict[str, Any] = {"is_asked": Exists(asked.filter(pk=OuterRef("pk")))}
    rows = Consultation.objects.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=own.values("pk")))
    return rows.annotate(**additions)


def consultations_shown(person: Person, *, at: datetime) -> ConsultationQuerySet:
    """Return the consultations that `person` may read, with their titles: a list that tells nothing of what anybody said."""
    return titled(readable(person, at=at), person.languages, at=at)


def are_few(consultation: Consultation, *, at: datetime) -> bool:
    """Return whether so few are asked that words without a name would still tell whose they are: fewer than five.

    Those who would read them do not count: what is not theirs is the others'.
    """
    rule = addressees_called(consultation.audience_id).rule
    return are_few_of(rule, readers=readers_in(consultation.body, SEE, at=at), at=at)


def is_any_consultation() -> Exists:
    """Return, to be asked beside something else, whether anybody was ever asked: else `first_screen_of` finds nothing."""
    return Exists(Consultation.objects.all())


def first_screen_of(
    person: Person, *, standings: Standings, at: datetime, most: int
) -> Sequence[Consultation]:
    """Return what `person`, who stands so, can take part in now, what ends first first, and what was answered to them lately.

    Of these `is_answered` is true: an answer to what they said, or the summary of what they took part in.
    """
    if not standings:
        return []
    rows = _first_screen(
        person=person.pk,
        standings=standings,
        languages=person.languages,
        since=at - ANSWERS_SHOWN,
        at=at,
        most=most,
    )
    return sorted(rows, key=lambda each: (each.ends_at <= at, each.ends_at))


@prepared
def _first_screen(
    *, person: UUID, standings: Standings, languages: list[str], since: datetime, at: datetime, most: int
) -> ConsultationQuerySet:
    rows = Consultation.objects.begun(at).for_audiences(audiences_reached_from(standings))
    told = _told(person, since=since)
    is_told = Case(When(told, then=True), default=False, output_field=BooleanField())
    ends = Case(When(ends_at__gt=at, then=F("ends_at")), output_field=DateTimeField())
    additions: dict[str, Any] = {"is_answered": is_told, "still_ends": ends}
    rows = rows.filter(Q(ends_at__gt=at) | told).annotate(**additions)
    # What ends first comes first, and what is over ends the list, so that what has time is left out first.
    return titled(rows, languages, at=at).order_by(F("still_ends").asc(nulls_last=True), "-ends_at", "-pk")[
        :most
    ]


def _told(person: UUID, *, since: datetime) -> Q:
    said = Comment.objects.filter(consultation=OuterRef("pk"), person=person)
    thought = GivenOpinion.objects.filter(consultation=OuterRef("pk"), person=person)
    about_it = Comment.objects.filter(
        consultation=OuterRef("consultation"), person=person, point=OuterRef("point")
    )
    to_all = Answer.objects.filter(
        Exists(about_it), consultation=OuterRef("pk"), is_for_all=True, answered_at__gt=since
    )
    return (
        Q(Exists(said.filter(answer__answered_at__gt=since)))
        | Q(Exists(to_all))
        | (Q(published_at__gt=since) & (Q(Exists(said)) | Q(Exists(thought))))
    )
