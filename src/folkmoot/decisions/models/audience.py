"""Whom a decision is for: a unit and a rule, never a list of people."""

from django.db import models

from folkmoot.decisions.models.decision import Decision
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Office
from folkmoot.units.models import Sector, Unit, UnitKind


class Audience(models.Model):
    """The subtree of `unit`, narrowed to the kinds, sectors and offices listed beside it where the flags say so."""

    id = models.UUIDField(primary_key=True, default=new_id)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="audience")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Kept with the audience, so that the common decision for everybody asks none of the lists.
    narrows_kinds = models.BooleanField(default=False)
    narrows_sectors = models.BooleanField(default=False)
    narrows_offices = models.BooleanField(default=False)


class AudienceKind(models.Model):
    """A kind of unit that an audience is narrowed to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="kinds")
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["audience", "kind"], name="audience_names_a_kind_once"),)


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
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="+")
    read_by = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decision", "kind"], name="one_deadline_per_decision_and_kind"),
        )
        # The job that freezes figures asks which deadlines have passed.
        indexes = (models.Index(fields=["read_by"], name="deadline_by_day"),)
