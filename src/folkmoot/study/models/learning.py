"""What a member keeps of learning. It is theirs alone: no table here is read for anybody else, and no entry tells of it."""

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import private_id
from folkmoot.people.models import Person
from folkmoot.study.models.lessons import Lesson, LessonText
from folkmoot.study.models.material import Card, Programme, Wording
from folkmoot.study.rules import recall
from folkmoot.study.rules.offering import MINUTES_MOST

_CODE_LONGEST = 10


class Memory(models.Model):
    """How well somebody has a card in mind, by its words when they answered it last, and when it comes back."""

    id = models.UUIDField(primary_key=True, default=private_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="memories")
    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="+", db_index=False)
    stability = models.FloatField()
    difficulty = models.FloatField()
    answered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # How often they answered: an answer that comes twice counts once.
    answers = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "card"], name="one_memory_of_a_card"),
            models.CheckConstraint(
                condition=Q(stability__gt=0, difficulty__gte=1, difficulty__lte=10),
                name="memory_is_in_its_ranges",
            ),
        )
        indexes = (
            models.Index(fields=["person", "due_at"], name="memory_by_due"),
            # What nobody has answered for long is forgotten.
            models.Index(fields=["answered_at"], name="memory_by_age"),
            # Figures of a text go through those who have learnt a card, some at a time.
            models.Index(fields=["card", "person"], name="memory_by_card"),
        )

    @property
    def state(self) -> recall.Memory:
        """What recall reckons with."""
        return recall.Memory(self.stability, self.difficulty, self.answered_at, self.due_at)


class Answer(models.Model):
    """That somebody answered a card, and how it went. What they answered is not kept."""

    id = models.UUIDField(primary_key=True, default=private_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    grade = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()
    is_first = models.BooleanField()

    class Meta:
        indexes = (
            models.Index(fields=["person", "answered_at"], name="answer_of_a_day"),
            models.Index(fields=["answered_at"], name="answer_by_age"),
        )


class Pace(models.Model):
    """How many minutes a day somebody learns; 0 for whoever wants to be offered nothing."""

    id = models.UUIDField(primary_key=True, default=private_id)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__lte=MINUTES_MOST), name="pace_is_half_an_hour_at_most"
            ),
        )


class Reading(models.Model):
    """That somebody said of themselves that they have read a lesson, by its text when they did."""

    id = models.UUIDField(primary_key=True, default=private_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="readings")
    text = models.ForeignKey(LessonText, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "lesson"], name="one_reading_of_a_lesson"),)


class Placement(models.Model):
    """Where somebody begins with a programme: as a few questions found, or as they said themselves."""

    id = models.UUIDField(primary_key=True, default=private_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="placements")
    level = models.CharField(max_length=_CODE_LONGEST)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "programme"], name="one_beginning_with_a_programme"),
        )
