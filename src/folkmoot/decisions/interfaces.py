"""What decisions ask the features above them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.people.models import Person
from folkmoot.ui.links import Link


@dataclass(frozen=True)
class Focus:
    """A decision that has come back to somebody, and the point of it that is in focus: its label as it is cited."""

    decision_id: UUID
    document_id: UUID
    label: str


@dataclass(frozen=True)
class Question:
    """What somebody is asked about a point in focus, and the address at which they answer."""

    words: str
    url: str


# Says of a decision at a moment why it may neither be adopted nor thrown away now; "" if it may.
Hindrance = Callable[[UUID, datetime], str]
# Links from the page of a decision that was adopted to what led to it, for whoever may read both.
Forerunners = Callable[[UUID, Person, datetime], Iterable[Link]]

_HINDRANCES: list[Hindrance] = []
_FORERUNNERS: list[Forerunners] = []

Asking = Callable[[Person, Sequence[Focus], datetime], Mapping[UUID, Question]]

_ASKING: list[Asking] = []


def register_questions(asking: Asking) -> None:
    """Register what asks about points in focus: it returns questions by decision, and leaves out those it has none for.

    It is called once a page with all that has come back to somebody. Of several that ask, the last is heard.
    """
    if asking not in _ASKING:
        _ASKING.append(asking)


def questions_about(person: Person, focuses: Sequence[Focus], *, at: datetime) -> dict[UUID, Question]:
    """Return the question about each point in focus, by decision, where there is one."""
    return {
        decision: question
        for asking in (_ASKING if focuses else ())
        for decision, question in asking(person, focuses, at).items()
    }


def register_hindrance(hindrance: Hindrance) -> None:
    """Register what can hinder that a draft is adopted or thrown away; called by `config`."""
    if hindrance not in _HINDRANCES:
        _HINDRANCES.append(hindrance)


def hindrance_to(decision_id: UUID, *, at: datetime) -> str:
    """Return the first sentence that says why a draft may neither be adopted nor thrown away at the moment `at`, or ""."""
    return next(filter(None, (hindrance(decision_id, at) for hindrance in _HINDRANCES)), "")


def register_forerunners(forerunners: Forerunners) -> None:
    """Register what led to decisions, to be linked from their pages; called by `config`."""
    if forerunners not in _FORERUNNERS:
        _FORERUNNERS.append(forerunners)


def forerunners_of(decision_id: UUID, person: Person, *, at: datetime) -> list[Link]:
    """Return links to what led to a decision, as far as `person` may read it."""
    return [link for forerunners in _FORERUNNERS for link in forerunners(decision_id, person, at)]
