"""The tables of acts and of the ledger."""

from django.db import models

from folkmoot.kernel.ids import new_id


class ActClaim(models.Model):
    """An act that was done: its client-made id, what it was asked and what it answered."""

    act_id = models.UUIDField(primary_key=True)
    act = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    answer = models.UUIDField()
    claimed_at = models.DateTimeField()

    class Meta:
        # The job that forgets old claims asks by age.
        indexes = (models.Index(fields=["claimed_at"], name="act_claim_by_age"),)


class Entry(models.Model):
    """An entry of the ledger; the relay gives it its position and hash, nothing else ever changes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    event = models.CharField(max_length=80)
    act = models.CharField(max_length=80)
    act_id = models.UUIDField()
    by = models.UUIDField(null=True)
    via = models.CharField(max_length=16)
    at = models.DateTimeField()
    payload = models.TextField()
    personal_hash = models.CharField(max_length=64, blank=True)
    position = models.BigIntegerField(null=True, unique=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(position__isnull=True, hash="")
                | (models.Q(position__gt=0) & ~models.Q(hash="")),
                name="entry_has_position_iff_hash",
            ),
        )
        # The relay asks for what is not yet chained, oldest first.
        indexes = (
            models.Index(fields=["id"], name="entry_unchained", condition=models.Q(position=None)),
            # The history of one act, and `ledger verify`'s report.
            models.Index(fields=["act_id"], name="entry_by_act"),
        )


class PersonalPayload(models.Model):
    """What an entry says of a person: outside the chain, erasable; the entry keeps a salted hash."""

    entry_id = models.UUIDField(primary_key=True)
    salt = models.CharField(max_length=64)
    payload = models.TextField()


class SignedHead(models.Model):
    """The last position and hash at some moment, signed: what shows that a tail was cut off."""

    position = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signature = models.CharField(max_length=128)


class Cursor(models.Model):
    """How far one subscriber has read the ledger."""

    subscriber = models.CharField(primary_key=True, max_length=80)
    position = models.BigIntegerField(default=0)
