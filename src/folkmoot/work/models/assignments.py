"""Work, and who said yes to it. No table says who declined or gave back, and none here may: of that nothing is kept."""

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id, private_id
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.rules.states import HELD, State
from folkmoot.work.rules.words import (
    LESSON_LONGEST,
    POINT_LONGEST,
    STEP_LONGEST,
    TITLE_LONGEST,
    WHY_LONGEST,
)

_CODE_LONGEST = 10


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Selections of work."""

    def in_units(self, units: "models.QuerySet[Unit]") -> Self:
        """Keep that of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))

    def seen(self, person: Person, units: "models.QuerySet[Unit]", giving: "models.QuerySet[Unit]") -> Self:
        """Keep what is seen by somebody to whom the work of `units` is shown, and who puts up that of `giving`.

        That somebody was asked to do it is between them and those who ask: to others it is open meanwhile, so that nobody sees
        it come back. That somebody said yes at a meeting stands there without a name.
        """
        return self.filter(
            Q(unit__in=units.order_by().values("pk"))
            | Q(unit__in=giving.order_by().values("pk"))
            | Q(holder=person)
            | Q(pk__in=Offer.objects.filter(person=person).values("assignment"))
        )

    def standing(self) -> Self:
        """Keep what is still to be done."""
        return self.filter(state__in=[State.OPEN, State.ACCEPTED])

    def soonest_first(self) -> Self:
        """Sort by the day by which it is done."""
        return self.order_by("due_on", "pk")


class Assignment(models.Model):
    """Work of a cell or a body: what, why and by when; `holder` has said themselves that they do it.

    That it is offered says the offer which waits: the column `state` is `open` meanwhile. `decision`, `meeting` or `why` is
    why it is done, one of the three; `point` is the number of a point of that decision, "" for the whole of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=TITLE_LONGEST)
    # Other features' models, so by name. Nobody asks either for its work.
    decision = models.ForeignKey(
        "decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    meeting = models.ForeignKey("meetings.Meeting", null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=WHY_LONGEST, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=_CODE_LONGEST, default=State.OPEN)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    # When its holder has told how it went, or passed: from then on others add what they have learnt.
    told_at = models.DateTimeField(null=True)
    # Put up again for its next day once it is done.
    repeats = models.CharField(max_length=_CODE_LONGEST, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decision=None, meeting=None) & ~Q(why="")
                | Q(decision__isnull=False, meeting=None, why="")
                | Q(decision=None, meeting__isnull=False, why=""),
                name="work_has_one_reason",
            ),
            # Of what was done long ago, the holder is forgotten.
            models.CheckConstraint(
                condition=Q(holder=None) | Q(state__in=sorted(HELD)), name="work_is_held_by_whoever_took_it"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACCEPTED.value) | Q(holder__isnull=False),
                name="work_that_is_taken_is_held",
            ),
        )
        indexes = (
            # The list of a unit, by its days.
            models.Index(fields=["unit", "state", "due_on", "id"], name="work_of_a_unit"),
            # First screens, calendars and somebody's own year.
            models.Index(
                fields=["holder", "due_on"], condition=Q(holder__isnull=False), name="work_of_a_holder"
            ),
        )

    @property
    def waiting(self) -> "Offer | None":
        """The offer of it that waits, for rows that were read with it; None if there is none."""
        offer: Offer | None = getattr(self, "offer", None)
        return offer

    @property
    def aims_at(self) -> UUID | None:
        """The target it is done for, None if it is done for none."""
        return getattr(getattr(self, "aim", None), "target_id", None)

    @property
    def stands(self) -> State:
        """How it stands, for rows that were read with their offer."""
        state = State(self.state)
        return State.OFFERED if state is State.OPEN and self.waiting is not None else state

    @property
    def is_said(self) -> bool:
        """Whether somebody said yes to it at a meeting, as was written down there, and has not confirmed that."""
        return self.waiting is not None and self.waiting.meeting_id is not None

    def is_late(self, today: date) -> bool:
        """Whether it was to be done before `today` and is not."""
        return self.due_on < today and State(self.state) in {State.OPEN, State.ACCEPTED}


class Step(models.Model):
    """A step of some work."""

    id = models.UUIDField(primary_key=True, default=new_id)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=STEP_LONGEST)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assignment", "position"], name="one_step_at_a_position"),
        )


class Offer(models.Model):
    """That somebody is asked to do some work: it waits until they answer, and then it is gone.

    One that was made at a `meeting` says that they said yes aloud there, as whoever ran it wrote down: members see that somebody
    did, and who it was they see once that somebody says so themselves.
    """

    # By its order nobody shall tell when somebody was asked.
    id = models.UUIDField(primary_key=True, default=private_id)
    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="offer")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # None for the operator, and for what nobody in particular hands on.
    offered_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    offered_at = models.DateTimeField()
    meeting = models.ForeignKey(
        "meetings.Meeting", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        # What is forgotten, because nobody answered.
        indexes = (models.Index(fields=["offered_at"], name="offer_of_work_by_age"),)


class Helper(models.Model):
    """That somebody helps with some work, as they said themselves."""

    id = models.UUIDField(primary_key=True, default=private_id)
    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="helpers", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["assignment", "person"], name="one_helps_once"),)


class Lesson(models.Model):
    """What was learnt from some work: about the work, and from nobody in particular."""

    # By its order nobody shall tell who said it.
    id = models.UUIDField(primary_key=True, default=private_id)
    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="lessons", db_index=False
    )
    kind = models.CharField(max_length=_CODE_LONGEST)
    text = models.CharField(max_length=LESSON_LONGEST)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assignment", "kind", "text"], name="one_lesson_of_these_words"),
        )
