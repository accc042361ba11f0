"""Who may be the person that is being entered, as far as whoever enters them may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.access.policy import units_where
from folkmoot.membership.queries.members import MemberLine
from folkmoot.membership.queries.places import belonging
from folkmoot.membership.queries.sameness import remaining
from folkmoot.membership.rules.entries import name_key_of
from folkmoot.people.models import ChannelKind, ContactChannel, Membership, Person
from folkmoot.units.models import UnitQuerySet

MOST_SHOWN = 5


@dataclass(frozen=True)
class Alike(MemberLine):
    """Somebody who may be the same, with their home or the last one they had."""

    @property
    def is_member(self) -> bool:
        """Whether they are a member now."""
        return self.home.ended_at is None

    @property
    def day(self) -> date:
        """Since when they are a member, or until when they were, by the clocks of the unit."""
        return self.unit.local(self.home.ended_at or self.home.started_at).date()


def alike(viewer: Person, name: str, phone: str = "", *, at: datetime) -> Sequence[Alike]:
    """Return at most five people who have this name, however it is spelt, or are called at this telephone.

    Of those alone whom `viewer` may see by name, members and those who left; for the telephone, where they may also
    change addresses, as others are not shown them. At most ten questions.
    """
    seen = units_where(viewer, "people.see_members", at=at)
    found = _with_place_in(seen, Person.objects.filter(name_key=name_key_of(name) or None))
    if phone:
        reached = units_where(viewer, "accounts.change_contact", at=at)
        called = ContactChannel.objects.filter(kind=ChannelKind.PHONE, value=phone, ended_at=None)
        found |= _with_place_in(seen & reached, Person.objects.filter(pk__in=called.values("person")))
    chosen = sorted(found.values(), key=lambda each: (not each.is_member, each.unit.path, each.person.pk))
    return chosen[:MOST_SHOWN]


def _with_place_in(units: UnitQuerySet, people: Any) -> dict[UUID, Alike]:  # noqa: ANN401  -- a PersonQuerySet
    # From the name, which few have, to where they are: the other way round would read everybody's membership.
    there: Any = Membership.objects.all().in_units(units)
    kept = people.filter(Exists(there.filter(person=OuterRef("pk"))), erased_at=None).in_order()
    # An entry that was merged stands for the one who remains.
    chosen = set(remaining(list(kept.values_list("pk", flat=True)[: 4 * MOST_SHOWN])).values())
    theirs: Any = Membership.objects.filter(person__in=chosen).select_related("unit", "person")
    places = belonging(theirs)
    asked = {home.unit_id for homes in places.values() for home in homes}
    shown = set(units.filter(pk__in=asked).order_by().values_list("pk", flat=True)) if asked else set()
    seen = {pk: [home for home in homes if home.unit_id in shown] for pk, homes in places.items()}
    return {pk: Alike(homes[0].person, homes[0]) for pk, homes in seen.items() if homes}
