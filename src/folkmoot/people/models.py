"""People: who they are, how they are reached, where they belong and which offices they hold."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.ids import new_id
from folkmoot.units.models import AFTER_ALL_LETTERS, Unit
from folkmoot.units.rules import paths


class PersonQuerySet(models.QuerySet["Person"]):
    """Selections of people."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep those whose open membership is in one of `units`."""
        return self.filter(pk__in=Membership.objects.open().in_units(units).order_by().values("person"))

    def in_order(self) -> Self:
        """Sort as a list of members is printed."""
        return self.order_by("search_name", "pk")

    def named_like(self, *starts: str) -> Self:
        """Keep those whose folded sorting name begins with one of `starts`: one index range each."""
        chosen = models.Q()
        for start in starts:
            chosen |= models.Q(search_name__gte=start, search_name__lt=start + AFTER_ALL_LETTERS)
        return self.filter(chosen) if chosen else self.none()


class Person(models.Model):
    """Somebody the organisation knows, with or without a sign-in."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    # The sorting name folded by `kernel.text.fold`: what lists are searched and sorted by. Folding can lengthen it.
    search_name = models.CharField(max_length=400)
    # The name as `kernel.text.name_key` makes it: the same for two spellings. None until the upgrade has filled it in.
    name_key = models.CharField(max_length=400, null=True)  # noqa: DJ001  -- filled while it is used
    member_number = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001  -- unique where given
    # BCP 47 codes, the preferred one first.
    languages = models.JSONField(default=list)
    created_at = models.DateTimeField()
    # The officer who entered them; None for the operator, and where it is not known any more.
    entered_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )
    # Of somebody who was erased, the id is left: what refers to it names nobody.
    erased_at = models.DateTimeField(null=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        # Lists of members are read in this order.
        indexes = (
            models.Index(fields=["search_name", "id"], name="person_in_order"),
            # Who is entered is looked for among those of the same name.
            models.Index(fields=["name_key"], name="person_by_name_key"),
        )

    def __str__(self) -> str:
        """Return their name."""
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts for Django's sign-in machinery; accounts are made by acts alone."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account with this address, whatever its capitals."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A way to sign in, for the people who want one. It keeps no trace of when they last did."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    # None where the member has no mailbox and came in by a printed slip.
    email = models.EmailField(max_length=254, unique=True, null=True)  # noqa: DJ001  -- unique where given
    is_active = models.BooleanField(default=True)
    last_login = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Any] = AccountManager()

    def __str__(self) -> str:
        """Return the person's id: an address must not slip into a log."""
        return str(self.pk)


class ChannelKind(models.TextChoices):
    """By what means a person is reached."""

    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("telephone")
    POST = "post", _("post")


class ContactChannel(models.Model):
    """An address of a person. One that somebody else entered waits before it can be used to sign in."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=8, choices=ChannelKind.choices)
    value = models.CharField(max_length=254)
    entered_at = models.DateTimeField()
    entered_by_other = models.BooleanField()
    usable_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind", "value"],
                condition=models.Q(ended_at=None),
                name="one_open_channel_per_address",
            ),
        )
        indexes = (
            # Sign-in and imports ask whose address this is.
            models.Index(
                fields=["kind", "value"], name="channel_by_value", condition=models.Q(ended_at=None)
            ),
        )


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold from `started_at` until just before `ended_at`."""

    def current(self, at: datetime) -> Self:
        """Keep the rows that hold at the moment `at`."""
        return self.filter(models.Q(ended_at=None) | models.Q(ended_at__gt=at), started_at__lte=at)

    def over(self, begins: datetime, ends: datetime) -> Self:
        """Keep the rows that hold at some moment from `begins` until just before `ends`."""
        return self.filter(models.Q(ended_at=None) | models.Q(ended_at__gt=begins), started_at__lt=ends)

    def open(self) -> Self:
        """Keep the rows that have no end."""
        return self.filter(ended_at=None)

    def in_units(self, units: models.QuerySet[Unit]) -> Self:
        """Keep the rows of one of `units`."""
        return self.filter(unit__in=units.order_by().values("pk"))


class EnteredQuerySet(PeriodQuerySet):
    """Selections of rows that may have been entered after they began."""

    def known_by(self, moment: datetime) -> Self:
        """Keep those that had begun by `moment`, and had been entered by then, whatever day they were said to begin."""
        return self.filter(
            models.Q(entered_at=None) | models.Q(entered_at__lte=moment), started_at__lte=moment
        )


class MembershipQuerySet(EnteredQuerySet):
    """Selections of memberships."""

    def at_home_in(self, unit: Unit) -> Self:
        """Keep those in `unit` or below, but for those in an affiliated organisation below, whose members are not the unit's."""
        low, high = paths.range_of(unit.path)
        below = models.Q(circle__path__gt=low, circle__path__lt=high)
        return self.filter(models.Q(circle=None) | ~below, unit__path__gte=low, unit__path__lt=high)

    def answering(self) -> Self:
        """Keep, of those that have not ended, the one of each person that answers for them.

        That is the one in the organisation itself, or else in the affiliated organisation that comes first.
        """
        others = Membership.objects.open().filter(person=models.OuterRef("person"))
        before = others.filter(models.Q(circle=None) | models.Q(circle__lt=models.OuterRef("circle")))
        return self.open().filter(models.Q(circle=None) | ~models.Exists(before))


class Membership(models.Model):
    """A person's place in their home cell. `entered_at` is when it was entered, where that was after it began.

    They have one home in the organisation itself, and one in each affiliated organisation to which they belong: each of
    these is a circle. `circle` is the affiliated organisation; None is the organisation itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    # Kept with each membership, so that the database itself sees to it that there is one of each circle. It never changes:
    # no unit that is somebody's home comes into a circle, or out of it.
    circle = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            # Two, as databases differ on whether nothing equals nothing; and so no row is written for what is the common case.
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None, circle=None),
                name="one_home_in_the_organisation_per_person",
            ),
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=models.Q(ended_at=None, circle__isnull=False),
                name="one_home_in_each_circle_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="membership_ends_after_it_starts",
            ),
        )
        # A cell's members of today.
        indexes = (
            models.Index(fields=["unit"], name="membership_open_by_unit", condition=models.Q(ended_at=None)),
            # Figures ask whose place changed since a decision was conveyed.
            models.Index(fields=["started_at"], name="membership_by_start"),
            models.Index(
                fields=["ended_at"], name="membership_by_end", condition=models.Q(ended_at__isnull=False)
            ),
        )

    @property
    def known_since(self) -> datetime:
        """From when on somebody could know of it: a membership may be entered with an earlier day."""
        return self.entered_at or self.started_at


class Office(models.Model):
    """What people are elected to: secretary, chair, treasurer… `code` is what GRANTS speaks of."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Term(models.Model):
    """Who holds an office in a unit, from when to when.

    `entered_at` is when it was entered, where that was after it began; `entered_by` is None for the operator, and where it is
    not known any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="terms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )
    # The term that ends as this one begins, where an office was handed over.
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )

    objects: ClassVar[Any] = EnteredQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office", "unit", "person"],
                condition=models.Q(ended_at=None),
                name="one_open_term_per_office_unit_and_person",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="term_ends_after_it_starts",
            ),
        )
        # Whose office a unit's is, asked by every permission from the person's side.
        indexes = (models.Index(fields=["person", "office"], name="term_by_person"),)

    @property
    def known_since(self) -> datetime:
        """From when on somebody could know of it: an appointment may be entered with an earlier day."""
        return self.entered_at or self.started_at
