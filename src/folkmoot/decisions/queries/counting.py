"""What figures are reckoned from, counted from rows: who was ever addressed and where, who left, what was made."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q

from folkmoot.decisions.models import Deadline, Decision, ReachCount, Receipt, UnitReached
from folkmoot.decisions.queries.addressing import people_of, units_of
from folkmoot.decisions.queries.standings import Conveyed, conveyed_in_force, is_addressed_now, stays_of
from folkmoot.decisions.rules import audience as rules
from folkmoot.decisions.rules.deadlines import Until, deadline_at
from folkmoot.kernel.batches import batched
from folkmoot.membership.queries.counts import counts_below
from folkmoot.people.models import Membership, Term
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules.paths import range_of

BATCH = 500


@dataclass(frozen=True)
class Changed:
    """What changed since a decision was conveyed, by unit: people who came to be addressed, and who are so no longer."""

    came: Counter[UUID]
    left: Counter[UUID]


def rule_of(decision: Decision) -> Conveyed:
    """Return a decision's audience as the rules see it, in force or not.

    :raises LookupError: if it was conveyed to nobody.
    """
    assert decision.conveyed_at is not None  # noqa: S101  -- only conveyed decisions come here
    found = conveyed_in_force([decision.pk], at=decision.conveyed_at)
    if not found:
        message = f"decision {decision.pk} has no audience"
        raise LookupError(message)
    return found[decision.pk]


def addressed_when_conveyed(conveyed: Conveyed) -> Counter[UUID]:
    """Count the people addressed at the moment of conveying, by the unit in which each is.

    Members come from the cells' counters, corrected by what changed since, so that six million need not be counted.
    """
    if conveyed.audience.offices:
        return _officers_when_conveyed(conveyed)
    counts = Counter(dict(counts_below(conveyed.audience.unit_path)))
    since = Membership.objects.filter(
        Q(started_at__gt=conveyed.conveyed_at) | Q(ended_at__gt=conveyed.conveyed_at)
    ).order_by()
    for unit, started, ended in since.values_list("unit", "started_at", "ended_at").iterator():
        counts[unit] += int(started <= conveyed.conveyed_at) - int(ended is None)
    counts.subtract(_counted_in_another_home(conveyed))
    cells = set(units_of(conveyed.audience).values_list("pk", flat=True).iterator())
    return Counter({unit: count for unit, count in counts.items() if count > 0 and unit in cells})


def changed_since(conveyed: Conveyed, *, at: datetime) -> Changed:
    """Count whom the decision first reached after it was conveyed, and who of all addressed is so no longer.

    Each is counted in the unit where the decision first reached them, in one pass over those whose place changed.
    """
    return changed_between(conveyed, since=conveyed.conveyed_at, at=at)


def changed_between(conveyed: Conveyed, *, since: datetime, at: datetime) -> Changed:
    """Count by how much what `changed_since` counts grew or shrank from the moment `since` to the moment `at`.

    Only those whose place changed in between are walked. It holds as long as no unit came into the audience or went out
    of it in between: that would change it for people whose own place did not.
    """
    came: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for stays in _lives_changed_between(conveyed, since=since, at=at):
        for moment, sign in ((since, -1), (at, 1)):
            known = [stay for stay in stays if stay.since <= moment]
            origin = rules.origin_of(known, conveyed.audience, conveyed_at=conveyed.conveyed_at)
            if origin is not None:
                first = any(_addresses(stay, conveyed, conveyed.conveyed_at) for stay in known)
                came[origin] += sign * (not first)
                left[origin] += sign * (not is_addressed_now(known, conveyed, at=moment))
    return Changed(_by_unit(came), _by_unit(left))


def cells_of(conveyed: Conveyed) -> UnitQuerySet:
    """Return the open cells in which a decision is to be confirmed."""
    return units_of(conveyed.audience).cells()


def zones_of(conveyed: Conveyed) -> list[str]:
    """Return the time zones of the units in the subtree a decision is for, in order."""
    units = Unit.objects.within_paths([conveyed.audience.unit_path]).order_by()
    return sorted(units.values_list("time_zone", flat=True).distinct())


def made(decision: Decision) -> Counter[UUID]:
    """Return how many receipts count in each unit, as the counters say."""
    return Counter(
        dict(ReachCount.objects.filter(decision=decision).order_by().values_list("unit", "made").iterator())
    )


def made_before(decision: Decision, at: datetime) -> Counter[UUID]:
    """Count by unit, from the receipts themselves, those given before the moment `at` and not withdrawn since."""
    receipts = Receipt.objects.filter(decision=decision, acknowledged_at__lt=at).order_by()
    return Counter(dict(receipts.values_list("origin").annotate(made=Count("person")).iterator()))


def cells_reached(decision: Decision) -> set[UUID]:
    """Return the cells that confirmed the decision."""
    return set(
        UnitReached.objects.filter(decision=decision).order_by().values_list("unit", flat=True).iterator()
    )


def cells_reached_in_time(deadline: Deadline, *, by: datetime) -> set[UUID]:
    """Return the cells whose word was entered before the deadline by their own clocks, and before the moment `by`."""
    ends = {zone: falls_at(deadline, zone) for zone in zones_of(rule_of(deadline.decision))}
    rows = UnitReached.objects.filter(decision=deadline.decision_id).by(by).order_by()
    words = rows.values_list("unit", "unit__time_zone", "entered_at").iterator()
    return {unit for unit, zone, entered_at in words if entered_at < ends.get(zone, by)}


def falls_at(deadline: Deadline, zone: str) -> datetime:
    """Return the moment at which a deadline has passed by the clocks of a time zone."""
    conveyed_at = deadline.decision.conveyed_at
    assert conveyed_at is not None  # noqa: S101  -- only conveyed decisions have deadlines
    return deadline_at(Until(deadline.read_by), conveyed_at=conveyed_at, zone=ZoneInfo(zone))


def _counted_in_another_home(conveyed: Conveyed) -> Counter[UUID]:
    """Count by unit those who were at home there, and in another circle too where they count: each of all counts once."""
    there: Counter[str] = Counter()
    for some in batched(_people_of_circles(conveyed), BATCH):
        for stays in stays_of(some, [conveyed], at=conveyed.conveyed_at).values():
            then = [stay for stay in stays if _addresses(stay, conveyed, conveyed.conveyed_at)]
            if len(then) > 1:
                at_home = {rules.address_of(stay.standing, conveyed.audience) for stay in then}
                origin = rules.origin_of(then, conveyed.audience, conveyed_at=conveyed.conveyed_at)
                there.update(address for address in at_home - {origin} if address)
    return _by_unit(there)


def _people_of_circles(conveyed: Conveyed) -> Iterator[UUID]:
    """Yield who was at home in an affiliated organisation when it was conveyed, each once; none if it is for one circle alone."""
    low, high = range_of(conveyed.audience.unit_path)
    # What is for an affiliated organisation alone, or for a part of it, meets nobody in two homes.
    inside = Membership.objects.filter(circle__path__gt=low, circle__path__lt=high)
    # Two questions, as each has an index of its own: most of all members are at home in no circle.
    still = inside.open().filter(started_at__lte=conveyed.conveyed_at)
    ended = inside.filter(ended_at__gt=conveyed.conveyed_at, started_at__lte=conveyed.conveyed_at)
    people = still.values_list("person", flat=True).order_by().union(ended.values_list("person", flat=True))
    yield from people.iterator()


def _officers_when_conveyed(conveyed: Conveyed) -> Counter[UUID]:
    terms = people_of(conveyed.audience, at=conveyed.conveyed_at).order_by()
    # Each officer stays with the first of their units in order of path; the database keeps them, and not we.
    first = terms.values("person").annotate(first=Min("unit__path")).values_list("first", flat=True)
    return _by_unit(Counter(first.iterator()))


def _lives_changed_between(
    conveyed: Conveyed, *, since: datetime, at: datetime
) -> Iterator[list[rules.Stay]]:
    """Yield the stays of everybody whose membership, or office if one counts, changed after `since` and by `at`."""
    changed = Q(started_at__gt=since, started_at__lte=at) | Q(ended_at__gt=since, ended_at__lte=at)
    people = Membership.objects.filter(changed).order_by("person").values_list("person", flat=True).distinct()
    if conveyed.audience.offices:
        people = people.order_by().union(
            Term.objects.filter(changed).order_by().values_list("person", flat=True)
        )
    for some in batched(people.iterator(), BATCH):
        yield from stays_of(some, [conveyed], at=at).values()


def _addresses(stay: rules.Stay, conveyed: Conveyed, at: datetime) -> bool:
    is_current = stay.since <= at and (stay.until is None or stay.until > at)
    return is_current and rules.is_addressed(stay.standing, conveyed.audience)


def _by_unit(counts: Counter[str]) -> Counter[UUID]:
    units: Counter[UUID] = Counter()
    for some in batched(counts, BATCH):
        for path, unit in Unit.objects.filter(path__in=some).values_list("path", "pk"):
            units[unit] += counts[path]
    return units
