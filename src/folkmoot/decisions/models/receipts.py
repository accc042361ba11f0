"""Who has received a decision: a private receipt a person, and a public word a cell."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.models.decision import Decision
from folkmoot.kernel.ids import private_id
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class ReceiptBatch(models.Model):
    """Receipts sealed together: the ledger has their number and digest, and nothing of any one of them."""

    id = models.UUIDField(primary_key=True, default=private_id)
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)


# What people gave for themselves, whether or not they were marked before.
OWN = Q(attested_by=None) | Q(is_own_too=True)


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Selections of receipts."""

    def of(self, person: Person) -> Self:
        """Keep those of one person."""
        return self.filter(person=person)

    def marked_only(self) -> Self:
        """Keep those that are an officer's word alone: the person has not said so themselves."""
        return self.exclude(OWN)

    def unsealed(self) -> Self:
        """Keep those that no batch has sealed, oldest first."""
        return self.filter(batch=None).order_by("acknowledged_at", "decision", "person")


class Receipt(models.Model):
    """That a person acknowledged a decision, or was present when it was read aloud and agreed.

    Private: nobody else is shown one. `origin` is the unit in which the decision first reached them; they are counted
    there for ever, so that no transfer can be used to read a figure apart.
    """

    pk = models.CompositePrimaryKey("decision", "person")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    acknowledged_at = models.DateTimeField()
    is_attested = models.BooleanField(default=False)
    # Who said that they were present, and keeps them on the list of those marked.
    attested_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # That the person said so themselves after they were marked: that is nobody else's to take, or to be shown.
    is_own_too = models.BooleanField(null=True)
    # Indexed: `ledger verify` asks for the receipts of each batch.
    batch = models.ForeignKey(ReceiptBatch, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        # The job that seals asks for what is waiting.
        indexes = (
            models.Index(fields=["acknowledged_at"], name="receipt_unsealed", condition=Q(batch=None)),
        )


class ReachCount(models.Model):
    """How many receipts of a decision count in a unit of origin; kept in the transaction that writes them."""

    pk = models.CompositePrimaryKey("decision", "unit")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    made = models.IntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(made__gte=0), name="reach_is_never_below_none"),)


class ErasedCount(models.Model):
    """How many receipts of people who were erased go on counting in the word that a cell's secretary is told.

    Only receipts go with a person. A word that fell with them would tell what they had read, to whoever erases.
    """

    pk = models.CompositePrimaryKey("decision", "unit")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    made = models.PositiveIntegerField()


class How(models.TextChoices):
    """How a decision came to all of a cell."""

    READ_ALOUD = "read", _("read aloud at a meeting")
    HANDED = "handed", _("handed to everyone")


class UnitReachedQuerySet(models.QuerySet["UnitReached"]):
    """Selections of what cells reported."""

    def by(self, at: datetime) -> Self:
        """Keep what was reported before the moment `at`."""
        return self.filter(entered_at__lt=at)


class UnitReached(models.Model):
    """That a decision was conveyed in a unit, in the word of its secretary: organisational, exact, shown above."""

    pk = models.CompositePrimaryKey("decision", "unit")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices)
    reached_on = models.DateField()
    entered_at = models.DateTimeField()

    objects = UnitReachedQuerySet.as_manager()


class ConfirmedCount(models.Model):
    """How many cells confirmed a decision, in a few parts; moved in the transaction of the word, so nobody counts words.

    In parts, so that cells which confirm at one moment do not wait for one row; only the sum over all parts means anything.
    """

    PARTS = 16

    pk = models.CompositePrimaryKey("decision", "part")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.SmallIntegerField()
    cells = models.IntegerField()
