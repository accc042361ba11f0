"""What members think of points, which is nobody else's to know, and the figures that are taken of it once."""

from typing import Self

from django.db import models

from folkmoot.consultations.models.answers import POINT_LONGEST
from folkmoot.consultations.models.consultation import Consultation
from folkmoot.consultations.rules.opinions import Opinion
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class GivenOpinionQuerySet(models.QuerySet["GivenOpinion"]):
    """Selections of opinions."""

    def of(self, person: Person) -> Self:
        """Keep those of one person."""
        return self.filter(person=person)


class GivenOpinion(models.Model):
    """What somebody thinks of a point, or of the whole where `point` is empty. Private: nobody else is shown one."""

    pk = models.CompositePrimaryKey("consultation", "person", "point")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    opinion = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Opinion])

    objects = GivenOpinionQuerySet.as_manager()


class OpinionFigure(models.Model):
    """How many of a unit's members at least held each opinion of a point when all was over; frozen.

    Of the unit that was asked and those directly below it, where whole groups are large enough to show anything.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    members = models.PositiveIntegerField()
    agree = models.PositiveIntegerField()
    with_changes = models.PositiveIntegerField()
    disagree = models.PositiveIntegerField()
    undecided = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["consultation", "unit", "point"], name="one_opinion_figure_per_unit_and_point"
            ),
        )

    @property
    def shown(self) -> tuple[int | None, int | None, int | None, int | None]:
        """How many at least agree, do so with changes, disagree and have no opinion: None where too few are to show any.

        A number that is withheld is kept as 0, and may stand for somebody: it is never shown as one.
        """
        return (self.agree or None, self.with_changes or None, self.disagree or None, self.undecided or None)

    @property
    def shows_anything(self) -> bool:
        """Whether any of the numbers is shown."""
        return any(self.shown)
