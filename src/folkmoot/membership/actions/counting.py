"""Keeping the counts of members: at the cells inside every act, above them by the worker."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F

from folkmoot.kernel.batches import batched
from folkmoot.kernel.inserting import insert_new
from folkmoot.membership.models import MemberCount, MemberTotal, TotalsTaken
from folkmoot.membership.rules.totals import subtree_totals
from folkmoot.units.models import Unit

# Small enough that writing one piece takes well under 50 ms.
PIECE = 1000


def count_members(changes: Mapping[UUID, int]) -> None:
    """Add to the counts of cells, in the transaction of the act that admits, transfers or ends."""
    units_by_change: dict[int, list[UUID]] = defaultdict(list)
    for unit_id, change in changes.items():
        units_by_change[change].append(unit_id)
    units_by_change.pop(0, None)
    # One statement per distinct change, not per cell; adding in the database lets two transactions meet safely.
    counted = set(MemberCount.objects.filter(unit__in=changes).values_list("unit", flat=True))
    insert_new([MemberCount(unit_id=unit_id, members=0) for unit_id in sorted(changes.keys() - counted)])
    for change, unit_ids in sorted(units_by_change.items()):
        MemberCount.objects.filter(unit__in=unit_ids).update(members=F("members") + change)


def refresh_member_totals(at: datetime) -> int:
    """Add up the counts at every unit above the cells, write what changed, and return how many units did.

    Called by the worker every few minutes; pages show `at` beside a total.
    """
    changed = sum(_keep_totals(dict(piece)) for piece in batched(subtree_totals(_own_members()), PIECE))
    TotalsTaken.objects.update_or_create(id=1, defaults={"at": at})
    return changed


def _keep_totals(totals: dict[UUID, int]) -> int:
    kept = dict(MemberTotal.objects.filter(unit__in=totals).values_list("unit", "members"))
    changed = [
        MemberTotal(unit_id=unit_id, members=members)
        for unit_id, members in totals.items()
        if kept.get(unit_id) != members
    ]
    MemberTotal.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["unit"], update_fields=["members"]
    )
    return len(changed)


def _own_members() -> Iterator[tuple[str, UUID, int]]:
    for units in _in_preorder():
        counts = MemberCount.objects.filter(unit__in=[unit_id for _path, unit_id in units])
        members = dict(counts.values_list("unit", "members"))
        yield from ((path, unit_id, members.get(unit_id, 0)) for path, unit_id in units)


def _in_preorder() -> Iterator[list[tuple[str, UUID]]]:
    """Yield all units in pieces by keyset, so that no cursor stays open while totals are written."""
    last = ""
    while piece := list(Unit.objects.filter(path__gt=last).in_order().values_list("path", "pk")[:PIECE]):
        yield piece
        last = piece[-1][0]
