"""What acts on members keep: how many each cell has, the series of member numbers, and who was entered twice."""

from typing import ClassVar, Self

from django.db import models

from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Membership, Office, Person
from folkmoot.units.models import Unit


class MemberCount(models.Model):
    """How many open memberships a cell has, kept in the transaction of every act that changes it."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="member_count")
    members = models.PositiveIntegerField()


class MemberTotal(models.Model):
    """How many members a unit and all below it had when totals were last taken: kept for units that have units below."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="+")
    members = models.PositiveIntegerField()


class TotalsTaken(models.Model):
    """When the totals were last taken; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="totals_are_taken_as_one"),)


class NumberSeries(models.Model):
    """The last member number given by the organisation; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_series_of_member_numbers"),)


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    """Selections of merges."""

    def standing(self) -> Self:
        """Keep those that nobody undid."""
        return self.filter(undone_at=None)


class PersonMerge(models.Model):
    """That somebody was entered twice: which entry remains, and which is only shown with it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # The home that ended with it, and the one that the entry that remains got in its place. Forgotten in their time.
    ended = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    begun = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    merged_at = models.DateTimeField()
    # Each side for itself: that one cannot be reached keeps the other from nothing, nor has them told twice.
    gone_told_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[PersonMergeQuerySet] = PersonMergeQuerySet.as_manager()  # type: ignore[assignment]  # what django-stubs makes of it

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at=None), name="nobody_is_merged_into_two"
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("gone")), name="nobody_is_merged_into_themselves"
            ),
        )
        indexes = (
            # The job that tells those whom it concerns.
            models.Index(
                fields=["merged_at"],
                name="person_merge_untold",
                condition=models.Q(told_at=None) | models.Q(gone_told_at=None),
            ),
        )


class MembershipOfferQuerySet(models.QuerySet["MembershipOffer"]):
    """Selections of offers."""

    def waiting(self) -> Self:
        """Keep those that nobody accepted yet."""
        return self.filter(membership=None)

    def on_paper(self) -> Self:
        """Keep those that an officer entered as accepted on paper."""
        return self.exclude(membership=None)


class MembershipOffer(models.Model):
    """That a cell offers somebody who belongs to another circle to belong to it as well.

    What was accepted, declined or withdrawn leaves no row; what an officer entered as accepted on paper leaves one, so that
    whoever it is about sees that and can take it back.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # As whoever offers gave it: officers are shown nothing else of somebody whom they do not see.
    number = models.CharField(max_length=40, blank=True)
    # The words of the condition that whoever offers confirmed, "" if there was none.
    condition = models.CharField(max_length=120, blank=True)
    offered_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    offered_at = models.DateTimeField(db_index=True)
    membership = models.OneToOneField(Membership, null=True, on_delete=models.CASCADE, related_name="+")
    paper_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    paper_at = models.DateTimeField(null=True)

    objects: ClassVar[MembershipOfferQuerySet] = MembershipOfferQuerySet.as_manager()  # type: ignore[assignment]  # what django-stubs makes of it

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "unit"],
                condition=models.Q(membership=None),
                name="nobody_is_offered_one_cell_twice",
            ),
            models.CheckConstraint(
                condition=models.Q(membership=None, paper_at=None)
                | models.Q(membership__isnull=False, paper_at__isnull=False),
                name="only_paper_leaves_an_offer_that_was_accepted",
            ),
        )


class OfficeOffer(models.Model):
    """That somebody of whom whoever appoints may not know whether they belong is offered an office.

    What was accepted, declined or withdrawn leaves no row.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    # As whoever offers gave it: officers are shown nothing else of somebody whom they do not see.
    number = models.CharField(max_length=40, blank=True)
    # None to begin as soon as they accept.
    from_on = models.DateField(null=True)
    offered_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    offered_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "unit", "office"], name="nobody_is_offered_one_office_twice"
            ),
        )


class OfferMark(models.Model):
    """That some cell offered membership, or some unit an office, to somebody lately, so that it does not ask again and again.

    It is made when it is offered, and says nothing of the answer. A keyed hash: neither unit nor person can be read from it.
    """

    mark = models.CharField(primary_key=True, max_length=64)
    until = models.DateField(db_index=True)


class LikelyPair(models.Model):
    """Two people who are likely one, by what they share, until a registrar says that they are two."""

    id = models.UUIDField(primary_key=True, default=new_id)
    # In the order of their ids, so that two people are one pair.
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    apart_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="two_people_are_one_pair"),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="nobody_is_a_pair_alone"
            ),
        )
        indexes = (
            # The page of pairs goes on from the last one seen.
            models.Index(fields=["id"], name="likely_pair_waiting", condition=models.Q(apart_at=None)),
        )


class PairsSought(models.Model):
    """Up to whom people have been compared with others; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    after = models.UUIDField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="pairs_are_sought_as_one"),)
