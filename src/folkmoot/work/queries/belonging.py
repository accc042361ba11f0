"""Who belongs to a unit, so that its work can be offered to them and is theirs: by their home or by an office."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from folkmoot.people.models import Membership, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def belongs(person_id: UUID, unit: Unit, *, at: datetime) -> bool:
    """Return whether somebody is at home in `unit` or below it, or holds an office in it: whom its work can be offered.

    By a home in an affiliated organisation they belong to that alone, and not to what it is affiliated to.
    """
    homes = Membership.objects.current(at).at_home_in(unit).filter(person=person_id)
    terms = Term.objects.current(at).filter(person=person_id, unit=unit)
    return bool(homes.exists() or terms.exists())


def belong_no_more(person: str, unit: str, *, at: datetime) -> Q:
    """Return the condition that the `person` of a row belongs no more to its `unit`: what `belongs` says, for many rows."""
    path = OuterRef(f"{unit}__path")
    is_own = Q(circle=None) | Q(circle__path__lte=path)
    end = Concat(path, Value(paths.AFTER_ALL))
    homes = Membership.objects.current(at).filter(
        is_own, person=OuterRef(person), unit__path__gte=path, unit__path__lt=end
    )
    terms = Term.objects.current(at).filter(person=OuterRef(person), unit=OuterRef(unit))
    return ~Exists(homes) & ~Exists(terms)
