"""Letters to the editor: a member's own words, theirs to take away at any time."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.news.models.items import Item
from folkmoot.news.rules.letters import WAY_OPEN, monday_of
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

# So long a writer can read why a letter was declined; then nothing is left of it.
DECLINED_KEPT = timedelta(days=30)
# A letter that nobody decided on is forgotten after so long.
OPEN_KEPT = timedelta(days=180)


class LetterState(StrEnum):
    """How far a letter has come."""

    OPEN = "open"
    OFFERED = "offered"
    # Its writer agreed, and it appears on Monday: to them alone, to all others it is still offered.
    AGREED = "agreed"
    PUBLISHED = "published"
    DECLINED = "declined"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Selections of letters."""

    def of(self, person: Person) -> Self:
        """Keep those that `person` wrote."""
        return self.filter(writer=person)

    def undecided(self, at: datetime) -> Self:
        """Keep those neither published nor declined at the moment `at`, those too that appear on Monday."""
        return self.filter(Q(published_at=None) | Q(published_at__gt=at), declined_at=None)

    def published(self, at: datetime) -> Self:
        """Keep those that readers see at the moment `at`."""
        return self.filter(published_at__lte=at)

    def arrived(self, week: datetime) -> Self:
        """Keep those that have come to their editors in the week that began at `week`.

        Without a name they come together, the week after: the moment would name whoever was just seen to write. As
        `monday_of` says, those about news could be written for some days before.
        """
        could_be_written = Q(item=None) | Q(item__published_at__lt=week - WAY_OPEN)
        return self.filter(Q(is_named=True) | (Q(sent_at__lt=week) & could_be_written))

    def shortened(self, at: datetime) -> Self:
        """Keep those that readers see as their writers agreed to have them, and that still have their longer words."""
        return self.published(at).exclude(offered="")

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those to the bodies `units`."""
        return self.filter(body__in=units.order_by().values("pk"))

    def overdue(self, at: datetime) -> Self:
        """Keep those whose time is over at the moment `at`: declined long enough ago, or never decided on."""
        undecided = Q(published_at=None, declined_at=None, sent_at__lt=at - OPEN_KEPT)
        return self.filter(undecided | Q(declined_at__lt=at - DECLINED_KEPT))


class Letter(models.Model):
    """A letter to a body, at large or about a news item; `offered` is how its editors would shorten it, if they offered that.

    Without a name it goes on being offered until a Monday after its writer agreed: `published_at` lies ahead until then. Once
    it appears shortened, these are its words, and nothing is left of the others.
    """

    id = models.UUIDField(primary_key=True)
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    # None where the writer was erased and had not signed it.
    writer = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    is_named = models.BooleanField()
    text = models.TextField()
    sent_at = models.DateTimeField()
    offered = models.TextField(blank=True)
    # When that was offered, while it is.
    offered_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(declined_at=None), name="letter_published_or_declined"
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, reason="") | (Q(declined_at__isnull=False) & ~Q(reason="")),
                name="letter_declined_iff_there_is_a_reason",
            ),
        )
        indexes = (
            # The letters that a body's readers see, the latest first.
            models.Index(fields=["body", "published_at"], name="letter_by_body"),
            models.Index(fields=["item", "published_at"], name="letter_by_item"),
        )

    @property
    def comes_on(self) -> datetime | None:
        """When it comes to its editors, or None if it did at once."""
        if self.is_named:
            return None
        return monday_of(self.sent_at, since=self.item.published_at if self.item else None)

    def appears_on(self, at: datetime) -> datetime:
        """Return when it appears if its writer agrees at `at` to what is offered."""
        return at if self.is_named else monday_of(at, since=self.offered_at)

    def shorten(self) -> None:
        """Let what was offered be its words, and nothing be left of the others."""
        self.text, self.offered, self.offered_at = self.offered, "", None

    @property
    def words(self) -> str:
        """What readers see of it, once it is published: as it was sent, or as its writer agreed to have it."""
        return self.offered or self.text

    def state(self, at: datetime) -> LetterState:
        """Return how far it has come at the moment `at`, as its writer sees it."""
        if self.published_at is not None:
            return LetterState.PUBLISHED if self.published_at <= at else LetterState.AGREED
        if self.declined_at is not None:
            return LetterState.DECLINED
        return LetterState.OFFERED if self.offered else LetterState.OPEN
