"""Units that are affiliated organisations: with all below them, a circle of members of their own."""

from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from folkmoot.structure.rules.circles import CONDITION_LONGEST, Admits
from folkmoot.units.models import Unit


class AdmitsChoices(models.TextChoices):
    """Whom an affiliated organisation admits, as a form offers it."""

    MEMBERS = Admits.MEMBERS.value, _("members of the organisation itself only")
    ANYBODY = Admits.ANYBODY.value, _("anybody, whether a member of the organisation itself or not")
    OTHERS = Admits.OTHERS.value, _("nobody who is a member of the organisation itself")


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Selections of affiliated organisations."""

    def in_line(self, above: Sequence[str], below: tuple[str, str]) -> Self:
        """Keep those with a path of `above`, or in the range `below`."""
        low, high = below
        # So that no index of paths is taken: it would go through all units of the range, and these organisations are few.
        found = self.alias(line=Coalesce("unit__path", "unit__path"))
        return found.filter(Q(line__in=above) | Q(line__gte=low, line__lt=high))


class Affiliation(models.Model):
    """That a unit is an affiliated organisation, and whom it admits. What is taken back leaves no row."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="+")
    admits = models.CharField(max_length=8, choices=AdmitsChoices.choices)
    # What else is asked, in words; whoever admits somebody confirms it. No birth date or the like is kept.
    condition = models.CharField(max_length=CONDITION_LONGEST, blank=True)
    affiliated_at = models.DateTimeField()

    objects = AffiliationQuerySet.as_manager()
