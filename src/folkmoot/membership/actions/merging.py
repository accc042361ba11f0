"""Saying that somebody was entered twice, and taking that back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.access.policy import units_where
from folkmoot.accounts.actions.channels import require_themselves
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import claim_person, require_over
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.actions.ending import end_homes, must_be_relievable, terms_with
from folkmoot.membership.actions.transferring import must_be_begun
from folkmoot.membership.events import MergeOfPersonsUndone, PersonsMerged
from folkmoot.membership.models import PersonMerge
from folkmoot.membership.queries.places import home_of, homes_seen, last_in, open_memberships
from folkmoot.membership.queries.sameness import side_of
from folkmoot.membership.rules.sameness import may_be_undone, must_be_one
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit

PERMISSION = "membership.merge_persons"


@act(PERMISSION)
def merge_persons(*, kept_id: UUID, gone_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Say that two entries are one person, of which one remains; within thirty days that can be undone.

    The other keeps what was done under it: memberships and offices of the past are shown with the one that remains, its
    number leads there, and its home goes over if the one that remains has none in that circle. Accounts, addresses, receipts
    and all that is private go to nobody.

    :raises Refused: if `by` may not do this where each of the two belongs or is one of them, both sign in, or the one that
        goes signs in, is about to, holds an office, has several homes or was merged before; what `by` does not see of that is
        not named.
    """
    kept, gone = claim_two(kept_id, gone_id)
    if by is not None and by.pk in {kept_id, gone_id}:
        raise Refused(_("Nobody joins themselves with somebody else. Ask another registrar."))
    for person in (kept, gone):
        require_over(by, PERMISSION, person, at=at)
    _must_go_in_sight(gone, by=by, at=at)
    must_be_one(side_of(kept, at=at), side_of(gone, at=at))
    ended, begun = _hand_home_over(kept, gone, at=at)
    PersonMerge.objects.create(kept=kept, gone=gone, ended=ended, begun=begun, merged_at=at)
    units = (ended.unit_id if ended else None, begun.unit_id if begun else None)
    record(PersonsMerged(kept.pk, gone.pk, *units), by=by, at=at)
    return kept.pk


@act("membership.undo_merge_of_persons")
def undo_merge_of_persons(*, gone_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Say that the entry `gone_id` is another person after all, who goes on as if it had never gone.

    They have their home again, without a gap, unless whoever remained says it who is no member any more. What was done
    meanwhile stays with the one that remained. Whoever remained can say it too, on a page.

    :raises Refused: if `by` may not do this where both belong, they were not merged, more than thirty days have passed,
        they were erased, or the home that the other one got cannot end.
    """
    merge = PersonMerge.objects.standing().filter(gone=gone_id).first()
    if merge is None:
        raise Refused(_("They are an entry of their own. Nothing is left to take back."))
    kept, gone = _claim_merged(merge)
    _must_concern(by, kept, gone, at=at)
    # What another act has undone meanwhile is undone once.
    if not PersonMerge.objects.standing().filter(pk=merge.pk).update(undone_at=at):
        raise Refused(_("They are an entry of their own. Nothing is left to take back."))
    if not may_be_undone(merge.merged_at, at=at):
        raise Refused(_("That was more than thirty days ago. Admit them anew, or correct what is wrong."))
    is_reopened = _may_reopen(by, kept)
    _end_begun(merge, kept, by=by, at=at)
    reopened = _reopen_home(merge, gone, at=at) if is_reopened else None
    record(MergeOfPersonsUndone(kept.pk, gone.pk, reopened), by=by, at=at)
    return gone.pk


def claim_two(one: UUID, other: UUID) -> tuple[Person, Person]:
    """Lock two people for this transaction and return them.

    :raises Refused: if they are one, or one of them does not exist or was erased.
    """
    if one == other:
        raise Refused(_("This is one entry. Choose two."))
    # Locked in the order of their ids, as whoever locks several people does.
    claimed = {pk: claim_person(pk) for pk in sorted((one, other))}
    return claimed[one], claimed[other]


def _must_go_in_sight(gone: Person, *, by: Person | None, at: datetime) -> None:
    # What forbids it would tell of a home in another circle, or of an office there.
    if by is None:
        return
    homes, seen = open_memberships(gone.pk), homes_seen(gone.pk, by, at=at)
    terms: Any = Term.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), person=gone)
    hidden = terms.exclude(unit__in=units_where(by, "people.see_officers", at=at))
    if len(seen) < len(homes) or hidden.exists():
        raise Refused(
            _(
                "%(name)s, member number %(number)s, cannot be the entry that goes. Let that one remain, or ask the registrar"
                " of the whole organisation."
            )
            % {"name": gone.name, "number": gone.member_number}
        )


def _claim_merged(merge: PersonMerge) -> tuple[Person, Person]:
    """Lock both of a merge and return them; of whoever remained and was erased, the other one is still somebody."""
    both = Person.objects.select_for_update().filter(pk__in=[merge.kept_id, merge.gone_id]).order_by("pk")
    claimed = {person.pk: person for person in both}
    return claimed[merge.kept_id], claim_person(merge.gone_id)


def _must_concern(by: Person | None, kept: Person, gone: Person, *, at: datetime) -> None:
    if by is not None and by.pk == kept.pk:
        require_themselves(by, kept.pk)
        return
    for person in (kept, gone):
        if person.erased_at is None:
            require_over(by, PERMISSION, person, at=at)


def _may_reopen(by: Person | None, kept: Person) -> bool:
    # Or whoever was put out would be a member again, under the other entry and by their own word.
    return by is None or by.pk != kept.pk or home_of(kept.pk) is not None


def _hand_home_over(
    kept: Person, gone: Person, *, at: datetime
) -> tuple[Membership | None, Membership | None]:
    homes = open_memberships(gone.pk)
    if not homes:
        return None, None
    ended = _only(homes, gone)
    must_be_begun(ended, at=at)
    Membership.objects.filter(pk=ended.pk).update(ended_at=at)
    there = last_in(kept.pk, ended.circle_id)
    if there is not None and there.ended_at is None:
        count_members({ended.unit_id: -1})
        return ended, None
    begun = Membership(person=kept, unit=ended.unit, started_at=at, circle_id=ended.circle_id)
    begun.save(force_insert=True)
    return ended, begun


def _only(homes: Sequence[Membership], gone: Person) -> Membership:
    if len(homes) > 1:
        raise Refused(
            _(
                "%(name)s, member number %(number)s, is at home in several cells. Let that entry remain, or end all but one"
                " of these memberships first."
            )
            % {"name": gone.name, "number": gone.member_number}
        )
    return homes[0]


def _end_begun(merge: PersonMerge, kept: Person, *, by: Person | None, at: datetime) -> None:
    """End the home that `kept` got by the merge, if it is still theirs; a later one is theirs by an act of its own."""
    begun = [each for each in open_memberships(kept.pk) if each.pk == merge.begun_id]
    if not begun:
        return
    if by is None or by.pk != kept.pk:
        must_be_relievable(terms_with(kept, begun), by=by, at=at)
    end_homes(kept, begun, by=by, at=at)


def _reopen_home(merge: PersonMerge, gone: Person, *, at: datetime) -> UUID | None:
    """Begin the home that ended again, from the moment it ended, entered now; return its unit, None if it is closed."""
    ended = Membership.objects.filter(pk=merge.ended_id).first() if merge.ended_id else None
    unit = (
        Unit.objects.select_for_update().filter(pk=ended.unit_id, closed_at=None).first() if ended else None
    )
    if unit is None:
        return None
    # A row of its own, so that figures of what was conveyed meanwhile know it as entered later.
    circle_id = ended.circle_id if ended else None
    Membership.objects.create(
        person=gone, unit=unit, started_at=merge.merged_at, entered_at=at, circle_id=circle_id
    )
    count_members({unit.pk: 1})
    return unit.pk
