"""Meetings that are held: who leads them, who is there, who waits to speak, and taps that came too late.

Who attended is kept for as long as the data map says. Who spoke is not: a list of speakers ends with its item.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id
from folkmoot.meetings.models.meetings import AgendaItem, Meeting
from folkmoot.meetings.rules.running import is_left_open
from folkmoot.meetings.rules.words import GUEST_LONGEST
from folkmoot.people.models import Person

ARTICLE_LONGEST = 100


class Sitting(models.Model):
    """A meeting from its opening on. `members` are those with a vote when it was opened, present or not.

    `quorum` is how many of them have to be there, by the article whose number stands beside it; None where no clause asks.
    `version` counts what was done, so that whoever keeps the screen too is shown what changed. `attended` and `guests` are
    counted at its end.
    """

    meeting = models.OneToOneField(
        Meeting, primary_key=True, on_delete=models.CASCADE, related_name="sitting"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Tapped without a connection, or entered from a sheet, it may be known long after it was closed.
    close_entered_at = models.DateTimeField(null=True)
    # Closed for want of a quorum: it was not held.
    has_no_quorum_at = models.DateTimeField(null=True)
    adjourned_at = models.DateTimeField(null=True)
    goes_on_at = models.DateTimeField(null=True)
    # On a later day perhaps than the one for which it was called.
    went_on_at = models.DateTimeField(null=True)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    minute_taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    current_item = models.ForeignKey(AgendaItem, null=True, on_delete=models.SET_NULL, related_name="+")
    members = models.PositiveIntegerField()
    quorum = models.PositiveIntegerField(null=True)
    quorum_article = models.CharField(max_length=ARTICLE_LONGEST, blank=True)
    attended = models.PositiveIntegerField(null=True)
    guests = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    # From a sheet that was signed at the meeting.
    is_entered_afterwards = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=models.F("opened_at")),
                name="sitting_is_closed_after_it_is_opened",
            ),
            models.CheckConstraint(
                condition=Q(has_no_quorum_at=None) | Q(closed_at__isnull=False),
                name="sitting_without_quorum_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(goes_on_at=None) | Q(adjourned_at__isnull=False),
                name="sitting_goes_on_after_it_was_adjourned",
            ),
        )

    @property
    def close_known_at(self) -> datetime | None:
        """When it was known here that it was closed; None while it is open."""
        return self.close_entered_at or self.closed_at

    def goes_on(self, *, at: datetime) -> bool:
        """Whether it was neither closed nor left open: what it gave anybody to do, it gives them no longer."""
        latest = self.goes_on_at or self.went_on_at
        return self.is_open and not is_left_open(self.meeting.ends_at, latest, at=at)

    @property
    def is_open(self) -> bool:
        """Whether it goes on, adjourned or not."""
        return self.closed_at is None

    @property
    def is_adjourned(self) -> bool:
        """Whether it is open and in a break."""
        return self.is_open and self.adjourned_at is not None

    @property
    def was_held(self) -> bool:
        """Whether it was closed, and not for want of a quorum."""
        return self.closed_at is not None and self.has_no_quorum_at is None


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Selections of stays."""

    def now(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(left_at=None)

    def voting(self) -> Self:
        """Keep those of people with a vote."""
        return self.filter(has_vote=True)


class Presence(models.Model):
    """A stay of somebody at a meeting, [came_at, left_at): whoever leaves and comes back has two. Guests have no vote."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    guest_name = models.CharField(max_length=GUEST_LONGEST, blank=True)
    has_vote = models.BooleanField()
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    # Added to rows by `queries.running`, never a column.
    counts: bool

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(left_at=None),
                name="one_open_stay_per_person_and_meeting",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=models.F("came_at")),
                name="stay_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_name="")
                | (Q(person=None, has_vote=False) & ~Q(guest_name="")),
                name="stay_is_a_persons_or_a_guests_without_vote",
            ),
        )


class Speaker(models.Model):
    """Somebody on the list of speakers, until they have spoken: then, or with the item, the row is deleted."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="speakers")
    presence = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="+")
    is_point_of_order = models.BooleanField()
    asked_at = models.DateTimeField()
    has_floor = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["presence"], name="everybody_is_once_on_the_list_of_speakers"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(has_floor=True), name="one_speaker_has_the_floor"
            ),
        )


class LateTap(models.Model):
    """What was tapped without a connection and could not be done any more: it waits for whoever keeps the meeting now.

    Its id is that of the act that kept it, so that the same tap waits once. `refusal` is the sentence that refused it.
    """

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="late_taps")
    act = models.CharField(max_length=60)
    input = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    tapped_at = models.DateTimeField()
    refusal = models.TextField()
