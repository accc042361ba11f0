"""News: what a body tells and nobody is bound by. No table says who has read it, and none may."""

from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class ItemQuerySet(models.QuerySet["Item"]):
    """Selections of news items."""

    def drafts(self) -> Self:
        """Keep those not yet published."""
        return self.filter(published_at=None)

    def published(self) -> Self:
        """Keep those that were published, withdrawn or not."""
        return self.filter(published_at__isnull=False)

    def standing(self, at: datetime) -> Self:
        """Keep those published by the moment `at` and not withdrawn."""
        return self.filter(published_at__lte=at, withdrawn_at=None)

    def current(self, at: datetime) -> Self:
        """Keep those standing whose last day is not over."""
        return self.standing(at).filter(Q(ends_at=None) | Q(ends_at__gt=at))

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of the bodies `units`."""
        return self.filter(body__in=units.order_by().values("pk"))

    def newest_first(self) -> Self:
        """Sort by when they were published, the latest first."""
        return self.order_by("-published_at", "-pk")


class Item(models.Model):
    """A news item: written for a body, published to an audience, perhaps corrected or withdrawn.

    It is news until `ends_at`, the end of a day by the body's clocks; it can be read for good.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Other features' models, so by name.
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    audience = models.OneToOneField(
        "decisions.Audience", null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    corrected_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    is_pinned = models.BooleanField(default=False)

    # Added to rows by `queries.items`, never columns.
    title: str
    title_language: str

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(published_at=None, audience=None)
                | Q(published_at__isnull=False, audience__isnull=False),
                name="news_published_iff_it_has_an_audience",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False)
                | Q(corrected_at=None, withdrawn_at=None, ends_at=None, is_pinned=False),
                name="news_corrected_withdrawn_ended_or_pinned_only_once_published",
            ),
            models.CheckConstraint(
                condition=Q(is_pinned=False) | Q(ends_at__isnull=False), name="news_pinned_only_for_a_time"
            ),
        )
        # What a body has published, the latest first, and what it is writing.
        indexes = (models.Index(fields=["body", "published_at"], name="news_by_body"),)

    @property
    def is_draft(self) -> bool:
        """Whether it was not published yet."""
        return self.published_at is None

    def is_current(self, at: datetime) -> bool:
        """Whether it is still news at the moment `at`: what `current` asks of many, of this one."""
        is_standing = self.published_at is not None and self.withdrawn_at is None
        return is_standing and (self.ends_at is None or self.ends_at > at)

    @property
    def last_on(self) -> date | None:
        """The last day on which it is news, by the body's calendar."""
        if self.ends_at is None:
            return None
        return self.ends_at.astimezone(ZoneInfo(self.body.time_zone)).date() - timedelta(days=1)
