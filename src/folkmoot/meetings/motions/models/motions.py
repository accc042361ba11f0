"""Motions, amendments to them, who moved and seconded them, and how far up they were carried."""

from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id
from folkmoot.meetings.motions.rules.forwarding import REASONS_LONGEST, Answer
from folkmoot.meetings.motions.rules.motions import WHY_LONGEST
from folkmoot.meetings.motions.rules.states import (
    AMENDMENT_STATES,
    MOTION_STATES,
    AmendmentDeed,
    AmendmentState,
    MotionDeed,
    MotionState,
    amendment_can,
    motion_can,
)
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class MotionQuerySet(models.QuerySet["Motion"]):
    """Selections of motions."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of `units`, and those that were carried up to one of them."""
        seen = units.order_by().values("pk")
        sent = Forwarding.objects.filter(to_unit__in=seen).values("motion")
        return self.filter(Q(unit__in=seen) | Q(pk__in=sent))

    def standing(self) -> Self:
        """Keep those on which nothing was decided yet."""
        return self.filter(state=MotionState.SUBMITTED)

    def newest_first(self) -> Self:
        """Sort by when they were submitted, the latest first."""
        return self.order_by("-submitted_at", "-pk")


class Motion(models.Model):
    """What somebody moves that a unit decide: a text in numbered points, kept as a document in one language.

    `revision` counts its wordings: each amendment that is adopted makes another. `decision` is what it became.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Other features' models, so by name.
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(
        "decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=35)
    reason = models.TextField(blank=True, max_length=WHY_LONGEST)
    matter = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, default=MotionState.SUBMITTED)
    submitted_at = models.DateTimeField()

    objects = MotionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decision=None) | Q(state=MotionState.CARRIED.value),
                name="motion_becomes_a_decision_only_if_carried",
            ),
        )
        # The motions of a unit, the latest first.
        indexes = (models.Index(fields=["unit", "submitted_at", "id"], name="motion_by_unit"),)

    @property
    def is_standing(self) -> bool:
        """Whether nothing was decided on it yet."""
        return self.state == MotionState.SUBMITTED

    @property
    def is_carried(self) -> bool:
        """Whether it was carried."""
        return self.state == MotionState.CARRIED

    def can(self, deed: MotionDeed) -> bool:
        """Whether something can be done with it as far as it has come."""
        return motion_can(self.state, deed)

    @property
    def state_in_words(self) -> str:
        """How far it has come."""
        return str(MOTION_STATES[MotionState(self.state)])


class MotionTranslationQuerySet(models.QuerySet["MotionTranslation"]):
    """Selections of motions in other languages."""

    def fitting(self, motion: Motion) -> Self:
        """Keep those that say what `motion` says now, sorted by language."""
        return self.filter(on_revision=motion.revision).order_by("language")


class MotionTranslation(models.Model):
    """A motion in another language than that in which it is moved and voted on, of its wording with the number `on_revision`."""

    id = models.UUIDField(primary_key=True, default=new_id)
    motion = models.ForeignKey(Motion, on_delete=models.CASCADE, related_name="translations")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=35)
    on_revision = models.PositiveIntegerField()

    objects = MotionTranslationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["motion", "language"], name="one_translation_per_motion_and_language"
            ),
        )


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Selections of amendments."""

    def standing(self) -> Self:
        """Keep those on which nothing was decided yet."""
        return self.filter(state=AmendmentState.PROPOSED)


class Amendment(models.Model):
    """Another wording of a motion, in place of the one with the number `on_revision`, which `base` keeps as it was.

    `reach` is how many words it changes, and `position` where the chair put it; None where the proposed order stands.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    motion = models.ForeignKey(Motion, on_delete=models.CASCADE, related_name="amendments")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    base = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    on_revision = models.PositiveIntegerField()
    reason = models.TextField(blank=True, max_length=WHY_LONGEST)
    reach = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, default=AmendmentState.PROPOSED)
    proposed_at = models.DateTimeField()

    objects = AmendmentQuerySet.as_manager()

    @property
    def is_standing(self) -> bool:
        """Whether nothing was decided on it yet."""
        return self.state == AmendmentState.PROPOSED

    def can(self, deed: AmendmentDeed) -> bool:
        """Whether something can be done with it as far as it has come."""
        return amendment_can(self.state, deed)

    @property
    def state_in_words(self) -> str:
        """What became of it."""
        return str(AMENDMENT_STATES[AmendmentState(self.state)])


class Backing(models.Model):
    """Somebody who stands behind a motion or an amendment: whoever moved it, or seconds it.

    `written_down_at` is when somebody else wrote that down for them; None if they said it here themselves.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    motion = models.ForeignKey(Motion, on_delete=models.CASCADE, null=True, related_name="backings")
    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, null=True, related_name="backings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_mover = models.BooleanField()
    written_down_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(motion=None, amendment__isnull=False) | Q(motion__isnull=False, amendment=None),
                name="backing_is_of_a_motion_or_an_amendment",
            ),
            models.UniqueConstraint(fields=["motion", "person"], name="one_backing_per_motion_and_person"),
            models.UniqueConstraint(
                fields=["motion"], condition=Q(is_mover=True), name="one_mover_per_motion"
            ),
            models.UniqueConstraint(
                fields=["amendment"], condition=Q(is_mover=True), name="one_mover_per_amendment"
            ),
        )


class ForwardingQuerySet(models.QuerySet["Forwarding"]):
    """Selections of motions that were carried further up."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those that came to one of `units`."""
        return self.filter(to_unit__in=units.order_by().values("pk"))

    def waiting(self) -> Self:
        """Keep those that ask for an answer and have none."""
        return self.filter(is_for_information=False, answered_at=None)

    def longest_waiting_first(self) -> Self:
        """Sort by when they were sent."""
        return self.order_by("forwarded_at", "pk")


class Forwarding(models.Model):
    """A carried motion at a body above: to be answered there, or for information alone.

    `taken_up` is the motion as that body deals with it. Passed on higher, it is another forwarding of the same motion.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="forwardings")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_for_information = models.BooleanField()
    forwarded_at = models.DateTimeField()
    taken_up = models.OneToOneField(Motion, null=True, on_delete=models.PROTECT, related_name="came_by")
    answer = models.CharField(max_length=10, blank=True)
    reasons = models.TextField(blank=True, max_length=REASONS_LONGEST)
    answered_at = models.DateTimeField(null=True)

    objects = ForwardingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", reasons="")
                | (Q(answered_at__isnull=False, answer__in=[each.value for each in Answer]) & ~Q(reasons="")),
                name="forwarding_is_answered_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(is_for_information=False) | Q(answered_at=None),
                name="forwarding_for_information_has_no_answer",
            ),
            models.UniqueConstraint(
                fields=["motion", "to_unit"],
                condition=Q(is_for_information=False),
                name="motion_is_forwarded_once_to_a_unit",
            ),
        )
        # What waits at a unit, the longest first.
        indexes = (
            models.Index(
                fields=["to_unit", "forwarded_at"],
                condition=Q(is_for_information=False, answered_at=None),
                name="forwarding_waiting",
            ),
        )

    @property
    def is_waiting(self) -> bool:
        """Whether it asks for an answer and has none."""
        return not self.is_for_information and self.answered_at is None
