"""The pairs of likely one person that a registrar is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.access.policy import units_where
from folkmoot.membership.models import LikelyPair, PersonMerge
from folkmoot.membership.queries.members import MemberLine
from folkmoot.membership.queries.places import latest_by_person
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import UnitQuerySet
from folkmoot.units.rules import paths

PAGE = 20


@dataclass(frozen=True)
class PairLine:
    """Two people who are likely one, each with the home that answers for them."""

    pair: LikelyPair
    first: MemberLine
    second: MemberLine


@dataclass(frozen=True)
class PairsPage:
    """Some pairs, and the key to ask for the next ones with (None at the end)."""

    lines: Sequence[PairLine]
    following: UUID | None


def pairs_page(viewer: Person, *, after: UUID | None, at: datetime) -> PairsPage:
    """Return the pairs whom `viewer` may merge in one unit above both, those found first before; four questions."""
    units = units_where(viewer, "membership.merge_persons", at=at)
    waiting = _waiting_in(units)
    pairs = list((waiting.filter(pk__gt=after) if after else waiting).order_by("pk")[: PAGE + 1])
    shown, people = pairs[:PAGE], {pk for pair in pairs[:PAGE] for pk in (pair.first_id, pair.second_id)}
    theirs: Any = Membership.objects.filter(person__in=people).select_related("unit", "person")
    homes = latest_by_person(theirs)
    pairs_of_homes = {
        pair.pk: (homes[pair.first_id], homes[pair.second_id])
        for pair in shown
        if pair.first_id in homes and pair.second_id in homes
    }
    # Who was somewhere below once and has gone elsewhere is answered for there. And how many have a name was counted below
    # the unit above both, which whoever sees two parts of it does not see.
    above = {
        pk: paths.above_both(one.unit.path, other.unit.path) for pk, (one, other) in pairs_of_homes.items()
    }
    within = set(units.filter(path__in=set(above.values())).order_by().values_list("path", flat=True))
    return PairsPage(
        [
            PairLine(pair, *(MemberLine(home.person, home) for home in pairs_of_homes[pair.pk]))
            for pair in shown
            if above.get(pair.pk) in within
        ],
        shown[-1].pk if len(pairs) > PAGE else None,
    )


def _waiting_in(units: UnitQuerySet) -> Any:  # noqa: ANN401  -- a queryset of pairs
    there: Any = Membership.objects.all().in_units(units)
    merged = PersonMerge.objects.standing()
    return LikelyPair.objects.filter(
        *(Exists(there.filter(person=OuterRef(side))) for side in ("first", "second")),
        *(~Exists(merged.filter(gone=OuterRef(side))) for side in ("first", "second")),
        apart_at=None,
    )
