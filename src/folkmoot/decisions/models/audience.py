"""Whom a decision is for: a unit and a rule, never a list of people."""

from datetime import datetime
from typing import Any, Self, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Concat, Length, Substr

from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Sector, Unit, UnitKind
from folkmoot.units.rules import paths


class AudienceQuerySet(models.QuerySet["Audience"]):
    """Selections of audiences. `rules.audience` says the same of one person, and a test holds the two together."""

    def reaching(self, person: Person, at: datetime) -> Self:
        """Keep those that address `person` at the moment `at`: as a member, or by an office they hold."""
        # Two halves joined by key: with an OR between them neither could begin at the few units concerned.
        return self.filter(pk__in=_as_member(person, at).union(_as_officer(person, at)))


class Audience(models.Model):
    """The subtree of `unit`, narrowed to the kinds, sectors and offices listed beside it where the flags say so."""

    id = models.UUIDField(primary_key=True, default=new_id)
    decision = models.OneToOneField("decisions.Decision", on_delete=models.PROTECT, related_name="audience")
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


def _as_member(person: Person, at: datetime) -> QuerySet[Any, Any]:
    home = Membership.objects.current(at).filter(person=person).order_by()
    line = _lines_of(home)
    works_in = Unit.sectors.through.objects.filter(unit__path__in=line).values("sector")
    kinds = AudienceKind.objects.filter(audience=OuterRef("pk"), kind__in=home.values("unit__kind"))
    sectors = AudienceSector.objects.filter(audience=OuterRef("pk"), sector__in=works_in)
    return Audience.objects.filter(
        Q(narrows_kinds=False) | Exists(kinds),
        Q(narrows_sectors=False) | Exists(sectors),
        narrows_offices=False,
        unit__path__in=line,
    ).values("pk")


def _as_officer(person: Person, at: datetime) -> QuerySet[Any, Any]:
    terms = Term.objects.current(at).filter(person=person).order_by()
    fitting = terms.filter(
        Exists(_listed(AudienceOffice, office=OuterRef("office"))),
        ~Exists(_listed(AudienceKind)) | Exists(_listed(AudienceKind, kind=OuterRef("unit__kind"))),
        ~Exists(_listed(AudienceSector)) | Exists(_listed_sectors_above()),
        unit__path__gte=OuterRef("unit__path"),
        unit__path__lt=Concat(OuterRef("unit__path"), models.Value(paths.AFTER_ALL)),
    )
    candidates = Audience.objects.filter(narrows_offices=True, unit__path__in=_lines_of(terms))
    return candidates.filter(Exists(fitting)).values("pk")


def _listed(rows: type[models.Model], **chosen: OuterRef) -> QuerySet[Any, Any]:
    # Seen from a term, which is itself seen from an audience.
    return QuerySet(rows).filter(audience=OuterRef(OuterRef("pk")), **chosen)


def _listed_sectors_above() -> QuerySet[Any, Any]:
    begins_path = Substr(OuterRef(OuterRef("unit__path")), 1, Length("unit__path"))
    above = Unit.sectors.through.objects.filter(sector=OuterRef("sector"), unit__path=begins_path)
    return AudienceSector.objects.filter(Exists(above), audience=OuterRef(OuterRef("pk")))


def _lines_of(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Return the paths of the units of `rows` and of all units above them: the beginnings of their paths."""
    each = [
        rows.annotate(line=Substr("unit__path", 1, depth * paths.STEP)).values("line")
        for depth in range(1, paths.DEEPEST + 1)
    ]
    return cast("QuerySet[Any, Any]", each[0].union(*each[1:]))
