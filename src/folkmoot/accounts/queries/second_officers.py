"""Who can be the second officer of two, told before a paper is printed that nobody could confirm."""

from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import holders_over
from folkmoot.accounts.queries.homes import home_of
from folkmoot.accounts.rules.two_officers import are_two
from folkmoot.accounts.standing import standing_of, standings_over
from folkmoot.people.models import Person, Term


def second_officers(
    permission: str, first: Person, first_permission: str, *, person: Person, at: datetime
) -> list[Term]:
    """Return terms of those who can do for `person` what takes a second officer beside `first`, the nearest first.

    As `must_be_two` says when it is done. `permission` is asked of the second, `first_permission` of the first.
    """
    home = home_of(person, at=at)
    if home is None:
        return []
    one = standing_of(first, first_permission, person=person, at=at)
    others = standings_over(permission, home, at=at)
    fitting = {each for each, other in others.items() if each != person.pk and are_two(one, other)}
    found: dict[UUID, Term] = {}
    for each in reversed(holders_over([permission], home, at=at)):
        if each.term.person_id in fitting:
            found.setdefault(each.term.person_id, each.term)
    return list(found.values())
