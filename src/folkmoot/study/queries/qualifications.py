"""Qualifications, as members see what is theirs, as those see it who confirm, and as officers see what they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import permitted, units_where, units_where_each
from folkmoot.decisions.queries.audiences import standings_with_homes
from folkmoot.documents.queries.files import AttachedFile, listed
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Membership, Person
from folkmoot.study.models import (
    Learning,
    LearningFile,
    LearningQuerySet,
    Programme,
    Qualification,
    QualificationQuerySet,
)
from folkmoot.study.queries.learning import lines_of
from folkmoot.study.rules.permissions import CONFIRMING, PUBLISHING, SEEING
from folkmoot.study.rules.qualifications import Stage, is_renewable
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

_LISTED = 100


@dataclass(frozen=True)
class OwnQualification:
    """A qualification as a member sees it, and how far they are with it."""

    qualification: Qualification
    learning: Learning | None
    stage: Stage
    may_ask: bool
    file: AttachedFile | None = None


@dataclass(frozen=True)
class UnitQualifications:
    """The qualifications that a unit gives, who asks for them, and what its members show; and what the reader may do."""

    unit: Unit
    given: Sequence[Qualification]
    asked: Sequence[Learning]
    shown: Sequence[Learning]
    may_set_up: bool
    may_confirm: bool
    sees: bool


def offered_to(person: Person, *, at: datetime) -> QualificationQuerySet:
    """Return the qualifications that are given to those at home where `person` is."""
    stands, _homes = standings_with_homes(person, at=at)
    return Qualification.objects.standing().for_lines(lines_of(stands))


def own_qualifications(person: Person, *, at: datetime) -> Sequence[OwnQualification]:
    """Return what a member has of qualifications, and which they can ask for, for their own eyes."""
    offered = set(offered_to(person, at=at).order_by().values_list("pk", flat=True)[:_LISTED])
    own = {each.qualification_id: each for each in Learning.objects.filter(person=person)}
    rows = Qualification.objects.filter(pk__in=offered | set(own)).select_related("unit", "programme")
    found = [_own(each, own.get(each.pk), at, is_offered=each.pk in offered) for each in rows]
    return sorted(
        found, key=lambda each: (each.learning is None, each.qualification.title, each.qualification.pk)
    )


def own_qualification(qualification_id: UUID, person: Person, *, at: datetime) -> OwnQualification | None:
    """Return a qualification as a member sees it; None if it is neither given to them nor theirs."""
    learning = Learning.objects.filter(person=person, qualification=qualification_id).first()
    rows = Qualification.objects.filter(pk=qualification_id).select_related("unit", "programme")
    is_offered = offered_to(person, at=at).filter(pk=qualification_id).exists()
    qualification = rows.first() if learning or is_offered else None
    if qualification is None:
        return None
    files = LearningFile.objects.filter(learning=learning) if learning else LearningFile.objects.none()
    return _own(qualification, learning, at, is_offered=is_offered, file=next(iter(listed(files)), None))


def evidence_of(learning_id: UUID, person: Person, *, at: datetime) -> AttachedFile | None:
    """Return the file with which somebody asks for a qualification: to themselves, and while they ask to those who confirm it."""
    seen = LearningFile.objects.filter(
        learning__in=_readable(person, at=at).filter(pk=learning_id).values("pk")
    )
    return next(iter(listed(seen)), None)


def asked_learning(learning_id: UUID, person: Person, *, at: datetime) -> Learning | None:
    """Return what somebody asks for a qualification with, to whoever confirms it there; None to all others."""
    rows = confirmable(person, at=at).select_related("qualification__unit", "person")
    return rows.filter(pk=learning_id).first()


def confirmable(person: Person, *, at: datetime) -> LearningQuerySet:
    """Return what others ask for qualifications that `person` confirms."""
    units = units_where(person, CONFIRMING, at=at).order_by().values("pk")
    return Learning.objects.asked().filter(qualification__unit__in=units).exclude(person=person)


def unit_qualifications(unit_id: UUID, person: Person, *, at: datetime) -> UnitQualifications | None:
    """Return the qualifications of a unit as `person` sees them, who gives, confirms or is shown them there; None to others."""
    unit = Unit.objects.filter(pk=unit_id).select_related("kind").first()
    can = permitted(person, [PUBLISHING, CONFIRMING, SEEING], on=unit, at=at) if unit else frozenset()
    if unit is None or not can:
        return None
    asked = confirmable(person, at=at).filter(qualification__unit=unit)
    # Only a cell is anybody's home.
    sees = SEEING in can and unit.kind.is_cell
    return UnitQualifications(
        unit,
        list(
            Qualification.objects.standing()
            .filter(unit=unit)
            .select_related("programme")
            .order_by("title", "pk")
        ),
        list(asked.select_related("person", "qualification", "file").order_by("asked_at", "pk")[:_LISTED]),
        _shown_in(unit, at) if sees else [],
        PUBLISHING in can and unit.is_open,
        CONFIRMING in can,
        sees,
    )


def qualification_ended_by(qualification_id: UUID, person: Person, *, at: datetime) -> Qualification | None:
    """Return a qualification that is still given, to whoever may end it; None to all others."""
    units = units_where(person, PUBLISHING, at=at).order_by().values("pk")
    return Qualification.objects.standing().filter(pk=qualification_id, unit__in=units).first()


def programmes_leading(unit: Unit) -> list[tuple[UUID, str]]:
    """Return the programmes of a unit that can lead to a qualification, by their ids and titles."""
    rows = Programme.objects.filter(unit=unit, ended_at=None).order_by("-pk")
    return list(rows.values_list("pk", "title")[:_LISTED])


def qualifications_known(asking: Asking) -> set[UUID]:
    """Return those that are given to `to`, that they have something of, and those of units where they give or confirm them."""
    units = units_where_each(asking.to, [PUBLISHING, CONFIRMING], at=asking.at)
    rows = Qualification.objects.filter(pk__in=asking.ids)
    own = Learning.objects.filter(person=asking.to).order_by().values("qualification")
    of_units = Q(unit__in=units[PUBLISHING].order_by().values("pk")) | Q(
        unit__in=units[CONFIRMING].order_by().values("pk")
    )
    known = set(rows.filter(of_units | Q(pk__in=own)).values_list("pk", flat=True))
    left = set(asking.ids) - known
    if left:
        known |= set(offered_to(asking.to, at=asking.at).filter(pk__in=left).values_list("pk", flat=True))
    return known


def learnings_known(asking: Asking) -> set[UUID]:
    """Return what others ask for that `to` confirms, and what is theirs."""
    seen = _readable(asking.to, at=asking.at).filter(pk__in=asking.ids)
    return set(seen.values_list("pk", flat=True))


def _readable(person: Person, *, at: datetime) -> LearningQuerySet:
    units = units_where(person, CONFIRMING, at=at).order_by().values("pk")
    asked = Q(asked_at__isnull=False, qualification__unit__in=units)
    return Learning.objects.filter(Q(person=person) | asked)


def _shown_in(unit: Unit, at: datetime) -> Sequence[Learning]:
    members = Membership.objects.open().filter(unit=unit).order_by().values("person")
    valid = Q(valid_until=None) | Q(valid_until__gt=at)
    # What a league gives is nothing to the cell in which somebody is at home besides.
    given = {"qualification__unit__path__in": paths.ancestors_of(unit.path)}
    shown = Learning.objects.shown().filter(valid, person__in=members, **given)
    return list(shown.select_related("person", "qualification").order_by("person__sort_name", "pk")[:_LISTED])


def _own(
    qualification: Qualification,
    learning: Learning | None,
    at: datetime,
    *,
    is_offered: bool,
    file: AttachedFile | None = None,
) -> OwnQualification:
    stage = _stage(learning, at)
    is_free = stage in {Stage.NONE, Stage.ANSWERED, Stage.OVER}
    is_due = learning is not None and stage is Stage.HELD and is_renewable(learning.valid_until, at=at)
    return OwnQualification(qualification, learning, stage, is_offered and (is_free or is_due), file)


def _stage(learning: Learning | None, at: datetime) -> Stage:
    if learning is None:
        return Stage.NONE
    if learning.confirmed_at is not None:
        return Stage.CONFIRMED
    if learning.asked_at is not None:
        return Stage.ASKED
    if learning.is_valid(at):
        return Stage.HELD
    return Stage.ANSWERED if learning.answer else Stage.OVER
