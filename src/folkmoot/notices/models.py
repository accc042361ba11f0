"""Who is told that there is something new, how often, and whose calendar may ask for deadlines."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

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


def digest_of(address: str) -> str:
    """Return what is kept of an address that was refused: it can be compared, and not read."""
    return salted_hmac("folkmoot.notices.refused", address, algorithm="sha256").hexdigest()
