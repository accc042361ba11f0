"""What decisions ask the features above them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.people.models import Person
from folkmoot.ui.links import Link


@dataclass(frozen=True)
class Hindered:
    """Why a draft may neither be adopted nor thrown away now, and where that can be changed."""

    sentence: str
    link: Link


# Says of a decision at a moment what hinders it; None if nothing does.
Hindrance = Callable[[UUID, datetime], Hindered | None]
# Links from the page of a decision that was adopted to what led to it, for whoever may read both.
Forerunners = Callable[[UUID, Person, datetime], Iterable[Link]]

_HINDRANCES: list[Hindrance] = []
_FORERUNNERS: list[Forerunners] = []


def register_hindrance(hindrance: Hindrance) -> None:
    """Register what can hinder that a draft is adopted or thrown away; called by `config`."""
    if hindrance not in _HINDRANCES:
        _HINDRANCES.append(hindrance)


def hindrance_to(decision_id: UUID, *, at: datetime) -> Hindered | None:
    """Return the first reason why a draft may neither be adopted nor thrown away at the moment `at`, None if it may."""
    return next(filter(None, (hindrance(decision_id, at) for hindrance in _HINDRANCES)), None)


def register_forerunners(forerunners: Forerunners) -> None:
    """Register what led to decisions, to be linked from their pages; called by `config`."""
    if forerunners not in _FORERUNNERS:
        _FORERUNNERS.append(forerunners)


def forerunners_of(decision_id: UUID, person: Person, *, at: datetime) -> list[Link]:
    """Return links to what led to a decision, as far as `person` may read it."""
    return [link for forerunners in _FORERUNNERS for link in forerunners(decision_id, person, at)]
