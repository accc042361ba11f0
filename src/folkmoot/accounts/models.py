"""Changes of how a person signs in, slips, devices, tokens for programs, and the counters that slow guessing down."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.acts import Via
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Account, ContactChannel, Person


class Outcome(models.TextChoices):
    """What became of a new address, or of the removal of lost passkeys."""

    APPLIED = "applied", _("in use")
    REFUSED = "refused", _("refused by the member")
    REPLACED = "replaced", _("replaced by another change")
    TAKEN = "taken", _("already used by somebody else")
    LAPSED = "lapsed", _("lapsed: an officer might not do it any more")


class ContactChangeQuerySet(models.QuerySet["ContactChange"]):
    """Selections of changes."""

    def open(self) -> Self:
        """Keep those that are neither applied nor refused."""
        return self.filter(ended_at=None)

    def untold(self) -> Self:
        """Keep those of which the member was not told yet, at the old address and at their telephones."""
        # One that took the place of none and is in use was entered by themselves.
        return self.filter(~models.Q(old_address="") | models.Q(ended_at=None), told_at=None)

    def told_by(self, moment: datetime) -> Self:
        """Keep those of which the member was told by `moment`."""
        return self.filter(told_at__lte=moment)


class ContactChange(models.Model):
    """A new e-mail address for a person: entered by whom, told to the old one when, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_changes")
    channel = models.ForeignKey(ContactChannel, on_delete=models.PROTECT, related_name="change")
    old_address = models.CharField(max_length=254, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    entered_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    objects: ClassVar[Any] = ContactChangeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="one_open_contact_change_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, outcome="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(outcome="")),
                name="contact_change_ended_iff_outcome",
            ),
        )
        indexes = (
            # The jobs that tell members and that apply what has waited.
            models.Index(
                fields=["entered_at"], name="contact_change_open", condition=models.Q(ended_at=None)
            ),
            models.Index(
                fields=["entered_at"],
                name="contact_change_untold",
                condition=models.Q(told_at=None) & ~models.Q(old_address=""),
            ),
        )


class SlipOutcome(models.TextChoices):
    """What became of a printed slip."""

    USED = "used", _("used")
    ENDED = "ended", _("taken back")
    REFUSED = "refused", _("refused by the member")
    REPLACED = "replaced", _("replaced by another")
    EXPIRED = "expired", _("expired")


class OpenQuerySet(models.QuerySet[Any]):
    """Selections of what waits for somebody."""

    def open(self) -> Self:
        """Keep those that have no end yet."""
        return self.filter(ended_at=None)


class Slip(models.Model):
    """A paper that lets a member without a mailbox in once: one officer printed it, another saw the member choose a PIN."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    printed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    seen_at = models.DateTimeField(null=True)
    # A keyed hash, and gone with the slip.
    pin_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=SlipOutcome.choices, blank=True)

    objects: ClassVar[Any] = OpenQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_open_slip_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(seen_by=None) | ~models.Q(seen_by=models.F("printed_by")),
                name="slip_takes_two_officers",
            ),
            models.CheckConstraint(
                condition=models.Q(pin_hash="") | models.Q(seen_by__isnull=False, ended_at=None),
                name="slip_keeps_a_pin_only_while_it_opens_something",
            ),
        )
        indexes = (
            # The job that ends what has expired.
            models.Index(fields=["expires_at"], name="slip_open", condition=models.Q(ended_at=None)),
            # The job that tells members whose slip is confirmed, also those that were used at once.
            models.Index(
                fields=["seen_at"],
                name="slip_untold",
                condition=models.Q(told_at=None, seen_by__isnull=False),
            ),
        )


class Recovery(models.Model):
    """The removal of somebody's lost passkeys and app, by two officers and after a wait."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recoveries")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    objects: ClassVar[Any] = OpenQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_open_recovery_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="recovery_takes_two_officers",
            ),
        )
        indexes = (
            # The jobs that tell members, and that do what has waited.
            models.Index(fields=["confirmed_at"], name="recovery_open", condition=models.Q(ended_at=None)),
        )


class Device(models.Model):
    """A family of devices with which somebody has signed in, so that a new one can be told to them."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    family = models.CharField(max_length=80)
    first_seen_on = models.DateField()
    is_told = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "family"], name="one_row_per_account_and_family"),
        )
        indexes = (
            # The job that tells of new devices.
            models.Index(fields=["id"], name="device_untold", condition=models.Q(is_told=False)),
        )


class TokenQuerySet(models.QuerySet["Token"]):
    """Selections of tokens."""

    def usable(self, at: datetime) -> Self:
        """Keep those that open a door at the moment `at`."""
        return self.filter(ended_at=None, expires_at__gt=at, account__is_active=True)


class Token(models.Model):
    """Lets a program do the named acts and read the named lists as a person; only a hash of the secret is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    acts = models.JSONField(default=list)
    reads = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    made_by_operator = models.BooleanField()

    objects: ClassVar[Any] = TokenQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="token_expires_after_it_is_made",
            ),
        )

    @property
    def person(self) -> Person:
        """The person for whom it acts."""
        return self.account.person

    @property
    def via(self) -> Via:
        """The door it is: one that an operator made stays the operator's, and private acts are refused there."""
        return Via.OPERATOR if self.made_by_operator else Via.API


class ThrottleRow(models.Model):
    """One counter of attempts, as Django's database cache lays it out; its key tells nothing and it soon expires."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "throttle"
