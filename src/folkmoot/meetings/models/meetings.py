"""Meetings and their agendas. No table says who answered a call or looked at one, and none here may."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.rules.words import (
    FORMS,
    ITEM_LONGEST,
    LINK_LONGEST,
    PLACE_LONGEST,
    REASON_LONGEST,
    Form,
    kind_in_words,
)
from folkmoot.units.models import Unit

if TYPE_CHECKING:
    from folkmoot.meetings.models.running import Sitting


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Selections of meetings."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))

    def standing(self) -> Self:
        """Keep those that were not cancelled."""
        return self.filter(cancelled_at=None)

    def not_failed(self) -> Self:
        """Keep those that were not closed for want of a quorum."""
        return self.filter(sitting__has_no_quorum_at=None)

    def upcoming(self, at: datetime) -> Self:
        """Keep those that are not over, cancelled or not."""
        return self.filter(ends_at__gt=at)

    def past(self, at: datetime) -> Self:
        """Keep those that are over, cancelled or not."""
        return self.filter(ends_at__lte=at)

    def to_come(self, at: datetime) -> Self:
        """Keep those that are neither over nor closed, cancelled or not."""
        return self.upcoming(at).filter(sitting__closed_at=None)

    def behind(self, at: datetime) -> Self:
        """Keep those that are over or were closed, cancelled or not."""
        return self.filter(Q(ends_at__lte=at) | Q(sitting__closed_at__isnull=False))

    def soonest_first(self) -> Self:
        """Sort by when they begin."""
        return self.order_by("begins_at", "pk")

    def newest_first(self) -> Self:
        """Sort by when they began, the latest first."""
        return self.order_by("-begins_at", "-pk")


class Meeting(models.Model):
    """A meeting of a unit, called for the half-open time [begins_at, ends_at).

    `sequence` counts its changes, for whoever changes it and for calendars. Of a meeting that was postponed, `was_at` is
    when it was to begin before, `postponed_at` when that was said, and `reason` why; of one that was cancelled, `reason`
    is why it is not held.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    how = models.CharField(max_length=10)
    place = models.CharField(max_length=PLACE_LONGEST, blank=True)
    link = models.CharField(max_length=LINK_LONGEST, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    text = models.TextField(blank=True)
    called_at = models.DateTimeField()
    was_at = models.DateTimeField(null=True)
    postponed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=REASON_LONGEST, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    # The meeting that had no quorum, for which this one is the second call. It is looked for among those of its unit.
    second_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")), name="meeting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(how=Form.IN_PERSON.value, link="") | (~Q(how=Form.IN_PERSON.value) & ~Q(link="")),
                name="meeting_has_a_link_iff_some_join_online",
            ),
            models.CheckConstraint(
                condition=Q(how=Form.ONLINE.value, place="") | (~Q(how=Form.ONLINE.value) & ~Q(place="")),
                name="meeting_has_a_place_iff_some_come",
            ),
            models.CheckConstraint(
                condition=Q(was_at=None, cancelled_at=None, reason="")
                | ((Q(was_at__isnull=False) | Q(cancelled_at__isnull=False)) & ~Q(reason="")),
                name="meeting_has_a_reason_iff_postponed_or_cancelled",
            ),
        )
        indexes = (
            # What a unit has before it, and has had: first pages, its list, calendars.
            models.Index(fields=["unit", "ends_at"], name="meeting_by_end"),
            models.Index(fields=["unit", "begins_at", "id"], name="meeting_by_beginning"),
        )

    @property
    def title(self) -> str:
        """Its kind, as a title."""
        return kind_in_words(self.kind)

    @property
    def how_in_words(self) -> str:
        """How people meet."""
        return str(FORMS[Form(self.how)])

    @property
    def begins(self) -> datetime:
        """When it begins, by the clocks of its unit."""
        return self.unit.local(self.begins_at)

    @property
    def ends(self) -> datetime:
        """When it ends, by the clocks of its unit."""
        return self.unit.local(self.ends_at)

    @property
    def was(self) -> datetime | None:
        """When it was to begin before it was postponed, by the clocks of its unit."""
        return None if self.was_at is None else self.unit.local(self.was_at)

    @property
    def lasts(self) -> timedelta:
        """How long it lasts."""
        return self.ends_at - self.begins_at

    @property
    def opened(self) -> "Sitting | None":
        """What it is since it was opened, for rows that were read with it; None before."""
        sitting: Sitting | None = getattr(self, "sitting", None)
        return sitting

    @property
    def noticed_at(self) -> datetime:
        """When it was called for the time it has now."""
        return self.postponed_at or self.called_at

    @property
    def was_called_here(self) -> bool:
        """Whether it was called before it began, and not entered afterwards alone: only then is its notice known."""
        return self.called_at < self.begins_at

    @property
    def told_at(self) -> datetime:
        """When it was last called, postponed or cancelled."""
        return self.cancelled_at or self.noticed_at

    @property
    def is_for_all(self) -> bool:
        """Whether it is for all members of the units below, and not for a committee."""
        return self.kind != Kind.COMMITTEE

    @property
    def is_cancelled(self) -> bool:
        """Whether it is not held."""
        return self.cancelled_at is not None

    def has_begun(self, at: datetime) -> bool:
        """Whether it began by the moment `at`."""
        return self.begins_at <= at

    def is_on_day(self, at: datetime) -> bool:
        """Whether the moment `at` lies on a day for which it is called, by the clocks of its unit."""
        return self.begins.date() <= self.unit.local(at).date() <= self.ends.date()

    def is_over(self, at: datetime) -> bool:
        """Whether it ended by the moment `at`."""
        return self.ends_at <= at


class AgendaItem(models.Model):
    """One item of an agenda: a line of text, a decision that is read aloud, or a motion."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=ITEM_LONGEST, blank=True)
    # Another feature's model, so by name.
    decision = models.ForeignKey("decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    # A motion, whose title when it was put there is the text as well. Indexed below, for motions alone.
    motion = models.ForeignKey(
        "meetings.Motion",
        null=True,
        on_delete=models.PROTECT,
        related_name="agenda_items",
        db_index=False,
        db_constraint=False,
    )
    # When it was first taken up, and when it was last finished.
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    # Added to rows by `queries.meetings`, never columns.
    title: str
    title_language: str

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["meeting", "position"], name="one_agenda_item_at_a_position"),
            models.CheckConstraint(
                condition=Q(text="", decision__isnull=False) | (~Q(text="") & Q(decision=None)),
                name="agenda_item_is_a_text_or_a_decision",
            ),
        )
        # On which agendas a motion stands.
        indexes = (
            models.Index(
                fields=["motion"], condition=Q(motion__isnull=False), name="agenda_item_of_a_motion"
            ),
        )
