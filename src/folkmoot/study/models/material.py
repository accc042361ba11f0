"""Programmes and their cards. What members are asked was looked over by a second editor."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.study.rules.cards import POINT_LONGEST, QUESTION_LONGEST, Asked, Kind
from folkmoot.study.rules.programmes import TITLE_LONGEST, Level
from folkmoot.units.models import Unit

_CODE_LONGEST = 10


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Selections of programmes."""

    def offered(self) -> Self:
        """Keep those that were published and have not ended."""
        return self.filter(published_at__isnull=False, ended_at=None)

    def for_lines(self, lines: Collection[str]) -> Self:
        """Keep those that are for whoever is at home below the units with these paths: theirs and all above."""
        return self.filter(unit__path__in=lines)


class Programme(models.Model):
    """Cards that are learnt together, for everybody at home in `unit` and below it; nobody is listed anywhere."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE_LONGEST)
    language = models.CharField(max_length=35)
    level = models.CharField(max_length=_CODE_LONGEST, default=Level.BASIC)
    # Counts each time something was written, so that what is published is what was looked over.
    revision = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(published_at__isnull=False),
                name="only_a_published_programme_ends",
            ),
        )


class CardQuerySet(models.QuerySet["Card"]):
    """Selections of cards."""

    def asked(self) -> Self:
        """Keep those that are asked: published, not taken out, of a programme that is offered."""
        return self.filter(
            current__isnull=False,
            ended_at=None,
            programme__published_at__isnull=False,
            programme__ended_at=None,
        )

    def standing(self) -> Self:
        """Keep those that were not taken out."""
        return self.filter(ended_at=None)

    def for_lines(self, lines: Collection[str]) -> Self:
        """Keep those of programmes for whoever is at home below the units with these paths."""
        return self.filter(programme__unit__path__in=lines)


class Card(models.Model):
    """A question made from a point of a decision, or of the programme alone, if `decision` is None.

    Members are asked it in its `current` words, None before they are published.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cards")
    # Another feature's model, so by name.
    decision = models.ForeignKey("decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    current = models.OneToOneField(
        "study.Wording", null=True, on_delete=models.SET_NULL, related_name="asked_as"
    )
    # Counts each time it was written, so that nobody writes over what they have not seen.
    revision = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)

    objects = CardQuerySet.as_manager()


class Wording(models.Model):
    """The words of a card, from the point with this number in a version of the decision's text; a draft until it is published.

    A card of the programme alone has neither point nor version.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=_CODE_LONGEST)
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    version = models.ForeignKey(
        "documents.Version", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    question = models.CharField(max_length=QUESTION_LONGEST)
    # A line each.
    right = models.TextField()
    wrong = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["card"], condition=Q(published_at=None), name="one_draft_of_a_card"
            ),
            models.CheckConstraint(
                condition=Q(point="", version=None) | (~Q(point="") & Q(version__isnull=False)),
                name="wording_is_from_a_point_of_a_version_or_from_none",
            ),
        )

    @property
    def asked(self) -> Asked:
        """What it asks."""
        return Asked(
            Kind(self.kind), self.question, tuple(self.right.splitlines()), tuple(self.wrong.splitlines())
        )


class Writer(models.Model):
    """That somebody wrote something of what waits to be published: the title of a programme, the words of a card or a lesson.

    Whoever touches it last is not its only writer. Kept until somebody who wrote none of it has published it, and then no more.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="writers", db_index=False)
    # The id of the programme, for its title, or of the card or the lesson.
    of = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "of", "person"], name="one_writer_of_what_waits"),
        )
