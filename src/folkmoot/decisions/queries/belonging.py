"""In which of several homes somebody counts, as to what is private of a decision that is for more than one of them.

Whoever is at home in the organisation itself and in an affiliated one counts once, in the first of the homes for which the
decision is: that of the organisation itself comes first. So whoever keeps two cells with members in common is told of two
groups that have nobody in common, and nothing follows from the difference.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.standings import conveyed_in_force, stays_of
from folkmoot.decisions.rules import audience as rules
from folkmoot.people.models import Membership, MembershipQuerySet
from folkmoot.units.models import Unit


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
