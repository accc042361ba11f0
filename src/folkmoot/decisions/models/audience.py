"""Whom a decision is for: a unit and a rule, never a list of people."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Self, TypeAlias
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from folkmoot.kernel.ids import new_id
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Sector, Unit, UnitKind
from folkmoot.units.rules import paths

# Where somebody stands: the paths of the units from the top down to theirs, its kind, and the office they hold there, if any.
Standing: TypeAlias = tuple[tuple[str, ...], UUID, UUID | None]


class AudienceQuerySet(models.QuerySet["Audience"]):
    """Selections of audiences. `rules.audience` says the same of one person, and a test holds the two together."""

    def reaching(self, person: Person, at: datetime) -> Self:
        """Keep those that address `person` at the moment `at`: as a member, or by an office they hold.

        Asks first where the person stands: with the beginnings of those paths as values, the database starts at the
        few units concerned, and Django puts the question together in a tenth of the time.
        """
        return self.reaching_from(standings_of(person, at=at))

    def reaching_from(self, standings: Sequence[Standing]) -> Self:
        """Keep those that address whoever stands so: what `reaching` does once it has asked."""
        chosen = reduce(or_, (_addressing(*standing) for standing in standings), Q())
        # In order, so that the question is the same each time it is put together.
        lines = list(dict.fromkeys(above for line, _kind, _office in standings for above in line))
        return self.filter(chosen, unit__path__in=lines)

    def covering(self, cell: Unit) -> Self:
        """Keep those that address the members of `cell`, wherever it hangs today."""
        return self.filter(_addressing(paths.ancestors_of(cell.path), cell.kind_id, None))


class Audience(models.Model):
    """The subtree of `unit`, narrowed to the kinds, sectors and offices listed beside it where the flags say so."""

    id = models.UUIDField(primary_key=True, default=new_id)
    # Of none yet, where a draft is put before people: they are chosen by the same rule.
    decision = models.OneToOneField(
        "decisions.Decision", null=True, on_delete=models.PROTECT, related_name="audience"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Kept with the audience, so that the common decision for everybody asks none of the lists.
    narrows_kinds = models.BooleanField(default=False)
    narrows_sectors = models.BooleanField(default=False)
    narrows_offices = models.BooleanField(default=False)

    objects = AudienceQuerySet.as_manager()


class AudienceKind(models.Model):
    """A kind of unit that an audience is narrowed to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="kinds")
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audience", "kind"], name="audience_names_a_kind_once"),
        )


class AudienceSector(models.Model):
    """A sector that an audience is narrowed to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="sectors")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audience", "sector"], name="audience_names_a_sector_once"),
        )


class AudienceOffice(models.Model):
    """An office that an audience is narrowed to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audience", "office"], name="audience_names_an_office_once"),
        )


class Deadline(models.Model):
    """By the end of which day units of a kind should have read a decision, by each unit's own clocks."""

    id = models.UUIDField(primary_key=True, default=new_id)
    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="deadlines")
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="+")
    read_by = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decision", "kind"], name="one_deadline_per_decision_and_kind"),
        )
        # The job that freezes figures asks which deadlines have passed.
        indexes = (models.Index(fields=["read_by"], name="deadline_by_day"),)


def standings_of(person: Person, *, at: datetime) -> list[Standing]:
    """Return where a person has their home, and where they hold which office, at the moment `at`: one query."""
    rows = _standings(person=person.pk, at=at)
    return [(tuple(paths.ancestors_of(path)), kind, office) for path, kind, office in rows]


def places_of(person: UUID, wanted: Sequence[str], *, at: datetime) -> QuerySet[Any, Any]:
    """Return `wanted` of where a person has their home, and of where they hold an office, at the moment `at`.

    Beside columns of memberships and terms there are `held`, the office, and `elsewhere`, 1 for a home in an affiliated
    organisation.
    """
    nothing = models.Value(None, output_field=models.UUIDField())
    elsewhere = models.Case(models.When(circle=None, then=models.Value(0)), default=models.Value(1))
    homes = Membership.objects.current(at).filter(person=person).annotate(held=nothing, elsewhere=elsewhere)
    terms = Term.objects.current(at).filter(person=person)
    terms = terms.annotate(held=F("office"), elsewhere=models.Value(0))
    rows: QuerySet[Any, Any] = homes.values_list(*wanted)
    return rows.union(terms.values_list(*wanted))


@prepared
def _standings(*, person: UUID, at: datetime) -> QuerySet[Any, Any]:
    return places_of(person, ["unit__path", "unit__kind", "held"], at=at)


def _addressing(line: Sequence[str], kind: UUID, office: UUID | None) -> Q:
    works_in = Unit.sectors.through.objects.filter(unit__path__in=line).values("sector")
    return (
        Q(unit__path__in=line)
        & (
            Q(narrows_offices=True) & _lists(AudienceOffice, office=office)
            if office
            else Q(narrows_offices=False)
        )
        & (Q(narrows_kinds=False) | _lists(AudienceKind, kind=kind))
        & (Q(narrows_sectors=False) | _lists(AudienceSector, sector__in=works_in))
    )


def _lists(rows: type[models.Model], **chosen: object) -> Q:
    return Q(Exists(QuerySet(rows).filter(audience=OuterRef("pk"), **chosen)))
