"""Qualifications: what was confirmed of somebody who has learnt something. Whose they are is theirs alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.documents.hanging import HangingFile
from folkmoot.kernel.ids import new_id, private_id
from folkmoot.people.models import Person
from folkmoot.study.models.material import Programme
from folkmoot.study.rules.programmes import TITLE_LONGEST
from folkmoot.study.rules.qualifications import MONTHS_MOST
from folkmoot.units.models import Unit


class QualificationQuerySet(models.QuerySet["Qualification"]):
    """Selections of qualifications."""

    def standing(self) -> Self:
        """Keep those that are still given."""
        return self.filter(ended_at=None)

    def for_lines(self, lines: Collection[str]) -> Self:
        """Keep those that are for whoever is at home below the units with these paths."""
        return self.filter(unit__path__in=lines)


class Qualification(models.Model):
    """What is confirmed of those at home in `unit` and below who ask for it, for so many `months`; for good, if none."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # What leads to it; whoever learnt it elsewhere asks for it as well.
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.SET_NULL, related_name="qualifications"
    )
    title = models.CharField(max_length=TITLE_LONGEST)
    # What somebody can do who has it, and what is asked of them.
    words = models.TextField()
    months = models.PositiveSmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=1, months__lte=MONTHS_MOST),
                name="qualification_is_valid_for_some_months_or_for_good",
            ),
        )


class LearningQuerySet(models.QuerySet["Learning"]):
    """Selections of what members have of qualifications."""

    def asked(self) -> Self:
        """Keep those that wait to be confirmed."""
        return self.filter(asked_at__isnull=False)

    def shown(self) -> Self:
        """Keep those that are held, and shown by whoever holds them."""
        return self.filter(is_shown=True, held_at__isnull=False)


class Learning(models.Model):
    """What a member has of a qualification: what they ask for it with, that it was confirmed, and that they hold it.

    It is read by nobody but them, save while they ask, by those who confirm it; and while they show it, by their unit's officers.
    """

    id = models.UUIDField(primary_key=True, default=private_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    qualification = models.ForeignKey(Qualification, on_delete=models.CASCADE, related_name="learnings")
    # What they learnt, where and when, in their own words.
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    # What those who confirm it asked for instead.
    answer = models.TextField(blank=True)
    # That it was confirmed, and waits for them to accept it.
    confirmed_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    is_shown = models.BooleanField(default=False)

    objects = LearningQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "qualification"], name="one_learning_of_a_qualification"
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=False) | Q(valid_until=None, is_shown=False),
                name="only_what_is_held_is_valid_or_shown",
            ),
        )
        indexes = (
            models.Index(
                fields=["qualification"], name="learning_asked", condition=Q(asked_at__isnull=False)
            ),
        )

    def is_valid(self, at: datetime) -> bool:
        """Return whether it is held at the moment `at`, and has not run out."""
        return self.held_at is not None and (self.valid_until is None or at < self.valid_until)


class LearningFile(HangingFile):
    """A file with which somebody asks for a qualification."""

    learning = models.OneToOneField(Learning, on_delete=models.CASCADE, related_name="file")
