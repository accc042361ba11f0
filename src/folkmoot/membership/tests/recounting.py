"""Every cell's members counted anew: what the counts that acts keep must equal."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from folkmoot.kernel.batches import batched
from folkmoot.membership.actions.counting import PIECE, count_members
from folkmoot.membership.models import MemberCount
from folkmoot.people.models import Membership
from folkmoot.units.models import Unit


def recount_members() -> int:
    """Count every cell's open memberships anew, write what differs, and return how many cells differed."""
    return sum(
        _recount(units) for units in batched(Unit.objects.in_order().values_list("pk", flat=True), PIECE)
    )


@transaction.atomic
def _recount(unit_ids: Sequence[UUID]) -> int:
    homes = Membership.objects.open().filter(unit__in=unit_ids).order_by()
    found = Counter(dict(homes.values_list("unit").annotate(members=Count("pk"))))
    kept = dict(MemberCount.objects.filter(unit__in=unit_ids).values_list("unit", "members"))
    changes = {pk: found[pk] - kept.get(pk, 0) for pk in unit_ids if found[pk] != kept.get(pk, 0)}
    count_members(changes)
    return len(changes)
