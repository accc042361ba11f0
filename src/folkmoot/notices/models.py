"""Who is told that there is something new, how often and where, and whose calendar may ask for deadlines."""

from datetime import datetime
from typing import ClassVar, Self
from urllib.parse import urlsplit

from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from folkmoot.notices.rules.endpoints import LONGEST
from folkmoot.notices.rules.slots import USUAL, Often
from folkmoot.people.models import Person


class RecipientQuerySet(models.QuerySet["Recipient"]):
    """Selections of recipients."""

    def returned(self) -> Self:
        """Keep those from whom a mail came back for good, at whatever address they had then."""
        return self.filter(refused_at__isnull=False)


class Recipient(models.Model):
    """Somebody with an account, and up to when their news were looked at.

    It is the same whether a mail was sent or not: to have been told would mean not to have read.
    """

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="recipient"
    )
    # Empty for those who never chose.
    frequency = models.CharField(max_length=8, blank=True)
    # Whether a mail brings the days and hours of meetings: whoever reads it then sees when people meet.
    # Null for those who never chose, who get none.
    wants_meetings = models.BooleanField(null=True)
    since = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    # A keyed digest of the address that was refused: once there is another one, nothing is wrong any more.
    refused_digest = models.CharField(max_length=64, blank=True)
    refused_at = models.DateTimeField(null=True)
    # Reports about mail from before this moment no longer count: the member said that the address works.
    proven_at = models.DateTimeField(null=True)

    objects: ClassVar[RecipientQuerySet] = RecipientQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(frequency=Often.OFF, next_at=None)
                | (~Q(frequency=Often.OFF) & Q(next_at__isnull=False)),
                name="recipient_has_a_next_look_iff_not_off",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None, refused_digest="")
                | (Q(refused_at__isnull=False) & ~Q(refused_digest="")),
                name="recipient_refused_iff_an_address_was",
            ),
        )
        indexes = (
            # The sender takes those that are due, the longest waiting first.
            models.Index(
                fields=["next_at", "person"], name="recipient_due", condition=Q(next_at__isnull=False)
            ),
            # Forgetting asks for the oldest; there are few.
            models.Index(
                fields=["refused_at"], name="recipient_refused", condition=Q(refused_at__isnull=False)
            ),
        )

    @property
    def often(self) -> Often:
        """How often they are told, by their choice or as is usual."""
        return Often(self.frequency) if self.frequency else USUAL

    def is_refused(self, address: str) -> bool:
        """Whether this very address was refused for good."""
        return self.refused_at is not None and self.refused_digest == digest_of(address)


class CalendarAddress(models.Model):
    """A secret address at which a person's calendar asks for deadlines; only a hash of the secret is kept."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Selections of devices."""

    def of(self, person: Person) -> Self:
        """Keep those of one person."""
        return self.filter(session__user__person=person)

    def signed_in(self, at: datetime) -> Self:
        """Keep those whose session is not over at the moment `at`: one may end without anybody pressing a button."""
        alive = Session.objects.filter(pk=OuterRef("session__session_key"), expire_date__gt=at)
        return self.filter(Exists(alive))


class Subscription(models.Model):
    """A device that its owner lets us notify, as long as they are signed in there: the row goes with the session's.

    `since` and `next_at` are a recipient's, and as little is to be read from them.
    """

    # allauth's, so by name. Whose device it is says the session alone.
    session = models.OneToOneField(
        "usersessions.UserSession", primary_key=True, on_delete=models.CASCADE, related_name="subscription"
    )
    # Two people who share a browser share its endpoint: it is notified for whoever asked last.
    endpoint = models.CharField(max_length=LONGEST, unique=True)
    public_key = models.CharField(max_length=88)
    secret = models.CharField(max_length=24)
    frequency = models.CharField(max_length=8)
    made_on = models.DateField()
    since = models.DateTimeField()
    next_at = models.DateTimeField()

    objects: ClassVar[SubscriptionQuerySet] = SubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(frequency=Often.OFF), name="subscription_is_never_off"),
        )
        # The pusher takes those that are due, the longest waiting first.
        indexes = (models.Index(fields=["next_at", "session"], name="subscription_due"),)

    @property
    def often(self) -> Often:
        """How often the device is notified."""
        return Often(self.frequency)

    @property
    def service(self) -> str:
        """The host of the push service, by which its owner may know it."""
        return urlsplit(self.endpoint).hostname or ""


def digest_of(address: str) -> str:
    """Return what is kept of an address that was refused: it can be compared, and not read."""
    return salted_hmac("folkmoot.notices.refused", address, algorithm="sha256").hexdigest()
