"""In which of several homes somebody counts, as to what is private of a decision that is for more than one of them.

Whoever is at home in the organisation itself and in an affiliated one counts once, in the first of the homes for which the
decision is: that of the organisation itself comes first. So whoever keeps two cells with members in common is told of two
groups that have nobody in common, and nothing follows from the difference.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.decisions.models import Audience, Decision
from folkmoot.decisions.queries.standings import conveyed_in_force, stays_of
from folkmoot.decisions.rules import audience as rules
from folkmoot.people.models import Membership, MembershipQuerySet
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import range_of


def circle_in(cell: Unit) -> UUID | None:
    """Return the circle of the members of a cell; None if it is that of the organisation itself, or nobody was ever one."""
    circles: MembershipQuerySet = Membership.objects.filter(unit=cell)
    return circles.order_by().values_list("circle", flat=True).first()


def counted_elsewhere(
    people: Collection[UUID], decisions: Collection[Decision], circle_id: UUID | None, *, at: datetime
) -> dict[UUID, set[UUID]]:
    """Return, by decision, which of the people at home in a cell of this circle count in another home.

    That is whoever had one that comes first, and that the decision is for, at any time since it was conveyed: who leaves it
    does not come back into the figures of this one. No question where it is the circle of the organisation itself.
    """
    found: dict[UUID, set[UUID]] = {decision.pk: set() for decision in decisions}
    if circle_id is None or not people:
        return found
    conveyed = {
        pk: each for pk, each in conveyed_in_force(found, at=at).items() if each.conveyed_at is not None
    }
    here = rules.rank_of(circle_id)
    for person, stays in stays_of(people, conveyed.values(), at=at).items():
        before = [stay for stay in stays if stay.rank < here]
        for pk, each in conveyed.items():
            since = [stay for stay in before if stay.until is None or stay.until > each.conveyed_at]
            if any(rules.is_addressed(stay.standing, each.audience) for stay in since):
                found[pk].add(person)
    return found


def belonged_when_conveyed(
    decisions: Collection[Decision], cell: Unit, circle_id: UUID | None, *, among: UUID | None = None
) -> dict[UUID, set[UUID]]:
    """Return, by decision, who was at home in a cell of this circle when it was conveyed, and counts in no other home.

    Only whether the one person `among` did, where that is given.

    Nothing that is done later changes it: nobody's coming, going or second home, and no earlier day entered for one. That is
    why whoever had a home that comes first is left out even if a decision is for this one alone, unless it is the circle's own.
    """
    moments = [each.conveyed_at for each in decisions if each.conveyed_at is not None]
    if not moments:
        return {each.pk: set() for each in decisions}
    since = Q(ended_at=None) | Q(ended_at__gt=min(moments))
    found: MembershipQuerySet = Membership.objects.filter(since, unit=cell)
    homes = list(found if among is None else found.filter(person=among))
    before = _homes_before(homes, circle_id, since)
    own = _own_of(circle_id, decisions)
    return {
        each.pk: _at_home(homes, each) - (set() if each.pk in own else _at_home(before, each))
        for each in decisions
    }


def _homes_before(homes: Collection[Membership], circle_id: UUID | None, since: Q) -> list[Membership]:
    """Return the homes that people with `homes` in this circle had in those that come first."""
    if circle_id is None:
        return []
    first = Q(circle=None) | Q(circle__lt=circle_id)
    return list(Membership.objects.filter(since, first, person__in={home.person_id for home in homes}))


def _own_of(circle_id: UUID | None, decisions: Collection[Decision]) -> set[UUID]:
    """Return which of the decisions are for this circle, or a part of it: those meet nobody in two homes."""
    if circle_id is None:
        return set()
    low, high = range_of(Unit.objects.values_list("path", flat=True).get(pk=circle_id))
    inside = Audience.objects.filter(unit__path__gte=low, unit__path__lt=high, decision__in=decisions)
    return set(inside.values_list("decision", flat=True))


def _at_home(homes: Collection[Membership], decision: Decision) -> set[UUID]:
    conveyed_at = decision.conveyed_at
    return {
        home.person_id
        for home in homes
        if conveyed_at is not None
        and max(home.started_at, home.known_since) <= conveyed_at
        and (home.ended_at is None or home.ended_at > conveyed_at)
    }
