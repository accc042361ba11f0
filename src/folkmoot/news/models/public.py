"""What is published to everybody, and whether anything is."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q, Subquery

from folkmoot.kernel.ids import new_id
from folkmoot.news.models.items import Item
from folkmoot.units.models import Unit


class PublicEdition(models.Model):
    """Whether the organisation publishes to everybody: one row, or none where nobody has decided it yet."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_open = models.BooleanField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_public_edition"),)


class PublicPaperQuerySet(models.QuerySet["PublicPaper"]):
    """Selections of what was published to everybody."""

    def out(self) -> Self:
        """Keep those not taken back."""
        return self.filter(taken_back_at=None)

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those of the bodies `units`."""
        return self.filter(body__in=units.order_by().values("pk"))

    def newest_first(self) -> Self:
        """Sort by when they were published to everybody, the latest first."""
        return self.order_by("-published_at", "-pk")

    def last_changed(self) -> list[datetime]:
        """Return when the last of them were published and taken back: the ends of two indexes, however many there are."""
        back = self.filter(taken_back_at__isnull=False).order_by("-taken_back_at").values("taken_back_at")
        last = self.order_by("-published_at").annotate(back=Subquery(back[:1]))
        return [each for row in last.values_list("published_at", "back")[:1] for each in row if each]


class PublicPaper(models.Model):
    """A decision or a news item that `body` published to everybody; its id is its address for good."""

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Another feature's model, so by name.
    decision = models.OneToOneField(
        "decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    item = models.OneToOneField(Item, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    objects = PublicPaperQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decision=None, item__isnull=False) | Q(decision__isnull=False, item=None),
                name="public_paper_is_a_decision_or_news",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=models.F("published_at")),
                name="public_paper_taken_back_after_it_was_published",
            ),
        )
        # The list and the feed of all, and those of one body.
        indexes = (
            models.Index(fields=["published_at"], name="public_paper_by_moment"),
            models.Index(fields=["body", "published_at"], name="public_paper_by_body"),
            # Which bodies have anything in it, and when something was last taken back of all or of one.
            models.Index(
                fields=["body", "taken_back_at"],
                name="public_paper_out_by_body",
                condition=Q(taken_back_at=None),
            ),
            models.Index(
                fields=["taken_back_at"], name="public_paper_back", condition=Q(taken_back_at__isnull=False)
            ),
            models.Index(
                fields=["body", "taken_back_at"],
                name="public_paper_back_by_body",
                condition=Q(taken_back_at__isnull=False),
            ),
        )
