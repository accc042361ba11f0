"""Which entries were found to be one person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from folkmoot.accounts.queries.homes import has_account
from folkmoot.accounts.queries.waiting import is_being_let_in
from folkmoot.kernel.prepared import prepared
from folkmoot.membership.models import PersonMerge, PersonMergeQuerySet
from folkmoot.membership.queries.places import may_see
from folkmoot.membership.rules.sameness import UNDONE_WITHIN, Entered, Side, first_remaining, may_be_undone
from folkmoot.people.models import Person, Term


@dataclass(frozen=True)
class OtherEntry:
    """An entry that was found to be the same as the one that a page shows; without the person if the viewer may not see them."""

    person: Person | None
    number: str
    merge: PersonMerge
    # Whether the page shows the one who remains.
    is_gone: bool
    may_be_undone: bool


def remaining(person_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Return for each of these people the one who remains, themselves if nobody else does."""
    found = {pk: pk for pk in person_ids}
    asked = set(person_ids)
    # One question for nearly everybody; another for each time that who remained was found to be a third.
    while links := dict(PersonMerge.objects.standing().filter(gone__in=asked).values_list("gone", "kept")):
        found = {pk: links.get(kept, kept) for pk, kept in found.items()}
        asked = set(links.values())
    return found


def entries_of(person_id: UUID) -> list[UUID]:
    """Return a person's own id, and those of the entries that were merged into them."""
    return [person_id, *_merged_into([person_id])]


def settled_entries_of(person_id: UUID, *, at: datetime) -> list[UUID]:
    """Return a person's own id, and of the entries that were merged into them those of which it is not taken back any more."""
    settled = PersonMerge.objects.standing().filter(merged_at__lte=at - UNDONE_WITHIN)
    return [person_id, *_merged_into([person_id], settled)]


def left_by_the_erased(at: datetime) -> QuerySet[PersonMerge]:
    """Return the merges into somebody who was erased that are not taken back any more, while the other entry is there."""
    settled = PersonMerge.objects.standing().filter(merged_at__lte=at - UNDONE_WITHIN)
    return settled.filter(kept__erased_at__isnull=False, gone__erased_at=None).order_by("merged_at", "pk")


def side_of(person: Person, *, at: datetime) -> Side:
    """Return what the rule asks of an entry; five questions."""
    unfinished: Any = Term.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), person=person)
    return Side(
        person.name,
        has_account=has_account(person.pk),
        is_let_in=is_being_let_in(person.pk),
        holds_office=unfinished.exists(),
        is_merged=PersonMerge.objects.standing().filter(gone=person).exists(),
    )


def other_entries(person: Person, viewer: Person, *, at: datetime) -> list[OtherEntry]:
    """Return which entries were found to be the same as `person`, as far as `viewer` may be told; one question for most."""
    return [_as_seen(merge, person, viewer, at=at) for merge in _merges_of(person=person.pk)]


@prepared
def _merges_of(*, person: UUID) -> PersonMergeQuerySet:
    theirs = PersonMerge.objects.standing().filter(Q(kept=person) | Q(gone=person))
    return theirs.select_related("kept", "gone").order_by("merged_at", "pk")


def entries_among(person: Person, others: Sequence[OtherEntry]) -> list[UUID]:
    """Return what `entries_of` does, where the other entries are known: no question for those who have none."""
    gone = [each.merge.gone_id for each in others if each.is_gone]
    return [person.pk, *gone, *_merged_into(gone)]


def order_of(one: Person, other: Person) -> tuple[Person, Person]:
    """Return two entries so that the one that remains comes first."""
    people = {each.pk: each for each in (one, other)}
    kept, gone = first_remaining(_entered(one), _entered(other))
    return people[kept], people[gone]


def _entered(person: Person) -> Entered:
    return Entered(person.pk, person.created_at, has_account=has_account(person.pk))


def _as_seen(merge: PersonMerge, person: Person, viewer: Person, *, at: datetime) -> OtherEntry:
    is_gone = merge.kept_id == person.pk
    other = merge.gone if is_gone else merge.kept
    # Those who were held to be one by mistake are not told each other's name.
    seen = other if may_see(viewer, other.pk, at=at) else None
    return OtherEntry(
        seen,
        other.member_number or "",
        merge,
        is_gone=is_gone,
        may_be_undone=may_be_undone(merge.merged_at, at=at),
    )


def _merged_into(people: Sequence[UUID], standing: PersonMergeQuerySet | None = None) -> list[UUID]:
    among = PersonMerge.objects.standing() if standing is None else standing
    found: list[UUID] = []
    asked = list(people)
    while asked:
        merges = among.filter(kept__in=asked).order_by("pk")
        asked = list(merges.values_list("gone", flat=True))
        found += asked
    return found
