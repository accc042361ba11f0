"""Who has a name already, as far as whoever asks may see members by name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from folkmoot.membership.queries.members import MemberLine, units_whose_members_show
from folkmoot.membership.rules.entries import search_name_of
from folkmoot.people.models import Membership, Person

MOST_SHOWN = 5


def namesakes(viewer: Person, name: str, *, at: datetime) -> Sequence[MemberLine]:
    """Return at most five members called `name`, however it is spelt, among those whom `viewer` may see; three queries."""
    homes: Any = Membership.objects.open().in_units(units_whose_members_show(viewer, at=at))
    # From the name, which few have, to where they are: the other way round would read everybody's membership.
    called = Person.objects.filter(
        Exists(homes.filter(person=OuterRef("pk"))), search_name=search_name_of(name)
    )
    people = list(called.in_order()[:MOST_SHOWN])
    theirs: Any = Membership.objects.open().filter(person__in=people).select_related("unit", "person")
    return [MemberLine(home.person, home) for home in theirs.order_by("unit__path", "pk")] if people else []
