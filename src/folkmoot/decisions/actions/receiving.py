"""Receipts: acknowledged by oneself, or attested for those who were present; one way in for one and for a thousand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from folkmoot.decisions.models import ReachCount, Receipt, ReceiptBatch
from folkmoot.decisions.queries.amendments import read_together
from folkmoot.decisions.queries.reach import counting_in_words
from folkmoot.decisions.queries.standings import Conveyed, conveyed_in_force, is_addressed_now, stays_of
from folkmoot.decisions.rules import audience as rules
from folkmoot.kernel.acts import act
from folkmoot.kernel.batches import batched
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused, SomeRefused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import add_to_counts, insert_new_columns
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


# No model of pydantic's, which takes five times as long to make: a batch holds a thousand.
@dataclass(frozen=True, slots=True)
class ReceiptGiven:
    """That a person has received a decision."""

    decision_id: UUID
    person_id: UUID


# So many keys of two columns fit into one statement on SQLite.
TOGETHER = 200


@dataclass(frozen=True)
class Judged:
    """A receipt, and either the sentence that refuses it or the path of the unit in which it counts."""

    given: ReceiptGiven
    refusal: str = ""
    origin: str = ""


@act("decisions.acknowledge_decision", private=True)
def acknowledge_decision(*, decision_id: UUID, by: Person, at: datetime) -> UUID:
    """Acknowledge for oneself a decision that one is addressed by, as its text is today; again changes nothing.

    The amendments of which that text is made are acknowledged with it, each counted by itself.

    :raises Refused: if it is not in force, or not addressed to `by`.
    """
    given = ReceiptGiven(decision_id=decision_id, person_id=by.pk)
    own, *others = judge(with_amendments([given], at=at), at=at)
    if own.refusal:
        raise Refused(own.refusal)
    write_receipts([own, *taken(others)], at=at)
    return decision_id


@act("decisions.withdraw_acknowledgement", private=True)
def withdraw_acknowledgement(*, decision_id: UUID, by: Person, at: datetime) -> UUID:
    """Take back one's receipt of a decision, given by oneself or attested by others; without one nothing changes.

    What was acknowledged with it, the amendments of its text, is taken back with it.
    """
    decisions = [decision_id, *read_together([decision_id], at=at)[decision_id]]
    receipts = Receipt.objects.select_for_update().filter(decision__in=decisions, person=by)
    for receipt in receipts.order_by("decision"):
        delete_receipt(receipt)
    return decision_id


@act("decisions.enter_receipts", private=True, bulk=True)
def enter_receipts(*, receipts: list[ReceiptGiven], by: Person | None, at: datetime) -> UUID:  # noqa: ARG001  -- the shape of an act
    """Enter up to 1,000 receipts that people gave for themselves; who gave them was established by the intake.

    The amendments of a text are acknowledged with it.

    :raises SomeRefused: if some would be refused one by one; then none is entered.
    """
    judged = judge(with_amendments(receipts, at=at), at=at)
    refusals = {each.given: each.refusal for each in judged if each.refusal}
    # An amendment that is refused is left out, and spoils nothing.
    if refusals and any(given in refusals for given in receipts):
        raise SomeRefused([refusals.get(given, "") for given in receipts])
    write_receipts(taken(judged), at=at)
    return new_id()


def forget_receipts(person_id: UUID, *, limit: int) -> int:
    """Delete up to `limit` receipts of somebody who was erased, in the running transaction, and return how many.

    The counts stay: that somebody was erased is known, and a figure that fell with it would tell what they had read. So do
    they in the word that the secretary of a cell is told.
    """
    found = Receipt.objects.filter(person=person_id).order_by("decision").values_list("decision", "batch")
    rows = list(found[:limit])
    # As when one is withdrawn: with the salt one could still try out whose receipt is missing from the batch.
    ReceiptBatch.objects.filter(pk__in={batch for _decision, batch in rows if batch}).update(salt="")
    decisions = [decision for decision, _batch in rows]
    for some in batched(decisions, TOGETHER):
        add_to_counts(counting_in_words(person_id, some, at=_erased_at(person_id)), "made")
    Receipt.objects.filter(person=person_id, decision__in=decisions).delete()
    return len(rows)


def _erased_at(person_id: UUID) -> datetime:
    erased_at = Person.objects.values_list("erased_at", flat=True).get(pk=person_id)
    return now() if erased_at is None else erased_at


def with_amendments(receipts: Sequence[ReceiptGiven], *, at: datetime) -> list[ReceiptGiven]:
    """Return the receipts and, behind them, one for each amendment of which a text that was received is made."""
    amendments = read_together({given.decision_id for given in receipts}, at=at)
    more = (
        ReceiptGiven(decision_id=amendment, person_id=given.person_id)
        for given in receipts
        for amendment in amendments.get(given.decision_id, [])
    )
    return list(dict.fromkeys([*receipts, *more]))


def taken(judged: Sequence[Judged]) -> list[Judged]:
    """Return those that are not refused."""
    return [each for each in judged if not each.refusal]


def judge(receipts: Sequence[ReceiptGiven], *, at: datetime) -> list[Judged]:
    """Judge each receipt at the moment `at`: refused in a sentence, or to be counted where it began."""
    conveyed = conveyed_in_force({given.decision_id for given in receipts}, at=at)
    stays = stays_of({given.person_id for given in receipts}, list(conveyed.values()), at=at)
    return [
        _judged(given, conveyed.get(given.decision_id), stays.get(given.person_id, []), at=at)
        for given in receipts
    ]


def delete_mark(receipt: Receipt) -> None:
    """Take a locked receipt from whoever marked it: it goes, unless the person has acknowledged for themselves since."""
    if receipt.is_own_too:
        receipt.attested_by = None
        receipt.save(update_fields=["attested_by"])
    else:
        delete_receipt(receipt)


def delete_receipt(receipt: Receipt) -> None:
    """Delete a locked receipt in the act's transaction, and count it no more."""
    # Before it is deleted: then it has forgotten what its key was made of.
    origin = ReachCount.objects.filter(decision=receipt.decision_id, unit=receipt.origin_id)
    origin.update(made=F("made") - 1)
    receipt.delete()
    # Its seal fits no more, but with the salt one could still try out whose receipt is missing from it.
    ReceiptBatch.objects.filter(pk__in=[receipt.batch_id]).update(salt="")


def write_receipts(judged: Sequence[Judged], *, at: datetime, attested_by: Person | None = None) -> None:
    """Write the receipts that were not there, and count the new ones at their origins, in the act's transaction.

    They are people's own word, or that of `attested_by`. Whoever was marked before and now says so themselves has their
    own: a mark that is taken back later takes nothing from them.
    """
    units = dict(_units(paths=padded(list({each.origin for each in judged}))))
    rows = {each.given: units[each.origin] for each in judged}
    keys, origins = list(rows), list(rows.values())
    columns = {
        "decision_id": [each.decision_id for each in keys],
        "person_id": [each.person_id for each in keys],
        "origin_id": origins,
    }
    marked = {"is_attested": attested_by is not None, "attested_by_id": attested_by and attested_by.pk}
    new = insert_new_columns(Receipt, columns, acknowledged_at=at, **marked)
    _count((keys[place].decision_id, origins[place]) for place in new)
    if attested_by is None and len(new) < len(keys):
        fresh = set(new)
        _make_their_own(
            [(each.decision_id, each.person_id) for place, each in enumerate(keys) if place not in fresh]
        )


@prepared
def _units(*, paths: Sequence[str]) -> QuerySet[Any, Any]:
    return Unit.objects.filter(path__in=paths).values_list("path", "pk")


def _make_their_own(keys: Sequence[tuple[UUID, UUID]]) -> None:
    for some in batched(keys, TOGETHER):
        Receipt.objects.filter(pk__in=some, attested_by__isnull=False).update(is_own_too=True)


def _count(new: Iterable[tuple[UUID, UUID]]) -> None:
    counts = Counter(new)
    add_to_counts(
        [
            ReachCount(decision_id=decision, unit_id=unit, made=made)
            for (decision, unit), made in counts.items()
        ],
        "made",
    )


def _judged(
    given: ReceiptGiven, conveyed: Conveyed | None, stays: Sequence[rules.Stay], *, at: datetime
) -> Judged:
    if conveyed is None:
        return Judged(given, _("This decision is not in force, so there is nothing to acknowledge."))
    if not is_addressed_now(stays, conveyed, at=at):
        return Judged(given, _("This decision is not addressed to you, so there is nothing to acknowledge."))
    # Whoever is addressed now was first addressed some time since it was conveyed, so there is an origin.
    return Judged(
        given, origin=rules.origin_of(stays, conveyed.audience, conveyed_at=conveyed.conveyed_at) or ""
    )
