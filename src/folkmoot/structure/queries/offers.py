"""What the list of units offers to whoever may begin something there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from folkmoot.access.policy import held_somewhere, units_where
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import importers
from folkmoot.units.models import Unit, UnitKind


@dataclass(frozen=True)
class Offers:
    """The topmost unit below which somebody may found one, None if there is none, and whether they may import units."""

    founds_below: Unit | None
    imports: bool


def offers_to(person: Person, kinds: Sequence[UnitKind], *, at: datetime) -> Offers:
    """Return what the list offers `person`, `kinds` being all there are from the top down; two questions at most."""
    importing = importers["units"].permission
    held = held_somewhere(person, ["structure.found_unit", importing], at=at)
    top = _founds_below(person, kinds, at=at) if "structure.found_unit" in held else None
    return Offers(top, importing in held)


def _founds_below(person: Person, kinds: Sequence[UnitKind], *, at: datetime) -> Unit | None:
    places = units_where(person, "structure.found_unit", at=at).open()
    # Below the last kind there is nothing that could be founded.
    return (
        places.filter(kind__rank__lt=kinds[-1].rank).select_related("kind").in_order().first()
        if kinds
        else None
    )
