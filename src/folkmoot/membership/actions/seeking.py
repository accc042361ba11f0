"""Looking for people who were entered twice, and remembering who was not."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from folkmoot.kernel.acts import act
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import require_over
from folkmoot.membership.actions.merging import PERMISSION, claim_two
from folkmoot.membership.events import PersonsToldApart
from folkmoot.membership.models import LikelyPair, PairsSought
from folkmoot.membership.rules.pairs import few_below, ordered, pairs_among
from folkmoot.people.models import ChannelKind, ContactChannel, Membership, Person

AT_ONCE = 250
# Whoever was being entered when somebody later was entered has an earlier id; by then they are there.
PATIENCE = timedelta(minutes=10)


@act("membership.tell_persons_apart")
def tell_persons_apart(*, first_id: UUID, second_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Say that two people who look alike are two, so that they are not shown as likely one again.

    :raises Refused: if `by` may not merge entries where each of the two belongs, or they are one entry.
    """
    first, second = ordered(first_id, second_id)
    for person in claim_two(first, second):
        require_over(by, PERMISSION, person, at=at)
    kept, _is_new = LikelyPair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"found_at": at}
    )
    LikelyPair.objects.filter(pk=kept.pk).update(apart_at=at)
    record(PersonsToldApart(first, second), by=by, at=at)
    return kept.pk


def seek_pairs(at: datetime) -> bool:
    """Compare the next 250 people with everybody, by names and telephones, and return whether there are more.

    Everybody is looked at once, when they have been entered for ten minutes.
    """
    sought, _is_new = PairsSought.objects.get_or_create(id=1)
    later = Person.objects.filter(pk__gt=sought.after) if sought.after else Person.objects.all()
    people = list(later.order_by("pk")[:AT_ONCE])
    settled = [person for person in people if person.created_at <= at - PATIENCE]
    if not settled:
        return False
    found = _pairs_of([person for person in settled if person.erased_at is None])
    with transaction.atomic():
        rows = [LikelyPair(first_id=first, second_id=second, found_at=at) for first, second in found]
        LikelyPair.objects.bulk_create(rows, ignore_conflicts=True)
        PairsSought.objects.filter(id=1).update(after=settled[-1].pk)
    return len(settled) == AT_ONCE


def forget_pairs(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` pairs with somebody who was erased, and return how many."""
    theirs = LikelyPair.objects.filter(Q(first=person_id) | Q(second=person_id)).order_by("pk")
    ids = list(theirs.values_list("pk", flat=True)[:limit])
    LikelyPair.objects.filter(pk__in=ids).delete()
    return len(ids)


def _pairs_of(people: Sequence[Person]) -> list[tuple[UUID, UUID]]:
    asked = frozenset(person.pk for person in people)
    keys = {person.name_key for person in people if person.name_key}
    phones = ContactChannel.objects.filter(kind=ChannelKind.PHONE, ended_at=None, person__in=asked)
    called = {
        "kind": ChannelKind.PHONE,
        "ended_at": None,
        "value__in": set(phones.values_list("value", flat=True)),
    }
    groups = (
        _sharing("person__name_key", asked, person__name_key__in=keys),
        _sharing(
            "person__channels__value", asked, **{f"person__channels__{k}": v for k, v in called.items()}
        ),
    )
    return sorted({pair for group in groups for pair in pairs_among(group, asked)}, key=str)


def _sharing(shared: str, asked: frozenset[UUID], **having: object) -> Mapping[object, set[UUID]]:
    """Return those who share it, by the home that answers for them: where they are, or were last."""
    others = Membership.objects.filter(person=OuterRef("person"))
    later = others.filter(Q(ended_at=None) | Q(ended_at__gt=OuterRef("ended_at")))
    answering = Membership.objects.answering().filter(pk=OuterRef("pk"))
    latest = Q(ended_at=None, circle=None) | Exists(answering) | (Q(ended_at__isnull=False) & ~Exists(later))
    homes = Membership.objects.filter(latest, person__erased_at=None, **having)
    rows = homes.order_by().values_list(shared, "unit__path", "person")
    return few_below(rows.filter(person__in=asked), rows.iterator())
