"""Since when, and by whose hand, officers stand in the offices by which they act for a member."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import holders_over
from folkmoot.accounts.queries.homes import home_of
from folkmoot.accounts.rules.two_officers import MONTH, Hands, Standing
from folkmoot.people.models import Person, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def standing_of(officer: Person, permission: str, *, person: Person, at: datetime) -> Standing:
    """Return by whose hands `officer` stands, at the moment `at`, in offices that give `permission` for `person`.

    There are none of whoever did not hold one a month ago. It need not be the same one, nor go on: after an election of all
    officers there would be nobody.
    """
    home = home_of(person, at=at)
    found = standings_over(permission, home, at=at) if home else {}
    return found.get(officer.pk) or Standing(officer.pk, officer.entered_by_id, [])


def standings_over(permission: str, home: Unit, *, at: datetime) -> dict[UUID, Standing]:
    """Return what `standing_of` does for all officers who count, by person: as many questions as for one."""
    terms: dict[UUID, list[Term]] = {}
    for term in _counting(permission, home, at=at):
        terms.setdefault(term.person_id, []).append(term)
    by = {term.entered_by_id for held in terms.values() for term in held}
    people = {person_id: held[0].person for person_id, held in terms.items()}
    hands = _hands_behind((by | {each.entered_by_id for each in people.values()}) - {None})
    return {
        person_id: Standing(
            person_id, person.entered_by_id, [term.entered_by_id for term in terms[person_id]], hands
        )
        for person_id, person in people.items()
    }


def _hands_behind(people: Collection[UUID | None]) -> Hands:
    """Return by whose hands these came into any office ever, and so on back to the operator; a question for each step."""
    found: dict[UUID, set[UUID | None]] = {}
    asked = set(people)
    while asked:
        found |= {person_id: set() for person_id in asked if person_id}
        terms = (
            Term.objects.filter(person__in=asked).order_by().values_list("person", "entered_by").distinct()
        )
        for person_id, by in terms:
            found[person_id].add(by)
        asked = {by for hands in found.values() for by in hands} - found.keys() - {None}
    return found


def _counting(permission: str, home: Unit, *, at: datetime) -> list[Term]:
    now_held = _held(permission, home, at=at)
    if _is_new(at - MONTH):
        return now_held
    a_month_ago = _held(permission, home, at=at - MONTH)
    by_operator = [term for term in now_held if term.entered_by_id is None]
    # An appointment may be entered with an earlier day, which nobody could see then.
    return by_operator + [term for term in a_month_ago if term.known_since <= at - MONTH]


def _held(permission: str, home: Unit, *, at: datetime) -> list[Term]:
    return [each.term for each in holders_over([permission], home, at=at)]


def _is_new(moment: datetime) -> bool:
    # The organisation itself is in its first month.
    return Unit.objects.filter(path=paths.ROOT, founded_at__gt=moment).exists()
