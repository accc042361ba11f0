"""What a member's rights need of their own: who opened their record, where the ledger speaks of them, who was erased."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from folkmoot.access.openings import What
from folkmoot.people.models import Office, Person
from folkmoot.units.models import Unit


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Selections of openings."""

    def newest_first(self) -> Self:
        """Sort by day, the latest first."""
        return self.order_by("-day", "pk")


class Opening(models.Model):
    """That an office opened, on a day, somebody's page, or a list of the members of a unit and all below it.

    One row however many members a list showed, and one a day however often. It holds no officer: a member is told
    which office it was.
    """

    # Derived from everything else in the row, so that the same opening on the same day is one row.
    id = models.UUIDField(primary_key=True)
    what = models.CharField(max_length=6, choices=[(each.value, each.value) for each in What])
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    held_in = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()

    objects: ClassVar[OpeningQuerySet] = OpeningQuerySet.as_manager()  # type: ignore[assignment]  # what django-stubs makes of it

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(what=What.PAGE.value, person__isnull=False)
                | (~Q(what=What.PAGE.value) & Q(person=None)),
                name="opening_names_a_person_iff_a_page",
            ),
        )
        indexes = (
            # A member asks for the pages of their own and the lists of the units above them.
            models.Index(
                fields=["person", "day"], name="opening_of_person", condition=Q(person__isnull=False)
            ),
            models.Index(fields=["unit", "day"], name="opening_of_unit", condition=Q(person=None)),
            # The job that forgets asks by age.
            models.Index(fields=["day"], name="opening_by_age"),
        )


class Mention(models.Model):
    """That a person did what an entry of the ledger tells, or is named in it: finds entries without reading them all."""

    pk = models.CompositePrimaryKey("person", "entry_id")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    # An id and no key: what is wrong with the ledger is for `ledger verify` to say.
    entry_id = models.UUIDField()
    is_about = models.BooleanField()


class Erasure(models.Model):
    """That somebody was erased, until everything about them is gone and afterwards, for backups made before."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="+")
    swept_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        # The job that finishes them asks for what is left.
        indexes = (models.Index(fields=["person"], name="erasure_unfinished", condition=Q(finished_at=None)),)
