"""Since when, and by whose hand, officers stand in the offices by which they act for a member."""

from datetime import datetime

from folkmoot.access.policy import holders_over
from folkmoot.accounts.queries import home_of
from folkmoot.accounts.rules.two_officers import MONTH, Standing
from folkmoot.people.models import Person, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def standing_of(officer: Person, permission: str, *, person: Person, at: datetime) -> Standing:
    """Return by whose hands `officer` stands, at the moment `at`, in offices that give `permission` for `person`.

    There are none of whoever did not hold one a month ago. It need not be the same one, nor go on: after an election of all
    officers there would be nobody.
    """
    home = home_of(person, at=at)
    terms = [] if home is None else _counting(officer, permission, home, at=at)
    return Standing(officer.pk, officer.entered_by_id, [term.entered_by_id for term in terms])


def _counting(officer: Person, permission: str, home: Unit, *, at: datetime) -> list[Term]:
    now_held = _held(officer, permission, home, at=at)
    if _is_new(at - MONTH):
        return now_held
    a_month_ago = _held(officer, permission, home, at=at - MONTH)
    by_operator = [term for term in now_held if term.entered_by_id is None]
    # An appointment may be entered with an earlier day, which nobody could see then.
    return by_operator + [term for term in a_month_ago if term.known_since <= at - MONTH]


def _held(officer: Person, permission: str, home: Unit, *, at: datetime) -> list[Term]:
    return [
        each.term for each in holders_over([permission], home, at=at) if each.term.person_id == officer.pk
    ]


def _is_new(moment: datetime) -> bool:
    # The organisation itself is in its first month.
    return Unit.objects.filter(path=paths.ROOT, founded_at__gt=moment).exists()
